//! The client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use url::Origin;

use crate::auth::{Binding, Credentials, Rejected};
use crate::environment::Environment;
use crate::http_client::HttpClients;
use crate::rate_limit::RateLimiter;
use crate::retry::{Retries, RetryBudget};

/// A client for the Pinterest API.
///
/// [`Client::from_env`] takes the credentials from environment variables, [`Client::builder`] takes
/// them and all settings from the program. The methods of the client return handles, which name a
/// part of the API and send nothing:
///
/// | methods | what they lead to |
/// |---|---|
/// | [`ad_accounts`](#method.ad_accounts), [`ad_account`](#method.ad_account) | ad accounts; campaigns, ad groups, ads, audiences, conversions, leads, reports and billing of one |
/// | [`pins`](#method.pins), [`pin`](#method.pin), [`boards`](#method.boards), [`board`](#method.board), [`media`](#method.media) | Pins, boards and their sections, video uploads |
/// | [`catalogs`](#method.catalogs), [`catalog`](#method.catalog) | feeds, items, product groups, reports; local stores and inventory of one |
/// | [`business`](#method.business), [`received_invites`](#method.received_invites), [`employers`](#method.employers) | members, partners, assets and invites of a business; what the user was invited to |
/// | [`user_account`](#method.user_account) | profile, analytics, followers and websites of the user |
/// | [`search`](#method.search), [`trends`](#method.trends), [`trending_keywords`](#method.trending_keywords), [`terms`](#method.terms) | search, trends and search terms |
/// | [`resources`](#method.resources) | targeting options, interests, countries and metrics, from which other requests are built |
/// | [`operation`](Client::operation), [`request`](Client::request) | any operation by its id, any method and path, with JSON |
///
/// Each needs the feature of its domain; [`resources`](crate::resources) lists all handles by
/// domain.
///
/// A client is cheap to clone. Clones share connections, credentials, the rate limiter and the
/// retry budget.
///
/// # Runtimes
///
/// Calls need a Tokio runtime. Any number of runtimes can use a client and its clones, one after
/// another or at the same time. Connections are kept for each runtime separately (for the 64 that
/// were used last), because a connection stands still while nobody drives its runtime, and ends with
/// it. So a program that makes a runtime for each call opens a connection for each call.
///
/// Two things are shared by all runtimes: an HTTP client that was given to the builder (see
/// [`with_http_client`](crate::ClientBuilder::with_http_client)), which one runtime at a time can
/// use, and the queue of the rate limiter. A call that waits in the queue keeps its place while
/// nobody drives its runtime, and the calls behind it may have to wait until they fail with
/// [`ErrorKind::RateLimited`](crate::ErrorKind::RateLimited). Drop calls before a runtime is left
/// alone.
///
/// # Examples
///
/// ```no_run
/// # #[cfg(feature = "pins")]
/// # async fn run() -> Result<(), pinterest::Error> {
/// use pinterest::Client;
///
/// let client = Client::builder().with_access_token("pina_...").build()?;
/// let pin = client.pin("813744226420795884").get().await?;
/// println!("{:?}", pin.title);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    settings: Arc<Settings>,
    http: Arc<HttpClients>,
}

/// What all calls of a client have in common.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) credentials: Arc<dyn Credentials>,
    /// The environment that the credentials are bound to.
    pub(crate) environment: Environment,
    pub(crate) base_url: String,
    /// The path of the base URL, without a slash at its end.
    pub(crate) base_path: String,
    /// Where the base URL leads; no credential is sent anywhere else.
    pub(crate) origin: Origin,
    /// The ad account for whose owner calls act, where an operation can.
    pub(crate) acting_for: Option<String>,
    /// Without a port, for people to read.
    pub(crate) host: String,
    /// Whether it is the sandbox, which lacks some operations.
    pub(crate) sandbox: bool,
    pub(crate) timeout: Duration,
    pub(crate) deadline: Duration,
    pub(crate) max_response_size: usize,
    pub(crate) retries: Retries,
    pub(crate) rate_limiter: RateLimiter,
    pub(crate) user_agent: HeaderValue,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("host", &self.host)
            .finish_non_exhaustive()
    }
}

/// Shows the host alone: an HTTP client that was set up elsewhere may have secrets in its headers,
/// and so may a path.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("host", &self.settings.host)
            .finish_non_exhaustive()
    }
}

impl Client {
    pub(crate) fn new(settings: Settings, http: Arc<HttpClients>) -> Self {
        Self {
            settings: Arc::new(settings),
            http,
        }
    }

    /// Returns a client for another user.
    ///
    /// It shares settings, connections and the retry budget with this client. It has its own rate
    /// limits, which start as those of this client did.
    ///
    /// # Errors
    ///
    /// If `credentials` get their tokens from another environment than that of this client, every
    /// call fails with [`ErrorKind::Configuration`](crate::ErrorKind::Configuration), and nothing
    /// is sent.
    ///
    /// # Examples
    ///
    /// ```
    /// # fn run(client: pinterest::Client) {
    /// let of_a_customer = client.with_credentials(pinterest::auth::AccessToken::new("pina_..."));
    /// # }
    /// ```
    #[must_use]
    pub fn with_credentials(&self, credentials: impl Credentials + 'static) -> Self {
        let binding = Binding::new(&self.settings.environment, self.http.source());
        let credentials: Arc<dyn Credentials> = match credentials.bind(&binding) {
            Ok(()) => Arc::new(credentials),
            Err(error) => Arc::new(Rejected::new(error)),
        };
        let settings = Settings {
            credentials,
            rate_limiter: self.settings.rate_limiter.anew(),
            ..Settings::clone(&self.settings)
        };
        Self::new(settings, Arc::clone(&self.http))
    }

    /// Returns a client that acts for the owner of an ad account that the user of the token has
    /// access to.
    ///
    /// It affects the operations on boards, Pins, catalogs and the user account that have a query
    /// parameter `ad_account_id`. A request that sets this parameter itself keeps its value.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "boards")]
    /// # fn run(client: pinterest::Client) {
    /// let boards = client.acting_for("549755885175").boards().list();
    /// # }
    /// ```
    #[must_use]
    pub fn acting_for(&self, ad_account_id: impl Into<String>) -> Self {
        let settings = Settings {
            acting_for: Some(ad_account_id.into()),
            ..Settings::clone(&self.settings)
        };
        Self::new(settings, Arc::clone(&self.http))
    }

    /// Returns the rate limiter, which says what is left of the rate limits.
    ///
    /// # Examples
    ///
    /// ```
    /// use pinterest::operation::RateLimitCategory;
    ///
    /// # fn run(client: pinterest::Client) {
    /// let quota = client.rate_limiter().quota(RateLimitCategory::AdsRead);
    /// for window in quota.windows {
    ///     println!("{} of {} left", window.remaining, window.requests);
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn rate_limiter(&self) -> &RateLimiter {
        &self.settings.rate_limiter
    }

    /// Returns the retry budget, which says how many retries the calls of this client and its
    /// clones can still make before one of them succeeds.
    #[must_use]
    pub fn retry_budget(&self) -> &RetryBudget {
        &self.settings.retries.budget
    }

    pub(crate) fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }

    pub(crate) fn http(&self) -> &HttpClients {
        &self.http
    }
}
