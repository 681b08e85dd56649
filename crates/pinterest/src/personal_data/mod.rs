//! Personal data as Pinterest matches it: normalized by field, then hashed.
//!
//! `normalize.rs` has the rule of each field, `hash.rs` the hashes, `invalid.rs` the error.
//! Conversion events and customer lists have their own rules for what is hashed, which are with
//! their builders.

mod hash;
mod invalid;
pub(crate) mod normalize;

#[cfg(feature = "targeting")]
pub(crate) use hash::{ANY, md5, sha1};
pub(crate) use hash::{SHA256, given_hash, sha256};
pub use invalid::{FieldProblem, InvalidField};
