//! Flows of the crate `pinterest` that take several requests, with the fake's faults.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A failed unwrap fails the test.

mod conversions;
