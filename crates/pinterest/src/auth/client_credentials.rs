//! The credentials of an app itself.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use pinterest_client::operation::{Operation, SecurityScheme};
use pinterest_client::types::Scope;

use super::clock::Clock;
use super::pause::Pause;
use super::renewal::{DEFAULT_REFRESH_MARGIN, Need, Obtained, Renewal, Source};
use super::{AccessToken, Binding, Credentials, OAuth, ReplacementFuture, TokenFuture};
use crate::lock::lock;
use crate::{Error, ErrorKind};

/// The credentials of an app itself, which act for the account that owns the app.
///
/// No user has to give permission. About a third of the API's operations take such tokens.
///
/// Clones share the token. All calls that need a new one share one request for it. A new token is
/// requested ten minutes before the old one expires, or when the server rejects it. Nothing is
/// stored. After a failure no token is requested for as long as the server asks, up to an hour, and
/// for at least one second, which grows to half a minute while requests fail. Meanwhile, calls that
/// need a token fail with the same error.
///
/// # Examples
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
    /// Creates credentials for these scopes. Nothing is sent yet.
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
        rejected: &'a AccessToken,
    ) -> ReplacementFuture<'a> {
        Box::pin(self.0.replacement(rejected))
    }

    fn schemes(&self) -> &[SecurityScheme] {
        &[SecurityScheme::ClientCredentials]
    }

    fn bind(&self, client: &Binding<'_>) -> Result<(), Error> {
        self.0.source().oauth.bind(client)
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
    /// The pause after a failure.
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
            Error::new(
                ErrorKind::Decode,
                "the response of the authorization server has no access token",
            )
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::{Duration, UNIX_EPOCH};

    use pinterest_test_support::{Response, Server};

    use super::*;
    use crate::Environment;
    use crate::auth::App;

    #[tokio::test]
    async fn advice_of_the_authorization_server_holds_for_an_hour_at_most() {
        let epoch = Response::json(429, "{}").header("X-RateLimit-Reset", "4000000000");
        let forever = Response::json(503, "{}").header("Retry-After", "4000000000");
        let hours = Response::json(503, "{}").header("Retry-After", "67150");
        for (response, seconds) in [(epoch, 1), (forever, 1), (hours, 3600)] {
            let what = format!("{response:?}");
            let token = r#"{"access_token": "new", "expires_in": 60}"#;
            let server = Server::with_responses([response, Response::ok(token)]);
            let time = Arc::new(AtomicU64::new(0));
            let clock = {
                let time = Arc::clone(&time);
                Clock::that_says(move || {
                    UNIX_EPOCH + Duration::from_secs(time.load(Ordering::SeqCst))
                })
            };
            let grant = AppGrant {
                oauth: OAuth::new(App::new("1", "secret"))
                    .with_environment(Environment::Custom(server.url()))
                    .without_retries(),
                scopes: vec![Scope::AdsRead],
                clock,
                pause: Mutex::default(),
            };
            assert!(grant.grant().await.is_err(), "{what}");
            time.store(seconds - 1, Ordering::SeqCst);
            assert!(grant.grant().await.is_err(), "{what}");
            assert_eq!(server.requests().len(), 1, "{what}");
            time.store(seconds, Ordering::SeqCst);
            let obtained = grant.grant().await.unwrap();
            assert_eq!(obtained.token.expose_secret(), "new", "{what}");
        }
    }
}
