//! Operations: parameters in full, one answer of success and one of failure, what they need and what they count against.

use serde_json::{Map, Value, json};

use super::description::{media, reference, wrapped};
use super::naming;
use super::schemas::Converter;
use crate::codegen::walk;

/// An operation as the specification has it, still without prose.
pub(super) struct Operation {
    pub(super) path: String,
    pub(super) method: String,
    pub(super) id: String,
    pub(super) tag: String,
    pub(super) value: Value,
}

/// Every operation of the description.
pub(super) fn convert(converter: &mut Converter<'_>) -> Vec<Operation> {
    let description = converter.description;
    let mut converted = Vec::new();
    for operation in description.operations() {
        let tags = operation
            .object
            .get("tags")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let tag = tags.filter_map(Value::as_str).next().unwrap_or_default();
        let mut value = Map::new();
        value.insert("operationId".to_owned(), json!(operation.id()));
        value.insert("tags".to_owned(), json!([tag]));
        for key in [
            "deprecated",
            "security",
            "x-ratelimit-category",
            "x-sandbox",
        ] {
            if let Some(fact) = operation.object.get(key) {
                value.insert(key.to_owned(), fact.clone());
            }
        }
        let parameters = parameters(converter, &operation);
        if !parameters.is_empty() {
            value.insert("parameters".to_owned(), json!(parameters));
        }
        if let Some(body) = request_body(converter, &operation) {
            value.insert("requestBody".to_owned(), body);
        }
        value.insert("responses".to_owned(), responses(converter, &operation));
        converted.push(Operation {
            path: operation.path.to_owned(),
            method: operation.method.to_owned(),
            id: operation.id().to_owned(),
            tag: tag.to_owned(),
            value: Value::Object(value),
        });
    }
    converted
}

fn parameters(converter: &mut Converter<'_>, operation: &walk::Operation<'_>) -> Vec<Value> {
    let (id, owner) = (operation.id(), naming::type_name(operation.id()));
    let mut converted = Vec::new();
    for parameter in converter.description.parameters(operation) {
        let text = |key: &str| {
            parameter
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let (name, place) = (text("name"), text("in"));
        let none = json!({});
        let schema = parameter.get("schema").unwrap_or(&none);
        let schema = converter.convert(
            schema,
            &format!("{id}?{name}"),
            &format!("{owner}{}", naming::type_name(name)),
        );
        let mut value = json!({ "name": name, "in": place, "schema": schema });
        if place == "path" || parameter.get("required") == Some(&Value::Bool(true)) {
            value["required"] = json!(true);
        }
        if parameter.get("deprecated") == Some(&Value::Bool(true)) {
            value["deprecated"] = json!(true);
        }
        // A single value has nothing to explode.
        let style = parameter
            .get("style")
            .and_then(Value::as_str)
            .filter(|style| *style != "form" || place != "query");
        if value["schema"].get("items").is_some()
            && parameter.get("explode") == Some(&Value::Bool(false))
        {
            value["explode"] = json!(false);
            value["style"] = json!(style.unwrap_or("form"));
        } else if let Some(style) = style.filter(|style| *style != "simple") {
            value["style"] = json!(style);
        }
        converted.push(value);
    }
    // What stands in the path comes first; the order of the description otherwise.
    converted.sort_by_key(|parameter| parameter["in"] != "path");
    converted
}

fn request_body(converter: &mut Converter<'_>, operation: &walk::Operation<'_>) -> Option<Value> {
    let body = converter
        .description
        .resolved(operation.object.get("requestBody")?);
    let (media_type, schema) = media(body)?;
    let (id, owner) = (operation.id(), naming::type_name(operation.id()));
    let schema = converter.convert(schema, &format!("{id}#request"), &format!("{owner}Request"));
    Some(json!({ "required": true, "content": { media_type: { "schema": schema } } }))
}

fn responses(converter: &mut Converter<'_>, operation: &walk::Operation<'_>) -> Value {
    let description = converter.description;
    let mut converted = Map::new();
    let mut failure = None;
    let declared = operation.object.get("responses").and_then(Value::as_object);
    for (status, response) in declared.into_iter().flatten() {
        let response = description.resolved(response);
        if !status.starts_with('2') {
            if let Some((_, schema)) =
                media(response).filter(|_| failure.is_none() || status == "default")
            {
                failure = Some(schema);
            }
            continue;
        }
        let content = media(response).map(|(media_type, schema)| {
            let schema = success(converter, operation, schema);
            json!({ "content": { media_type: { "schema": schema } } })
        });
        converted.insert(status.clone(), content.unwrap_or_else(|| json!({})));
    }
    let bodies: Vec<&Value> = converted
        .values()
        .filter(|response| response.get("content").is_some())
        .collect();
    if bodies.windows(2).any(|pair| pair[0] != pair[1]) {
        converter.problems.push(format!(
            "`{}` answers with different bodies for different statuses of success: {}",
            operation.id(),
            json!(bodies)
        ));
    }
    if converted.is_empty() {
        converter
            .problems
            .push(format!("`{}` has no answer of success", operation.id()));
    }
    if let Some(schema) = failure {
        let schema = converter.convert(schema, &format!("{}#failure", operation.id()), "Error");
        converted.insert(
            "default".to_owned(),
            json!({ "content": { "application/json": { "schema": schema } } }),
        );
    }
    Value::Object(converted)
}

/// The body of a success; a page is named after its items.
fn success(
    converter: &mut Converter<'_>,
    operation: &walk::Operation<'_>,
    schema: &Value,
) -> Value {
    let (id, owner) = (operation.id(), naming::type_name(operation.id()));
    let position = format!("{id}#response");
    let items = schema
        .pointer("/properties/items/items")
        .map(|items| wrapped(items).unwrap_or(items))
        .and_then(reference);
    let is_page = schema.pointer("/properties/bookmark").is_some();
    let hint = match items.filter(|_| is_page) {
        Some(item) => format!("{}Page", naming::component_name(converter.curations, item)),
        None if is_page => format!("{owner}Page"),
        None => format!("{owner}Response"),
    };
    converter.convert(schema, &position, &hint)
}
