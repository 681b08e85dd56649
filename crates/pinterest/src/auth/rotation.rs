//! The refresh of a user's tokens, in an order that loses none: lock, load, refresh, save, use.

mod memory;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use memory::Memory;
use pinterest_client::operation::SecurityScheme;
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::clock::Clock;
use super::renewal::{Need, Obtained, Source};
use super::{AccessToken, Binding, LockedTokens, OAuth, Saved, TokenStore, Tokens};
use crate::{Error, ErrorKind};

/// The timeout for access to a store, which others may be using. A store should have a shorter
/// timeout itself: this one is for a store that would never return.
const ACCESS_TIMEOUT: Duration = Duration::from_secs(300);

/// The timeout for loading and saving.
const WORK_TIMEOUT: Duration = Duration::from_secs(60);

/// How often the tokens are loaded again because others were first. Each of them has stored tokens
/// since, so that is rarely necessary twice.
const TRIES: usize = 5;

/// The tokens of a user in their store, and the facts about them that are not in it.
pub(super) struct Rotation {
    oauth: OAuth,
    store: Arc<dyn TokenStore>,
    /// The initial tokens, for a store that has none.
    seed: Option<Tokens>,
    clock: Clock,
    memory: Mutex<Memory>,
}

impl Rotation {
    pub(super) fn new(
        oauth: OAuth,
        seed: Option<Tokens>,
        store: Arc<dyn TokenStore>,
        clock: Clock,
    ) -> Self {
        let mut memory = Memory::default();
        if let Some(seed) = &seed {
            memory.add_fallback(seed);
        }
        Self {
            oauth,
            store,
            seed,
            clock,
            memory: Mutex::new(memory),
        }
    }

    /// Creates a rotation with the same initial state.
    pub(super) fn anew(&self) -> Self {
        Self::new(
            self.oauth.clone(),
            self.seed.clone(),
            Arc::clone(&self.store),
            self.clock.clone(),
        )
    }

    /// Says which environment the tokens belong to.
    pub(super) fn bind(&self, client: &Binding<'_>) -> Result<(), Error> {
        self.oauth.bind(client)
    }

    async fn rotate(&self, need: Need) -> Result<Obtained, Error> {
        let mut memory = self.memory.lock().await;
        if let Need::Instead(rejected) = &need {
            memory.rejected = Some(rejected.clone());
        }
        self.fail_if_nothing_has_changed(&memory, &need).await?;
        for _ in 0..TRIES {
            let access = in_time(ACCESS_TIMEOUT, "grant access", self.store.lock());
            let mut locked = access.await?;
            match self.rotate_locked(&mut memory, &mut *locked, &need).await {
                Err(Stopped::Superseded) => tracing::debug!("others have used the tokens"),
                Err(Stopped::Failed(error)) => return Err(*error),
                Ok(obtained) => return Ok(obtained),
            }
        }
        let message = "others use the token store all the time";
        Err(Error::new(ErrorKind::Credentials, message))
    }

    async fn rotate_locked(
        &self,
        memory: &mut Memory,
        locked: &mut dyn LockedTokens,
        need: &Need,
    ) -> Result<Obtained, Stopped> {
        let mut stored = load(locked).await?;
        let mut has_read_again = false;
        loop {
            let present = self.present(memory, locked, stored).await?;
            if let Some(token) = self.usable(&present.tokens, memory, need) {
                if present.from_seed {
                    save(locked, &present.tokens).await?;
                }
                return Ok(obtained(token, &present.tokens, false));
            }
            let error = match self.refresh(memory, locked, &present.tokens).await {
                Ok(renewed) => {
                    let token = renewed.access_token().cloned().ok_or_else(no_tokens)?;
                    return Ok(obtained(token, &renewed, true));
                }
                Err(Stopped::Failed(error)) => *error,
                Err(Stopped::Superseded) => return Err(Stopped::Superseded),
            };
            if has_read_again || !may_be_about_old_tokens(&error) {
                return Err(error.into());
            }
            // Somebody may have stored others since, where the lock does not prevent it.
            has_read_again = true;
            stored = load(locked).await.unwrap_or_default();
            let now = self.clock.now();
            let others = stored.as_ref().filter(|tokens| {
                !tokens.are_same_as(&present.tokens)
                    && (!memory.has_no_use_for(tokens, now)
                        || self.usable(tokens, memory, need).is_some())
            });
            if others.is_none() {
                return Err(error.into());
            }
        }
    }

