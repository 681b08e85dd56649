//! A client for the Pinterest REST API v5: lists as streams, batches that lose nothing, enums that survive new values,
//! errors that say what to do.
//!
//! # First steps
//!
//! ```no_run
//! use futures_util::TryStreamExt;
//! use pinterest::types::InviteStatus;
//!
//! # #[cfg(feature = "business_access")]
//! # async fn run() -> Result<(), pinterest::Error> {
//! let client = pinterest::Client::from_env()?; // reads PINTEREST_ACCESS_TOKEN
//! let business = client.business("729090764583391194"); // a handle: cheap, sends nothing
//!
//! let mut invites = business.invites().list().statuses([InviteStatus::Pending]).items();
//! while let Some(invite) = invites.try_next().await? {
//!     println!("{:?}", invite.id);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A [`Client`] is set up once and cloned freely. Its handles follow the API: [`Client::business`] leads to invites,
//! members, partners, assets and asset groups of a business. Setters that are named after fields of the API set those
//! fields; options of this library are named `with_*`.
//!
//! # Lists
//!
//! Every list operation gives a [`List`]: [`List::send`] asks for one [`Page`], [`List::pages`] and [`List::items`] are
//! streams to the end. [`List::with_prefetch`] fetches the next page while the caller works on the current one.
//! [`List::bookmark`] resumes where a page or a stream left off. An item that cannot be decoded is an error of
//! [`ErrorKind::Item`] in its place, and costs none of the others; a bookmark that comes again is an error and not an
//! endless loop.
//!
//! # Batches
//!
//! Functions that take many inputs take any number: they are checked, split by the documented limit, and sent in order.
//! The [`BatchOutcome`] has the result of every input, also when a later request fails as a whole.
//!
//! # Errors
//!
//! There is one [`Error`]. [`Error::kind`] says what happened and whether the server can have acted;
//! [`Error::status`], [`Error::code`], [`Error::api_message`], [`Error::request_id`] and [`Error::retry_after`] say what
//! it answered. Nothing is sent twice: this version does not retry.
//!
//! Documented limits (counts, lengths, ranges, digits) are checked before anything is sent; [`Error::limit`] names the
//! field, the limit and the value.
//!
//! # New values and fields
//!
//! A value that an enum does not know becomes its `Unknown` variant, which keeps the text; a field that a type does not
//! know is kept in its `extra` map, as an [`UnknownField`]. Both are sent back as they came.
//!
//! # Personal data and secrets
//!
//! Tokens are in no `Debug` output, error or trace. Text that may be an e-mail address has the type [`Sensitive`], which
//! is a `&str` when asked, and `[redacted]` in `Debug`.
//!
//! # Traces
//!
//! Each call has a span `pinterest.call` of [`tracing`] at debug level, with `operation`, `attempt`, `status` and
//! `request_id`.
//!
//! # Features
//!
//! One per domain of the API: `business_access`, on by default. `rustls` (default) or `native-tls`; `http2` and `gzip`
//! (default); `schemars` derives `JsonSchema` for every type of the API.

// Without a domain nothing uses the shared mechanisms, and that is no mistake of theirs.
#![cfg_attr(
    not(feature = "business_access"),
    allow(dead_code, unused_imports, unused_macros)
)]

pub mod auth;
mod batch;
mod builder;
mod client;
mod environment;
mod error;
mod lock;
mod paging;
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "the transport does not send through it yet")
)]
mod rate_limit;
mod resources;
mod transport;

pub use batch::{BatchFailure, BatchItem, BatchOutcome, ItemError, ItemState};
pub use builder::{ClientBuilder, DEFAULT_CONNECT_TIMEOUT, DEFAULT_TIMEOUT};
pub use client::Client;
pub use environment::Environment;
pub use error::{Error, ErrorKind, LimitViolation};
pub use paging::{Items, List, ListPage, ListQuery, Page, PageItems, Pages};
pub use rate_limit::{QuotaOwner, QuotaStatus, QuotaWindow, RateLimiter, RateLimits};
#[cfg(feature = "business_access")]
pub use resources::business_access;

pub use pinterest_client::operation;
pub use pinterest_client::{Sensitive, UnknownField, UnknownValue, types};
pub use url::Url;

/// Compiles the examples of the workspace's README.
#[cfg(all(doctest, feature = "business_access"))]
#[doc = include_str!("../../../README.md")]
struct Readme;
