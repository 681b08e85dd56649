//! Where requests wait in a queue until they may be sent.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pinterest_client::operation::RateLimitWindow;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use super::limits::Start;
use super::mark::Mark;
use super::state::{Obstacle, State};
use crate::lock::lock;

/// How long to wait when that depends only on when others are answered.
const UNKNOWN_WAIT: Duration = Duration::from_secs(1);

/// Requests that count against the same windows.
pub(super) struct Gate(Mutex<State>);

/// A request that was permitted. Dropped before it is [sent](Self::send), it never was; after that it counts unless it is
/// [taken back](Self::take_back).
pub(super) struct Slot {
    gate: Arc<Gate>,
    mark: Mark,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Held,
    Sent,
    Over,
}

/// A request would have to wait longer than it can.
#[derive(Debug)]
pub(super) struct TooLong {
    /// For how long, at the least.
    pub(super) wait: Duration,
    obstacle: Option<Obstacle>,
}

/// What a request waits for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reason {
    /// The window is full.
    Window(RateLimitWindow),
    /// The server asked to wait.
    Refusal,
    /// Others go first: the queue is long, or they go one by one.
    Others,
}

/// A place in the queue.
struct Place<'a> {
    gate: &'a Arc<Gate>,
    notify: Arc<Notify>,
    ticket: u64,
    cap: Instant,
}

enum Entrance<'a> {
    Open(Slot),
    Queue(Place<'a>, Reason),
}

enum Turn {
    Now(Mark),
    /// Look again then, or when notified.
    Later(Instant),
}

impl Gate {
    pub(super) fn new(start: &Start) -> Self {
        Self(Mutex::new(State::new(start, Instant::now())))
    }

    /// Looks at the state or changes it, with what is over forgotten.
    pub(super) fn with<T>(&self, now: Instant, f: impl FnOnce(&mut State) -> T) -> T {
        let mut state = lock(&self.0);
        state.expire(now);
        f(&mut state)
    }

    /// Waits until a request may be sent, `cap` at the longest. If it had to wait, it is said for what.
    pub(super) async fn acquire(
        self: &Arc<Self>,
        cap: Instant,
    ) -> Result<(Slot, Option<Reason>), TooLong> {
        let (place, reason) = match self.enter(cap)? {
            Entrance::Open(slot) => return Ok((slot, None)),
            Entrance::Queue(place, reason) => (place, reason),
        };
        loop {
            match place.turn()? {
                Turn::Now(mark) => return Ok((Slot::new(self, mark), Some(reason))),
                // Which of the two it was makes no difference.
                Turn::Later(until) => _ = timeout_at(until, place.notify.notified()).await,
            }
        }
    }

    fn enter(self: &Arc<Self>, cap: Instant) -> Result<Entrance<'_>, TooLong> {
        let now = Instant::now();
        self.with(now, |state| {
            let obstacle = state.obstacle(state.waiting() + 1, now);
            let free = obstacle.is_none() && state.doubt(now).is_none();
            if free && state.waiting() == 0 {
                return Ok(Entrance::Open(Slot::new(self, state.grant(now))));
            }
            if let Some(too_long) = TooLong::check(obstacle, cap, now) {
                return Err(too_long);
            }
            let notify = Arc::new(Notify::new());
            let ticket = state.enqueue(Arc::clone(&notify), cap);
            let place = Place {
                gate: self,
                notify,
                ticket,
                cap,
            };
            Ok(Entrance::Queue(place, Reason::of(obstacle)))
        })
    }
}

impl Reason {
    fn of(obstacle: Option<Obstacle>) -> Self {
        match obstacle.map(|obstacle| obstacle.window) {
            Some(Some(window)) => Self::Window(window),
            Some(None) => Self::Refusal,
            None => Self::Others,
        }
    }
}

/// For events.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Window(window) => {
                let (requests, seconds) = (window.requests, window.seconds);
                write!(f, "{requests} requests in {seconds} s")
            }
            Self::Refusal => f.write_str("the server asked to wait"),
            Self::Others => f.write_str("others go first"),
        }
    }
}

impl TooLong {
    pub(super) fn reason(&self) -> Reason {
        Reason::of(self.obstacle)
    }

    fn check(obstacle: Option<Obstacle>, cap: Instant, now: Instant) -> Option<Self> {
        obstacle
            .filter(|obstacle| obstacle.until > cap)
            .map(|obstacle| Self::new(Some(obstacle), now))
    }

    fn new(obstacle: Option<Obstacle>, now: Instant) -> Self {
        let wait = obstacle.map_or(UNKNOWN_WAIT, |obstacle| obstacle.until.duration_since(now));
        Self { wait, obstacle }
    }
}

impl Place<'_> {
    fn turn(&self) -> Result<Turn, TooLong> {
        let now = Instant::now();
        self.gate.with(now, |state| {
            let obstacle = state.obstacle(1, now);
            let first = state.is_first(self.ticket);
            if first && obstacle.is_none() && state.doubt(now).is_none() {
                // Leaving the queue, when this is dropped, wakes the next.
                return Ok(Turn::Now(state.grant(now)));
            }
            if let Some(too_long) = TooLong::check(obstacle, self.cap, now) {
                return Err(too_long);
            }
            // Those behind the first are notified when it leaves. Doubt may end sooner than it has to.
            let until = obstacle.map(|obstacle| obstacle.until);
            match until.or_else(|| state.doubt(now)).filter(|_| first) {
                Some(until) if now < self.cap => Ok(Turn::Later(until.min(self.cap))),
                None if now < self.cap => Ok(Turn::Later(self.cap)),
                _ => Err(TooLong::new(
                    state.obstacle(state.place(self.ticket), now),
                    now,
                )),
            }
        })
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        lock(&self.gate.0).leave(self.ticket);
    }
}

impl Slot {
    fn new(gate: &Arc<Gate>, mark: Mark) -> Self {
        Self {
            gate: Arc::clone(gate),
            mark,
            stage: Stage::Held,
        }
    }

    /// From now on it counts.
    pub(super) fn send(&mut self) {
        self.stage = Stage::Sent;
    }

    /// It did not leave after all, and gives back what it had.
    pub(super) fn take_back(mut self) {
        self.stage = Stage::Held;
    }

    /// It waited elsewhere since it was permitted here.
    pub(super) fn renew_mark(&mut self) {
        let now = Instant::now();
        self.mark = self.gate.with(now, |state| state.mark(now));
    }

    /// It came back; `learn` adds what is known by that, and returns what it found.
    pub(super) fn finish<T>(
        mut self,
        now: Instant,
        learn: impl FnOnce(&mut State, &Mark) -> T,
    ) -> T {
        self.stage = Stage::Over;
        self.gate.with(now, |state| {
            state.finish(now);
            let learnt = learn(state, &self.mark);
            state.wake(now);
            learnt
        })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        if matches!(self.stage, Stage::Over) {
            return;
        }
        let now = Instant::now();
        self.gate.with(now, |state| {
            match self.stage {
                Stage::Held => state.take_back(),
                Stage::Sent | Stage::Over => state.finish(now),
            }
            state.wake(now);
        });
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slot")
            .field("stage", &self.stage)
            .finish_non_exhaustive()
    }
}
