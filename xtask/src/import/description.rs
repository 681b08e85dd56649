//! Pinterest's own description: its operations, what they reach, and a position for every schema in it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::naming;
use crate::codegen::walk;

const SCHEMAS: &str = "#/components/schemas/";

/// A description as it was published, after the corrections.
pub(super) struct Description {
    pub(super) value: Value,
    /// Component schemas that operations reach; the others are left out.
    pub(super) reached: BTreeSet<String>,
}

/// A schema and the position by which curations name it.
pub(super) struct Place<'a> {
    /// See `spec/curations/README.md` for the notation.
    pub(super) position: String,
    /// The name of its type unless something else decides: its owner's name and that of the property.
    pub(super) hint: String,
    /// The property or parameter that it belongs to, seen through arrays.
    pub(super) property: Option<String>,
    pub(super) schema: &'a Value,
}

impl Description {
    pub(super) fn new(value: Value) -> Self {
        let reached = reached(&value);
        Self { value, reached }
    }

    pub(super) fn version(&self) -> &str {
        let version = self.value.pointer("/info/version");
        version.and_then(Value::as_str).unwrap_or("0")
    }

    pub(super) fn component(&self, name: &str) -> Option<&Value> {
        self.value.get("components")?.get("schemas")?.get(name)
    }

    pub(super) fn operations(&self) -> Vec<walk::Operation<'_>> {
        let mut operations = walk::operations(&self.value);
        operations.retain(|operation| !operation.id().is_empty());
        operations
    }

    /// The parameters of the path and of the operation, references resolved.
    pub(super) fn parameters<'a>(&'a self, operation: &walk::Operation<'a>) -> Vec<&'a Value> {
        let of_path = self
            .value
            .get("paths")
            .and_then(|paths| paths.get(operation.path)?.get("parameters"));
        let own = operation.object.get("parameters");
        let lists = [of_path, own]
            .into_iter()
            .flatten()
            .filter_map(Value::as_array);
        lists
            .flatten()
            .map(|parameter| self.resolved(parameter))
            .collect()
    }

    /// The value behind a reference to a shared parameter, body or response; the value itself otherwise.
    pub(super) fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        let pointer = value
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|target| target.strip_prefix('#'));
        pointer
            .and_then(|pointer| self.value.pointer(pointer))
            .unwrap_or(value)
    }

    /// Every schema of the operations and of what they reach.
    pub(super) fn places(&self, component_name: &dyn Fn(&str) -> String) -> Vec<Place<'_>> {
        let mut places = Vec::new();
        for operation in self.operations() {
            let (id, owner) = (operation.id(), naming::type_name(operation.id()));
            for parameter in self.parameters(&operation) {
                let name = parameter
                    .get("name")
                    .and_then(Value::as_str)
                    .unwrap_or_default();
                if let Some(schema) = parameter.get("schema") {
                    let hint = format!("{owner}{}", naming::type_name(name));
                    let place = Place {
                        position: format!("{id}?{name}"),
                        hint,
                        property: Some(name.to_owned()),
                        schema,
                    };
                    collect(place, &mut places);
                }
            }
            if let Some(schema) = self.request_schema(&operation) {
                let hint = format!("{owner}Request");
                collect(
                    Place {
                        position: format!("{id}#request"),
                        hint,
                        property: None,
                        schema,
                    },
                    &mut places,
                );
            }
            for schema in self.success_schemas(&operation) {
                let hint = format!("{owner}Response");
                collect(
                    Place {
                        position: format!("{id}#response"),
                        hint,
                        property: None,
                        schema,
                    },
                    &mut places,
                );
            }
        }
        for name in &self.reached {
            if let Some(schema) = self.component(name) {
                let place = Place {
                    position: name.clone(),
                    hint: component_name(name),
                    property: None,
                    schema,
                };
                collect(place, &mut places);
            }
        }
        places
    }

    /// The schema of the request body, whatever its media type.
    pub(super) fn request_schema<'a>(
        &'a self,
        operation: &walk::Operation<'a>,
    ) -> Option<&'a Value> {
        media(self.resolved(operation.object.get("requestBody")?)).map(|(_, schema)| schema)
    }

    /// The schemas of the answers of success, in the order of their statuses.
    pub(super) fn success_schemas<'a>(&'a self, operation: &walk::Operation<'a>) -> Vec<&'a Value> {
        let responses = operation
            .object
            .get("responses")
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        let successes = responses.filter(|(status, _)| status.starts_with('2'));
        successes
            .filter_map(|(_, response)| media(self.resolved(response)).map(|(_, schema)| schema))
            .collect()
    }
}

