//! The OAuth exchanges with Pinterest.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use pinterest_client::operation::{SecurityRequirement, SecurityScheme};
use pinterest_client::types::Scope;
use url::Url;

use super::authorization::{Authorization, AuthorizationCode, AuthorizationState};
use super::authorization_check::check;
use super::token_endpoint::TokenEndpoint;
use super::{AccessToken, App, Binding, RefreshToken, Tokens};
use crate::http_client::Source;
use crate::retry::Retries;
use crate::{Environment, Error, ErrorKind, NoRetries, RetryPolicy};

/// The default timeout of one exchange with the authorization server: twenty seconds.
///
/// It is shorter than [`DEFAULT_LOCK_TIMEOUT`](super::DEFAULT_LOCK_TIMEOUT), for which another
/// process waits meanwhile.
pub const DEFAULT_TOKEN_TIMEOUT: Duration = Duration::from_secs(20);

/// The page that asks a user for permission. It is the same for the sandbox.
const AUTHORIZE_PAGE: &str = "https://www.pinterest.com/oauth/";

/// The security of the operation that creates conversion tokens, which exists with the feature
/// `oauth` only.
const CONVERSION_TOKEN_SECURITY: [SecurityRequirement; 1] = [SecurityRequirement::new(
    SecurityScheme::PinterestOauth2,
    &["ads:write"],
)];

/// The OAuth exchanges of an app: it requests authorization, exchanges codes, and refreshes and
/// revokes tokens.
///
/// It is cheap to clone. App id and secret go to one environment only: the one that
/// [`with_environment`](Self::with_environment) sets. Without it, credentials that are made from
/// this take the environment of the client that they are given to, and exchanges that a program
/// does itself are with production. Each exchange opens a connection, on the Tokio runtime that it
/// runs on.
///
/// # Examples
///
/// ```no_run
/// use pinterest::auth::{App, MemoryTokenStore, OAuth, UserCredentials};
/// use pinterest::types::Scope;
/// use pinterest::Client;
///
/// # async fn run(come_back: impl AsyncFn(&str) -> String) -> Result<(), pinterest::Error> {
/// let oauth = OAuth::new(App::new("1234567", "the app's secret"));
/// let authorization = oauth.authorize_url("https://shop.example/callback", [Scope::BizAccessRead])?;
/// let callback = come_back(authorization.url().as_str()).await; // the URL that the browser was sent back to
/// let tokens = oauth.exchange(authorization.code_from(&callback)?).await?;
///
/// let credentials = UserCredentials::new(oauth, tokens, MemoryTokenStore::new());
/// let client = Client::builder().with_credentials(credentials).build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct OAuth {
    app: App,
    /// Empty until it is set, a client sets it, or something is sent; it never changes afterwards.
    environment: Arc<OnceLock<Environment>>,
    http: Source,
    timeout: Duration,
    retries: Retries,
    /// Created on first use, and again after a setting has changed.
    endpoint: Arc<OnceLock<TokenEndpoint>>,
    /// What the client that the credentials are given to brings.
    of_client: Arc<OfClient>,
}

/// The HTTP client of a client, and the endpoint that uses it.
#[derive(Default)]
struct OfClient {
    /// Empty until the credentials are given to a client; it never changes afterwards.
    http: OnceLock<Source>,
    endpoint: OnceLock<TokenEndpoint>,
}

/// Leaves out the HTTP client, whose default headers may hold secrets.
impl fmt::Debug for OAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth")
            .field("app", &self.app)
            .field("environment", &self.environment.get())
            .finish_non_exhaustive()
    }
}

