//! The queue in which requests wait until they may be sent.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pinterest_client::operation::RateLimitWindow;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use super::limits::Start;
use super::mark::Mark;
use super::queue::{Lane, Ticket};
use super::shared::{Reservation, Stated};
use super::state::{Obstacle, State};
use super::stock::{NotReserved, Stock};
use crate::lock::lock;

/// The wait that an error states when it depends only on the responses to other requests.
const UNKNOWN_WAIT: Duration = Duration::from_secs(1);

/// Requests that count against the same windows.
pub(super) struct Gate {
    state: Mutex<State>,
    /// What is left of a reservation of several processes, where they share the quota.
    stock: Option<Stock>,
}

/// A request that was permitted.
///
/// Dropped before it is [sent](Self::send), it does not count. After that it counts unless it is
/// [taken back](Self::take_back).
pub(super) struct Slot {
    gate: Arc<Gate>,
    mark: Mark,
    stage: Stage,
    /// The reservation that the request was taken from.
    reserved: Option<Reservation>,
}

#[derive(Debug)]
enum Stage {
    Held,
    Sent,
    Over,
}

/// The error of a request that would have to wait longer than it may.
#[derive(Debug)]
pub(super) struct TooLong {
    /// The shortest possible wait.
    pub(super) wait: Duration,
    obstacle: Option<Obstacle>,
}

/// The reason of a wait.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reason {
    /// The window is full.
    Window(RateLimitWindow),
    /// The server asked to wait.
    Blocked,
    /// Other requests are first: the queue is long, or requests are sent one by one.
    Others,
}

/// A place in the queue.
struct Place<'a> {
    gate: &'a Arc<Gate>,
    notify: Arc<Notify>,
    ticket: Ticket,
    cap: Instant,
}

enum Entrance<'a> {
    Open(Slot),
    /// The wait takes at least so long.
    Queue(Place<'a>, Reason, Duration),
}

enum Turn {
    Now(Mark),
    /// Check again then, or when notified.
    Later(Instant),
}

impl Gate {
    pub(super) fn new(start: &Start, stock: Option<Stock>) -> Self {
        let state = Mutex::new(State::new(start, Instant::now()));
        Self { state, stock }
    }

    /// Tells the processes that share the quota what a response said.
    pub(super) fn report(&self, stated: &Stated) {
        if let Some(stock) = &self.stock {
            stock.report(stated);
        }
    }

    /// Reads or changes the state, after it has forgotten what is over.
    pub(super) fn with<T>(&self, now: Instant, f: impl FnOnce(&mut State) -> T) -> T {
        let mut state = lock(&self.state);
        state.expire(now);
        f(&mut state)
    }

    /// Waits until a request may be sent, until `cap` at the latest. Returns the reason of the
    /// wait, if there was one; `wait` is told the reason and the shortest time before it begins.
    pub(super) async fn acquire(
        self: &Arc<Self>,
        cap: Instant,
        lane: Lane,
        wait: impl FnOnce(Reason, Duration),
    ) -> Result<(Slot, Option<Reason>), TooLong> {
        let (place, reason) = match self.enter(cap, lane)? {
            Entrance::Open(slot) => return Ok((slot, None)),
            Entrance::Queue(place, reason, shortest) => {
                wait(reason, shortest);
                (place, reason)
            }
        };
        loop {
            match place.turn()? {
                Turn::Now(mark) => return Ok((Slot::new(self, mark), Some(reason))),
                // Timeout or notification: both mean to check again.
                Turn::Later(until) => _ = timeout_at(until, place.notify.notified()).await,
            }
        }
    }

    fn enter(self: &Arc<Self>, cap: Instant, lane: Lane) -> Result<Entrance<'_>, TooLong> {
        let now = Instant::now();
        self.with(now, |state| {
            let obstacle = state.obstacle(state.queue.next_place(lane), now);
            let free = obstacle.is_none() && state.doubt(now).is_none();
            if free && state.queue.is_empty() {
                return Ok(Entrance::Open(Slot::new(self, state.grant(now))));
            }
            if let Some(too_long) = TooLong::check(obstacle, cap, now) {
                return Err(too_long);
            }
            let notify = Arc::new(Notify::new());
            let ticket = state.queue.enqueue(Arc::clone(&notify), cap, lane);
            let place = Place {
                gate: self,
                notify,
                ticket,
                cap,
            };
            let shortest = obstacle.map_or(Duration::ZERO, |obstacle| {
                obstacle.until.saturating_duration_since(now)
            });
            Ok(Entrance::Queue(place, Reason::of(obstacle), shortest))
        })
    }
}

