//! The requests that were reserved for this process in a quota of several.
//!
//! A gate with a shared quota lets a request pass when one of them is left. Only the first in the
//! queue asks for more, and for as many as were used of the last reservation, twice over: a process
//! that is idle reserves one, a busy one many.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use pinterest_client::operation::{RateLimitCategory, RateLimitWindow};
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::{Instant, sleep_until, timeout_at};

use super::Permit;
use super::gate::Slot;
use super::shared::{QuotaKey, Reservation, SharedQuota, Stated};
use super::window::later;
use crate::Error;

/// The most that is reserved at a time.
const MOST: u32 = 10_000;

/// The longest part of a wait that is added at random, so that processes that wait for the same
/// requests do not always ask in the same order.
const JITTER: Duration = Duration::from_millis(20);

/// The wait before a store that grants nothing and does not say when is asked again.
const UNKNOWN_WAIT: Duration = Duration::from_millis(100);

/// Taking reservations counts as a wait from this time on.
const WAIT: Duration = Duration::from_millis(1);

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
pub(super) enum NotReserved {
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
    ) -> Result<Reservation, NotReserved> {
        if let Some(taken) = self.held.try_lock().ok().and_then(|mut held| held.take()) {
            return Ok(taken);
        }
        let _waiting = Waiting::new(&self.waiting);
        let held = timeout_at(cap, self.held.lock());
        let mut held = held.await.map_err(|_| NotReserved::Until(cap))?;
        loop {
            if let Some(taken) = held.take() {
                return Ok(taken);
            }
            let reserving = timeout_at(cap, self.reserve(&mut held, windows)).await;
            let wait = match reserving.map_err(|_| NotReserved::Until(cap))?? {
                Ok(taken) => return Ok(taken),
                Err(wait) => wait,
            };
            let until = later(Instant::now(), wait);
            if until > cap {
                return Err(NotReserved::Until(until));
            }
            sleep_until(until).await;
        }
    }

    /// Takes a reserved request if nothing has to be waited for but one response of the store.
    pub(super) async fn take_now(
        &self,
        windows: &[RateLimitWindow],
        cap: Instant,
    ) -> Result<Option<Reservation>, NotReserved> {
        let Ok(mut held) = self.held.try_lock() else {
            return Ok(None);
        };
        if let Some(taken) = held.take() {
            return Ok(Some(taken));
        }
        let _waiting = Waiting::new(&self.waiting);
        let reserving = timeout_at(cap, self.reserve(&mut held, windows)).await;
        let reserved = reserving.map_err(|_| NotReserved::Until(cap))??;
        Ok(reserved.ok())
    }

    /// Puts back a request that is not sent.
    pub(super) fn put_back(&self, taken: &Reservation) {
        // What is left of more than one is given back when the reservation ends.
        if taken.granted > 1
            && let Ok(mut held) = self.held.try_lock()
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
    ) -> Result<Result<Reservation, Duration>, NotReserved> {
        let wanted = self.wanted(held);
        self.give_back(held);
        let reserving = self.quota.reserve(&self.key, windows, wanted).await;
        let reservation = reserving.map_err(NotReserved::Failed)?;
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
            self.quota
                .give_back(&self.key, &held.reservation, held.left);
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

impl Permit {
    /// Takes a request that was reserved in the quotas of several processes, from both or none. While
    /// one is waited for, the other is put back: it would be sent later than its reservation counts.
    pub(super) async fn reserve(&mut self, cap: Instant) -> Result<(), Error> {
        let start = Instant::now();
        loop {
            if let Some(slot) = &mut self.of_category {
                let reserving = slot.reserve(cap).await;
                reserving.map_err(|reason| reason.error(Some(self.category)))?;
            }
            let Some(universal) = &mut self.universal else {
                break;
            };
            let reserving = universal.reserve_now(cap).await;
            if reserving.map_err(|reason| reason.error(None))? {
                break;
            }
            if let Some(slot) = &mut self.of_category {
                slot.put_back();
            }
            let reserving = universal.reserve(cap).await;
            reserving.map_err(|reason| reason.error(None))?;
            let Some(slot) = &mut self.of_category else {
                break;
            };
            let reserving = slot.reserve_now(cap).await;
            if reserving.map_err(|reason| reason.error(Some(self.category)))? {
                break;
            }
            universal.put_back();
        }
        if start.elapsed() > WAIT {
            self.has_waited = true;
            self.slots().for_each(Slot::renew_mark);
        }
        Ok(())
    }
}

impl NotReserved {
    /// Converts to the error of the call. `category` is `None` for the universal limit.
    fn error(self, category: Option<RateLimitCategory>) -> Error {
        let until = match self {
            Self::Until(until) => until,
            Self::Failed(error) => return error,
        };
        let name = category.map_or("all categories together", RateLimitCategory::as_str);
        let wait = until.saturating_duration_since(Instant::now());
        let message = format!(
            "the rate limit of {name} is used up by the processes that share it; this request could \
             be sent in {} s, which is longer than it may wait; nothing was sent",
            wait.as_millis().div_ceil(1000)
        );
        Error::rate_limited(message, wait)
    }
}
