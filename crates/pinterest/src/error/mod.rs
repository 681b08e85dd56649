//! The error of this crate.

mod accessors;
mod classification;
mod connection;
mod display;
mod explanation;
#[cfg(test)]
mod fuzz;
mod kind;
mod limit;
mod predicates;
mod redaction;
mod response;
mod shared;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::time::Duration;

use pinterest_client::MissingField;
use pinterest_client::json::Mismatch;
use pinterest_client::operation::Operation;

pub(crate) use classification::{Acted, acted, name};
pub(crate) use connection::{cannot_be_decompressed, never_sent};
pub use kind::ErrorKind;
pub use limit::LimitViolation;
pub(crate) use redaction::{redacted, without_secret};
pub(crate) use response::{ErrorResponse, request_id};

/// The most characters of a response that a message repeats.
const EXCERPT_LENGTH: usize = 300;

/// The error of every operation of this crate.
///
/// Test it by its meaning: [`is_rate_limited`](Self::is_rate_limited),
/// [`is_not_found`](Self::is_not_found), [`is_unauthorized`](Self::is_unauthorized),
/// [`is_forbidden`](Self::is_forbidden), [`is_conflict`](Self::is_conflict),
/// [`is_invalid_request`](Self::is_invalid_request), [`is_transient`](Self::is_transient) and
/// [`may_have_acted`](Self::may_have_acted). The page of [`ErrorKind`] says what to do for each
/// [`kind`](Self::kind), status and code.
///
/// The message and the `Debug` output contain no token, no secret and no e-mail address. They
/// repeat at most 300 characters of a response, redacted. [`api_message`](Self::api_message) and
/// [`raw_body`](Self::raw_body) return the unredacted text.
///
/// # Examples
///
/// ```no_run
/// # async fn run(client: pinterest::Client) {
/// # #[cfg(feature = "business_access")]
/// match client.business("729090764583391194").invites().list().await {
///     Ok(page) => println!("{} invites", page.len()),
///     Err(error) if error.is_rate_limited() => println!("retry after {:?}", error.retry_after()),
///     Err(error) if error.is_not_found() => println!("there is no such business"),
///     Err(error) if error.is_invalid_request() => println!("invalid: {error}"),
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
    /// The body of the response is JSON that ends early.
    ends_early: bool,
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
            ends_early: false,
            source: None,
        }))
    }

    /// Creates an error of [`ErrorKind::Credentials`], for implementations of
    /// [`Credentials`](crate::auth::Credentials).
    ///
    /// `message` must not contain a secret. [`with_source`](Self::with_source) adds the cause.
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

    /// Creates an error of [`ErrorKind::RateLimited`], for a request that was not sent because its
    /// wait for the rate limit, `wait`, is too long, and for implementations of
    /// [`SharedQuota`](crate::SharedQuota).
    #[must_use]
    pub fn rate_limited(message: impl Into<Cow<'static, str>>, wait: Duration) -> Self {
        Self::new(ErrorKind::RateLimited, message).with_retry_after(wait)
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

    /// For JSON that ends early, which is repeated like a body whose transfer was cut.
    #[must_use]
    pub(crate) fn ending_early(mut self) -> Self {
        self.0.ends_early = true;
        self
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

    /// For the items of a page that are not as described beyond those that have an error each.
    pub(crate) fn more_undecodable_items(response: ErrorResponse, count: usize) -> Self {
        let message = match count {
            1 => "1 more item of the page is not as described; its text is not kept".to_owned(),
            _ => {
                format!(
                    "{count} more items of the page are not as described; their texts are not kept"
                )
            }
        };
        Self::new(ErrorKind::Item, message).with_response(response)
    }

    /// For a page whose items would take much more memory than its body.
    pub(crate) fn too_many_items(response: ErrorResponse, count: usize) -> Self {
        let message = format!(
            "the page has {count} items, which would take much more memory than its body; request \
             smaller pages"
        );
        Self::new(ErrorKind::ResponseTooLarge, message).with_response(response)
    }

    /// For a list of which a stream got too many pages without items in a row.
    pub(crate) fn empty_pages(count: usize, bookmark: String) -> Self {
        let message = format!(
            "{count} pages in a row have no items, but a bookmark of another page; \
             `List::with_max_empty_pages` sets the maximum"
        );
        let mut error = Self::new(ErrorKind::EmptyPages, message);
        error.0.bookmark = Some(bookmark);
        error
    }

    /// From an item error where only one input was sent.
    pub(crate) fn item(code: Option<i32>, message: String) -> Self {
        let mut error = Self::new(ErrorKind::Api, message);
        error.0.item_code = code;
        error
    }

    /// For a function of the program that is to save progress before a request is sent, and failed.
    pub(crate) fn journal(source: Box<dyn StdError + Send + Sync>) -> Self {
        let message = "the progress could not be saved, so the request was not sent";
        Self::new(ErrorKind::Journal, message)
            .with_source(source)
            .unsent()
    }

    pub(crate) fn repeated_bookmark(bookmark: String) -> Self {
        let mut error = Self::new(
            ErrorKind::RepeatedBookmark,
            "the service repeated a bookmark, so the rest of the list cannot be requested",
        );
        error.0.bookmark = Some(bookmark);
        error
    }

    /// Sets the cause of the error. Its `Debug` and `Display` output must not contain a secret.
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

    /// For what failed while the token was fetched: the response, if there is one, is that of the
    /// authorization server.
    #[must_use]
    pub(crate) fn before_sending(mut self) -> Self {
        self.0.unsent = true;
        if !self.is_about_tokens() {
            self.0.message = format!("could not get an access token: {}", self.0.message).into();
        }
        self
    }

    /// Whether the kind alone says that the token is the cause.
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

    /// What to do about the error, where the message does not say it. It must not contain a secret.
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

    pub(crate) fn ends_early(&self) -> bool {
        self.0.ends_early
    }

    pub(crate) fn is_doubtful(&self) -> bool {
        self.0.doubtful
    }

    pub(crate) fn response(&self) -> Option<&ErrorResponse> {
        self.0.response.as_ref()
    }
}

fn undecodable_message(kind: ErrorKind, response: &ErrorResponse) -> String {
    let status = response.status();
    match kind {
        ErrorKind::Accepted => format!(
            "the server accepted the request with status {status}, but the body of its response is \
             not as described"
        ),
        _ => format!("the body of the response with status {status} is not as described"),
    }
}

/// The server responded with success, but without the id: [`ErrorKind::Decode`].
impl From<MissingField> for Error {
    fn from(missing: MissingField) -> Self {
        Self::new(ErrorKind::Decode, missing.to_string())
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0
            .source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}
