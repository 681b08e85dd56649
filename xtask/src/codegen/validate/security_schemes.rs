//! The security schemes, and the scopes that operations name.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Problems, is_described};
use crate::codegen::{names, walk};

pub(super) fn check(problems: &mut Problems<'_>) {
    let spec = problems.spec;
    let none = Value::Null;
    let components = spec.document.get("components").unwrap_or(&none);
    for (name, scheme) in walk::members(components, "securitySchemes") {
        let place = format!("components.securitySchemes.{name}");
        if !names::is_identifier(&names::camel(name)) {
            problems.add(&place, "is no name for an enum variant");
        }
        if !is_described(scheme) {
            problems.add(&place, "has no description");
        }
        let known = scopes(scheme);
        for operation in walk::operations(&spec.document) {
            for scope in needed(operation.object, name) {
                if scheme.get("flows").is_some() && !known.contains(scope) {
                    problems.add(
                        operation.place(),
                        format!("scope {scope:?} is not among those of {name}"),
                    );
                }
            }
        }
    }
}

/// The scopes that tokens of a scheme can have.
fn scopes(scheme: &Value) -> BTreeSet<&str> {
    walk::members(scheme, "flows")
        .flat_map(|(_, flow)| walk::members(flow, "scopes"))
        .map(|(scope, _)| scope)
        .collect()
}

/// The scopes that an operation needs of a token of this scheme.
fn needed<'a>(operation: &'a serde_json::Map<String, Value>, scheme: &str) -> Vec<&'a str> {
    let alternatives = operation.get("security").and_then(Value::as_array);
    alternatives
        .into_iter()
        .flatten()
        .filter_map(|requirement| requirement.get(scheme)?.as_array())
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}
