//! Tokens of a user that renew themselves.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use pinterest_client::operation::{Operation, SecurityScheme};

use super::clock::Clock;
use super::renewal::{DEFAULT_REFRESH_MARGIN, Renewal};
use super::rotation::Rotation;
use super::{
    AccessToken, Credentials, MemoryTokenStore, OAuth, ReplacementFuture, TokenFuture, TokenStore,
    Tokens, authorise,
};
use crate::{Environment, Error, ErrorKind};

/// The tokens of a user, renewed in time and kept in a store.
///
/// Clones share everything. However many calls need a new token, there is one refresh for them all, and it goes on when
/// they are dropped. Beyond one process the [`TokenStore`] sees to that.
///
/// - **When**: from ten minutes before the expiry on (see [`with_refresh_margin`](Self::with_refresh_margin)) one call
///   refreshes the token ahead, and waits for that up to ten seconds; others use the present token further, and so does this
///   one when the refresh fails. A failure then is traced, and tried again not sooner than 30 seconds later. Once the token
///   has expired, calls wait for the refresh and fail with it. A token without a known expiry is used until the server
///   refuses it.
/// - **Refused tokens**: when the server answers 401, the token is refreshed once for all who were refused. A token that
///   it refuses within a minute after issuing it is not refreshed again: the call fails with what the server said.
/// - **Rotation**: the new pair is saved before it is used. Before a refresh token is spent, the present pair is saved once
///   more, so that a store that cannot be written to costs nothing. When saving the new pair fails all the same, calls fail
///   with [`ErrorKind::Credentials`](crate::ErrorKind::Credentials), the pair is kept in memory, and the next call saves it
///   before anything else.
/// - **Failures**: when a refresh fails, the authorization server is left alone for as long as it asks, and at least for one
///   second, twice as long after each further failure, up to half a minute; half a minute when it does not accept the app.
///   Calls that need a refresh meanwhile fail with the same error, unless other tokens are in the store.
/// - **The end**: when the server refuses the refresh token, others that are known are tried: that which the credentials were
///   made with, unless it was used, and those of a pair that could not be saved before another was in the store. A refresh
///   token that is known to have expired is not sent. Then every call fails with
///   [`ErrorKind::ReauthorizationRequired`](crate::ErrorKind::ReauthorizationRequired), without asking the server, until other
///   tokens are in the store.
///
/// Tokens of a new authorisation are put into the store, where every process finds them at its next refresh; those that
/// have come to the end find them at the next call, and so do those whose token lacks a scope that the call needs:
///
/// ```
/// # use pinterest::auth::{MemoryTokenStore, TokenStore, Tokens};
/// # async fn run(store: MemoryTokenStore, tokens: Tokens) -> Result<(), pinterest::Error> {
/// store.lock().await?.save(&tokens).await?;
/// # Ok(())
/// # }
/// ```
///
/// What cannot be made safe from here: a process that ends between the moment when the server issues a pair and the moment
/// when the pair is saved, or an answer with a pair that is lost on its way. The store then has the old refresh token, and the
/// server decides whether it still takes it. A program that ends normally is on the safe side when it lets its calls finish:
/// the call that starts a refresh waits for it.
///
/// Each refresh runs in a thread of its own with a runtime of Tokio's, which ends with it. It needs no runtime of the caller,
/// and goes on whatever becomes of that. The [`TokenStore`] is used there, so a store must not depend on one particular runtime.
/// An HTTP client that was given to [`OAuth`] is best used for nothing else: a request takes up an open connection, and that
/// works only as long as the runtime which opened it.
#[derive(Clone)]
pub struct UserCredentials(Arc<Renewal<Rotation>>);

impl UserCredentials {
    /// Credentials that start with `tokens` when the store has none. They are put into the store before they are used, so
    /// that a store that does not work is found out at once and not at the first refresh.
    #[must_use]
    pub fn new(oauth: OAuth, tokens: Tokens, store: impl TokenStore + 'static) -> Self {
        let oauth = oauth.for_credentials();
        let rotation = Rotation::new(oauth, Some(tokens), Arc::new(store), Clock::default());
        Self::with_rotation(rotation, DEFAULT_REFRESH_MARGIN)
    }

    /// Credentials that have only what is in the store, now or later.
    #[must_use]
    pub fn from_store(oauth: OAuth, store: impl TokenStore + 'static) -> Self {
        let oauth = oauth.for_credentials();
        let rotation = Rotation::new(oauth, None, Arc::new(store), Clock::default());
        Self::with_rotation(rotation, DEFAULT_REFRESH_MARGIN)
    }

    /// Credentials that are forgotten when the program ends. Since refresh tokens rotate, `tokens` may be good no longer the
    /// next time.
    #[must_use]
    pub fn in_memory(oauth: OAuth, tokens: Tokens) -> Self {
        Self::new(oauth, tokens, MemoryTokenStore::new())
    }

    /// How long before its expiry the access token is refreshed, but at most a tenth of the time that it has left when it
    /// is obtained or loaded. Default: [`DEFAULT_REFRESH_MARGIN`](super::DEFAULT_REFRESH_MARGIN), ten minutes; zero refreshes
    /// only what has expired.
    ///
    /// To be called before cloning: the result shares nothing with earlier clones but the store.
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
            match authorise(operation, &token) {
                // The user may have authorised the app again since.
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
        refused: &'a AccessToken,
    ) -> ReplacementFuture<'a> {
        Box::pin(self.0.replacement(refused))
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
