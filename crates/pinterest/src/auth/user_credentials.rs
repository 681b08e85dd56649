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
use crate::ErrorKind;

/// The tokens of a user, renewed in time and kept in a store.
///
/// Clones share everything. However many calls need a new token, there is one refresh for them all, and it goes on when
/// they are dropped. Beyond one process the [`TokenStore`] sees to that.
///
/// - **When**: from ten minutes before the expiry on (see [`with_refresh_margin`](Self::with_refresh_margin)) a refresh runs
///   in the background, while the present token is used further; a failure then is traced, and tried again not sooner than
///   30 seconds later. Once the token has expired, calls wait for the refresh and fail with it. A token without a known
///   expiry is used until the server refuses it.
/// - **Refused tokens**: when the server answers 401, the token is refreshed once for all who were refused. A token that
///   it refuses within a minute after issuing it is not refreshed again: the call fails with what the server said.
/// - **Rotation**: the new pair is saved before it is used. When saving fails, calls fail with
///   [`ErrorKind::Credentials`](crate::ErrorKind::Credentials), the pair is kept in memory, and the next call saves it before
///   anything else.
/// - **The end**: when the server refuses the refresh token, that which the credentials were made with is tried once if it
///   is another one. Then every call fails with
///   [`ErrorKind::ReauthorizationRequired`](crate::ErrorKind::ReauthorizationRequired), without asking the server, until other
///   tokens are in the store.
///
/// Tokens of a new authorisation are put into the store, where every process finds them at its next refresh; those that
/// have come to the end find them at the next call:
///
/// ```
/// # use pinterest::auth::{MemoryTokenStore, TokenStore, Tokens};
/// # async fn run(store: MemoryTokenStore, tokens: Tokens) -> Result<(), pinterest::Error> {
/// store.lock().await?.save(&tokens).await?;
/// # Ok(())
/// # }
/// ```
///
/// One moment cannot be made safe from here: a process that dies after the server has issued a pair and before the pair is
/// saved. The store then has the old refresh token, and the server decides whether it still takes it.
///
/// Refreshes run as tasks of Tokio, on the runtime of the call that needs one first.
#[derive(Clone)]
pub struct UserCredentials(Arc<Renewal<Rotation>>);

impl UserCredentials {
    /// Credentials that start with `tokens` when the store has none. They are put into the store before they are used, so
    /// that a store that does not work is found out at once and not at the first refresh.
    #[must_use]
    pub fn new(oauth: OAuth, tokens: Tokens, store: impl TokenStore + 'static) -> Self {
        let rotation = Rotation::new(oauth, Some(tokens), Arc::new(store), Clock::default());
        Self::with_rotation(rotation, DEFAULT_REFRESH_MARGIN)
    }

    /// Credentials that have only what is in the store, now or later.
    #[must_use]
    pub fn from_store(oauth: OAuth, store: impl TokenStore + 'static) -> Self {
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
}

impl fmt::Debug for UserCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserCredentials").finish_non_exhaustive()
    }
}
