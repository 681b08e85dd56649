//! Requests without types: by method and path, and by operation id.
//!
//! Credentials, rate limits and retries are those of typed requests. Use raw requests for
//! operations and fields that this version does not know.
//!
//! | function | request |
//! |---|---|
//! | [`Client::request`](crate::Client::request) | any HTTP method and path, with JSON or a form |
//! | [`Client::operation`](crate::Client::operation) | a known operation by its id, validated, with JSON |
//!
//! [`Call::with_query_parameter`](crate::Call::with_query_parameter) and
//! [`Call::with_body_field`](crate::Call::with_body_field) add what is missing to a typed request.

mod by_operation;
mod by_path;
mod page;

pub use by_operation::{OperationList, OperationRequest};
pub use by_path::RawRequest;
pub use page::RawPage;
