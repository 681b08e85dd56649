//! The trait behind every kind of credentials.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use pinterest_client::operation::{Operation, SecurityScheme};

use super::AccessToken;
use crate::{Environment, Error, QuotaOwner};

/// What [`Credentials::access_token`] returns.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, Error>> + Send + 'a>>;

/// What [`Credentials::replacement`] returns.
pub type ReplacementFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Option<AccessToken>, Error>> + Send + 'a>>;

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

    /// Another token, after the server refused this one with status 401; `None`, the default, when there is none.
    ///
    /// It is asked for once a call: when the server refuses the replacement too, the call fails. Of many calls that were
    /// refused at once each asks, so an implementation that renews tokens does so once, and compares `refused` with
    /// what it has by then.
    ///
    /// # Errors
    ///
    /// Whatever keeps the token away. The call fails with it.
    fn replacement<'a>(
        &'a self,
        operation: &'static Operation,
        refused: &'a AccessToken,
    ) -> ReplacementFuture<'a> {
        let _ = (operation, refused);
        Box::pin(async { Ok(None) })
    }

    /// The kinds of tokens that [`access_token`](Self::access_token) can give, by which
    /// sets of credentials choose. All, unless said otherwise.
    fn schemes(&self) -> &[SecurityScheme] {
        &[
            SecurityScheme::PinterestOauth2,
            SecurityScheme::ClientCredentials,
            SecurityScheme::ConversionToken,
        ]
    }

    /// Told the environment of a client that the credentials are given to, before the first
    /// request.
    ///
    /// Credentials that request tokens from Pinterest take it for theirs, so that no secret goes to
    /// another host than the client's, or reject it when they were set up for another one.
    /// Credentials that contain others pass it on. All environments are accepted, unless said
    /// otherwise.
    ///
    /// # Errors
    ///
    /// When the credentials belong to another environment.
    /// [`ClientBuilder::build`](crate::ClientBuilder::build) fails with it; so does every call of a
    /// client that [`Client::with_credentials`](crate::Client::with_credentials) made.
    fn bind(&self, environment: &Environment) -> Result<(), Error> {
        let _ = environment;
        Ok(())
    }

    /// Whose rate limits the calls of `operation` count against: calls with equal owners share their limits. Unless said
    /// otherwise, all calls have the same owner; credentials that choose between the tokens of several users say which.
    fn quota_owner(&self, operation: &'static Operation) -> QuotaOwner {
        let _ = operation;
        QuotaOwner::default()
    }
}

/// Stands in for credentials that belong to another environment than the client.
#[derive(Debug)]
pub(crate) struct Rejected(Arc<Error>);

impl Rejected {
    pub(crate) fn new(error: Error) -> Self {
        Self(Arc::new(error))
    }
}

impl Credentials for Rejected {
    fn access_token<'a>(&'a self, _: &'static Operation) -> TokenFuture<'a> {
        Box::pin(async move { Err(self.0.shared()) })
    }
}

impl Credentials for AccessToken {
    fn access_token<'a>(&'a self, _: &'static Operation) -> TokenFuture<'a> {
        Box::pin(async move { Ok(self.clone()) })
    }

    fn schemes(&self) -> &[SecurityScheme] {
        self.possible_schemes()
    }
}
