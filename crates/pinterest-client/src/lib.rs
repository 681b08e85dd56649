//! The generated client for the Pinterest REST API v5: its types, and a request type for every
//! operation.
//!
//! Most programs should use the crate [`pinterest`](https://docs.rs/pinterest) instead, which is
//! built on this one and adds streams over pages, batches, retries, rate limits and credentials.
//! This crate has the plain operations, and can be used for the [`types`] alone.
//!
//! A request is a value of [`requests`]. [`Client`] sends it, with a function for every operation.
//! [`Request::parts`](request::Request::parts) returns what a request consists of before it is
//! sent. [`operation`] has facts about operations, such as scopes.
//!
//! Enums keep unknown values ([`UnknownValue`]), unions keep unknown members ([`UnknownMember`]),
//! and objects keep unknown fields ([`UnknownField`]). `Debug` output leaves out personal data
//! ([`Sensitive`]). Dates are [`Date`]s, and rows of analytics responses return their metrics
//! through [`AnalyticsRow`]. A value of a response that is not as described is set aside; see
//! [`json`]. Tests make values of the types from JSON with [`ForTest`].
//!
//! ```no_run
//! # #[cfg(feature = "business_access")]
//! # async fn run(http_with_a_token: reqwest::Client) -> Result<(), pinterest_client::Error> {
//! use pinterest_client::Client;
//! use pinterest_client::requests::InvitesList;
//!
//! let client = Client::new("https://api.pinterest.com/v5", http_with_a_token);
//! let request = InvitesList::new("729090764583391194").page_size(25);
//! let page = client.invites_list(&request).await?.value;
//! println!("{} invites", page.items.len());
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! One per document of `spec/`, none on by default, and `full` for all of them; `schemars`, which
//! derives `JsonSchema` for every type; and `chrono`, `jiff` and `time`, which convert [`Date`]
//! from and to the dates of these crates.

// docs.rs builds with a nightly compiler, which shows the features that an item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]
// Not every set of features has a user for all that is shared.
#![cfg_attr(not(feature = "full"), allow(dead_code, unused_imports, unused_macros))]

#[rustfmt::skip] // Formatted when it is written.
#[allow(clippy::all)] // The shape of generated code is the generator's business.
#[allow(unreachable_pub)] // Visibility is decided below.
mod generated;

mod client;
mod date;
mod for_test;
mod image_data;
mod integer_type;
#[cfg(feature = "catalogs")]
mod items_batch;
pub mod json;
mod metrics;
mod missing_field;
mod open_enum;
pub mod operation;
pub mod paging;
mod path_segment;
pub mod request;
mod sensitive;
mod text_type;
mod union_type;

pub use client::{Client, Error, Response};
pub use date::{Date, InvalidDate};
pub use for_test::ForTest;
pub use generated::{requests, types};
#[cfg(feature = "catalogs")]
pub use items_batch::ProcessedItem;
pub use metrics::{AnalyticsRow, Metric};
pub use missing_field::MissingField;
pub use open_enum::UnknownValue;
pub use path_segment::{decode_path, encode_path};
pub use sensitive::{Sensitive, UnknownField};
pub use union_type::UnknownMember;
