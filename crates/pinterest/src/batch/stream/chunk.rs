//! The inputs of one request: prepared, sent, and those sent again that failed temporarily.

use std::sync::Arc;

use pinterest_client::request::Request;
use tokio::time::Instant;

use super::super::outcome::{BatchItem, BatchOutcome, ItemError, ItemState};
use super::super::run::Batch;
use crate::error::Error;
use crate::pipeline::Prepared;
use crate::retry::{FailedAttempt, RetryPolicy, pause_by};

/// The inputs of one request.
pub(super) struct Chunk<R, I, V> {
    /// The number of the first input.
    first: u64,
    /// All inputs.
    batch: Batch<R, I, V>,
    /// Those that violate no limit, by their index.
    sent: Vec<usize>,
    /// The others.
    violations: Vec<(usize, ItemError)>,
    /// The request with those that are sent; `None` if there is none.
    request: Option<Prepared>,
}

/// Inputs, and the number of the first of them.
pub(super) type Numbered<I> = (u64, Vec<I>);

/// What inputs come to.
pub(super) enum Plan<R, I, V> {
    Request(Box<Chunk<R, I, V>>),
    /// They do not fit into one request.
    Parts(Vec<Numbered<I>>),
}

/// What became of the inputs of a request.
pub(super) struct Finished<I, V> {
    pub(super) first: u64,
    pub(super) outcome: BatchOutcome<I, V>,
    pub(super) requests: u64,
    pub(super) retried: u64,
}

impl<I, V> Finished<I, V> {
    /// Inputs that nothing is known about.
    pub(super) fn unconfirmed((first, inputs): Numbered<I>) -> Self
    where
        I: Clone,
        V: Clone,
    {
        let mut outcome = BatchOutcome::with_capacity(inputs.len());
        outcome.add_all(&inputs, &ItemState::Unconfirmed);
        Self {
            first,
            outcome,
            requests: 0,
            retried: 0,
        }
    }
}

impl<R, I, V> Chunk<R, I, V>
where
    R: Request,
    I: Clone + Send + Sync + 'static,
    V: Clone + Send + 'static,
{
    /// Prepares the request of a batch, whose body has at most `max_body_size` bytes unless it has
    /// a single input.
    ///
    /// An error is not about single inputs.
    pub(super) fn plan(
        first: u64,
        batch: Batch<R, I, V>,
        max_body_size: usize,
    ) -> Result<Plan<R, I, V>, Error> {
        let size = batch.size();
        if batch.inputs().len() > size {
            return Ok(Plan::Parts(parts(first, batch, size)));
        }
        let (request, violations) = match batch.prepare() {
            Ok(requests) => (requests, Vec::new()),
            Err(error) if is_about_input(&error) => {
                let violations = violations(first, &batch);
                if violations.is_empty() {
                    // Only together do the inputs violate a limit.
                    return Err(error);
                }
                (Vec::new(), violations)
            }
            Err(error) => return Err(error),
        };
        let count = batch.inputs().len();
        let is_sent = |index: &usize| violations.iter().all(|(violating, _)| violating != index);
        let sent: Vec<usize> = (0..count).filter(is_sent).collect();
        let request = match violations.is_empty() {
            true => request,
            false => of(&batch, &sent).prepare()?,
        };
        // Within the limit there is one request, or none without inputs.
        let request = request.into_iter().next();
        let length = request.as_ref().map_or(0, Prepared::body_length);
        if length > max_body_size && count > 1 {
            return Ok(Plan::Parts(parts(first, batch, count.div_ceil(2))));
        }
        Ok(Plan::Request(Box::new(Self {
            first,
            batch,
            sent,
            violations,
            request,
        })))
    }

    /// Whether anything is sent.
    pub(super) fn sends(&self) -> bool {
        self.request.is_some()
    }

    /// The numbers of the inputs.
    pub(super) fn range(&self) -> std::ops::Range<u64> {
        self.first..self.first + self.batch.inputs().len() as u64
    }

    /// Sends the request, and then those inputs again that failed temporarily, as long as `policy`
    /// says so.
    pub(super) async fn run(mut self, policy: Arc<dyn RetryPolicy>) -> Finished<I, V> {
        let started = Instant::now();
        let count = self.batch.inputs().len();
        let mut outcome = BatchOutcome::with_capacity(count);
        let mut states = vec![ItemState::NotDone; count];
        for (index, error) in self.violations.drain(..) {
            states[index] = ItemState::Failed {
                error,
                partial: None,
            };
        }
        let (mut requests, mut retried) = (0, 0);
        let mut sent = std::mem::take(&mut self.sent);
        let mut request = self.request.take();
        while let Some(prepared) = request.take() {
            requests += 1;
            let round = self.round(&sent, prepared).await;
            for (index, item) in sent.iter().zip(round.items) {
                // That another attempt did not get through says nothing about the one before.
                let says_nothing = matches!(item.state, ItemState::NotDone);
                if !says_nothing || matches!(states[*index], ItemState::NotDone) {
                    states[*index] = item.state;
                }
            }
            outcome.unmatched.extend(round.unmatched);
            outcome.set_aside.extend(round.set_aside);
            outcome.error = round.error;
            let error = outcome.error.as_ref();
            let Some(reason) = self.keep_repeatable(&mut sent, &states, error) else {
                break;
            };
            let attempt = u32::try_from(requests).unwrap_or(u32::MAX);
            let reason = error.unwrap_or(&reason);
            let failed = FailedAttempt {
                error: reason,
                attempt,
                elapsed: started.elapsed(),
            };
            if !pause_by(&*policy, failed).await {
                break;
            }
            tracing::debug!(
                inputs = sent.len(),
                attempt,
                "sending inputs of a batch again"
            );
            // They were prepared before, so there is no error.
            let again = of(&self.batch, &sent).prepare().unwrap_or_default();
            request = again.into_iter().next();
            retried += sent.len() as u64;
        }
        let inputs = self.batch.into_inputs().into_iter();
        let items = inputs.zip(states);
        outcome.items = items
            .map(|(input, state)| BatchItem { input, state })
            .collect();
        Finished {
            first: self.first,
            outcome,
            requests,
            retried,
        }
    }

    async fn round(&self, sent: &[usize], request: Prepared) -> BatchOutcome<I, V> {
        if sent.len() == self.batch.inputs().len() {
            return self.batch.send_prepared(vec![request]).await;
        }
        let some = of(&self.batch, sent);
        some.send_prepared(vec![request]).await
    }

    /// Keeps the inputs that are safe and worth to send again. Returns the reason of the first of
    /// them, or nothing if there is none.
    fn keep_repeatable(
        &self,
        sent: &mut Vec<usize>,
        states: &[ItemState<V>],
        error: Option<&Error>,
    ) -> Option<Error> {
        if error.is_some_and(|error| !error.is_transient()) {
            return None;
        }
        let repeats_safely = self.batch.repeats_safely();
        let has_failed = error.is_some();
        sent.retain(|index| match &states[*index] {
            ItemState::NotDone => has_failed,
            ItemState::Unconfirmed => has_failed && repeats_safely,
            ItemState::Failed {
                error,
                partial: None,
            } => error.is_rate_limited() || error.is_transient() && repeats_safely,
            ItemState::Failed { .. } | ItemState::Succeeded(_) => false,
        });
        match &states[*sent.first()?] {
            ItemState::Failed { error, .. } => Some(Error::item(error.code, error.to_string())),
            _ => Some(Error::item(None, String::new())),
        }
    }
}

