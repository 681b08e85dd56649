//! The builder of a [`Client`].

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use url::Url;

use crate::auth::{AccessToken, Credentials, CredentialsSource, Variables};
use crate::client::{Client, Settings};
use crate::environment::{Environment, is_sandbox};
use crate::http_client::{Connections, HttpClients, Source};
use crate::rate_limit::{RateLimiter, RateLimits, SharedQuota};
use crate::retry::{NoRetries, Retries, RetryBudget, RetryPolicy};
use crate::{Error, ErrorKind};

/// The default timeout of one HTTP exchange, from sending the request to the last byte of the
/// response: one minute.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);

/// The default timeout for connecting: ten seconds.
pub const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The default time that an idle connection is kept: 30 seconds.
///
/// A request on a connection that the server is closing may fail without a response, and one that
/// is not idempotent is then not retried. Pinterest does not publish how long it keeps idle
/// connections; load balancers usually keep them for 60 seconds or more. The client closes them
/// well before that, so that the server rarely closes one first.
pub const DEFAULT_POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// The default deadline of one call: five minutes.
///
/// It includes the attempts, the waits between them, and the waits for the access token and the
/// rate limit.
pub const DEFAULT_DEADLINE: Duration = Duration::from_secs(300);

/// The default maximum size of a response body, decompressed: 64 MiB.
pub const DEFAULT_MAX_RESPONSE_SIZE: usize = 64 << 20;

/// Builds a [`Client`].
///
/// It is created by [`Client::builder`] or [`ClientBuilder::from_env`].
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use pinterest::{Client, Environment};
///
/// # fn main() -> Result<(), pinterest::Error> {
/// let client = Client::builder()
///     .with_access_token("pina_...")
///     .with_environment(Environment::Sandbox)
///     .with_timeout(Duration::from_secs(20))
///     .with_user_agent("my-shop/1.4")
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    credentials: Option<CredentialsSource>,
    environment: Environment,
    http: Source,
    timeout: Duration,
    connect_timeout: Option<Duration>,
    pool_idle_timeout: Option<Duration>,
    deadline: Duration,
    max_response_size: usize,
    retries: Retries,
    rate_limiter: RateLimiter,
    shared_quota: Option<Arc<dyn SharedQuota>>,
    user_agent: Option<String>,
}

/// Leaves out the HTTP client, whose default headers may hold secrets.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("credentials", &self.credentials)
            .field("environment", &self.environment)
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("retries", &self.retries)
            .field("rate_limiter", &self.rate_limiter)
            .finish_non_exhaustive()
    }
}

impl ClientBuilder {
    pub(crate) fn new() -> Self {
        Self {
            credentials: None,
            environment: Environment::default(),
            http: Source::default(),
            timeout: DEFAULT_TIMEOUT,
            connect_timeout: None,
            pool_idle_timeout: None,
            deadline: DEFAULT_DEADLINE,
            max_response_size: DEFAULT_MAX_RESPONSE_SIZE,
            retries: Retries::default(),
            rate_limiter: RateLimiter::default(),
            shared_quota: None,
            user_agent: None,
        }
    }

