//! The state of a gate: its windows, its requests in flight, its queue. Nothing waits here.

use std::time::Duration;

use pinterest_client::operation::RateLimitWindow;
use tokio::time::Instant;

use super::limits::Start;
use super::mark::{Exchange, Mark};
use super::queue::Queue;
use super::report::Usage;
use super::window::{Forgotten, Window, later};
use crate::advice::credible;

/// How long a rejection without advice blocks a gate without a window.
const BLOCK_WITHOUT_WINDOW: Duration = Duration::from_secs(1);

/// The longest time that a rejection without advice blocks. One request is sent after it.
const BLOCK_WITHOUT_ADVICE: Duration = Duration::from_secs(60);

/// How long a statement of the server about the use by others is assumed to hold.
const CERTAIN: Duration = Duration::from_secs(1);

/// The longest time that the others wait for one request that tests whether the server accepts any.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) struct State {
    windows: Vec<Window>,
    /// Whether the windows differ from those at the start.
    adapted: bool,
    in_flight: u32,
    granted: u64,
    blocked_until: Option<Instant>,
    /// The time of a rejection, or of a reset that only the server stated. Cleared when a request
    /// that was sent later is accepted.
    doubted: Option<Instant>,
    last_response: Instant,
    last_granted: Instant,
    /// Whether a response may have made the wait longer since the queue was notified.
    tightened: bool,
    last_used: Instant,
    pub(super) queue: Queue,
}

/// Why a request cannot be sent yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Obstacle {
    /// The earliest time at which it can be sent.
    pub(super) until: Instant,
    /// The window that is full; `None` when the server asked to wait.
    pub(super) window: Option<RateLimitWindow>,
}

impl State {
    pub(super) fn new(start: &Start, now: Instant) -> Self {
        let windows = start.windows.iter();
        Self {
            windows: windows
                .map(|window| Window::new(*window, start.fixed))
                .collect(),
            adapted: false,
            in_flight: 0,
            granted: 0,
            blocked_until: None,
            doubted: None,
            last_response: now,
            last_granted: now,
            tightened: false,
            last_used: now,
            queue: Queue::default(),
        }
    }

    pub(super) fn expire(&mut self, now: Instant) {
        let mut doubtful = false;
        for window in &mut self.windows {
            doubtful |= window.expire(now);
        }
        if doubtful {
            self.doubted = Some(now);
        }
        self.blocked_until.take_if(|until| *until <= now);
    }

    /// Returns what prevents sending the `place`-th request from now, counted from 1; see
    /// [`Window::earliest`].
    pub(super) fn obstacle(&self, place: usize, now: Instant) -> Option<Obstacle> {
        let place = u64::try_from(place).unwrap_or(u64::MAX).max(1);
        let blocked = self.blocked_until.map(|until| Obstacle {
            until,
            window: None,
        });
        let full = self.windows.iter().map(|window| Obstacle {
            until: window.earliest(place, self.in_flight, now),
            window: Some(window.limit()),
        });
        blocked
            .into_iter()
            .chain(full)
            .max_by_key(|obstacle| obstacle.until)
            .filter(|obstacle| obstacle.until > now)
    }

    /// Returns until when the next request waits for one in flight, because the server might reject
    /// it.
    ///
    /// That is so if the server rejected the last one or had no room until now, or if others use
    /// what little is left and the last statement about it is old. The response to the request in
    /// flight ends the wait sooner. When it takes long, the next request is sent.
    pub(super) fn doubt(&self, now: Instant) -> Option<Instant> {
        if self.in_flight == 0 {
            return None;
        }
        let shortest = self.windows.iter().map(Window::length).min();
        let patience = later(
            self.last_granted,
            shortest.map_or(PATIENCE, |length| length.min(PATIENCE)),
        );
        let until = if self.doubted.is_some() {
            Some(patience)
        } else if now.duration_since(self.last_response) > CERTAIN {
            let windows = self.windows.iter();
            let ends = windows.filter_map(|window| window.doubt(self.in_flight));
            ends.max().map(|end| end.min(patience))
        } else {
            None
        };
        until.filter(|until| *until > now)
    }

    // Requests.

    pub(super) fn grant(&mut self, now: Instant) -> Mark {
        self.in_flight = self.in_flight.saturating_add(1);
        self.granted += 1;
        self.last_granted = now;
        self.last_used = now;
        self.mark(now)
    }

    /// Returns the mark of a request that is sent now.
    pub(super) fn mark(&self, now: Instant) -> Mark {
        Mark {
            sent: now,
            in_flight: self.in_flight.saturating_sub(1),
            granted: self.granted,
        }
    }

