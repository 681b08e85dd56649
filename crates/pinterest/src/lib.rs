//! A client for the [Pinterest REST API v5](https://developers.pinterest.com/docs/api/v5/).
//!
//! It has every operation as a typed call: ads, audiences, catalogs, conversions, billing, leads,
//! Pins, boards, media, search, trends, user accounts, integrations and business access.
//!
//! # Getting started
//!
//! ```no_run
//! use futures_util::TryStreamExt;
//! use pinterest::types::InviteStatusFilter;
//!
//! # #[cfg(feature = "business_access")]
//! # async fn run() -> Result<(), pinterest::Error> {
//! let client = pinterest::Client::from_env()?; // reads PINTEREST_ACCESS_TOKEN
//! let business = client.business("729090764583391194"); // a handle, which sends nothing
//!
//! let mut pending = business
//!     .invites()
//!     .list()
//!     .with(|list| list.invite_status([InviteStatusFilter::Pending]))
//!     .items()
//!     .skip_undecodable(|error| eprintln!("skipped: {error}"));
//! while let Some(invite) = pending.try_next().await? {
//!     println!("{:?}", invite.id);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A [`Client`] is created once and cloned freely. Its methods return handles that follow the API:
//! `client.ad_account(id).campaigns()`, `client.pins()`, `client.catalogs().feeds()`,
//! `client.business(id).invites()`. [`resources`] lists the handles by domain, [`types`] the types,
//! and [`requests`] the requests with their parameters. Calls need a Tokio runtime; any number of
//! runtimes can share a client.
//!
//! # Calls, lists and batches
//!
//! A method that sends something returns one of three types. Each owns a request and its options,
//! and sends nothing until it is used:
//!
//! | type | request | use |
//! |---|---|---|
//! | [`Call`] | one request | `.await`, or [`response`](Call::response) for status, headers and request id as well |
//! | [`List`] | a list in pages | `.await` for one [`Page`], [`pages`](List::pages) or [`items`](List::items) for a stream |
//! | [`Batch`] | any number of inputs | `.await` for a [`BatchOutcome`] with the result of every input |
//!
//! `with` sets the optional parameters of the API. The options of this library are the same on all
//! three types:
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
//! [`Items::position`] and [`Pages::position`] say where a list can be resumed, as a [`Position`]
//! that can be saved; [`List::resume_from`] takes it. [`List::with_prefetch`] requests the next
//! page while the caller handles the current one. An item that is not as described is an error of
//! [`ErrorKind::Item`] in its place and does not affect the others; [`Items::skip_undecodable`]
//! reports such items and continues. A repeated bookmark is an error, not an endless loop, and so
//! are more than 1,000 empty pages in a row ([`List::with_max_empty_pages`]).
//!
//! # Batches
//!
//! A batch validates all inputs, splits them by the documented limit, and sends them in order. The
//! [`BatchOutcome`] says of each input whether it succeeded, failed, is unconfirmed (the service
//! may have acted), or was definitely not processed. [`BatchOutcome::into_complete`] makes an error
//! of an outcome in which not every input succeeded. A method that takes a single input returns a
//! [`Call`], whose error is that of the input.
//!
//! A [`BatchStream`] takes inputs from an iterator or a stream of any length, makes a batch for each
//! request, and keeps no more of them in memory than are under way. It retries single inputs where
//! that is safe, and can be resumed from a [`BatchCheckpoint`].
//!
//! # Errors
//!
//! All operations return [`Error`]. Its predicates, such as [`Error::is_rate_limited`] and
//! [`Error::is_not_found`], say what it means to a program. [`Error::may_have_acted`] says whether
//! the server may have acted, and [`Error::is_transient`] whether the same call can succeed later.
//! The page of [`ErrorKind`] has a table of what to do for each kind, and for each status and code
//! of the API.
//!
//! Documented limits (counts, lengths, ranges, patterns, fields that exclude or require each other)
//! are validated before anything is sent. [`Error::limit`] returns the field, the limit and the
//! value. [`Call::without_validation`] turns the validation off.
//!
//! # Responses that are not as described
//!
//! - An unknown value of an enum is its `Unknown` variant, which keeps the text. An unknown member
//!   of a union is an [`UnknownMember`]. Unknown fields are in the map `extra` of a type, as
//!   [`UnknownField`]. All of them are sent back unchanged.
//! - A value that is not as described is left out, together with the smallest optional part around
//!   it. It is reported by [`Response::set_aside`], [`Page::set_aside`] or
//!   [`BatchOutcome::set_aside`], and in a trace. [`Call::with_strict_decoding`] makes it an error.
//! - A change that the server accepted with a response that cannot be decoded is an error of
//!   [`ErrorKind::Accepted`]. [`Error::raw_json`] returns the response.
//! - [`Call::with_query_parameter`], [`Call::with_body_field`] and [`Call::with_header`] set what
//!   this version has no setter for.
//! - [`Client::request`] sends any method and path, and [`Client::operation`] any operation by its
//!   id, with JSON; see [`raw`].
//!
//! # Credentials
//!
//! [`auth`] has the [`Credentials`](auth::Credentials): a fixed token, tokens of a user that are
//! refreshed ([`UserCredentials`](auth::UserCredentials)) and stored
//! ([`TokenStore`](auth::TokenStore)), tokens of the app, and conversion tokens. A token that an
//! operation does not accept, or that is known to lack a scope, is rejected before anything is
//! sent. A token that the server rejects with status 401 is refreshed once, and the call is sent
//! again.
//!
//! [`Client::with_credentials`] returns a client for another user that shares the connections.
//! [`Client::acting_for`] returns one that acts for the owner of an ad account.
//!
//! # Retries
//!
//! A call that fails temporarily is retried after a random wait that grows with each attempt
//! ([`Backoff`]), or after the wait that the server asks for ([`Error::retry_after`] says where it
//! is read, and up to which length). Retries end with the deadline of the
//! call ([`ClientBuilder::with_deadline`]) and the [`RetryBudget`] of the client.
//!
//! | failure | reads | idempotent changes | other changes |
//! |---|---|---|---|
//! | no connection, or it was closed before the request was sent | retry | retry | retry |
//! | status 429; with status 400, code 8 or "Retry after N seconds" | retry | retry | retry |
//! | status 429, as spam | - | - | - |
//! | status 500, 502, 503, 504, 408; code 12; code 4197 | retry | retry | - |
//! | no response: timeout, connection lost | retry | retry | - |
//! | success, but the body was cut off | retry | - | - |
//! | success, but the body is not as described | - | - | - |
//! | anything else | - | - | - |
//!
//! A body was cut off if the connection was closed before its announced end, if its last chunk or
//! the end of its compressed data is missing, or if it is JSON that visibly ends early, in the
//! middle of a value. A complete body that is not as described is not requested again. An error
//! response is judged by its status and code, whatever its body.
//!
//! A request that is not idempotent ([`Operation::idempotent`](operation::Operation::idempotent))
//! is retried only if the server definitely did not act, whatever the [`RetryPolicy`]. Each page of
//! a list and each request of a batch is retried by itself. [`ClientBuilder::without_retries`]
//! turns retries off.
//!
//! # Rate limits
//!
//! The [`RateLimiter`] of a client delays requests so that they stay within the rate limits. It
//! starts with the published limits ([`RateLimits::standard`], or [`RateLimits::trial`]) and adapts
//! to those that the server states in its responses. Clones of a client share it, and requests are
//! sent in the order of their arrival. A request whose wait would be longer than
//! [`RateLimits::with_max_wait`] or the deadline fails at once with [`ErrorKind::RateLimited`];
//! [`Error::retry_after`] returns the wait. [`Client::rate_limiter`] returns what is left. Conversion
//! events that are sent with a conversion token are unlimited, and do not wait.
//!
//! # Changes
//!
//! In the input of a change (`PATCH`, `PUT`), a field that can be cleared is an
//! `Option<Option<_>>`. The setter with its name sets it, and `clear_` with its name sends null. A
//! field that is not set is not sent.
//!
//! # Dates and analytics
//!
//! A [`Date`] is checked when it is made; a [`DateRange`] has a first and a last day.
//! [`DateRange::last_days`] ends yesterday. Methods for analytics of ads take what is measured and
//! an [`AnalyticsQuery`] of days, columns and granularity; those of Pins and of the user account
//! take the days. The rows of the response implement [`AnalyticsRow`]. A call about more days or
//! ids than the service accepts is split by [`Call::chunked`] into [chunks](Chunk), which are
//! requested several at a time and become one stream of [`Rows`]:
//!
//! ```no_run
//! # #[cfg(feature = "campaigns")]
//! # async fn run(client: pinterest::Client, ids: Vec<String>) -> Result<(), Box<dyn std::error::Error>> {
//! use futures_util::TryStreamExt;
//! use pinterest::types::{AnalyticsColumn, Granularity};
//! use pinterest::{AnalyticsQuery, AnalyticsRow, DateRange};
//!
//! let campaigns = client.ad_account("549755885175").campaigns();
//! let columns = [AnalyticsColumn::SpendInDollar, AnalyticsColumn::TotalClickthrough];
//! let query = AnalyticsQuery::new(DateRange::last_days(8)?, columns, Granularity::Hour);
//! let mut rows = campaigns.analytics(&ids, query).chunked().rows();
//! while let Some(row) = rows.try_next().await? {
//!     println!("{:?} {:?}", row.date, row.metric(&AnalyticsColumn::SpendInDollar));
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Jobs and files
//!
//! What the service does in the background is a [`Job`](jobs::Job): [`Call::start`] sends the
//! request that starts it, and awaiting the job polls it until there is a result. It can be observed,
//! saved, and resumed in another process; see [`jobs`]. Reports and exports result in a file that is
//! streamed to a writer, or read row by row while it arrives; see the module `downloads`.
//!
//! ```no_run
//! # #[cfg(feature = "ad_accounts")]
//! # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
//! use futures_util::TryStreamExt;
//! use pinterest::AnalyticsRow;
//!
//! let template = client.ad_account("549755885175").report_template("4131425364");
//! let mut rows = template.request_report().start().await?.await?.rows();
//! while let Some(row) = rows.try_next().await? {
//!     println!("{:?} {:?}", row.key(), row.metric("SPEND_IN_DOLLAR"));
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Personal data and secrets
//!
//! No `Debug` output, error or trace contains a token. Text that may be an e-mail address has the
//! type [`Sensitive`], which dereferences to `str` and is `[redacted]` in `Debug` output.
//!
//! Pinterest matches people by hashes. `conversions::Person` takes raw personal data, normalizes it
//! by field, and keeps only hashes; `targeting::Customer` does the same by the rules of customer
//! lists. What cannot be sent is an `InvalidField`, which names the field and not the value.
//!
//! # Traces
//!
//! Each call has a [`tracing`](https://docs.rs/tracing) span `pinterest.call` at debug level, with
//! `operation`, `attempt`, and the `status` and `request_id` of the last response. An event before
//! each retry has the `reason` and `expected_wait_ms`; another says why a call gives up. A wait for
//! the rate limit has an event with `category`, `reason` and `expected_wait_ms` when it begins, and
//! one with `wait_ms` when it is over. A part of a response that was left out is a warning with
//! `path` and `reason`.
//!
//! # Tests
//!
//! [`ForTest`] makes values of the [`types`] from JSON, for tests of functions that take responses;
//! see [there](types#in-tests). For functions that make calls, the crate `pinterest-httpmock` has a
//! typed mock of every operation, and clients for its mock server. Any other server is an
//! [`Environment::Custom`].
//!
//! # Features
//!
//! - One feature per domain of the API, all of them enabled by `full` (default).
//! - `rustls` (default) or `native-tls`; `rustls-no-provider` leaves the cryptography of rustls to the
//!   program, which installs a provider.
//! - `http2` and `gzip` (default).
//! - `schemars`: `JsonSchema` for every type of the API.
//! - `chrono`, `jiff` and `time`: conversions of [`Date`] from and to the dates of these crates.

