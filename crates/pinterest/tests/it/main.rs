//! Behaviour over real sockets on loopback.

#![cfg(feature = "business_access")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A failed unwrap fails the test.

mod batches;
mod clients;
mod credentials;
#[cfg(feature = "dispatch")]
mod dispatch;
mod errors;
mod faults;
mod handles;
mod observability;
mod paging;
mod prefetch;
mod proofs;
mod rate_limits;
mod reachability;
mod retries;
mod source_files;
mod tables;
