//! What became of all inputs of a stream of batches.

use std::fmt;

use super::super::outcome::{BatchOutcome, ItemError, ItemState};

/// How many failed inputs a summary names.
const NAMED: usize = 10;

/// How many inputs of a [`BatchStream`](super::BatchStream) are in which state, and the first that
/// failed.
///
/// [`BatchStream::summary`](super::BatchStream::summary) returns it. `Display` writes it on one
/// line, without inputs and e-mail addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchSummary {
    /// The inputs that the service accepted.
    pub succeeded: u64,
    /// The inputs that the service rejected, or that violate a documented limit.
    pub failed: u64,
    /// The inputs that were sent and have no result.
    pub unconfirmed: u64,
    /// The inputs that the service definitely did not act on.
    pub not_done: u64,
    /// The inputs that were settled before the stream was resumed.
    pub skipped: u64,
    /// The requests of batches, without those that a call repeats by itself.
    pub requests: u64,
    /// How often inputs were sent again. An input that was sent three times counts twice.
    pub retried: u64,
    /// The first ten inputs that failed, by their number, counted from 0, and the reasons.
    pub first_failures: Vec<(u64, ItemError)>,
    /// Whether the stream ended before its inputs did.
    pub stopped: bool,
}

impl BatchSummary {
    /// Returns how many inputs there were, without those that were skipped.
    #[must_use]
    pub fn inputs(&self) -> u64 {
        self.succeeded + self.failed + self.unconfirmed + self.not_done
    }

    /// Returns whether every input succeeded.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.succeeded == self.inputs() && !self.stopped
    }

    /// Counts the inputs of an outcome, the first of which has this number.
    pub(super) fn count<I, V>(&mut self, first: u64, outcome: &BatchOutcome<I, V>) {
        for (number, item) in (first..).zip(outcome.items()) {
            match &item.state {
                ItemState::Succeeded(_) => self.succeeded += 1,
                ItemState::Failed { error, .. } => {
                    self.failed += 1;
                    if self.first_failures.len() < NAMED {
                        self.first_failures.push((number, error.clone()));
                    }
                }
                ItemState::Unconfirmed => self.unconfirmed += 1,
                ItemState::NotDone => self.not_done += 1,
            }
        }
    }
}

impl fmt::Display for BatchSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} of {} inputs succeeded",
            self.succeeded,
            self.inputs()
        )?;
        let others = [
            (self.failed, "failed"),
            (self.unconfirmed, "unconfirmed"),
            (self.not_done, "not processed"),
            (self.skipped, "settled before"),
        ];
        for (count, state) in others.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, ", {count} {state}")?;
        }
        if self.stopped {
            f.write_str("; stopped before the last input")?;
        }
        for (number, error) in &self.first_failures {
            write!(f, "; input {number}: {error}")?;
        }
        Ok(())
    }
}
