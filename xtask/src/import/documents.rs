//! Builds the documents of `spec/` from facts and from the prose of the existing documents.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::existing::{Existing, SHARED};
use super::facts::{Facts, Operation};
use super::prose;
use super::schema::{self, SCHEMAS, list};
use crate::codegen::walk;

/// Builds every document, by domain.
pub(super) fn build(facts: &Facts, existing: &Existing) -> BTreeMap<String, Value> {
    let homes = homes(facts);
    let mut domains: BTreeSet<&str> = facts
        .operations
        .iter()
        .map(|operation| operation.domain.as_str())
        .collect();
    domains.extend(homes.values().map(String::as_str));
    domains.insert(SHARED);
    domains
        .into_iter()
        .map(|domain| (domain.to_owned(), document(domain, facts, &homes, existing)))
        .collect()
}

/// Assigns each type to the domain that uses it, or to the shared document when several do.
fn homes(facts: &Facts) -> BTreeMap<String, String> {
    let mut users = BTreeMap::<String, BTreeSet<&str>>::new();
    for operation in &facts.operations {
        for name in schema::reachable([&operation.value], |name| facts.types.get(name)) {
            users.entry(name).or_default().insert(&operation.domain);
        }
    }
    let home = |domains: &BTreeSet<&str>| match domains.len() {
        1 => domains.first().copied().unwrap_or(SHARED).to_owned(),
        _ => SHARED.to_owned(),
    };
    let mut homes: BTreeMap<String, String> = users
        .iter()
        .map(|(name, domains)| (name.clone(), home(domains)))
        .collect();
    homes.extend(
        facts
            .own
            .iter()
            .map(|(name, domain)| (name.clone(), domain.clone())),
    );
    homes
}

/// Builds the document of a domain.
fn document(
    domain: &str,
    facts: &Facts,
    homes: &BTreeMap<String, String>,
    existing: &Existing,
) -> Value {
    let none = json!({});
    let before = existing.documents.get(domain).unwrap_or(&none);
    let shared = existing.documents.get(SHARED).unwrap_or(&none);
    let or_shared = |key: &str| {
        before
            .get(key)
            .or_else(|| shared.get(key))
            .cloned()
            .unwrap_or_default()
    };
    let mut used = BTreeSet::new();
    let mut paths = Map::new();
    let mut tags = BTreeSet::new();
    for operation in facts.operations_of(domain) {
        tags.insert(operation.tag.clone());
        let value = with_prose(operation, domain, existing, &mut used);
        let item = paths
            .entry(operation.path.clone())
            .or_insert_with(|| json!({}));
        item[&operation.method] = value;
    }
    let mut schemas = Map::new();
    for (name, _) in homes.iter().filter(|(_, home)| *home == domain) {
        let Some(mut schema) = facts.types.get(name).cloned() else {
            continue;
        };
        if let Some(before) = existing.schema(name) {
            prose::keep(&mut schema, before);
        }
        schemas.insert(name.clone(), schema);
    }
    let mut components = json!({ "schemas": schemas });
    let parameters: Map<String, Value> =
        walk::members(before.get("components").unwrap_or(&none), "parameters")
            .filter(|(name, _)| {
                domain == SHARED || used.contains(&format!("#/components/parameters/{name}"))
            })
            .map(|(name, value)| (name.to_owned(), value.clone()))
            .collect();
    if !parameters.is_empty() {
        components["parameters"] = Value::Object(parameters);
    }
    components["securitySchemes"] = schemes(domain, facts, before);
    let mut info = before.get("info").cloned().unwrap_or_else(
        || json!({ "title": format!("Pinterest API v5: {}", domain.replace('_', " ")) }),
    );
    info["version"] = json!(facts.version);
    if info.get("license").is_none() {
        info["license"] = shared.pointer("/info/license").cloned().unwrap_or_default();
    }
    let tags: Vec<Value> = tags
        .into_iter()
        .map(|tag| {
            list(before, "tags")
                .find(|known| known["name"] == tag.as_str())
                .cloned()
                .unwrap_or_else(|| json!({ "name": tag }))
        })
        .collect();
    let mut document = json!({
        "openapi": "3.0.3",
        "info": info,
        "servers": or_shared("servers"),
        "tags": tags,
        "paths": paths,
        "components": components,
    });
    if let Some(limits) = before.get("x-ratelimits") {
        document["x-ratelimits"] = limits.clone();
    }
    relocate(&mut document, domain, homes);
    document
}

/// Returns the security schemes that the domain needs; the shared document describes them.
fn schemes(domain: &str, facts: &Facts, before: &Value) -> Value {
    if domain == SHARED {
        return before
            .pointer("/components/securitySchemes")
            .cloned()
            .unwrap_or_else(|| json!({}));
    }
    let requirements = facts
        .operations_of(domain)
        .flat_map(|operation| list(&operation.value, "security"))
        .filter_map(Value::as_object);
    let names: BTreeSet<&String> = requirements
        .flat_map(|requirement| requirement.keys())
        .collect();
    names
        .into_iter()
        .map(|name| {
            (
                name.clone(),
                json!({ "$ref": format!("common.yaml#/components/securitySchemes/{name}") }),
            )
        })
        .collect()
}

/// Returns the operation object with its prose, and with references to equal shared parameters.
fn with_prose(
    operation: &Operation,
    domain: &str,
    existing: &Existing,
    used: &mut BTreeSet<String>,
) -> Value {
    let mut value = operation.value.clone();
    let before = existing.operation(&operation.id);
    if let Some(before) = &before {
        prose::keep(&mut value, &existing.inlined(before));
    }
    let written = before
        .and_then(|before| before.object.get("parameters")?.as_array())
        .map(Vec::as_slice)
        .unwrap_or_default();
    let shared = existing.shared_parameters(domain);
    for parameter in value
        .get_mut("parameters")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        let is_inline = written.iter().any(|written| {
            written.get("name") == parameter.get("name")
                && written.get("in") == parameter.get("in")
                && written.get("description").is_some()
        });
        let facts = localized(&prose::without(parameter));
        let same = shared
            .iter()
            .find(|(_, shared)| localized(&prose::without(shared)) == facts);
        if let Some((target, _)) = same.filter(|_| !is_inline) {
            used.insert(target.clone());
            *parameter = json!({ "$ref": target });
        }
    }
    value
}

/// Returns the value with references that name no document.
fn localized(value: &Value) -> Value {
    match value {
        Value::String(text) => match text.split_once(SCHEMAS) {
            Some((_, name)) => json!(format!("{SCHEMAS}{name}")),
            None => value.clone(),
        },
        Value::Array(items) => items.iter().map(localized).collect(),
        Value::Object(object) => object
            .iter()
            .map(|(key, inner)| (key.clone(), localized(inner)))
            .collect(),
        other => other.clone(),
    }
}

/// Points references at the documents that hold the types.
fn relocate(value: &mut Value, domain: &str, homes: &BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            if let Some((_, name)) = text.split_once(SCHEMAS) {
                let home = homes.get(name).map_or(domain, String::as_str);
                let file = if home == domain {
                    String::new()
                } else {
                    format!("{home}.yaml")
                };
                *text = format!("{file}{SCHEMAS}{name}");
            }
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| relocate(item, domain, homes)),
        Value::Object(object) => object
            .values_mut()
            .for_each(|inner| relocate(inner, domain, homes)),
        _ => {}
    }
}