/// The batch of some of its inputs.
fn of<R, I, V>(batch: &Batch<R, I, V>, indexes: &[usize]) -> Batch<R, I, V>
where
    R: Request,
    I: Clone + Send + Sync + 'static,
    V: Clone + Send + 'static,
{
    let inputs = indexes.iter().map(|index| batch.inputs()[*index].clone());
    batch.with_inputs(inputs.collect())
}

fn parts<R, I, V>(first: u64, batch: Batch<R, I, V>, size: usize) -> Vec<Numbered<I>>
where
    R: Request,
    I: Clone + Send + Sync + 'static,
    V: Clone + Send + 'static,
{
    let mut inputs = batch.into_inputs();
    let mut parts = Vec::new();
    let mut number = first;
    while !inputs.is_empty() {
        let rest = inputs.split_off(size.min(inputs.len()));
        let length = inputs.len() as u64;
        parts.push((number, std::mem::replace(&mut inputs, rest)));
        number += length;
    }
    parts
}

/// Whether an error names an element of the list of inputs.
fn is_about_input(error: &Error) -> bool {
    let limit = error.limit();
    limit.is_some_and(|violation| violation.field.contains('['))
}

/// The inputs that violate a limit by themselves, found in one pass over all of them.
fn violations<R, I, V>(first: u64, batch: &Batch<R, I, V>) -> Vec<(usize, ItemError)>
where
    R: Request,
    I: Clone + Send + Sync + 'static,
    V: Clone + Send + 'static,
{
    let violation = |(index, input): (usize, &I)| {
        let alone = batch.with_inputs(vec![input.clone()]).prepare();
        let error = alone.err().filter(is_about_input)?;
        let number = usize::try_from(first).unwrap_or(usize::MAX);
        let violation = error.limit()?.clone();
        let violation = violation.with_first_index_moved(number.saturating_add(index));
        Some((index, ItemError::new(None, Some(violation.to_string()))))
    };
    let inputs = batch.inputs().iter().enumerate();
    inputs.filter_map(violation).collect()
}
