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
//! let client = pinterest::Client::from_env()?; // PINTEREST_ACCESS_TOKEN, or app id, secret and refresh token
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
//! A [`Client`] is set up once and cloned freely. Its handles follow the API: `client.ad_account(id).campaigns()`,
//! `client.pins()`, `client.catalogs().feeds()`, `client.business(id).invites()`; [`resources`] lists them by domain. Setters that are named after fields of the API set those
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
//! # Calls with options
//!
//! An operation with optional parameters gives a [`Call`]: it has a setter for each, and sends nothing before it is awaited.
//! The filters of every list and the options of every call are listed in [`requests`].
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
//! it answered; [`Error::attempts`] and [`Error::waited`] what the client did about it. [`Error::is_transient`] says
//! whether the same call can go better later.
//!
//! Documented limits (counts, lengths, ranges, digits) are checked before anything is sent; [`Error::limit`] names the
//! field, the limit and the value.
//!
//! # Credentials
//!
//! [`auth`] has the kinds of [`Credentials`](auth::Credentials): a fixed token, tokens of a user that renew themselves
//! ([`UserCredentials`](auth::UserCredentials)) and are kept in a [`TokenStore`](auth::TokenStore), tokens of the app
//! itself, conversion tokens. A token that an operation does not take, or that is known to lack a scope, is refused
//! before anything is sent. A token that the server refuses with status 401 is renewed once, and the call is sent again.
//! [`Client::with_credentials`] serves another user over the same connections.
//!
//! # Retries
//!
//! A call that fails for a reason that passes is sent again: after a wait that grows and is random ([`Backoff`]), as long
//! as the server asks to wait, within the deadline of the call ([`ClientBuilder::with_deadline`]) and the
//! [`RetryBudget`] of the client, so that an outage is not amplified.
//!
//! | what failed | reads | idempotent changes | other changes |
//! |---|---|---|---|
//! | no connection, or the request was not written | again | again | again |
//! | status 429, code 8, or "retry after" with status 400 | again | again | again |
//! | status 429 that speaks of spam | - | - | - |
//! | status 500, 502, 503, 504, 408; code 12; code 4197 | again | again | - |
//! | no answer: timeout, connection lost | again | again | - |
//! | success, but the body broke off or cannot be decoded | again | - | - |
//! | anything else | - | - | - |
//!
//! What is not idempotent ([`Operation::idempotent`](operation::Operation::idempotent)) is sent again only when the server
//! certainly did not act, whatever a [`RetryPolicy`] says. Every page of a list and every request of a batch is a call,
//! so streams survive failures in their middle. [`ClientBuilder::without_retries`] turns it off.
//!
//! # Rate limits
//!
//! Calls wait for their turn before the server has to refuse: the [`RateLimiter`] of a client starts with the published
//! limits ([`RateLimits::standard`], or [`RateLimits::trial`]), follows what the server says with its answers, and is
//! shared by clones. It is fair between tasks. A wait that would be longer than
//! [`RateLimits::with_max_wait`] or the deadline is an error of [`ErrorKind::RateLimited`] at once;
//! [`Error::retry_after`] says when to try again. [`Client::rate_limiter`] tells what is left.
//!
//! # New values and fields
//!
//! A value that an enum does not know becomes its `Unknown` variant, which keeps the text; a member that a union does not
//! know becomes an [`UnknownMember`], and a field that a type does not know is kept in its `extra` map, as an
//! [`UnknownField`]. All are sent back as they came.
//!
//! # Changes
//!
//! In what a change (`PATCH`, `PUT`) is made of, a field that null clears is an `Option<Option<_>>`: the function of its
//! name sets it, `clear_` and its name sends null, and what was not touched is not sent.
//!
//! # Personal data and secrets
//!
//! Tokens are in no `Debug` output, error or trace. Text that may be an e-mail address has the type [`Sensitive`], which
//! is a `&str` when asked, and `[redacted]` in `Debug`.
//!
//! # Traces
//!
//! Each call has a span `pinterest.call` of [`tracing`] at debug level, with `operation`, `attempt`, `status` and
//! `request_id` (of the last answer). Before each further attempt an event says the reason and `wait_ms`, and another
//! why a call gives up; a wait for the rate limit is told with `category`, `wait_ms` and `reason`.
//!
//! # Features
//!
//! One per domain of the API, all of them on by default (`full`). `rustls` (default) or `native-tls`; `http2` and `gzip`
//! (default); `schemars` derives `JsonSchema` for every type of the API; `dispatch` adds `Client::dispatch`, which calls any
//! operation by its id with JSON.

// Without some domain, a shared mechanism may have no user.
#![cfg_attr(not(feature = "full"), allow(dead_code, unused_imports))]

pub mod auth;
mod batch;
mod body;
mod builder;
mod call;
mod client;
mod environment;
mod error;
mod lock;
mod options;
mod paging;
mod pipeline;
mod rate_limit;
pub mod raw;
pub mod resources;
mod response;
mod retry;
mod validation;

pub use batch::{Batch, BatchFailure, BatchItem, BatchOutcome, ItemError, ItemState, One};
pub use builder::{
    ClientBuilder, DEFAULT_CONNECT_TIMEOUT, DEFAULT_DEADLINE, DEFAULT_MAX_RESPONSE_SIZE,
    DEFAULT_TIMEOUT,
};
pub use call::{Call, CallRequest};
pub use client::Client;
pub use environment::Environment;
pub use error::{Error, ErrorKind, LimitViolation};
pub use paging::{Items, List, Page, PageItems, Pages};
pub use rate_limit::{QuotaOwner, QuotaStatus, QuotaWindow, RateLimiter, RateLimits};
#[cfg(any(
    feature = "ad_accounts",
    feature = "billing",
    feature = "campaigns",
    feature = "conversions",
    feature = "leads",
    feature = "targeting",
))]
pub use resources::AdAccountHandle;
#[cfg(feature = "ad_accounts")]
pub use resources::ad_accounts;
#[cfg(feature = "billing")]
pub use resources::billing;
#[cfg(feature = "boards")]
pub use resources::boards;
#[cfg(feature = "business_access")]
pub use resources::business_access;
#[cfg(feature = "campaigns")]
pub use resources::campaigns;
#[cfg(feature = "catalogs")]
pub use resources::catalogs;
#[cfg(feature = "conversions")]
pub use resources::conversions;
#[cfg(feature = "integrations")]
pub use resources::integrations;
#[cfg(feature = "leads")]
pub use resources::leads;
#[cfg(feature = "media")]
pub use resources::media;
#[cfg(feature = "notifications")]
pub use resources::notifications;
#[cfg(feature = "pins")]
pub use resources::pins;
#[cfg(feature = "search")]
pub use resources::search;
#[cfg(feature = "targeting")]
pub use resources::targeting;
#[cfg(feature = "trends")]
pub use resources::trends;
#[cfg(feature = "user_account")]
pub use resources::user_account;
pub use response::Response;
pub use retry::{Backoff, FailedAttempt, NoRetries, RetryBudget, RetryPolicy};

pub use http::Method;
pub use pinterest_client::json::{SetAside, SetAsideParts};
pub use pinterest_client::paging::ListPage;
pub use pinterest_client::request::{ListRequest, Request};
pub use pinterest_client::{Sensitive, UnknownField, UnknownMember, UnknownValue};
pub use pinterest_client::{operation, requests, types};
pub use url::Url;

/// Compiles the examples of the workspace's README.
#[cfg(all(doctest, feature = "business_access", feature = "campaigns"))]
#[doc = include_str!("../../../README.md")]
struct Readme;
