//! What the service does and its description does not state.
//!
//! [`Pages`] serves a list page by page. [`Refusal`] is an answer that is an error. Both can be served at a path, or
//! be the answer of a mock whose matcher you write, typed ones included:
//!
//! ```
//! use pinterest_httpmock::httpmock::{Method, MockServer};
//! use pinterest_httpmock::scenario::{Pages, Refusal};
//!
//! let server = MockServer::start();
//!
//! // The first request is turned down, every later one is answered.
//! Refusal::rate_limited(1)
//!     .serve(&server, Method::GET, "/businesses/729090764583391194/invites")
//!     .up_to_n_times(1);
//! Pages::of([r#"{"id": "1"}"#, r#"{"id": "2"}"#, r#"{"id": "3"}"#])
//!     .page_size(2)
//!     .serve(&server, "/businesses/729090764583391194/invites");
//!
//! # #[cfg(feature = "business_access")] {
//! # use pinterest_httpmock::MockServerExt;
//! // A typed matcher decides what is refused.
//! server.get_business_members(|when, then| {
//!     when.business_id(&"729090764583391194".into());
//!     Refusal::trial_access().answer(then.into_inner());
//! });
//! # }
//! ```
//!
//! Items and fields are text that you supply; nothing here is encoded with the client's types. Messages of errors are
//! worded like those of the service, which may change its own at any time.

mod pages;
mod refusal;

pub use pages::Pages;
pub use refusal::Refusal;

/// The id of the request that every answer of this module carries in the header `x-pinterest-rid`.
pub const REQUEST_ID: &str = "4410203866152790";

const REQUEST_ID_HEADER: &str = "x-pinterest-rid";
const CONTENT_TYPE_HEADER: &str = "content-type";
const JSON: &str = "application/json";
