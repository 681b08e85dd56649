//! Visits every schema of a description, wherever it stands, with or without the right to change it.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// A JSON object.
pub(crate) type Object = Map<String, Value>;

/// The keys of a path item that hold an operation.
pub(crate) const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "patch", "head", "options", "trace",
];

/// One operation and where it stands.
pub(crate) struct Operation<'a> {
    pub(crate) path: &'a str,
    pub(crate) method: &'a str,
    pub(crate) object: &'a Object,
}

impl Operation<'_> {
    /// The keys that lead to the operation, for error messages.
    pub(crate) fn place(&self) -> String {
        format!("paths.{}.{}", self.path, self.method)
    }

    /// The operation id, empty when the document lacks it (which `validate` reports).
    pub(crate) fn id(&self) -> &str {
        self.object
            .get("operationId")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }
}

/// Every operation, ordered by path and method.
pub(crate) fn operations(document: &Value) -> Vec<Operation<'_>> {
    let mut found = Vec::new();
    for (path, item) in members(document, "paths") {
        for method in METHODS {
            if let Some(Value::Object(object)) = item.get(method) {
                found.push(Operation {
                    path,
                    method,
                    object,
                });
            }
        }
    }
    found
}

/// The members of an object below `key`; nothing when there is no such object.
pub(crate) fn members<'a>(
    value: &'a Value,
    key: &str,
) -> impl Iterator<Item = (&'a str, &'a Value)> {
    value
        .get(key)
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.as_str(), value))
}

/// The component schemas by name.
pub(crate) fn component_schemas(document: &Value) -> impl Iterator<Item = (&str, &Value)> {
    document
        .get("components")
        .into_iter()
        .flat_map(|components| members(components, "schemas"))
}

/// The component schema that a reference names.
pub(crate) fn referenced<'a>(document: &'a Value, schema: &Value) -> Option<(&'a str, &'a Value)> {
    component_schema(document, reference_name(schema)?)
}

/// The component schema of a name, with the name as the document holds it.
pub(crate) fn component_schema<'a>(
    document: &'a Value,
    name: &str,
) -> Option<(&'a str, &'a Value)> {
    let schemas = document.get("components")?.get("schemas")?.as_object()?;
    schemas
        .get_key_value(name)
        .map(|(name, schema)| (name.as_str(), schema))
}

/// Whether a query parameter is an array whose elements stand in one pair, joined by commas.
pub(crate) fn is_comma_separated(document: &Value, parameter: &Value) -> bool {
    let schema = parameter.get("schema").unwrap_or(&Value::Null);
    let behind = referenced(document, schema).map_or(schema, |(_, target)| target);
    parameter.get("in").and_then(Value::as_str) == Some("query")
        && parameter.get("explode") == Some(&Value::Bool(false))
        && behind.get("type").and_then(Value::as_str) == Some("array")
}

/// Whether a query parameter is an object of which every leaf is a pair.
pub(crate) fn is_deep_object(parameter: &Value) -> bool {
    parameter.get("in").and_then(Value::as_str) == Some("query")
        && parameter.get("style").and_then(Value::as_str) == Some("deepObject")
}

/// The names of the query parameters that are arrays joined by commas.
pub(crate) fn joined_parameters(document: &Value, operation: &Operation<'_>) -> BTreeSet<String> {
    let parameters = operation.object.get("parameters").and_then(Value::as_array);
    parameters
        .into_iter()
        .flatten()
        .filter(|parameter| is_comma_separated(document, parameter))
        .filter_map(|parameter| Some(parameter.get("name")?.as_str()?.to_owned()))
        .collect()
}

/// The names of the query parameters that are objects.
pub(crate) fn deep_parameters(operation: &Operation<'_>) -> BTreeSet<String> {
    let parameters = operation.object.get("parameters").and_then(Value::as_array);
    parameters
        .into_iter()
        .flatten()
        .filter(|parameter| is_deep_object(parameter))
        .filter_map(|parameter| Some(parameter.get("name")?.as_str()?.to_owned()))
        .collect()
}

/// Whether an operation responds with a body under one status and with nothing under 204.
pub(crate) fn may_answer_nothing(operation: &Object) -> bool {
    let Some(Value::Object(responses)) = operation.get("responses") else {
        return false;
    };
    let has_body = |(status, response): (&String, &Value)| {
        status.starts_with('2') && response.get("content").is_some()
    };
    responses.contains_key("204") && responses.iter().any(has_body)
}

/// The name behind `$ref`, or behind the only member of an `allOf` that wraps a reference.
pub(crate) fn reference_name(schema: &Value) -> Option<&str> {
    let target = match schema
        .get("allOf")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
    {
        Some([only]) => only,
        Some(_) => return None,
        None => schema,
    };
    target
        .get("$ref")?
        .as_str()?
        .strip_prefix("#/components/schemas/")
}

