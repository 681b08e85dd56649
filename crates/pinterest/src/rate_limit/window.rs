//! One window of a gate: a number of requests per time.
//!
//! The server counts a request at some time between its sending and its response. A request
//! therefore occupies the window from the time it is permitted until its response *plus* the length
//! of the window. A request that is sent after that cannot be in the same window of the server,
//! however long either was in flight.
//!
//! Three things are learned from the counts that the server states: how many requests are those of
//! others ([`Window::estimate`]), when to be careful about them ([`Window::doubt`]), and which own
//! requests the server forgets ([`Window::forgotten`]). Each was switched off in simulated time
//! (2026-11-28: 40 minutes, calls of 10 to 500 ms, 1,000 requests a minute and 100 a second).
//! Rejections of accepted requests, with and without the estimate:
//!
//! | limiters that know nothing of each other | with | without |
//! |---|---|---|
//! | 2, windows that slide | 87 of 35,879 | 499 of 35,131 |
//! | 2, windows that begin at fixed times | 190 of 44,000 | 711 of 44,000 |
//! | 4, windows that slide | 367 of 34,047 | 561 of 32,956 |
//! | 4, windows that begin at fixed times | 550 of 44,000 | 747 of 44,000 |
//! | 4, windows that slide, every other response without headers | 449 of 33,033 | 561 of 32,956 |
//! | 4, rejections state the exact wait | 469 of 40,000 | 4,697 of 40,000 |
//! | 4, which want little more than the quota | 63 of 29,441 | 146 of 21,947 |
//! | 3, bursts of 400 (160 minutes) | 35 of 116,381 | 286 of 116,176 |
//! | 1, beside a client that ignores the limits (240 minutes) | 40 of 136,777 | 1,950 of 121,804 |
//!
//! Without doubt, the last row is 182 of 138,428, and the others hardly change. Without what is
//! forgotten, 6,000 of 16,000 calls fail where 1,000 are permitted a calendar day and 800 are made
//! shortly before and after midnight; none fails with it. A single limiter has no rejections with
//! or without any of this.

use std::time::Duration;

use pinterest_client::operation::RateLimitWindow;
use tokio::time::Instant;

use super::mark::Exchange;
use super::releases::Releases;
use super::report::Usage;

/// A reset is in whole seconds, which may have been rounded down.
const RESOLUTION: Duration = Duration::from_secs(1);

/// A wait that is longer than any program runs.
const FAR_AHEAD: Duration = Duration::from_secs(30 * 365 * 86_400);

pub(super) struct Window {
    /// At least 1.
    limit: u32,
    seconds: u32,
    /// Whether the user of the library set it, so that no header changes it.
    fixed: bool,
    /// The completed requests that still occupy it.
    releases: Releases,
    foreign: Option<Foreign>,
    /// When the request was sent whose response last said something about foreign requests.
    estimated: Option<Instant>,
}

/// Requests of others that the server counted.
struct Foreign {
    count: u32,
    until: Instant,
}

/// Which of the counted requests the server forgets, and when, the oldest first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Forgotten {
    /// The length of the window that counts them.
    seconds: u32,
    /// The number of requests that it no longer counts.
    already: u32,
    /// The number of further requests that it will not count from a time on.
    then: Option<(u32, Instant)>,
}

/// Returns `now + wait`, without overflow.
pub(super) fn later(now: Instant, wait: Duration) -> Instant {
    now + wait.min(FAR_AHEAD)
}

impl Window {
    pub(super) fn new(window: RateLimitWindow, fixed: bool) -> Self {
        Self {
            limit: window.requests.max(1),
            seconds: window.seconds,
            fixed,
            releases: Releases::default(),
            foreign: None,
            estimated: None,
        }
    }

    /// Creates a window that is occupied by the request whose response came now.
    pub(super) fn with_one(window: RateLimitWindow, now: Instant) -> Self {
        let mut new = Self::new(window, false);
        new.occupy(now);
        new
    }

    pub(super) fn length(&self) -> Duration {
        Duration::from_secs(u64::from(self.seconds))
    }

    pub(super) fn limit(&self) -> RateLimitWindow {
        RateLimitWindow::new(self.limit, self.seconds)
    }

    pub(super) fn is_fixed(&self) -> bool {
        self.fixed
    }

    pub(super) fn set_limit(&mut self, requests: u32) {
        self.limit = requests.max(1);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.occupied() == 0 && self.foreign.is_none()
    }

    /// Forgets what no longer occupies it. Returns whether it may still be full, because the server
    /// alone stated the time.
    pub(super) fn expire(&mut self, now: Instant) -> bool {
        self.foreign.take_if(|foreign| foreign.until <= now);
        self.releases.expire(now)
    }

    /// Adds a request whose response came. It still occupies the window for its whole length.
    pub(super) fn occupy(&mut self, now: Instant) {
        self.releases.push(now, self.length());
    }

    fn occupied(&self) -> u32 {
        self.releases.sum()
    }

    fn foreign(&self) -> u64 {
        u64::from(self.foreign.as_ref().map_or(0, |foreign| foreign.count))
    }

