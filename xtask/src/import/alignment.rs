//! Gives components that Pinterest renamed since the last import the names that curations know them by.
//!
//! Names of components say nothing about the wire, and change between versions. Where an operation that both sides have
//! leads to a component that nothing here knows, the type at the same place of the specification says which it is.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::curations::Curations;
use super::description::{Description, members, reference, wrapped};
use super::naming;
use crate::codegen::walk;

/// Renames components of `description` so that curations and types fit again; says what it took for what.
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
        .map(|(new, known)| format!("component `{new}` is taken for `{known}`"))
        .collect()
}

struct Pairing<'a> {
    description: &'a Description,
    specification: &'a Value,
    /// Upstream names that curations know, by the name of the type.
    known: BTreeMap<String, Vec<String>>,
    /// Types that the components of the description have under their own names.
    claimed: BTreeSet<String>,
    found: BTreeMap<String, String>,
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
            .map(|component| naming::component_name(curations, component));
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

    fn operations(&mut self) {
        let (description, specification) = (self.description, self.specification);
        let ours = walk::operations(specification);
        for operation in description.operations() {
            let Some(our) = ours.iter().find(|our| our.id() == operation.id()) else {
                continue;
            };
            let our = Value::Object(our.object.clone());
            for parameter in description.parameters(&operation) {
                let same = our
                    .get("parameters")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .find(|our| our.get("name") == parameter.get("name"));
                if let (Some(schema), Some(our)) = (
                    parameter.get("schema"),
                    same.and_then(|our| our.get("schema")),
                ) {
                    self.pair(schema, our);
                }
            }
            let body = our.get("requestBody").and_then(super::description::media);
            if let (Some(schema), Some((_, our))) = (description.request_schema(&operation), body) {
                self.pair(schema, our);
            }
            let answers = our
                .get("responses")
                .and_then(Value::as_object)
                .into_iter()
                .flatten();
            let success = answers
                .filter(|(status, _)| status.starts_with('2'))
                .find_map(|(_, answer)| super::description::media(answer));
            if let (Some(schema), Some((_, our))) =
                (description.success_schemas(&operation).first(), success)
            {
                self.pair(schema, our);
            }
        }
    }

    /// Notes what the schema is called here, and goes on with what both have inside.
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

    fn note(&mut self, component: &str, name: &str) {
        let is_type = self
            .description
            .component(component)
            .is_some_and(naming::has_type);
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
        for base in schema
            .get("allOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
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
    references(value, names);
}

fn references(value: &mut Value, names: &BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            let known = text
                .strip_prefix(super::schemas::TYPES)
                .and_then(|name| names.get(name));
            if let Some(known) = known {
                *text = format!("{}{known}", super::schemas::TYPES);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| references(item, names)),
        Value::Object(object) => object
            .values_mut()
            .for_each(|inner| references(inner, names)),
        _ => {}
    }
}
