//! Mocks of the Pinterest REST API v5 for tests, on a loopback socket.
//!
//! - [`MockServerExt`] gives a [`MockServer`](httpmock::MockServer) one function per operation. The
//!   matchers are typed: a parameter that the operation does not have does not compile.
//! - [`scenario`] has what the description of the API leaves out: lists in pages, rate limits, spam
//!   blocks, temporary failures, error pages of a proxy.
//! - [`client_for`] creates a [`pinterest::Client`] that talks to the mock server.
//!
//! ```
//! use pinterest::ForTest;
//! use pinterest::types::{Campaign, EntityStatus};
//! use pinterest_httpmock::httpmock::MockServer;
//! use pinterest_httpmock::{MockServerExt, client_for};
//! use serde_json::json;
//!
//! /// The function under test.
//! async fn is_active(client: &pinterest::Client, id: &str) -> Result<bool, pinterest::Error> {
//!     let campaign = client.ad_account("549755885175").campaign(id).get().await?;
//!     Ok(campaign.status == Some(EntityStatus::Active))
//! }
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), pinterest::Error> {
//! let server = MockServer::start();
//! let get = server.campaigns_get(|when, then| {
//!     when.campaign_id(&"626735565838".into());
//!     then.ok(&Campaign::for_test(json!({
//!         "id": "626735565838",
//!         "objective_type": "AWARENESS",
//!         "status": "ACTIVE",
//!     })));
//! });
//!
//! assert!(is_active(&client_for(&server), "626735565838").await?);
//! get.assert();
//! # Ok(())
//! # }
//! ```
//!
//! # What to use when
//!
//! | the code under test | use |
//! |---|---|
//! | takes a response, and calls nothing | [`ForTest`](pinterest_client::ForTest), and no server |
//! | makes one call, or several that do not depend on each other | a typed mock for each |
//! | reads all pages of a list | [`Pages`](scenario::Pages) |
//! | handles errors | [`ErrorResponse`](scenario::ErrorResponse) |
//! | retries | [`client_builder_for`] with a retry policy, and a mock that fails [a few times](httpmock::Mock::up_to_n_times) |
//! | makes calls that depend on each other, waits for jobs, uploads files, or is a whole program | the crate `pinterest-fake` |
//!
//! A mock does not remember: it responds to a request in the same way whatever was sent before.
//!
//! # Responses
//!
//! The functions named after a status (`ok`, `client_error`) take a value of the response type.
//! [`ForTest`](pinterest_client::ForTest) makes one from JSON, and fails the test if the JSON does
//! not have the types of the description.
//!
//! `into_inner` returns httpmock's own matcher or response, to respond with text instead. It is
//! sent as it is, so that a test can see what the client makes of it:
//!
//! ```
//! # use pinterest_httpmock::{MockServerExt, client_for, httpmock::MockServer};
//! # #[tokio::main]
//! # async fn main() -> Result<(), pinterest::Error> {
//! # let server = MockServer::start();
//! server.campaigns_list(|_, then| {
//!     then.into_inner().status(200).body(
//!         r#"{"items": [{"id": "626735565838", "objective_type": "TELEPATHY"}], "bookmark": null}"#,
//!     );
//! });
//!
//! let page = client_for(&server).ad_account("549755885175").campaigns().list().await?;
//! # assert_eq!(page.len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # Where mocks listen
//!
//! Paths are those of the description, `/businesses/employers`, without the `/v5` of the production
//! host: a client that is not made by [`client_for`] takes `server.base_url()` as it is.
//!
//! If several mocks match a request, the one that was created first responds. A mock that is
//! limited with [`up_to_n_times`](httpmock::Mock::up_to_n_times) does not respond afterwards. A
//! mock that fails once, followed by one that succeeds, tests a retry. A request that no mock
//! matches gets status 404, like an object that does not exist; [`assert`](httpmock::Mock::assert)
//! tells them apart.
//!
//! # Features
//!
//! - `client` (default): [`client_for`] and [`client_builder_for`]. Without it, this crate does not
//!   depend on `pinterest`, for tests of programs that use `pinterest-client` alone.
//! - One per document of `spec/` (`campaigns`), none on by default. [`scenario`] needs none.

// docs.rs builds with a nightly compiler, which shows the features that an item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "client")]
mod client;
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

#[cfg(feature = "client")]
pub use client::{client_builder_for, client_for};
pub use generated::operations;
pub use generated::server::MockServerExt;
/// The mock server, in the version that this crate's types are made for.
pub use httpmock;

/// Compiles the example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
