//! Every family of the fake through the crate `pinterest`.
//!
//! The fake answers by the description, and the types of `pinterest` are generated from it: where
//! one of the two departs from it, a response does not decode here, or a request is rejected. All
//! responses are read strictly, so that nothing is left out of them silently.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A failed unwrap fails the test.

mod audiences;
mod boards;
mod bulk;
mod business_access;
mod campaigns;
mod catalogs;
mod conversions;
mod leads;
mod media;
mod observed;
mod pins;
mod reports;
mod session;
