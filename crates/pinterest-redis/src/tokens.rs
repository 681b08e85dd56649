//! A store of tokens in Redis.

use std::fmt;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use pinterest::Error;
use pinterest::auth::{
    LoadFuture, LockFuture, LockedTokens, SaveFuture, Saved, TokenStore, Tokens,
};
use redis::{FromRedisValue, Script, ScriptInvocation};
use tokio::time::{Instant, sleep};

use crate::connection::Failure;
use crate::encryption::{EncryptionKey, Keys};
use crate::lease::{Lease, millis};
use crate::redis::Redis;

/// The default of [`RedisTokenStore::with_lease`]: ten seconds.
pub const DEFAULT_LEASE: Duration = Duration::from_secs(10);

/// The default of [`RedisTokenStore::with_lock_timeout`]: one minute.
pub const DEFAULT_LOCK_TIMEOUT: Duration = Duration::from_secs(60);

/// How long Redis may be unreachable while nothing can be lost.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long it may be unreachable while a new pair is to be saved.
const PATIENCE_WITH_A_NEW_PAIR: Duration = Duration::from_secs(55);

/// The pause after a first failure. Each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// How often to look whether another holder has released the lease, in milliseconds.
const LOOK_AGAIN: std::ops::Range<u64> = 20..100;

static LOCK: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("scripts/lock.lua")));
static LOAD: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("scripts/load.lua")));
static CONFIRM: LazyLock<Script> =
    LazyLock::new(|| Script::new(include_str!("scripts/confirm.lua")));
static SAVE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("scripts/save.lua")));

/// Stores the tokens of one user in Redis, encrypted, for all machines.
///
/// - A refresh holds a [lease](Self::with_lease), which is renewed until the new pair is saved. If
///   its holder dies, the next one gets it when it ends.
/// - Each pair has a version. A pair is replaced only by a holder that has loaded it, so one that
///   was paused past its lease never overwrites a newer pair. If nobody has stored one, its pair is
///   saved, since it may be the only valid one.
/// - A pair is stored before it is used. While Redis cannot be reached, a new pair stays in memory,
///   and saving is tried again. If the process ends in the meantime, the user has to authorize the
///   app again: the refresh token in the store was used.
/// - Before a refresh token is used, the present pair is stored once more. Where Redis is out of
///   memory, this fails, and the old pair stays valid. A pair that was issued already is stored even
///   then.
///
/// Redis should store its data (`appendonly yes`), and not evict it (`maxmemory-policy noeviction`
/// or one of `volatile-*`: the tokens have no time to live). An evicted pair is stored again by any
/// process that has it in memory.
///
/// # Examples
///
/// ```
/// use pinterest_redis::{EncryptionKey, Redis, RedisTokenStore};
///
/// # fn run(key: [u8; 32], old_key: [u8; 32]) -> Result<(), redis::RedisError> {
/// let redis = Redis::open("redis://127.0.0.1")?;
/// let store = RedisTokenStore::new(&redis, "customer 17", EncryptionKey::new(2, key))
///     .with_previous_key(EncryptionKey::new(1, old_key));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RedisTokenStore {
    redis: Redis,
    keys: Keys,
    tokens_key: Arc<str>,
    lease_key: Arc<str>,
    lease: Duration,
    lock_timeout: Duration,
}

impl RedisTokenStore {
    /// Creates a store for the tokens of a user, whose label is in the names of keys. It must not be
    /// a secret, and should not be personal.
    #[must_use]
    pub fn new(redis: &Redis, user: &str, key: EncryptionKey) -> Self {
        Self {
            redis: redis.clone(),
            keys: Keys(vec![key]),
            tokens_key: redis.key(user, "tokens").into(),
            lease_key: redis.key(user, "lease").into(),
            lease: DEFAULT_LEASE,
            lock_timeout: DEFAULT_LOCK_TIMEOUT,
        }
    }

    /// Decrypts with this key, too, what was encrypted before the present key was introduced.
    ///
    /// Every refresh encrypts with the present key. To rotate keys: give the new key to all machines
    /// as a previous one, then make it the present one everywhere, and remove the old one when all
    /// tokens have been refreshed, or [encrypted again](Self::encrypt_again).
    #[must_use]
    pub fn with_previous_key(mut self, key: EncryptionKey) -> Self {
        self.keys.0.push(key);
        self
    }

