//! What became of every input of a batch.

use std::fmt;

use pinterest_client::json::SetAside;

use crate::error::{Error, redacted};

/// The most characters of a server's message that `Debug` and `Display` repeat.
const SHOWN_LENGTH: usize = 300;

/// What became of every input of a batch, in the order of the inputs.
///
/// An input is in exactly one [`ItemState`]. When a request failed as a whole, [`error`](Self::error) says why. The
/// inputs of requests before it keep their results; its own inputs are [`Unconfirmed`](ItemState::Unconfirmed), or
/// [`NotDone`](ItemState::NotDone) when the server certainly did not act on it; those after it are `NotDone`.
///
/// A deletion whose answer was lost is sent again. What the first request deleted, the second may report as not found: such
/// an input has failed with that message, and is gone as asked.
///
/// A batch is many requests one after the other: dropping its future before the end loses the results that came so far.
///
/// ```
/// # use pinterest::BatchOutcome;
/// # fn report<I: std::fmt::Debug, T>(outcome: BatchOutcome<I, T>) {
/// for failure in outcome.failures() {
///     eprintln!("{:?} was refused: {}", failure.input, failure.error);
/// }
/// if let Some(error) = outcome.error() {
///     eprintln!("{error}");
///     eprintln!("to be sent again: {:?}", outcome.not_done().collect::<Vec<_>>());
///     eprintln!("to be looked up first: {:?}", outcome.unconfirmed().collect::<Vec<_>>());
/// }
/// # }
/// ```
#[must_use = "some inputs may have failed"]
pub struct BatchOutcome<I, T> {
    pub(super) items: Vec<BatchItem<I, T>>,
    pub(super) unmatched: Vec<Result<T, ItemError>>,
    pub(super) error: Option<Error>,
    pub(super) set_aside: Vec<SetAside>,
}

/// One input of a batch and what became of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BatchItem<I, T> {
    /// What the caller passed.
    pub input: I,
    /// What became of it.
    pub state: ItemState<T>,
}

/// What became of one input.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ItemState<T> {
    /// The service did it and answered with this.
    Succeeded(T),
    /// The service refused it, wholly or in part.
    #[non_exhaustive]
    Failed {
        /// Why.
        error: ItemError,
        /// What the service did all the same.
        partial: Option<T>,
    },
    /// It was sent, but no result came back for it: the service may have done it.
    Unconfirmed,
    /// It was certainly not done: its request was refused as a whole or never reached the server, or an earlier request
    /// failed. It can be sent again.
    NotDone,
}

/// An input that the service refused.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct BatchFailure<'a, I, T> {
    /// What the caller passed.
    pub input: &'a I,
    /// Why it was refused.
    pub error: &'a ItemError,
    /// What the service did all the same.
    pub partial: Option<&'a T>,
}

/// Why the service refused an input.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ItemError {
    /// The API's error code, where it gives one.
    pub code: Option<i32>,
    /// The API's message, unredacted: it may repeat personal data of the input.
    pub message: Option<String>,
    /// The further reasons, where the API gives several.
    pub others: Vec<ItemError>,
}

impl<I, T> BatchOutcome<I, T> {
    /// Every input with its state, in order.
    #[must_use]
    pub fn items(&self) -> &[BatchItem<I, T>] {
        &self.items
    }

    /// Every input with its state, in order, by value. Take [`error`](Self::error) and [`unmatched`](Self::unmatched) before.
    #[must_use]
    pub fn into_items(self) -> Vec<BatchItem<I, T>> {
        self.items
    }

    /// Takes the error out, to be returned or kept.
    pub fn take_error(&mut self) -> Option<Error> {
        self.error.take()
    }

    /// The results alone, when every input succeeded; otherwise the outcome as it is.
    ///
    /// # Errors
    ///
    /// The outcome itself, to be looked at.
    pub fn into_complete(self) -> Result<Vec<(I, T)>, Self> {
        if !self.is_complete() {
            return Err(self);
        }
        let succeeded = |item: BatchItem<I, T>| match item.state {
            ItemState::Succeeded(value) => Some((item.input, value)),
            _ => None,
        };
        Ok(self.items.into_iter().filter_map(succeeded).collect())
    }

