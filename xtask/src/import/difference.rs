//! Locates the first difference between two JSON values, for error messages.

use std::collections::BTreeSet;

use serde_json::Value;

/// Describes the first place below `place` where two unequal values differ.
pub(super) fn difference(one: &Value, other: &Value, place: String) -> String {
    match (one, other) {
        (Value::Object(left), Value::Object(right)) => {
            let keys: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
            let none = Value::Null;
            let found = keys
                .into_iter()
                .find(|key| left.get(*key) != right.get(*key));
            found.map_or(place.clone(), |key| {
                difference(
                    left.get(key).unwrap_or(&none),
                    right.get(key).unwrap_or(&none),
                    format!("{place}.{key}"),
                )
            })
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            let found = left
                .iter()
                .zip(right)
                .enumerate()
                .find(|(_, (left, right))| left != right);
            found.map_or(place.clone(), |(index, (left, right))| {
                difference(left, right, format!("{place}.{index}"))
            })
        }
        _ => {
            let short = |value: &Value| value.to_string().chars().take(120).collect::<String>();
            format!("at {place}: {} and {}", short(one), short(other))
        }
    }
}