    /// Sets how long the access of a process that died lasts. Default: [`DEFAULT_LEASE`], ten
    /// seconds.
    ///
    /// It is renewed after a third of this time. It should be many times the time of a round trip.
    #[must_use]
    pub fn with_lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// Sets how long to wait for other users of the same tokens. Default: [`DEFAULT_LOCK_TIMEOUT`],
    /// one minute. A refresh waits for five minutes at most.
    #[must_use]
    pub fn with_lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = timeout;
        self
    }

    /// Encrypts the stored tokens with the present key. Returns whether there are any.
    ///
    /// # Errors
    ///
    /// Returns an error if the tokens cannot be read or stored.
    pub async fn encrypt_again(&self) -> Result<bool, Error> {
        let mut locked = self.lock().await?;
        let Some(tokens) = locked.load().await? else {
            return Ok(false);
        };
        locked.save(&tokens).await?;
        Ok(true)
    }

    async fn locked(&self) -> Result<Locked, Error> {
        let holder = random_name()?;
        // `None` is beyond the range of the clock.
        let give_up = Instant::now().checked_add(self.lock_timeout);
        loop {
            let script = || {
                let mut script = LOCK.key(&*self.lease_key);
                script.key(&*self.tokens_key);
                script.arg(&holder).arg(millis(self.lease));
                script
            };
            let (granted, number, stored): (bool, i64, Option<Vec<u8>>) =
                self.run(PATIENCE, script).await?;
            if granted {
                let (redis, key) = (&self.redis, self.lease_key.to_string());
                return Ok(Locked {
                    store: self.clone(),
                    _lease: Lease::keep(redis, key, holder.clone(), self.lease),
                    holder,
                    version: number,
                    loaded: Some(stored),
                });
            }
            if give_up.is_some_and(|give_up| give_up <= Instant::now()) {
                let message = format!(
                    "the tokens in Redis could not be locked within {} s; another process has the lock",
                    self.lock_timeout.as_secs_f32()
                );
                return Err(Error::credentials(message));
            }
            let ends = u64::try_from(number).unwrap_or(0).max(1);
            sleep(Duration::from_millis(fastrand::u64(LOOK_AGAIN).min(ends))).await;
        }
    }

    async fn load(&self) -> Result<(i64, Option<Vec<u8>>), Error> {
        self.run(PATIENCE, || LOAD.key(&*self.tokens_key)).await
    }

    fn read(&self, stored: Option<Vec<u8>>) -> Result<Option<Tokens>, Error> {
        let Some(stored) = stored else {
            return Ok(None);
        };
        let json = self.keys.decrypt(&stored, &self.tokens_key)?;
        Tokens::from_json(&json).map(Some)
    }

    fn encrypted(&self, tokens: &Tokens) -> Result<Vec<u8>, Error> {
        let json = tokens.to_json_with_secrets();
        self.keys.encrypt(&json, &self.tokens_key)
    }

    /// Runs a script that may be run any number of times, until it works or the time is over.
    async fn run<T: FromRedisValue + Send + 'static>(
        &self,
        patience: Duration,
        script: impl Fn() -> ScriptInvocation<'static>,
    ) -> Result<T, Error> {
        let give_up = Instant::now() + patience;
        let mut pause = FIRST_PAUSE;
        loop {
            let failure = match self.redis.run(script()).await {
                Ok(value) => return Ok(value),
                Err(failure) => failure,
            };
            if !failure.is_transient() || Instant::now() + pause > give_up {
                return Err(unusable(&failure));
            }
            tracing::debug!(%failure, "the token store is tried again");
            sleep(pause).await;
            pause = (2 * pause).min(LONGEST_PAUSE);
        }
    }
}

fn unusable(failure: &Failure) -> Error {
    Error::credentials(format!("the token store cannot be used: {failure}"))
}

/// A name that no other holder or write has.
fn random_name() -> Result<String, Error> {
    let mut bytes = [0; 16];
    let failed = |_| Error::credentials("the operating system provides no random numbers");
    getrandom::fill(&mut bytes).map_err(failed)?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

impl fmt::Debug for RedisTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisTokenStore")
            .field("key", &self.tokens_key)
            .finish_non_exhaustive()
    }
}

impl TokenStore for RedisTokenStore {
    fn lock(&self) -> LockFuture<'_> {
        Box::pin(async { Ok(Box::new(self.locked().await?) as Box<dyn LockedTokens>) })
    }

    /// Reads the tokens without the lease: they are replaced as a whole.
    fn peek(&self) -> LoadFuture<'_> {
        Box::pin(async {
            let (_, stored) = self.load().await?;
            self.read(stored)
        })
    }
}

struct Locked {
    store: RedisTokenStore,
    _lease: Lease,
    holder: String,
    /// The version of the tokens that were loaded or saved last.
    version: i64,
    /// What was stored when the lease was taken, until it is loaded.
    loaded: Option<Option<Vec<u8>>>,
}

impl LockedTokens for Locked {
    fn load(&mut self) -> LoadFuture<'_> {
        Box::pin(async {
            let stored = match self.loaded.take() {
                Some(stored) => stored,
                None => {
                    let (version, stored) = self.store.load().await?;
                    self.version = version;
                    stored
                }
            };
            self.store.read(stored)
        })
    }

    fn confirm<'a>(&'a mut self, tokens: &'a Tokens) -> SaveFuture<'a> {
        Box::pin(async {
            let store = &self.store;
            let encrypted = store.encrypted(tokens)?;
            let script = || {
                let mut script = CONFIRM.key(&*store.lease_key);
                script.key(&*store.tokens_key);
                script.arg(&self.holder).arg(millis(store.lease));
                script.arg(self.version).arg(&encrypted);
                script
            };
            Ok(match store.run(PATIENCE, script).await? {
                true => Saved::Stored,
                false => Saved::Superseded,
            })
        })
    }

    fn save<'a>(&'a mut self, tokens: &'a Tokens) -> SaveFuture<'a> {
        Box::pin(async {
            let store = &self.store;
            let (write, encrypted) = (random_name()?, store.encrypted(tokens)?);
            let script = || {
                let mut script = SAVE.key(&*store.tokens_key);
                script.arg(&write).arg(self.version).arg(&encrypted);
                script
            };
            let version: i64 = store.run(PATIENCE_WITH_A_NEW_PAIR, script).await?;
            if version == 0 {
                return Ok(Saved::Superseded);
            }
            self.version = version;
            self.loaded = None;
            Ok(Saved::Stored)
        })
    }
}