// docs.rs builds with a nightly compiler, which shows the features that an item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]
// Without some domain, a shared mechanism may have no user.
#![cfg_attr(not(feature = "full"), allow(dead_code, unused_imports))]

mod advice;
#[cfg(any(feature = "ad_accounts", feature = "campaigns"))]
mod analytics_query;
pub mod auth;
mod batch;
mod body;
mod builder;
mod call;
mod client;
mod date_range;
#[cfg(any(
    feature = "ad_accounts",
    feature = "campaigns",
    feature = "catalogs",
    feature = "leads",
))]
pub mod downloads;
mod environment;
mod error;
#[cfg(test)]
mod fuzz;
mod http_client;
#[cfg(any(
    feature = "ad_accounts",
    feature = "campaigns",
    feature = "catalogs",
    feature = "leads",
    feature = "media",
    feature = "targeting",
))]
pub mod jobs;
mod journal;
#[cfg(feature = "leads")]
mod lead_webhook;
mod lock;
mod options;
mod paging;
#[cfg(any(feature = "conversions", feature = "targeting"))]
mod personal_data;
mod pipeline;
#[cfg(any(
    feature = "ad_accounts",
    feature = "campaigns",
    feature = "pins",
    feature = "user_account",
))]
mod ranges;
mod rate_limit;
pub mod raw;
pub mod requests;
pub mod resources;
mod response;
mod retry;
#[cfg(any(
    feature = "ad_accounts",
    feature = "campaigns",
    feature = "catalogs",
    feature = "leads",
    feature = "targeting",
    all(feature = "pins", feature = "media"),
))]
mod transfer;
pub mod types;
mod validation;

