//! Refreshing the tokens of a user so that none is lost: lock, load, refresh, save, use.

mod memory;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use memory::{Memory, Unsaved};
use pinterest_client::operation::SecurityScheme;
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::clock::Clock;
use super::renewal::{Need, Obtained, Source};
use super::{AccessToken, LockedTokens, OAuth, TokenStore, Tokens};
use crate::{Environment, Error, ErrorKind};

/// How long a store may take for access to its tokens; others may be refreshing them. The limits of a store itself should be
/// shorter: these are for one that would never end.
const ACCESS_LIMIT: Duration = Duration::from_secs(300);

/// How long a store may take to load or save.
const WORK_LIMIT: Duration = Duration::from_secs(60);

/// The tokens of a user in their store, and what is known about them beyond it.
pub(super) struct Rotation {
    oauth: OAuth,
    store: Arc<dyn TokenStore>,
    /// Tokens that were given, for a store that has none.
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
            memory.spare(seed);
        }
        Self {
            oauth,
            store,
            seed,
            clock,
            memory: Mutex::new(memory),
        }
    }

    /// The same beginning, with no memory of what happened since.
    pub(super) fn anew(&self) -> Self {
        Self::new(
            self.oauth.clone(),
            self.seed.clone(),
            Arc::clone(&self.store),
            self.clock.clone(),
        )
    }

    /// Says which environment the tokens belong to.
    pub(super) fn bind(&self, environment: &Environment) -> Result<(), Error> {
        self.oauth.bind(environment)
    }

    async fn rotate(&self, need: Need) -> Result<Obtained, Error> {
        let mut memory = self.memory.lock().await;
        if let Need::Instead(refused) = &need {
            memory.refused = Some(refused.clone());
        }
        self.end_if_nothing_has_changed(&memory, &need).await?;
        let access = in_time(ACCESS_LIMIT, "given access", self.store.lock());
        let mut locked = access.await?;
        let stored = in_time(WORK_LIMIT, "loaded the tokens", locked.load()).await?;
        let present = self.present(&mut memory, &mut *locked, stored).await?;
        if let Some(token) = self.usable(&present.tokens, &memory, &need) {
            if present.from_seed {
                save(&mut *locked, &present.tokens).await?;
            }
            return Ok(obtained(token, &present.tokens, false));
        }
        let renewed = self
            .refresh(&mut memory, &mut *locked, &present.tokens)
            .await?;
        let token = renewed.access_token().cloned().ok_or_else(no_tokens)?;
        Ok(obtained(token, &renewed, true))
    }

    async fn peek(&self) -> Result<Option<Tokens>, Error> {
        in_time(ACCESS_LIMIT, "shown the tokens", self.store.peek()).await
    }

    /// Fails as before when the last refresh token was refused or the server wants to be left alone for a while, and
    /// nothing in the store can do better.
    async fn end_if_nothing_has_changed(&self, memory: &Memory, need: &Need) -> Result<(), Error> {
        let now = self.clock.now();
        let Some(error) = memory.standing_error(now) else {
            return Ok(());
        };
        if memory.unsaved.is_some() {
            return Ok(());
        }
        let Some(tokens) = self.peek().await? else {
            return Err(error);
        };
        if memory.is_hopeless(&tokens, now) && self.usable(&tokens, memory, need).is_none() {
            return Err(error);
        }
        Ok(())
    }

    /// What is in the store, if it is another token that can be used.
    async fn in_store_besides(&self, token: AccessToken) -> Result<Option<Obtained>, Error> {
        let memory = self.memory.lock().await;
        let Some(tokens) = self.peek().await? else {
            return Ok(None);
        };
        let other = self.usable(&tokens, &memory, &Need::Before(token));
        Ok(other.map(|token| obtained(token, &tokens, false)))
    }

    /// The tokens to go by: what could not be saved before, what is stored, or what was given.
    async fn present(
        &self,
        memory: &mut Memory,
        locked: &mut dyn LockedTokens,
        stored: Option<Tokens>,
    ) -> Result<Present, Error> {
        let from_store = |tokens| Present {
            tokens,
            from_seed: false,
        };
        if let Some(unsaved) = &memory.unsaved {
            let tokens = unsaved.tokens.clone();
            if unsaved.belongs_into(stored.as_ref()) {
                save(locked, &tokens).await?;
                memory.unsaved = None;
                return Ok(from_store(tokens));
            }
            // Somebody else has put other tokens there since; ours are kept in case that those are no good.
            memory.spare(&tokens);
            memory.unsaved = None;
        }
        match (stored, &self.seed) {
            (Some(stored), _) => Ok(from_store(stored)),
            (None, Some(seed)) => Ok(Present {
                tokens: seed.clone(),
                from_seed: true,
            }),
            (None, None) => Err(no_tokens()),
        }
    }

    /// The access token, unless it has expired, was refused, or is the one that is to be renewed.
    fn usable(&self, tokens: &Tokens, memory: &Memory, need: &Need) -> Option<AccessToken> {
        let token = tokens.access_token()?;
        let now = self.clock.now();
        let expired = tokens.access_expiry().is_some_and(|expiry| expiry <= now);
        let refused = memory.refused.iter().any(|other| other.is_same_as(token));
        let renewed = matches!(need, Need::Before(old) if old.is_same_as(token));
        (!expired && !refused && !renewed).then(|| token.clone())
    }

    async fn refresh(
        &self,
        memory: &mut Memory,
        locked: &mut dyn LockedTokens,
        before: &Tokens,
    ) -> Result<Tokens, Error> {
        let candidates = memory.candidates(before, self.clock.now());
        if !candidates.is_empty() {
            rehearse(locked, before).await?;
        }
        for candidate in candidates {
            match self.oauth.refresh(&candidate.token).await {
                Ok(answer) => {
                    memory.spent(&candidate.token);
                    let bought = answer.renewed_from(&candidate.added_to(before));
                    return keep(memory, locked, bought, before).await;
                }
                Err(error) if error.kind() == ErrorKind::ReauthorizationRequired => {
                    memory.died(candidate.token, error);
                }
                Err(error) => return Err(memory.failed(error, before, self.clock.now())),
            }
        }
        Err(memory.end(before, self.clock.now()))
    }
}

