//! The one error of this crate.

mod advice;
mod classification;
mod display;
mod explanation;
mod kind;
mod limit;
mod redaction;
mod response;
mod shared;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::time::Duration;

use pinterest_client::json::Mismatch;
use pinterest_client::operation::Operation;

pub(crate) use classification::{Acted, acted, name};
pub use kind::ErrorKind;
pub use limit::LimitViolation;
pub(crate) use redaction::{SHORTEST_SECRET, redacted, unescaped};
pub(crate) use response::{ErrorResponse, request_id};

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
    response: Option<ErrorResponse>,
    limit: Option<LimitViolation>,
    json_path: Option<String>,
    item_index: Option<usize>,
    item_code: Option<i32>,
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
            response: None,
            limit: None,
            json_path: None,
            item_index: None,
            item_code: None,
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

    /// A request that cannot be sent as it is.
    pub(crate) fn invalid_request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::InvalidRequest, message).unsent()
    }

    /// For a part of a longer list: the first index in the field of a violated limit counts from
    /// the beginning of the whole list.
    pub(crate) fn with_first_index_moved(mut self, offset: usize) -> Self {
        if let Some(violation) = self.0.limit.take() {
            let violation = violation.with_first_index_moved(offset);
            self.0.message = violation.to_string().into();
            self.0.limit = Some(violation);
        }
        self
    }

    /// Whether the server rejected the access token itself. Code 3 means that a scope is missing or
    /// the object belongs to another user, which a new token does not change.
    pub(crate) fn says_token_is_invalid(&self) -> bool {
        self.status() == Some(401) && self.code() != Some(3)
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

    /// From a response with an error status.
    pub(crate) fn from_response(response: ErrorResponse) -> Self {
        let kind = if response.is_rate_limit() {
            ErrorKind::RateLimited
        } else {
            ErrorKind::Api
        };
        let mut error = Self::new(kind, response.summary());
        error.0.response = Some(response);
        error
    }

    /// From a response that reports success with a body that is not as described.
    pub(crate) fn undecodable(
        kind: ErrorKind,
        response: ErrorResponse,
        mismatch: &Mismatch,
    ) -> Self {
        let message = format!(
            "{}: {}",
            undecodable_message(kind, &response),
            mismatch.reason()
        );
        let mut error = Self::new(kind, message).with_response(response);
        error.0.json_path = Some(mismatch.shown_path().to_owned()).filter(|path| !path.is_empty());
        error
    }

    /// From a response that reports success with a body that is not JSON.
    pub(crate) fn not_json(
        kind: ErrorKind,
        response: ErrorResponse,
        failure: &serde_json::Error,
    ) -> Self {
        let message = format!(
            "{}: it is not JSON ({}){}",
            undecodable_message(kind, &response),
            redacted(&failure.to_string(), EXCERPT_LENGTH),
            response.excerpt_when_not_json(),
        );
        Self::new(kind, message).with_response(response)
    }

    /// From one item of a page that is not as described; the body is the text of that item alone.
    pub(crate) fn undecodable_item(
        response: ErrorResponse,
        index: usize,
        mismatch: &Mismatch,
    ) -> Self {
        let message = format!(
            "item {index} of the page is not as described: {}",
            mismatch.reason()
        );
        let mut error = Self::new(ErrorKind::Item, message).with_response(response);
        error.0.json_path = Some(mismatch.shown_path().to_owned()).filter(|path| !path.is_empty());
        error.0.item_index = Some(index);
        error
    }

    /// From an item error where only one input was sent.
    pub(crate) fn item(code: Option<i32>, message: String) -> Self {
        let mut error = Self::new(ErrorKind::Api, message);
        error.0.item_code = code;
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

    /// The same response, with a more specific meaning.
    #[must_use]
    pub(crate) fn meaning(mut self, kind: ErrorKind, message: &str) -> Self {
        self.0.kind = kind;
        self.0.message = format!("{message}: {}", self.0.message).into();
        self
    }

    /// For what went wrong while the token was fetched: the response, if there is one, is that of the authorization server.
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

    #[must_use]
    pub(crate) fn with_response(mut self, response: ErrorResponse) -> Self {
        self.0.response = Some(response);
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

    /// When to try again, where no response says so.
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

    pub(crate) fn response(&self) -> Option<&ErrorResponse> {
        self.0.response.as_ref()
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

    /// The HTTP status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.response().map(ErrorResponse::status)
    }

    /// The API's error code. The same code has several meanings: decide on the [`status`](Self::status) first.
    #[must_use]
    pub fn code(&self) -> Option<i32> {
        self.0.item_code.or_else(|| self.response()?.code())
    }

    /// The API's error message, unredacted: it may repeat personal data of the request.
    #[must_use]
    pub fn api_message(&self) -> Option<&str> {
        self.response().and_then(ErrorResponse::message)
    }

    /// The id that the service gave the request (`x-pinterest-rid`); its support asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.response().and_then(ErrorResponse::request_id)
    }

    /// How long to wait before the next try, as the server says (`Retry-After`, `X-RateLimit-Reset` with status 429, or
    /// "Retry after N seconds" in the message), or until the client's own rate limit has room again.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let advice = self.response().and_then(ErrorResponse::retry_after);
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
        self.response()?.body().map(AsRef::as_ref)
    }

    /// What the server sent as JSON; `None` where [`raw_body`](Self::raw_body) is absent or not JSON.
    #[must_use]
    pub fn raw_json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(self.raw_body()?).ok()
    }

    /// The beginning of what [`raw_body`](Self::raw_body) has, cut after 300 characters, with tokens and e-mail addresses
    /// left out.
    #[must_use]
    pub fn excerpt(&self) -> Option<String> {
        self.response()
            .filter(|response| response.body().is_some())
            .map(ErrorResponse::excerpt)
    }
}

fn undecodable_message(kind: ErrorKind, response: &ErrorResponse) -> String {
    let status = response.status();
    match kind {
        ErrorKind::Accepted => format!(
            "the server accepted the request with status {status}, but the body of its response is not as described"
        ),
        _ => format!("the body of the response with status {status} is not as described"),
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
