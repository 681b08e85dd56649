//! A client for the Pinterest REST API v5: lists as streams, batches that lose nothing, enums that
//! survive new values, errors that say what to do.
//!
//! # First steps
//!
//! ```no_run
//! use futures_util::TryStreamExt;
//! use pinterest::types::InviteStatusFilter;
//!
//! # #[cfg(feature = "business_access")]
//! # async fn run() -> Result<(), pinterest::Error> {
//! let client = pinterest::Client::from_env()?; // PINTEREST_ACCESS_TOKEN, or app id, secret and refresh token
//! let business = client.business("729090764583391194"); // a handle: cheap, sends nothing
//!
//! let invites = business.invites().list().with(|list| list.invite_status([InviteStatusFilter::Pending]));
//! let mut invites = invites.items();
//! while let Some(invite) = invites.try_next().await? {
//!     println!("{:?}", invite.id);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A [`Client`] is set up once and cloned freely. Its handles follow the API:
//! `client.ad_account(id).campaigns()`, `client.pins()`, `client.catalogs().feeds()`,
//! `client.business(id).invites()`; [`resources`] lists them by domain.
//!
//! # Calls, lists and batches
//!
//! Every method that talks to the service returns one of three types. Each owns a request and its
//! options, and sends nothing until it is used:
//!
//! | type | what it is | how it is used |
//! |---|---|---|
//! | [`Call`] | one request | `.await`, or [`response`](Call::response) for status, headers and request id too |
//! | [`List`] | a list in pages | `.await` for one [`Page`], [`pages`](List::pages) or [`items`](List::items) for a stream |
//! | [`Batch`] | any number of inputs | `.await` for a [`BatchOutcome`] with the result of every input |
//!
//! Optional parameters of the API are set on the request, through `with`; the types of requests are
//! in [`requests`], and their pages document every parameter. Options of this library are the same
//! on all three:
//!
//! ```no_run
//! # #[cfg(feature = "pins")]
//! # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
//! use std::time::Duration;
//!
//! let pin = client
//!     .pin("813744226420795884")
//!     .get()
//!     .with(|pin| pin.pin_metrics(true)) // a parameter of the API
//!     .with_deadline(Duration::from_secs(10)) // an option of this library
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Lists
//!
//! [`List::with_prefetch`] requests the next page while the caller works on the current one.
//! [`List::bookmark`] resumes where a page or a stream left off. An item that is not as described
//! is an error of [`ErrorKind::Item`] in its place and costs none of the others;
//! [`Items::skip_undecodable`] reports such items and goes on. A repeated bookmark is an error and
//! not an endless loop.
//!
//! # Batches
//!
//! A batch takes any number of inputs. All are validated first, then they are split by the
//! documented limit and sent in order. The [`BatchOutcome`] says of each input whether it succeeded,
//! failed, is unconfirmed (the service may have acted), or was definitely not sent. A method that
//! takes a single input returns a [`Call`] instead, and an error of the input is the error of the
//! call.
//!
//! # Errors
//!
//! There is one [`Error`]. [`Error::is_rate_limited`], [`Error::is_not_found`],
//! [`Error::is_unauthorized`], [`Error::is_forbidden`] and [`Error::is_conflict`] say what it means
//! to a program; [`ErrorKind`] has a table of all kinds, and of the statuses and codes of the API.
//! [`Error::kind`] says what happened, [`Error::may_have_acted`] whether the server can have acted;
//! [`Error::status`], [`Error::code`], [`Error::api_message`], [`Error::request_id`] and
//! [`Error::retry_after`] say what it responded; [`Error::attempts`] and [`Error::waited`] what the
//! client did about it. [`Error::is_transient`] says whether the same call can succeed later.
//!
//! Documented limits (counts, lengths, ranges, patterns, fields that exclude or require each other)
//! are validated before anything is sent; [`Error::limit`] names the field, the limit and the value.
//! [`Call::without_validation`] turns that off.
//!
//! # When the API differs from its description
//!
//! - A value that an enum does not know becomes its `Unknown` variant, which keeps the text. A member
//!   that a union does not know becomes an [`UnknownMember`], and a field that a type does not know
//!   is kept in its `extra` map, as an [`UnknownField`]. All are sent back as they came.
//! - A value that is not as described is left out, with the smallest optional part around it, and
//!   reported in [`Response::set_aside`], [`Page::set_aside`] or [`BatchOutcome::set_aside`] and in
//!   a trace. [`Call::with_strict_decoding`] makes it an error.
//! - A change that the server accepted with a response that cannot be read is an error of
//!   [`ErrorKind::Accepted`]; [`Error::raw_json`] has the response.
//! - What this version has no setter for is set by [`Call::with_query_parameter`],
//!   [`Call::with_body_field`] and [`Call::with_header`].
//! - [`Client::request`] sends any method and path, and [`Client::operation`] any operation by its
//!   id, with JSON in and out, through the same credentials, rate limits and retries.
//!
//! # Credentials
//!
//! [`auth`] has the kinds of [`Credentials`](auth::Credentials): a fixed token, tokens of a user that
//! are refreshed ([`UserCredentials`](auth::UserCredentials)) and kept in a
//! [`TokenStore`](auth::TokenStore), tokens of the app itself, conversion tokens. A token that an
//! operation does not accept, or that is known to lack a scope, is rejected before anything is sent.
//! A token that the server rejects with status 401 is refreshed once, and the call is sent again.
//! [`Client::with_credentials`] serves another user over the same connections, and
//! [`Client::acting_for`] acts for the owner of an ad account.
//!
//! # Retries
//!
//! A call that fails for a transient reason is sent again: after a wait that grows and is random
//! ([`Backoff`]), as long as the server asks to wait, within the deadline of the call
//! ([`ClientBuilder::with_deadline`]) and the [`RetryBudget`] of the client, so that an outage is not
//! amplified.
//!
//! | what failed | reads | idempotent changes | other changes |
//! |---|---|---|---|
//! | no connection, or the request was not written | again | again | again |
//! | status 429, code 8, or "retry after" with status 400 | again | again | again |
//! | status 429 that speaks of spam | - | - | - |
//! | status 500, 502, 503, 504, 408; code 12; code 4197 | again | again | - |
//! | no response: timeout, connection lost | again | again | - |
//! | success, but the body broke off | again | - | - |
//! | success, but the body is not as described | - | - | - |
//! | anything else | - | - | - |
//!
//! A body broke off when the connection was closed before its announced end, when its last chunk
//! or the end of its compressed data is missing, or when it is JSON that ends early, even where the
//! transfer was complete. A complete body that is not as described is not requested again: it would
//! come the same. An error is judged by its status and code, whatever else its body is.
//!
//! What is not idempotent ([`Operation::idempotent`](operation::Operation::idempotent)) is sent again
//! only when the server definitely did not act, whatever a [`RetryPolicy`] says. Every page of a list
//! and every request of a batch is a call, so streams survive failures in their middle.
//! [`ClientBuilder::without_retries`] turns retries off.
//!
//! # Rate limits
//!
//! Calls wait for their turn before the server has to reject them: the [`RateLimiter`] of a client
//! starts with the published limits ([`RateLimits::standard`], or [`RateLimits::trial`]), follows
//! what the server says in its responses, and is shared by clones. It is fair between tasks. A wait
//! that would be longer than [`RateLimits::with_max_wait`] or the deadline is an error of
//! [`ErrorKind::RateLimited`] at once; [`Error::retry_after`] says when to try again.
//! [`Client::rate_limiter`] says what is left.
//!
//! # Changes
//!
//! In the input of a change (`PATCH`, `PUT`), a field that null clears is an `Option<Option<_>>`: the
//! setter of its name sets it, `clear_` and its name sends null, and what was not touched is not
//! sent.
//!
//! # Personal data and secrets
//!
//! Tokens are in no `Debug` output, error or trace. Text that may be an e-mail address has the type
//! [`Sensitive`], which is a `&str` when asked, and `[redacted]` in `Debug`.
//!
//! # Traces
//!
//! Each call has a span `pinterest.call` of [`tracing`] at debug level, with `operation`, `attempt`,
//! `status` and `request_id` (of the last response). Before each further attempt an event says the
//! reason and `wait_ms`, and another why a call gives up. A wait for the rate limit has `category`,
//! `wait_ms` and `reason`. A part of a response that was left out is a warning with `path` and
//! `reason`.
//!
//! # Features
//!
//! One per domain of the API, all of them on by default (`full`). `rustls` (default) or `native-tls`;
//! `http2` and `gzip` (default); `schemars` derives `JsonSchema` for every type of the API.

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
