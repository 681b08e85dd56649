//! A batch, and the loop over its requests.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use pinterest_client::json::{Decoder, RawJson};
use pinterest_client::operation::Operation;
use pinterest_client::request::Request;

use super::matching;
use super::one::One;
use super::outcome::{BatchOutcome, ItemState};
use super::shape::Shape;
use crate::call::Call;
use crate::client::Client;
use crate::error::Error;
use crate::options::{Options, option_setters};
use crate::pipeline::{self, Prepared};
use crate::response::trace_set_aside;

/// A request with any number of inputs, which are sent when the batch is awaited.
///
/// All inputs are validated first. Then they are sent in order, in as many requests as the limit of
/// the operation requires. The [`BatchOutcome`] has the result of every input, even if a later
/// request fails as a whole. Dropping the future loses the results received so far. For more inputs
/// than memory should hold, [`BatchStream`](super::BatchStream) makes one batch after another.
///
/// `R` is the request, a type of [`requests`](crate::requests), `I` the type of the inputs, and `V`
/// the type of their results. [`with`](Self::with) sets the optional parameters of the request.
/// Options of this library, such as [`with_deadline`](Self::with_deadline), apply to each request.
///
/// # Errors
///
/// Awaiting the batch returns an error only if the service acted on no input: an input violates a
/// documented limit, or the server definitely did not act on the first request. Any later failure
/// is part of the outcome; see [`BatchOutcome::error`].
///
/// # Examples
///
/// ```no_run
/// # #[cfg(feature = "business_access")]
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// use pinterest::types::MemberRole;
///
/// let invites = client.business("729090764583391194").invites();
/// let outcome = invites.invite_members(["ada@example.com", "grace"], MemberRole::Employee).await?;
/// for failure in outcome.failures() {
///     eprintln!("{} was not invited: {}", failure.input.as_str(), failure.error);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a batch sends nothing until it is awaited"]
pub struct Batch<R, I, V> {
    client: Client,
    request: R,
    inputs: Vec<I>,
    shape: Shape<R, I, V>,
    options: Options,
}

impl<R, I, V> Batch<R, I, V> {
    option_setters!();

    /// Makes a batch of a request without inputs.
    pub(crate) fn new(
        client: &Client,
        request: R,
        inputs: impl IntoIterator<Item = impl Into<I>>,
        shape: Shape<R, I, V>,
    ) -> Self {
        Self {
            client: client.clone(),
            request,
            inputs: inputs.into_iter().map(Into::into).collect(),
            shape,
            options: Options::default(),
        }
    }

    /// Changes the request that the inputs are sent with, to set its optional parameters.
    pub fn with(mut self, change: impl FnOnce(R) -> R) -> Self {
        self.request = change(self.request);
        self
    }

    /// Returns the inputs, in the order in which they are sent.
    #[must_use]
    pub fn inputs(&self) -> &[I] {
        &self.inputs
    }
}

