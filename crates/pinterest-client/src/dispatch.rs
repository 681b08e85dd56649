//! Calls any operation by its id, with parameters given as text and a body given as JSON (feature `dispatch`).
//!
//! For command lines, scripts and tests. A call takes the same way as one that is written in Rust: parameters are parsed
//! into their types, the body is decoded into the type of the request, the typed function of [`Client`] sends it,
//! and what it returns is given back as JSON.
//!
//! ```no_run
//! # async fn run(client: pinterest_client::Client) -> Result<(), Box<dyn std::error::Error>> {
//! let parameters = [("business_id", "729090764583391194"), ("invite_status", "PENDING"), ("invite_status", "EXPIRED")]
//!     .map(|(name, value)| (name.to_owned(), value.to_owned()));
//! let answer = pinterest_client::dispatch::dispatch(&client, "get/invites", &parameters, None).await?;
//! println!("{} {:?}", answer.status, answer.body);
//! # Ok(())
//! # }
//! ```
//!
//! A parameter that is an array gets one element for each time its name is given, whether it stands in the query as
//! `id=1&id=2` or as `id=1,2`; a comma in a value belongs to that element. A parameter that is an object is
//! given as JSON. Other parameters are given once at most.

mod arguments;
mod json;
mod types;

use std::fmt;
use std::future::Future;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::generated::dispatch::{OPERATIONS, TYPES};
use crate::operation::{self, Operation};
use crate::transport::BoxFuture;
use crate::{Client, Error, ResponseValue};

pub use arguments::ArgumentError;
pub(crate) use arguments::Given;
pub use json::DecodeFailure;
pub use types::ApiType;
pub(crate) use types::api_type;

/// What an operation answered.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Dispatched {
    /// The HTTP status, a success.
    pub status: u16,
    /// The body as the type of the answer encodes it; `None` when there is none.
    pub body: Option<Value>,
}

impl Dispatched {
    fn new(status: reqwest::StatusCode, body: Value) -> Self {
        Self {
            status: status.as_u16(),
            // A type without content encodes as null.
            body: Some(body).filter(|body| !body.is_null()),
        }
    }
}

/// Without the body, which may hold personal data.
impl fmt::Debug for Dispatched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dispatched")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// Why an operation has no answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum DispatchError {
    /// The arguments do not fit the operation; nothing was sent.
    Arguments(ArgumentError),
    /// The call failed.
    Call(Error<crate::types::Error>),
}

impl fmt::Display for DispatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Arguments(_) => "the arguments do not fit the operation",
            Self::Call(_) => "the call failed",
        })
    }
}

impl std::error::Error for DispatchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Arguments(error) => Some(error),
            Self::Call(error) => Some(error),
        }
    }
}

/// Calls an operation once; see the [module](self).
///
/// # Errors
///
/// [`DispatchError::Arguments`] when the operation is unknown or the arguments do not fit it, and nothing was sent;
/// otherwise what the typed function returns.
pub async fn dispatch(
    client: &Client,
    operation_id: &str,
    parameters: &[(String, String)],
    body: Option<Value>,
) -> Result<Dispatched, DispatchError> {
    let call =
        Call::new(operation_id, parameters, body.as_ref()).map_err(DispatchError::Arguments)?;
    let answer = call.send(client).await.map_err(DispatchError::Call)?;
    Ok(answer.into_inner())
}

/// An operation with its arguments, parsed and decoded, that can be sent any number of times.
pub struct Call {
    operation: &'static Operation,
    ready: Box<dyn Ready>,
}

/// Without the arguments, which may hold personal data.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.operation.id).finish()
    }
}

impl Call {
    /// Parses the parameters and decodes the body.
    ///
    /// # Errors
    ///
    /// When the operation is unknown, or the arguments do not fit it.
    pub fn new(
        operation_id: &str,
        parameters: &[(String, String)],
        body: Option<&Value>,
    ) -> Result<Self, ArgumentError> {
        let operation = operation::by_id(operation_id);
        let row = OPERATIONS.iter().copied().flatten();
        let prepare = row.clone().find(|(id, _)| *id == operation_id);
        let (Some(operation), Some((_, prepare))) = (operation, prepare) else {
            return Err(ArgumentError::unknown_operation(operation_id));
        };
        let ready = prepare(&Given::new(operation, parameters, body)?)?;
        Ok(Self { operation, ready })
    }

    /// The operation.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Sends the request through the typed function.
    ///
    /// # Errors
    ///
    /// What the typed function returns.
    pub async fn send(&self, client: &Client) -> Outcome {
        self.ready.send(client).await
    }

    /// Why the body of a success cannot be decoded into the type of the answer, and where; `None` when it can.
    #[must_use]
    pub fn why_undecodable(&self, body: &[u8]) -> Option<DecodeFailure> {
        self.ready.why_undecodable(body)
    }
}

/// Every component schema of the enabled features, as a type.
pub fn types() -> impl Iterator<Item = &'static ApiType> {
    TYPES.iter().copied().flatten()
}

/// What a call returns.
pub(crate) type Outcome = Result<ResponseValue<Dispatched>, Error<crate::types::Error>>;

/// An operation's id, and how its arguments are read.
pub(crate) type Row = (&'static str, fn(&Given<'_>) -> Prepared);

/// Read arguments, or why they cannot be read.
pub(crate) type Prepared = Result<Box<dyn Ready>, ArgumentError>;

/// An operation whose arguments have been read.
pub(crate) trait Ready: Send + Sync {
    fn send<'a>(&'a self, client: &'a Client) -> BoxFuture<'a, Outcome>;

    fn why_undecodable(&self, body: &[u8]) -> Option<DecodeFailure>;
}

struct Arguments<A> {
    arguments: A,
    send: for<'a> fn(&'a Client, &'a A) -> BoxFuture<'a, Outcome>,
    why_undecodable: fn(&[u8]) -> Option<DecodeFailure>,
}

impl<A: Send + Sync> Ready for Arguments<A> {
    fn send<'a>(&'a self, client: &'a Client) -> BoxFuture<'a, Outcome> {
        (self.send)(client, &self.arguments)
    }

    fn why_undecodable(&self, body: &[u8]) -> Option<DecodeFailure> {
        (self.why_undecodable)(body)
    }
}

/// Arguments of an operation that answers with `T`, and the function that takes them.
#[allow(dead_code)] // A build without features has no operations.
pub(crate) fn ready<T: DeserializeOwned, A: Send + Sync + 'static>(
    arguments: A,
    send: for<'a> fn(&'a Client, &'a A) -> BoxFuture<'a, Outcome>,
) -> Prepared {
    Ok(Box::new(Arguments {
        arguments,
        send,
        why_undecodable: why_undecodable::<T>,
    }))
}

fn why_undecodable<T: DeserializeOwned>(body: &[u8]) -> Option<DecodeFailure> {
    let value = serde_json::from_slice(body).ok()?;
    json::decode::<T>(&value).err()
}

/// Turns the typed answer into JSON.
#[allow(dead_code)] // A build without features has no operations.
pub(crate) fn answer<'a, T: Serialize + Send>(
    call: impl Future<Output = Result<ResponseValue<T>, Error<crate::types::Error>>> + Send + 'a,
) -> BoxFuture<'a, Outcome> {
    Box::pin(async move {
        let answer = call.await?;
        let body = json::encode(&*answer).map_err(|error| Error::Custom(error.to_string()))?;
        let dispatched = Dispatched::new(answer.status(), body);
        Ok(ResponseValue::new(
            dispatched,
            answer.status(),
            answer.headers().clone(),
        ))
    })
}