    async fn peek(&self) -> Result<Option<Tokens>, Error> {
        in_time(ACCESS_TIMEOUT, "return the tokens", self.store.peek()).await
    }

    /// Fails as before if the last refresh token was rejected or a pause has not ended, and the
    /// store has no other tokens.
    async fn fail_if_nothing_has_changed(&self, memory: &Memory, need: &Need) -> Result<(), Error> {
        let now = self.clock.now();
        let Some(error) = memory.standing_error(now) else {
            return Ok(());
        };
        let Some(tokens) = self.peek().await? else {
            return Err(error);
        };
        if memory.has_no_use_for(&tokens, now) && self.usable(&tokens, memory, need).is_none() {
            return Err(error);
        }
        Ok(())
    }

    /// Returns the token in the store, if it is another one that can be used.
    async fn in_store_besides(&self, token: AccessToken) -> Result<Option<Obtained>, Error> {
        let memory = self.memory.lock().await;
        let Some(tokens) = self.peek().await? else {
            return Ok(None);
        };
        if memory.newer_than(Some(&tokens), self.clock.now()).is_some() {
            return Ok(None);
        }
        let other = self.usable(&tokens, &memory, &Need::Before(token));
        Ok(other.map(|token| obtained(token, &tokens, false)))
    }

    /// Returns the tokens to use: the last ones if the store lacks them, the stored ones, or the
    /// initial ones.
    async fn present(
        &self,
        memory: &mut Memory,
        locked: &mut dyn LockedTokens,
        stored: Option<Tokens>,
    ) -> Result<Present, Stopped> {
        let from_store = |tokens| Present {
            tokens,
            from_seed: false,
        };
        let now = self.clock.now();
        if let Some(latest) = memory.newer_than(stored.as_ref(), now).cloned() {
            // It could not be saved before, or the file was removed or replaced by an old copy.
            if let Some(stored) = &stored {
                memory.add_fallback(stored);
            }
            save(locked, &latest).await?;
            memory.saved();
            return Ok(from_store(latest));
        }
        let present = match (stored, &self.seed) {
            (Some(stored), _) => from_store(stored),
            (None, Some(seed)) => Present {
                tokens: seed.clone(),
                from_seed: true,
            },
            (None, None) => return Err(no_tokens().into()),
        };
        memory.keep_latest_besides(&present.tokens, now);
        memory.remember(&present.tokens);
        Ok(present)
    }

    /// Returns the access token, unless it has expired, was rejected, or is the one to replace.
    fn usable(&self, tokens: &Tokens, memory: &Memory, need: &Need) -> Option<AccessToken> {
        let token = tokens.access_token()?;
        let now = self.clock.now();
        let expired = tokens.access_expiry().is_some_and(|expiry| expiry <= now);
        let rejected = memory.rejected.iter().any(|other| other.is_same_as(token));
        let replaced = matches!(need, Need::Before(old) if old.is_same_as(token));
        (!expired && !rejected && !replaced).then(|| token.clone())
    }

    async fn refresh(
        &self,
        memory: &mut Memory,
        locked: &mut dyn LockedTokens,
        before: &Tokens,
    ) -> Result<Tokens, Stopped> {
        let candidates = memory.candidates(before, self.clock.now());
        if !candidates.is_empty() {
            confirm(locked, before).await?;
        }
        for candidate in candidates {
            match self.oauth.refresh(&candidate.token).await {
                Ok(response) => {
                    memory.used(&candidate.token);
                    let issued = response.renewed_from(&candidate.added_to(before));
                    memory.exchanged(&candidate.token, &issued);
                    return keep(memory, locked, issued).await;
                }
                Err(error) if error.kind() == ErrorKind::ReauthorizationRequired => {
                    memory.rejected_refresh_token(candidate.token, error);
                }
                Err(error) => return Err(memory.failed(error, before, self.clock.now()).into()),
            }
        }
        Err(memory.no_candidates(before, self.clock.now()).into())
    }
}