    /// The inputs that succeeded, each with what the service answered.
    pub fn successes(&self) -> impl Iterator<Item = (&I, &T)> {
        self.items.iter().filter_map(|item| match &item.state {
            ItemState::Succeeded(value) => Some((&item.input, value)),
            _ => None,
        })
    }

    /// The inputs that the service refused.
    pub fn failures(&self) -> impl Iterator<Item = BatchFailure<'_, I, T>> {
        self.items.iter().filter_map(|item| match &item.state {
            ItemState::Failed { error, partial } => Some(BatchFailure {
                input: &item.input,
                error,
                partial: partial.as_ref(),
            }),
            _ => None,
        })
    }

    /// The inputs that were sent but have no result: the service may have done them. Look before sending them again.
    pub fn unconfirmed(&self) -> impl Iterator<Item = &I> {
        self.items
            .iter()
            .filter(|item| matches!(item.state, ItemState::Unconfirmed))
            .map(|item| &item.input)
    }

    /// The inputs that were certainly not done, because their request or an earlier one failed as a whole. They can be
    /// sent again.
    pub fn not_done(&self) -> impl Iterator<Item = &I> {
        let items = self
            .items
            .iter()
            .filter(|item| matches!(item.state, ItemState::NotDone));
        items.map(|item| &item.input)
    }

    /// Results that belong to none of the inputs, so that nothing the service said is lost. Normally empty.
    pub fn unmatched(&self) -> &[Result<T, ItemError>] {
        &self.unmatched
    }

    /// Why a request failed as a whole; the results of the requests before it stand.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    /// The parts of the responses that are not as described and were left out.
    #[must_use]
    pub fn set_aside(&self) -> &[SetAside] {
        &self.set_aside
    }

    /// Whether every input succeeded.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.successes().count() == self.items.len()
    }
}

impl<I: Clone, T: Clone> BatchOutcome<I, T> {
    pub(super) fn with_capacity(inputs: usize) -> Self {
        Self {
            items: Vec::with_capacity(inputs),
            unmatched: Vec::new(),
            error: None,
            set_aside: Vec::new(),
        }
    }

    /// Adds the inputs of a request whose results were matched.
    pub(super) fn add(&mut self, inputs: &[I], matched: Matched<T>) {
        let states = inputs.iter().cloned().zip(matched.states);
        self.items
            .extend(states.map(|(input, state)| BatchItem { input, state }));
        self.unmatched.extend(matched.unmatched);
    }

    /// Adds the inputs of a request that all have the same state.
    pub(super) fn add_all(&mut self, inputs: &[I], state: &ItemState<T>) {
        let items = inputs.iter().map(|input| BatchItem {
            input: input.clone(),
            state: state.clone(),
        });
        self.items.extend(items);
    }
}

/// A state for every input of a request, and the results that belong to none.
pub(super) struct Matched<T> {
    pub(super) states: Vec<ItemState<T>>,
    pub(super) unmatched: Vec<Result<T, ItemError>>,
}

impl<I, T> fmt::Debug for BatchOutcome<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchOutcome")
            .field("successes", &self.successes().count())
            .field(
                "failures",
                &self
                    .failures()
                    .map(|failure| failure.error.clone())
                    .collect::<Vec<_>>(),
            )
            .field("unconfirmed", &self.unconfirmed().count())
            .field("not_done", &self.not_done().count())
            .field("unmatched", &self.unmatched.len())
            .field("error", &self.error)
            .finish()
    }
}

impl ItemError {
    pub(crate) fn new(code: Option<i32>, message: Option<String>) -> Self {
        Self {
            code,
            message,
            others: Vec::new(),
        }
    }

    /// The first error, with the others; `None` when there is none.
    pub(crate) fn joined(errors: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut errors = errors.into_iter();
        let mut first = errors.next()?;
        first.others.extend(errors);
        Some(first)
    }
}

impl fmt::Display for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = self
            .message
            .as_deref()
            .map(|message| redacted(message, SHOWN_LENGTH));
        match (self.code, message) {
            (Some(code), Some(message)) => write!(f, "{message} (code {code})"),
            (Some(code), None) => write!(f, "code {code}"),
            (None, Some(message)) => f.write_str(&message),
            (None, None) => f.write_str("rejected without a reason"),
        }?;
        self.others
            .iter()
            .try_for_each(|other| write!(f, "; {other}"))
    }
}

impl fmt::Debug for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ItemError({self})")
    }
}

impl std::error::Error for ItemError {}
