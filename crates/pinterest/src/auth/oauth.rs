//! The OAuth exchanges with Pinterest.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use pinterest_client::operation::{SecurityRequirement, SecurityScheme};
use pinterest_client::types::Scope;
use url::Url;

use super::authorisation_check::check;
use super::authorization::{Authorization, AuthorizationCode, AuthorizationState};
use super::token_endpoint::TokenEndpoint;
use super::{AccessToken, App, RefreshToken, Tokens};
use crate::retry::Retries;
use crate::{Environment, Error, ErrorKind, NoRetries, RetryPolicy};

/// How long one exchange with the authorization server may take in all, unless set otherwise. It is shorter than
/// [`DEFAULT_LOCK_TIMEOUT`](super::DEFAULT_LOCK_TIMEOUT), for which another process waits meanwhile.
pub const DEFAULT_TOKEN_TIMEOUT: Duration = Duration::from_secs(20);

/// The page that asks a user for permission. It is the same for the sandbox.
const AUTHORIZE_PAGE: &str = "https://www.pinterest.com/oauth/";

/// What the description says that making a conversion token needs; its operation is there with the feature `oauth` only.
const CONVERSION_TOKEN_SECURITY: [SecurityRequirement; 1] = [SecurityRequirement::new(
    SecurityScheme::PinterestOauth2,
    &["ads:write"],
)];

/// Gets tokens for an app: asks users for permission, exchanges codes, refreshes, revokes.
///
/// It is cheap to clone, and clones share connections. App id and secret go to one environment
/// only: the one that [`with_environment`](Self::with_environment) sets. Without it, credentials
/// that are made from this take the environment of the client that they are given to, and exchanges
/// that a program does itself are with production.
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
    http: Option<reqwest::Client>,
    timeout: Duration,
    retries: Retries,
    /// Made when it is needed first, and anew when a setting changes.
    endpoint: Arc<OnceLock<TokenEndpoint>>,
}

/// Without the HTTP client that was set up elsewhere, whose headers may hold secrets.
impl fmt::Debug for OAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth")
            .field("app", &self.app)
            .field("environment", &self.environment.get())
            .finish_non_exhaustive()
    }
}

impl OAuth {
    /// The exchanges of an app. Nothing is sent.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self {
            app,
            environment: Arc::default(),
            http: None,
            timeout: DEFAULT_TOKEN_TIMEOUT,
            retries: Retries::default(),
            endpoint: Arc::default(),
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

