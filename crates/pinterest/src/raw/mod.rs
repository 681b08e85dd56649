//! Requests without types: by method and path, and by operation id.
//!
//! They go through the same pipeline as all others: credentials, rate limits and retries are the
//! same. Use them for what this version does not describe, or describes wrongly.

mod by_operation;
mod by_path;
mod page;

pub use by_operation::{OperationList, OperationRequest};
pub use by_path::RawRequest;
pub use page::RawPage;
