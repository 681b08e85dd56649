//! Builds the schemas of the specification, in which facts stand beside a reference to a type.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::schema::{OPEN_VALUES, SCHEMAS, is_nullable};

/// Keys that are allowed beside a type of any kind.
pub(super) const SIBLINGS: [&str; 19] = [
    "nullable",
    "readOnly",
    "writeOnly",
    "deprecated",
    "default",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "x-aliases",
    OPEN_VALUES,
];

/// Returns a bare reference to a type.
pub(super) fn reference_to(name: &str) -> Value {
    json!({ "$ref": format!("{SCHEMAS}{name}") })
}

/// Copies the siblings of a type from `schema`, wrapping a bare reference to make room for them.
pub(super) fn add_siblings(converted: &mut Value, schema: &Value) {
    let siblings: Vec<(&str, &Value)> = SIBLINGS
        .iter()
        .filter_map(|key| Some((*key, schema.get(*key)?)))
        .filter(|(_, value)| **value != Value::Bool(false) && !value.is_null())
        .collect();
    let default_false = schema.get("default") == Some(&Value::Bool(false));
    if siblings.is_empty() && !default_false {
        return;
    }
    if converted.get("$ref").is_some() {
        *converted = json!({ "allOf": [converted.take()] });
    }
    for (key, value) in siblings {
        converted[key] = value.clone();
    }
    if default_false {
        converted["default"] = Value::Bool(false);
    }
}

/// Wraps a bare reference, which has no room for a description beside it.
pub(super) fn with_room(converted: Value) -> Value {
    if converted.get("$ref").is_some() {
        json!({ "allOf": [converted] })
    } else {
        converted
    }
}

/// Makes a schema nullable when `schema` is.
pub(super) fn nullable_like(mut converted: Value, schema: &Value) -> Value {
    if is_nullable(schema) {
        add_siblings(&mut converted, &json!({ "nullable": true }));
    }
    converted
}

/// Marks a reference to an enum as one that stands for any text.
pub(super) fn open(mut converted: Value) -> Value {
    add_siblings(&mut converted, &json!({ OPEN_VALUES: true }));
    converted
}

/// Restricts a tag or constant to `values`, beside the reference to its type.
pub(super) fn narrowed(converted: Value, values: &BTreeSet<String>) -> Value {
    let mut narrowed = with_room(converted);
    narrowed["enum"] = json!(values);
    narrowed
}

/// Gives an integer whose bounds fit into 32 bits the format `int32` when it has none.
pub(super) fn add_integer_format(plain: &mut Value) {
    let bound = |key: &str| plain.get(key).and_then(Value::as_i64);
    let fits = bound("minimum")
        .zip(bound("maximum"))
        .is_some_and(|(low, high)| i32::try_from(low).is_ok() && i32::try_from(high).is_ok());
    if fits && plain["type"] == "integer" && plain.get("format").is_none() {
        plain["format"] = json!("int32");
    }
}

/// Builds a string enum from values, of which repeated ones count once.
pub(super) fn enumeration(values: &[String]) -> Value {
    let mut seen = BTreeSet::new();
    let values: Vec<&String> = values
        .iter()
        .filter(|value| seen.insert(value.as_str()))
        .collect();
    json!({ "type": "string", "enum": values })
}
