//! What a request remembers from when it was sent, to read what the server says when it answers.

use tokio::time::Instant;

use super::report::MAX_WINDOWS;

/// Taken when a request is permitted.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    pub(super) sent: Instant,
    /// The other requests that were in flight.
    pub(super) in_flight: u32,
    /// How many had been permitted, this one included.
    pub(super) granted: u64,
    /// How many releases each window had seen.
    pub(super) released: [u32; MAX_WINDOWS],
    /// Which windows those were.
    pub(super) epoch: u32,
}

/// What is known of a request when it is answered.
pub(super) struct Flight {
    pub(super) sent: Instant,
    /// How many are in flight now.
    pub(super) in_flight: u32,
    /// How many were under way at the same time, and may have been counted before or after it.
    pub(super) passed: u64,
}
