//! The trait behind every kind of credentials.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use pinterest_client::operation::Operation;

use super::AccessToken;
use crate::Error;

/// What [`Credentials::access_token`] returns.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, Error>> + Send + 'a>>;

/// Gives each request its access token.
///
/// [`AccessToken`] itself is the simplest implementation: the same token for every request. Implement the trait to
/// read tokens from a vault or to choose them by operation.
///
/// ```
/// use pinterest::auth::{AccessToken, Credentials, TokenFuture};
/// use pinterest::operation::Operation;
///
/// #[derive(Debug)]
/// struct Vault;
///
/// impl Credentials for Vault {
///     fn access_token<'a>(&'a self, operation: &'static Operation) -> TokenFuture<'a> {
///         Box::pin(async move {
///             let _needed = operation.security;
///             Ok(AccessToken::new("read from the vault"))
///         })
///     }
/// }
/// ```
///
/// `Debug` must not show the token.
pub trait Credentials: fmt::Debug + Send + Sync {
    /// The token for one request of `operation`.
    ///
    /// # Errors
    ///
    /// Whatever keeps the token away; [`Error::credentials`] makes one. The request is not sent then.
    fn access_token<'a>(&'a self, operation: &'static Operation) -> TokenFuture<'a>;
}

impl Credentials for AccessToken {
    fn access_token<'a>(&'a self, _: &'static Operation) -> TokenFuture<'a> {
        Box::pin(async move { Ok(self.clone()) })
    }
}
