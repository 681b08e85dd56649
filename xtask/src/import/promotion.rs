//! Replaces scalars by the types that curations give to ids, amounts of money and times.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::converted::{SIBLINGS, add_siblings, reference_to};
use super::curations::Curations;
use super::schema::OPEN_VALUES;
use super::types::Types;
use crate::codegen::walk::reference_name;

/// Looks up types by position, and records the wildcards that applied.
pub(super) struct Promotion<'a> {
    curations: &'a Curations,
    used_wildcards: BTreeSet<String>,
}

impl<'a> Promotion<'a> {
    pub(super) fn new(curations: &'a Curations) -> Self {
        Self {
            curations,
            used_wildcards: BTreeSet::new(),
        }
    }

    /// Returns the wildcards that gave a type to at least one schema.
    pub(super) fn into_used_wildcards(self) -> BTreeSet<String> {
        self.used_wildcards
    }

    /// Replaces a converted schema by the type for its position, if there is one.
    pub(super) fn apply(&mut self, types: &mut Types, converted: Value, position: &str) -> Value {
        if converted.get("type") == Some(&json!("array")) {
            let mut converted = converted;
            if let Some(items) = converted.get_mut("items") {
                let taken = items.take();
                *items = self.apply(types, taken, position);
            }
            return converted;
        }
        let curations = self.curations;
        let (name, pattern) = match curations.explicit_type(position) {
            Some(name) => (name, None),
            None => match curations.wildcard_type(position) {
                Some((pattern, name)) => (name, Some(pattern)),
                None => return converted,
            },
        };
        let none = json!({});
        let definition = curations.definition(name).unwrap_or(&none);
        if reference_name(&converted) == Some(name) {
            return converted;
        }
        if let Some(pattern) = pattern {
            let fits = converted
                .get("type")
                .is_some_and(|kind| Some(kind) == definition.get("type"))
                && converted.get("enum").is_none();
            if !fits {
                return converted;
            }
            self.used_wildcards.insert(pattern);
        }
        if curations.definition(name).is_some() {
            types.add(name, definition.clone(), position);
        }
        promoted(name, definition, converted)
    }
}

/// Refers to a type, and keeps beside it what the scalar says in addition to the definition.
fn promoted(name: &str, definition: &Value, converted: Value) -> Value {
    let mut promoted = reference_to(name);
    let mut rest = converted;
    // A type without a definition is a component, and those that stand for strings are enums.
    let lists_values = definition.get("enum").is_some() || definition.get("type").is_none();
    let is_any_text = rest.get("type") == Some(&json!("string")) && rest.get("enum").is_none();
    if lists_values && is_any_text {
        rest[OPEN_VALUES] = json!(true);
    }
    if let Some([only]) = rest
        .get("enum")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        && definition.get("enum") != rest.get("enum")
    {
        promoted = json!({ "allOf": [promoted], "enum": [only] });
    }
    if let Some(rest) = rest.as_object_mut() {
        rest.retain(|key, value| {
            SIBLINGS.contains(&key.as_str()) && definition.get(key) != Some(value)
        });
    }
    add_siblings(&mut promoted, &rest);
    promoted
}
