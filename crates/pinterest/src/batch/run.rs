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
    /// Whether a result that names another key is certainly about another input. Not so for people: they are invited by
    /// e-mail address and may come back by user name.
    const EXACT: bool = true;

    /// Texts that a result repeats when it is about this input: an id, a name. Compared without regard to case.
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
    let inputs: Vec<B::Input> = inputs.into_iter().collect();
    let size = batch
        .limit()
        .unwrap_or(usize::MAX)
        .clamp(1, inputs.len().max(1));
    let mut requests = Vec::new();
    for (position, chunk) in inputs.chunks(size).enumerate() {
        let body = batch.body(chunk);
        check_body(B::OPERATION.body, &body).map_err(|violation| {
            Error::limit_violation(violation.with_first_index_moved(position * size))
                .with_operation(B::OPERATION)
        })?;
        requests.push((chunk, body));
    }

    let mut outcome = BatchOutcome::with_capacity(inputs.len());
    for (position, (chunk, body)) in requests.iter().enumerate() {
        if outcome.error.is_some() {
            outcome.add_all(chunk, &ItemState::NotDone);
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
                let states = chunk.iter().cloned().zip(matched.states);
                outcome
                    .items
                    .extend(states.map(|(input, state)| BatchItem { input, state }));
                outcome.unmatched.extend(matched.unmatched);
            }
            Err(error) if position == 0 && error.server_did_not_act() => return Err(error),
            Err(error) => {
                let did_not_act = error.server_did_not_act();
                outcome.add_all(
                    chunk,
                    if did_not_act {
                        &ItemState::NotDone
                    } else {
                        &ItemState::Unconfirmed
                    },
                );
                outcome.error = Some(error);
            }
        }
    }
    Ok(outcome)
}

impl<I: Clone, T: Clone> BatchOutcome<I, T> {
    fn with_capacity(inputs: usize) -> Self {
        Self {
            items: Vec::with_capacity(inputs),
            unmatched: Vec::new(),
            error: None,
        }
    }

    fn add_all(&mut self, inputs: &[I], state: &ItemState<T>) {
        let items = inputs.iter().map(|input| BatchItem {
            input: input.clone(),
            state: state.clone(),
        });
        self.items.extend(items);
    }
}