    /// Sends requests with a client that was set up elsewhere. Give it `reqwest::redirect::Policy::none()`. Whatever its
    /// redirect policy, no body with a secret is sent to where a redirect leads, and an answer from there is not used.
    #[must_use]
    pub fn with_http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self.endpoint = Arc::default();
        self
    }

    /// How long one exchange may take in all, its attempts and the waits between them included. Default:
    /// [`DEFAULT_TOKEN_TIMEOUT`], twenty seconds.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self.endpoint = Arc::default();
        self
    }

    /// Decides how often a request is sent again, and after which wait. A refresh token or a code may be used up by a
    /// request whose answer was lost, so they are sent again only when the server certainly did not act. Default:
    /// [`Backoff::default`](crate::Backoff).
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

    /// Makes the address of the page that asks a user for permission, with a random state. Nothing is sent.
    ///
    /// `redirect_uri` is where the page sends the user afterwards; it must be one of those that the app is registered with,
    /// letter for letter.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] when the redirect URI is no URL, no scope is asked for, or the app has no id.
    pub fn authorize_url(
        &self,
        redirect_uri: &str,
        scopes: impl IntoIterator<Item = impl Into<Scope>>,
    ) -> Result<Authorization, Error> {
        self.app.check()?;
        let scopes = list_of(scopes)?;
        let refuse = |why: String| Error::new(ErrorKind::Configuration, why);
        Url::parse(redirect_uri)
            .map_err(|error| refuse(format!("the redirect URI cannot be used: {error}")))?;
        let state = AuthorizationState::random(redirect_uri.to_owned())?;
        let parameters = [
            ("client_id", self.app.id()),
            ("redirect_uri", redirect_uri),
            ("response_type", "code"),
            ("scope", &scopes),
            ("state", state.expose_secret()),
        ];
        let url = Url::parse_with_params(AUTHORIZE_PAGE, parameters)
            .map_err(|error| refuse(format!("the authorization page cannot be named: {error}")))?;
        Ok(Authorization { url, state })
    }

    /// Exchanges the code that a user came back with for tokens. A code is good for one exchange, whatever comes of it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Credentials`] when the server refuses the app; [`ErrorKind::Api`] with what the server answered when
    /// it refuses the code; what the network may bring.
    pub async fn exchange(&self, code: AuthorizationCode) -> Result<Tokens, Error> {
        self.endpoint()?.exchange(&code).await
    }

    /// Buys new tokens with a refresh token. Store the refresh token of the answer before anything else: the old one may
    /// be good no longer. [`UserCredentials`](super::UserCredentials) does all that by itself.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReauthorizationRequired`] when the refresh token is expired, used up or revoked;
    /// [`ErrorKind::Credentials`] when the server refuses the app; [`ErrorKind::Api`] for other answers; what the network
    /// may bring.
    pub async fn refresh(&self, refresh_token: &RefreshToken) -> Result<Tokens, Error> {
        self.endpoint()?.refresh(refresh_token, None).await
    }

    /// Like [`refresh`](Self::refresh), for fewer scopes than the user has granted.
    ///
    /// # Errors
    ///
    /// Those of [`refresh`](Self::refresh); [`ErrorKind::Configuration`] when there is no scope.
    pub async fn refresh_with_scopes(
        &self,
        refresh_token: &RefreshToken,
        scopes: impl IntoIterator<Item = impl Into<Scope>>,
    ) -> Result<Tokens, Error> {
        let scopes = list_of(scopes)?;
        self.endpoint()?.refresh(refresh_token, Some(&scopes)).await
    }

    /// Gets a token of the app itself, which acts for the account that owns the app. There is no refresh token with it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Credentials`] when the server refuses the app; [`ErrorKind::Configuration`] when there is no scope;
    /// [`ErrorKind::Api`] for other answers; what the network may bring.
    pub async fn client_credentials(
        &self,
        scopes: impl IntoIterator<Item = impl Into<Scope>>,
    ) -> Result<Tokens, Error> {
        let scopes = list_of(scopes)?;
        self.endpoint()?.client_credentials(&scopes).await
    }

    /// Makes an access token useless at once. Pinterest does so for tokens of system users only.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Credentials`] when the server refuses the app; [`ErrorKind::Api`] for other answers; what the network
    /// may bring.
    pub async fn revoke_access_token(&self, token: &AccessToken) -> Result<(), Error> {
        let endpoint = self.endpoint()?;
        endpoint.revoke(token.expose_secret(), "access_token").await
    }

    /// Makes a refresh token useless at once. Pinterest does so for tokens of system users only.
    ///
    /// # Errors
    ///
    /// Those of [`revoke_access_token`](Self::revoke_access_token).
    pub async fn revoke_refresh_token(&self, token: &RefreshToken) -> Result<(), Error> {
        let endpoint = self.endpoint()?;
        endpoint
            .revoke(token.expose_secret(), "refresh_token")
            .await
    }

    /// Makes a long-lived token that does nothing but send conversion events, for servers that should not hold more.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingScope`] when `token` is known to lack `ads:write`; [`ErrorKind::Credentials`] when it is not
    /// that of a user; [`ErrorKind::Api`] with what the server answered when it refuses; what the network may bring.
    pub async fn conversion_token(&self, token: &AccessToken) -> Result<AccessToken, Error> {
        check(&CONVERSION_TOKEN_SECURITY, token)?;
        self.endpoint()?.conversion_token(token).await
    }

    /// The same for one kind of credentials. As long as the environment is open, theirs is decided
    /// apart from that of others.
    pub(super) fn for_credentials(self) -> Self {
        if self.environment.get().is_some() {
            return self;
        }
        Self {
            environment: Arc::default(),
            endpoint: Arc::default(),
            ..self
        }
    }

    /// Takes the environment of a client, or rejects it when the environment is another one
    /// already.
    pub(super) fn bind(&self, environment: &Environment) -> Result<(), Error> {
        let own = self.environment.get_or_init(|| environment.clone());
        if own.base_url()? == environment.base_url()? {
            return Ok(());
        }
        let (own, other) = (own.host(), environment.host());
        let path = if own == other {
            " under another path"
        } else {
            ""
        };
        let message = format!(
            "the credentials get tokens from {own}, but the client talks to {other}{path}; the tokens and the app \
             secret belong to one environment: give the same one to `OAuth` and to the client, or set none on `OAuth`"
        );
        Err(Error::new(ErrorKind::Configuration, message))
    }

    pub(super) fn endpoint(&self) -> Result<&TokenEndpoint, Error> {
        if let Some(endpoint) = self.endpoint.get() {
            return Ok(endpoint);
        }
        let made = TokenEndpoint::new(
            self.app.clone(),
            self.environment.get_or_init(Environment::default),
            self.http.clone(),
            self.timeout,
            self.retries.clone(),
        )?;
        Ok(self.endpoint.get_or_init(|| made))
    }
}

/// Scopes as Pinterest takes them.
pub(super) fn list_of(scopes: impl IntoIterator<Item = impl Into<Scope>>) -> Result<String, Error> {
    let scopes: Vec<Scope> = scopes.into_iter().map(Into::into).collect();
    if scopes.is_empty() {
        return Err(Error::new(
            ErrorKind::Configuration,
            "no scope is asked for, so the token could do nothing",
        ));
    }
    let names: Vec<&str> = scopes.iter().map(Scope::as_str).collect();
    Ok(names.join(","))
}

#[cfg(test)]
mod tests;
