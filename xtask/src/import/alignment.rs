//! Recognizes components that Pinterest renamed since the last import.
//!
//! Names of components say nothing about the wire, and change between versions. Where an operation
//! leads to an unknown component, the specification's type at the same place identifies it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::curations::Curations;
use super::description::Description;
use super::naming;
use super::schema::{SCHEMAS, has_type, list, media, members, reference, wrapped};
use crate::codegen::walk;

/// Gives renamed components of `description` the names that curations know them by.
///
/// Returns a line for each of them.
pub(super) fn align(
    description: &mut Value,
    specification: &Value,
    curations: &Curations,
) -> Vec<String> {
    let names = {
        let read = Description::new(description.clone());
        let mut pairing = Pairing::new(&read, specification, curations);
        pairing.operations();
        pairing.found
    };
    if !names.is_empty() {
        rename(description, &names);
    }
    names
        .iter()
        .map(|(new, known)| format!("component `{new}` is treated as `{known}`"))
        .collect()
}

/// Walks description and specification side by side.
struct Pairing<'a> {
    description: &'a Description,
    specification: &'a Value,
    /// Components that curations rename, by the name of the type.
    known: BTreeMap<String, Vec<String>>,
    /// Types that belong to a component of the description.
    claimed: BTreeSet<String>,
    /// Known names by the new name of the component.
    found: BTreeMap<String, String>,
    /// Pairs of component and type.
    visited: BTreeSet<(String, String)>,
}

impl<'a> Pairing<'a> {
    fn new(description: &'a Description, specification: &'a Value, curations: &Curations) -> Self {
        let mut known = BTreeMap::<String, Vec<String>>::new();
        for (upstream, name) in curations.renames() {
            known
                .entry(name.to_owned())
                .or_default()
                .push(upstream.to_owned());
        }
        let types: BTreeSet<&str> = walk::component_schemas(specification)
            .map(|(name, _)| name)
            .collect();
        let own_names = description
            .reached
            .iter()
            .map(|component| curations.component_name(component));
        let claimed = own_names
            .filter(|name| types.contains(name.as_str()))
            .collect();
        Self {
            description,
            specification,
            known,
            claimed,
            found: BTreeMap::new(),
            visited: BTreeSet::new(),
        }
    }

    /// Pairs the schemas of all operations that both sides have.
    fn operations(&mut self) {
        let (description, specification) = (self.description, self.specification);
        let ours = walk::operations(specification);
        for operation in description.operations() {
            let Some(our) = ours.iter().find(|our| our.id() == operation.id()) else {
                continue;
            };
            let our = Value::Object(our.object.clone());
            for parameter in description.parameters(&operation) {
                let same =
                    list(&our, "parameters").find(|our| our.get("name") == parameter.get("name"));
                if let (Some(schema), Some(our)) = (
                    parameter.get("schema"),
                    same.and_then(|our| our.get("schema")),
                ) {
                    self.pair(schema, our);
                }
            }
            let body = our.get("requestBody").and_then(media);
            if let (Some(schema), Some((_, our))) = (description.request_schema(&operation), body) {
                self.pair(schema, our);
            }
            let success = walk::members(&our, "responses")
                .filter(|(status, _)| status.starts_with('2'))
                .find_map(|(_, response)| media(response));
            if let (Some(schema), Some((_, our))) =
                (description.success_schemas(&operation).first(), success)
            {
                self.pair(schema, our);
            }
        }
    }

    /// Pairs a schema with the one at the same place of the specification, and what both contain.
    fn pair(&mut self, schema: &Value, our: &Value) {
        if let Some(inner) = wrapped(schema) {
            return self.pair(inner, our);
        }
        let Some(component) = reference(schema) else {
            return self.inside(schema, our);
        };
        let Some((name, type_schema)) = walk::referenced(self.specification, our) else {
            if let Some(target) = self.description.component(component)
                && self.visited.insert((component.to_owned(), String::new()))
            {
                self.inside(target, our);
            }
            return;
        };
        if !self.visited.insert((component.to_owned(), name.to_owned())) {
            return;
        }
        self.note(component, name);
        if let Some(target) = self.description.component(component) {
            self.inside(target, type_schema);
        }
    }

    /// Records the known name of a component, unless the component is known itself.
    fn note(&mut self, component: &str, name: &str) {
        let is_type = self.description.component(component).is_some_and(has_type);
        let is_known = !is_type
            || self
                .known
                .values()
                .flatten()
                .any(|upstream| upstream == component)
            || self.claimed.contains(&naming::type_name(component));
        if is_known || self.found.contains_key(component) || self.claimed.contains(name) {
            return;
        }
        let free = |candidate: &String| {
            self.description.component(candidate).is_none()
                && !self.found.values().any(|taken| taken == candidate)
        };
        let candidate = match self.known.get(name) {
            Some(candidates) => candidates.iter().find(|candidate| free(candidate)).cloned(),
            None => Some(name.to_owned()).filter(free),
        };
        if let Some(candidate) = candidate {
            self.claimed.insert(name.to_owned());
            self.found.insert(component.to_owned(), candidate);
        }
    }

    /// Pairs what both schemas contain.
    fn inside(&mut self, schema: &Value, our: &Value) {
        if let Some(inner) = wrapped(schema).filter(|inner| reference(inner).is_none()) {
            return self.inside(inner, our);
        }
        let our = walk::referenced(self.specification, our).map_or(our, |(_, schema)| schema);
        for (name, property) in walk::members(schema, "properties") {
            if let Some(our) = our
                .get("properties")
                .and_then(|properties| properties.get(name))
            {
                self.pair(property, our);
            }
        }
        for key in ["items", "additionalProperties"] {
            if let (Some(inner), Some(our)) = (schema.get(key), our.get(key)) {
                self.pair(inner, our);
            }
        }
        for base in list(schema, "allOf") {
            match reference(base) {
                Some(name)
                    if self
                        .visited
                        .insert((name.to_owned(), "as a base".to_owned())) =>
                {
                    if let Some(target) = self.description.component(name) {
                        self.inside(target, our);
                    }
                }
                Some(_) => {}
                None => self.inside(base, our),
            }
        }
        let ours = our.pointer("/discriminator/mapping");
        for (value, target) in schema
            .pointer("/discriminator/mapping")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            if let Some(our) = ours.and_then(|mapping| mapping.get(value)) {
                self.pair(
                    &serde_json::json!({ "$ref": target }),
                    &serde_json::json!({ "$ref": our }),
                );
            }
        }
        if let (Some([one]), Some(_)) = (members(schema).map(Vec::as_slice), our.as_object()) {
            self.pair(one, our);
        }
    }
}

/// Renames components and the references to them.
fn rename(value: &mut Value, names: &BTreeMap<String, String>) {
    if let Some(schemas) = value
        .pointer_mut("/components/schemas")
        .and_then(Value::as_object_mut)
    {
        for (new, known) in names {
            if let Some(schema) = schemas.remove(new) {
                schemas.insert(known.clone(), schema);
            }
        }
    }
    rename_references(value, names);
}

fn rename_references(value: &mut Value, names: &BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            let known = text.strip_prefix(SCHEMAS).and_then(|name| names.get(name));
            if let Some(known) = known {
                *text = format!("{}{known}", SCHEMAS);
            }
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| rename_references(item, names)),
        Value::Object(object) => object
            .values_mut()
            .for_each(|inner| rename_references(inner, names)),
        _ => {}
    }
}
