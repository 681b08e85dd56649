//! What JSON of each branch of a union looks like, which decides where there is no tag.

use serde_json::Value;

use super::{mapped, members, narrowed};
use crate::codegen::walk;

/// What JSON of a branch looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    Any,
    Boolean,
    Integer,
    Number,
    Text,
    Values(Vec<String>),
    List(Vec<Shape>),
    Object {
        required: Vec<String>,
        known: Vec<String>,
        /// Properties that have one of these values.
        constants: Vec<(String, Vec<String>)>,
    },
}

impl Shape {
    pub(super) fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::Values(_))
    }
}

/// The shapes of a schema and, of a union, those of all its members.
///
/// `open` holds the unions being followed, so that a recursive one ends.
pub(super) fn shapes_of<'a>(
    document: &'a Value,
    schema: &'a Value,
    open: &mut Vec<&'a str>,
) -> Vec<Shape> {
    if let Some((name, target)) = walk::referenced(document, schema) {
        if open.contains(&name) {
            return vec![Shape::Any];
        }
        open.push(name);
        let shapes = shapes_of(document, target, open);
        open.pop();
        return shapes;
    }
    if let Some(members) = members(schema) {
        let leaves = members.iter().flat_map(|member| {
            let leaves = shapes_of(document, member, open);
            leaves
                .into_iter()
                .map(|shape| with_tag(schema, member, shape))
        });
        return leaves.collect();
    }
    let texts = |key: &str| -> Vec<String> {
        let values = schema.get(key).and_then(Value::as_array);
        let texts = values.into_iter().flatten().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    };
    vec![match schema.get("type").and_then(Value::as_str) {
        Some("boolean") => Shape::Boolean,
        Some("integer") => Shape::Integer,
        Some("number") => Shape::Number,
        Some("string") if schema.get("enum").is_some() => Shape::Values(texts("enum")),
        Some("string") => Shape::Text,
        Some("array") => Shape::List(
            schema
                .get("items")
                .map_or_else(Vec::new, |items| shapes_of(document, items, open)),
        ),
        Some("object") => {
            let is_read_only = |name: &String| {
                schema.pointer(&format!("/properties/{name}/readOnly")) == Some(&Value::Bool(true))
            };
            let mut required = texts("required");
            required.retain(|name| !is_read_only(name));
            Shape::Object {
                required,
                known: walk::members(schema, "properties")
                    .map(|(name, _)| name.to_owned())
                    .collect(),
                constants: constants(schema),
            }
        }
        _ => Shape::Any,
    }]
}

/// A branch that a tag decides about has the tag, with a value that is mapped to it.
fn with_tag(union: &Value, member: &Value, mut shape: Shape) -> Shape {
    let tag = union
        .pointer("/discriminator/propertyName")
        .and_then(Value::as_str);
    if let (
        Some(tag),
        Shape::Object {
            required,
            constants,
            ..
        },
    ) = (tag, &mut shape)
    {
        if !required.iter().any(|name| name == tag) {
            required.push(tag.to_owned());
        }
        if !constants.iter().any(|(name, _)| name == tag) {
            constants.push((tag.to_owned(), mapped(union, member)));
        }
    }
    shape
}

/// Properties whose values are fewer than those of the enum that they refer to.
fn constants(schema: &Value) -> Vec<(String, Vec<String>)> {
    walk::members(schema, "properties")
        .filter_map(|(name, property)| {
            let values = narrowed(property)?;
            Some((
                name.to_owned(),
                values.iter().map(|value| (*value).to_owned()).collect(),
            ))
        })
        .collect()
}
