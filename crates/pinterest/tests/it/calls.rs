//! Calls whose types are forgotten, so that those of every operation stand in one table.

use std::pin::Pin;

use pinterest::operation::Operation;
use pinterest::{CallRequest, Client, Error, Request};
use pinterest_client::request::Encoded;
use pinterest_test_support::Arguments;

/// The id of an operation, and how its request is made.
pub(crate) type Row = (
    &'static str,
    fn(&Arguments) -> Result<Box<dyn Call>, String>,
);

/// A typed request of any operation.
pub(crate) trait Call {
    fn operation(&self) -> &'static Operation;

    fn prepare(&self, client: &Client) -> Prepared;
}

struct Typed<R>(R);

impl<R: Request> Call for Typed<R> {
    fn operation(&self) -> &'static Operation {
        self.0.operation()
    }

    fn prepare(&self, client: &Client) -> Prepared {
        prepare(client.call(self.0.clone()))
    }
}

/// Forgets the type of a request.
pub(crate) fn call(request: impl Request) -> Box<dyn Call> {
    Box::new(Typed(request))
}

/// A call that sends nothing until its outcome is awaited.
pub(crate) struct Prepared {
    /// The request before it has headers, or why there is none.
    pub(crate) encoded: Result<Encoded, String>,
    pub(crate) outcome: Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>,
}

/// Forgets the type of a call. Its values are not validated, since samples ignore some limits.
pub(crate) fn prepare<R: CallRequest>(call: pinterest::Call<R>) -> Prepared {
    let call = call.without_validation();
    let parts = call.request().http_parts(false);
    let encoded = parts.and_then(|parts| parts.encode().map_err(|error| error.to_string()));
    Prepared {
        encoded,
        outcome: Box::pin(async move { call.await.map(drop) }),
    }
}
