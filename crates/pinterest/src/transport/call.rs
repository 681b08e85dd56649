//! Every call of the crate goes through here.

use std::future::Future;
use std::sync::Arc;

use pinterest_client::operation::Operation;
use pinterest_client::{ResponseValue, transport::Inner, types};
use serde::de::DeserializeOwned;
use tracing::Instrument;

use super::exchange::{BodyWatcher, Exchange, Record};
use crate::auth::authorise;
use crate::client::Client;
use crate::{Error, ErrorKind};

/// The generated client, set up for one call.
pub(crate) type Api = pinterest_client::Client;

/// What generated operations return.
pub(crate) type Generated<T> = Result<ResponseValue<T>, pinterest_client::Error<types::Error>>;

impl Client {
    /// Calls a generated operation: `request` gets a client that carries the token and checks what is sent.
    pub(crate) async fn call<T, F, Fut>(
        &self,
        operation: &'static Operation,
        request: F,
    ) -> Result<T, Error>
    where
        T: DeserializeOwned,
        F: FnOnce(Api) -> Fut + Send,
        Fut: Future<Output = Generated<T>> + Send,
    {
        self.call_watched(operation, None, request).await
    }

    /// Like `call`; `watcher` sees the body of a success before it is decoded.
    pub(crate) async fn call_watched<T, F, Fut>(
        &self,
        operation: &'static Operation,
        watcher: Option<BodyWatcher>,
        request: F,
    ) -> Result<T, Error>
    where
        T: DeserializeOwned,
        F: FnOnce(Api) -> Fut + Send,
        Fut: Future<Output = Generated<T>> + Send,
    {
        let span = tracing::debug_span!(
            "pinterest.call",
            operation = operation.id,
            attempt = 1_u32,
            status = tracing::field::Empty,
            request_id = tracing::field::Empty,
        );
        let attempt = async {
            let token = async {
                let token = self.settings().credentials.access_token(operation).await?;
                authorise(operation, &token).map(|()| token)
            };
            let token = token.await.map_err(Error::before_sending)?;
            let exchange = Arc::new(Exchange::new(
                Arc::clone(self.settings()),
                token.header()?,
                watcher,
            ));
            let outcome = request(self.api(Inner::new(exchange.clone()))).await;
            let record = exchange.take_record();
            trace(&record);
            outcome
                .map(ResponseValue::into_inner)
                .map_err(|failure| error_of::<T>(failure, record))
        };
        attempt
            .instrument(span)
            .await
            .map_err(|error| error.with_operation(operation))
    }
}

fn trace(record: &Record) {
    let Some((status, headers)) = &record.head else {
        tracing::debug!("no answer");
        return;
    };
    let span = tracing::Span::current();
    if !span.is_disabled() {
        span.record("status", status.as_u16());
        if let Some(id) = crate::error::request_id(headers) {
            span.record("request_id", id);
        }
    }
    tracing::debug!(status = status.as_u16(), "answered");
}

/// What kept the answer, or a part of it, away.
fn without_body(failure: pinterest_client::Error<types::Error>) -> Error {
    match failure {
        pinterest_client::Error::CommunicationError(error)
        | pinterest_client::Error::ResponseBodyError(error) => Error::from_http(error),
        // Only a refusal to build the request is left, and its text is progenitor's own.
        other => Error::new(ErrorKind::InvalidRequest, other.to_string()),
    }
}

/// The generated error says what failed; the record says what was known by then.
fn error_of<T: DeserializeOwned>(
    failure: pinterest_client::Error<types::Error>,
    mut record: Record,
) -> Error {
    if let Some(violation) = record.violation.take() {
        return Error::limit_violation(violation);
    }
    let answer = match record.into_answer() {
        Some(answer) if answer.body().is_some() => answer,
        Some(answer) => return without_body(failure).with_answer(answer),
        None => return without_body(failure),
    };
    if !answer.is_success() {
        return Error::from_answer(answer);
    }
    if matches!(failure, pinterest_client::Error::UnexpectedResponse(_)) {
        let message = format!(
            "the operation is not described to answer with status {}",
            answer.status()
        );
        return Error::new(ErrorKind::Decode, message).with_answer(answer);
    }
    // Decoding again, now with the path, costs time only when it failed before.
    let decoder = &mut serde_json::Deserializer::from_slice(answer.text());
    match serde_path_to_error::deserialize::<_, T>(decoder) {
        Err(failure) => Error::undecodable(answer.clone(), &failure),
        Ok(_) => {
            let message = "the body of the answer goes on after its JSON value";
            Error::new(ErrorKind::Decode, message).with_answer(answer)
        }
    }
}
