//! Requests whose types are known to generated code alone.

use std::future::Future;
use std::pin::Pin;

use pinterest_client::operation::Operation;
use pinterest_client::request::Request;
use pinterest_client::{Client, Error};
use pinterest_test_support::Arguments;
use serde::Serialize;
use serde_json::Value;

/// The id of an operation, and how its request is made.
pub(crate) type Row = (
    &'static str,
    fn(&Arguments) -> Result<Box<dyn Call>, String>,
);

/// A response, encoded again.
pub(crate) struct Outcome {
    pub(crate) status: u16,
    /// `None` for null.
    pub(crate) body: Option<Value>,
    /// Parts that were left out.
    pub(crate) set_aside: String,
}

/// What a call returns.
pub(crate) type Outgoing<'a> = Pin<Box<dyn Future<Output = Result<Outcome, Error>> + Send + 'a>>;

/// A request of any operation.
pub(crate) trait Call: Send + Sync {
    fn operation(&self) -> &'static Operation;

    fn send<'a>(&'a self, client: &'a Client) -> Outgoing<'a>;
}

struct Typed<R>(R);

impl<R: Request<Response: Serialize>> Call for Typed<R> {
    fn operation(&self) -> &'static Operation {
        self.0.operation()
    }

    fn send<'a>(&'a self, client: &'a Client) -> Outgoing<'a> {
        let sent = client.send(&self.0);
        Box::pin(async move {
            let response = sent.await?;
            let body = serde_json::to_value(&response.value).expect("it encodes");
            let set_aside = response.set_aside;
            Ok(Outcome {
                status: response.status.as_u16(),
                body: Some(body).filter(|body| !body.is_null()),
                set_aside: match set_aside.is_empty() {
                    true => String::new(),
                    false => format!("{set_aside:?}"),
                },
            })
        })
    }
}

/// Forgets the type of a request.
pub(crate) fn call(request: impl Request<Response: Serialize>) -> Box<dyn Call> {
    Box::new(Typed(request))
}
