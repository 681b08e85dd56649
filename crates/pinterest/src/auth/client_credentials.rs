//! Tokens of an app itself.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use pinterest_client::operation::{Operation, SecurityScheme};
use pinterest_client::types::Scope;

use super::clock::Clock;
use super::pause::Pause;
use super::renewal::{DEFAULT_REFRESH_MARGIN, Need, Obtained, Renewal, Source};
use super::{AccessToken, Credentials, OAuth, ReplacementFuture, TokenFuture};
use crate::lock::lock;
use crate::{Environment, Error, ErrorKind};

/// Tokens of an app itself, which act for the account that owns the app; no user is asked. About a third of the API's
/// operations take them.
///
/// Clones share the token. However many calls need a new one, the server is asked once; it is asked again ten minutes
/// before the token expires, or when the server refuses it. Nothing is stored. After a failure the server is left alone for as
/// long as it asks, at least for a second, and for up to half a minute while it goes on failing; calls that need a token fail
/// with the same error meanwhile.
///
/// ```
/// use pinterest::auth::{App, ClientCredentials, OAuth};
/// use pinterest::types::Scope;
///
/// let oauth = OAuth::new(App::new("1234567", "the app's secret"));
/// let credentials = ClientCredentials::new(oauth, [Scope::AdsRead, Scope::CatalogsRead]);
/// ```
#[derive(Clone)]
pub struct ClientCredentials(Arc<Renewal<AppGrant>>);

impl ClientCredentials {
    /// Tokens for these scopes. Nothing is sent yet.
    #[must_use]
    pub fn new(oauth: OAuth, scopes: impl IntoIterator<Item = impl Into<Scope>>) -> Self {
        let grant = AppGrant {
            oauth: oauth.for_credentials(),
            scopes: scopes.into_iter().map(Into::into).collect(),
            clock: Clock::default(),
            pause: Mutex::default(),
        };
        let clock = grant.clock.clone();
        Self(Renewal::new(grant, DEFAULT_REFRESH_MARGIN, clock))
    }
}

impl Credentials for ClientCredentials {
    fn access_token<'a>(&'a self, _: &'static Operation) -> TokenFuture<'a> {
        Box::pin(self.0.token())
    }

    fn replacement<'a>(
        &'a self,
        _: &'static Operation,
        refused: &'a AccessToken,
    ) -> ReplacementFuture<'a> {
        Box::pin(self.0.replacement(refused))
    }

    fn schemes(&self) -> &[SecurityScheme] {
        &[SecurityScheme::ClientCredentials]
    }

    fn bind(&self, environment: &Environment) -> Result<(), Error> {
        self.0.source().oauth.bind(environment)
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials")
            .field("scopes", &self.0.source().scopes)
            .finish_non_exhaustive()
    }
}

struct AppGrant {
    oauth: OAuth,
    scopes: Vec<Scope>,
    clock: Clock,
    /// After a failure.
    pause: Mutex<Pause>,
}

impl AppGrant {
    async fn grant(&self) -> Result<Obtained, Error> {
        if let Some(error) = lock(&self.pause).error(self.clock.now()) {
            return Err(error);
        }
        let granted = self.oauth.client_credentials(&self.scopes).await;
        let mut pause = lock(&self.pause);
        let tokens = granted.map_err(|error| pause.begin(error, self.clock.now()))?;
        pause.end();
        let token = tokens.access_token().cloned().ok_or_else(|| {
            Error::new(ErrorKind::Decode, "there is no access token in the answer")
        })?;
        Ok(Obtained {
            token,
            expiry: tokens.access_expiry(),
            issued_now: true,
        })
    }
}

impl Source for AppGrant {
    fn obtain(
        &self,
        _: Need,
    ) -> Pin<Box<dyn Future<Output = Result<Obtained, Error>> + Send + '_>> {
        Box::pin(self.grant())
    }
}
