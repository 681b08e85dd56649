//! A response with its value, status and headers.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use pinterest_client::json::SetAsideParts;

use crate::error;
use crate::pipeline::Received;

/// A response: its value, status, headers and body, and the attempts that it took.
///
/// [`Call::response`](crate::Call::response) returns it.
///
/// # Examples
///
/// ```no_run
/// # #[cfg(feature = "boards")]
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let response = client.board("549755885175").get().response().await?;
/// for part in response.set_aside() {
///     eprintln!("not as described: {}", part.mismatch());
/// }
/// println!("{:?}, request {:?}", response.value().name, response.request_id());
/// # Ok(())
/// # }
/// ```
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

    /// Returns the value.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Returns the value, by value.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }

    pub(crate) fn received(&self) -> &Received {
        &self.received
    }

    /// Returns the HTTP status, which is a success.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.received.status
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.received.headers
    }

    /// Returns the body as it was received, decompressed.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.received.body
    }

    /// Returns the id that the service gave the request (`x-pinterest-rid`). Pinterest's support
    /// asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<String> {
        error::request_id(&self.received.headers)
    }

    /// Returns how many times the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.received.attempts
    }

    /// Returns the total wait of the call, between attempts and for the rate limit.
    #[must_use]
    pub fn waited(&self) -> Duration {
        self.received.waited
    }

    /// Returns the parts of the body that are not as described and were left out of the value.
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