#[cfg(any(feature = "ad_accounts", feature = "campaigns"))]
pub use analytics_query::AnalyticsQuery;
pub use batch::{
    Batch, BatchCheckpoint, BatchFailure, BatchItem, BatchOutcome, BatchStream, BatchSummary,
    DEFAULT_MAX_BODY_SIZE, IncompleteBatch, ItemError, ItemState, One,
};
pub use builder::{
    ClientBuilder, DEFAULT_CONNECT_TIMEOUT, DEFAULT_DEADLINE, DEFAULT_MAX_RESPONSE_SIZE,
    DEFAULT_POOL_IDLE_TIMEOUT, DEFAULT_TIMEOUT,
};
pub use call::{Call, CallRequest};
pub use client::Client;
pub use date_range::DateRange;
pub use environment::Environment;
pub use error::{Error, ErrorKind, LimitViolation};
pub use paging::{DEFAULT_MAX_EMPTY_PAGES, Items, List, Page, PageItems, Pages, Position};
#[cfg(any(feature = "conversions", feature = "targeting"))]
pub use personal_data::{FieldProblem, InvalidField};
#[cfg(any(feature = "pins", feature = "user_account"))]
pub use ranges::DailyRow;
#[cfg(any(
    feature = "ad_accounts",
    feature = "campaigns",
    feature = "pins",
    feature = "user_account",
))]
pub use ranges::{
    Chunk, ChunkError, ChunkRequest, Chunked, DEFAULT_CONCURRENT_CHUNKS, RangeRequest, Rows,
};
pub use rate_limit::{
    QuotaKey, QuotaOwner, QuotaStatus, QuotaWindow, RateLimiter, RateLimits, Reservation,
    ReserveFuture, SharedQuota, Stated, StatedUsage,
};
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
#[cfg(any(feature = "targeting", all(feature = "pins", feature = "media")))]
pub use transfer::UploadProgress;

pub use http::Method;
pub use pinterest_client::json::{SetAside, SetAsideParts};
pub use pinterest_client::operation;
pub use pinterest_client::paging::ListPage;
pub use pinterest_client::request::{ListRequest, Request};
pub use pinterest_client::{
    AnalyticsRow, Date, ForTest, InvalidDate, Metric, MissingField, Sensitive, UnknownField,
    UnknownMember, UnknownValue,
};
pub use url::Url;

#[cfg(all(doctest, feature = "business_access", feature = "campaigns"))]
mod misuse;

/// Compiles the examples of the workspace's README.
#[cfg(all(doctest, feature = "business_access", feature = "campaigns"))]
#[doc = include_str!("../../../README.md")]
struct Readme;
