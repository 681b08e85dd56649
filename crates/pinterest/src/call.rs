//! The call of an operation.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use pinterest_client::json::{Decode, Decoder, Mismatch, RawJson};
use pinterest_client::operation::Operation;
use pinterest_client::request::{Parts, Request};

use crate::batch::ItemError;
use crate::client::Client;
use crate::error::Error;
use crate::options::{Options, option_setters};
use crate::pipeline::{self, Received};
use crate::response::{Response, trace_set_aside};

/// A request that is sent when the call is awaited.
///
/// `R` is the request, for most calls a type of [`requests`](crate::requests). Its page documents
/// the optional parameters, which [`with`](Self::with) sets. The call resolves to
/// [`R::Output`](CallRequest::Output); [`response`](Self::response) returns status and headers as
/// well. Options of this library, such as [`with_deadline`](Self::with_deadline), are set on the
/// call itself.
///
/// Nothing is sent until the call is awaited. A call owns its request: it can be stored, spawned,
/// and sent to another thread. A clone can be awaited as well, and sends the request once more.
///
/// # Examples
///
/// ```no_run
/// # #[cfg(feature = "campaigns")]
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let campaign = client.ad_account("549755885175").campaign("626735565838");
/// println!("{:?}", campaign.get().await?.name);
///
/// let response = campaign.get().response().await?;
/// println!("{:?} after {} attempts", response.request_id(), response.attempts());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a call sends nothing until it is awaited"]
pub struct Call<R> {
    client: Client,
    request: R,
    options: Options,
}

/// A request that a [`Call`] can send. Every [`Request`] is one.
pub trait CallRequest: sealed::Sealed + Send + Sync + 'static {
    /// The value that the call resolves to.
    type Output: Send;

    #[doc(hidden)]
    fn target(&self) -> &'static Operation;

    /// What the HTTP request consists of, or why there cannot be one.
    #[doc(hidden)]
    fn http_parts(&self, validate: bool) -> Result<Parts<'_>, String>;

    /// Whether the body of a successful response is not read.
    #[doc(hidden)]
    fn ignores_body(&self) -> bool {
        false
    }

    /// Reads the body of a successful response.
    #[doc(hidden)]
    fn read(&self, body: RawJson<'_>, decoder: &mut Decoder) -> Result<Self::Output, ReadError>;
}

/// Keeps other crates from implementing [`CallRequest`].
pub(crate) mod sealed {
    /// Not nameable outside of the crate.
    pub trait Sealed {}
}

/// Why the body of a successful response has no value.
#[doc(hidden)]
#[derive(Debug)]
pub enum ReadError {
    /// It is not as described.
    Mismatch(Mismatch),
    /// It says that the only input failed.
    Item(ItemError),
}

impl<R: Request> sealed::Sealed for R {}

impl<R: Request> CallRequest for R {
    type Output = R::Response;

    fn target(&self) -> &'static Operation {
        self.operation()
    }

    fn http_parts(&self, _: bool) -> Result<Parts<'_>, String> {
        Ok(self.parts())
    }

    fn ignores_body(&self) -> bool {
        R::Response::IGNORES_BODY
    }

    fn read(&self, body: RawJson<'_>, decoder: &mut Decoder) -> Result<R::Response, ReadError> {
        decoder.body(body).map_err(ReadError::Mismatch)
    }
}

impl Client {
    /// Returns the call of a request value.
    ///
    /// Handles have methods for all operations. Use this function for a request that the program
    /// builds itself.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # #[cfg(feature = "boards")]
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// use pinterest::requests::BoardsGet;
    ///
    /// let board = client.call(BoardsGet::new("549755885175")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn call<R: CallRequest>(&self, request: R) -> Call<R> {
        Call {
            client: self.clone(),
            request,
            options: Options::default(),
        }
    }
}

impl<R> Call<R> {
    option_setters!();

    /// Changes the request, to set its optional parameters.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # #[cfg(feature = "pins")]
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let pin = client.pin("813744226420795884").get().with(|pin| pin.pin_metrics(true)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn with(mut self, change: impl FnOnce(R) -> R) -> Self {
        self.request = change(self.request);
        self
    }

    /// Returns the request, without the options of this library.
    #[must_use]
    pub fn request(&self) -> &R {
        &self.request
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn from_parts(client: Client, request: R, options: Options) -> Self {
        Self {
            client,
            request,
            options,
        }
    }

    pub(crate) fn into_parts(self) -> (Client, R, Options) {
        (self.client, self.request, self.options)
    }
}

impl<R: CallRequest> Call<R> {
    /// Sends the request and returns the value of the response; `await` does the same.
    ///
    /// # Errors
    ///
    /// Returns an error if the request violates a documented limit, if the call fails, or if the
    /// response cannot be decoded. See [`ErrorKind`](crate::ErrorKind).
    pub async fn send(self) -> Result<R::Output, Error> {
        self.response().await.map(Response::into_value)
    }

    /// Sends the request and returns the value of the response with its status, headers, request id
    /// and attempts, and the parts that are not as described.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`send`](Self::send).
    pub async fn response(self) -> Result<Response<R::Output>, Error> {
        let (_, response) = self.exchange().await?;
        Ok(response)
    }

    /// The request as well, for those who need to know what the response is about.
    pub(crate) async fn exchange(self) -> Result<(R, Response<R::Output>), Error> {
        let Self {
            client,
            request,
            options,
        } = self;
        let strict = options.strict_decoding;
        let prepared = prepare(&client, &request, &options)?;
        let received = pipeline::run(client, prepared, options).await?;
        let response = read(&request, received, strict)?;
        Ok((request, response))
    }
}

fn prepare<R: CallRequest>(
    client: &Client,
    request: &R,
    options: &Options,
) -> Result<pipeline::Prepared, Error> {
    let operation = request.target();
    let parts = request
        .http_parts(!options.without_validation)
        .map_err(|problem| {
            let error = Error::invalid_request(problem);
            match operation.is_described() {
                true => error.with_operation(operation),
                false => error,
            }
        })?;
    pipeline::prepare(client, operation, parts, options)
}

fn read<R: CallRequest>(
    request: &R,
    received: Received,
    strict: bool,
) -> Result<Response<R::Output>, Error> {
    let mut decoder = Decoder::default();
    let body = match request.ignores_body() {
        true => RawJson::NULL,
        false => received.json(),
    };
    let value = request.read(body, &mut decoder);
    let set_aside = decoder.into_set_aside();
    trace_set_aside(&set_aside);
    let mismatch = match value {
        Err(ReadError::Item(failure)) => {
            let error = Error::item(failure.code, failure.to_string());
            return Err(received.told(error.with_response(received.response())));
        }
        Err(ReadError::Mismatch(mismatch)) => mismatch,
        Ok(value) => match set_aside.iter().next().filter(|_| strict) {
            None => return Ok(Response::new(value, received, set_aside)),
            Some(part) => part.mismatch().clone(),
        },
    };
    Err(received.undecodable(&mismatch))
}

impl<R: CallRequest> IntoFuture for Call<R> {
    type Output = Result<R::Output, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// Without the request: it may hold a body with personal data.
impl<R> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}
