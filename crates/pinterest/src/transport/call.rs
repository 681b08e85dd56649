//! Every call of the crate goes through here.

use std::future::Future;
use std::sync::{Arc, Mutex};

use pinterest_client::operation::Operation;
use pinterest_client::{ResponseValue, transport::Inner, types};
use serde::de::DeserializeOwned;
use tracing::{Instrument, Span};

use super::exchange::{BodyWatcher, Exchange, Record};
use super::hint;
use crate::auth::AccessToken;
use crate::client::Client;
use crate::retry::{Attempts, Repeat};
use crate::{Error, ErrorKind};

/// The generated client, set up for one attempt.
pub(crate) type Api = pinterest_client::Client;

/// What generated operations return.
pub(crate) type Generated<T> = Result<ResponseValue<T>, pinterest_client::Error<types::Error>>;

/// A plain call: `call!(self.client, BOARDS_GET, api.boards_get(&self.id))` awaits the outcome of a generated function. The
/// arguments are references or can be copied; each is evaluated once, however many attempts it takes.
#[allow(unused_macros)] // Not every domain has plain calls.
macro_rules! call {
    ($client:expr, $operation:ident, $api:ident.$function:ident($($argument:expr),* $(,)?)) => {
        $crate::transport::call!(@bind $client, $operation, $api, $function, [] $($argument),*)
    };
    // Each step has an `argument` of its own.
    (@bind $client:expr, $operation:ident, $api:ident, $function:ident, [$($bound:ident)*]
        $first:expr $(, $rest:expr)*) => {{
        let argument = $first;
        $crate::transport::call!(@bind $client, $operation, $api, $function, [$($bound)* argument] $($rest),*)
    }};
    (@bind $client:expr, $operation:ident, $api:ident, $function:ident, [$($bound:ident)*]) => {
        $client
            .call(
                &::pinterest_client::operation::$operation,
                |$api| async move { $api.$function($($bound),*).await },
            )
            .await
    };
}

#[allow(unused_imports)]
pub(crate) use call;

impl Client {
    /// Calls a generated operation: `request` gets a client that carries the token and checks what is sent. It is called
    /// once for each attempt.
    pub(crate) async fn call<T, F, Fut>(
        &self,
        operation: &'static Operation,
        request: F,
    ) -> Result<T, Error>
    where
        T: DeserializeOwned,
        F: Fn(Api) -> Fut + Send + Sync,
        Fut: Future<Output = Generated<T>> + Send,
    {
        self.call_watched(operation, None, request, |outcome| outcome)
            .await
    }

    /// Like `call`. `watcher` sees the body of the first success before it is decoded. `finish` gets the outcome of an
    /// attempt before it is decided whether to make another, and may save what did not decode.
    pub(crate) async fn call_watched<T, U, F, Fut>(
        &self,
        operation: &'static Operation,
        watcher: Option<BodyWatcher>,
        request: F,
        finish: impl Fn(Result<T, Error>) -> Result<U, Error> + Send + Sync,
    ) -> Result<U, Error>
    where
        T: DeserializeOwned,
        F: Fn(Api) -> Fut + Send + Sync,
        Fut: Future<Output = Generated<T>> + Send,
    {
        self.call_explained(operation, watcher, request, finish, &why_undecodable::<T>)
            .await
    }

    /// Like `call_watched`. `why_undecodable` looks again at a body that could not be decoded.
    async fn call_explained<T, U, F, Fut>(
        &self,
        operation: &'static Operation,
        watcher: Option<BodyWatcher>,
        request: F,
        finish: impl Fn(Result<T, Error>) -> Result<U, Error> + Send + Sync,
        why_undecodable: &WhyUndecodable<'_>,
    ) -> Result<U, Error>
    where
        F: Fn(Api) -> Fut + Send + Sync,
        Fut: Future<Output = Generated<T>> + Send,
    {
        let span = tracing::debug_span!(
            "pinterest.call",
            operation = operation.id,
            attempt = 1_u32,
            status = tracing::field::Empty,
            request_id = tracing::field::Empty,
        );
        let call = Call {
            client: self,
            operation,
            watcher: Arc::new(Mutex::new(watcher)),
        };
        call.run(request, finish, why_undecodable)
            .instrument(span)
            .await
            .map_err(|error| error.with_operation(operation))
    }

    /// Calls an operation whose arguments were given as text and JSON.
    #[cfg(feature = "dispatch")]
    pub(crate) async fn call_dispatched(
        &self,
        call: &pinterest_client::dispatch::Call,
    ) -> Result<pinterest_client::dispatch::Dispatched, Error> {
        self.call_explained(
            call.operation(),
            None,
            |api| async move { call.send(&api).await },
            |outcome| outcome,
            &|body| call.why_undecodable(body),
        )
        .await
    }
}

/// One call, with all its attempts.
struct Call<'a> {
    client: &'a Client,
    operation: &'static Operation,
    watcher: Arc<Mutex<Option<BodyWatcher>>>,
}

/// How far a call is.
struct Progress {
    attempts: Attempts,
    /// The token for the next attempt, in place of the one that the credentials give.
    replacement: Option<AccessToken>,
    may_replace: bool,
}

