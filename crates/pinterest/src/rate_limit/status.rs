//! What is left of a quota.

use std::time::Duration;

use pinterest_client::operation::{RateLimitCategory, RateLimitWindow};
use tokio::time::Instant;

use super::owner::QuotaOwner;
use super::state::State;

/// What is left of one quota, as far as a [`RateLimiter`](super::RateLimiter) knows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct QuotaStatus {
    /// Whose quota it is.
    pub owner: QuotaOwner,
    /// The category whose requests count against it; `None` for the universal limit, that of all categories together.
    pub category: Option<RateLimitCategory>,
    /// The id of the ad account, where Pinterest counts by those.
    pub ad_account: Option<String>,
    /// The windows, all of which need room for a request to be sent. Empty when nothing limits it as far as is known.
    pub windows: Vec<QuotaWindow>,
    /// How long a request that is made now waits for this quota, at the least; `None` when it does not wait.
    pub retry_after: Option<Duration>,
}

/// One window of a quota: so many requests in so much time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct QuotaWindow {
    /// How many requests are allowed.
    pub requests: u32,
    /// In how much time.
    pub per: Duration,
    /// How many of them are left. Requests that are under way count as used.
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
            .obstacle(state.waiting() + 1, now)
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
