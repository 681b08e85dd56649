//! One token for many callers: renewed once for all of them, and ahead of its expiry.

mod flight;

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use flight::{Flight, Outcome};

use super::AccessToken;
use super::clock::Clock;
use crate::Error;
use crate::lock::lock;

/// How long before its expiry a token is renewed, unless set otherwise; never more than a tenth of the time that it had
/// left when it was obtained.
pub const DEFAULT_REFRESH_MARGIN: Duration = Duration::from_secs(600);

/// How long to wait after a renewal ahead of expiry has failed.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(30);

/// A token that is refused so soon after it was obtained is not replaced: what is wrong is not its age.
const TOO_NEW_TO_REPLACE: Duration = Duration::from_secs(60);

/// How often a caller looks again when the renewal that it waited for was made for somebody else's need.
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

    /// A good token that is not `besides` and is there already, without asking a server.
    fn look(
        &self,
        besides: AccessToken,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Obtained>, Error>> + Send + '_>> {
        let _ = besides;
        Box::pin(async { Ok(None) })
    }
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
    /// A look for another token, which renews nothing.
    look: Option<Flight>,
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

/// What a caller who needs a token does next.
enum Step {
    Use(AccessToken),
    Wait(Flight),
    /// The present token is still good, but whoever starts a renewal sees it through: a program that ends right after its
    /// call would otherwise end the renewal between a request and its answer.
    WaitAhead(Flight),
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
        let flight = match self.step()? {
            Step::Use(token) => return Ok(token),
            Step::Wait(flight) => flight,
            Step::WaitAhead(flight) => match flight.clone().landed_soon().await {
                Some(Ok(token)) => return Ok(token),
                _ => match self.present() {
                    Some(token) => return Ok(token),
                    None => flight,
                },
            },
        };
        flight.landed().await.map_err(|error| error.shared())
    }

    fn step(self: &Arc<Self>) -> Result<Step, Error> {
        let now = self.clock.now();
        let mut state = lock(&self.state);
        let Some(current) = state.current.as_ref().filter(|token| token.is_good(now)) else {
            return self.join(&mut state, Need::Any).map(Step::Wait);
        };
        let token = current.token.clone();
        let is_time = state.ahead_not_before.is_none_or(|start| start <= now);
        if !current.is_due(now) || !is_time || state.flight.is_some() {
            return Ok(Step::Use(token));
        }
        match self.join(&mut state, Need::Before(token.clone())) {
            Ok(flight) => Ok(Step::WaitAhead(flight)),
            Err(error) => {
                failed_ahead(&error);
                state.ahead_not_before = now.checked_add(PAUSE_AFTER_FAILURE);
                Ok(Step::Use(token))
            }
        }
    }

    /// The token that was obtained last, if it is good.
    fn present(&self) -> Option<AccessToken> {
        let now = self.clock.now();
        let state = lock(&self.state);
        let current = state.current.as_ref().filter(|token| token.is_good(now));
        current.map(|current| current.token.clone())
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
                Ok(token) if token.is_same_as(refused) => {}
                Ok(token) => return Ok(Some(token)),
                Err(error) => return Err(error.shared()),
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
        if let Some(flight) = &state.flight {
            return Ok(flight.clone());
        }
        state.flights += 1;
        let number = state.flights;
        let ahead = matches!(need, Need::Before(_));
        let (working, landing) = (Arc::clone(self), Arc::clone(self));
        let flight = Flight::start(
            number,
            async move { working.source.obtain(need).await },
            move |obtained| landing.land(number, ahead, obtained),
        )?;
        state.flight = Some(flight.clone());
        Ok(flight)
    }

    /// Keeps what a renewal has brought.
    fn land(&self, number: u64, ahead: bool, outcome: Result<Obtained, Error>) -> Outcome {
        let now = self.clock.now();
        let mut state = lock(&self.state);
        state.flight.take_if(|flight| flight.number == number);
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
                    failed_ahead(&error);
                }
                state.ahead_not_before = now.checked_add(PAUSE_AFTER_FAILURE);
                Err(Arc::new(error))
            }
        }
    }

    /// A token that may do what `lacking` may not, if there is one without asking a server; otherwise `lacking` itself.
    pub(super) async fn other_than(self: &Arc<Self>, lacking: AccessToken) -> AccessToken {
        if let Some(present) = self.present().filter(|token| !token.is_same_as(&lacking)) {
            return present;
        }
        let Ok(look) = self.look(&lacking) else {
            return lacking;
        };
        look.landed().await.unwrap_or(lacking)
    }

    fn look(self: &Arc<Self>, lacking: &AccessToken) -> Result<Flight, Error> {
        let mut state = lock(&self.state);
        if let Some(look) = &state.look {
            return Ok(look.clone());
        }
        state.flights += 1;
        let number = state.flights;
        let (working, landing) = (Arc::clone(self), Arc::clone(self));
        let (besides, lacking) = (lacking.clone(), lacking.clone());
        let look = Flight::start(
            number,
            async move { working.source.look(besides).await },
            move |found| landing.land_look(number, lacking, found),
        )?;
        state.look = Some(look.clone());
        Ok(look)
    }

    /// Keeps what was found instead of `lacking`, unless a renewal came first.
    fn land_look(
        &self,
        number: u64,
        lacking: AccessToken,
        found: Result<Option<Obtained>, Error>,
    ) -> Outcome {
        let now = self.clock.now();
        let mut state = lock(&self.state);
        state.look.take_if(|look| look.number == number);
        let Some(found) = found.map_err(Arc::new)? else {
            return Ok(lacking);
        };
        let token = found.token.clone();
        let replaces = |current: &Current| current.token.is_same_as(&lacking);
        if state.current.as_ref().is_some_and(replaces) {
            state.current = Some(self.current(found, now));
        }
        Ok(token)
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

fn failed_ahead(error: &Error) {
    tracing::warn!(%error, "renewing the access token ahead of its expiry failed");
}

#[cfg(test)]
mod tests;
