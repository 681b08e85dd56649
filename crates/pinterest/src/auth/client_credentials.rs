//! Tokens of an app itself.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use pinterest_client::operation::{Operation, SecurityScheme};
use pinterest_client::types::Scope;

use super::clock::Clock;
use super::renewal::{DEFAULT_REFRESH_MARGIN, Need, Obtained, Renewal, Source};
use super::{AccessToken, Credentials, OAuth, ReplacementFuture, TokenFuture};
use crate::{Error, ErrorKind};

/// Tokens of an app itself, which act for the account that owns the app; no user is asked. About a third of the API's
/// operations take them.
///
/// Clones share the token. However many calls need a new one, the server is asked once; it is asked again ten minutes
/// before the token expires, or when the server refuses it. Nothing is stored.
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
            oauth,
            scopes: scopes.into_iter().map(Into::into).collect(),
        };
        Self(Renewal::new(
            grant,
            DEFAULT_REFRESH_MARGIN,
            Clock::default(),
        ))
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
}

impl Source for AppGrant {
    fn obtain(
        &self,
        _: Need,
    ) -> Pin<Box<dyn Future<Output = Result<Obtained, Error>> + Send + '_>> {
        Box::pin(async {
            let tokens = self.oauth.client_credentials(&self.scopes).await?;
            let token = tokens.access_token().cloned().ok_or_else(|| {
                Error::new(ErrorKind::Decode, "there is no access token in the answer")
            })?;
            Ok(Obtained {
                token,
                expiry: tokens.access_expiry(),
                issued_now: true,
            })
        })
    }
}
