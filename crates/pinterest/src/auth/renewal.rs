//! One token for many callers: renewed once for all of them, and ahead of its expiry.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use tokio::runtime::Handle;
use tokio::sync::watch;

use super::AccessToken;
use super::clock::Clock;
use crate::lock::lock;
use crate::{Error, ErrorKind};

/// How long before its expiry a token is renewed, unless set otherwise; never more than a tenth of the time that it had
/// left when it was obtained.
pub const DEFAULT_REFRESH_MARGIN: Duration = Duration::from_secs(600);

/// How long to wait after a renewal ahead of expiry has failed.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(30);

/// A token that is refused so soon after it was obtained is not replaced: what is wrong is not its age.
const TOO_NEW_TO_REPLACE: Duration = Duration::from_secs(60);

/// How often a caller looks again when the renewal that it waited for was broken off or made for somebody else's need.
const TRIES: usize = 3;

/// Why a token is asked for.
#[derive(Clone)]
pub(super) enum Need {
    /// There is none, or it has expired.
    Any,
    /// This one will soon expire.
    Before(AccessToken),
    /// The server has refused this one.
    Instead(AccessToken),
}

/// A token that was obtained.
pub(super) struct Obtained {
    pub(super) token: AccessToken,
    pub(super) expiry: Option<SystemTime>,
    /// Whether the server has just issued it.
    pub(super) issued_now: bool,
}

/// Where tokens come from. It is asked by one task at a time.
pub(super) trait Source: Send + Sync + 'static {
    fn obtain(
        &self,
        need: Need,
    ) -> Pin<Box<dyn Future<Output = Result<Obtained, Error>> + Send + '_>>;
}

/// Keeps the token of a source, and sees to it that the source is asked once for all who wait.
pub(super) struct Renewal<S> {
    source: S,
    margin: Duration,
    clock: Clock,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Current>,
    flight: Option<Flight>,
    flights: u64,
    /// Until then no renewal ahead of expiry is tried.
    ahead_not_before: Option<SystemTime>,
}

struct Current {
    token: AccessToken,
    expiry: Option<SystemTime>,
    /// From when on it is renewed while it goes on being used.
    due: Option<SystemTime>,
    /// When the server issued it, if that was for this object.
    issued: Option<SystemTime>,
    refused: bool,
}

impl Current {
    fn is_good(&self, now: SystemTime) -> bool {
        !self.refused && self.expiry.is_none_or(|expiry| now < expiry)
    }

    fn is_due(&self, now: SystemTime) -> bool {
        self.due.is_some_and(|due| due <= now)
    }

    fn is_too_new_to_replace(&self, now: SystemTime) -> bool {
        let age = self.issued.and_then(|at| now.duration_since(at).ok());
        age.is_some_and(|age| age < TOO_NEW_TO_REPLACE)
    }
}

type Outcome = Result<AccessToken, Arc<Error>>;

/// A renewal that is under way in a task of its own, so that nobody who waits can end it by going away.
#[derive(Clone)]
struct Flight {
    number: u64,
    outcome: watch::Receiver<Option<Outcome>>,
}

impl Flight {
    /// `None` when the task has ended without an outcome, as it does when its runtime ends.
    async fn landed(mut self) -> Option<Outcome> {
        let outcome = self.outcome.wait_for(Option::is_some).await.ok()?;
        outcome.clone()
    }

    fn is_lost(&self) -> bool {
        self.outcome.has_changed().is_err()
    }
}

impl<S: Source> Renewal<S> {
    pub(super) fn new(source: S, margin: Duration, clock: Clock) -> Arc<Self> {
        Arc::new(Self {
            source,
            margin,
            clock,
            state: Mutex::default(),
        })
    }

    pub(super) fn source(&self) -> &S {
        &self.source
    }

    /// A token that has not expired.
    pub(super) async fn token(self: &Arc<Self>) -> Result<AccessToken, Error> {
        for _ in 0..TRIES {
            let flight = match self.token_or_flight()? {
                Ok(token) => return Ok(token),
                Err(flight) => flight,
            };
            match flight.landed().await {
                Some(outcome) => return outcome.map_err(|error| error.shared()),
                None => continue,
            }
        }
        Err(broken_off())
    }

