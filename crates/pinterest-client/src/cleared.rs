//! Fields of changes, for which null and nothing mean two things.

use serde::{Deserialize, Deserializer};

/// `Some(None)` for null; a field that is not there is `None` by its default.
pub(crate) fn deserialize<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    #[derive(serde::Serialize, serde::Deserialize)]
    struct Update {
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(default, deserialize_with = "super::deserialize")]
        end_time: Option<Option<i64>>,
    }

    #[test]
    fn null_nothing_and_a_value_are_three_things() {
        for (json, expected) in [
            ("{}", None),
            (r#"{"end_time":null}"#, Some(None)),
            (r#"{"end_time":7}"#, Some(Some(7))),
        ] {
            let update: Update = serde_json::from_str(json).unwrap();
            assert_eq!(update.end_time, expected);
            assert_eq!(serde_json::to_string(&update).unwrap(), json);
        }
    }
}
