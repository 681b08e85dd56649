//! The state at the time a request was sent, which is needed to interpret the response.

use tokio::time::Instant;

/// Taken when a request is permitted.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    pub(super) sent: Instant,
    /// The number of other requests in flight.
    pub(super) in_flight: u32,
    /// The number of requests permitted so far, including this one.
    pub(super) granted: u64,
}

/// A request and its response.
pub(super) struct Exchange {
    pub(super) sent: Instant,
    /// The number of requests in flight now.
    pub(super) in_flight: u32,
    /// The number of requests that were in flight at the same time. The server may have counted
    /// them before or after this one.
    pub(super) concurrent: u64,
}