impl Call<'_> {
    /// What depends on the types of the operation is here; it is compiled for each. The rest is compiled once.
    async fn run<T, U, F, Fut>(
        &self,
        request: F,
        finish: impl Fn(Result<T, Error>) -> Result<U, Error> + Send + Sync,
        why_undecodable: &WhyUndecodable<'_>,
    ) -> Result<U, Error>
    where
        F: Fn(Api) -> Fut + Send + Sync,
        Fut: Future<Output = Generated<T>> + Send,
    {
        let mut progress = self.begin()?;
        loop {
            let exchange = self.attempt(&mut progress);
            let outcome = request(self.client.api(Inner::new(exchange.clone()))).await;
            let record = exchange.take_record();
            trace(&record);
            let token = record.token.clone();
            progress.attempts.waited(record.waited);
            let outcome = match outcome {
                Ok(value) => Ok(value.into_inner()),
                Err(failure) => Err(error_of(failure, record, why_undecodable)),
            };
            match finish(outcome) {
                Ok(value) => {
                    self.client.settings().retries.succeeded();
                    return Ok(value);
                }
                // Rare enough for a place on the heap.
                Err(error) => Box::pin(self.after(error, token, &mut progress)).await?,
            }
        }
    }

    fn begin(&self) -> Result<Progress, Error> {
        let settings = self.client.settings();
        if settings.sandbox && !self.operation.sandbox {
            let message = "the sandbox does not have this operation; it exists in production only";
            return Err(Error::new(ErrorKind::NotInSandbox, message));
        }
        Ok(Progress {
            attempts: Attempts::new(Repeat::of(self.operation), settings.deadline),
            replacement: None,
            may_replace: true,
        })
    }

    fn attempt(&self, progress: &mut Progress) -> Arc<Exchange> {
        let number = progress.attempts.begin();
        if number > 1 {
            Span::current().record("attempt", number);
        }
        Arc::new(Exchange::new(
            Arc::clone(self.client.settings()),
            progress.attempts.deadline(),
            progress.replacement.take(),
            Arc::clone(&self.watcher),
        ))
    }

    /// Returns when there is to be another attempt.
    async fn after(
        &self,
        error: Error,
        token: Option<AccessToken>,
        progress: &mut Progress,
    ) -> Result<(), Error> {
        let settings = self.client.settings();
        let attempts = &mut progress.attempts;
        if error.is_unsent() {
            attempts.take_back();
            return Err(attempts.told(error));
        }
        let refused = token.filter(|_| progress.may_replace && error.status() == Some(401));
        if let Some(refused) = refused {
            progress.may_replace = false;
            progress.replacement = self.replace(&refused, attempts).await?;
            if progress.replacement.is_some() {
                tracing::debug!("the access token was refused; trying again with another");
                return Ok(());
            }
        }
        let error = hint::explain(error, settings);
        attempts.again_after(error, &settings.retries).await
    }

    /// Another token for one that was refused, if there is one.
    async fn replace(
        &self,
        refused: &AccessToken,
        attempts: &mut Attempts,
    ) -> Result<Option<AccessToken>, Error> {
        let credentials = &self.client.settings().credentials;
        let replacement = credentials.replacement(self.operation, refused);
        match tokio::time::timeout_at(attempts.deadline(), replacement).await {
            Ok(Ok(replacement)) => Ok(replacement),
            Ok(Err(error)) => Err(attempts.told(error.before_sending())),
            Err(_) => Err(attempts.told(super::exchange::no_token_in_time())),
        }
    }
}

fn trace(record: &Record) {
    let Some((status, headers)) = &record.head else {
        tracing::debug!("no answer");
        return;
    };
    let span = Span::current();
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
        other => Error::new(ErrorKind::InvalidRequest, other.to_string()).unsent(),
    }
}

/// The generated error says what failed; the record says what was known by then; `why_undecodable` looks again at a body
/// that could not be decoded.
fn error_of(
    failure: pinterest_client::Error<types::Error>,
    mut record: Record,
    why_undecodable: &WhyUndecodable<'_>,
) -> Error {
    if let Some(violation) = record.violation.take() {
        return Error::limit_violation(violation).unsent();
    }
    let error = record.failure.take();
    let answer = match (error, record.into_answer()) {
        (Some(error), Some(answer)) => return error.with_answer(answer),
        (Some(error), None) => return error,
        (None, Some(answer)) if answer.body().is_some() => answer,
        (None, Some(answer)) => return without_body(failure).with_answer(answer),
        (None, None) => return without_body(failure),
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
    match why_undecodable(answer.text()) {
        Some(failure) => Error::undecodable(answer.clone(), &failure),
        None => {
            let message = "the body of the answer goes on after its JSON value";
            Error::new(ErrorKind::Decode, message).with_answer(answer)
        }
    }
}

type DecodeFailure = serde_path_to_error::Error<serde_json::Error>;

type WhyUndecodable<'a> = dyn Fn(&[u8]) -> Option<DecodeFailure> + Send + Sync + 'a;

/// Decoding again, now with the path, costs time only when it failed before.
fn why_undecodable<T: DeserializeOwned>(body: &[u8]) -> Option<DecodeFailure> {
    let decoder = &mut serde_json::Deserializer::from_slice(body);
    serde_path_to_error::deserialize::<_, T>(decoder).err()
}
