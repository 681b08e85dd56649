//! The credentials of a user, whose tokens are refreshed automatically.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use pinterest_client::operation::{Operation, SecurityScheme};

use super::clock::Clock;
use super::renewal::{DEFAULT_REFRESH_MARGIN, Renewal};
use super::rotation::Rotation;
use super::{
    AccessToken, Binding, Credentials, MemoryTokenStore, OAuth, ReplacementFuture, TokenFuture,
    TokenStore, Tokens, authorize,
};
use crate::{Error, ErrorKind, QuotaOwner};

/// The credentials of a user, whose tokens are refreshed automatically and stored in a
/// [`TokenStore`].
///
/// Clones share everything. All calls that need a new token share one refresh, which continues if
/// the calls are dropped. The store coordinates several processes.
///
/// # Examples
///
/// ```no_run
/// use pinterest::Client;
/// use pinterest::auth::{App, FileTokenStore, OAuth, Tokens, UserCredentials};
///
/// # fn run() -> Result<(), pinterest::Error> {
/// let oauth = OAuth::new(App::new("1234567", "the app's secret"));
/// let tokens = Tokens::from_refresh_token("pinr..."); // used while the file has no tokens
/// let store = FileTokenStore::new("/var/lib/shop/pinterest-tokens.json");
/// let credentials = UserCredentials::new(oauth, tokens, store);
/// let client = Client::builder().with_credentials(credentials).build()?;
/// # Ok(())
/// # }
/// ```
///
/// # Refreshing
///
/// The first call within ten minutes before the expiry refreshes the token
/// ([`with_refresh_margin`](Self::with_refresh_margin)) and waits for that up to ten seconds. Other
/// calls use the present token. So does the first call if the refresh fails: the failure is traced,
/// and the next attempt is made 30 seconds later at the earliest. Once the token has expired, calls
/// wait for the refresh and fail with it. A token without a known expiry is used until the server
/// rejects it.
///
/// If the server responds with status 401, the token is refreshed once for all rejected calls. A
/// token that is rejected within a minute after it was issued is not refreshed: the call fails with
/// the response.
///
/// # Rotation
///
/// Each refresh replaces the refresh token. The present tokens are saved once more before their
/// refresh token is used, so that a store that cannot save loses nothing. The new tokens are saved
/// before they are used. If that fails, calls fail with
/// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials), the new tokens remain in memory, and
/// the next call saves them first.
///
/// The store may lose tokens while the program runs: its file is removed, or replaced by an older
/// copy. The last pair that the program used is then saved again and used. Of two pairs, the one
/// with the later [time of issue](Tokens::issue_time) is used, and an exchanged refresh token is
/// not used again. A pair without a time, such as one that was written by hand, is used when it is
/// in the store; the last pair remains as a fallback. A new pair that could not be saved yields to
/// one that another process has stored in the meantime.
///
/// Tokens can still be lost in two cases: the process ends after the server has issued them and
/// before they are saved, or the response is lost on the network. The store then has the old
/// refresh token, and the server decides whether it still accepts it. A program that ends normally
/// should let its calls finish: the call that starts a refresh waits for it.
///
/// # Failures
///
/// After a failed refresh, no request is sent for as long as the authorization server asks, up to
/// an hour, and for at least one second. The pause doubles with each further failure, up to 30
/// seconds. It is 30 seconds at once if the server rejects the app. Meanwhile, calls that need a
/// refresh fail with the same error, unless the store has other tokens.
///
/// If the server rejects the stored refresh token, the other known ones are tried: the initial one,
/// unless it was used, and those of pairs that others in the store have replaced, unless they are
/// known to be older. A refresh token that is known to have expired is not sent. If none is
/// accepted, the store is read once more, for tokens that were stored in the meantime; then every
/// call fails
/// with [`ErrorKind::ReauthorizationRequired`](crate::ErrorKind::ReauthorizationRequired), without
/// a request, until the store has other tokens.
///
/// Save the tokens of a new authorization to the store. Every process finds them there at its next
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
/// # Runtime
///
/// Each refresh runs in a separate thread with its own Tokio runtime, which continues if the
/// runtime of the caller ends. The [`TokenStore`] is used there, so a store must not depend on a
/// particular runtime. An HTTP client that was given to [`OAuth`] should be used for nothing else:
/// a request may reuse an open connection, which works only while the runtime that opened it runs.
#[derive(Clone)]
pub struct UserCredentials {
    renewal: Arc<Renewal<Rotation>>,
    quota_owner: QuotaOwner,
}

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
        let renewed = Self::with_rotation(self.renewal.source().anew(), margin);
        renewed.with_quota_owner(self.quota_owner)
    }

    /// Sets the label of the user whose quota the calls count against. It is needed where clients of
    /// several users share a [`RateLimiter`](crate::RateLimiter) or a
    /// [`SharedQuota`](crate::SharedQuota).
    #[must_use]
    pub fn with_quota_owner(mut self, owner: impl Into<QuotaOwner>) -> Self {
        self.quota_owner = owner.into();
        self
    }

    fn with_rotation(rotation: Rotation, margin: Duration) -> Self {
        Self {
            renewal: Renewal::new(rotation, margin, Clock::default()),
            quota_owner: QuotaOwner::default(),
        }
    }
}

impl Credentials for UserCredentials {
    fn access_token<'a>(&'a self, operation: &'static Operation) -> TokenFuture<'a> {
        Box::pin(async {
            let token = self.renewal.token().await?;
            match authorize(operation, &token) {
                // The user may have authorized the app again since.
                Err(error) if error.kind() == ErrorKind::MissingScope => {
                    Ok(self.renewal.other_than(token).await)
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
        Box::pin(self.renewal.replacement(rejected))
    }

    fn schemes(&self) -> &[SecurityScheme] {
        &[SecurityScheme::PinterestOauth2]
    }

    fn quota_owner(&self, _: &'static Operation) -> QuotaOwner {
        self.quota_owner.clone()
    }

    fn bind(&self, client: &Binding<'_>) -> Result<(), Error> {
        self.renewal.source().bind(client)
    }
}

impl fmt::Debug for UserCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserCredentials").finish_non_exhaustive()
    }
}
