//! The error of a batch of which inputs did not succeed.

use std::error::Error as StdError;
use std::fmt;

use super::outcome::{BatchOutcome, ItemState};

/// How many failed inputs a message names.
const NAMED: usize = 3;

/// The error of [`BatchOutcome::into_complete`]: an outcome with inputs that did not succeed.
///
/// The message says how many inputs did not succeed and in which states they are, names the first
/// three that failed by their index and the reason, and ends with the error of the request that
/// failed as a whole, which is also the [`source`](StdError::source). It has no input, and no
/// e-mail address.
///
/// # Examples
///
/// ```no_run
/// # #[cfg(feature = "business_access")]
/// # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use pinterest::types::MemberRole;
///
/// let invites = client.business("729090764583391194").invites();
/// let outcome = invites.invite_members(["ada@example.com", "grace"], MemberRole::Employee).await?;
/// for (person, invite) in outcome.into_complete()? {
///     println!("{}: {:?}", person.as_str(), invite.id);
/// }
/// # Ok(())
/// # }
/// ```
pub struct IncompleteBatch<I, T> {
    outcome: BatchOutcome<I, T>,
}

impl<I, T> IncompleteBatch<I, T> {
    pub(super) fn new(outcome: BatchOutcome<I, T>) -> Self {
        Self { outcome }
    }

    /// Returns the outcome, with the result of every input.
    pub fn outcome(&self) -> &BatchOutcome<I, T> {
        &self.outcome
    }

    /// Returns the outcome, with the result of every input, by value.
    pub fn into_outcome(self) -> BatchOutcome<I, T> {
        self.outcome
    }

    /// How many inputs are in a state, and the words for it; nothing for none.
    fn states(&self) -> Vec<String> {
        let outcome = &self.outcome;
        let counts = [
            (outcome.failures().count(), "failed"),
            (outcome.unconfirmed().count(), "unconfirmed"),
            (outcome.not_done().count(), "not processed"),
        ];
        let present = counts.into_iter().filter(|(count, _)| *count > 0);
        present
            .map(|(count, state)| format!("{count} {state}"))
            .collect()
    }
}

impl<I, T> fmt::Display for IncompleteBatch<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let items = self.outcome.items();
        let count = items.len() - self.outcome.successes().count();
        let states = self.states().join(", ");
        write!(
            f,
            "{count} of {} inputs did not succeed ({states})",
            items.len()
        )?;
        let mut failures = items
            .iter()
            .enumerate()
            .filter_map(|(index, item)| match &item.state {
                ItemState::Failed { error, .. } => Some((index, error)),
                _ => None,
            });
        for (index, error) in failures.by_ref().take(NAMED) {
            write!(f, "; input {index}: {error}")?;
        }
        let others = failures.count();
        if others > 0 {
            write!(f, "; {others} more failed")?;
        }
        match self.outcome.error() {
            Some(error) => write!(f, "; a request failed: {error}"),
            None => Ok(()),
        }
    }
}

impl<I, T> fmt::Debug for IncompleteBatch<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IncompleteBatch")
            .field(&self.outcome)
            .finish()
    }
}

impl<I, T> StdError for IncompleteBatch<I, T> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let error = self.outcome.error()?;
        Some(error)
    }
}
