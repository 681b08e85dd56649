//! Calls of operations by their ids.

use pinterest_client::dispatch::{ArgumentError, Call, Dispatched};
use serde_json::Value;

use crate::error::redacted;
use crate::{Client, Error, ErrorKind};

/// Some operations have many parameters, whose names are listed.
const LONGEST_MESSAGE: usize = 2000;

impl Client {
    /// Calls any operation of the API by Pinterest's own id, with parameters given as text and a body given as JSON: for
    /// command lines and scripts. It is a call as any other: credentials, checks, rate limits and retries are the same.
    ///
    /// Parameters are parsed into their types, and the body is decoded into the type of the request; nothing that does not
    /// fit is sent. An array gets one element for each time its name is given, other parameters are given once at most.
    /// [`operation::OPERATIONS`](crate::operation::OPERATIONS) lists operations and the names of their parameters.
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let parameters = [("business_id", "729090764583391194"), ("page_size", "10")]
    ///     .map(|(name, value)| (name.to_owned(), value.to_owned()));
    /// let answer = client.dispatch("get/invites", &parameters, None).await?;
    /// println!("{} {:?}", answer.status, answer.body);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`] that names the argument, and what to give instead, when the operation is unknown or the
    /// arguments do not fit it; otherwise as any call.
    pub async fn dispatch(
        &self,
        operation_id: &str,
        parameters: &[(String, String)],
        body: Option<Value>,
    ) -> Result<Dispatched, Error> {
        let call = Call::new(operation_id, parameters, body.as_ref()).map_err(unfit)?;
        self.call_dispatched(&call).await
    }
}

/// The message says it all. Names that are not known, and the path into a body, may be anything.
#[allow(clippy::needless_pass_by_value)] // For `map_err`.
fn unfit(error: ArgumentError) -> Error {
    let message = redacted(&error.to_string(), LONGEST_MESSAGE);
    Error::new(ErrorKind::InvalidRequest, message).unsent()
}
