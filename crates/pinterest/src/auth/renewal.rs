//! One token for many callers, which is refreshed once for all of them, and ahead of its expiry.

mod shared_task;

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use shared_task::{Outcome, SharedTask};

use super::AccessToken;
use super::clock::Clock;
use crate::Error;
use crate::lock::lock;

/// The default of [`UserCredentials::with_refresh_margin`]: ten minutes.
///
/// A token is refreshed this long before its expiry, but at most a tenth of the time that it had
/// left when it was obtained.
///
/// [`UserCredentials::with_refresh_margin`]: super::UserCredentials::with_refresh_margin
pub const DEFAULT_REFRESH_MARGIN: Duration = Duration::from_secs(600);

/// The pause after a refresh ahead of expiry has failed.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(30);

/// A token that is rejected so soon after it was issued is not replaced: its age is not the reason.
const TOO_NEW_TO_REPLACE: Duration = Duration::from_secs(60);

/// The number of times that a caller waits for a refresh that returns the rejected token.
const TRIES: usize = 3;

/// Why a token is needed.
#[derive(Clone)]
pub(super) enum Need {
    /// There is no token, or it has expired.
    Any,
    /// This token expires soon.
    Before(AccessToken),
    /// The server has rejected this token.
    Instead(AccessToken),
}

/// A token that was obtained.
pub(super) struct Obtained {
    pub(super) token: AccessToken,
    pub(super) expiry: Option<SystemTime>,
    /// Whether the server has just issued it.
    pub(super) issued_now: bool,
}

/// The source of tokens. One task at a time uses it.
pub(super) trait Source: Send + Sync + 'static {
    fn obtain(
        &self,
        need: Need,
    ) -> Pin<Box<dyn Future<Output = Result<Obtained, Error>> + Send + '_>>;

    /// Returns a valid stored token other than `besides`, without a request.
    fn look_up(
        &self,
        besides: AccessToken,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Obtained>, Error>> + Send + '_>> {
        let _ = besides;
        Box::pin(async { Ok(None) })
    }
}

/// Holds the token of a source, and shares one refresh between all callers that wait.
pub(super) struct Renewal<S> {
    source: S,
    margin: Duration,
    clock: Clock,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Current>,
    refresh: Option<SharedTask>,
    /// A lookup of another stored token, which refreshes nothing.
    lookup: Option<SharedTask>,
    /// The number of tasks started so far.
    started: u64,
    /// The earliest time of the next refresh ahead of expiry.
    ahead_not_before: Option<SystemTime>,
}

struct Current {
    token: AccessToken,
    expiry: Option<SystemTime>,
    /// When it is due for a refresh, while it is still used.
    due: Option<SystemTime>,
    /// When the server issued it, if this object requested it.
    issued: Option<SystemTime>,
    rejected: bool,
}

impl Current {
    fn is_good(&self, now: SystemTime) -> bool {
        !self.rejected && self.expiry.is_none_or(|expiry| now < expiry)
    }

    fn is_due(&self, now: SystemTime) -> bool {
        self.due.is_some_and(|due| due <= now)
    }

    fn is_too_new_to_replace(&self, now: SystemTime) -> bool {
        let age = self.issued.and_then(|at| now.duration_since(at).ok());
        age.is_some_and(|age| age < TOO_NEW_TO_REPLACE)
    }
}

/// The next step of a caller that needs a token.
enum Step {
    Use(AccessToken),
    Wait(SharedTask),
    /// The present token is still valid, but the caller that starts a refresh waits for it. A
    /// program that ends right after its call would otherwise end the refresh between a request and
    /// its response.
    WaitAhead(SharedTask),
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

    /// Returns a token that has not expired.
    pub(super) async fn token(self: &Arc<Self>) -> Result<AccessToken, Error> {
        let refresh = match self.step()? {
            Step::Use(token) => return Ok(token),
            Step::Wait(refresh) => refresh,
            Step::WaitAhead(refresh) => match refresh.clone().finished_soon().await {
                Some(Ok(token)) => return Ok(token),
                _ => match self.present() {
                    Some(token) => return Ok(token),
                    None => refresh,
                },
            },
        };
        refresh.finished().await.map_err(|error| error.shared())
    }

    fn step(self: &Arc<Self>) -> Result<Step, Error> {
        let now = self.clock.now();
        let mut state = lock(&self.state);
        let Some(current) = state.current.as_ref().filter(|token| token.is_good(now)) else {
            return self.join(&mut state, Need::Any).map(Step::Wait);
        };
        let token = current.token.clone();
        let is_time = state.ahead_not_before.is_none_or(|start| start <= now);
        if !current.is_due(now) || !is_time || state.refresh.is_some() {
            return Ok(Step::Use(token));
        }
        match self.join(&mut state, Need::Before(token.clone())) {
            Ok(refresh) => Ok(Step::WaitAhead(refresh)),
            Err(error) => {
                failed_ahead(&error);
                state.ahead_not_before = now.checked_add(PAUSE_AFTER_FAILURE);
                Ok(Step::Use(token))
            }
        }
    }

