//! Converts Pinterest's schemas to those of the specification: every type has a name, and
//! `nullable` stands where a type is used.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::converted::{
    add_integer_format, add_siblings, enumeration, narrowed, nullable_like, open, reference_to,
    with_room,
};
use super::curations::Curations;
use super::description::Description;
use super::promotion::Promotion;
use super::schema::{
    self, allows_null, enum_values, has_type, is_nullable, list, members, reference, wrapped,
};
use super::types::Types;
use super::unions::{self, Union};
use super::{enums, naming};
use crate::codegen::walk::{self, reference_name};

/// The parts of a composed object, merged.
#[derive(Default)]
struct Gathered {
    properties: Map<String, Value>,
    required: Vec<String>,
    values: Option<Value>,
    bases: BTreeSet<String>,
}

/// The types of a description, and the problems of converting it.
pub(super) struct Converted {
    pub(super) types: Types,
    /// Wildcards of curations that gave a type to at least one schema.
    pub(super) used_wildcards: BTreeSet<String>,
}

/// Converts schemas on demand, and collects the types that result.
pub(super) struct Converter<'a> {
    pub(super) description: &'a Description,
    pub(super) curations: &'a Curations,
    /// Names of enums by position.
    enum_names: BTreeMap<String, String>,
    /// Values that a branch's tag is restricted to, by the tag's position.
    narrowed: BTreeMap<String, BTreeSet<String>>,
    promotion: Promotion<'a>,
    types: Types,
    /// Components whose conversion has begun.
    started: BTreeSet<String>,
    /// Unions that turned out to be another type.
    aliases: BTreeMap<String, Value>,
}

impl<'a> Converter<'a> {
    pub(super) fn new(description: &'a Description, curations: &'a Curations) -> Self {
        let tags = unions::tags(description, curations);
        let mut types = Types::default();
        tags.problems
            .into_iter()
            .for_each(|problem| types.problem(problem));
        for (name, values) in tags.enums {
            let schema = json!({ "type": "string", "enum": values });
            types.add(&name, schema, "the tag of a union");
        }
        Self {
            description,
            curations,
            enum_names: enums::names(description, curations, &tags.names),
            narrowed: tags.narrowed,
            promotion: Promotion::new(curations),
            types,
            started: BTreeSet::new(),
            aliases: BTreeMap::new(),
        }
    }

    /// Records a problem that needs a curation.
    pub(super) fn problem(&mut self, problem: String) {
        self.types.problem(problem);
    }

    /// Adds the schemas that only curations define, converts the components that only curations
    /// refer to, and returns everything.
    pub(super) fn finish(mut self) -> Converted {
        for (name, _, schema) in self.curations.own_schemas() {
            self.types.add(name, schema.clone(), "an own schema");
        }
        self.complete();
        Converted {
            types: self.types,
            used_wildcards: self.promotion.into_used_wildcards(),
        }
    }

    /// Converts a schema; `hint` names its type if it needs one.
    pub(super) fn convert(&mut self, schema: &Value, position: &str, hint: &str) -> Value {
        let converted = self.convert_plain(schema, position, hint);
        let promoted = self.promotion.apply(&mut self.types, converted, position);
        match self.narrowed.get(position) {
            Some(values) => narrowed(promoted, values),
            None => promoted,
        }
    }

