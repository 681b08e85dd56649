//! The state of a quota.

use std::time::Duration;

use pinterest_client::operation::{RateLimitCategory, RateLimitWindow};
use tokio::time::Instant;

use super::owner::QuotaOwner;
use super::state::State;

/// The state of one quota, as far as a [`RateLimiter`](super::RateLimiter) knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct QuotaStatus {
    /// The owner of the quota.
    pub owner: QuotaOwner,
    /// The category whose requests count against it; `None` for the universal limit of all
    /// categories together.
    pub category: Option<RateLimitCategory>,
    /// The id of the ad account, where Pinterest counts by ad account.
    pub ad_account: Option<String>,
    /// The windows, all of which must have room for a request. Empty when no limit is known.
    pub windows: Vec<QuotaWindow>,
    /// The shortest wait of a request that is made now; `None` when it does not wait.
    pub retry_after: Option<Duration>,
}

/// One window of a quota: a number of requests per time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct QuotaWindow {
    /// The number of requests that are allowed.
    pub requests: u32,
    /// The length of the window.
    pub per: Duration,
    /// The number of requests that are left. Requests in flight count as used.
    pub remaining: u32,
}

impl QuotaStatus {
    pub(super) fn new(owner: QuotaOwner, category: Option<RateLimitCategory>) -> Self {
        Self {
            owner,
            category,
            ad_account: None,
            windows: Vec::new(),
            retry_after: None,
        }
    }

    pub(super) fn with_start(mut self, windows: &[RateLimitWindow]) -> Self {
        let windows = windows.iter();
        self.windows = windows
            .map(|window| QuotaWindow::new(*window, window.requests))
            .collect();
        self
    }

    pub(super) fn with_state(mut self, state: &State, now: Instant) -> Self {
        let windows = state.remaining();
        self.windows = windows
            .map(|(window, remaining)| QuotaWindow::new(window, remaining))
            .collect();
        self.retry_after = state
            .obstacle(state.queue.len() + 1, now)
            .map(|obstacle| obstacle.until.duration_since(now));
        self
    }
}

impl QuotaWindow {
    fn new(window: RateLimitWindow, remaining: u32) -> Self {
        Self {
            requests: window.requests,
            per: Duration::from_secs(u64::from(window.seconds)),
            remaining,
        }
    }
}
