//! Batches: inputs split by the documented limit, sent in order, and each matched with its own result.

mod matching;
mod outcome;
mod run;

pub use outcome::{BatchFailure, BatchItem, BatchOutcome, ItemError, ItemState};
pub(crate) use run::{Batch, Keyed, Reply, keyed_by_themselves, run};
