//! Compares a description with the specification, and tells which differences break users.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;

use super::facts::Facts;
use super::prose;
use super::schema::{self, list};
use crate::codegen::walk;

/// One difference.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Finding {
    place: String,
    what: String,
    /// Whether code that uses the crates may stop compiling or change its behavior.
    pub(super) breaking: bool,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.breaking {
            "breaking"
        } else {
            "        "
        };
        write!(f, "{mark}  {}: {}", self.place, self.what)
    }
}

/// One side of a comparison: operations by id and types by name, without prose.
pub(super) struct Side {
    operations: BTreeMap<String, Value>,
    types: BTreeMap<String, Value>,
}

impl Side {
    /// Reads the merged specification.
    pub(super) fn of_specification(document: &Value) -> Self {
        let with_place = |operation: &walk::Operation<'_>| {
            let mut value = prose::without(&Value::Object(operation.object.clone()));
            value["path"] = Value::from(format!("{} {}", operation.method, operation.path));
            (operation.id().to_owned(), value)
        };
        Self {
            operations: walk::operations(document).iter().map(with_place).collect(),
            types: walk::component_schemas(document)
                .map(|(name, schema)| (name.to_owned(), prose::without(schema)))
                .collect(),
        }
    }

    /// Takes what an import would write, leaving out types that nothing uses.
    pub(super) fn of_facts(facts: &Facts) -> Self {
        let operations = facts.operations.iter().map(|operation| {
            let mut value = prose::without(&operation.value);
            value["path"] = Value::from(format!("{} {}", operation.method, operation.path));
            (operation.id.clone(), value)
        });
        let own = facts.own.keys().filter_map(|name| facts.types.get(name));
        let starts = facts.operations.iter().map(|operation| &operation.value);
        let mut used = schema::reachable(starts.chain(own), |name| facts.types.get(name));
        used.extend(facts.own.keys().cloned());
        let types = facts.types.iter().filter(|(name, _)| used.contains(*name));
        Self {
            operations: operations.collect(),
            types: types
                .map(|(name, schema)| (name.clone(), prose::without(schema)))
                .collect(),
        }
    }
}

/// Returns every difference between `old` and `new`.
pub(super) fn compare(old: &Side, new: &Side) -> Vec<Finding> {
    let requests = request_types(new);
    let mut findings = Findings(Vec::new());
    for_each_pair(
        &old.operations,
        &new.operations,
        &mut |id, pair| match pair {
            (None, Some(_)) => findings.add(id, "operation added", false),
            (Some(_), None) => findings.add(id, "operation removed", true),
            (Some(old), Some(new)) => findings.operation(id, old, new),
            (None, None) => {}
        },
    );
    for_each_pair(&old.types, &new.types, &mut |name, pair| match pair {
        (None, Some(_)) => findings.add(name, "type added", false),
        (Some(_), None) => findings.add(name, "type removed", true),
        (Some(old), Some(new)) => findings.schema(name, old, new, requests.contains(name)),
        (None, None) => {}
    });
    findings.0.sort();
    findings.0
}

/// The values of a key on both sides.
type Pair<'a> = (Option<&'a Value>, Option<&'a Value>);