    /// Ends a request whose response came or that failed. The server may have counted it until now.
    pub(super) fn finish(&mut self, now: Instant) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.last_used = now;
        self.last_response = now;
        for window in &mut self.windows {
            window.occupy(now);
        }
    }

    /// Records a response that is no rejection for the rate limits.
    pub(super) fn accepted(&mut self, mark: &Mark) {
        self.doubted.take_if(|doubted| *doubted <= mark.sent);
    }

    /// Undoes the count of a request that was not sent. It stays in `granted`: later marks depend
    /// on that, and one request too many only makes a bound wider.
    pub(super) fn take_back(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    // Statements of the server.

    /// Blocks the gate after a rejection, or a response that asks to wait.
    ///
    /// Without advice it is blocked for the shortest window, which is the first to be full. The
    /// time is bounded, so that one mistake of the server does not stop everything. One request is
    /// sent after it.
    /// Returns the time.
    pub(super) fn block(&mut self, advice: Option<Duration>, now: Instant) -> Duration {
        let lengths = || self.windows.iter().map(Window::length);
        let longest = lengths().max().unwrap_or_default();
        let advice = advice.and_then(|wait| credible(wait, longest));
        let wait = match (advice, lengths().min()) {
            (Some(wait), _) => wait,
            (None, Some(shortest)) => shortest.min(BLOCK_WITHOUT_ADVICE),
            (None, None) => BLOCK_WITHOUT_WINDOW,
        };
        self.tightened = true;
        self.doubted = Some(now);
        self.blocked_until = self.blocked_until.max(Some(later(now, wait)));
        wait
    }

    /// Replaces the windows that the user of the library did not set.
    fn adopt(&mut self, stated: &[RateLimitWindow], now: Instant) {
        let known = self.windows.iter().filter(|window| !window.is_fixed());
        if known.map(Window::limit).eq(stated.iter().copied()) {
            return;
        }
        (self.adapted, self.tightened) = (true, true);
        let (fixed, mut old): (Vec<_>, Vec<_>) = std::mem::take(&mut self.windows)
            .into_iter()
            .partition(Window::is_fixed);
        let adopted = stated.iter().map(|window| {
            let same = old
                .iter()
                .position(|old| old.limit().seconds == window.seconds);
            match same.map(|index| old.swap_remove(index)) {
                Some(mut same) => {
                    same.set_limit(window.requests);
                    same
                }
                None => Window::with_one(*window, now),
            }
        });
        self.windows = adopted.collect();
        self.windows.extend(fixed);
    }

    /// Adopts the stated limits and the stated use of one of them, if this gate has that limit.
    /// Returns what the use says about requests that the server forgets.
    pub(super) fn learn(
        &mut self,
        stated: &[RateLimitWindow],
        usage: &mut Option<Usage>,
        mark: &Mark,
        now: Instant,
    ) -> Option<Forgotten> {
        if !stated.is_empty() {
            self.adopt(stated, now);
        }
        let stated_use = *usage;
        let is_here = |window: &&mut Window| {
            let same = |usage: Usage| usage.window == window.limit();
            !window.is_fixed() && stated_use.is_some_and(same)
        };
        let window = self.windows.iter_mut().find(is_here)?;
        let usage = usage.take()?;
        let exchange = Exchange {
            sent: mark.sent,
            in_flight: self.in_flight,
            concurrent: u64::from(mark.in_flight) + self.granted.saturating_sub(mark.granted),
        };
        let forgotten = window.forgotten(&usage, &exchange, now);
        self.tightened |= window.estimate(usage, &exchange, now);
        Some(forgotten)
    }

    /// Forgets the requests that the server forgets in a window of the same length.
    pub(super) fn forget(&mut self, what: &Forgotten) {
        self.windows
            .iter_mut()
            .for_each(|window| window.forget(what));
    }

    // Queries.

    pub(super) fn limits(&self) -> impl Iterator<Item = RateLimitWindow> {
        self.windows.iter().map(Window::limit)
    }

    pub(super) fn remaining(&self) -> impl Iterator<Item = (RateLimitWindow, u32)> {
        self.windows
            .iter()
            .map(|window| (window.limit(), window.remaining(self.in_flight)))
    }

    /// Whether a new gate would be the same, but for limits that the server stated, which are kept
    /// for the time `memory` after the last request.
    pub(super) fn is_idle(&self, now: Instant, memory: Duration) -> bool {
        let forgettable = !self.adapted || now.duration_since(self.last_used) > memory;
        let unused = self.in_flight == 0 && self.queue.is_empty() && self.blocked_until.is_none();
        unused && forgettable && self.windows.iter().all(Window::is_empty)
    }

    // The queue.

    /// Wakes the first in the queue after a change. When it leaves, it wakes the next.
    pub(super) fn wake(&mut self, now: Instant) {
        self.queue.wake_first();
        if std::mem::take(&mut self.tightened)
            && let Some(obstacle) = self.obstacle(1, now)
        {
            self.queue.wake_hopeless(obstacle.until);
        }
    }
}
