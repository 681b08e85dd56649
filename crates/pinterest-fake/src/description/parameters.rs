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
                Some(parameter) => typed(&Schema::new(description, &parameter.schema), &text),
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
    for (key, text) in pairs {
        let (name, inner) = match key.split_once('[') {
            Some((name, inner)) => (name, inner.strip_suffix(']')),
            None => (key.as_str(), None),
        };
        let parameter = operation.parameters.iter().find(|parameter| {
            parameter.place == Place::Query
                && (parameter.name == *key || (parameter.deep_object && parameter.name == name))
        });
        match parameter {
            Some(parameter) => insert(description, parameter, inner, text, &mut values),
            None => drop(values.insert(key.clone(), Value::String(text.clone()))),
        }
    }
    values
}

fn insert(
    description: &Description,
    parameter: &Parameter,
    inner: Option<&str>,
    text: &str,
    values: &mut Map<String, Value>,
) {
    let schema = Schema::new(description, &parameter.schema);
    let name = parameter.name.clone();
    if let (true, Some(inner)) = (parameter.deep_object, inner) {
        let value = match schema.property(inner) {
            Some(property) => typed(&property, text),
            None => Value::String(text.to_owned()),
        };
        // `name[a][b]=value` is an object within the object.
        let mut object = values
            .entry(name)
            .or_insert_with(|| Value::Object(Map::new()));
        let mut keys = inner.split("][").peekable();
        while let (Some(key), Some(members)) = (keys.next(), object.as_object_mut()) {
            if keys.peek().is_none() {
                members.insert(key.to_owned(), value);
                return;
            }
            object = members
                .entry(key)
                .or_insert_with(|| Value::Object(Map::new()));
        }
        return;
    }
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
    let branches = schema.branches().unwrap_or_default();
    let property = |name: &str| {
        let of_branches = || branches.iter().find_map(|branch| branch.property(name));
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
