//! Keeps what this project wrote into the specification: texts, names of variants, marks, and rules
//! that the published description has in its sentences only.

use serde_json::Value;

use super::schema::{NAMED, list};
use crate::codegen::walk;

/// Keys that this project writes, wherever they stand.
const AUTHORED: [&str; 15] = [
    "description",
    "summary",
    "example",
    "examples",
    "x-converts-from",
    "x-enum-descriptions",
    "x-enum-varnames",
    "x-exclusive",
    "x-idempotent",
    "x-metrics",
    "x-one-of-required",
    "x-request-name",
    "x-requires",
    "x-sensitive",
    "title",
];

/// Copies the prose of `old` to the same places of `new`, and keeps the order of lists that differ
/// in order only.
pub(super) fn keep(new: &mut Value, old: &Value) {
    let (Some(object), Some(before)) = (new.as_object_mut(), old.as_object()) else {
        return;
    };
    for (key, inner) in object.iter_mut() {
        let Some(before) = before.get(key) else {
            continue;
        };
        match key.as_str() {
            "parameters" => keep_parameters(inner, before),
            "required" | "enum" => keep_order(inner, before),
            "allOf" | "oneOf" | "anyOf" => {
                let pairs = inner
                    .as_array_mut()
                    .into_iter()
                    .flatten()
                    .zip(before.as_array().into_iter().flatten());
                pairs.for_each(|(new, old)| keep(new, old));
            }
            key if NAMED.contains(&key) => {
                for (name, inner) in inner.as_object_mut().into_iter().flatten() {
                    if let Some(before) = before.get(name) {
                        keep(inner, before);
                    }
                }
            }
            _ => keep(inner, before),
        }
    }
    let values = object.get("enum").cloned();
    for key in AUTHORED {
        let Some(text) = before.get(key) else {
            continue;
        };
        let mut text = text.clone();
        if let (Some(texts), Some(values)) = (
            text.as_object_mut().filter(|_| key.starts_with("x-enum-")),
            values.as_ref().and_then(Value::as_array),
        ) {
            texts.retain(|value, _| values.iter().any(|known| known == value));
            if texts.is_empty() {
                continue;
            }
        }
        object.insert(key.to_owned(), text);
    }
}

fn keep_parameters(new: &mut Value, old: &Value) {
    let same = |one: &Value, other: &Value| {
        one.get("name") == other.get("name") && one.get("in") == other.get("in")
    };
    let (Some(new), Some(old)) = (new.as_array_mut(), old.as_array()) else {
        return;
    };
    for parameter in new.iter_mut() {
        if let Some(before) = old.iter().find(|before| same(before, parameter)) {
            keep(parameter, before);
        }
    }
    let place = |parameter: &Value| old.iter().position(|before| same(before, parameter));
    if new.len() == old.len() && new.iter().all(|parameter| place(parameter).is_some()) {
        new.sort_by_key(|parameter| place(parameter));
    }
}

/// Restores the order of `required`, which constructors follow, and of `enum`, which suits readers.
fn keep_order(new: &mut Value, old: &Value) {
    let (Some(new), Some(old)) = (new.as_array_mut(), old.as_array()) else {
        return;
    };
    let place = |value: &Value| old.iter().position(|before| before == value);
    if new.iter().all(|value| place(value).is_some()) {
        new.sort_by_key(place);
    }
}

/// Returns the value without what this project wrote.
pub(super) fn without(value: &Value) -> Value {
    strip(value, false)
}

fn strip(value: &Value, named: bool) -> Value {
    match value {
        Value::Object(object) => object
            .iter()
            .filter(|(key, _)| named || !AUTHORED.contains(&key.as_str()))
            .map(|(key, inner)| {
                (
                    key.clone(),
                    strip(inner, !named && NAMED.contains(&key.as_str())),
                )
            })
            .collect(),
        Value::Array(items) => items.iter().map(|item| strip(item, false)).collect(),
        other => other.clone(),
    }
}

/// Returns every place in the merged specification that lacks a text.
pub(super) fn missing(document: &Value) -> Vec<String> {
    let mut places = Vec::new();
    let mut check = |place: String, value: &Value, key: &str| {
        if value
            .get(key)
            .and_then(Value::as_str)
            .is_none_or(|text| text.trim().is_empty())
        {
            places.push(format!("{place} ({key})"));
        }
    };
    for operation in walk::operations(document) {
        let (id, value) = (operation.id(), Value::Object(operation.object.clone()));
        check(id.to_owned(), &value, "summary");
        check(id.to_owned(), &value, "description");
        for parameter in list(&value, "parameters") {
            let name = parameter
                .get("name")
                .and_then(Value::as_str)
                .unwrap_or_default();
            check(format!("{id}?{name}"), parameter, "description");
        }
        if let Some(body) = value.get("requestBody") {
            check(format!("{id}#request"), body, "description");
        }
        for (status, response) in walk::members(&value, "responses") {
            check(format!("{id}#{status}"), response, "description");
        }
    }
    for (name, schema) in walk::component_schemas(document) {
        check(name.to_owned(), schema, "description");
        for (property, schema) in walk::members(schema, "properties") {
            check(format!("{name}.{property}"), schema, "description");
        }
        let none = Value::Null;
        let texts = schema.get("x-enum-descriptions").unwrap_or(&none);
        for value in list(schema, "enum").filter_map(Value::as_str) {
            check(format!("{name}={value}"), texts, value);
        }
    }
    places
}
