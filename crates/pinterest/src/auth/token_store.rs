//! Where tokens survive: the trait, and a store in memory.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::{Mutex, OwnedMutexGuard};

use super::Tokens;
use crate::Error;

/// What [`TokenStore::lock`] returns.
pub type LockFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Box<dyn LockedTokens + 'a>, Error>> + Send + 'a>>;

/// What [`TokenStore::peek`] and [`LockedTokens::load`] return.
pub type LoadFuture<'a> = Pin<Box<dyn Future<Output = Result<Option<Tokens>, Error>> + Send + 'a>>;

/// What [`LockedTokens::save`] returns.
pub type SaveFuture<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>;

/// Keeps the tokens of one user, for all processes that use them.
///
/// Refresh tokens rotate: each refresh makes a new one, and the old one may be good no longer. So a refresh holds the lock
/// from before it reads the tokens until the new ones are saved, and only then are they used. [`FileTokenStore`] keeps them
/// in a file, [`MemoryTokenStore`] until the program ends. Implement the trait to keep them in a database; the lock must
/// then exclude all who use the same tokens.
///
/// ```
/// use pinterest::auth::{LoadFuture, LockFuture, LockedTokens, SaveFuture, TokenStore, Tokens};
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
///             Ok(())
///         })
///     }
/// }
/// ```
///
/// [`FileTokenStore`]: super::FileTokenStore
pub trait TokenStore: fmt::Debug + Send + Sync {
    /// Waits for exclusive access, over all processes. Dropping what it gives ends the access.
    ///
    /// # Errors
    ///
    /// When the lock cannot be had, or not in time; [`Error::credentials`] makes an error.
    fn lock(&self) -> LockFuture<'_>;

    /// Looks at the tokens without exclusive access; whether another process has put in new ones is found out so. As
    /// it stands it locks, loads and unlocks.
    ///
    /// # Errors
    ///
    /// Those of [`lock`](Self::lock) and [`LockedTokens::load`].
    fn peek(&self) -> LoadFuture<'_> {
        Box::pin(async move { self.lock().await?.load().await })
    }
}

/// Exclusive access to the tokens in a [`TokenStore`]; dropping it ends the access.
pub trait LockedTokens: Send {
    /// The tokens as they were saved last; `None` when there are none.
    ///
    /// # Errors
    ///
    /// When what is there cannot be read.
    fn load(&mut self) -> LoadFuture<'_>;

    /// Replaces the tokens. When it returns they survive a crash, as far as the store survives one; when it fails, or is
    /// not waited for, those from before are still there, or the new ones are, but nothing in between.
    ///
    /// # Errors
    ///
    /// When the tokens may not be there afterwards.
    fn save<'a>(&'a mut self, tokens: &'a Tokens) -> SaveFuture<'a>;
}

/// Keeps tokens until the program ends: for tests, and for programs that get their tokens anew each time. Clones share
/// them.
///
/// When the refresh token rotates, the one that the program was started with may be good no longer the next time.
#[derive(Clone, Default)]
pub struct MemoryTokenStore(Arc<Mutex<Option<Tokens>>>);

impl MemoryTokenStore {
    /// An empty store.
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
        Box::pin(async { Ok(()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_saved_is_there_for_every_clone() {
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
