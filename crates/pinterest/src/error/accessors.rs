//! The accessors of an error.

use std::time::Duration;

use super::response::ErrorResponse;
use super::{Error, ErrorKind, LimitViolation};

impl Error {
    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns Pinterest's id of the operation, such as `get/invites`.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation.map(|operation| operation.id)
    }

    /// Returns the HTTP status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.response().map(ErrorResponse::status)
    }

    /// Returns the error code of the API.
    ///
    /// The same code has several meanings: decide by the [`status`](Self::status) first.
    /// [`ErrorKind`] has a table.
    #[must_use]
    pub fn code(&self) -> Option<i32> {
        self.0.item_code.or_else(|| self.response()?.code())
    }

    /// Returns the error message of the API, unredacted. It may repeat personal data of the
    /// request.
    #[must_use]
    pub fn api_message(&self) -> Option<&str> {
        self.response().and_then(ErrorResponse::message)
    }

    /// Returns the id that the service gave the request (`x-pinterest-rid`). Pinterest's support
    /// asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.response().and_then(ErrorResponse::request_id)
    }

    /// Returns the time to wait before the next attempt.
    ///
    /// It is what the server asks for, or the time until the rate limit of the client has room. The
    /// server says it in one of these places, the first of which counts:
    ///
    /// - `Retry-After`: seconds or a date.
    /// - The message, with status 400 or 429: a sentence that begins with "Retry after" and a
    ///   number of seconds, minutes, hours or days. Since messages can repeat the text of a user,
    ///   it counts as 5 minutes at most.
    /// - `X-RateLimit-Reset`, if the request was rejected because of a rate limit: seconds from
    ///   now, or a time in seconds since 1970.
    ///
    /// Dates and times are compared with the `Date` of the response, or with the clock of this
    /// machine if it has none. A wait of more than a day in a header counts as no advice.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let advice = self.response().and_then(ErrorResponse::retry_after);
        advice.or(self.0.retry_after)
    }

    /// Returns how many times the call sent the request.
    ///
    /// It is 0 if the call failed before the first attempt.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns the total wait of the call, between attempts and for the rate limit.
    #[must_use]
    pub fn waited(&self) -> Duration {
        self.0.waited
    }

    /// Returns the usual cause of such an error and what to do about it. It is part of the message.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// Returns the documented limit that an argument violates, for [`ErrorKind::InvalidRequest`].
    #[must_use]
    pub fn limit(&self) -> Option<&LimitViolation> {
        self.0.limit.as_ref()
    }

    /// Returns the place in the response body that is not as described, such as
    /// `items[3].created_time`, redacted.
    #[must_use]
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// Returns the index in its page of the item that is not as described, starting at 0.
    ///
    /// It is absent from the error that stands for several items; see [`ErrorKind::Item`].
    #[must_use]
    pub fn item_index(&self) -> Option<usize> {
        self.0.item_index
    }

    /// Returns the bookmark of the page that failed or has the item, or the bookmark that was
    /// repeated, or for [`ErrorKind::EmptyPages`] that of the next page. It is absent for the first
    /// page.
    #[must_use]
    pub fn bookmark(&self) -> Option<&str> {
        self.0.bookmark.as_deref()
    }

    /// Returns the response body, unredacted.
    ///
    /// It is absent if there was no response or its body was cut off. For [`ErrorKind::Item`] it is
    /// the text of the item, cut after 16 KiB. For an error status it is cut after 1 MiB.
    #[must_use]
    pub fn raw_body(&self) -> Option<&[u8]> {
        self.response()?.body().map(AsRef::as_ref)
    }

    /// Returns the response body as JSON, or `None` if [`raw_body`](Self::raw_body) is absent or
    /// not JSON.
    #[must_use]
    pub fn raw_json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(self.raw_body()?).ok()
    }

    /// Returns the first 300 characters of [`raw_body`](Self::raw_body), without tokens and e-mail
    /// addresses.
    #[must_use]
    pub fn excerpt(&self) -> Option<String> {
        self.response()
            .filter(|response| response.body().is_some())
            .map(ErrorResponse::excerpt)
    }
}