impl<R, I, V> Batch<R, I, V>
where
    R: Request,
    I: Clone + Send + Sync + 'static,
    V: Clone + Send + 'static,
{
    /// A call that sends a single input and resolves to its value.
    pub(crate) fn one(
        client: &Client,
        mut request: R,
        input: impl Into<I>,
        shape: &Shape<R, I, V>,
    ) -> Call<One<R, V>> {
        (shape.fill)(&mut request, vec![input.into()]);
        client.call(One::new(request, shape.read.clone()))
    }

    /// Sends the batch; `await` does the same.
    ///
    /// # Errors
    ///
    /// Returns an error only if the service acted on no input; see [`Batch`].
    pub async fn send(self) -> Result<BatchOutcome<I, V>, Error> {
        let requests = self.prepare()?;
        let mut outcome = self.send_prepared(requests).await;
        let items = &outcome.items;
        let did_nothing = items
            .iter()
            .all(|item| matches!(item.state, ItemState::NotDone));
        match outcome.error.take() {
            Some(error) if did_nothing => Err(error),
            error => {
                outcome.error = error;
                Ok(outcome)
            }
        }
    }

    /// Sends the requests that the inputs are split into, up to the first that fails as a whole.
    pub(super) async fn send_prepared(&self, requests: Vec<Prepared>) -> BatchOutcome<I, V> {
        let mut outcome = BatchOutcome::with_capacity(self.inputs.len());
        let mut inputs = self.inputs.chunks(self.size());
        for request in requests {
            let chunk = inputs.next().unwrap_or_default();
            if outcome.error.is_some() {
                outcome.add_all(chunk, &ItemState::NotDone);
                continue;
            }
            let sent = pipeline::run(self.client.clone(), request, self.options.clone());
            if let Err(error) = self.settle(sent.await, chunk, &mut outcome) {
                let state = match error.server_did_not_act() {
                    true => ItemState::NotDone,
                    false => ItemState::Unconfirmed,
                };
                outcome.add_all(chunk, &state);
                outcome.error = Some(error);
            }
        }
        outcome
    }

    /// The same batch of other inputs.
    pub(super) fn with_inputs(&self, inputs: Vec<I>) -> Self {
        Self {
            client: self.client.clone(),
            request: self.request.clone(),
            inputs,
            shape: self.shape.clone(),
            options: self.options.clone(),
        }
    }

    /// Returns the inputs by value.
    pub(super) fn into_inputs(self) -> Vec<I> {
        self.inputs
    }

    /// How many inputs a request may have.
    pub(super) fn limit(&self) -> Option<usize> {
        self.shape.limit
    }

    /// Whether sending the same inputs twice does no more than sending them once.
    pub(super) fn repeats_safely(&self) -> bool {
        self.shape.repeats_safely || self.request.operation().idempotent
    }

    /// How many inputs one request has.
    pub(super) fn size(&self) -> usize {
        let limit = self.shape.limit.unwrap_or(usize::MAX);
        limit.clamp(1, self.inputs.len().max(1))
    }

    /// The requests that the inputs are split into, validated and encoded.
    pub(super) fn prepare(&self) -> Result<Vec<Prepared>, Error> {
        let size = self.size();
        let chunks = self.inputs.chunks(size).enumerate();
        let prepare = |(position, chunk): (usize, &[I])| {
            let mut request = self.request.clone();
            (self.shape.fill)(&mut request, chunk.to_vec());
            let operation = request.operation();
            pipeline::prepare(&self.client, operation, request.parts(), &self.options)
                .map_err(|error| error.with_first_index_moved(position * size))
        };
        chunks.map(prepare).collect()
    }

    /// Matches the inputs of one request with the results in its response.
    fn settle(
        &self,
        sent: Result<pipeline::Received, Error>,
        chunk: &[I],
        outcome: &mut BatchOutcome<I, V>,
    ) -> Result<(), Error> {
        let mut decoder = Decoder::default();
        let replies = match sent {
            Ok(received) => {
                let read = (self.shape.read)(received.json(), &mut decoder, chunk.len());
                let first = decoder.first_mismatch();
                let odd =
                    match read {
                        Some(replies) if first.is_none() || !self.options.strict_decoding => {
                            Ok(replies)
                        }
                        _ => Err(first
                            .unwrap_or_else(|| decoder.root_mismatch("the results of a batch"))),
                    };
                odd.map_err(|mismatch| received.undecodable(&mismatch))?
            }
            Err(error) => match self.partial_failure(&error, chunk.len(), &mut decoder) {
                Some(replies) => replies,
                None => return Err(error),
            },
        };
        let keys = chunk.iter().map(self.shape.keys).collect();
        let set_aside = decoder.into_set_aside();
        trace_set_aside(&set_aside);
        outcome.add(
            chunk,
            matching::match_replies(keys, self.shape.exact, replies),
        );
        outcome.set_aside.extend(set_aside.iter().cloned());
        Ok(())
    }

    /// The results in an error response that says that a part of the request was done. Without one
    /// for each input it is an error like any other, since it leaves open what became of them.
    fn partial_failure(
        &self,
        error: &Error,
        inputs: usize,
        decoder: &mut Decoder,
    ) -> Option<Vec<super::Reply<V>>> {
        let read = self.shape.read_partial_failure.as_ref()?;
        if error.status() != Some(422) {
            return None;
        }
        let body = RawJson::new(error.raw_body()?);
        read(body, decoder, inputs).filter(|replies| replies.len() == inputs)
    }
}

impl<R, I, V> IntoFuture for Batch<R, I, V>
where
    R: Request,
    I: Clone + Send + Sync + 'static,
    V: Clone + Send + 'static,
{
    type Output = Result<BatchOutcome<I, V>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// Without the inputs: they may be personal.
impl<R: Request, I, V> fmt::Debug for Batch<R, I, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation: &'static Operation = self.request.operation();
        f.debug_struct("Batch")
            .field("operation", &operation.id)
            .field("inputs", &self.inputs.len())
            .finish_non_exhaustive()
    }
}
