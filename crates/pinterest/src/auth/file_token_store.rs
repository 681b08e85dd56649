//! A store of tokens in a file, which several processes may use.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::token_file::{self, FileLock};
use super::{LoadFuture, LockFuture, LockedTokens, SaveFuture, Saved, TokenStore, Tokens};
use crate::lock::lock;
use crate::{Error, ErrorKind};

/// The default of [`FileTokenStore::with_lock_timeout`]: one minute.
///
/// The owner of the lock may need two exchanges with the authorization server, each of which may
/// take [`DEFAULT_TOKEN_TIMEOUT`](super::DEFAULT_TOKEN_TIMEOUT).
pub const DEFAULT_LOCK_TIMEOUT: Duration = Duration::from_secs(60);

/// The pause after the first attempt to get the lock. Each further pause is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_PAUSE: Duration = Duration::from_millis(200);

/// How often a file that was replaced while it was being locked is opened again. Where files have
/// no lasting identity, each one seems to be replaced.
const TRIES: usize = 8;

/// Stores tokens in a file, as JSON with their secrets, for all processes on this machine.
///
/// - The file is replaced as a whole. The new file is synced to the disk before it replaces the old
///   one, so a crash at any time leaves the old tokens or the new ones.
/// - On Unix only its owner may read it (mode 0600). On other systems it has the permissions that
///   it inherits from its folder.
/// - A second file, whose name has `.lock` appended, is locked while tokens are refreshed. It
///   stays, empty. The lock ends with its process, even when that is killed. It excludes processes
///   of one machine; on a network file system it depends on that system. On Unix the file itself is
///   locked too, so that nothing is lost if the second file is removed.
/// - Symbolic links are followed, even to a file that does not exist yet: the target is locked and
///   replaced, and the links stay.
///
/// A file that is not the JSON of tokens is an error, and is never overwritten.
///
/// # Examples
///
/// ```no_run
/// use pinterest::auth::{App, FileTokenStore, OAuth, Tokens, UserCredentials};
///
/// let oauth = OAuth::new(App::new("1234567", "the app's secret"));
/// let store = FileTokenStore::new("/var/lib/my-shop/pinterest-tokens.json");
/// // These tokens are used until the file has tokens.
/// let credentials = UserCredentials::new(oauth, Tokens::from_refresh_token("pinr..."), store);
/// ```
#[derive(Clone, Debug)]
pub struct FileTokenStore {
    path: PathBuf,
    lock_timeout: Duration,
}

impl FileTokenStore {
    /// Creates a store in the file `path`. Its folder must exist; the file need not. Nothing is
    /// opened yet.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            lock_timeout: DEFAULT_LOCK_TIMEOUT,
        }
    }

    /// Sets how long to wait for other users of the same file. Default: [`DEFAULT_LOCK_TIMEOUT`],
    /// one minute. A refresh waits for five minutes at most.
    #[must_use]
    pub fn with_lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = timeout;
        self
    }

    /// Returns the path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    async fn lock_file(&self) -> Result<LockedFile, Error> {
        // `None` is beyond the range of the clock.
        let give_up = Instant::now().checked_add(self.lock_timeout);
        let given = self.path.clone();
        let path = blocking(move || Ok(token_file::without_links(&given))).await?;
        let lock_path = with_ending(&path, ".lock");
        let open_lock = move || FileLock::open(&lock_path).map(Some);
        let lock = self.lock_in_place(&path, give_up, open_lock).await?;
        let tokens_path = path.clone();
        let open_tokens = move || Ok(FileLock::open_tokens(&tokens_path));
        let tokens = self.lock_in_place(&path, give_up, open_tokens).await?;
        let locks = Locks {
            _lock: lock,
            tokens: Mutex::new(tokens),
        };
        Ok(LockedFile {
            path,
            locks: Arc::new(locks),
        })
    }

    /// Locks the file that `open` opens, and does so again if it was removed or replaced in the
    /// meantime: the next process would not find it.
    async fn lock_in_place(
        &self,
        path: &Path,
        give_up: Option<Instant>,
        open: impl Fn() -> Result<Option<FileLock>, Error> + Clone + Send + 'static,
    ) -> Result<Option<FileLock>, Error> {
        let mut tries = 0;
        loop {
            let Some(mut lock) = blocking(open.clone()).await? else {
                return Ok(None);
            };
            self.wait_for(&mut lock, path, give_up).await?;
            tries += 1;
            if tries == TRIES || lock.is_in_place() {
                return Ok(Some(lock));
            }
        }
    }

    async fn wait_for(
        &self,
        lock: &mut FileLock,
        path: &Path,
        give_up: Option<Instant>,
    ) -> Result<(), Error> {
        let mut pause = FIRST_PAUSE;
        while !lock.try_lock()? {
            let left = give_up.map(|time| time.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left.is_zero()) {
                let message = format!(
                    "the token file {} could not be locked within {} s; another process has the lock, or another store in this one",
                    path.display(),
                    self.lock_timeout.as_secs_f32()
                );
                return Err(Error::new(ErrorKind::Credentials, message));
            }
            sleep(left.map_or(pause, |left| pause.min(left))).await;
            pause = (2 * pause).min(LONGEST_PAUSE);
        }
        Ok(())
    }
}

