//! When a call is retried, and when it is not.

mod budget;
mod policy;
mod repeat;

pub use budget::RetryBudget;
pub use policy::{Backoff, FailedAttempt, NoRetries, RetryPolicy};
pub(crate) use repeat::{Attempts, Repeat, Retries};
