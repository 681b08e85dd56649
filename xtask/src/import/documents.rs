//! Sorts operations and types into the documents of `spec/`, and brings the prose that stands there along.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Map, Value, json};

use super::operations::Operation;
use super::schemas::TYPES;
use super::{Error, Facts, prose, yaml};
use crate::codegen::{load, walk};

/// What several domains use.
const SHARED: &str = "common";

/// The documents as they are on disk.
pub(super) struct Existing {
    documents: BTreeMap<String, Value>,
    comments: BTreeMap<String, String>,
}

impl Existing {
    pub(super) fn load(folder: &Path) -> Result<Self, Error> {
        let mut documents = BTreeMap::new();
        let mut comments = BTreeMap::new();
        for document in load::documents(folder)? {
            let text = std::fs::read_to_string(folder.join(&document.file)).unwrap_or_default();
            let comment: String = text
                .lines()
                .take_while(|line| line.starts_with('#'))
                .flat_map(|line| [line, "\n"])
                .collect();
            comments.insert(document.domain.clone(), comment);
            documents.insert(document.domain, document.value);
        }
        Ok(Self {
            documents,
            comments,
        })
    }

    fn schema(&self, name: &str) -> Option<&Value> {
        self.documents
            .values()
            .find_map(|document| document.pointer("/components/schemas")?.get(name))
    }

    /// An operation by its id, with shared parameters written out.
    fn operation(&self, id: &str) -> Option<Value> {
        self.documents.iter().find_map(|(domain, document)| {
            let operation = walk::operations(document)
                .into_iter()
                .find(|operation| operation.id() == id)?;
            let mut value = Value::Object(operation.object.clone());
            for parameter in value
                .get_mut("parameters")
                .and_then(Value::as_array_mut)
                .into_iter()
                .flatten()
            {
                if let Some(shared) = self.shared_parameter(domain, parameter) {
                    *parameter = shared.clone();
                }
            }
            Some(value)
        })
    }

    fn shared_parameter(&self, domain: &str, parameter: &Value) -> Option<&Value> {
        let target = parameter.get("$ref")?.as_str()?;
        let (file, pointer) = target.split_once('#')?;
        let domain = if file.is_empty() {
            domain
        } else {
            file.strip_suffix(".yaml")?
        };
        self.documents.get(domain)?.pointer(pointer)
    }

    /// The shared parameters that a document can refer to: how, and what they are.
    fn shared_parameters(&self, domain: &str) -> Vec<(String, &Value)> {
        let of = |file: &str, domain: &str| -> Vec<(String, &Value)> {
            let Some(components) = self
                .documents
                .get(domain)
                .and_then(|document| document.get("components"))
            else {
                return Vec::new();
            };
            walk::members(components, "parameters")
                .map(|(name, value)| (format!("{file}#/components/parameters/{name}"), value))
                .collect()
        };
        let mut found = of("", domain);
        if domain != SHARED {
            found.extend(of("common.yaml", SHARED));
        }
        found
    }
}

/// Every document by domain, with the prose that is there.
pub(super) fn build(facts: &Facts, existing: &Existing) -> BTreeMap<String, Value> {
    let homes = homes(facts);
    let mut domains: BTreeSet<&str> = facts
        .operations
        .iter()
        .map(|(_, domain)| domain.as_str())
        .collect();
    domains.extend(homes.values().map(String::as_str));
    domains.insert(SHARED);
    domains
        .into_iter()
        .map(|domain| (domain.to_owned(), document(domain, facts, &homes, existing)))
        .collect()
}

/// The text of a document, below the comment that stands there.
pub(super) fn text(domain: &str, document: &Value, existing: &Existing) -> Result<String, Error> {
    let comment = existing.comments.get(domain).map_or("", String::as_str);
    yaml::text(document, comment)
}

