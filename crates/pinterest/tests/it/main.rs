//! Behaviour over real sockets on loopback.

#![cfg(feature = "business_access")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A failed unwrap fails the test.

mod batches;
mod credentials;
mod errors;
mod observability;
mod paging;
mod prefetch;
mod scripted_server;
mod wire;
