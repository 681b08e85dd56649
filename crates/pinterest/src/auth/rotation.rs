//! Refreshing the tokens of a user so that none is lost: lock, load, refresh, save, use.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use pinterest_client::operation::SecurityScheme;
use tokio::sync::Mutex;

use super::clock::Clock;
use super::renewal::{Need, Obtained, Source};
use super::{AccessToken, LockedTokens, OAuth, RefreshToken, TokenStore, Tokens};
use crate::{Error, ErrorKind};

/// The tokens of a user in their store, and what is known about them beyond it.
pub(super) struct Rotation {
    oauth: OAuth,
    store: Arc<dyn TokenStore>,
    /// Tokens that were given, for a store that has none.
    seed: Option<Tokens>,
    clock: Clock,
    memory: Mutex<Memory>,
}

/// What happened so far and is not in the store.
#[derive(Default)]
struct Memory {
    unsaved: Option<Unsaved>,
    /// The access token that the server has refused last.
    refused: Option<AccessToken>,
    /// Refresh tokens that the server has refused, and what it said last.
    dead: Vec<RefreshToken>,
    last_words: Option<Arc<Error>>,
    /// Refresh tokens to try when the store's is dead.
    spare: Vec<RefreshToken>,
}

/// A pair that the store did not take, and the refresh token that it was bought with.
struct Unsaved {
    tokens: Tokens,
    bought_with: RefreshToken,
}

impl Memory {
    fn is_dead(&self, token: &RefreshToken) -> bool {
        self.dead.iter().any(|dead| dead.is_same_as(token))
    }
}

impl Rotation {
    pub(super) fn new(
        oauth: OAuth,
        seed: Option<Tokens>,
        store: Arc<dyn TokenStore>,
        clock: Clock,
    ) -> Self {
        let spare = seed.iter().filter_map(Tokens::refresh_token).cloned();
        let memory = Memory {
            spare: spare.collect(),
            ..Memory::default()
        };
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

    async fn rotate(&self, need: Need) -> Result<Obtained, Error> {
        let mut memory = self.memory.lock().await;
        if let Need::Instead(refused) = &need {
            memory.refused = Some(refused.clone());
        }
        self.end_if_still_dead(&memory, &need).await?;
        let mut locked = self.store.lock().await?;
        let stored = locked.load().await?;
        let present = self.present(&mut memory, &mut *locked, stored).await?;
        if let Some(token) = self.usable(&present, &memory, &need) {
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

    /// Fails as before when nothing has changed since the last refresh token was refused.
    async fn end_if_still_dead(&self, memory: &Memory, need: &Need) -> Result<(), Error> {
        let Some(last_words) = &memory.last_words else {
            return Ok(());
        };
        let Some(tokens) = self.store.peek().await? else {
            return Err(last_words.shared());
        };
        let present = Present {
            tokens,
            from_seed: false,
        };
        let has_hope = present
            .tokens
            .refresh_token()
            .is_some_and(|token| !memory.is_dead(token));
        if has_hope || self.usable(&present, memory, need).is_some() {
            return Ok(());
        }
        Err(last_words.shared())
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
            let in_store = stored.as_ref().and_then(Tokens::refresh_token);
            let is_as_before = in_store.is_none_or(|token| token.is_same_as(&unsaved.bought_with));
            if is_as_before {
                save(locked, &unsaved.tokens).await?;
                let tokens = unsaved.tokens.clone();
                memory.unsaved = None;
                return Ok(from_store(tokens));
            }
            // Somebody else has put other tokens there since; ours are kept in case that those are no good.
            memory.spare.extend(unsaved.tokens.refresh_token().cloned());
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
    fn usable(&self, present: &Present, memory: &Memory, need: &Need) -> Option<AccessToken> {
        let token = present.tokens.access_token()?;
        let now = self.clock.now();
        let expired = present
            .tokens
            .access_expiry()
            .is_some_and(|expiry| expiry <= now);
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
        let mut last_words = None;
        let candidates: Vec<RefreshToken> = before
            .refresh_token()
            .into_iter()
            .chain(&memory.spare)
            .cloned()
            .collect();
        for candidate in candidates {
            if memory.is_dead(&candidate) {
                continue;
            }
            match self.oauth.refresh(&candidate).await {
                Ok(answer) => {
                    let bought =
                        answer.renewed_from(&before.clone().with_refresh_token(candidate.clone()));
                    memory.last_words = None;
                    return keep(memory, locked, bought, candidate).await;
                }
                Err(error) if error.kind() == ErrorKind::ReauthorizationRequired => {
                    memory.dead.push(candidate);
                    last_words = Some(error);
                }
                Err(error) => return Err(error),
            }
        }
        let last_words = match (last_words, &memory.last_words) {
            (Some(error), _) => Arc::new(error),
            (None, Some(error)) => Arc::clone(error),
            (None, None) => Arc::new(no_refresh_token()),
        };
        let error = last_words.shared();
        memory.last_words = Some(last_words);
        Err(error)
    }
}

/// Saves a new pair before anybody uses it; a pair that cannot be saved is not forgotten.
async fn keep(
    memory: &mut Memory,
    locked: &mut dyn LockedTokens,
    tokens: Tokens,
    bought_with: RefreshToken,
) -> Result<Tokens, Error> {
    let saved = save(locked, &tokens).await;
    if let Err(error) = saved {
        memory.unsaved = Some(Unsaved {
            tokens,
            bought_with,
        });
        return Err(error);
    }
    Ok(tokens)
}

async fn save(locked: &mut dyn LockedTokens, tokens: &Tokens) -> Result<(), Error> {
    locked.save(tokens).await.map_err(|error| {
        let message = format!("the tokens cannot be saved, so they are not used yet: {error}");
        Error::new(ErrorKind::Credentials, message).with_source(error)
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

fn no_refresh_token() -> Error {
    let message = "the access token is expired or refused, and there is no refresh token; the user has to authorise the app again";
    Error::new(ErrorKind::ReauthorizationRequired, message)
}

impl Source for Rotation {
    fn obtain(
        &self,
        need: Need,
    ) -> Pin<Box<dyn Future<Output = Result<Obtained, Error>> + Send + '_>> {
        Box::pin(self.rotate(need))
    }
}

#[cfg(test)]
mod tests;
