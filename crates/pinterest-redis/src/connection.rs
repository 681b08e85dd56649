//! A connection to Redis, which is opened again when it breaks.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use redis::aio::{ConnectionLike, MultiplexedConnection};
use redis::{AsyncConnectionConfig, RedisError, ScriptInvocation, Value};
use tokio::sync::Mutex;
use tokio::time::timeout;

type Run<'a> = Pin<Box<dyn Future<Output = Result<Value, RedisError>> + Send + 'a>>;

/// Where scripts are run.
pub(crate) trait Connection: Send + Sync {
    fn run<'a>(&'a self, script: &'a ScriptInvocation<'static>, time: Duration) -> Run<'a>;
}

/// A connection that the caller has made.
pub(crate) struct Given<C>(pub(crate) C);

impl<C: ConnectionLike + Clone + Send + Sync> Connection for Given<C> {
    fn run<'a>(&'a self, script: &'a ScriptInvocation<'static>, _: Duration) -> Run<'a> {
        let mut connection = self.0.clone();
        Box::pin(async move { script.invoke_async(&mut connection).await })
    }
}

/// A connection that is made when it is needed.
pub(crate) struct Own {
    client: redis::Client,
    open: Mutex<Option<Open>>,
}

#[derive(Clone)]
struct Open {
    number: u64,
    connection: MultiplexedConnection,
}

impl Own {
    pub(crate) fn new(client: redis::Client) -> Self {
        let open = Mutex::default();
        Self { client, open }
    }

    async fn open(&self, time: Duration) -> Result<Open, RedisError> {
        let mut open = self.open.lock().await;
        if let Some(open) = &*open {
            return Ok(open.clone());
        }
        #[cfg(feature = "rustls")]
        choose_cryptography(&self.client);
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(time)
            .set_response_timeout(time);
        let connecting = self
            .client
            .get_multiplexed_async_connection_with_config(&config);
        let new = Open {
            number: fastrand::u64(..),
            connection: connecting.await?,
        };
        Ok(open.insert(new).clone())
    }

    /// Forgets a broken connection, unless it was replaced already.
    async fn close(&self, number: u64) {
        let mut open = self.open.lock().await;
        open.take_if(|open| open.number == number);
    }
}

impl Connection for Own {
    fn run<'a>(&'a self, script: &'a ScriptInvocation<'static>, time: Duration) -> Run<'a> {
        Box::pin(async move {
            let Open {
                number,
                mut connection,
            } = self.open(time).await?;
            let outcome = script.invoke_async(&mut connection).await;
            if outcome.as_ref().is_err_and(ends_connection) {
                self.close(number).await;
            }
            outcome
        })
    }
}

/// Chooses the cryptography of rustls, unless the program has: where more than one implementation is
/// compiled in, for another package of the program, `redis` would panic.
#[cfg(feature = "rustls")]
fn choose_cryptography(client: &redis::Client) {
    use redis::ConnectionAddr::TcpTls;
    use rustls::crypto::{CryptoProvider, aws_lc_rs};

    let tls = matches!(client.get_connection_info().addr, TcpTls { .. });
    if tls && CryptoProvider::get_default().is_none() {
        // An error means that the program has chosen just now.
        let _ = aws_lc_rs::default_provider().install_default();
    }
}

/// Whether another connection may work where this one does not: it is broken, does not respond, or
/// leads to a server that has become a replica.
fn ends_connection(error: &RedisError) -> bool {
    error.is_unrecoverable_error() || error.is_io_error() || code(error) == Some("READONLY")
}

/// Returns the code of an error, such as `OOM`.
///
/// Redis 6 gives every error of a script the code `ERR`, and has the code of the command that failed
/// in the text: `Error running script (call to f_…): @user_script:8: @user_script: 8: -OOM command
/// not allowed`.
fn code(error: &RedisError) -> Option<&str> {
    let code = error.code()?;
    let of_script = error.detail().filter(|_| code == "ERR");
    let of_script = of_script.and_then(|text| text.strip_prefix("Error running script"));
    let mut words = of_script.unwrap_or_default().split(' ');
    let is_code = |word: &&str| word.len() > 2 && word.bytes().all(|it| it.is_ascii_uppercase());
    let command = words.find_map(|word| Some(word.trim_start_matches('-')).filter(is_code));
    Some(command.unwrap_or(code))
}

/// Why a script has no result. It may have run.
#[derive(Debug)]
pub(crate) enum Failure {
    Redis(RedisError),
    TimedOut,
    /// The thread that drives connections cannot be started, or the connection panicked.
    Stopped,
}

impl Failure {
    /// Whether the same script may work soon.
    pub(crate) fn is_transient(&self) -> bool {
        match self {
            Self::TimedOut => true,
            Self::Stopped => false,
            Self::Redis(error) => {
                let soon = ["LOADING", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN"];
                ends_connection(error) || code(error).is_some_and(|code| soon.contains(&code))
            }
        }
    }
}

/// Names the kind of the error. Its details may name keys, and with them users.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut => f.write_str("Redis did not respond in time"),
            Self::Stopped => {
                f.write_str("the connection to Redis panicked, or its thread cannot be started")
            }
            Self::Redis(error) => match code(error) {
                Some(code) => write!(f, "Redis returned the error {code}"),
                None => write!(f, "Redis cannot be used: {}", error.category()),
            },
        }
    }
}

/// Runs a script, for no longer than twice `time`: it may have to connect first.
pub(crate) async fn run(
    connection: &dyn Connection,
    script: &ScriptInvocation<'static>,
    time: Duration,
) -> Result<Value, Failure> {
    match timeout(time.saturating_mul(2), connection.run(script, time)).await {
        Ok(outcome) => outcome.map_err(Failure::Redis),
        Err(_) => Err(Failure::TimedOut),
    }
}

#[cfg(test)]
mod tests {
    use redis::ErrorKind;

    use super::*;

    #[test]
    fn the_code_of_a_script_is_that_of_its_command() {
        let error = |detail: &str| {
            RedisError::from((ErrorKind::ResponseError, "An error", detail.to_owned()))
        };
        let script = "Error running script (call to f_ab12): @user_script:8: @user_script: 8: ";
        for (detail, expected, transient) in [
            (
                "-OOM command not allowed when used memory > 'maxmemory'.",
                "OOM",
                false,
            ),
            ("WRONGTYPE Operation against a key", "WRONGTYPE", false),
            (
                "-READONLY You can't write against a read only replica.",
                "READONLY",
                true,
            ),
            ("Unknown Redis command called", "ERR", false),
        ] {
            let error = error(&format!("{script}{detail}"));
            assert_eq!(code(&error), Some(expected), "{detail}");
            assert_eq!(Failure::Redis(error).is_transient(), transient, "{detail}");
        }
        assert_eq!(code(&error("OOM, says somebody")), Some("ERR"));
    }
}
