//! Behavior over real sockets on loopback.

#![cfg(feature = "business_access")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A failed unwrap fails the test.

mod batches;
#[cfg(feature = "full")]
mod calls;
mod clients;
mod credentials;
mod documentation;
mod domains;
mod errors;
mod faults;
mod handles;
mod lenient;
mod messages;
mod observability;
#[cfg(all(
    feature = "billing",
    feature = "campaigns",
    feature = "catalogs",
    feature = "leads",
    feature = "pins",
    feature = "targeting"
))]
mod observed;
mod paging;
mod prefetch;
mod proofs;
mod rate_limits;
mod raw;
mod retries;
mod runtimes;
mod tables;
#[cfg(feature = "full")]
mod typed_and_raw;