/// Saves what is there already: a store that cannot be written to has to be found out while the old pair is still good.
async fn rehearse(locked: &mut dyn LockedTokens, tokens: &Tokens) -> Result<(), Error> {
    in_time(WORK_LIMIT, "saved the tokens", locked.save(tokens))
        .await
        .map_err(|error| {
            let message = format!("new tokens could not be saved, so none are asked for: {error}");
            Error::new(ErrorKind::Credentials, message).with_source(error)
        })
}

/// Saves a new pair before anybody uses it; a pair that is not saved, whatever happens meanwhile, is not forgotten.
async fn keep(
    memory: &mut Memory,
    locked: &mut dyn LockedTokens,
    tokens: Tokens,
    before: &Tokens,
) -> Result<Tokens, Error> {
    memory.unsaved = Some(Unsaved {
        tokens: tokens.clone(),
        in_store: before.refresh_token().cloned(),
    });
    save(locked, &tokens).await?;
    memory.unsaved = None;
    Ok(tokens)
}

async fn save(locked: &mut dyn LockedTokens, tokens: &Tokens) -> Result<(), Error> {
    in_time(WORK_LIMIT, "saved the tokens", locked.save(tokens))
        .await
        .map_err(|error| {
            let message = format!("the tokens cannot be saved, so they are not used yet: {error}");
            Error::new(ErrorKind::Credentials, message).with_source(error)
        })
}

/// What a store does, unless it takes so long that it may never end.
async fn in_time<T>(
    limit: Duration,
    done: &str,
    doing: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    timeout(limit, doing).await.unwrap_or_else(|_| {
        let seconds = limit.as_secs();
        let message = format!("the token store has not {done} within {seconds} s");
        Err(Error::new(ErrorKind::Credentials, message))
    })
}

/// The tokens that a call goes by.
struct Present {
    tokens: Tokens,
    /// Whether they are not in the store.
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
    let message =
        "there are no tokens in the store, and none were given; the user has to authorise the app";
    Error::new(ErrorKind::ReauthorizationRequired, message)
}

impl Source for Rotation {
    fn obtain(
        &self,
        need: Need,
    ) -> Pin<Box<dyn Future<Output = Result<Obtained, Error>> + Send + '_>> {
        Box::pin(self.rotate(need))
    }

    fn look(
        &self,
        besides: AccessToken,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Obtained>, Error>> + Send + '_>> {
        Box::pin(self.in_store_besides(besides))
    }
}

#[cfg(test)]
mod tests;