/// Whether the failure may be that of tokens that others have replaced in the meantime.
fn may_be_about_old_tokens(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ReauthorizationRequired | ErrorKind::Credentials
    )
}

async fn load(locked: &mut dyn LockedTokens) -> Result<Option<Tokens>, Error> {
    in_time(WORK_TIMEOUT, "load the tokens", locked.load()).await
}

/// Detects a store that cannot save, or that others use, while the old pair is still valid.
async fn confirm(locked: &mut dyn LockedTokens, tokens: &Tokens) -> Result<(), Stopped> {
    let confirming = in_time(WORK_TIMEOUT, "save the tokens", locked.confirm(tokens));
    stored(confirming.await.map_err(|error| {
        let message =
            format!("the token store cannot save tokens, so no new ones are requested: {error}");
        Error::new(ErrorKind::Credentials, message).with_source(error)
    })?)
}

/// Saves a new pair before it is used. A pair that could not be saved stays in memory.
async fn keep(
    memory: &mut Memory,
    locked: &mut dyn LockedTokens,
    tokens: Tokens,
) -> Result<Tokens, Stopped> {
    memory.remember_unsaved(&tokens);
    save(locked, &tokens).await?;
    memory.saved();
    Ok(tokens)
}

async fn save(locked: &mut dyn LockedTokens, tokens: &Tokens) -> Result<(), Stopped> {
    let saving = in_time(WORK_TIMEOUT, "save the tokens", locked.save(tokens));
    stored(saving.await.map_err(|error| {
        let message = format!("the new tokens cannot be saved, so they are not used yet: {error}");
        Error::new(ErrorKind::Credentials, message).with_source(error)
    })?)
}

fn stored(saved: Saved) -> Result<(), Stopped> {
    match saved {
        Saved::Stored => Ok(()),
        Saved::Superseded => Err(Stopped::Superseded),
    }
}

/// Why work with the store ended before there was a token.
#[derive(Debug)]
enum Stopped {
    Failed(Box<Error>),
    /// Others have used the store, so the tokens have to be loaded again.
    Superseded,
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Failed(Box::new(error))
    }
}

/// Waits for a store, with a timeout.
async fn in_time<T>(
    time: Duration,
    action: &str,
    doing: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    timeout(time, doing).await.unwrap_or_else(|_| {
        let seconds = time.as_secs();
        let message = format!("the token store did not {action} within {seconds} s");
        Err(Error::new(ErrorKind::Credentials, message))
    })
}

/// The tokens that a call uses.
struct Present {
    tokens: Tokens,
    /// Whether they are the initial tokens, which are not in the store.
    from_seed: bool,
}

fn obtained(token: AccessToken, tokens: &Tokens, issued_now: bool) -> Obtained {
    let token = match token.scheme() {
        Some(_) => token,
        None => token.with_scheme(SecurityScheme::PinterestOauth2),
    };
    Obtained {
        token,
        expiry: tokens.access_expiry(),
        issued_now,
    }
}

fn no_tokens() -> Error {
    let message = "the token store has no tokens, and there are no initial ones; the user has to authorize the app";
    Error::new(ErrorKind::ReauthorizationRequired, message)
}

impl Source for Rotation {
    fn obtain(
        &self,
        need: Need,
    ) -> Pin<Box<dyn Future<Output = Result<Obtained, Error>> + Send + '_>> {
        Box::pin(self.rotate(need))
    }

    fn look_up(
        &self,
        besides: AccessToken,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Obtained>, Error>> + Send + '_>> {
        Box::pin(self.in_store_besides(besides))
    }
}

#[cfg(test)]
mod tests;
