//! The outcome of a batch.

use std::fmt;

use pinterest_client::json::SetAside;

use super::incomplete::IncompleteBatch;
use crate::error::{Error, redacted};

/// The most characters of a server's message that `Debug` and `Display` repeat.
const SHOWN_LENGTH: usize = 300;

/// The codes of inputs that a rate limit kept the service from looking at.
const RATE_LIMITS: [i32; 2] = [8, 429];

/// The codes of temporary failures, after which the service may have acted.
const TEMPORARY: [i32; 7] = [12, 408, 500, 502, 503, 504, 4197];

/// The result of every input of a batch, in the order of the inputs.
///
/// Each input is in exactly one [`ItemState`]. If a request failed as a whole,
/// [`error`](Self::error) returns why:
///
/// | inputs | state |
/// |---|---|
/// | of the requests before it | as the service responded |
/// | of the request itself | [`NotDone`](ItemState::NotDone) if the server definitely did not act, otherwise [`Unconfirmed`](ItemState::Unconfirmed) |
/// | of the requests after it | [`NotDone`](ItemState::NotDone) |
///
/// A deletion whose response was lost is retried. The retry may report an input that the first
/// attempt deleted as not found: it is in the state `Failed` with that message, although it is
/// gone.
///
/// # Examples
///
/// ```
/// # use pinterest::BatchOutcome;
/// # fn report<I: std::fmt::Debug, T>(outcome: BatchOutcome<I, T>) {
/// for failure in outcome.failures() {
///     eprintln!("{:?} was rejected: {}", failure.input, failure.error);
/// }
/// if let Some(error) = outcome.error() {
///     eprintln!("{error}");
///     eprintln!("send again: {:?}", outcome.not_done().collect::<Vec<_>>());
///     eprintln!("look up first: {:?}", outcome.unconfirmed().collect::<Vec<_>>());
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

/// An input of a batch, and its state.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BatchItem<I, T> {
    /// The input.
    pub input: I,
    /// Its state.
    pub state: ItemState<T>,
}

/// The state of one input of a batch.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ItemState<T> {
    /// The input succeeded, and this is the result.
    Succeeded(T),
    /// The service rejected the input, entirely or in part. In the outcomes of a
    /// [`BatchStream`](crate::BatchStream) it can also violate a documented limit, and was not sent
    /// then.
    #[non_exhaustive]
    Failed {
        /// The reason.
        error: ItemError,
        /// The result of the part that the service accepted.
        partial: Option<T>,
    },
    /// The input was sent, but the response has no result for it. The service may have acted on it:
    /// look it up before sending it again.
    Unconfirmed,
    /// The service definitely did not act on the input: its request was rejected as a whole or
    /// never reached the server, or an earlier request failed. It can be sent again.
    NotDone,
}

/// An input of a batch that the service rejected.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct BatchFailure<'a, I, T> {
    /// The input.
    pub input: &'a I,
    /// The reason.
    pub error: &'a ItemError,
    /// The result of the part that the service accepted.
    pub partial: Option<&'a T>,
}

/// The reason why the service rejected an input.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ItemError {
    /// The error code of the API, if there is one.
    pub code: Option<i32>,
    /// The message of the API, unredacted. It may repeat personal data of the input.
    pub message: Option<String>,
    /// Further reasons, if the API gives several.
    pub others: Vec<ItemError>,
}

impl<I, T> BatchOutcome<I, T> {
    /// Returns all inputs with their states, in order.
    #[must_use]
    pub fn items(&self) -> &[BatchItem<I, T>] {
        &self.items
    }

    /// Returns all inputs with their states, in order, by value.
    ///
    /// Call [`take_error`](Self::take_error) and [`unmatched`](Self::unmatched) first: the rest of
    /// the outcome is dropped.
    #[must_use]
    pub fn into_items(self) -> Vec<BatchItem<I, T>> {
        self.items
    }

    /// Takes the error out of the outcome.
    pub fn take_error(&mut self) -> Option<Error> {
        self.error.take()
    }

    /// Returns the inputs with their results, if every input succeeded.
    ///
    /// # Errors
    ///
    /// Returns an error with this outcome if an input did not succeed.
    pub fn into_complete(self) -> Result<Vec<(I, T)>, IncompleteBatch<I, T>> {
        if !self.is_complete() {
            return Err(IncompleteBatch::new(self));
        }
        let succeeded = |item: BatchItem<I, T>| match item.state {
            ItemState::Succeeded(value) => Some((item.input, value)),
            _ => None,
        };
        Ok(self.items.into_iter().filter_map(succeeded).collect())
    }

    /// Returns the inputs that succeeded, with their results.
    pub fn successes(&self) -> impl Iterator<Item = (&I, &T)> {
        self.items.iter().filter_map(|item| match &item.state {
            ItemState::Succeeded(value) => Some((&item.input, value)),
            _ => None,
        })
    }

    /// Returns the inputs that the service rejected.
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

    /// Returns the inputs that were sent but have no result.
    ///
    /// The service may have acted on them: look them up before sending them again.
    pub fn unconfirmed(&self) -> impl Iterator<Item = &I> {
        self.items
            .iter()
            .filter(|item| matches!(item.state, ItemState::Unconfirmed))
            .map(|item| &item.input)
    }

    /// Returns the inputs that the service definitely did not act on, because their request or an
    /// earlier one failed as a whole.
    ///
    /// They can be sent again.
    pub fn not_done(&self) -> impl Iterator<Item = &I> {
        let items = self
            .items
            .iter()
            .filter(|item| matches!(item.state, ItemState::NotDone));
        items.map(|item| &item.input)
    }

    /// Returns the results that belong to none of the inputs. Normally there are none.
    pub fn unmatched(&self) -> &[Result<T, ItemError>] {
        &self.unmatched
    }

    /// Returns the error of the request that failed as a whole, if one did.
    ///
    /// The results of the requests before it remain.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    /// Returns the parts of the responses that are not as described and were left out.
    #[must_use]
    pub fn set_aside(&self) -> &[SetAside] {
        &self.set_aside
    }

    /// Returns whether every input succeeded.
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

    /// Returns whether the same input can succeed later: after a rate limit or a temporary failure
    /// (codes 8, 12, 408, 429, 500, 502, 503, 504 and 4197).
    #[must_use]
    pub fn is_transient(&self) -> bool {
        let is_temporary = |error: &Self| error.code.is_some_and(|code| TEMPORARY.contains(&code));
        let is_transient = |error: &Self| error.is_rate_limited() || is_temporary(error);
        is_transient(self) && self.others.iter().all(is_transient)
    }

    /// Whether a rate limit is the only reason, so that the service definitely did not act.
    pub(super) fn is_rate_limited(&self) -> bool {
        let is_limited = |error: &Self| error.code.is_some_and(|code| RATE_LIMITS.contains(&code));
        is_limited(self) && self.others.iter().all(is_limited)
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
