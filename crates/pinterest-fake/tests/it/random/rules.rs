//! What the description says of fields together.

use pinterest_test_support::spec::texts;
use serde_json::Value;

/// The first name of each list of which one must be set.
pub(super) fn needed(schema: &Value) -> Vec<String> {
    let mut names: Vec<String> = lists(schema, "x-one-of-required")
        .into_iter()
        .map(|names| names[0].clone())
        .collect();
    let others: Vec<String> = lists(schema, "x-requires")
        .into_iter()
        .filter(|list| names.contains(&list[0]))
        .flatten()
        .collect();
    names.extend(others);
    names
}

pub(super) fn excludes(schema: &Value, name: &str, set: &[String]) -> bool {
    let needed = needed(schema);
    lists(schema, "x-exclusive").iter().any(|names| {
        names.iter().any(|other| other == name)
            && names
                .iter()
                .any(|other| other != name && (set.contains(other) || needed.contains(other)))
    })
}

pub(super) fn lists(schema: &Value, rule: &str) -> Vec<Vec<String>> {
    let lists = schema
        .get(rule)
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    lists
        .map(|names| texts(names).map(str::to_owned).collect())
        .collect()
}

pub(super) fn without(schema: &Value, key: &str) -> Value {
    let mut schema = schema.clone();
    if let Some(object) = schema.as_object_mut() {
        object.remove(key);
    }
    schema
}
