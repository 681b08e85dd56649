//! The seam where requests of generated operations leave and responses come in.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};

use crate::Client;
use crate::operation::{self, Operation};

/// A future in a box, as [`Transport::send`] returns it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries the requests of a [`Client`]: the place for tokens, checks and logs.
pub trait Transport: fmt::Debug + Send + Sync {
    /// Looks at a request before it is sent and may refuse it.
    ///
    /// # Errors
    ///
    /// The text becomes [`Error::InvalidRequest`](crate::Error::InvalidRequest); nothing is sent.
    fn prepare(
        &self,
        request: &mut reqwest::Request,
        operation: &'static Operation,
    ) -> Result<(), String> {
        let _ = (request, operation);
        Ok(())
    }

    /// Sends the request and returns the response.
    fn send<'a>(
        &'a self,
        http: &'a reqwest::Client,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, reqwest::Result<reqwest::Response>>;
}

/// The transport of a [`Client`].
#[derive(Clone, Debug)]
pub struct Inner(Arc<dyn Transport>);

impl Inner {
    /// Requests go through `transport`.
    #[must_use]
    pub fn new(transport: Arc<dyn Transport>) -> Self {
        Self(transport)
    }

    /// Requests go out as they are; tokens are the business of the [`reqwest::Client`] (its default headers).
    #[must_use]
    pub fn direct() -> Self {
        Self(Arc::new(Direct))
    }
}

#[derive(Debug)]
struct Direct;

impl Transport for Direct {
    fn send<'a>(
        &'a self,
        http: &'a reqwest::Client,
        request: reqwest::Request,
        _: &'static Operation,
    ) -> BoxFuture<'a, reqwest::Result<reqwest::Response>> {
        Box::pin(http.execute(request))
    }
}

/// progenitor sends the version of the description in this header, which Pinterest does not know.
const VERSION_HEADER: &str = "api-version";

impl ClientHooks<Inner> for Client {
    async fn pre<E>(
        &self,
        request: &mut reqwest::Request,
        info: &OperationInfo,
    ) -> Result<(), progenitor_client::Error<E>> {
        request.headers_mut().remove(VERSION_HEADER);
        match operation::by_function(info.operation_id) {
            Some(operation) => self
                .inner()
                .0
                .prepare(request, operation)
                .map_err(progenitor_client::Error::InvalidRequest),
            None => Ok(()),
        }
    }

    async fn exec(
        &self,
        request: reqwest::Request,
        info: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        match operation::by_function(info.operation_id) {
            Some(operation) => self.inner().0.send(self.client(), request, operation).await,
            // Functions and table are generated from one description, so this branch is for the compiler.
            None => self.client().execute(request).await,
        }
    }
}
