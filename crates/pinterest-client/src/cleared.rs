//! Fields of changes, for which null and nothing mean two things.

use serde::{Deserialize, Deserializer};

/// `Some(None)` for null; a field that is not there is `None` by its default.
pub(crate) fn deserialize<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}
