//! Mocks of the Pinterest REST API v5 for tests, on a loopback socket.
//!
//! - [`MockServerExt`] gives a [`MockServer`](httpmock::MockServer) one function per operation. The
//!   matchers are typed: a parameter that the operation does not have does not compile.
//! - [`scenario`] has what the description of the API leaves out: lists in pages, rate limits, spam
//!   blocks, temporary failures, error pages of a proxy.
//!
//! ```
//! use pinterest_client::Client;
//! # #[cfg(feature = "business_access")]
//! use pinterest_client::{requests::InvitesList, types::BusinessId};
//! use pinterest_httpmock::{MockServerExt, httpmock::MockServer};
//!
//! # #[cfg(feature = "business_access")]
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = MockServer::start();
//! let business = BusinessId::from("729090764583391194");
//!
//! let invites = server.get_invites(|when, then| {
//!     when.business_id(&business).page_size(25);
//!     then.into_inner().status(200).body(
//!         r#"{"items": [{"id": "1234567890", "is_received_invite": false}], "bookmark": null}"#,
//!     );
//! });
//!
//! let client = Client::new(&server.base_url(), reqwest::Client::new());
//! let request = InvitesList::new(&business).page_size(25);
//! let page = client.invites_list(&request).await?.value;
//!
//! invites.assert();
//! assert_eq!(page.items.len(), 1);
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "business_access"))]
//! # fn main() {}
//! ```
//!
//! # Respond with raw JSON
//!
//! The example responds with text, as the service would send it. The functions named after a status
//! (`ok`, `client_error`) take a value of a response type instead and encode it. That is less to
//! write, but such a test cannot see a field whose name or type is wrong: what encodes the response
//! also decodes it. Prefer text that you have seen the service send.
//!
//! # Where mocks listen
//!
//! Paths are those of the description, `/businesses/employers`, without the `/v5` of the production
//! host: hand `server.base_url()` to the client as it is.
//!
//! If several mocks match a request, the one that was created first responds. A mock that is limited
//! with [`up_to_n_times`](httpmock::Mock::up_to_n_times) does not respond afterwards. A mock that
//! fails once, followed by one that succeeds, tests a retry.
//!
//! # Features
//!
//! One per document of `spec/` (`business_access`), none on by default. [`scenario`] needs none.

// docs.rs builds with a nightly compiler, which shows the features that an item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip] // Formatted when it is written.
#[allow(clippy::all)] // The shape of generated code is the generator's business.
#[allow(clippy::unwrap_used)] // A matcher that cannot be built fails the test that wants it.
#[allow(unreachable_pub)] // Visibility is decided below.
mod generated;
#[allow(dead_code)] // Not every set of features has forms or paths with parameters.
mod form;
#[allow(dead_code)]
mod path_segment;

pub mod scenario;

pub use generated::operations;
pub use generated::server::MockServerExt;
/// The mock server, in the version that this crate's types are made for.
pub use httpmock;
