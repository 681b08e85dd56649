//! The HTTP clients that requests are sent with: one for each runtime.
//!
//! A connection is read and written by a task of the runtime on which it was opened. Used from
//! another runtime, it stands still while nobody drives its own, and ends with it, in the middle of
//! a request. So a connection is only ever used on its own runtime: every runtime has an HTTP client
//! with a pool of its own. The client of a user has one pool, which cannot be split, so it stays on
//! the first runtime that uses it.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::runtime::{Handle, Id};
use tokio::sync::oneshot;
use url::Url;

use crate::environment::is_this_machine;
use crate::lock::lock;
use crate::{Error, ErrorKind};

/// The maximum number of idle connections to one host. At the universal limit of 100 requests per
/// second, about as many are in use at a time; after a burst of more, the others are closed.
const MAX_IDLE_CONNECTIONS: usize = 32;

/// The maximum number of runtimes that keep connections. With more, the one that was used least
/// recently opens new ones when it is used again.
const MAX_RUNTIMES: usize = 64;

/// How long a connection of HTTP/2 may be silent during requests before the client checks that the
/// server is still there.
#[cfg(feature = "http2")]
const SILENCE: Duration = Duration::from_secs(20);

/// The time that the server has for its part of this check.
#[cfg(feature = "http2")]
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);

/// Adds the settings of a user.
pub(crate) type Configure =
    Arc<dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync>;

/// What HTTP clients are made of.
#[derive(Clone, Default)]
pub(crate) enum Source {
    #[default]
    Standard,
    /// This library's own, with settings of the user.
    Configured(Configure),
    /// That of the user.
    Given(reqwest::Client),
}

/// How connections are opened and kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Connections {
    pub(crate) connect_timeout: Duration,
    /// Zero keeps none.
    pub(crate) idle_timeout: Duration,
}

impl Source {
    /// Returns one HTTP client, without regard to the runtime; that of the user, if there is one.
    pub(crate) fn single(
        &self,
        url: &Url,
        connections: Connections,
    ) -> Result<reqwest::Client, Error> {
        match self {
            Self::Standard => build(url, connections, None),
            Self::Configured(configure) => build(url, connections, Some(configure)),
            Self::Given(client) => Ok(client.clone()),
        }
    }

    pub(crate) fn is_given(&self) -> bool {
        matches!(self, Self::Given(_))
    }
}

/// Leaves out what is in it: default headers may hold secrets.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Standard => "Standard",
            Self::Configured(_) => "Configured",
            Self::Given(_) => "Given",
        })
    }
}

/// Returns an HTTP client that follows no redirects and retries nothing: whether a request is sent
/// again is decided, counted and limited in one place.
fn build(
    url: &Url,
    connections: Connections,
    configure: Option<&Configure>,
) -> Result<reqwest::Client, Error> {
    // With a timeout of zero, the pool would close a connection only when the next one is needed.
    let max_idle = match connections.idle_timeout.is_zero() {
        true => 0,
        false => MAX_IDLE_CONNECTIONS,
    };
    let mut builder = reqwest::Client::builder()
        .connect_timeout(connections.connect_timeout)
        .pool_idle_timeout(connections.idle_timeout)
        .pool_max_idle_per_host(max_idle);
    #[cfg(feature = "http2")]
    {
        // All requests share a connection, so none may wait for one that is gone.
        builder = builder
            .http2_keep_alive_interval(SILENCE)
            .http2_keep_alive_timeout(SIGN_OF_LIFE);
    }
    if is_this_machine(url) {
        // A proxy from the environment is for other machines.
        builder = builder.no_proxy();
    }
    if let Some(configure) = configure {
        builder = configure(builder);
    }
    let builder = builder
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never());
    builder.build().map_err(|error| {
        configuration("the HTTP client cannot be set up").with_source(error.without_url())
    })
}

/// The HTTP clients of a [`Client`](crate::Client).
pub(crate) struct HttpClients {
    source: Source,
    url: Url,
    connections: Connections,
    state: Mutex<State>,
}

struct State {
    /// That of the first runtime, made before there is one, so that a setting which does not work
    /// is known then.
    first: Option<reqwest::Client>,
    /// The one used last is at the end.
    in_use: Vec<InUse>,
}

struct InUse {
    runtime: Runtime,
    client: reqwest::Client,
}

/// A runtime, and whether it has ended.
struct Runtime {
    id: Id,
    /// A task of the runtime holds the other end, and waits.
    alive: oneshot::Sender<()>,
}

impl Runtime {
    fn new(handle: &Handle) -> Self {
        let (alive, dropped) = oneshot::channel();
        handle.spawn(async move {
            _ = dropped.await;
        });
        Self {
            id: handle.id(),
            alive,
        }
    }

