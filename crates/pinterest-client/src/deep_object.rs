//! Objects in the query, one pair for each leaf: `filter[kind]=NEW&filter[range][from]=1`.

use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// Stands in a generated function where progenitor's own type could only send one text.
pub(crate) struct DeepObject<'a, T> {
    name: &'a str,
    value: &'a T,
}

impl<'a, T> DeepObject<'a, T> {
    pub(crate) fn new(name: &'a str, value: &'a T) -> Self {
        Self { name, value }
    }
}

impl<T: Serialize> Serialize for DeepObject<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = serde_json::to_value(self.value).map_err(S::Error::custom)?;
        let mut pairs = Vec::new();
        collect(self.name.to_owned(), &value, &mut pairs);
        serializer.collect_seq(pairs)
    }
}

/// What is null, like what is absent, is not sent. Elements of arrays repeat the key.
fn collect(name: String, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Object(object) => {
            for (key, inner) in object {
                collect(format!("{name}[{key}]"), inner, pairs);
            }
        }
        Value::Array(items) => {
            for item in items {
                collect(name.clone(), item, pairs);
            }
        }
        Value::String(text) => pairs.push((name, text.clone())),
        other => pairs.push((name, other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_are_pairs() {
        let value =
            serde_json::json!({"kind": "NEW", "range": {"from": 1, "to": null}, "ids": ["a", "b"]});
        let request = reqwest::Client::new()
            .get("http://localhost/")
            .query(&DeepObject::new("filter", &Some(&value)))
            .build()
            .unwrap();
        let pairs: Vec<(String, String)> = request.url().query_pairs().into_owned().collect();
        let expected = [
            ("filter[ids]", "a"),
            ("filter[ids]", "b"),
            ("filter[kind]", "NEW"),
            ("filter[range][from]", "1"),
        ];
        assert_eq!(
            pairs,
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }

    #[test]
    fn nothing_sends_nothing() {
        let request = reqwest::Client::new()
            .get("http://localhost/")
            .query(&DeepObject::new("filter", &None::<&Value>))
            .build()
            .unwrap();
        assert_eq!(request.url().query().unwrap_or_default(), "");
    }
}
