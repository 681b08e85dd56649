//! The server that a fleet shares, and the prefix of its keys.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use redis::aio::ConnectionLike;
use redis::{FromRedisValue, RedisError, ScriptInvocation};

use crate::connection::{self, Connection, Failure, Given, Own};
use crate::worker::Worker;

/// The prefix of keys, unless another one is set.
const PREFIX: &str = "pinterest";

/// How long a script may take.
const TIMEOUT: Duration = Duration::from_secs(1);

/// A Redis or Valkey server, and the prefix of the keys that are used there.
///
/// Clones share the connection, which is opened when it is needed, and again after it broke.
///
/// # Examples
///
/// ```
/// use pinterest_redis::Redis;
///
/// # fn main() -> Result<(), redis::RedisError> {
/// let redis = Redis::open("redis://127.0.0.1:6379/0")?.with_prefix("my-shop");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Redis {
    shared: Arc<Shared>,
    prefix: Arc<str>,
    timeout: Duration,
}

struct Shared {
    connection: Box<dyn Connection>,
    worker: Worker,
}

impl Redis {
    /// Uses the server at a URL such as `redis://127.0.0.1:6379/0`, or `rediss://…` with TLS.
    /// Nothing is opened yet.
    ///
    /// TLS uses the default provider of rustls. If the program has installed none, AWS-LC becomes
    /// the default with the first connection.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not such a URL.
    pub fn open(url: &str) -> Result<Self, RedisError> {
        redis::Client::open(url).map(Self::new)
    }

    /// Uses the server of a client of the crate `redis`, which may have its own certificates.
    #[must_use]
    pub fn new(client: redis::Client) -> Self {
        Self::with(Own::new(client))
    }

    /// Uses a connection that exists, such as a `ConnectionManager` or one to a cluster.
    ///
    /// It must open itself again when it breaks, and the runtime that it was opened on must be
    /// driven for as long as it is used.
    #[must_use]
    pub fn with_connection(
        connection: impl ConnectionLike + Clone + Send + Sync + 'static,
    ) -> Self {
        Self::with(Given(connection))
    }

    fn with(connection: impl Connection + 'static) -> Self {
        let shared = Shared {
            connection: Box::new(connection),
            worker: Worker::default(),
        };
        Self {
            shared: Arc::new(shared),
            prefix: PREFIX.into(),
            timeout: TIMEOUT,
        }
    }

    /// Sets what all keys start with. Default: `pinterest`. Each app needs its own prefix, since
    /// quotas are counted by app.
    #[must_use]
    pub fn with_prefix(mut self, prefix: impl Into<Arc<str>>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Sets how long to wait for a connection, and for a response. Default: one second.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Returns a key of this user. All keys of a user are in one slot of a cluster.
    pub(crate) fn key(&self, user: &str, what: &str) -> String {
        format!("{}:{{{user}}}:{what}", self.prefix)
    }

    /// Runs a script to its end, even if the caller is dropped.
    pub(crate) async fn run<T: FromRedisValue + Send + 'static>(
        &self,
        script: ScriptInvocation<'static>,
    ) -> Result<T, Failure> {
        self.run_unless_dropped(script, |_| {}).await
    }

    /// The same; if the caller is dropped, `otherwise` is called with the result.
    pub(crate) async fn run_unless_dropped<T: FromRedisValue + Send + 'static>(
        &self,
        script: ScriptInvocation<'static>,
        otherwise: impl FnOnce(T) + Send + 'static,
    ) -> Result<T, Failure> {
        let (shared, timeout) = (Arc::clone(&self.shared), self.timeout);
        let work = async move {
            let value = connection::run(&*shared.connection, &script, timeout).await?;
            redis::from_redis_value(&value).map_err(Failure::Redis)
        };
        let otherwise = |outcome: Result<T, Failure>| {
            if let Ok(value) = outcome {
                otherwise(value);
            }
        };
        let outcome = self.shared.worker.run(work, otherwise).await;
        outcome.unwrap_or(Err(Failure::Stopped))
    }

    /// Runs a script that nothing depends on, before those that are run after this.
    pub(crate) fn run_without_waiting(&self, script: ScriptInvocation<'static>) {
        let (shared, timeout) = (Arc::clone(&self.shared), self.timeout);
        self.spawn(async move {
            if let Err(failure) = connection::run(&*shared.connection, &script, timeout).await {
                tracing::debug!(%failure, "Redis was not updated");
            }
        });
    }

    /// Runs a job on the thread of the connection.
    pub(crate) fn spawn(&self, job: impl Future<Output = ()> + Send + 'static) {
        self.shared.worker.spawn(job);
    }
}

/// Leaves out the server, whose URL may have a password.
impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redis")
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}
