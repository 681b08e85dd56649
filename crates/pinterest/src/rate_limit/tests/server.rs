//! A server that keeps a log of what it accepted, and rejects what would be too much in any window
//! up to now, or since the window began.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::HeaderMap;
use tokio::time::{Instant, sleep};

use super::*;

/// Which window `X-RateLimit-Remaining` is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum InForce {
    /// The one that the fewest requests are left of, as gateways with this form of header have it.
    FewestLeft,
    /// The one that the smallest share is left of.
    SmallestShare,
    /// There are no headers.
    Nothing,
}

/// Random numbers that are the same in each run (xorshift).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(super) fn between(&mut self, low: u64, high: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        low + self.0 % (high - low + 1)
    }
}

/// When a window of a server forgets.
#[derive(Clone, Copy)]
enum Forgets {
    /// Each request one window after it was counted.
    OneByOne,
    /// All of them at every multiple of its length since then.
    AllAtOnce(Instant),
}

#[derive(Clone)]
pub(super) struct Server(Arc<Mutex<Log>>);

pub(super) struct Log {
    in_force: InForce,
    forgets: Forgets,
    /// Whether `X-RateLimit-Reset` is about the first request that will be forgotten instead of the
    /// last.
    first_reset: bool,
    /// Whether it is rounded down.
    rounds_down: bool,
    windows: Vec<Counted>,
    pub(super) accepted: usize,
    pub(super) rejected: usize,
}

struct Counted {
    limit: usize,
    seconds: u64,
    times: VecDeque<Instant>,
}

impl Server {
    pub(super) fn new(in_force: InForce, windows: &[(usize, u64)]) -> Self {
        Self::with(Forgets::OneByOne, in_force, windows)
    }

    /// Creates a server whose windows start at multiples of their length, the first now.
    pub(super) fn fixed(in_force: InForce, windows: &[(usize, u64)]) -> Self {
        Self::with(Forgets::AllAtOnce(Instant::now()), in_force, windows)
    }

    pub(super) fn with_first_reset(self) -> Self {
        self.0.lock().unwrap().first_reset = true;
        self
    }

    pub(super) fn rounding_down(self, rounds_down: bool) -> Self {
        self.0.lock().unwrap().rounds_down = rounds_down;
        self
    }

    fn with(forgets: Forgets, in_force: InForce, windows: &[(usize, u64)]) -> Self {
        let windows = windows.iter().map(|(limit, seconds)| Counted {
            limit: *limit,
            seconds: *seconds,
            times: VecDeque::new(),
        });
        Self(Arc::new(Mutex::new(Log {
            in_force,
            forgets,
            first_reset: false,
            rounds_down: false,
            windows: windows.collect(),
            accepted: 0,
            rejected: 0,
        })))
    }

    /// Returns how many requests of [`call`](Self::call) were accepted, and how many rejected.
    pub(super) fn counts(&self) -> (usize, usize) {
        let log = self.0.lock().unwrap();
        (log.accepted, log.rejected)
    }

    /// Counts a request of another client, which ignores the limits.
    pub(super) fn foreign(&self) {
        let now = Instant::now();
        let windows = &mut self.0.lock().unwrap().windows;
        windows
            .iter_mut()
            .for_each(|window| window.times.push_back(now));
    }

    /// Counts a request. Returns the headers of its response, and how long to wait if it is
    /// rejected.
    pub(super) fn count(&self) -> (HeaderMap, Option<Duration>) {
        self.0.lock().unwrap().respond(Instant::now())
    }

    /// Makes a call that takes a random time. Returns whether it was accepted.
    pub(super) async fn call(&self, permit: Permit, dice: &mut Dice) -> bool {
        sleep(millis(dice.between(5, 250))).await;
        let (headers, wait) = self.count();
        sleep(millis(dice.between(5, 250))).await;
        permit.responded(&headers, wait.is_some(), wait);
        wait.is_none()
    }
}

impl Log {
    /// Counts a request. The error is the time until another would be accepted.
    fn count(&mut self, now: Instant) -> Result<(), Duration> {
        let mut wait = Duration::ZERO;
        for window in &mut self.windows {
            window.forget(self.forgets, now);
            if window.times.len() >= window.limit {
                wait = wait.max(window.end(window.times[0], self.forgets) - now);
            }
        }
        if wait > Duration::ZERO {
            return Err(wait);
        }
        for window in &mut self.windows {
            window.times.push_back(now);
        }
        Ok(())
    }

    fn respond(&mut self, now: Instant) -> (HeaderMap, Option<Duration>) {
        let counted = self.count(now);
        let headers = self.headers(now);
        match counted {
            Ok(()) => {
                self.accepted += 1;
                (headers, None)
            }
            Err(wait) => {
                self.rejected += 1;
                let wait = seconds(wait.as_millis().div_ceil(1000) as u64);
                (headers, Some(wait))
            }
        }
    }

    fn headers(&self, now: Instant) -> HeaderMap {
        let left = |window: &&Counted| window.limit.saturating_sub(window.times.len());
        let windows = self.windows.iter();
        let in_force = match self.in_force {
            InForce::Nothing => return HeaderMap::new(),
            InForce::FewestLeft => windows.min_by_key(left),
            InForce::SmallestShare => {
                windows.min_by_key(|window| left(window) * 100_000 / window.limit)
            }
        }
        .unwrap();
        let mut limit = in_force.limit.to_string();
        for window in &self.windows {
            limit.push_str(&format!(", {};w={}", window.limit, window.seconds));
        }
        let last = match self.first_reset {
            true => in_force.times.front(),
            false => in_force.times.back(),
        };
        let reset = last.map_or(now, |time| in_force.end(*time, self.forgets)) - now;
        let reset = match self.rounds_down {
            true => reset.as_secs(),
            false => reset.as_millis().div_ceil(1000) as u64,
        };
        headers(&[
            ("x-ratelimit-limit", &limit),
            ("x-ratelimit-remaining", &left(&in_force).to_string()),
            ("x-ratelimit-reset", &reset.to_string()),
        ])
    }
}

impl Counted {
    /// Returns when the window forgets a request that was counted at `time`.
    fn end(&self, time: Instant, forgets: Forgets) -> Instant {
        let length = seconds(self.seconds);
        match forgets {
            Forgets::OneByOne => time + length,
            Forgets::AllAtOnce(start) => {
                let whole = (time - start).as_secs() / self.seconds + 1;
                start + seconds(whole * self.seconds)
            }
        }
    }

    fn forget(&mut self, forgets: Forgets, now: Instant) {
        while let Some(first) = self.times.front() {
            if self.end(*first, forgets) > now {
                break;
            }
            self.times.pop_front();
        }
    }
}