/// Calls `visit` with every schema of the document and the keys that lead there.
pub(crate) fn schemas<'a>(document: &'a Value, visit: &mut dyn FnMut(&str, &'a Object)) {
    for (name, schema) in component_schemas(document) {
        schema_tree(schema, &format!("components.schemas.{name}"), visit);
    }
    for operation in operations(document) {
        let place = operation.place();
        for parameter in operation
            .object
            .get("parameters")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let name = parameter
                .get("name")
                .and_then(Value::as_str)
                .unwrap_or_default();
            if let Some(schema) = parameter.get("schema") {
                schema_tree(schema, &format!("{place}.parameters.{name}"), visit);
            }
        }
        if let Some(body) = operation.object.get("requestBody") {
            for (_, media) in members(body, "content") {
                if let Some(schema) = media.get("schema") {
                    schema_tree(schema, &format!("{place}.requestBody"), visit);
                }
            }
        }
        for (status, response) in operation
            .object
            .get("responses")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            for (_, media) in members(response, "content") {
                if let Some(schema) = media.get("schema") {
                    schema_tree(schema, &format!("{place}.responses.{status}"), visit);
                }
            }
        }
    }
}

fn schema_tree<'a>(schema: &'a Value, place: &str, visit: &mut dyn FnMut(&str, &'a Object)) {
    let Value::Object(object) = schema else {
        return;
    };
    visit(place, object);
    for (name, property) in members(schema, "properties") {
        schema_tree(property, &format!("{place}.properties.{name}"), visit);
    }
    for key in ["items", "additionalProperties", "not"] {
        if let Some(inner) = object.get(key) {
            schema_tree(inner, &format!("{place}.{key}"), visit);
        }
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        for (index, inner) in object
            .get(key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate()
        {
            schema_tree(inner, &format!("{place}.{key}.{index}"), visit);
        }
    }
}

/// Calls `visit` with every schema of the document, outer before inner, and adds up what it returns.
pub(crate) fn change_schemas(
    document: &mut Value,
    visit: &mut dyn FnMut(&mut Object) -> usize,
) -> usize {
    match document {
        Value::Object(object) => {
            let mut changed = 0;
            if let Some(Value::Object(components)) = object.get_mut("components")
                && let Some(Value::Object(schemas)) = components.get_mut("schemas")
            {
                changed += schemas
                    .values_mut()
                    .map(|schema| change_tree(schema, visit))
                    .sum::<usize>();
            }
            if let Some(paths) = object.get_mut("paths") {
                changed += change_below_schema_keys(paths, visit);
            }
            changed
        }
        _ => 0,
    }
}

/// Outside `components`, schemas stand exactly below keys named `schema`.
fn change_below_schema_keys(
    value: &mut Value,
    visit: &mut dyn FnMut(&mut Object) -> usize,
) -> usize {
    match value {
        Value::Object(object) => object
            .iter_mut()
            .map(|(key, inner)| match key.as_str() {
                "schema" => change_tree(inner, visit),
                "example" | "examples" => 0,
                _ => change_below_schema_keys(inner, visit),
            })
            .sum(),
        Value::Array(items) => items
            .iter_mut()
            .map(|inner| change_below_schema_keys(inner, visit))
            .sum(),
        _ => 0,
    }
}

fn change_tree(schema: &mut Value, visit: &mut dyn FnMut(&mut Object) -> usize) -> usize {
    let Value::Object(object) = schema else {
        return 0;
    };
    let mut changed = visit(object);
    if let Some(Value::Object(properties)) = object.get_mut("properties") {
        changed += properties
            .values_mut()
            .map(|property| change_tree(property, visit))
            .sum::<usize>();
    }
    for key in ["items", "additionalProperties", "not"] {
        if let Some(inner) = object.get_mut(key) {
            changed += change_tree(inner, visit);
        }
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        if let Some(Value::Array(branches)) = object.get_mut(key) {
            changed += branches
                .iter_mut()
                .map(|branch| change_tree(branch, visit))
                .sum::<usize>();
        }
    }
    changed
}

/// Calls `visit` with every operation object and adds up what it returns.
pub(crate) fn change_operations(
    document: &mut Value,
    visit: &mut dyn FnMut(&mut Object) -> usize,
) -> usize {
    let Some(Value::Object(paths)) = document.get_mut("paths") else {
        return 0;
    };
    let mut changed = 0;
    for item in paths.values_mut() {
        for method in METHODS {
            if let Some(Value::Object(operation)) = item.get_mut(method) {
                changed += visit(operation);
            }
        }
    }
    changed
}
