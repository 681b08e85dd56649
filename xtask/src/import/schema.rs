//! Reads OpenAPI schemas: references, unions, enums, and which of them become types.

use std::collections::BTreeSet;

use serde_json::Value;

/// The start of a reference to a component schema.
pub(super) const SCHEMAS: &str = "#/components/schemas/";

/// Marks a reference to an enum at a place where the description lists no values, so that any text
/// may be sent.
pub(super) const OPEN_VALUES: &str = "x-open-values";

/// Keys whose members have arbitrary names: a member called `description` is not a description.
pub(super) const NAMED: [&str; 9] = [
    "properties",
    "responses",
    "content",
    "schemas",
    "mapping",
    "paths",
    "scopes",
    "securitySchemes",
    "categories",
];

/// Returns the media type and schema of a body, preferring JSON.
pub(super) fn media(body: &Value) -> Option<(&str, &Value)> {
    let content = body.get("content")?.as_object()?;
    let json = content.get_key_value("application/json");
    let (name, media) = json.or_else(|| content.iter().next())?;
    Some((name, media.get("schema")?))
}

/// Iterates over the array at `key`; nothing when there is none.
pub(super) fn list<'a>(schema: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    schema
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

/// Returns the component that a reference names.
pub(super) fn reference(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix(SCHEMAS)
}

/// Returns the only member of an `allOf` that merely wraps it, without properties of its own.
pub(super) fn wrapped(schema: &Value) -> Option<&Value> {
    if schema.get("properties").is_some() {
        return None;
    }
    match schema
        .get("allOf")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
    {
        Some([only]) => Some(only),
        _ => None,
    }
}

/// Returns the members of a union.
pub(super) fn members(schema: &Value) -> Option<&Vec<Value>> {
    ["oneOf", "anyOf"]
        .iter()
        .find_map(|key| schema.get(*key)?.as_array())
}

/// Returns the values of a string enum without `null`; `None` when the schema is not one.
pub(super) fn enum_values(schema: &Value) -> Option<Vec<String>> {
    if schema.get("allOf").is_some()
        || !matches!(
            schema.get("type").and_then(Value::as_str),
            None | Some("string")
        )
    {
        return None;
    }
    let values = schema.get("enum")?.as_array()?.iter();
    let text = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    Some(values.filter_map(text).collect())
}

/// Reports whether `null` is among the values of a schema.
pub(super) fn allows_null(schema: &Value) -> bool {
    list(schema, "enum").any(Value::is_null) || is_nullable(schema)
}

/// Reports whether a schema is marked as nullable.
pub(super) fn is_nullable(schema: &Value) -> bool {
    schema.get("nullable") == Some(&Value::Bool(true))
}

/// Reports whether a component becomes a Rust type.
///
/// The others (scalars, arrays, maps) are inlined where they are used.
pub(super) fn has_type(schema: &Value) -> bool {
    if schema.get("$ref").is_some() {
        return false;
    }
    if let Some(inner) = wrapped(schema) {
        return inner.get("$ref").is_none() && has_type(inner);
    }
    let is_record = schema.get("properties").is_some() || schema.get("allOf").is_some();
    is_record
        || enum_values(schema).is_some()
        || schema.get("discriminator").is_some()
        || members(schema).is_some_and(|members| members.len() > 1)
}

/// Collects the components that `value` refers to, including mappings of discriminators.
pub(super) fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.extend(text.strip_prefix(SCHEMAS).map(str::to_owned)),
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(object) => object.values().for_each(|inner| references(inner, found)),
        _ => {}
    }
}

/// Returns the components that `starts` refer to, directly or through others.
///
/// `resolve` looks up a component by name; names that it does not know are left out.
pub(super) fn reachable<'a>(
    starts: impl IntoIterator<Item = &'a Value>,
    resolve: impl Fn(&str) -> Option<&'a Value>,
) -> BTreeSet<String> {
    let mut open = Vec::new();
    for start in starts {
        references(start, &mut open);
    }
    let mut reached = BTreeSet::new();
    while let Some(name) = open.pop() {
        if let Some(schema) = resolve(&name)
            && reached.insert(name)
        {
            references(schema, &mut open);
        }
    }
    reached
}
