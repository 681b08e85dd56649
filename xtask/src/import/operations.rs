//! Converts operations: their parameters, the request body, one successful and one failed response,
//! and Pinterest's facts about scopes, rate limits and the sandbox.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::converter::Converter;
use super::facts::Operation;
use super::naming;
use super::schema::{media, reference, wrapped};
use crate::codegen::walk;

/// Converts every operation of the description, and assigns each to the domain of its tag.
pub(super) fn convert(converter: &mut Converter<'_>) -> Vec<Operation> {
    let description = converter.description;
    let mut converted = Vec::new();
    let mut domains = BTreeMap::new();
    for operation in description.operations() {
        let tag = operation
            .object
            .get("tags")
            .and_then(|tags| tags.get(0)?.as_str());
        let tag = tag.unwrap_or_default();
        let domain = domain(converter, &operation, tag);
        let of_path = domains
            .entry(operation.path)
            .or_insert_with(|| domain.clone());
        if *of_path != domain {
            converter.problem(format!(
                "path {} belongs to the domains {of_path} and {domain}",
                operation.path
            ));
        }
        converted.push(Operation {
            path: operation.path.to_owned(),
            method: operation.method.to_owned(),
            id: operation.id().to_owned(),
            tag: tag.to_owned(),
            domain,
            value: value(converter, &operation, tag),
        });
    }
    converted
}

/// Returns the domain of a tag; without one the tag stands in, so that the import can go on.
fn domain(converter: &mut Converter<'_>, operation: &walk::Operation<'_>, tag: &str) -> String {
    if let Some(domain) = converter.curations.domain(tag) {
        return domain.to_owned();
    }
    converter.problem(format!(
        "tag `{tag}` of `{}` belongs to no domain: add it to `domains`",
        operation.id()
    ));
    tag.to_owned()
}

/// Builds the operation object.
fn value(converter: &mut Converter<'_>, operation: &walk::Operation<'_>, tag: &str) -> Value {
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
    let parameters = parameters(converter, operation);
    if !parameters.is_empty() {
        value.insert("parameters".to_owned(), json!(parameters));
    }
    if let Some(body) = request_body(converter, operation) {
        value.insert("requestBody".to_owned(), body);
    }
    value.insert("responses".to_owned(), responses(converter, operation));
    Value::Object(value)
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
        // `form` is the default in the query, and makes a difference for arrays only.
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
    // Path parameters come first, in the order of the description.
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
        converter.problem(format!(
            "the successful responses of `{}` have different bodies: {}",
            operation.id(),
            json!(bodies)
        ));
    }
    if converted.is_empty() {
        converter.problem(format!("`{}` has no successful response", operation.id()));
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

/// Converts the body of a successful response; the type of a page is named after its items.
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
        Some(item) => format!("{}Page", converter.curations.component_name(item)),
        None if is_page => format!("{owner}Page"),
        None => format!("{owner}Response"),
    };
    converter.convert(schema, &position, &hint)
}
