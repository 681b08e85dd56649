//! The loop behind every batch.

use std::future::Future;

use pinterest_client::operation::Operation;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::matching;
use super::outcome::{BatchItem, BatchOutcome, ItemError, ItemState};
use crate::Error;
use crate::client::Client;
use crate::transport::{Api, Generated, check_body};

/// One batch operation: how its request is made of inputs, and its answer of results.
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
    /// Texts that a result repeats when it is about this input: an id, a name. Compared without regard to case.
    fn keys(&self) -> Vec<String>;
}

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
/// The error is the outcome only when the first request fails: nothing was done before it. A later one is part of the
/// outcome.
pub(crate) async fn run<B: Batch>(
    client: &Client,
    batch: &B,
    inputs: impl IntoIterator<Item = B::Input>,
) -> Result<BatchOutcome<B::Input, B::Value>, Error> {
    let inputs: Vec<B::Input> = inputs.into_iter().collect();
    let chunk_size = batch.limit().unwrap_or(usize::MAX).max(1);
    let mut requests = Vec::new();
    for chunk in inputs.chunks(chunk_size.min(inputs.len().max(1))) {
        let body = batch.body(chunk);
        check_body(B::OPERATION.body, &body)
            .map_err(|violation| Error::limit_violation(violation).with_operation(B::OPERATION))?;
        requests.push((chunk, body));
    }

    let mut outcome = BatchOutcome {
        items: Vec::with_capacity(inputs.len()),
        unmatched: Vec::new(),
        error: None,
    };
    for (position, (chunk, body)) in requests.iter().enumerate() {
        if outcome.error.is_some() {
            outcome
                .items
                .extend(chunk.iter().map(|input| item(input, ItemState::NotSent)));
            continue;
        }
        match client
            .call(B::OPERATION, |api| async move {
                batch.request(&api, body).await
            })
            .await
        {
            Ok(answer) => {
                let matched = matching::match_replies(chunk, batch.replies(answer));
                outcome.items.extend(
                    chunk
                        .iter()
                        .zip(matched.states)
                        .map(|(input, state)| item(input, state)),
                );
                outcome.unmatched.extend(matched.unmatched);
            }
            Err(error) if position == 0 => return Err(error),
            Err(error) => {
                outcome.items.extend(
                    chunk
                        .iter()
                        .map(|input| item(input, ItemState::Unconfirmed)),
                );
                outcome.error = Some(error);
            }
        }
    }
    Ok(outcome)
}

fn item<I: Clone, T>(input: &I, state: ItemState<T>) -> BatchItem<I, T> {
    BatchItem {
        input: input.clone(),
        state,
    }
}
