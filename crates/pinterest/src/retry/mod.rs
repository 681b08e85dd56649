//! When a call is retried, and when it is not.

mod budget;
mod pause;
mod policy;
mod repeat;

pub use budget::RetryBudget;
pub(crate) use pause::pause_by;
pub use policy::{Backoff, FailedAttempt, NoRetries, RetryPolicy};
pub(crate) use repeat::{Attempts, Repeat, Retries};
