//! The flows of the crate `pinterest` against the fake, over its sockets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A failed unwrap fails the test.

mod batches;
mod conversions;
mod downloads;
mod jobs;
mod leads;
mod media;
mod ranges;