    /// Creates a builder with the credentials and the base URL of the environment.
    ///
    /// `PINTEREST_API_URI` is the base URL, such as `https://api-sandbox.pinterest.com/v5`; without
    /// it, the client uses production. Everything can be changed before [`build`](Self::build).
    /// Empty variables count as not set. The first complete set of these variables is used:
    ///
    /// 1. `PINTEREST_APP_ID`, `PINTEREST_APP_SECRET`, and `PINTEREST_REFRESH_ACCESS_TOKEN` or
    ///    `PINTEREST_TOKEN_FILE`: tokens of a user that are refreshed automatically
    ///    ([`UserCredentials`](crate::auth::UserCredentials)). If `PINTEREST_ACCESS_TOKEN` is set
    ///    too, it is used until the server rejects it.
    /// 2. `PINTEREST_ACCESS_TOKEN`: this access token for every request.
    /// 3. `PINTEREST_APP_ID` and `PINTEREST_APP_SECRET`: tokens of the app itself
    ///    ([`ClientCredentials`](crate::auth::ClientCredentials)), for the scopes in
    ///    `PINTEREST_SCOPES`, separated by commas. Without it, the scopes are those that the
    ///    operations of the enabled features need.
    ///
    /// `PINTEREST_TOKEN_FILE` names a file for the user's tokens
    /// ([`FileTokenStore`](crate::auth::FileTokenStore)), which takes precedence over the
    /// variables. **Set it**: refresh tokens rotate, so without it the refresh token in the
    /// variable may no longer be valid when the program starts again.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`], naming the variable, if one is missing or not usable.
    /// A refresh token or a token file without an app is an error even with an access token, which
    /// would work only until it expires.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(|name| std::env::var_os(name))
    }

    fn from_variables(read: impl Fn(&str) -> Option<std::ffi::OsString>) -> Result<Self, Error> {
        let variables = Variables(read);
        let mut builder = Self::new();
        builder.credentials = Some(variables.credentials()?);
        if let Some(uri) = variables.text("PINTEREST_API_URI")? {
            let url = Url::parse(uri.trim()).map_err(|error| {
                configuration(format!(
                    "the variable PINTEREST_API_URI is not a URL: {error}"
                ))
            })?;
            builder = builder.with_environment(Environment::Custom(url));
        }
        Ok(builder)
    }

    /// Uses one access token for every request.
    pub fn with_access_token(self, token: impl Into<AccessToken>) -> Self {
        self.with_credentials(token.into())
    }

    /// Takes the access token of each request from `credentials`, which request tokens from the
    /// environment of the client, unless another one was set for them: then [`build`](Self::build)
    /// fails.
    pub fn with_credentials(mut self, credentials: impl Credentials + 'static) -> Self {
        self.credentials = Some(CredentialsSource::Given(Arc::new(credentials)));
        self
    }

    /// Sets the environment. Default: [`Environment::Production`].
    pub fn with_environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Adds settings to the HTTP client that this library builds, such as a proxy or a root
    /// certificate.
    ///
    /// The settings are added to those of this library, which they can change, with two exceptions:
    /// redirects are never followed, and requests are retried by this library only. The function is
    /// called for every Tokio runtime that uses the client, since connections are kept for each
    /// runtime separately. It also applies to the requests for tokens of credentials that
    /// [`from_env`](Self::from_env) has found.
    ///
    /// Replaces an HTTP client that was given.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(proxy: reqwest::Proxy) -> Result<(), pinterest::Error> {
    /// let client = pinterest::Client::builder()
    ///     .with_access_token("pina_...")
    ///     .with_http_client_builder(move |http| http.proxy(proxy.clone()))
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_http_client_builder(
        mut self,
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.http = Source::Configured(Arc::new(configure));
        self
    }

    /// Sends requests with this HTTP client, to share its connections with other parts of the
    /// program. For anything else,
    /// [`with_http_client_builder`](Self::with_http_client_builder) is better.
    ///
    /// Its connections depend on the Tokio runtime on which they were opened, and they cannot be
    /// kept apart. So it belongs to the first runtime that uses it: until that runtime ends, calls
    /// on another one fail with [`ErrorKind::Configuration`], and nothing is sent. Use it on no
    /// other runtime elsewhere in the program, unless it keeps no idle connections
    /// (`pool_max_idle_per_host(0)`): a request on the connection of a runtime that nobody drives
    /// is not sent, but times out like one that was. Credentials that [`from_env`](Self::from_env)
    /// has found request tokens with it too, from a runtime of their own.
    ///
    /// Tokens are requested with it too: those of credentials from the environment, of credentials
    /// that are given to [`with_credentials`](Self::with_credentials) or
    /// [`Client::with_credentials`], and of those in a
    /// [`CredentialSet`](crate::auth::CredentialSet), unless
    /// [`OAuth::with_http_client`](crate::auth::OAuth::with_http_client) set another one.
    ///
    /// Its connect timeout, connection pool and redirect policy stay in force. Give it
    /// `reqwest::redirect::Policy::none()`: the API does not redirect. Whatever the policy, no
    /// request body is sent to the target of a redirect, and a response from there is not used.
    /// With another policy, however, a redirect to a host that cannot be reached counts as a
    /// request that was not sent, and the call is retried. Leave the retries of the HTTP client
    /// off: they are not counted. It replaces settings that were added before.
    pub fn with_http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Source::Given(client);
        self
    }

    /// Sets the timeout of one HTTP exchange, from sending the request to the last byte of the
    /// response, decompressed. It does not include getting the token. Default: [`DEFAULT_TIMEOUT`],
    /// one minute.
    ///
    /// The response is decompressed in slices of 64 KiB, between which other tasks of the runtime
    /// run. A complete body is decoded without interruption and after the timeout has been checked;
    /// [`with_max_response_size`](Self::with_max_response_size) bounds the time that this takes.
    ///
    /// A server that sends informational responses (status 103) without end can keep the thread of
    /// its connection busy with about 50 MB of them before anything else runs there. On a
    /// current-thread runtime, the timeout takes effect only then; on a multi-threaded one, at
    /// once.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the timeout for connecting. Default: [`DEFAULT_CONNECT_TIMEOUT`], ten seconds.
    pub fn with_connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// Sets how long an idle connection is kept for the next request. Default:
    /// [`DEFAULT_POOL_IDLE_TIMEOUT`], 30 seconds.
    ///
    /// It should be shorter than the time after which the server, or a proxy in between, closes
    /// idle connections. Zero opens a connection for each request. At most 32 idle connections are
    /// kept.
    pub fn with_pool_idle_timeout(mut self, timeout: Duration) -> Self {
        self.pool_idle_timeout = Some(timeout);
        self
    }

    /// Sets the deadline of one call. Default: [`DEFAULT_DEADLINE`], five minutes.
    ///
    /// It includes the attempts, the waits between them, and the waits for the access token and the
    /// rate limit. A wait that would end after the deadline does not begin. Every page of a list
    /// and every request of a batch is a call. As with the [timeout](Self::with_timeout), decoding
    /// the complete response is not included.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets how often a call is retried, and after which wait. Default:
    /// [`Backoff::default`](crate::Backoff).
    pub fn with_retry_policy(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.retries.policy = Arc::new(policy);
        self
    }

    /// Sends every call once; the same as [`with_retry_policy`](Self::with_retry_policy) with
    /// [`NoRetries`].
    pub fn without_retries(self) -> Self {
        self.with_retry_policy(NoRetries)
    }

    /// Sets how many retries all calls together may make while none succeeds. Clients with the same
    /// budget share it. Default: [`RetryBudget::default`], 100.
    pub fn with_retry_budget(mut self, budget: RetryBudget) -> Self {
        self.retries.budget = budget;
        self
    }

    /// Sets the rate limits that the client starts with, and how long a call waits for them. The
    /// responses of the server adapt them. Default: [`RateLimits::standard`].
    pub fn with_rate_limits(self, limits: RateLimits) -> Self {
        self.with_rate_limiter(RateLimiter::new(limits))
    }

    /// Shares a rate limiter with other clients of the same app and user, so that together they
    /// stay within the limits.
    pub fn with_rate_limiter(mut self, limiter: RateLimiter) -> Self {
        self.rate_limiter = limiter;
        self
    }

    /// Shares the rate limits with other processes, whose requests are counted together.
    ///
    /// The client then has its own rate limiter, which starts with the limits that were set.
    /// [Windows](RateLimits::with_windows) that were set hold for all processes together. So do
    /// clients that [`Client::with_credentials`] makes of this one: each user's credentials need a
    /// [label](crate::auth::UserCredentials::with_quota_owner), by which requests are counted.
    pub fn with_shared_quota(mut self, quota: impl SharedQuota + 'static) -> Self {
        self.shared_quota = Some(Arc::new(quota));
        self
    }

    /// Sets the maximum size of a response body in bytes, decompressed. A call whose response is
    /// larger fails with [`ErrorKind::ResponseTooLarge`]. Default: [`DEFAULT_MAX_RESPONSE_SIZE`],
    /// 64 MiB.
    ///
    /// The body of an error response is cut instead, after this size or 1 MiB, and the rest of it
    /// is not read.
    pub fn with_max_response_size(mut self, bytes: usize) -> Self {
        self.max_response_size = bytes;
        self
    }

    /// Sets the name of the program, which the `User-Agent` header has before the name of this
    /// library.
    pub fn with_user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`] if there are no credentials, if they belong to another
    /// environment than the client, if the URL or the user agent is invalid, if TLS cannot be set
    /// up, or if both an HTTP client and a connect timeout or pool idle timeout were set.
    pub fn build(self) -> Result<Client, Error> {
        let credentials = self.credentials.ok_or_else(|| {
            configuration("there are no credentials; call `with_access_token` or `with_credentials`, or use `Client::from_env`")
        })?;
        let base_url = self.environment.base_url()?;
        let url = Url::parse(&base_url)
            .map_err(|error| configuration(format!("the base URL cannot be used: {error}")))?;
        let base_path = url.path().trim_end_matches('/').to_owned();
        if self.http.is_given() {
            for (is_set, name) in [
                (self.connect_timeout.is_some(), "connect timeout"),
                (self.pool_idle_timeout.is_some(), "pool idle timeout"),
            ] {
                if is_set {
                    return Err(configuration(format!(
                        "a {name} has no effect on the given HTTP client; set it there"
                    )));
                }
            }
        }
        let credentials = credentials.connect(&self.environment, &self.http, &self.retries)?;
        let connections = Connections {
            connect_timeout: self.connect_timeout.unwrap_or(DEFAULT_CONNECT_TIMEOUT),
            idle_timeout: self.pool_idle_timeout.unwrap_or(DEFAULT_POOL_IDLE_TIMEOUT),
        };
        let http = HttpClients::new(self.http, url.clone(), connections)?;
        let user_agent = user_agent(self.user_agent.as_deref())?;
        let rate_limiter = match self.shared_quota {
            Some(quota) => self.rate_limiter.with_shared_quota(quota),
            None => self.rate_limiter,
        };
        let settings = Settings {
            credentials,
            environment: self.environment,
            base_url,
            base_path,
            origin: url.origin(),
            acting_for: None,
            host: url.host_str().unwrap_or_default().to_owned(),
            sandbox: is_sandbox(&url),
            timeout: self.timeout,
            deadline: self.deadline,
            max_response_size: self.max_response_size,
            retries: self.retries,
            rate_limiter,
            user_agent,
        };
        Ok(Client::new(settings, Arc::new(http)))
    }
}

impl Client {
    /// Returns a builder of a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Creates a client with the credentials of the environment, such as `PINTEREST_ACCESS_TOKEN`.
    ///
    /// [`ClientBuilder::from_env`] lists the variables.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`](crate::ErrorKind::Configuration), naming the variable,
    /// if one is missing or not usable.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }
}

fn configuration(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

fn user_agent(program: Option<&str>) -> Result<HeaderValue, Error> {
    let library = concat!("pinterest-rust/", env!("CARGO_PKG_VERSION"));
    let text = program.map_or_else(
        || library.to_owned(),
        |program| format!("{program} {library}"),
    );
    HeaderValue::try_from(text).map_err(|_| {
        configuration("the user agent has characters that are not allowed in a header")
    })
}

#[cfg(test)]
mod tests;
