//! The loop behind every batch.

use std::future::Future;

use pinterest_client::operation::{Operation, Parameter};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::matching::{self, Matched};
use super::outcome::{BatchItem, BatchOutcome, ItemError, ItemState};
use crate::Error;
use crate::client::Client;
use crate::transport::{Api, Generated, check_body, check_list};

/// One batch operation: how its request is made of inputs, and its answer of results. For operations whose results come in
/// the order of the inputs there is less to write: see [`Positional`](super::Positional).
pub(crate) trait Batch: Send + Sync {
    type Input: Keyed + Clone + Send + Sync;
    type Body: Serialize + Send + Sync;
    type Answer: DeserializeOwned + Send;
    type Value: Clone + Send;

    /// The operation, from the table.
    const OPERATION: &'static Operation;

    /// How many inputs one request may have; `None` when no limit is documented.
    fn limit(&self) -> Option<usize>;

    fn body(&self, inputs: &[Self::Input]) -> Self::Body;

    /// Calls the generated function.
    fn request<'a>(
        &'a self,
        api: &'a Api,
        body: &'a Self::Body,
    ) -> impl Future<Output = Generated<Self::Answer>> + Send;

    /// What the answer says, result by result, in its order.
    fn replies(&self, answer: Self::Answer) -> Vec<Reply<Self::Value>>;
}

/// An input that results can be told to belong to.
pub(crate) trait Keyed {
    /// Whether a result that names another key is certainly about another input. Not so for people: they are invited by
    /// e-mail address and may come back by user name.
    const EXACT: bool = true;

    /// Texts that a result repeats when it is about this input: an id, a name. Case counts only where it tells inputs apart,
    /// and not at all where keys are not [exact](Self::EXACT).
    fn keys(&self) -> Vec<String>;
}

/// Ids are known by themselves.
macro_rules! keyed_by_themselves {
    ($($id:ty),+) => {
        $(impl $crate::batch::Keyed for $id {
            fn keys(&self) -> Vec<String> {
                vec![self.as_str().to_owned()]
            }
        })+
    };
}

pub(crate) use keyed_by_themselves;

/// One result in the answer to a batch.
#[derive(Clone, Debug)]
pub(crate) struct Reply<T> {
    /// What the result says it is about; empty when it says nothing, so that only its position tells.
    pub(crate) keys: Vec<String>,
    pub(crate) value: Option<T>,
    pub(crate) error: Option<ItemError>,
}

impl<T> Reply<T> {
    pub(crate) fn success(keys: Vec<String>, value: T) -> Self {
        Self {
            keys,
            value: Some(value),
            error: None,
        }
    }

    pub(crate) fn failure(keys: Vec<String>, error: ItemError) -> Self {
        Self {
            keys,
            value: None,
            error: Some(error),
        }
    }

    /// A result with what was done, why something was not, or both; no keys. An empty result confirms nothing.
    pub(crate) fn of(value: Option<T>, errors: impl IntoIterator<Item = ItemError>) -> Self {
        Self {
            keys: Vec::new(),
            value,
            error: ItemError::joined(errors),
        }
    }

    /// Names what the result is about.
    pub(crate) fn keyed(mut self, keys: Vec<String>) -> Self {
        self.keys = keys;
        self
    }

    pub(super) fn into_state(self) -> ItemState<T> {
        match (self.error, self.value) {
            (Some(error), partial) => ItemState::Failed { error, partial },
            (None, Some(value)) => ItemState::Succeeded(value),
            (None, None) => ItemState::Unconfirmed,
        }
    }
}

/// Checks all inputs, then sends them in order, as many requests as the limit makes necessary.
///
/// The result is an error only when nothing was done at all: an input goes against a limit, or the first request did
/// certainly not take effect. Any other failure is part of the outcome.
pub(crate) async fn run<B: Batch>(
    client: &Client,
    batch: &B,
    inputs: impl IntoIterator<Item = B::Input>,
) -> Result<BatchOutcome<B::Input, B::Value>, Error> {
    let inputs = inputs.into_iter().collect();
    let requests = Requests::of(B::OPERATION, None, batch.limit(), inputs, |chunk| {
        batch.body(chunk)
    })?;
    let send = |body| {
        client.call(B::OPERATION, move |api| async move {
            batch.request(&api, body).await
        })
    };
    let settle = |chunk: &[B::Input], answer| {
        let keys = chunk.iter().map(Keyed::keys).collect();
        matching::match_replies(keys, B::Input::EXACT, batch.replies(answer))
    };
    requests.send(send, settle).await
}

/// The requests that inputs were split into, checked.
pub(super) struct Requests<I, B> {
    inputs: Vec<I>,
    size: usize,
    bodies: Vec<B>,
}

impl<I: Clone, B: Serialize> Requests<I, B> {
    /// With a `parameter`, the body is an array that stands there.
    pub(super) fn of(
        operation: &'static Operation,
        parameter: Option<&Parameter>,
        limit: Option<usize>,
        inputs: Vec<I>,
        body: impl Fn(&[I]) -> B,
    ) -> Result<Self, Error> {
        let size = limit.unwrap_or(usize::MAX).clamp(1, inputs.len().max(1));
        let mut bodies = Vec::new();
        for (position, chunk) in inputs.chunks(size).enumerate() {
            let body = body(chunk);
            let checked = match parameter {
                Some(parameter) => check_list(parameter, &body),
                None => check_body(operation.body, &body),
            };
            checked.map_err(|violation| {
                Error::limit_violation(violation.with_first_index_moved(position * size))
                    .with_operation(operation)
            })?;
            bodies.push(body);
        }
        Ok(Self {
            inputs,
            size,
            bodies,
        })
    }

    /// `settle` says what became of the inputs of a request that was answered.
    pub(super) async fn send<'a, A, T, Fut>(
        &'a self,
        send: impl Fn(&'a B) -> Fut + Send,
        settle: impl Fn(&[I], A) -> Matched<T> + Send,
    ) -> Result<BatchOutcome<I, T>, Error>
    where
        T: Clone,
        Fut: Future<Output = Result<A, Error>> + Send,
    {
        let mut outcome = BatchOutcome::with_capacity(self.inputs.len());
        let requests = self.inputs.chunks(self.size).zip(&self.bodies);
        for (position, (chunk, body)) in requests.enumerate() {
            if outcome.error.is_some() {
                outcome.add_all(chunk, &ItemState::NotDone);
                continue;
            }
            match send(body).await {
                Ok(answer) => outcome.add(chunk, settle(chunk, answer)),
                Err(error) if position == 0 && error.server_did_not_act() => return Err(error),
                Err(error) => {
                    let state = match error.server_did_not_act() {
                        true => ItemState::NotDone,
                        false => ItemState::Unconfirmed,
                    };
                    outcome.add_all(chunk, &state);
                    outcome.error = Some(error);
                }
            }
        }
        Ok(outcome)
    }
}

impl<I: Clone, T: Clone> BatchOutcome<I, T> {
    fn with_capacity(inputs: usize) -> Self {
        Self {
            items: Vec::with_capacity(inputs),
            unmatched: Vec::new(),
            error: None,
        }
    }

    fn add(&mut self, inputs: &[I], matched: Matched<T>) {
        let states = inputs.iter().cloned().zip(matched.states);
        self.items
            .extend(states.map(|(input, state)| BatchItem { input, state }));
        self.unmatched.extend(matched.unmatched);
    }

    fn add_all(&mut self, inputs: &[I], state: &ItemState<T>) {
        let items = inputs.iter().map(|input| BatchItem {
            input: input.clone(),
            state: state.clone(),
        });
        self.items.extend(items);
    }
}