    /// Whether its tasks were dropped, and its connections with them. Its id may be used again
    /// then.
    fn has_ended(&self) -> bool {
        self.alive.is_closed()
    }
}

impl HttpClients {
    pub(crate) fn new(source: Source, url: Url, connections: Connections) -> Result<Self, Error> {
        let first = source.single(&url, connections)?;
        Ok(Self {
            source,
            url,
            connections,
            state: Mutex::new(State {
                first: Some(first),
                in_use: Vec::new(),
            }),
        })
    }

    /// Returns what the HTTP clients are made of.
    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    /// Whether it is this library's own, which follows no redirects.
    pub(crate) fn is_own(&self) -> bool {
        !self.source.is_given()
    }

    /// Returns the HTTP client of the present runtime.
    pub(crate) fn current(&self) -> Result<reqwest::Client, Error> {
        let handle = Handle::try_current().map_err(|error| {
            configuration("calls need a Tokio runtime, and there is none").with_source(error)
        })?;
        let first = {
            let mut state = lock(&self.state);
            if let Some(client) = state.of(handle.id()) {
                return Ok(client);
            }
            state.first.take()
        };
        // Reading the certificates of the system takes a while, during which others need no lock.
        let client = match first {
            Some(first) => first,
            None => self.source.single(&self.url, self.connections)?,
        };
        let mut state = lock(&self.state);
        if let Some(client) = state.of(handle.id()) {
            return Ok(client);
        }
        if self.source.is_given() && !state.in_use.is_empty() {
            return Err(configuration(
                "the HTTP client that was given to the builder is in use on another Tokio runtime, \
                 on which its connections depend; use `with_http_client_builder` instead of \
                 `with_http_client`, or build a client for each runtime",
            ));
        }
        state.keep(&handle, client.clone());
        Ok(client)
    }
}

impl State {
    /// Returns the client of a runtime, after those of runtimes that have ended are dropped.
    fn of(&mut self, id: Id) -> Option<reqwest::Client> {
        self.in_use.retain(|used| !used.runtime.has_ended());
        let index = self.in_use.iter().position(|used| used.runtime.id == id)?;
        let found = self.in_use.remove(index);
        let client = found.client.clone();
        self.in_use.push(found);
        Some(client)
    }

    fn keep(&mut self, handle: &Handle, client: reqwest::Client) {
        if self.in_use.len() == MAX_RUNTIMES {
            self.in_use.remove(0);
        }
        self.in_use.push(InUse {
            runtime: Runtime::new(handle),
            client,
        });
    }
}

fn configuration(message: &'static str) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

#[cfg(test)]
mod tests {
    use tokio::runtime;

    use super::*;

    fn runtime() -> runtime::Runtime {
        let mut builder = runtime::Builder::new_current_thread();
        builder.enable_all().build().unwrap()
    }

    fn clients(source: Source) -> HttpClients {
        let url = "http://127.0.0.1:9".parse().unwrap();
        let connections = Connections {
            connect_timeout: Duration::from_secs(1),
            idle_timeout: Duration::from_secs(1),
        };
        HttpClients::new(source, url, connections).unwrap()
    }

    fn kept(clients: &HttpClients) -> usize {
        lock(&clients.state).in_use.len()
    }

    #[test]
    fn clients_of_runtimes_that_have_ended_are_dropped() {
        let clients = clients(Source::Standard);
        let lasting = runtime();
        for _ in 0..5 {
            lasting.block_on(async { clients.current() }).unwrap();
            runtime().block_on(async { clients.current() }).unwrap();
            lasting.block_on(async { clients.current() }).unwrap();
            assert_eq!(kept(&clients), 1);
        }
    }

    #[test]
    fn the_number_of_clients_is_bounded() {
        let clients = clients(Source::Standard);
        let runtimes: Vec<_> = (0..MAX_RUNTIMES + 3).map(|_| runtime()).collect();
        for runtime in &runtimes {
            runtime.block_on(async { clients.current() }).unwrap();
        }
        assert_eq!(kept(&clients), MAX_RUNTIMES);
    }

    #[test]
    fn the_client_of_a_user_stays_on_one_runtime_until_that_ends() {
        let clients = clients(Source::Given(reqwest::Client::new()));
        let (first, second) = (runtime(), runtime());
        first.block_on(async { clients.current() }).unwrap();
        let error = second.block_on(async { clients.current() }).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        first.block_on(async { clients.current() }).unwrap();
        drop(first);
        second.block_on(async { clients.current() }).unwrap();
    }

    #[test]
    fn without_a_runtime_there_is_none() {
        let error = clients(Source::Standard).current().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("Tokio runtime"), "{error}");
    }
}
