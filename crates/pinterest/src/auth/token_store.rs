//! The trait of token stores, and a store in memory.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::{Mutex, OwnedMutexGuard};

use super::Tokens;
use crate::Error;

/// The future that [`TokenStore::lock`] returns.
pub type LockFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Box<dyn LockedTokens + 'a>, Error>> + Send + 'a>>;

/// The future that [`TokenStore::peek`] and [`LockedTokens::load`] return.
pub type LoadFuture<'a> = Pin<Box<dyn Future<Output = Result<Option<Tokens>, Error>> + Send + 'a>>;

/// The future that [`LockedTokens::save`] and [`LockedTokens::confirm`] return.
pub type SaveFuture<'a> = Pin<Box<dyn Future<Output = Result<Saved, Error>> + Send + 'a>>;

/// What came of saving tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// The store has the tokens.
    Stored,
    /// Nothing was changed, because somebody else has had access since the tokens were loaded. They
    /// are to be loaded again.
    Superseded,
}

/// Stores the tokens of one user, for all processes that use them.
///
/// Refresh tokens rotate: each refresh issues a new one, and the old one may no longer be valid. A
/// refresh therefore holds the lock from before it reads the tokens until the new ones are saved.
/// The new tokens are used after that. [`FileTokenStore`] stores them in a file,
/// [`MemoryTokenStore`] until the program ends; the crate `pinterest-redis` stores them for many
/// machines. Implement the trait to store them in a database. Its lock must exclude all users of the
/// same tokens.
///
/// A lock of a remote store may end while its owner is paused. Such a store renews it while it is
/// held, and compares versions: see [`LockedTokens::confirm`] and [`LockedTokens::save`].
///
/// ```
/// use pinterest::auth::{
///     LoadFuture, LockFuture, LockedTokens, SaveFuture, Saved, TokenStore, Tokens,
/// };
///
/// #[derive(Debug)]
/// struct Database;
///
/// struct Transaction;
///
/// impl TokenStore for Database {
///     fn lock(&self) -> LockFuture<'_> {
///         Box::pin(async { Ok(Box::new(Transaction) as Box<dyn LockedTokens>) }) // begin, select … for update
///     }
/// }
///
/// impl LockedTokens for Transaction {
///     fn load(&mut self) -> LoadFuture<'_> {
///         Box::pin(async { Ok(None) }) // Tokens::from_json(…)
///     }
///
///     fn save<'a>(&'a mut self, tokens: &'a Tokens) -> SaveFuture<'a> {
///         Box::pin(async move {
///             let _row = tokens.to_json_with_secrets(); // update, commit
///             Ok(Saved::Stored)
///         })
///     }
/// }
/// ```
///
/// [`FileTokenStore`]: super::FileTokenStore
pub trait TokenStore: fmt::Debug + Send + Sync {
    /// Waits for exclusive access, across all processes. Dropping the result ends the access.
    ///
    /// # Errors
    ///
    /// Returns an error if the lock cannot be acquired in time; [`Error::credentials`] creates one.
    fn lock(&self) -> LockFuture<'_>;

    /// Loads the tokens without exclusive access, to detect new ones from another process. The
    /// default implementation locks, loads and unlocks.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`lock`](Self::lock) and [`LockedTokens::load`].
    fn peek(&self) -> LoadFuture<'_> {
        Box::pin(async move { self.lock().await?.load().await })
    }
}

/// Exclusive access to the tokens in a [`TokenStore`]; dropping it ends the access.
pub trait LockedTokens: Send {
    /// Loads the tokens; `None` if there are none.
    ///
    /// # Errors
    ///
    /// Returns an error if the stored tokens cannot be read.
    fn load(&mut self) -> LoadFuture<'_>;

    /// Checks, right before the refresh token of `tokens` is used, that the access has not ended and
    /// that the store can save. `tokens` are those that were loaded.
    ///
    /// The default implementation [saves](Self::save) them.
    ///
    /// # Errors
    ///
    /// Returns an error if the tokens may not be stored.
    fn confirm<'a>(&'a mut self, tokens: &'a Tokens) -> SaveFuture<'a> {
        self.save(tokens)
    }

    /// Replaces the tokens.
    ///
    /// After a success the tokens survive a crash, as far as the store does. After a failure, or
    /// when the future is dropped, the store has the old tokens or the new ones, and nothing in
    /// between.
    ///
    /// A store whose lock can end by itself compares and sets: where the tokens are not older than
    /// those that were loaded, but others, it changes nothing and returns [`Saved::Superseded`]. If
    /// they are the same, it saves the new ones even after the lock has ended: they may be the only
    /// valid ones.
    ///
    /// # Errors
    ///
    /// Returns an error if the tokens may not be stored.
    fn save<'a>(&'a mut self, tokens: &'a Tokens) -> SaveFuture<'a>;
}

/// Stores tokens until the program ends, for tests and for programs that obtain their tokens at
/// each start. Clones share them.
///
/// Refresh tokens rotate, so the one that the program was started with may no longer be valid at
/// the next start.
#[derive(Clone, Default)]
pub struct MemoryTokenStore(Arc<Mutex<Option<Tokens>>>);

impl MemoryTokenStore {
    /// Creates an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl From<Tokens> for MemoryTokenStore {
    fn from(tokens: Tokens) -> Self {
        Self(Arc::new(Mutex::new(Some(tokens))))
    }
}

impl TokenStore for MemoryTokenStore {
    fn lock(&self) -> LockFuture<'_> {
        Box::pin(async move {
            let guard = Arc::clone(&self.0).lock_owned().await;
            Ok(Box::new(LockedMemory(guard)) as Box<dyn LockedTokens>)
        })
    }
}

impl fmt::Debug for MemoryTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryTokenStore").finish_non_exhaustive()
    }
}

struct LockedMemory(OwnedMutexGuard<Option<Tokens>>);

impl LockedTokens for LockedMemory {
    fn load(&mut self) -> LoadFuture<'_> {
        Box::pin(async { Ok(self.0.clone()) })
    }

    fn save<'a>(&'a mut self, tokens: &'a Tokens) -> SaveFuture<'a> {
        *self.0 = Some(tokens.clone());
        Box::pin(async { Ok(Saved::Stored) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn saved_tokens_are_shared_by_every_clone() {
        let store = MemoryTokenStore::new();
        let mut locked = store.lock().await.unwrap();
        assert!(locked.load().await.unwrap().is_none());
        locked.save(&Tokens::new("pina_CANARY")).await.unwrap();
        drop(locked);
        let seen = store.clone().peek().await.unwrap().unwrap();
        assert_eq!(seen.access_token().unwrap().expose_secret(), "pina_CANARY");
        assert!(!format!("{store:?}").contains("CANARY"));
    }
}