    /// Returns the token that was obtained last, if it is valid.
    fn present(&self) -> Option<AccessToken> {
        let now = self.clock.now();
        let state = lock(&self.state);
        let current = state.current.as_ref().filter(|token| token.is_good(now));
        current.map(|current| current.token.clone())
    }

    /// Returns a token other than `rejected`; `None` if there is none.
    pub(super) async fn replacement(
        self: &Arc<Self>,
        rejected: &AccessToken,
    ) -> Result<Option<AccessToken>, Error> {
        for _ in 0..TRIES {
            let refresh = match self.replacement_or_refresh(rejected)? {
                Ok(replacement) => return Ok(replacement),
                Err(refresh) => refresh,
            };
            match refresh.finished().await {
                Ok(token) if token.is_same_as(rejected) => {}
                Ok(token) => return Ok(Some(token)),
                Err(error) => return Err(error.shared()),
            }
        }
        Ok(None)
    }

    fn replacement_or_refresh(
        self: &Arc<Self>,
        rejected: &AccessToken,
    ) -> Result<Result<Option<AccessToken>, SharedTask>, Error> {
        let now = self.clock.now();
        let mut state = lock(&self.state);
        match &mut state.current {
            Some(current) if current.token.is_same_as(rejected) => {
                if current.is_too_new_to_replace(now) {
                    return Ok(Ok(None));
                }
                current.rejected = true;
            }
            Some(current) if current.is_good(now) => return Ok(Ok(Some(current.token.clone()))),
            _ => {}
        }
        self.join(&mut state, Need::Instead(rejected.clone()))
            .map(Err)
    }

    /// Returns the refresh in progress, or starts one.
    fn join(self: &Arc<Self>, state: &mut State, need: Need) -> Result<SharedTask, Error> {
        if let Some(refresh) = &state.refresh {
            return Ok(refresh.clone());
        }
        state.started += 1;
        let number = state.started;
        let ahead = matches!(need, Need::Before(_));
        let (working, completing) = (Arc::clone(self), Arc::clone(self));
        let refresh = SharedTask::start(
            number,
            async move { working.source.obtain(need).await },
            move |obtained| completing.complete(number, ahead, obtained),
        )?;
        state.refresh = Some(refresh.clone());
        Ok(refresh)
    }

    /// Records the result of a refresh.
    fn complete(&self, number: u64, ahead: bool, outcome: Result<Obtained, Error>) -> Outcome {
        let now = self.clock.now();
        let mut state = lock(&self.state);
        state.refresh.take_if(|refresh| refresh.number == number);
        match outcome {
            Ok(obtained) => {
                let current = self.current(obtained, now);
                let token = current.token.clone();
                state.current = Some(current);
                state.ahead_not_before = None;
                tracing::debug!("the access token was replaced");
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

    /// Returns a stored token other than `lacking`, which lacks a scope, or `lacking` itself if
    /// there is none.
    pub(super) async fn other_than(self: &Arc<Self>, lacking: AccessToken) -> AccessToken {
        if let Some(present) = self.present().filter(|token| !token.is_same_as(&lacking)) {
            return present;
        }
        let Ok(lookup) = self.lookup(&lacking) else {
            return lacking;
        };
        lookup.finished().await.unwrap_or(lacking)
    }

    fn lookup(self: &Arc<Self>, lacking: &AccessToken) -> Result<SharedTask, Error> {
        let mut state = lock(&self.state);
        if let Some(lookup) = &state.lookup {
            return Ok(lookup.clone());
        }
        state.started += 1;
        let number = state.started;
        let (working, completing) = (Arc::clone(self), Arc::clone(self));
        let (besides, lacking) = (lacking.clone(), lacking.clone());
        let lookup = SharedTask::start(
            number,
            async move { working.source.look_up(besides).await },
            move |found| completing.complete_lookup(number, lacking, found),
        )?;
        state.lookup = Some(lookup.clone());
        Ok(lookup)
    }

    /// Replaces `lacking` with the token that was found, unless a refresh has replaced it already.
    fn complete_lookup(
        &self,
        number: u64,
        lacking: AccessToken,
        found: Result<Option<Obtained>, Error>,
    ) -> Outcome {
        let now = self.clock.now();
        let mut state = lock(&self.state);
        state.lookup.take_if(|lookup| lookup.number == number);
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
            rejected: false,
        }
    }
}

fn failed_ahead(error: &Error) {
    tracing::warn!(%error, "refreshing the access token before its expiry failed");
}

#[cfg(test)]
mod tests;