impl Reason {
    fn of(obstacle: Option<Obstacle>) -> Self {
        match obstacle.map(|obstacle| obstacle.window) {
            Some(Some(window)) => Self::Window(window),
            Some(None) => Self::Blocked,
            None => Self::Others,
        }
    }
}

/// Formats the reason for trace events.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Window(window) => {
                let (requests, seconds) = (window.requests, window.seconds);
                write!(f, "{requests} requests in {seconds} s")
            }
            Self::Blocked => f.write_str("the server asked to wait"),
            Self::Others => f.write_str("other requests are first"),
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
            let first = state.queue.is_first(self.ticket);
            if first && obstacle.is_none() && state.doubt(now).is_none() {
                // The drop of this place wakes the next in the queue.
                return Ok(Turn::Now(state.grant(now)));
            }
            if let Some(too_long) = TooLong::check(obstacle, self.cap, now) {
                return Err(too_long);
            }
            // Requests behind the first are notified when it leaves. Doubt may end before its
            // limit.
            let until = obstacle.map(|obstacle| obstacle.until);
            match until.or_else(|| state.doubt(now)).filter(|_| first) {
                Some(until) if now < self.cap => Ok(Turn::Later(until.min(self.cap))),
                None if now < self.cap => Ok(Turn::Later(self.cap)),
                _ => Err(TooLong::new(
                    state.obstacle(state.queue.place(self.ticket), now),
                    now,
                )),
            }
        })
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        lock(&self.gate.state).queue.leave(self.ticket);
    }
}

impl Slot {
    fn new(gate: &Arc<Gate>, mark: Mark) -> Self {
        Self {
            gate: Arc::clone(gate),
            mark,
            stage: Stage::Held,
            reserved: None,
        }
    }

    /// Takes a reserved request, if the quota is shared, and waits for it until `cap`.
    pub(super) async fn reserve(&mut self, cap: Instant) -> Result<(), NotReserved> {
        if let Some((stock, windows)) = self.missing_reservation() {
            self.reserved = Some(stock.take(&windows, cap).await?);
        }
        Ok(())
    }

    /// The same without a wait. Returns whether there is nothing to wait for.
    pub(super) async fn reserve_now(&mut self, cap: Instant) -> Result<bool, NotReserved> {
        if let Some((stock, windows)) = self.missing_reservation() {
            self.reserved = stock.take_now(&windows, cap).await?;
            return Ok(self.reserved.is_some());
        }
        Ok(true)
    }

    fn missing_reservation(&self) -> Option<(&Stock, Vec<RateLimitWindow>)> {
        let stock = self.gate.stock.as_ref()?;
        if self.reserved.is_some() {
            return None;
        }
        let windows: Vec<_> = lock(&self.gate.state).limits().collect();
        (!windows.is_empty()).then_some((stock, windows))
    }

    /// Puts the reserved request back, for another one to be sent.
    pub(super) fn put_back(&mut self) {
        if let (Some(stock), Some(reserved)) = (&self.gate.stock, self.reserved.take()) {
            stock.put_back(&reserved);
        }
    }

    pub(super) fn gate(&self) -> Arc<Gate> {
        Arc::clone(&self.gate)
    }

    /// Returns the time since the request was permitted.
    pub(super) fn age(&self, now: Instant) -> Duration {
        now.duration_since(self.mark.sent)
    }

    /// Whether several processes share the quota.
    pub(super) fn is_shared(&self) -> bool {
        self.gate.stock.is_some()
    }

    /// Counts the request from now on.
    pub(super) fn send(&mut self) {
        self.stage = Stage::Sent;
    }

    /// Gives back the slot of a request that was not sent.
    pub(super) fn take_back(mut self) {
        self.stage = Stage::Held;
    }

    /// Renews the mark of a request that waited at the other gate since it was permitted here.
    pub(super) fn renew_mark(&mut self) {
        let now = Instant::now();
        self.mark = self.gate.with(now, |state| state.mark(now));
    }

    /// Ends the request. `learn` updates the state from the response.
    pub(super) fn finish<T>(
        mut self,
        now: Instant,
        learn: impl FnOnce(&mut State, &Mark) -> T,
    ) -> T {
        self.stage = Stage::Over;
        self.gate.with(now, |state| {
            state.finish(now);
            let learned = learn(state, &self.mark);
            state.wake(now);
            learned
        })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        if matches!(self.stage, Stage::Over) {
            return;
        }
        if matches!(self.stage, Stage::Held) {
            self.put_back();
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
