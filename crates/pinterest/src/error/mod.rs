//! The one error of this crate.

mod advice;
mod answer;
mod decoding;
mod display;
mod kind;
mod limit;
mod redaction;
mod shared;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::time::Duration;

use pinterest_client::operation::Operation;

pub(crate) use answer::{Answer, request_id};
use decoding::{item_path, reason};
pub use kind::ErrorKind;
pub use limit::LimitViolation;
pub(crate) use redaction::{SHORTEST_SECRET, redacted, unescaped};

/// The most characters of a response that a message repeats.
const EXCERPT_LENGTH: usize = 300;

/// What went wrong, with what a program needs to decide and a person needs to understand.
///
/// Messages and `Debug` output hold no token, no secret and no e-mail address; what the server sent is repeated only
/// as a short, redacted excerpt. The unredacted text is available where a program needs it:
/// [`api_message`](Self::api_message), [`raw_body`](Self::raw_body).
///
/// ```no_run
/// # async fn run(client: pinterest::Client) {
/// use pinterest::ErrorKind;
///
/// # #[cfg(feature = "business_access")]
/// match client.business("729090764583391194").invites().list().send().await {
///     Ok(page) => println!("{} invites", page.len()),
///     Err(error) if error.status() == Some(429) => println!("wait {:?}, then again", error.retry_after()),
///     Err(error) if error.kind() == ErrorKind::InvalidRequest => println!("fix the arguments: {error}"),
///     Err(error) => println!("{error} (request {:?})", error.request_id()),
/// }
/// # }
/// ```
pub struct Error(Box<Details>);