impl TokenStore for FileTokenStore {
    fn lock(&self) -> LockFuture<'_> {
        Box::pin(async {
            let locked = self.lock_file().await?;
            Ok(Box::new(locked) as Box<dyn LockedTokens>)
        })
    }

    /// Reads the file without the lock, as it is only ever replaced as a whole.
    fn peek(&self) -> LoadFuture<'_> {
        load(self.path.clone())
    }
}

struct LockedFile {
    path: PathBuf,
    locks: Arc<Locks>,
}

struct Locks {
    _lock: Option<FileLock>,
    /// The lock of the file with the tokens, if there is one.
    tokens: Mutex<Option<FileLock>>,
}

impl LockedTokens for LockedFile {
    fn load(&mut self) -> LoadFuture<'_> {
        load(self.path.clone())
    }

    fn save<'a>(&'a mut self, tokens: &'a Tokens) -> SaveFuture<'a> {
        let (path, json) = (self.path.clone(), tokens.to_json_with_secrets());
        let new = with_ending(&path, ".new");
        let locks = Arc::clone(&self.locks);
        Box::pin(blocking(move || {
            keeping(locks, |locks| {
                let replaced = token_file::replace(&path, &new, &json)?;
                *lock(&locks.tokens) = replaced;
                Ok(Saved::Stored)
            })
        }))
    }
}

/// Runs the work to its end with the locks, even when nobody waits for it.
fn keeping<L, T>(locks: Arc<L>, work: impl FnOnce(&L) -> T) -> T {
    let done = work(&locks);
    drop(locks);
    done
}

fn load(path: PathBuf) -> LoadFuture<'static> {
    Box::pin(blocking(move || token_file::read(&path)))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    PathBuf::from(name)
}

/// Runs work that may wait for the disk in a thread for blocking work.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| {
        let message = "access to the token file was aborted, since the Tokio runtime was shut down";
        Err(Error::new(ErrorKind::Credentials, message))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::token_file::tests::Folder;

    /// A runtime with one thread for blocking work, which is therefore done in order.
    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(1)
            .build()
            .unwrap()
    }

    #[test]
    fn a_save_that_nobody_waits_for_holds_the_lock_to_its_end() {
        let folder = Folder::new("abandoned");
        let path = folder.0.join("tokens.json");
        runtime().block_on(async {
            let store = FileTokenStore::new(&path);
            let mut locked = store.lock().await.unwrap();
            let (release, held) = std::sync::mpsc::channel::<()>();
            let busy = tokio::task::spawn_blocking(move || held.recv());
            let tokens = Tokens::new("pina_1");
            let mut save = locked.save(&tokens);
            assert!(futures_util::poll!(&mut save).is_pending());
            drop(save);
            drop(locked);
            let mut other = FileLock::open(&with_ending(&path, ".lock")).unwrap();
            assert!(!other.try_lock().unwrap());
            release.send(()).unwrap();
            busy.await.unwrap().unwrap();
            assert!(store.peek().await.unwrap().is_some(), "it was saved");
            assert!(other.try_lock().unwrap());
        });
    }

    #[test]
    fn the_lock_is_held_while_the_work_is_done_and_not_longer() {
        let folder = Folder::new("keeping");
        let path = folder.0.join("tokens.json.lock");
        let open = || FileLock::open(&path).unwrap();
        let (mut lock, mut other) = (open(), open());
        assert!(lock.try_lock().unwrap());
        keeping(Arc::new(lock), |_| assert!(!other.try_lock().unwrap()));
        assert!(other.try_lock().unwrap());
    }
}