/// A type that one domain uses lives there, one that several use in the shared document.
fn homes(facts: &Facts) -> BTreeMap<String, String> {
    let mut users = BTreeMap::<String, BTreeSet<&str>>::new();
    for (operation, domain) in &facts.operations {
        let mut open = Vec::new();
        types_of(&operation.value, &mut open);
        let mut seen = BTreeSet::new();
        while let Some(name) = open.pop() {
            if seen.insert(name.clone()) {
                if let Some(schema) = facts.types.get(&name) {
                    types_of(schema, &mut open);
                }
                users.entry(name).or_default().insert(domain);
            }
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

fn types_of(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.extend(text.strip_prefix(TYPES).map(str::to_owned)),
        Value::Array(items) => items.iter().for_each(|item| types_of(item, found)),
        Value::Object(object) => object.values().for_each(|inner| types_of(inner, found)),
        _ => {}
    }
}

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
    for (operation, _) in facts.operations.iter().filter(|(_, of)| of == domain) {
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
            let known = before
                .get("tags")
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            known
                .into_iter()
                .find(|known| known["name"] == tag.as_str())
                .cloned()
                .unwrap_or_else(|| json!({ "name": tag }))
        })
        .collect();
    let mut document = json!({ "openapi": "3.0.3", "info": info, "servers": or_shared("servers"), "tags": tags, "paths": paths, "components": components });
    if let Some(limits) = before.get("x-ratelimits") {
        document["x-ratelimits"] = limits.clone();
    }
    relocate(&mut document, domain, homes);
    document
}

/// The schemes that the operations of the domain need; they are described in the shared document.
fn schemes(domain: &str, facts: &Facts, before: &Value) -> Value {
    if domain == SHARED {
        return before
            .pointer("/components/securitySchemes")
            .cloned()
            .unwrap_or_else(|| json!({}));
    }
    let operations = facts
        .operations
        .iter()
        .filter(|(_, of)| of == domain)
        .map(|(operation, _)| &operation.value);
    let requirements = operations
        .filter_map(|operation| operation.get("security")?.as_array())
        .flatten()
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

fn with_prose(
    operation: &Operation,
    domain: &str,
    existing: &Existing,
    used: &mut BTreeSet<String>,
) -> Value {
    let mut value = operation.value.clone();
    let before = existing.operation(&operation.id);
    let as_written = existing.documents.values().find_map(|document| {
        let operation = walk::operations(document)
            .into_iter()
            .find(|found| found.id() == operation.id)?;
        operation.object.get("parameters").cloned()
    });
    if let Some(before) = &before {
        prose::keep(&mut value, before);
    }
    let shared = existing.shared_parameters(domain);
    for parameter in value
        .get_mut("parameters")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        let is_inline = as_written
            .as_ref()
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .any(|written| {
                written.get("name") == parameter.get("name")
                    && written.get("in") == parameter.get("in")
                    && written.get("description").is_some()
            });
        let facts = localised(&prose::without(parameter));
        let same = shared
            .iter()
            .find(|(_, shared)| localised(&prose::without(shared)) == facts);
        if let Some((target, _)) = same.filter(|_| !is_inline) {
            used.insert(target.clone());
            *parameter = json!({ "$ref": target });
        }
    }
    value
}

/// References without the document that they lead to.
fn localised(value: &Value) -> Value {
    match value {
        Value::String(text) => match text.split_once(TYPES) {
            Some((_, name)) => json!(format!("{TYPES}{name}")),
            None => value.clone(),
        },
        Value::Array(items) => items.iter().map(localised).collect(),
        Value::Object(object) => object
            .iter()
            .map(|(key, inner)| (key.clone(), localised(inner)))
            .collect(),
        other => other.clone(),
    }
}

/// Makes references to types of another document lead there.
fn relocate(value: &mut Value, domain: &str, homes: &BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            if let Some((_, name)) = text.split_once(TYPES) {
                let home = homes.get(name).map_or(domain, String::as_str);
                let file = if home == domain {
                    String::new()
                } else {
                    format!("{home}.yaml")
                };
                *text = format!("{file}{TYPES}{name}");
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
