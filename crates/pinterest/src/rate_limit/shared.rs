//! A quota that several processes share.
//!
//! [`SharedQuota`] is what a store has to do; `stock.rs` is what this process makes of it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use pinterest_client::operation::{RateLimitCategory, RateLimitWindow};

use super::owner::QuotaOwner;
use crate::Error;

/// The future that [`SharedQuota::reserve`] returns.
pub type ReserveFuture<'a> = Pin<Box<dyn Future<Output = Result<Reservation, Error>> + Send + 'a>>;

/// Counts the requests of several processes, which share the quotas of an app.
///
/// The crate `pinterest-redis` implements it. A client uses it by
/// [`ClientBuilder::with_shared_quota`](crate::ClientBuilder::with_shared_quota): its
/// [`RateLimiter`](crate::RateLimiter) still queues its requests, and sends them when they are
/// reserved here.
pub trait SharedQuota: fmt::Debug + Send + Sync {
    /// Reserves up to `wanted` requests, which count in all of `windows`.
    ///
    /// `wanted` and the number of windows are at least 1. Where nothing is left, the result says how
    /// long to wait. If the future is dropped, the reserved requests should be given back.
    ///
    /// # Errors
    ///
    /// Returns an error if no request may be sent; the call fails with it.
    /// [`Error::rate_limited`] creates one.
    fn reserve<'a>(
        &'a self,
        quota: &'a QuotaKey,
        windows: &'a [RateLimitWindow],
        wanted: u32,
    ) -> ReserveFuture<'a>;

    /// Takes back requests of a reservation that are not sent. It does not wait.
    fn give_back(&self, quota: &QuotaKey, reservation: &Reservation, unused: u32);

    /// Records what a response of the server said. It is called for each response, and does not
    /// wait.
    fn report(&self, quota: &QuotaKey, stated: &Stated);
}

/// What requests are counted by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct QuotaKey {
    /// The user whose quota it is.
    pub owner: QuotaOwner,
    /// The category; `None` for the universal limit of all categories together.
    pub category: Option<RateLimitCategory>,
    /// The id of the ad account, where Pinterest counts by ad account.
    pub ad_account: Option<Box<str>>,
}

impl QuotaKey {
    /// Creates the key of a category, or of the universal limit.
    #[must_use]
    pub fn new(owner: QuotaOwner, category: Option<RateLimitCategory>) -> Self {
        Self {
            owner,
            category,
            ad_account: None,
        }
    }
}

/// Requests that were reserved for one process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reservation {
    pub(super) granted: u32,
    pub(super) time: Duration,
    mark: u64,
}

impl Reservation {
    /// Creates a reservation of at least one request, to be sent within `valid_for`.
    ///
    /// `mark` has a meaning for the store only.
    #[must_use]
    pub fn granted(requests: u32, valid_for: Duration, mark: u64) -> Self {
        Self {
            granted: requests,
            time: valid_for,
            mark,
        }
    }

    /// Creates the result for the case that nothing is left for some time.
    #[must_use]
    pub fn none(retry_after: Duration) -> Self {
        Self {
            granted: 0,
            time: retry_after,
            mark: 0,
        }
    }

    /// Returns how many requests are reserved.
    #[must_use]
    pub fn requests(&self) -> u32 {
        self.granted
    }

    /// Returns for how long they are reserved, or how long to wait where there are none.
    #[must_use]
    pub fn time(&self) -> Duration {
        self.time
    }

    /// Returns what the store has marked the reservation with.
    #[must_use]
    pub fn mark(&self) -> u64 {
        self.mark
    }
}

/// What a response said about a quota.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stated {
    /// How much of one window is used.
    pub usage: Option<StatedUsage>,
    /// How long the server asked to wait.
    pub pause: Option<Duration>,
    /// The time from the permission to send the request to its response. The server has counted it
    /// at some time between them.
    pub took: Duration,
}

/// How much of a window is used, as the server counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StatedUsage {
    /// The window.
    pub window: RateLimitWindow,
    /// The number of requests that the server has counted, whoever sent them.
    pub used: u32,
    /// The time until the server forgets some of them.
    pub reset: Duration,
}

impl StatedUsage {
    /// Creates a statement about a window.
    #[must_use]
    pub fn new(window: RateLimitWindow, used: u32, reset: Duration) -> Self {
        Self {
            window,
            used,
            reset,
        }
    }
}
