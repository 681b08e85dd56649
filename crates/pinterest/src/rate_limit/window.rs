//! One window of a gate: so many requests in so much time.
//!
//! The server counts a request at some time between its sending and its answer. A request therefore occupies the window
//! from the moment it is permitted until its answer *plus* the length of the window: a request that is sent after that
//! cannot meet it in the server's window, however long either was under way.

use std::time::Duration;

use pinterest_client::operation::RateLimitWindow;
use tokio::time::Instant;

use super::mark::Flight;
use super::releases::Releases;
use super::report::Usage;

/// A reset is whole seconds, which may have been rounded down.
const RESOLUTION: Duration = Duration::from_secs(1);

/// Further ahead than anybody waits.
const FAR_AHEAD: Duration = Duration::from_secs(30 * 365 * 86_400);

pub(super) struct Window {
    /// At least 1.
    limit: u32,
    seconds: u32,
    /// Set by the user of the library: no header changes it.
    fixed: bool,
    /// The answered requests that still occupy it.
    releases: Releases,
    foreign: Option<Foreign>,
    /// When the request was sent whose answer was the last to say something about foreign requests.
    estimated: Option<Instant>,
}

/// Requests that the server counted and that are not ours.
struct Foreign {
    count: u32,
    until: Instant,
}

/// What the server said about when it forgets requests that it counted, the oldest first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Forgotten {
    /// The length of the window in which it counts them.
    seconds: u32,
    /// How many it does not count any more.
    already: u32,
    /// How many of the others it will not count then.
    then: Option<(u32, Instant)>,
}

/// `now + wait`, without the overflow that waits from outside could cause.
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

    /// One that nothing is known of but the request that was answered just now.
    pub(super) fn with_one(window: RateLimitWindow, now: Instant) -> Self {
        let mut new = Self::new(window, false);
        new.occupy(now);
        new
    }

    /// One that takes over from another of another length: what was answered so long ago counts.
    pub(super) fn with_history(window: RateLimitWindow, other: &Self, now: Instant) -> Self {
        let mut new = Self::new(window, false);
        new.releases = other.releases.taken_over(other.length(), new.length(), now);
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

    pub(super) fn released(&self) -> u32 {
        self.releases.over()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.occupied() == 0 && self.foreign.is_none()
    }

    /// Forgets what does not occupy it any more; whether it may be full all the same, since only the server said when that
    /// would be.
    pub(super) fn expire(&mut self, now: Instant) -> bool {
        self.foreign.take_if(|foreign| foreign.until <= now);
        self.releases.expire(now)
    }

    /// A request that was in flight came back; it goes on to occupy the window for its whole length.
    pub(super) fn occupy(&mut self, now: Instant) {
        self.releases.push(now, self.length());
    }

    fn occupied(&self) -> u32 {
        self.releases.sum()
    }

    fn foreign(&self) -> u64 {
        u64::from(self.foreign.as_ref().map_or(0, |foreign| foreign.count))
    }

    /// Whether others use the window too and little is left of it: until when that stays so, if nobody sends anything.
    pub(super) fn doubt(&self, in_flight: u32) -> Option<Instant> {
        let foreign = self.foreign.as_ref()?;
        let next = self.releases.iter().next();
        let little = self.remaining(in_flight) < self.limit.div_ceil(8);
        little.then(|| next.map_or(foreign.until, |next| next.at.min(foreign.until)))
    }

    /// How many requests the window still takes.
    pub(super) fn remaining(&self, in_flight: u32) -> u32 {
        let used = u64::from(in_flight) + u64::from(self.occupied()) + self.foreign();
        u64::from(self.limit)
            .saturating_sub(used)
            .try_into()
            .unwrap_or(u32::MAX)
    }

    /// The earliest time at which the `place`-th request from now, counted from 1, can be sent. That is the time at which
    /// it will be unless requests in flight or in the queue take time themselves, which can only make it later.
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

    /// When the `nth` request that now uses the window ceases to.
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
            // Those in flight, if they came back this moment.
            _ => now + self.length(),
        }
    }

    /// Compares what the server says is used with what is known here: the rest is somebody else's.
    ///
    /// It is not known which of our requests the server had seen when it counted. `flight` bounds that from both sides, and
    /// so is the foreign number. As long as the least that it can be is 0, nobody else is there, and nothing changes.
    /// Otherwise the most that it can be is assumed until a later answer knows better: requests that pass each other are
    /// few where little is left, so the two bounds meet where it matters.
    ///
    /// Returns whether the foreign number changed.
    pub(super) fn estimate(
        &mut self,
        usage: Usage,
        flight: &Flight,
        released: u32,
        now: Instant,
    ) -> bool {
        let ours = u64::from(flight.in_flight) + u64::from(self.occupied());
        let least_ours = ours.saturating_sub(flight.passed);
        let used = u64::from(usage.used);
        if self.estimated.is_some_and(|sent| sent > flight.sent) {
            return false;
        }
        let most_ours = ours + u64::from(self.released().wrapping_sub(released));
        if used <= most_ours && self.foreign.is_none() {
            return false;
        }
        self.estimated = Some(flight.sent);
        let count = u32::try_from(used.saturating_sub(least_ours)).unwrap_or(u32::MAX);
        self.foreign = (count > 0 && !usage.reset.is_zero()).then(|| Foreign {
            count,
            until: now + usage.reset.min(self.length()),
        });
        true
    }

    /// What the server's count and its reset say about when it forgets our requests.
    ///
    /// The oldest of ours, those that are not `flight.passed`, were answered before the one was sent that the server answers
    /// now. So it had counted them all, and has forgotten those that are missing; the others it will have forgotten at its
    /// reset, which is what the next request waits for when little is left.
    pub(super) fn forgotten(&self, usage: &Usage, flight: &Flight, now: Instant) -> Forgotten {
        let ours = u64::from(flight.in_flight) + u64::from(self.occupied());
        let least_ours = u32::try_from(ours.saturating_sub(flight.passed)).unwrap_or(u32::MAX);
        let little = self.limit.saturating_sub(usage.used) < self.limit.div_ceil(8);
        Forgotten {
            seconds: self.seconds,
            already: least_ours.saturating_sub(usage.used),
            then: little.then(|| (least_ours.min(usage.used), now + usage.reset + RESOLUTION)),
        }
    }

    /// Adapts to a server that forgets sooner than one window after each answer, as one does that counts by calendar day.
    ///
    /// Which of our requests it has forgotten makes no difference: to forget the oldest never leaves less than to forget
    /// others. A server that means by its reset when the *first* of them is forgotten does little harm: requests go one by
    /// one then until one is accepted.
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
