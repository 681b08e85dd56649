//! When a call is sent again, and when it is not.

mod budget;
mod classification;
mod policy;
mod repeat;

pub use budget::RetryBudget;
pub(crate) use classification::is_about_spam;
pub use policy::{Backoff, FailedAttempt, NoRetries, RetryPolicy};
pub(crate) use repeat::{Attempts, Repeat, Retries};