struct Details {
    kind: ErrorKind,
    message: Cow<'static, str>,
    operation: Option<&'static Operation>,
    answer: Option<Answer>,
    limit: Option<LimitViolation>,
    json_path: Option<String>,
    item_index: Option<usize>,
    bookmark: Option<String>,
    hint: Option<Cow<'static, str>>,
    retry_after: Option<Duration>,
    attempts: u32,
    waited: Duration,
    /// Nothing was sent in the last attempt.
    unsent: bool,
    /// The server may have acted on an attempt before the last.
    doubtful: bool,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Details {
            kind,
            message: message.into(),
            operation: None,
            answer: None,
            limit: None,
            json_path: None,
            item_index: None,
            bookmark: None,
            hint: None,
            retry_after: None,
            attempts: 0,
            waited: Duration::ZERO,
            unsent: false,
            doubtful: false,
            source: None,
        }))
    }

    /// An error for implementations of [`Credentials`](crate::auth::Credentials); see [`with_source`](Self::with_source) for
    /// its cause. `message` must not contain a secret.
    #[must_use]
    pub fn credentials(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Credentials, message)
    }

    pub(crate) fn limit_violation(violation: LimitViolation) -> Self {
        let mut error = Self::new(ErrorKind::InvalidRequest, violation.to_string());
        error.0.limit = Some(violation);
        error
    }

    /// A request was not sent because waiting for its turn would take `wait`, which is too long. The message says so.
    pub(crate) fn rate_limited(message: impl Into<Cow<'static, str>>, wait: Duration) -> Self {
        Self::new(ErrorKind::RateLimited, message).with_retry_after(wait)
    }

    /// From a failure of the HTTP library; the URL is left out because a query may hold personal data.
    pub(crate) fn from_http(error: reqwest::Error) -> Self {
        // Running out of time while connecting is both; nothing was sent then.
        let (kind, message) = if error.is_connect() {
            (ErrorKind::Connect, "no connection to the server")
        } else if was_not_written(&error) {
            (
                ErrorKind::Connect,
                "the connection was closed before the request was sent",
            )
        } else if error.is_timeout() {
            (
                ErrorKind::Timeout,
                "the call took longer than its timeout; the server may have acted all the same",
            )
        } else if error.is_builder() {
            (ErrorKind::InvalidRequest, "the request could not be built")
        } else {
            (
                ErrorKind::Network,
                "the connection failed during the call; the server may have acted all the same",
            )
        };
        Self::new(kind, message).with_source(error.without_url())
    }

    /// From an answer with an error status.
    pub(crate) fn from_answer(answer: Answer) -> Self {
        let kind = if answer.is_rate_limit() {
            ErrorKind::RateLimited
        } else {
            ErrorKind::Api
        };
        let mut error = Self::new(kind, answer.summary());
        error.0.answer = Some(answer);
        error
    }

    /// From an answer that reports success in a form that cannot be read.
    pub(crate) fn undecodable(
        answer: Answer,
        failure: &serde_path_to_error::Error<serde_json::Error>,
    ) -> Self {
        let message = format!(
            "the body of the answer with status {} is not as described: {}{}",
            answer.status(),
            reason(failure),
            answer.excerpt_when_not_json(),
        );
        let mut error = Self::new(ErrorKind::Decode, message);
        error.0.json_path = Some(redacted(&failure.path().to_string(), EXCERPT_LENGTH));
        error.0.answer = Some(answer);
        error
    }

    /// From one item of a page that cannot be read; `raw` is the text of that item alone.
    pub(crate) fn undecodable_item(
        answer: Answer,
        index: usize,
        failure: &serde_path_to_error::Error<serde_json::Error>,
    ) -> Self {
        let message = format!(
            "item {index} of the page is not as described: {}",
            reason(failure)
        );
        let mut error = Self::new(ErrorKind::Item, message);
        error.0.json_path = Some(item_path(
            index,
            &redacted(&failure.path().to_string(), EXCERPT_LENGTH),
        ));
        error.0.item_index = Some(index);
        error.0.answer = Some(answer);
        error
    }

    pub(crate) fn repeated_bookmark(bookmark: String) -> Self {
        let mut error = Self::new(
            ErrorKind::RepeatedBookmark,
            "the list repeated a bookmark; the items before this error are complete, those after are unknown",
        );
        error.0.bookmark = Some(bookmark);
        error
    }

    /// Adds what caused the error. Its `Debug` and `Display` must not show a secret.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    #[must_use]
    pub(crate) fn with_operation(mut self, operation: &'static Operation) -> Self {
        self.0.operation = Some(operation);
        self
    }

    /// The same answer, understood as something more special.
    #[must_use]
    pub(crate) fn meaning(mut self, kind: ErrorKind, message: &str) -> Self {
        self.0.kind = kind;
        self.0.message = format!("{message}: {}", self.0.message).into();
        self
    }

    /// For what went wrong while the token was fetched: the answer, if there is one, is that of the authorization server.
    #[must_use]
    pub(crate) fn before_sending(mut self) -> Self {
        self.0.unsent = true;
        if !self.is_about_tokens() {
            self.0.message = format!("no access token was to be had: {}", self.0.message).into();
        }
        self
    }

    /// Whether the kind alone says that the token is the trouble.
    fn is_about_tokens(&self) -> bool {
        matches!(
            self.kind(),
            ErrorKind::Credentials | ErrorKind::MissingScope | ErrorKind::ReauthorizationRequired
        )
    }

    /// The same operation as that of another error.
    #[must_use]
    pub(crate) fn located_like(mut self, other: &Self) -> Self {
        self.0.operation = other.0.operation;
        self
    }

    #[must_use]
    pub(crate) fn with_answer(mut self, answer: Answer) -> Self {
        self.0.answer = Some(answer);
        self
    }

    /// The bookmark of the request that failed, so that a list can be resumed there.
    #[must_use]
    pub(crate) fn with_bookmark(mut self, bookmark: Option<String>) -> Self {
        self.0.bookmark = bookmark.or(self.0.bookmark);
        self
    }

    /// What to do about it, where more can be said than the message does. It must not contain a secret.
    #[must_use]
    pub(crate) fn with_hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// When to try again, where no answer says so.
    #[must_use]
    pub(crate) fn with_retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    #[must_use]
    pub(crate) fn with_attempts(mut self, attempts: u32, waited: Duration) -> Self {
        self.0.attempts = attempts;
        self.0.waited = waited;
        self
    }

    /// For what failed before the request was sent.
    #[must_use]
    pub(crate) fn unsent(mut self) -> Self {
        self.0.unsent = true;
        self
    }

    /// For calls on which the server may have acted in an earlier attempt.
    #[must_use]
    pub(crate) fn doubtful(mut self) -> Self {
        self.0.doubtful = true;
        self
    }

    pub(crate) fn is_unsent(&self) -> bool {
        self.0.unsent
    }

    pub(crate) fn is_doubtful(&self) -> bool {
        self.0.doubtful
    }

    pub(crate) fn answer(&self) -> Option<&Answer> {
        self.0.answer.as_ref()
    }

    /// What kind of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Pinterest's name of the operation that was called, e.g. `get/invites`.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation.map(|operation| operation.id)
    }

    /// The HTTP status of the answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.answer().map(Answer::status)
    }

    /// The API's error code. The same code has several meanings: decide on the [`status`](Self::status) first.
    #[must_use]
    pub fn code(&self) -> Option<i32> {
        self.answer().and_then(Answer::code)
    }

    /// The API's error message, unredacted: it may repeat personal data of the request.
    #[must_use]
    pub fn api_message(&self) -> Option<&str> {
        self.answer().and_then(Answer::message)
    }

    /// The id that the service gave the request (`x-pinterest-rid`); its support asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.answer().and_then(Answer::request_id)
    }

    /// How long to wait before the next try, as the server says (`Retry-After`, `X-RateLimit-Reset` with status 429, or
    /// "Retry after N seconds" in the message), or until the client's own rate limit has room again.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let advice = self.answer().and_then(Answer::retry_after);
        advice.or(self.0.retry_after)
    }

    /// How many attempts to send the request the call made before it failed with this error; 0 when it made none, since
    /// something before that failed.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the call waited in all: between attempts, and for its rate limit.
    #[must_use]
    pub fn waited(&self) -> Duration {
        self.0.waited
    }

    /// What usually is behind such an error, and what to do about it; it is part of the message.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// The limit that the arguments go against, for [`ErrorKind::InvalidRequest`].
    #[must_use]
    pub fn limit(&self) -> Option<&LimitViolation> {
        self.0.limit.as_ref()
    }

    /// Where in the body decoding stopped, e.g. `items[3].created_time`, redacted.
    #[must_use]
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// Which item of the page could not be decoded, counted from 0.
    #[must_use]
    pub fn item_index(&self) -> Option<usize> {
        self.0.item_index
    }

    /// The bookmark of the page that failed or has the item, or the one that was repeated. Absent on the first page.
    #[must_use]
    pub fn bookmark(&self) -> Option<&str> {
        self.0.bookmark.as_deref()
    }

    /// What the server sent, unredacted; absent when the connection broke before its end. For [`ErrorKind::Item`] the text of that item alone.
    #[must_use]
    pub fn raw_body(&self) -> Option<&[u8]> {
        self.answer()?.body().map(AsRef::as_ref)
    }

    /// The beginning of what [`raw_body`](Self::raw_body) has, cut after 300 characters, with tokens and e-mail addresses
    /// left out.
    #[must_use]
    pub fn excerpt(&self) -> Option<String> {
        self.answer()
            .filter(|answer| answer.body().is_some())
            .map(Answer::excerpt)
    }
}

