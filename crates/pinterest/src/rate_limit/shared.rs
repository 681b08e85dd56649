//! A quota that several processes share.
//!
//! A gate with a shared quota lets a request pass when it has one of the requests that were reserved
//! for this process. Only the first in the queue asks for more, and for as many as were used of the
//! last reservation, twice over: a process that is idle reserves one, a busy one many.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use pinterest_client::operation::{RateLimitCategory, RateLimitWindow};
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::{Instant, sleep_until, timeout_at};

use super::owner::QuotaOwner;
use crate::Error;

/// The most that is reserved at a time.
const MOST: u32 = 10_000;

/// The longest part of a wait that is added at random, so that processes that wait for the same
/// requests do not always ask in the same order.
const JITTER: Duration = Duration::from_millis(20);

/// The wait before a store that grants nothing and does not say when is asked again.
const UNKNOWN_WAIT: Duration = Duration::from_millis(100);

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
    granted: u32,
    time: Duration,
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

/// What is left of the last reservation of a gate.
pub(super) struct Stock {
    quota: Arc<dyn SharedQuota>,
    key: QuotaKey,
    waiting: AtomicU32,
    held: Arc<Mutex<Held>>,
}

struct Held {
    reservation: Reservation,
    left: u32,
    until: Instant,
}

/// Why a request has no reservation.
pub(super) enum Refused {
    /// It would have to wait until then.
    Until(Instant),
    Failed(Error),
}

impl Stock {
    pub(super) fn new(quota: Arc<dyn SharedQuota>, key: QuotaKey) -> Self {
        let held = Held {
            reservation: Reservation::none(Duration::ZERO),
            left: 0,
            until: Instant::now(),
        };
        Self {
            quota,
            key,
            waiting: AtomicU32::new(0),
            held: Arc::new(Mutex::new(held)),
        }
    }

    pub(super) fn report(&self, stated: &Stated) {
        self.quota.report(&self.key, stated);
    }

    /// Takes a reserved request, in the order of arrival, until `cap` at the latest.
    pub(super) async fn take(
        &self,
        windows: &[RateLimitWindow],
        cap: Instant,
    ) -> Result<Reservation, Refused> {
        if let Some(taken) = self.held.try_lock().ok().and_then(|mut held| held.take()) {
            return Ok(taken);
        }
        let _waiting = Waiting::new(&self.waiting);
        let held = timeout_at(cap, self.held.lock());
        let mut held = held.await.map_err(|_| Refused::Until(cap))?;
        loop {
            if let Some(taken) = held.take() {
                return Ok(taken);
            }
            let reserving = timeout_at(cap, self.reserve(&mut held, windows)).await;
            let wait = match reserving.map_err(|_| Refused::Until(cap))?? {
                Ok(taken) => return Ok(taken),
                Err(wait) => wait,
            };
            let until = super::later(Instant::now(), wait);
            if until > cap {
                return Err(Refused::Until(until));
            }
            sleep_until(until).await;
        }
    }

    /// Takes a reserved request if nothing has to be waited for but one response of the store.
    pub(super) async fn take_now(
        &self,
        windows: &[RateLimitWindow],
        cap: Instant,
    ) -> Result<Option<Reservation>, Refused> {
        let Ok(mut held) = self.held.try_lock() else {
            return Ok(None);
        };
        if let Some(taken) = held.take() {
            return Ok(Some(taken));
        }
        let _waiting = Waiting::new(&self.waiting);
        let reserving = timeout_at(cap, self.reserve(&mut held, windows)).await;
        let reserved = reserving.map_err(|_| Refused::Until(cap))??;
        Ok(reserved.ok())
    }

    /// Puts back a request that is not sent.
    pub(super) fn put_back(&self, taken: &Reservation) {
        if let Ok(mut held) = self.held.try_lock()
            && held.reservation == *taken
            && Instant::now() < held.until
        {
            held.left += 1;
            return;
        }
        self.quota.give_back(&self.key, taken, 1);
    }

    /// Reserves requests, and takes one of them; returns the wait if nothing is left.
    async fn reserve(
        &self,
        held: &mut MutexGuard<'_, Held>,
        windows: &[RateLimitWindow],
    ) -> Result<Result<Reservation, Duration>, Refused> {
        let wanted = self.wanted(held);
        self.give_back(held);
        let reserving = self.quota.reserve(&self.key, windows, wanted).await;
        let reservation = reserving.map_err(Refused::Failed)?;
        if reservation.granted > 0 {
            // At least one is used at once, however long the reservation took.
            self.hold(held, reservation);
            return Ok(Ok(reservation));
        }
        Ok(Err(match reservation.time {
            Duration::ZERO => UNKNOWN_WAIT,
            wait => wait + JITTER.min(wait).mul_f32(fastrand::f32()),
        }))
    }

    /// Returns how much to reserve: twice what was used of the last reservation, as long as that
    /// many wait or are sent one after another.
    fn wanted(&self, held: &Held) -> u32 {
        let used = held.reservation.granted.saturating_sub(held.left);
        let all_used = held.left == 0 && held.reservation.granted > 0;
        let waiting = self.waiting.load(Ordering::Relaxed).max(1);
        let wanted = match all_used && Instant::now() < held.until {
            // It was used up before it ended, so as many would be again.
            true => used.saturating_mul(2),
            false => used.max(1).saturating_mul(2).min(waiting.max(used)),
        };
        wanted.clamp(1, MOST)
    }

    fn give_back(&self, held: &mut MutexGuard<'_, Held>) {
        let unused = std::mem::take(&mut held.left);
        if unused > 0 {
            self.quota.give_back(&self.key, &held.reservation, unused);
        }
    }

    /// Keeps a reservation, of which one is used now, until it ends. What is left then is given back.
    fn hold(&self, held: &mut MutexGuard<'_, Held>, reservation: Reservation) {
        let until = Instant::now() + reservation.time;
        **held = Held {
            reservation,
            left: reservation.granted - 1,
            until,
        };
        if held.left == 0 {
            return;
        }
        let (quota, key) = (Arc::clone(&self.quota), self.key.clone());
        let there: Weak<Mutex<Held>> = Arc::downgrade(&self.held);
        tokio::spawn(async move {
            sleep_until(until).await;
            let Some(held) = there.upgrade() else { return };
            let mut held = held.lock().await;
            if held.reservation == reservation && held.left > 0 {
                let unused = std::mem::take(&mut held.left);
                // It was not used up.
                held.reservation.granted -= unused;
                quota.give_back(&key, &reservation, unused);
            }
        });
    }
}

impl Held {
    fn take(&mut self) -> Option<Reservation> {
        if self.left == 0 || Instant::now() >= self.until {
            return None;
        }
        self.left -= 1;
        Some(self.reservation)
    }
}

impl Drop for Stock {
    fn drop(&mut self) {
        if let Ok(mut held) = self.held.try_lock()
            && held.left > 0
        {
            self.quota.give_back(&self.key, &held.reservation, held.left);
            held.left = 0;
        }
    }
}

/// Counts a request that waits.
struct Waiting<'a>(&'a AtomicU32);

impl<'a> Waiting<'a> {
    fn new(count: &'a AtomicU32) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
