//! Reads Pinterest's description: its operations, and the position of every schema that they reach.

use std::collections::BTreeSet;

use serde_json::Value;

use super::naming;
use super::schema::{self, media, members};
use crate::codegen::walk;

/// A description as Pinterest published it, with the corrections applied.
pub(super) struct Description {
    value: Value,
    /// Component schemas that operations reach; the others are left out.
    pub(super) reached: BTreeSet<String>,
}

/// A schema and the position by which curations name it.
pub(super) struct Place<'a> {
    /// See `spec/curations/README.md` for the notation.
    pub(super) position: String,
    /// The name of its type unless a rule or curation gives another: the names of owner and
    /// property.
    pub(super) hint: String,
    /// The property or parameter that it belongs to, directly or as an item of an array.
    pub(super) property: Option<String>,
    pub(super) schema: &'a Value,
}

impl Description {
    pub(super) fn new(value: Value) -> Self {
        let reached = reached(&value);
        Self { value, reached }
    }

    /// Returns the version of the API.
    pub(super) fn version(&self) -> &str {
        let version = self.value.pointer("/info/version");
        version.and_then(Value::as_str).unwrap_or("0")
    }

    /// Returns the schema of a component.
    pub(super) fn component(&self, name: &str) -> Option<&Value> {
        component(&self.value, name)
    }

    /// Returns the operations that have an id.
    pub(super) fn operations(&self) -> Vec<walk::Operation<'_>> {
        let mut operations = walk::operations(&self.value);
        operations.retain(|operation| !operation.id().is_empty());
        operations
    }

    /// Returns the parameters of path and operation, with references resolved.
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

    /// Follows a reference to a shared parameter, body or response; returns other values as they
    /// are.
    pub(super) fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        let pointer = value
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|target| target.strip_prefix('#'));
        pointer
            .and_then(|pointer| self.value.pointer(pointer))
            .unwrap_or(value)
    }

    /// Returns every schema in operations and in the components that they reach.
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

    /// Returns the schema of the request body, whatever its media type.
    pub(super) fn request_schema<'a>(
        &'a self,
        operation: &walk::Operation<'a>,
    ) -> Option<&'a Value> {
        media(self.resolved(operation.object.get("requestBody")?)).map(|(_, schema)| schema)
    }

    /// Returns the schemas of the successful responses, ordered by status.
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

/// Adds a place and every place inside its schema.
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

/// Returns the components that operations and shared parameters, bodies and responses reach.
fn reached(description: &Value) -> BTreeSet<String> {
    let shared = ["parameters", "requestBodies", "responses"]
        .iter()
        .filter_map(|key| description.get("components")?.get(*key));
    schema::reachable(description.get("paths").into_iter().chain(shared), |name| {
        component(description, name)
    })
}

fn component<'a>(description: &'a Value, name: &str) -> Option<&'a Value> {
    description.get("components")?.get("schemas")?.get(name)
}