    /// Returns until when little is left of a window that others use too, if nobody sends anything.
    pub(super) fn doubt(&self, in_flight: u32) -> Option<Instant> {
        let foreign = self.foreign.as_ref()?;
        let next = self.releases.iter().next();
        let little = self.remaining(in_flight) < self.limit.div_ceil(8);
        little.then(|| next.map_or(foreign.until, |next| next.at.min(foreign.until)))
    }

    /// Returns how many requests the window has room for.
    pub(super) fn remaining(&self, in_flight: u32) -> u32 {
        let used = u64::from(in_flight) + u64::from(self.occupied()) + self.foreign();
        u64::from(self.limit)
            .saturating_sub(used)
            .try_into()
            .unwrap_or(u32::MAX)
    }

    /// Returns the earliest time at which the `place`-th request from now, counted from 1, can be
    /// sent. Requests in flight or in the queue can only make it later.
    pub(super) fn earliest(&self, place: u64, in_flight: u32, now: Instant) -> Instant {
        let limit = u64::from(self.limit);
        // Each full window of requests ahead takes the length of the window.
        let (rounds, place) = ((place - 1) / limit, (place - 1) % limit + 1);
        let used = u64::from(in_flight) + u64::from(self.occupied()) + self.foreign();
        let first = match (used + place).saturating_sub(limit) {
            0 => now,
            releases => self.time_of_release(releases, now),
        };
        let rounds = u32::try_from(rounds).unwrap_or(u32::MAX);
        later(first, self.length().saturating_mul(rounds))
    }

    /// Returns when the `nth` request that occupies the window is released.
    fn time_of_release(&self, nth: u64, now: Instant) -> Instant {
        let mut left = nth;
        let mut foreign = self.foreign.as_ref();
        for release in self.releases.iter() {
            if let Some(foreign) = foreign.take_if(|foreign| foreign.until <= release.at) {
                if left <= u64::from(foreign.count) {
                    return foreign.until;
                }
                left -= u64::from(foreign.count);
            }
            if left <= u64::from(release.count) {
                return release.at;
            }
            left -= u64::from(release.count);
        }
        match foreign {
            Some(foreign) if left <= u64::from(foreign.count) => foreign.until,
            // Requests in flight, if their responses came now.
            _ => now + self.length(),
        }
    }

    /// Compares the stated use with the own requests: the rest are requests of others.
    ///
    /// It is unknown which of the own requests the server had counted. `exchange` bounds their
    /// number from both sides, and so the foreign number. While its lower bound is 0, nobody else
    /// uses the window, and nothing changes. (Own requests that were released since the server
    /// counted can look like foreign ones, until the next response.) Otherwise the upper bound is
    /// assumed until a later response says more. Few requests are concurrent where little is left,
    /// so the two bounds are close there.
    ///
    /// Returns whether the foreign number changed.
    pub(super) fn estimate(&mut self, usage: Usage, exchange: &Exchange, now: Instant) -> bool {
        let ours = u64::from(exchange.in_flight) + u64::from(self.occupied());
        let least_ours = ours.saturating_sub(exchange.concurrent);
        let used = u64::from(usage.used);
        if self.estimated.is_some_and(|sent| sent > exchange.sent) {
            return false;
        }
        if used <= ours && self.foreign.is_none() {
            return false;
        }
        self.estimated = Some(exchange.sent);
        let count = u32::try_from(used.saturating_sub(least_ours)).unwrap_or(u32::MAX);
        self.foreign = (count > 0 && !usage.reset.is_zero()).then(|| Foreign {
            count,
            until: now + usage.reset.min(self.length()),
        });
        true
    }

    /// Returns which of the own requests the server forgets, by its count and its reset.
    ///
    /// The responses to the oldest ones, which are not concurrent to `exchange`, came before it was
    /// sent. So the server had counted all of them, and has forgotten those that are missing. It
    /// will have forgotten the others at its reset, which the next request waits for when little is
    /// left.
    pub(super) fn forgotten(&self, usage: &Usage, exchange: &Exchange, now: Instant) -> Forgotten {
        let ours = u64::from(exchange.in_flight) + u64::from(self.occupied());
        let least_ours =
            u32::try_from(ours.saturating_sub(exchange.concurrent)).unwrap_or(u32::MAX);
        let little = self.limit.saturating_sub(usage.used) < self.limit.div_ceil(8);
        Forgotten {
            seconds: self.seconds,
            already: least_ours.saturating_sub(usage.used),
            then: little.then(|| (least_ours.min(usage.used), now + usage.reset + RESOLUTION)),
        }
    }

    /// Adapts to a server that forgets sooner than one window after each response, such as one that
    /// counts by calendar day.
    ///
    /// It does not matter which of the own requests it has forgotten: to forget the oldest never
    /// leaves less room than to forget others. A server whose reset is about the *first* of them
    /// does little harm: requests are then sent one by one until one is accepted.
    pub(super) fn forget(&mut self, what: &Forgotten) {
        if self.seconds != what.seconds || self.fixed {
            return;
        }
        self.releases.forget(what.already);
        if let Some((count, until)) = what.then {
            self.releases.bound(count, until);
        }
    }
}
