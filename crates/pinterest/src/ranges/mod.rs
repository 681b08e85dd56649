//! Requests about more days or ids than the service accepts, split into requests that it does.

mod chunk;
mod chunked;
mod plan;
#[cfg(feature = "ad_accounts")]
mod report;
mod request;
mod rows;
#[cfg(test)]
mod tests;

pub use chunk::{Chunk, ChunkError};
pub use chunked::{Chunked, DEFAULT_CONCURRENT_CHUNKS};
#[cfg(feature = "ad_accounts")]
pub(crate) use report::split_report;
#[cfg(any(feature = "pins", feature = "user_account"))]
pub use request::DailyRow;
pub use request::{ChunkRequest, RangeRequest};
pub use rows::Rows;
