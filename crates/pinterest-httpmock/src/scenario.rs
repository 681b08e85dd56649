//! What the service does and its description does not state.
//!
//! [`Pages`] serves a list page by page. [`ErrorResponse`] is a response that reports an error.
//! Both can be served at a path. Both can also be the response of a mock whose matcher you write,
//! which may be a typed one:
//!
//! ```
//! use pinterest_httpmock::httpmock::{Method, MockServer};
//! use pinterest_httpmock::scenario::{ErrorResponse, Pages};
//!
//! let server = MockServer::start();
//!
//! // The first request is rejected, every later one gets a page.
//! ErrorResponse::rate_limited(1)
//!     .serve(&server, Method::GET, "/businesses/729090764583391194/invites")
//!     .up_to_n_times(1);
//! Pages::of([r#"{"id": "1"}"#, r#"{"id": "2"}"#, r#"{"id": "3"}"#])
//!     .page_size(2)
//!     .serve(&server, "/businesses/729090764583391194/invites");
//!
//! # #[cfg(feature = "business_access")] {
//! # use pinterest_httpmock::MockServerExt;
//! // A typed matcher decides which requests are rejected.
//! server.get_business_members(|when, then| {
//!     when.business_id(&"729090764583391194".into());
//!     ErrorResponse::trial_access().respond(then.into_inner());
//! });
//! # }
//! ```
//!
//! Items and fields are text that you supply: nothing here is encoded with the client's types. The
//! error messages are worded like those of the service, which may change at any time.

mod error_response;
mod pages;

pub use error_response::ErrorResponse;
pub use pages::Pages;

/// The request id that every response of this module has in the header `x-pinterest-rid`.
pub const REQUEST_ID: &str = "4410203866152790";

const REQUEST_ID_HEADER: &str = "x-pinterest-rid";
const CONTENT_TYPE_HEADER: &str = "content-type";
const JSON: &str = "application/json";