    /// Converts a schema without the types that curations give by position.
    fn convert_plain(&mut self, schema: &Value, position: &str, hint: &str) -> Value {
        if let Some(component) = reference(schema) {
            let mut converted = self.component(component);
            add_siblings(&mut converted, schema);
            return converted;
        }
        if let Some(inner) = wrapped(schema) {
            let mut converted = self.convert_plain(inner, position, hint);
            if let Some([Value::String(constant)]) = schema
                .get("enum")
                .and_then(Value::as_array)
                .map(Vec::as_slice)
            {
                converted = narrowed(converted, &BTreeSet::from([constant.clone()]));
            }
            add_siblings(&mut converted, schema);
            return converted;
        }
        if let Some(values) = enum_values(schema) {
            if self.curations.explicit_type(position).is_some() {
                let mut listed = enumeration(&values);
                add_siblings(&mut listed, schema);
                return listed;
            }
            let name = self
                .enum_names
                .get(position)
                .cloned()
                .unwrap_or_else(|| hint.to_owned());
            if !(self.narrowed.contains_key(position) && self.types.contains(&name)) {
                self.types.add(&name, enumeration(&values), position);
            }
            return self.refer(&name, schema, allows_null(schema));
        }
        let name = self.curations.name_at(position).unwrap_or(hint).to_owned();
        if members(schema).is_some_and(|members| !members.is_empty()) {
            return self.union(schema, position, &name);
        }
        if schema.get("properties").is_some() || schema.get("allOf").is_some() {
            let record = self.record(schema, position, &name);
            self.types.add(&name, record, position);
            return self.refer(&name, schema, false);
        }
        let mut plain = Map::new();
        for key in ["type", "format", "enum"] {
            if let Some(value) = schema.get(key) {
                plain.insert(key.to_owned(), value.clone());
            }
        }
        if let Some(items) = schema.get("items") {
            let items = self.convert(
                items,
                &format!("{position}[]"),
                &naming::item_hint(position, &name),
            );
            plain.insert("items".to_owned(), items);
        }
        if let Some(values) = schema
            .get("additionalProperties")
            .filter(|values| values.as_object().is_some_and(|values| !values.is_empty()))
        {
            let values = self.convert(values, &format!("{position}{{}}"), &format!("{name}Value"));
            plain.insert("additionalProperties".to_owned(), values);
        }
        let mut plain = Value::Object(plain);
        add_siblings(&mut plain, schema);
        add_integer_format(&mut plain);
        plain
    }

    /// Converts a component: to a reference to its type, or to its content when it has no type.
    fn component(&mut self, component: &str) -> Value {
        let description = self.description;
        let Some(schema) = description.component(component) else {
            self.problem(format!(
                "a reference names `{component}`, which does not exist"
            ));
            return json!({});
        };
        let name = self.curations.component_name(component);
        if !has_type(schema) {
            return if self.started.insert(component.to_owned()) {
                let converted = self.convert(schema, component, &name);
                self.started.remove(component);
                converted
            } else {
                self.problem(format!(
                    "`{component}` contains itself without an object in between"
                ));
                json!({})
            };
        }
        if let Some(alias) = self.aliases.get(component) {
            return alias.clone();
        }
        let inner = wrapped(schema).unwrap_or(schema);
        if self.started.insert(component.to_owned()) {
            let converted = if let Some(values) = enum_values(inner) {
                enumeration(&values)
            } else if members(inner).is_some() {
                let converted = self.union(inner, component, &name);
                let converted = nullable_like(converted, schema);
                if reference_name(&converted) != Some(&name) {
                    self.aliases.insert(component.to_owned(), converted.clone());
                }
                return converted;
            } else {
                self.record(inner, component, &name)
            };
            self.types.add(&name, converted, component);
        }
        self.refer(&name, inner, allows_null(inner) || is_nullable(schema))
    }

    /// Converts an object, including the properties that it composes with `allOf`.
    fn record(&mut self, schema: &Value, position: &str, name: &str) -> Value {
        let mut gathered = Gathered::default();
        self.gather(schema, position, name, &mut gathered);
        let Gathered {
            properties,
            mut required,
            values,
            ..
        } = gathered;
        required.retain(|name| properties.contains_key(name));
        let mut record = json!({ "type": "object", "properties": properties });
        if !required.is_empty() {
            record["required"] = json!(required);
        }
        if let Some(values) = values {
            record["additionalProperties"] = values;
        }
        record
    }

    /// Adds the parts of an object to `into`.
    fn gather(&mut self, schema: &Value, position: &str, name: &str, into: &mut Gathered) {
        let none = Value::Null;
        for member in list(schema, "allOf") {
            match reference(member) {
                Some(base) if into.bases.insert(base.to_owned()) => {
                    let base_name = self.curations.component_name(base);
                    let base_schema = self.description.component(base).unwrap_or(&none);
                    self.gather(base_schema, base, &base_name, into);
                }
                Some(_) => {}
                None => self.gather(member, position, name, into),
            }
        }
        for (property, schema) in walk::members(schema, "properties") {
            let hint = format!("{name}{}", naming::type_name(property));
            let converted = self.convert(schema, &format!("{position}.{property}"), &hint);
            let converted = with_room(converted);
            into.properties.insert(property.to_owned(), converted);
        }
        for name in list(schema, "required").filter_map(Value::as_str) {
            if !into.required.iter().any(|known| known == name) {
                into.required.push(name.to_owned());
            }
        }
        let is_typed =
            |values: &&Value| values.as_object().is_some_and(|values| !values.is_empty());
        if let Some(typed) = schema.get("additionalProperties").filter(is_typed) {
            let position = format!("{position}{{}}");
            into.values = Some(self.convert(typed, &position, &format!("{name}Value")));
        }
    }