/// Visits every key with its values on both sides.
fn for_each_pair(
    old: &BTreeMap<String, Value>,
    new: &BTreeMap<String, Value>,
    visit: &mut dyn FnMut(&str, Pair<'_>),
) {
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for key in keys {
        visit(key, (old.get(key), new.get(key)));
    }
}

/// Returns the types that requests use.
fn request_types(side: &Side) -> BTreeSet<String> {
    let bodies = side
        .operations
        .values()
        .filter_map(|operation| operation.get("requestBody"));
    schema::reachable(bodies, |name| side.types.get(name))
}

struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, place: &str, what: impl Into<String>, breaking: bool) {
        self.0.push(Finding {
            place: place.to_owned(),
            what: what.into(),
            breaking,
        });
    }

    /// Compares two operations.
    fn operation(&mut self, id: &str, old: &Value, new: &Value) {
        let by_name = |operation: &Value| -> BTreeMap<String, Value> {
            list(operation, "parameters")
                .filter_map(|parameter| {
                    Some((
                        parameter.get("name")?.as_str()?.to_owned(),
                        parameter.clone(),
                    ))
                })
                .collect()
        };
        let mut pairs = Vec::new();
        for_each_pair(&by_name(old), &by_name(new), &mut |name, (old, new)| {
            pairs.push((format!("{id}?{name}"), old.cloned(), new.cloned()));
        });
        for (place, old, new) in pairs {
            match (old, new) {
                (None, Some(new)) => {
                    let required = new.get("required").is_some();
                    self.add(
                        &place,
                        if required {
                            "required parameter added"
                        } else {
                            "parameter added"
                        },
                        required,
                    );
                }
                (Some(_), None) => self.add(&place, "parameter removed", true),
                (Some(old), Some(new)) => {
                    self.changed(&place, &old, &new, &["required", "in"], true);
                    self.changed(
                        &place,
                        &old,
                        &new,
                        &["style", "explode", "deprecated"],
                        false,
                    );
                    let none = Value::Null;
                    self.schema(
                        &place,
                        old.get("schema").unwrap_or(&none),
                        new.get("schema").unwrap_or(&none),
                        true,
                    );
                }
                (None, None) => {}
            }
        }
        self.changed(id, old, new, &["path", "requestBody", "responses"], true);
        self.changed(
            id,
            old,
            new,
            &[
                "security",
                "x-ratelimit-category",
                "x-sandbox",
                "tags",
                "deprecated",
            ],
            false,
        );
    }

    /// Adds a finding for each of `keys` whose values differ.
    fn changed(&mut self, place: &str, old: &Value, new: &Value, keys: &[&str], breaking: bool) {
        for key in keys.iter().filter(|key| old.get(**key) != new.get(**key)) {
            let short = |value: &Value| {
                value.get(*key).map_or("nothing".to_owned(), |value| {
                    value.to_string().chars().take(300).collect()
                })
            };
            self.add(
                place,
                format!("{key} was {}, is {}", short(old), short(new)),
                breaking,
            );
        }
    }

    /// Compares two schemas, and the schemas inside them.
    fn schema(&mut self, place: &str, old: &Value, new: &Value, in_request: bool) {
        let texts = |schema: &Value, key: &str| -> BTreeSet<String> {
            list(schema, key)
                .map(|value| {
                    value
                        .as_str()
                        .map_or_else(|| value.to_string(), str::to_owned)
                })
                .collect()
        };
        let (before, after) = (texts(old, "enum"), texts(new, "enum"));
        for value in after.difference(&before) {
            self.add(place, format!("value {value} added"), false);
        }
        for value in before.difference(&after) {
            self.add(place, format!("value {value} removed"), true);
        }
        let (before_required, after_required) = (texts(old, "required"), texts(new, "required"));
        let empty = serde_json::Map::new();
        let properties = |schema: &'_ Value| {
            schema
                .get("properties")
                .and_then(Value::as_object)
                .unwrap_or(&empty)
                .clone()
        };
        let (before, after) = (properties(old), properties(new));
        for name in after.keys().filter(|name| !before.contains_key(*name)) {
            let required = in_request && after_required.contains(name);
            self.add(
                &format!("{place}.{name}"),
                if required {
                    "required property added"
                } else {
                    "property added"
                },
                required,
            );
        }
        for (name, schema) in &before {
            let place = format!("{place}.{name}");
            let Some(after) = after.get(name) else {
                self.add(&place, "property removed", true);
                continue;
            };
            match (
                before_required.contains(name),
                after_required.contains(name),
            ) {
                (false, true) => self.add(&place, "is now required", true),
                (true, false) => self.add(&place, "is no longer required", true),
                _ => {}
            }
            self.schema(&place, schema, after, in_request);
        }
        self.changed(
            place,
            old,
            new,
            &[
                "type",
                "format",
                "$ref",
                "allOf",
                "oneOf",
                "anyOf",
                "discriminator",
                "nullable",
                "additionalProperties",
                "readOnly",
            ],
            true,
        );
        let limits = [
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
            "default",
            "deprecated",
            "writeOnly",
        ];
        self.changed(place, old, new, &limits, false);
        if let (Some(old), Some(new)) = (old.get("items"), new.get("items")) {
            self.schema(&format!("{place}[]"), old, new, in_request);
        } else {
            self.changed(place, old, new, &["items"], true);
        }
    }
}