/// Whether it is certain that nothing of the request was sent: what [`Error::from_http`] calls [`ErrorKind::Connect`].
pub(crate) fn never_sent(error: &reqwest::Error) -> bool {
    error.is_connect() || was_not_written(error)
}

/// Whether the connection was closed while the request still waited for it; the HTTP library says so itself.
fn was_not_written(error: &(dyn StdError + 'static)) -> bool {
    std::iter::successors(Some(error), |source| (*source).source())
        .filter_map(|source| source.downcast_ref::<hyper::Error>())
        .any(hyper::Error::is_canceled)
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0
            .source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http_body_util::Full;
    use hyper::client::conn::http1;
    use hyper_util::rt::TokioIo;

    use super::*;

    #[tokio::test]
    async fn a_request_that_the_connection_never_took_was_not_written() {
        let (near, _far) = tokio::io::duplex(64);
        let (mut sender, connection) = http1::handshake(TokioIo::new(near)).await.unwrap();
        let request = || http::Request::new(Full::new(Bytes::from_static(b"{}")));
        let waiting = sender.send_request(request());
        drop(connection);
        let error = waiting.await.unwrap_err();
        assert!(was_not_written(&error), "{error:?}");
        let wrapped = Error::new(ErrorKind::Network, "outer").with_source(error);
        assert!(was_not_written(&wrapped));
    }

    #[tokio::test]
    async fn a_request_that_was_cut_off_may_have_been_read() {
        let (near, mut far) = tokio::io::duplex(1024);
        let (mut sender, connection) = http1::handshake(TokioIo::new(near)).await.unwrap();
        tokio::spawn(connection);
        let request = http::Request::new(Full::new(Bytes::from_static(b"{}")));
        let answer = sender.send_request(request);
        let reader = async {
            tokio::io::AsyncReadExt::read(&mut far, &mut [0; 16])
                .await
                .unwrap();
            drop(far);
        };
        let (answer, ()) = tokio::join!(answer, reader);
        assert!(!was_not_written(&answer.unwrap_err()));
    }
}
