//! A response with what the service sent beside its value.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use pinterest_client::json::SetAsideParts;

use crate::error;
use crate::pipeline::Received;

/// A response: its value, and what the service sent beside it.
///
/// Made by [`Call::response`](crate::Call::response).
pub struct Response<T> {
    value: T,
    received: Received,
    set_aside: SetAsideParts,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, received: Received, set_aside: SetAsideParts) -> Self {
        Self {
            value,
            received,
            set_aside,
        }
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The value, by value.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }

    /// The HTTP status, which is a success.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.received.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.received.headers
    }

    /// The body as it was received.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.received.body
    }

    /// The id that the service gave the request (`x-pinterest-rid`); its support asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<String> {
        error::request_id(&self.received.headers)
    }

    /// How many attempts it took.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.received.attempts
    }

    /// How long the call waited between attempts and for its rate limit.
    #[must_use]
    pub fn waited(&self) -> Duration {
        self.received.waited
    }

    /// The parts of the body that are not as described and were left out of the value.
    #[must_use]
    pub fn set_aside(&self) -> &SetAsideParts {
        &self.set_aside
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.received.status.as_u16())
            .field("attempts", &self.received.attempts)
            .field("set_aside", &self.set_aside)
            .finish_non_exhaustive()
    }
}

/// Reports what was left out of a value, so that it is never silent.
pub(crate) fn trace_set_aside(parts: &SetAsideParts) {
    for part in parts {
        tracing::warn!(
            path = part.mismatch().shown_path(),
            reason = part.mismatch().reason(),
            "a part of the response is not as described and was left out"
        );
    }
}
