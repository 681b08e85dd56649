//! Reads the text of paths and queries as the JSON values that schemas speak of.

use serde_json::{Map, Value};

use super::{Description, Operation, Parameter, Place, Schema};

/// Returns the path parameters by name.
pub(crate) fn path_values(
    description: &Description,
    operation: &Operation,
    values: Vec<String>,
) -> Map<String, Value> {
    let names = operation.path.split('/').filter_map(|segment| {
        segment
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
    });
    names
        .zip(values)
        .map(|(name, text)| {
            let parameter = operation
                .parameters
                .iter()
                .find(|parameter| parameter.place == Place::Path && parameter.name == name);
            let value = match parameter {
                Some(parameter) => typed(&Schema::new(description, parameter.schema), &text),
                None => Value::String(text),
            };
            (name.to_owned(), value)
        })
        .collect()
}

/// Returns the query parameters by name: those that are described as their schemas have them, others
/// as text.
pub(crate) fn query_values(
    description: &Description,
    operation: &Operation,
    pairs: &[(String, String)],
) -> Map<String, Value> {
    let mut values = Map::new();
    let of_query = || {
        let all = operation.parameters.iter();
        all.filter(|parameter| parameter.place == Place::Query)
    };
    for (key, text) in pairs {
        let name = key.split('[').next().unwrap_or_default();
        let deep = of_query().find(|parameter| parameter.deep_object && parameter.name == name);
        if let Some(parameter) = deep {
            let keys = key[name.len()..].split('[').skip(1);
            let keys: Vec<&str> = keys.map(|key| key.trim_end_matches(']')).collect();
            let object = values.entry(parameter.name.clone()).or_insert(Value::Null);
            insert_deep(object, &keys, text);
            continue;
        }
        match of_query().find(|parameter| parameter.name == *key) {
            Some(parameter) => insert(description, parameter, text, &mut values),
            None => drop(values.insert(key.clone(), Value::String(text.clone()))),
        }
    }
    for parameter in of_query().filter(|parameter| parameter.deep_object) {
        if let Some(value) = values.get_mut(&parameter.name) {
            let schema = Schema::new(description, parameter.schema);
            *value = typed_deep(&schema, value.take());
        }
    }
    values
}

fn insert(
    description: &Description,
    parameter: &Parameter,
    text: &str,
    values: &mut Map<String, Value>,
) {
    let schema = Schema::new(description, parameter.schema);
    let name = parameter.name.clone();
    let Some(items) = schema.items().filter(|_| schema.kind() == Some("array")) else {
        values.insert(name, typed(&schema, text));
        return;
    };
    let texts: Vec<&str> = match parameter.explode {
        true => vec![text],
        false => text.split(',').collect(),
    };
    let array = values
        .entry(name)
        .or_insert_with(|| Value::Array(Vec::new()));
    if let Some(array) = array.as_array_mut() {
        array.extend(texts.into_iter().map(|text| typed(&items, text)));
    }
}

/// Puts a text where the keys of `name[key][inner]` lead to; repeated keys make an array.
fn insert_deep(place: &mut Value, keys: &[&str], text: &str) {
    let text_value = || Value::String(text.to_owned());
    match (keys.split_first(), &mut *place) {
        (None, Value::Null) => *place = text_value(),
        (None, Value::Array(items)) => items.push(text_value()),
        (None, other) => *other = Value::Array(vec![other.take(), text_value()]),
        (Some((key, rest)), Value::Object(object)) => {
            let inner = object.entry((*key).to_owned()).or_insert(Value::Null);
            insert_deep(inner, rest, text);
        }
        (Some((key, rest)), other) => {
            let mut inner = Value::Null;
            insert_deep(&mut inner, rest, text);
            *other = Value::Object(Map::from_iter([((*key).to_owned(), inner)]));
        }
    }
}

/// Gives the texts of a deep object the types that the schema has for them.
fn typed_deep(schema: &Schema<'_>, value: Value) -> Value {
    let schema = &schema.branch_for(&value);
    match value {
        Value::String(text) => match schema.items() {
            Some(items) => Value::Array(vec![typed(&items, &text)]),
            None => typed(schema, &text),
        },
        Value::Array(items) => {
            let of_items = schema.items().unwrap_or(*schema);
            let items = items.into_iter();
            items.map(|item| typed_deep(&of_items, item)).collect()
        }
        Value::Object(object) => {
            let typed = object.into_iter().map(|(name, value)| {
                let value = match schema.property(&name) {
                    Some(property) => typed_deep(&property, value),
                    None => value,
                };
                (name, value)
            });
            Value::Object(typed.collect())
        }
        other => other,
    }
}

/// A text that is not of the described type stays a text, which validation then rejects.
fn typed(schema: &Schema<'_>, text: &str) -> Value {
    let as_text = || Value::String(text.to_owned());
    match schema.kind() {
        Some("integer") => text.parse::<i64>().map_or_else(|_| as_text(), Value::from),
        Some("number") => text.parse::<f64>().map_or_else(|_| as_text(), Value::from),
        Some("boolean") => match text {
            "true" | "True" => Value::Bool(true),
            "false" | "False" => Value::Bool(false),
            _ => as_text(),
        },
        _ => as_text(),
    }
}

/// Returns the fields of a form as the schema has them.
pub(crate) fn form_values(
    schema: &Schema<'_>,
    fields: impl IntoIterator<Item = (String, String)>,
) -> Value {
    let property = |name: &str| {
        let of_branches = || schema.branches().find_map(|branch| branch.property(name));
        schema.property(name).or_else(of_branches)
    };
    let values = fields.into_iter().map(|(name, text)| {
        let value = match property(&name) {
            Some(property) => typed(&property, &text),
            None => Value::String(text),
        };
        (name, value)
    });
    Value::Object(values.collect())
}
