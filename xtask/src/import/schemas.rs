//! From schemas as Pinterest writes them to schemas as the specification has them: every type named, `null` said once.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::curations::Curations;
use super::description::{Description, members, reference, wrapped};
use super::naming::{self, enum_values};
use super::unions;
use crate::codegen::walk;

/// How the converted schemas refer to each other until they have found their documents.
pub(super) const TYPES: &str = "#/components/schemas/";

/// What may stand beside a type, whatever the type is.
const SIBLINGS: [&str; 17] = [
    "nullable",
    "readOnly",
    "writeOnly",
    "deprecated",
    "default",
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
];

/// What the parts of a composed object have together.
#[derive(Default)]
struct Gathered {
    properties: Map<String, Value>,
    required: Vec<String>,
    values: Option<Value>,
    bases: BTreeSet<String>,
}

/// Converts schemas on demand and keeps the types that come out.
pub(super) struct Converter<'a> {
    pub(super) description: &'a Description,
    pub(super) curations: &'a Curations,
    enum_names: BTreeMap<String, String>,
    /// Values that a branch's tag is narrowed to, by the tag's position.
    narrowed: BTreeMap<String, BTreeSet<String>>,
    /// Every type by name, and where it comes from.
    pub(super) types: BTreeMap<String, (Value, String)>,
    started: BTreeSet<String>,
    /// Unions that came to be some other type.
    aliases: BTreeMap<String, Value>,
    pub(super) used_wildcards: BTreeSet<String>,
    pub(super) problems: Vec<String>,
}

impl<'a> Converter<'a> {
    pub(super) fn new(description: &'a Description, curations: &'a Curations) -> Self {
        let tags = unions::tags(description, curations);
        let mut converter = Self {
            description,
            curations,
            enum_names: naming::enum_names(description, curations, &tags.names),
            narrowed: tags.narrowed,
            types: BTreeMap::new(),
            started: BTreeSet::new(),
            aliases: BTreeMap::new(),
            used_wildcards: BTreeSet::new(),
            problems: tags.problems,
        };
        for (name, values) in tags.enums {
            converter.register(
                &name,
                json!({ "type": "string", "enum": values }),
                "the tag of a union",
            );
        }
        converter
    }

