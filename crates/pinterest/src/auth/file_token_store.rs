//! Tokens in a file that several processes may use.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::token_file::{self, FileLock};
use super::{LoadFuture, LockFuture, LockedTokens, SaveFuture, TokenStore, Tokens};
use crate::{Error, ErrorKind};

/// How long to wait for another process that uses the same file, unless set otherwise.
pub const DEFAULT_LOCK_TIMEOUT: Duration = Duration::from_secs(30);

/// The pause after the first and after later tries to get the lock: each is twice as long as the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_PAUSE: Duration = Duration::from_millis(200);

/// Keeps tokens in a file, as JSON with their secrets, for all processes on this machine that use them.
///
/// - The file is replaced as a whole and written through to the disk before it takes the place of the old one, so a crash at
///   any moment leaves the old tokens or the new ones.
/// - On Unix only its owner may read it (mode 0600). Elsewhere it has the permissions that its folder gives it.
/// - A second file beside it, with `.lock` at the end of its name, is locked while tokens are refreshed. It stays, empty.
///   The lock ends with the process that has it, also when that is killed. It holds between processes of one machine;
///   on a network file system it is worth what that makes of it.
///
/// What is not the JSON of tokens is an error and is never overwritten.
///
/// ```no_run
/// use pinterest::auth::{App, FileTokenStore, OAuth, Tokens, UserCredentials};
///
/// let oauth = OAuth::new(App::new("1234567", "the app's secret"));
/// let store = FileTokenStore::new("/var/lib/my-shop/pinterest-tokens.json");
/// // The tokens given here are used until there are some in the file.
/// let credentials = UserCredentials::new(oauth, Tokens::from_refresh_token("pinr..."), store);
/// ```
#[derive(Clone, Debug)]
pub struct FileTokenStore {
    path: PathBuf,
    lock_timeout: Duration,
}

impl FileTokenStore {
    /// A store in the file `path`. Its folder must exist; the file need not. Nothing is opened yet.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            lock_timeout: DEFAULT_LOCK_TIMEOUT,
        }
    }

    /// How long to wait for another process that uses the same file. Default: [`DEFAULT_LOCK_TIMEOUT`], half a minute.
    #[must_use]
    pub fn with_lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = timeout;
        self
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    async fn lock_file(&self) -> Result<LockedFile, Error> {
        let given = self.path.clone();
        let (path, mut lock) = blocking(move || {
            let path = token_file::without_links(&given);
            let lock = FileLock::open(&with_ending(&path, ".lock"))?;
            Ok((path, lock))
        })
        .await?;
        let give_up = Instant::now() + self.lock_timeout;
        let mut pause = FIRST_PAUSE;
        while !lock.try_lock()? {
            let left = give_up.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let message = format!(
                    "another process has had the lock of the token file {} for more than {} s",
                    path.display(),
                    self.lock_timeout.as_secs_f32()
                );
                return Err(Error::new(ErrorKind::Credentials, message));
            }
            sleep(pause.min(left)).await;
            pause = (2 * pause).min(LONGEST_PAUSE);
        }
        Ok(LockedFile {
            path,
            lock: Arc::new(lock),
        })
    }
}

impl TokenStore for FileTokenStore {
    fn lock(&self) -> LockFuture<'_> {
        Box::pin(async {
            let locked = self.lock_file().await?;
            Ok(Box::new(locked) as Box<dyn LockedTokens>)
        })
    }

    /// Needs no lock, since the file is only ever replaced as a whole.
    fn peek(&self) -> LoadFuture<'_> {
        load(self.path.clone())
    }
}

struct LockedFile {
    path: PathBuf,
    lock: Arc<FileLock>,
}

impl LockedTokens for LockedFile {
    fn load(&mut self) -> LoadFuture<'_> {
        load(self.path.clone())
    }

    fn save<'a>(&'a mut self, tokens: &'a Tokens) -> SaveFuture<'a> {
        let (path, json) = (self.path.clone(), tokens.to_json_with_secrets());
        let new = with_ending(&path, ".new");
        let lock = Arc::clone(&self.lock);
        Box::pin(blocking(move || {
            // This runs to its end even when nobody waits any more, and stays locked until then.
            let _lock = lock;
            token_file::replace(&path, &new, &json)
        }))
    }
}

fn load(path: PathBuf) -> LoadFuture<'static> {
    Box::pin(blocking(move || token_file::read(&path)))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    PathBuf::from(name)
}

/// Does what may wait for the disk where it keeps no task from running.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| {
        let message = "the work on the token file was broken off, since the runtime ends";
        Err(Error::new(ErrorKind::Credentials, message))
    })
}