    fn token_or_flight(self: &Arc<Self>) -> Result<Result<AccessToken, Flight>, Error> {
        let now = self.clock.now();
        let mut state = lock(&self.state);
        let Some(current) = state.current.as_ref().filter(|token| token.is_good(now)) else {
            return self.join(&mut state, Need::Any).map(Err);
        };
        let token = current.token.clone();
        if current.is_due(now) && state.ahead_not_before.is_none_or(|start| start <= now) {
            // Without a runtime there is no task, and the token is good all the same.
            let _ = self.join(&mut state, Need::Before(token.clone()));
        }
        Ok(Ok(token))
    }

    /// Another token than `refused`; `None` when there is none that could do better.
    pub(super) async fn replacement(
        self: &Arc<Self>,
        refused: &AccessToken,
    ) -> Result<Option<AccessToken>, Error> {
        for _ in 0..TRIES {
            let flight = match self.replacement_or_flight(refused)? {
                Ok(answer) => return Ok(answer),
                Err(flight) => flight,
            };
            match flight.landed().await {
                Some(Ok(token)) if token.is_same_as(refused) => {}
                Some(Ok(token)) => return Ok(Some(token)),
                Some(Err(error)) => return Err(error.shared()),
                None => {}
            }
        }
        Ok(None)
    }

    fn replacement_or_flight(
        self: &Arc<Self>,
        refused: &AccessToken,
    ) -> Result<Result<Option<AccessToken>, Flight>, Error> {
        let now = self.clock.now();
        let mut state = lock(&self.state);
        match &mut state.current {
            Some(current) if current.token.is_same_as(refused) => {
                if current.is_too_new_to_replace(now) {
                    return Ok(Ok(None));
                }
                current.refused = true;
            }
            Some(current) if current.is_good(now) => return Ok(Ok(Some(current.token.clone()))),
            _ => {}
        }
        self.join(&mut state, Need::Instead(refused.clone()))
            .map(Err)
    }

    /// The renewal that is under way, or else a new one.
    fn join(self: &Arc<Self>, state: &mut State, need: Need) -> Result<Flight, Error> {
        if let Some(flight) = state.flight.as_ref().filter(|flight| !flight.is_lost()) {
            return Ok(flight.clone());
        }
        let runtime = Handle::try_current().map_err(|_| {
            let message = "tokens are renewed by a task of Tokio, and there is no runtime here";
            Error::new(ErrorKind::Configuration, message)
        })?;
        state.flights += 1;
        let number = state.flights;
        let (sender, outcome) = watch::channel(None);
        let flight = Flight { number, outcome };
        state.flight = Some(flight.clone());
        let shared = Arc::clone(self);
        runtime.spawn(async move {
            let ahead = matches!(need, Need::Before(_));
            let outcome = shared.source.obtain(need).await;
            let outcome = shared.land(number, ahead, outcome);
            sender.send_replace(Some(outcome));
        });
        Ok(flight)
    }

    /// Keeps what a renewal has brought.
    fn land(&self, number: u64, ahead: bool, outcome: Result<Obtained, Error>) -> Outcome {
        let now = self.clock.now();
        let mut state = lock(&self.state);
        if state
            .flight
            .as_ref()
            .is_some_and(|flight| flight.number == number)
        {
            state.flight = None;
        }
        match outcome {
            Ok(obtained) => {
                let current = self.current(obtained, now);
                let token = current.token.clone();
                state.current = Some(current);
                state.ahead_not_before = None;
                tracing::debug!("there is another access token");
                Ok(token)
            }
            Err(error) => {
                if ahead {
                    tracing::warn!(%error, "renewing the access token ahead of its expiry failed");
                }
                state.ahead_not_before = now.checked_add(PAUSE_AFTER_FAILURE);
                Err(Arc::new(error))
            }
        }
    }

    fn current(&self, obtained: Obtained, now: SystemTime) -> Current {
        let due = obtained.expiry.and_then(|expiry| {
            let left = expiry.duration_since(now).unwrap_or_default();
            expiry.checked_sub(self.margin.min(left / 10))
        });
        Current {
            token: obtained.token,
            expiry: obtained.expiry,
            due,
            issued: obtained.issued_now.then_some(now),
            refused: false,
        }
    }
}

fn broken_off() -> Error {
    let message =
        "renewing the access token was broken off again and again, as when a runtime ends";
    Error::new(ErrorKind::Credentials, message)
}

#[cfg(test)]
mod tests;