    /// The schema as the specification says it; `hint` is the name of the type if it needs one.
    pub(super) fn convert(&mut self, schema: &Value, position: &str, hint: &str) -> Value {
        let converted = self.convert_plain(schema, position, hint);
        let promoted = self.promote(converted, position);
        match self.narrowed.get(position) {
            Some(values) => narrow(promoted, values),
            None => promoted,
        }
    }

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
                converted = narrow(converted, &BTreeSet::from([constant.clone()]));
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
            if !(self.narrowed.contains_key(position) && self.types.contains_key(&name)) {
                self.register(&name, enumeration(&values), position);
            }
            return self.refer(&name, schema, has_null(schema));
        }
        let name = self.curations.name_at(position).unwrap_or(hint).to_owned();
        if members(schema).is_some_and(|members| !members.is_empty()) {
            return unions::convert(self, schema, position, &name);
        }
        if schema.get("properties").is_some() || schema.get("allOf").is_some() {
            let record = self.record(schema, position, &name);
            self.register(&name, record, position);
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
        bounded_integer(&mut plain);
        plain
    }

    /// A component: a reference to its type, or its content where it has none.
    pub(super) fn component(&mut self, component: &str) -> Value {
        let description = self.description;
        let Some(schema) = description.component(component) else {
            self.problems.push(format!(
                "a reference leads to `{component}`, which does not exist"
            ));
            return json!({});
        };
        let name = naming::component_name(self.curations, component);
        if !naming::has_type(schema) {
            return if self.started.insert(component.to_owned()) {
                let converted = self.convert(schema, component, &name);
                self.started.remove(component);
                converted
            } else {
                self.problems.push(format!(
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
                let converted = unions::convert(self, inner, component, &name);
                let converted = nullable(converted, schema);
                if reference_name(&converted) != Some(&name) {
                    self.aliases.insert(component.to_owned(), converted.clone());
                }
                return converted;
            } else {
                self.record(inner, component, &name)
            };
            self.register(&name, converted, component);
        }
        self.refer(
            &name,
            inner,
            has_null(inner) || schema.get("nullable") == Some(&Value::Bool(true)),
        )
    }

    /// An object with all its properties, those of `allOf` included.
    pub(super) fn record(&mut self, schema: &Value, position: &str, name: &str) -> Value {
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

    fn gather(&mut self, schema: &Value, position: &str, name: &str, into: &mut Gathered) {
        let none = Value::Null;
        let list = |key: &str| {
            schema
                .get(key)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
        };
        for member in list("allOf") {
            match reference(member) {
                Some(base) if into.bases.insert(base.to_owned()) => {
                    let base_name = naming::component_name(self.curations, base);
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
            let converted = as_property(converted);
            into.properties.insert(property.to_owned(), converted);
        }
        for name in list("required").filter_map(Value::as_str) {
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

    /// Keeps a type; two different ones of one name are a problem.
    pub(super) fn register(&mut self, name: &str, schema: Value, position: &str) {
        match self.types.get(name) {
            None => drop(
                self.types
                    .insert(name.to_owned(), (schema, position.to_owned())),
            ),
            Some((known, _)) if *known == schema => {}
            Some((known, before)) => {
                let difference = difference(known, &schema, String::new());
                self.problems.push(format!("`{before}` and `{position}` would both be the type `{name}`, but differ: {difference}"));
            }
        }
    }

    /// A reference to a type with what the schema says beside.
    pub(super) fn refer(&self, name: &str, schema: &Value, is_nullable: bool) -> Value {
        let mut converted = json!({ "$ref": format!("{TYPES}{name}") });
        if is_nullable {
            converted = json!({ "allOf": [converted], "nullable": true });
        }
        add_siblings(&mut converted, schema);
        converted
    }

    /// Converts the components that only curations refer to, until nothing is missing.
    pub(super) fn complete(&mut self) {
        loop {
            let mut named = Vec::new();
            self.types
                .values()
                .for_each(|(schema, _)| referred(schema, &mut named));
            named.extend(self.curations.promoted_types().map(str::to_owned));
            named.retain(|name| !self.types.contains_key(name));
            named.sort();
            named.dedup();
            let description = self.description;
            let before = self.types.len();
            for name in &named {
                let component = description
                    .reached
                    .iter()
                    .find(|component| naming::component_name(self.curations, component) == *name);
                match component {
                    Some(component) => drop(self.component(component)),
                    None => self.problems.push(format!(
                        "there is no type `{name}`: define it, or name a component so"
                    )),
                }
            }
            if self.types.len() == before {
                return;
            }
        }
    }

    /// Gives ids, money and times their types.
    fn promote(&mut self, converted: Value, position: &str) -> Value {
        if converted.get("type") == Some(&json!("array")) {
            let mut converted = converted;
            if let Some(items) = converted.get_mut("items") {
                let taken = items.take();
                *items = self.promote(taken, position);
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
            self.register(name, definition.clone(), position);
        }
        let mut promoted = json!({ "$ref": format!("{TYPES}{name}") });
        let mut rest = converted;
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
}

/// The types that a value refers to.
fn referred(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.extend(text.strip_prefix(TYPES).map(str::to_owned)),
        Value::Array(items) => items.iter().for_each(|item| referred(item, found)),
        Value::Object(object) => object.values().for_each(|inner| referred(inner, found)),
        _ => {}
    }
}

/// Copies what stands beside a type; a bare reference is wrapped for it.
pub(super) fn add_siblings(converted: &mut Value, schema: &Value) {
    let siblings: Vec<(&str, &Value)> = SIBLINGS
        .iter()
        .filter_map(|key| Some((*key, schema.get(*key)?)))
        .filter(|(_, value)| **value != Value::Bool(false) && !value.is_null())
        .collect();
    let default_false = schema.get("default") == Some(&Value::Bool(false));
    if siblings.is_empty() && !default_false {
        return;
    }
    if converted.get("$ref").is_some() {
        *converted = json!({ "allOf": [converted.take()] });
    }
    for (key, value) in siblings {
        converted[key] = value.clone();
    }
    if default_false {
        converted["default"] = Value::Bool(false);
    }
}

/// Properties are described beside their type, for which a bare reference has no room.
fn as_property(converted: Value) -> Value {
    if converted.get("$ref").is_some() {
        json!({ "allOf": [converted] })
    } else {
        converted
    }
}

fn nullable(converted: Value, schema: &Value) -> Value {
    let mut converted = converted;
    if schema.get("nullable") == Some(&Value::Bool(true)) {
        add_siblings(&mut converted, &json!({ "nullable": true }));
    }
    converted
}

/// Limits the value of a tag or constant beside the reference to its type.
fn narrow(converted: Value, values: &BTreeSet<String>) -> Value {
    let mut narrowed = if converted.get("$ref").is_some() {
        json!({ "allOf": [converted] })
    } else {
        converted
    };
    narrowed["enum"] = json!(values);
    narrowed
}

/// A bounded integer without format fits `int32`; one without bounds may be larger.
fn bounded_integer(plain: &mut Value) {
    let bound = |key: &str| plain.get(key).and_then(Value::as_i64);
    let fits = bound("minimum")
        .zip(bound("maximum"))
        .is_some_and(|(low, high)| i32::try_from(low).is_ok() && i32::try_from(high).is_ok());
    if fits && plain["type"] == "integer" && plain.get("format").is_none() {
        plain["format"] = json!("int32");
    }
}

fn enumeration(values: &[String]) -> Value {
    let mut seen = BTreeSet::new();
    let values: Vec<&String> = values
        .iter()
        .filter(|value| seen.insert(value.as_str()))
        .collect();
    json!({ "type": "string", "enum": values })
}

fn has_null(schema: &Value) -> bool {
    let listed = schema
        .get("enum")
        .and_then(Value::as_array)
        .is_some_and(|values| values.contains(&Value::Null));
    listed || schema.get("nullable") == Some(&Value::Bool(true))
}

/// The type that a converted schema refers to.
pub(super) fn reference_name(converted: &Value) -> Option<&str> {
    walk::reference_name(converted)
}

/// The first place where two types differ, for people.
pub(super) fn difference(one: &Value, other: &Value, place: String) -> String {
    match (one, other) {
        (Value::Object(left), Value::Object(right)) => {
            let keys: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
            let none = Value::Null;
            let found = keys
                .into_iter()
                .find(|key| left.get(*key) != right.get(*key));
            found.map_or(place.clone(), |key| {
                difference(
                    left.get(key).unwrap_or(&none),
                    right.get(key).unwrap_or(&none),
                    format!("{place}.{key}"),
                )
            })
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            let found = left
                .iter()
                .zip(right)
                .enumerate()
                .find(|(_, (left, right))| left != right);
            found.map_or(place.clone(), |(index, (left, right))| {
                difference(left, right, format!("{place}.{index}"))
            })
        }
        _ => {
            let short = |value: &Value| value.to_string().chars().take(120).collect::<String>();
            format!("at {place}: {} and {}", short(one), short(other))
        }
    }
}
