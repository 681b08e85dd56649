//! Values of the API's types in tests.

use std::fmt::Display;

use crate::json::{Decode, RawJson, decode_strictly};

/// Makes values of the API's types in tests, from JSON as the service sends it.
///
/// The types of responses have no constructors, since later versions may add fields to them. Every
/// type in [`types`](crate::types) implements this trait, and so do vectors of them.
///
/// Reading is strict: where a client would leave out a value that is not as described, the test
/// fails. What the service may send is accepted, however: an unknown value of an enum is its
/// `Unknown` variant, and an unknown field, such as one with a misspelled name, is in `extra`.
///
/// Where an error is wanted instead of a panic, `serde_json::from_str` and `serde_json::from_value`
/// read the types as strictly.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "campaigns")] {
/// # use pinterest_client as pinterest;
/// use pinterest::ForTest;
/// use pinterest::types::{Campaign, EntityStatus};
/// use serde_json::json;
///
/// let campaign = Campaign::for_test(json!({
///     "id": "626735565838",
///     "objective_type": "AWARENESS",
///     "status": "PAUSED",
/// }));
/// assert_eq!(campaign.status, Some(EntityStatus::Paused));
///
/// let recorded = r#"[{"id": "626735565838", "objective_type": "AWARENESS"}]"#;
/// assert_eq!(Vec::<Campaign>::for_test(recorded).len(), 1);
/// # }
/// ```
pub trait ForTest: Decode {
    /// Makes a value from JSON: a `serde_json::Value`, such as `json!` makes, or text.
    ///
    /// # Panics
    ///
    /// Panics if the JSON, or any part of it, is not as described. The message has the path and the
    /// reason.
    #[must_use]
    #[track_caller]
    #[allow(clippy::panic)] // A test whose value cannot be made fails.
    fn for_test(json: impl Display) -> Self {
        let json = json.to_string();
        match decode_strictly(RawJson::new(json.as_bytes())) {
            Ok(value) => value,
            // The keys of maps too: what a test is given is not personal.
            Err(mismatch) => match mismatch.path() {
                "" => panic!("the JSON is not as described: {}", mismatch.reason()),
                path => panic!(
                    "the JSON is not as described: {path}: {}",
                    mismatch.reason()
                ),
            },
        }
    }
}

impl<T: Decode> ForTest for T {}
