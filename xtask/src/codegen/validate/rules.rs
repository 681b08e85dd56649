//! Rules between fields or parameters that name what is not there.

use serde_json::Value;

use super::Problems;
use crate::codegen::emit::rules::{KEYS, groups};
use crate::codegen::walk;

pub(super) fn check(problems: &mut Problems<'_>) {
    let spec = problems.spec;
    let mut found = Vec::new();
    walk::schemas(&spec.document, &mut |place, schema| {
        let schema = Value::Object(schema.clone());
        let properties = walk::members(&schema, "properties");
        let names: Vec<&str> = properties.map(|(name, _)| name).collect();
        found.extend(poor(&schema, &names).map(|message| (place.to_owned(), message)));
    });
    for operation in walk::operations(&spec.document) {
        let value = Value::Object(operation.object.clone());
        let parameters = value.get("parameters").and_then(Value::as_array);
        let names = parameters.into_iter().flatten();
        let names = names.filter_map(|parameter| parameter.get("name")?.as_str());
        let names: Vec<&str> = names.collect();
        found.extend(poor(&value, &names).map(|message| (operation.place(), message)));
    }
    for (place, message) in found {
        problems.add(place, message);
    }
}

/// The first problem of the rules of a schema or an operation that has these names.
fn poor(value: &Value, names: &[&str]) -> Option<String> {
    KEYS.iter().find_map(|key| {
        let rules = value.get(key)?;
        let is_list = rules.as_array().is_some_and(|rules| !rules.is_empty());
        if !is_list || groups(value, key).any(|group| group.len() < 2) {
            return Some(format!("{key} is not a list of lists of two or more names"));
        }
        let mut named = groups(value, key).flatten();
        let unknown = named.find(|name| !names.contains(name))?;
        Some(format!("{key} names {unknown:?}, which is not there"))
    })
}
