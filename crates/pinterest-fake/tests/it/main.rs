//! The fake over its sockets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A failed unwrap fails the test.

mod admin;
mod api;
mod audiences;
mod boards_and_pins;
mod business_access;
mod campaigns;
mod catalogs;
mod conversions;
mod faults;
mod journal;
mod leads;
mod media;
mod oauth;
mod random;
mod rate_limits;
mod reports;
mod requests;
mod seeds;