impl OAuth {
    /// Creates the exchanges of an app. Nothing is sent.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self {
            app,
            environment: Arc::default(),
            http: Source::default(),
            timeout: DEFAULT_TOKEN_TIMEOUT,
            retries: Retries::default(),
            endpoint: Arc::default(),
            of_client: Arc::default(),
        }
    }

    /// Sets the environment of all exchanges. It must be the one that the tokens are used with:
    /// [`ClientBuilder::build`](crate::ClientBuilder::build) rejects credentials of another one.
    ///
    /// Default: that of the client that the credentials are given to; production for exchanges that
    /// a program does itself.
    #[must_use]
    pub fn with_environment(mut self, environment: Environment) -> Self {
        self.environment = Arc::new(OnceLock::from(environment));
        self.endpoint = Arc::default();
        self
    }

    /// Adds settings to the HTTP client that this library builds, such as a proxy or a root
    /// certificate.
    ///
    /// The settings are added to those of this library, which they can change, with two exceptions:
    /// redirects are never followed, and requests are retried by this library only.
    ///
    /// Replaces an HTTP client that was given.
    #[must_use]
    pub fn with_http_client_builder(
        self,
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.with_http(Source::Configured(Arc::new(configure)))
    }

    /// Sends requests with this HTTP client. Give it `reqwest::redirect::Policy::none()`, and
    /// `pool_max_idle_per_host(0)`.
    ///
    /// Refreshes of tokens run on a Tokio runtime of their own, which ends with them. A connection
    /// that they share with another runtime may stand still while nobody drives that runtime, or
    /// end while another request uses it; a client that keeps no idle connections shares none.
    /// [`with_http_client_builder`](Self::with_http_client_builder) has no such conditions.
    ///
    /// Default: for credentials, the HTTP client or its settings that the builder of the first
    /// client that they are given to has
    /// ([`ClientBuilder::with_http_client`](crate::ClientBuilder::with_http_client),
    /// [`with_http_client_builder`](crate::ClientBuilder::with_http_client_builder)); otherwise, and
    /// for exchanges that a program does itself, an HTTP client of this library.
    ///
    /// Whatever its redirect policy, no body with a secret is sent to the target of a redirect, and
    /// a response from there is not used. It replaces settings that were added before.
    #[must_use]
    pub fn with_http_client(self, client: reqwest::Client) -> Self {
        self.with_http(Source::Given(client))
    }

    pub(crate) fn with_http(mut self, http: Source) -> Self {
        self.http = http;
        self.endpoint = Arc::default();
        self
    }

    /// Sets the timeout of one exchange, including its attempts and the waits between them.
    /// Default: [`DEFAULT_TOKEN_TIMEOUT`], twenty seconds.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self.endpoint = Arc::default();
        self
    }

    /// Sets how often a request is retried, and after which wait. Default:
    /// [`Backoff::default`](crate::Backoff).
    ///
    /// A request whose response was lost may have used up its refresh token or code. Such a request
    /// is retried only if the server definitely did not act.
    #[must_use]
    pub fn with_retry_policy(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.retries.policy = Arc::new(policy);
        self.endpoint = Arc::default();
        self
    }

    pub(crate) fn with_retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self.endpoint = Arc::default();
        self
    }

    /// Sends every request once.
    #[must_use]
    pub fn without_retries(self) -> Self {
        self.with_retry_policy(NoRetries)
    }

    /// Creates an authorization request: the URL of the page that asks a user for permission, with
    /// a random state. Nothing is sent.
    ///
    /// The page redirects the user to `redirect_uri`, which must be exactly one of the URIs that
    /// the app is registered with.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`] if the redirect URI is not a URL, if there is no scope,
    /// or if the app has no id.
    pub fn authorize_url(
        &self,
        redirect_uri: &str,
        scopes: impl IntoIterator<Item = impl Into<Scope>>,
    ) -> Result<Authorization, Error> {
        self.app.check()?;
        let scopes = list_of(scopes)?;
        let invalid = |why: String| Error::new(ErrorKind::Configuration, why);
        Url::parse(redirect_uri)
            .map_err(|error| invalid(format!("the redirect URI cannot be used: {error}")))?;
        let state = AuthorizationState::random(redirect_uri.to_owned())?;
        let parameters = [
            ("client_id", self.app.id()),
            ("redirect_uri", redirect_uri),
            ("response_type", "code"),
            ("scope", &scopes),
            ("state", state.expose_secret()),
        ];
        let url = Url::parse_with_params(AUTHORIZE_PAGE, parameters).map_err(|error| {
            invalid(format!(
                "the URL of the authorization page cannot be built: {error}"
            ))
        })?;
        Ok(Authorization { url, state })
    }

    /// Exchanges the code of a callback for tokens. A code is valid for one exchange, even if that
    /// fails.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Credentials`] if the server rejects the app, [`ErrorKind::Api`] with
    /// the response if it rejects the code, or a network error.
    pub async fn exchange(&self, code: AuthorizationCode) -> Result<Tokens, Error> {
        self.endpoint()?.exchange(&code).await
    }

    /// Exchanges a refresh token for new tokens.
    ///
    /// Store the new refresh token before anything else: the old one may no longer be valid.
    /// [`UserCredentials`](super::UserCredentials) does this automatically.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::ReauthorizationRequired`] if the refresh token is expired, used up or
    /// revoked, [`ErrorKind::Credentials`] if the server rejects the app, [`ErrorKind::Api`] for
    /// other error responses, or a network error.
    pub async fn refresh(&self, refresh_token: &RefreshToken) -> Result<Tokens, Error> {
        self.endpoint()?.refresh(refresh_token, None).await
    }

    /// Exchanges a refresh token for tokens with fewer scopes than the user has granted.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`refresh`](Self::refresh), or [`ErrorKind::Configuration`] if there
    /// is no scope.
    pub async fn refresh_with_scopes(
        &self,
        refresh_token: &RefreshToken,
        scopes: impl IntoIterator<Item = impl Into<Scope>>,
    ) -> Result<Tokens, Error> {
        let scopes = list_of(scopes)?;
        self.endpoint()?.refresh(refresh_token, Some(&scopes)).await
    }

    /// Obtains a token of the app itself, which acts for the account that owns the app. It has no
    /// refresh token.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Credentials`] if the server rejects the app,
    /// [`ErrorKind::Configuration`] if there is no scope, [`ErrorKind::Api`] for other error
    /// responses, or a network error.
    pub async fn client_credentials(
        &self,
        scopes: impl IntoIterator<Item = impl Into<Scope>>,
    ) -> Result<Tokens, Error> {
        let scopes = list_of(scopes)?;
        self.endpoint()?.client_credentials(&scopes).await
    }

    /// Revokes an access token. Pinterest allows this for tokens of system users only.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Credentials`] if the server rejects the app, [`ErrorKind::Api`] for
    /// other error responses, or a network error.
    pub async fn revoke_access_token(&self, token: &AccessToken) -> Result<(), Error> {
        let endpoint = self.endpoint()?;
        endpoint.revoke(token.expose_secret(), "access_token").await
    }

    /// Revokes a refresh token. Pinterest allows this for tokens of system users only.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`revoke_access_token`](Self::revoke_access_token).
    pub async fn revoke_refresh_token(&self, token: &RefreshToken) -> Result<(), Error> {
        let endpoint = self.endpoint()?;
        endpoint
            .revoke(token.expose_secret(), "refresh_token")
            .await
    }

    /// Obtains a long-lived token that can only send conversion events, for servers that need
    /// nothing else.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::MissingScope`] if `token` is known to lack `ads:write`,
    /// [`ErrorKind::Credentials`] if it is not the token of a user, [`ErrorKind::Api`] for error
    /// responses, or a network error.
    pub async fn conversion_token(&self, token: &AccessToken) -> Result<AccessToken, Error> {
        check(&CONVERSION_TOKEN_SECURITY, token)?;
        self.endpoint()?.conversion_token(token).await
    }

    /// The same for one kind of credentials. What their client brings is theirs alone, and as long
    /// as the environment is open, it is decided apart from that of others.
    pub(super) fn for_credentials(self) -> Self {
        let of_client = Arc::default();
        if self.environment.get().is_some() {
            return Self { of_client, ..self };
        }
        Self {
            environment: Arc::default(),
            endpoint: Arc::default(),
            of_client,
            ..self
        }
    }

    /// Takes environment and HTTP client of a client, or rejects it when the environment is another
    /// one already.
    pub(super) fn bind(&self, client: &Binding<'_>) -> Result<(), Error> {
        let environment = client.environment();
        let own = self.environment.get_or_init(|| environment.clone());
        if own.base_url()? == environment.base_url()? {
            let http = &self.of_client.http;
            let _ = http.get_or_init(|| client.http().clone());
            return Ok(());
        }
        let (own, other) = (own.host(), environment.host());
        let path = if own == other {
            " under another path"
        } else {
            ""
        };
        let message = format!(
            "the credentials get tokens from {own}, but the client talks to {other}{path}; tokens and \
             the app secret belong to one environment: set the same one on `OAuth` and on the \
             client, or none on `OAuth`"
        );
        Err(Error::new(ErrorKind::Configuration, message))
    }

    pub(super) fn endpoint(&self) -> Result<&TokenEndpoint, Error> {
        let (endpoint, http) = match (&self.http, self.of_client.http.get()) {
            (Source::Standard, Some(http)) => (&self.of_client.endpoint, http),
            (http, _) => (&*self.endpoint, http),
        };
        if let Some(endpoint) = endpoint.get() {
            return Ok(endpoint);
        }
        let made = TokenEndpoint::new(
            self.app.clone(),
            self.environment.get_or_init(Environment::default),
            http,
            self.timeout,
            self.retries.clone(),
        )?;
        Ok(endpoint.get_or_init(|| made))
    }
}

/// Joins scopes in the format of Pinterest.
pub(super) fn list_of(scopes: impl IntoIterator<Item = impl Into<Scope>>) -> Result<String, Error> {
    let scopes: Vec<Scope> = scopes.into_iter().map(Into::into).collect();
    if scopes.is_empty() {
        return Err(Error::new(
            ErrorKind::Configuration,
            "at least one scope is required",
        ));
    }
    let names: Vec<&str> = scopes.iter().map(Scope::as_str).collect();
    Ok(names.join(","))
}

#[cfg(test)]
mod tests;
