//! Answers with a body under one status and without one under 204.

use progenitor_client::{Error, ResponseValue};
use serde::de::DeserializeOwned;

/// The body, or `None` when the answer is a 204.
pub(crate) async fn read<T: DeserializeOwned, E>(
    response: reqwest::Response,
) -> Result<ResponseValue<Option<T>>, Error<E>> {
    if response.status() == reqwest::StatusCode::NO_CONTENT {
        let (status, headers) = (response.status(), response.headers().clone());
        return Ok(ResponseValue::new(None, status, headers));
    }
    ResponseValue::from_response(response).await
}
