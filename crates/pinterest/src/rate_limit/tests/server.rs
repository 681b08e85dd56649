//! A server that keeps a log of what it accepted, and refuses what would be too much in any window up to now.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::HeaderMap;
use tokio::time::{Instant, sleep};

use super::*;

/// Which window `X-RateLimit-Remaining` is about.
#[derive(Clone, Copy)]
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

#[derive(Clone)]
pub(super) struct Server(Arc<Mutex<Log>>);

pub(super) struct Log {
    in_force: InForce,
    windows: Vec<Counted>,
    pub(super) accepted: usize,
    pub(super) refused: usize,
}

struct Counted {
    limit: usize,
    seconds: u64,
    times: VecDeque<Instant>,
}

impl Server {
    pub(super) fn new(in_force: InForce, windows: &[(usize, u64)]) -> Self {
        let windows = windows.iter().map(|(limit, seconds)| Counted {
            limit: *limit,
            seconds: *seconds,
            times: VecDeque::new(),
        });
        Self(Arc::new(Mutex::new(Log {
            in_force,
            windows: windows.collect(),
            accepted: 0,
            refused: 0,
        })))
    }

    /// What was accepted and refused of the requests of [`call`](Self::call).
    pub(super) fn counts(&self) -> (usize, usize) {
        let log = self.0.lock().unwrap();
        (log.accepted, log.refused)
    }

    /// A request of somebody else, who does not care whether it is too much.
    pub(super) fn foreign(&self) {
        let now = Instant::now();
        let windows = &mut self.0.lock().unwrap().windows;
        windows
            .iter_mut()
            .for_each(|window| window.times.push_back(now));
    }

    /// A call that takes as long as the dice say; returns whether it was accepted.
    pub(super) async fn call(&self, permit: Permit, dice: &mut Dice) -> bool {
        sleep(millis(dice.between(5, 250))).await;
        let (headers, wait) = self.0.lock().unwrap().answer(Instant::now());
        sleep(millis(dice.between(5, 250))).await;
        permit.answered(&headers, wait.is_some(), wait);
        wait.is_none()
    }
}

impl Log {
    /// `Err` says how long it is until one more would be accepted.
    fn count(&mut self, now: Instant) -> Result<(), Duration> {
        let mut wait = Duration::ZERO;
        for window in &mut self.windows {
            let length = seconds(window.seconds);
            while window
                .times
                .front()
                .is_some_and(|time| *time + length <= now)
            {
                window.times.pop_front();
            }
            if window.times.len() >= window.limit {
                wait = wait.max(window.times[0] + length - now);
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

    fn answer(&mut self, now: Instant) -> (HeaderMap, Option<Duration>) {
        let counted = self.count(now);
        let headers = self.headers(now);
        match counted {
            Ok(()) => {
                self.accepted += 1;
                (headers, None)
            }
            Err(wait) => {
                self.refused += 1;
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
        // When everything that is counted now will be forgotten.
        let last = in_force
            .times
            .back()
            .map_or(now, |time| *time + seconds(in_force.seconds));
        let reset = (last - now).as_millis().div_ceil(1000);
        headers(&[
            ("x-ratelimit-limit", &limit),
            ("x-ratelimit-remaining", &left(&in_force).to_string()),
            ("x-ratelimit-reset", &reset.to_string()),
        ])
    }
}