/// Media type and schema of a body; JSON where there is a choice.
pub(super) fn media(body: &Value) -> Option<(&str, &Value)> {
    let content = body.get("content")?.as_object()?;
    let json = content.get_key_value("application/json");
    let (name, media) = json.or_else(|| content.iter().next())?;
    Some((name, media.get("schema")?))
}

/// The component that a reference names.
pub(super) fn reference(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix(SCHEMAS)
}

/// The only member of an `allOf` that merely wraps it: the schema has no properties of its own.
pub(super) fn wrapped(schema: &Value) -> Option<&Value> {
    if schema.get("properties").is_some() {
        return None;
    }
    match schema
        .get("allOf")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
    {
        Some([only]) => Some(only),
        _ => None,
    }
}

/// The members of a union.
pub(super) fn members(schema: &Value) -> Option<&Vec<Value>> {
    ["oneOf", "anyOf"]
        .iter()
        .find_map(|key| schema.get(*key)?.as_array())
}

fn collect<'a>(place: Place<'a>, places: &mut Vec<Place<'a>>) {
    let (schema, position, hint) = (place.schema, place.position.clone(), place.hint.clone());
    let property = place.property.clone();
    let mut inner = Vec::new();
    for (name, schema) in walk::members(schema, "properties") {
        inner.push(Place {
            position: format!("{position}.{name}"),
            hint: format!("{hint}{}", naming::type_name(name)),
            property: Some(name.to_owned()),
            schema,
        });
    }
    if let Some(schema) = schema.get("items") {
        let hint = naming::item_hint(&position, &hint);
        inner.push(Place {
            position: format!("{position}[]"),
            hint,
            property: property.clone(),
            schema,
        });
    }
    if let Some(schema) = schema
        .get("additionalProperties")
        .filter(|schema| schema.is_object())
    {
        let hint = format!("{hint}Value");
        inner.push(Place {
            position: format!("{position}{{}}"),
            hint,
            property: None,
            schema,
        });
    }
    for (index, schema) in members(schema).into_iter().flatten().enumerate() {
        let position = format!("{position}|{index}");
        inner.push(Place {
            position,
            hint: hint.clone(),
            property: property.clone(),
            schema,
        });
    }
    for schema in schema
        .get("allOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        inner.push(Place {
            position: position.clone(),
            hint: hint.clone(),
            property: property.clone(),
            schema,
        });
    }
    places.push(place);
    for place in inner {
        collect(place, places);
    }
}

fn reached(description: &Value) -> BTreeSet<String> {
    let none = Value::Null;
    let schemas: BTreeMap<&str, &Value> = walk::component_schemas(description).collect();
    let mut reached = BTreeSet::new();
    let mut open = Vec::new();
    references(description.get("paths").unwrap_or(&none), &mut open);
    for shared in ["parameters", "requestBodies", "responses"] {
        references(
            description
                .pointer(&format!("/components/{shared}"))
                .unwrap_or(&none),
            &mut open,
        );
    }
    while let Some(name) = open.pop() {
        if let Some(schema) = schemas.get(name.as_str())
            && reached.insert(name)
        {
            references(schema, &mut open);
        }
    }
    reached
}

/// Every component that the value refers to, mappings of discriminators included.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.extend(text.strip_prefix(SCHEMAS).map(str::to_owned)),
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(object) => object.values().for_each(|inner| references(inner, found)),
        _ => {}
    }
}
