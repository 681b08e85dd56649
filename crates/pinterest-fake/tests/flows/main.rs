//! Flows of the crate `pinterest`, over sockets and with faults.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A failed unwrap fails the test.

mod batches;
mod media;
