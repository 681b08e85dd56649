//! The trait of credentials.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use pinterest_client::operation::{Operation, SecurityScheme};

use super::{AccessToken, Binding};
use crate::{Error, QuotaOwner};

/// The future that [`Credentials::access_token`] returns.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, Error>> + Send + 'a>>;

/// The future that [`Credentials::replacement`] returns.
pub type ReplacementFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Option<AccessToken>, Error>> + Send + 'a>>;

/// Provides the access token of each request.
///
/// [`AccessToken`] itself is the simplest implementation: the same token for every request.
/// Implement the trait to read tokens from a vault or to choose them by operation.
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
    /// Returns the token for one request of `operation`.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no token; [`Error::credentials`] creates one. The request is
    /// then not sent.
    fn access_token<'a>(&'a self, operation: &'static Operation) -> TokenFuture<'a>;

    /// Returns another token after the server rejected this one with status 401, or `None` if there
    /// is none. The default implementation returns `None`.
    ///
    /// It is called once per call: when the server rejects the replacement too, the call fails.
    /// When many calls are rejected at the same time, each of them asks for a replacement. An
    /// implementation that refreshes tokens should therefore compare `rejected` with its present
    /// token, and refresh once for all of them.
    ///
    /// # Errors
    ///
    /// Returns an error if the replacement cannot be obtained. The call fails with it.
    fn replacement<'a>(
        &'a self,
        operation: &'static Operation,
        rejected: &'a AccessToken,
    ) -> ReplacementFuture<'a> {
        let _ = (operation, rejected);
        Box::pin(async { Ok(None) })
    }

    /// Returns the kinds of tokens that [`access_token`](Self::access_token) can return, by which
    /// sets of credentials choose. The default implementation returns all.
    fn schemes(&self) -> &[SecurityScheme] {
        &[
            SecurityScheme::PinterestOauth2,
            SecurityScheme::ClientCredentials,
            SecurityScheme::ConversionToken,
        ]
    }

    /// Binds the credentials to the environment of a client, before the first request.
    ///
    /// Credentials that request tokens from Pinterest take its environment for theirs, so that no
    /// secret goes to another host than the client's, or reject it when they were set up for another
    /// one. They also take the HTTP client that was given to the builder, unless they have one of
    /// their own. Credentials that contain others pass it on. The default implementation accepts
    /// every client.
    ///
    /// # Errors
    ///
    /// Returns an error if the credentials belong to another environment.
    /// [`ClientBuilder::build`](crate::ClientBuilder::build) fails with it; so does every call of a
    /// client that [`Client::with_credentials`](crate::Client::with_credentials) made.
    fn bind(&self, client: &Binding<'_>) -> Result<(), Error> {
        let _ = client;
        Ok(())
    }

    /// Returns the owner of the rate limits that calls of `operation` count against.
    ///
    /// Calls with equal owners share their limits. The default implementation returns the same
    /// owner for all calls. Credentials that choose between the tokens of several users override
    /// it.
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
