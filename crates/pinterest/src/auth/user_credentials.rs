//! The credentials of a user, whose tokens are refreshed automatically.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use pinterest_client::operation::{Operation, SecurityScheme};

use super::clock::Clock;
use super::renewal::{DEFAULT_REFRESH_MARGIN, Renewal};
use super::rotation::Rotation;
use super::{
    AccessToken, Credentials, MemoryTokenStore, OAuth, ReplacementFuture, TokenFuture, TokenStore,
    Tokens, authorize,
};
use crate::{Environment, Error, ErrorKind};

/// The tokens of a user, which are refreshed automatically and stored.
///
/// Clones share everything. All calls that need a new token share one refresh, which continues when
/// the calls are dropped. The [`TokenStore`] does the same across processes.
///
/// - **Time of a refresh**: the first call in the ten minutes before the expiry (see
///   [`with_refresh_margin`](Self::with_refresh_margin)) refreshes the token and waits for that up
///   to ten seconds. Other calls use the present token, and so does this one when the refresh
///   fails. Such a failure is traced, and there is no other attempt for 30 seconds. Once the token
///   has expired, calls wait for the refresh and fail with it. A token without a known expiry is
///   used until the server rejects it.
/// - **Rejected tokens**: when the server responds with 401, the token is refreshed once for all
///   rejected calls. A token that is rejected within a minute after it was issued is not refreshed:
///   the call fails with the response.
/// - **Rotation**: a new pair is saved before it is used. The present pair is saved once more
///   before its refresh token is used up, so that a store that cannot save loses nothing. If the
///   new pair still cannot be saved, calls fail with
///   [`ErrorKind::Credentials`](crate::ErrorKind::Credentials), the pair stays in memory, and the
///   next call saves it first.
/// - **Failures**: after a failed refresh no request is sent for as long as the authorization
///   server asks, and for at least one second. The pause doubles with each further failure, up to
///   half a minute, and is half a minute if the server does not accept the app. Meanwhile, calls
///   that need a refresh fail with the same error, unless the store has other tokens.
/// - **Rejected refresh tokens**: when the server rejects the stored refresh token, the other known
///   ones are tried: the initial one, unless it was used, and that of a pair that could not be
///   saved before another was stored. A refresh token that is known to have expired is not sent.
///   Then every call fails with
///   [`ErrorKind::ReauthorizationRequired`](crate::ErrorKind::ReauthorizationRequired), without a
///   request, until the store has other tokens.
///
/// Save the tokens of a new authorization to the store, where every process finds them at its next
/// refresh. Credentials without a valid refresh token find them at the next call, and so do those
/// whose token lacks a scope that the call needs:
///
/// ```
/// # use pinterest::auth::{MemoryTokenStore, TokenStore, Tokens};
/// # async fn run(store: MemoryTokenStore, tokens: Tokens) -> Result<(), pinterest::Error> {
/// store.lock().await?.save(&tokens).await?;
/// # Ok(())
/// # }
/// ```
///
/// Two cases can still lose a pair: a process that ends after the server has issued the pair and
/// before it is saved, and a response that is lost on the network. The store then has the old
/// refresh token, and the server decides whether it still accepts it. A program that ends normally
/// should let its calls finish: the call that starts a refresh waits for it.
///
/// Each refresh runs in a separate thread with its own Tokio runtime. It needs no runtime of the
/// caller, and continues when that ends. The [`TokenStore`] is used there, so a store must not
/// depend on one particular runtime. An HTTP client that was given to [`OAuth`] should be used for
/// nothing else: a request may reuse an open connection, which works only while the runtime that
/// opened it runs.
#[derive(Clone)]
pub struct UserCredentials(Arc<Renewal<Rotation>>);

impl UserCredentials {
    /// Creates credentials that start with `tokens` if the store has none.
    ///
    /// They are saved before they are used, so that a store that does not work fails the first call
    /// and not the first refresh.
    #[must_use]
    pub fn new(oauth: OAuth, tokens: Tokens, store: impl TokenStore + 'static) -> Self {
        let oauth = oauth.for_credentials();
        let rotation = Rotation::new(oauth, Some(tokens), Arc::new(store), Clock::default());
        Self::with_rotation(rotation, DEFAULT_REFRESH_MARGIN)
    }

    /// Creates credentials that use the tokens in the store, which may be saved later.
    #[must_use]
    pub fn from_store(oauth: OAuth, store: impl TokenStore + 'static) -> Self {
        let oauth = oauth.for_credentials();
        let rotation = Rotation::new(oauth, None, Arc::new(store), Clock::default());
        Self::with_rotation(rotation, DEFAULT_REFRESH_MARGIN)
    }

    /// Creates credentials with a store in memory.
    ///
    /// Refresh tokens rotate, so `tokens` may no longer be valid when the program starts again.
    #[must_use]
    pub fn in_memory(oauth: OAuth, tokens: Tokens) -> Self {
        Self::new(oauth, tokens, MemoryTokenStore::new())
    }

    /// Sets how long before its expiry the access token is refreshed. Default:
    /// [`DEFAULT_REFRESH_MARGIN`](super::DEFAULT_REFRESH_MARGIN), ten minutes.
    ///
    /// It is at most a tenth of the time that the token has left when it is obtained or loaded.
    /// Zero refreshes only tokens that have expired. Call it before cloning: the result shares only
    /// the store with earlier clones.
    #[must_use]
    pub fn with_refresh_margin(self, margin: Duration) -> Self {
        Self::with_rotation(self.0.source().anew(), margin)
    }

    fn with_rotation(rotation: Rotation, margin: Duration) -> Self {
        Self(Renewal::new(rotation, margin, Clock::default()))
    }
}

impl Credentials for UserCredentials {
    fn access_token<'a>(&'a self, operation: &'static Operation) -> TokenFuture<'a> {
        Box::pin(async {
            let token = self.0.token().await?;
            match authorize(operation, &token) {
                // The user may have authorized the app again since.
                Err(error) if error.kind() == ErrorKind::MissingScope => {
                    Ok(self.0.other_than(token).await)
                }
                _ => Ok(token),
            }
        })
    }

    fn replacement<'a>(
        &'a self,
        _: &'static Operation,
        rejected: &'a AccessToken,
    ) -> ReplacementFuture<'a> {
        Box::pin(self.0.replacement(rejected))
    }

    fn schemes(&self) -> &[SecurityScheme] {
        &[SecurityScheme::PinterestOauth2]
    }

    fn bind(&self, environment: &Environment) -> Result<(), Error> {
        self.0.source().bind(environment)
    }
}

impl fmt::Debug for UserCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserCredentials").finish_non_exhaustive()
    }
}
