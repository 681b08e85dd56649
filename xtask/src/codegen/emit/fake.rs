//! The description that `pinterest-fake` reads at run time: what `spec/` says, without its prose.
//!
//! It is taken before anything is lowered, so that the fake checks requests against the description
//! and not against what the generator made of it.

use serde_json::{Map, Value};

use super::super::merge::Spec;
use super::super::walk;
use super::super::write::Tree;

/// What only people and the generated types need.
const LEFT_OUT: [&str; 7] = [
    "description",
    "summary",
    "example",
    "x-enum-descriptions",
    "x-enum-varnames",
    "x-request-name",
    "x-converts-from",
];

/// Adds the description as one JSON file, with a line for each operation and each component.
pub(crate) fn files(spec: &Spec, tree: &mut Tree) {
    let mut lines = Vec::new();
    for operation in walk::operations(&spec.document) {
        let mut object = stripped_object(operation.object);
        object.insert("method".to_owned(), Value::from(operation.method));
        object.insert("path".to_owned(), Value::from(operation.path));
        lines.push(Value::Object(object).to_string());
    }
    let schemas = walk::component_schemas(&spec.document);
    let schemas = schemas.map(|(name, schema)| {
        let (name, schema) = (Value::from(name), stripped(schema));
        format!("{name}:{schema}")
    });
    let text = format!(
        "{{\"generated\":\"by `cargo xtask codegen` from spec/; do not edit\",\n\"version\":{},\n\
         \"rate_limits\":{},\n\"operations\":[\n{}\n],\n\"schemas\":{{\n{}\n}}}}\n",
        spec.document["info"]["version"],
        stripped(&spec.document["x-ratelimits"]),
        lines.join(",\n"),
        schemas.collect::<Vec<_>>().join(",\n"),
    );
    tree.add("crates/pinterest-fake/src/generated/description.json", text);
}

fn stripped(value: &Value) -> Value {
    match value {
        Value::Object(object) => Value::Object(stripped_object(object)),
        Value::Array(items) => items.iter().map(stripped).collect(),
        other => other.clone(),
    }
}

/// A property may be called `description` too; then it is a schema, and no text.
fn stripped_object(object: &Map<String, Value>) -> Map<String, Value> {
    let kept = object.iter().filter(|(key, value)| {
        let is_prose = LEFT_OUT.contains(&key.as_str());
        !is_prose || (value.is_object() && is_schema(value))
    });
    kept.map(|(key, value)| (key.clone(), stripped(value)))
        .collect()
}

fn is_schema(value: &Value) -> bool {
    ["type", "$ref", "allOf", "oneOf", "anyOf", "properties"]
        .iter()
        .any(|key| value.get(key).is_some())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn prose_goes_and_properties_stay() {
        let schema = json!({
            "description": "A board.",
            "properties": {
                "description": {"type": "string", "description": "What it is about."},
                "summary": {"allOf": [{"$ref": "#/x"}]}
            },
            "enum": ["A"],
            "x-enum-descriptions": {"A": "The first."}
        });
        assert_eq!(
            stripped(&schema),
            json!({
                "properties": {
                    "description": {"type": "string"},
                    "summary": {"allOf": [{"$ref": "#/x"}]}
                },
                "enum": ["A"]
            })
        );
    }
}