    /// Converts a union to a reference to its type; `name` names the type if it needs one.
    fn union(&mut self, schema: &Value, position: &str, name: &str) -> Value {
        let union = match unions::classify(self.description, schema) {
            Union::Member => return self.member(schema, position, name, 0),
            Union::OpenEnum(index) => return open(self.member(schema, position, name, index)),
            Union::Enum(values) => json!({ "type": "string", "enum": values }),
            Union::Tagged { tag, mapping } => self.tagged(schema, position, tag, &mapping),
            Union::Untagged => self.untagged(schema, position, name),
        };
        self.types.add(name, union, position);
        self.refer(name, schema, false)
    }

    /// Converts a member of a union that stands for the whole union.
    fn member(&mut self, schema: &Value, position: &str, name: &str, index: usize) -> Value {
        let members = members(schema).map(Vec::as_slice).unwrap_or_default();
        let member = members.get(index).unwrap_or(&Value::Null);
        let mut converted = self.convert(member, &format!("{position}|{index}"), name);
        add_siblings(&mut converted, schema);
        converted
    }

    fn tagged(
        &mut self,
        schema: &Value,
        position: &str,
        tag: &str,
        mapping: &BTreeMap<String, String>,
    ) -> Value {
        let mut targets = Map::new();
        let mut branches = Vec::new();
        for (value, component) in mapping {
            let branch = self.component(component);
            let Some(name) = reference_name(&branch) else {
                self.problem(format!(
                    "the branch `{component}` of the union at `{position}` is not an object"
                ));
                continue;
            };
            let reference = reference_to(name);
            targets.insert(value.clone(), reference["$ref"].clone());
            if !branches.contains(&reference) {
                branches.push(reference);
            }
        }
        let problems = unions::missing_properties(self.description, schema, mapping, position);
        for problem in problems {
            self.problem(problem);
        }
        json!({ "oneOf": branches, "discriminator": { "propertyName": tag, "mapping": targets } })
    }

    fn untagged(&mut self, schema: &Value, position: &str, name: &str) -> Value {
        let mut branches = Vec::new();
        let mut objects = BTreeSet::new();
        for (index, member) in members(schema).into_iter().flatten().enumerate() {
            let position = format!("{position}|{index}");
            let is_named = self.curations.name_at(&position).is_some();
            let hint = if is_named || reference(member).is_some() {
                name.to_owned()
            } else {
                format!("{name}Object")
            };
            let mut branch = self.convert(member, &position, &hint);
            if let Some(name) = reference_name(&branch).map(str::to_owned) {
                if !objects.insert(name.clone()) {
                    continue;
                }
                branch = reference_to(&name);
            }
            branches.push(branch);
        }
        json!({ "oneOf": branches })
    }

    /// Refers to a type, and keeps what the schema says beside it.
    fn refer(&self, name: &str, schema: &Value, is_nullable: bool) -> Value {
        let mut converted = reference_to(name);
        if is_nullable {
            converted = json!({ "allOf": [converted], "nullable": true });
        }
        add_siblings(&mut converted, schema);
        converted
    }

    /// Converts the components that only curations refer to, until nothing is missing.
    fn complete(&mut self) {
        loop {
            let mut named = Vec::new();
            self.types
                .schemas()
                .for_each(|schema| schema::references(schema, &mut named));
            named.extend(self.curations.types().map(|(_, name)| name.to_owned()));
            named.retain(|name| !self.types.contains(name));
            named.sort();
            named.dedup();
            let description = self.description;
            let before = self.types.len();
            for name in &named {
                let component = description
                    .reached
                    .iter()
                    .find(|component| self.curations.component_name(component) == *name);
                match component {
                    Some(component) => drop(self.component(component)),
                    None => self.problem(format!(
                        "no type is called `{name}`: define it, or rename a component to it"
                    )),
                }
            }
            if self.types.len() == before {
                return;
            }
        }
    }
}
