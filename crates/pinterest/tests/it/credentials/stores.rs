//! Stores that tests look into or break.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use pinterest::Error;
use pinterest::auth::{
    LoadFuture, LockFuture, LockedTokens, MemoryTokenStore, SaveFuture, TokenStore, Tokens,
};

/// A store in memory that notes what is done with it, and whose next saves fail when a test says
/// so.
#[derive(Clone, Debug, Default)]
pub(super) struct WatchedStore {
    inner: MemoryTokenStore,
    notes: Arc<Mutex<Vec<String>>>,
    saves: Arc<Mutex<VecDeque<Save>>>,
}

/// What comes of one save.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Save {
    Works,
    Fails,
    Panics,
}

impl WatchedStore {
    pub(super) fn with(tokens: Tokens) -> Self {
        Self {
            inner: MemoryTokenStore::from(tokens),
            ..Self::default()
        }
    }

    /// What comes of the next saves; those after them work.
    pub(super) fn next_saves(&self, saves: impl IntoIterator<Item = Save>) {
        self.saves.lock().unwrap().extend(saves);
    }

    pub(super) fn fail_next_saves(&self, count: usize) {
        self.next_saves(std::iter::repeat_n(Save::Fails, count));
    }

    pub(super) fn note(&self, what: impl Into<String>) {
        self.notes.lock().unwrap().push(what.into());
    }

    pub(super) fn take_notes(&self) -> Vec<String> {
        std::mem::take(&mut *self.notes.lock().unwrap())
    }

    /// Puts tokens in, as another process does.
    pub(super) async fn put(&self, tokens: &Tokens) {
        self.inner.lock().await.unwrap().save(tokens).await.unwrap();
    }

    /// What is in it, once nobody has the lock.
    pub(super) async fn get(&self) -> Option<Tokens> {
        self.inner.peek().await.unwrap()
    }
}

impl TokenStore for WatchedStore {
    fn lock(&self) -> LockFuture<'_> {
        Box::pin(async {
            let locked = Watched {
                inner: self.inner.lock().await?,
                store: self.clone(),
            };
            self.note("locked");
            Ok(Box::new(locked) as Box<dyn LockedTokens>)
        })
    }

    fn peek(&self) -> LoadFuture<'_> {
        self.inner.peek()
    }
}

struct Watched<'a> {
    inner: Box<dyn LockedTokens + 'a>,
    store: WatchedStore,
}

impl LockedTokens for Watched<'_> {
    fn load(&mut self) -> LoadFuture<'_> {
        self.store.note("loaded");
        self.inner.load()
    }

    fn save<'a>(&'a mut self, tokens: &'a Tokens) -> SaveFuture<'a> {
        let next = self.store.saves.lock().unwrap().pop_front();
        match next.unwrap_or(Save::Works) {
            Save::Works => {}
            Save::Fails => {
                self.store.note("failed to save");
                return Box::pin(async { Err(Error::credentials("the disk is full")) });
            }
            Save::Panics => return Box::pin(async { panic!("the driver has a bug") }),
        }
        let refresh = tokens
            .refresh_token()
            .map_or("none", |token| token.expose_secret());
        self.store.note(format!("saved {refresh}"));
        self.inner.save(tokens)
    }
}

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        self.store.note("unlocked");
    }
}
