//! What an error tells whoever asks.

use std::time::Duration;

use super::response::ErrorResponse;
use super::{Error, ErrorKind, LimitViolation};

impl Error {
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

    /// The API's error code. The same code has several meanings: decide on the
    /// [`status`](Self::status) first.
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

    /// How long to wait before the next try, as the server says (`Retry-After`, `X-RateLimit-Reset`
    /// with status 429, or "Retry after N seconds" in the message), or until the client's own rate
    /// limit has room again.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let advice = self.response().and_then(ErrorResponse::retry_after);
        advice.or(self.0.retry_after)
    }

    /// How many attempts to send the request the call made before it failed with this error; 0 when
    /// it made none, since something before that failed.
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

    /// The bookmark of the page that failed or has the item, or the one that was repeated. Absent
    /// on the first page.
    #[must_use]
    pub fn bookmark(&self) -> Option<&str> {
        self.0.bookmark.as_deref()
    }

    /// What the server sent, unredacted; absent when the connection broke before its end. For
    /// [`ErrorKind::Item`] the text of that item alone.
    #[must_use]
    pub fn raw_body(&self) -> Option<&[u8]> {
        self.response()?.body().map(AsRef::as_ref)
    }

    /// What the server sent as JSON; `None` where [`raw_body`](Self::raw_body) is absent or not
    /// JSON.
    #[must_use]
    pub fn raw_json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(self.raw_body()?).ok()
    }

    /// The beginning of what [`raw_body`](Self::raw_body) has, cut after 300 characters, with
    /// tokens and e-mail addresses left out.
    #[must_use]
    pub fn excerpt(&self) -> Option<String> {
        self.response()
            .filter(|response| response.body().is_some())
            .map(ErrorResponse::excerpt)
    }
}
