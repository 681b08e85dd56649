//! What the members of a union may hold, and how a value is told to be of one.

use serde_json::Value;

use super::{Limits, required};
use crate::codegen::unions::{self, Union};
use crate::codegen::walk;

/// The limits of each member of a union, in its order, and how a value is told to be of one.
#[derive(Clone)]
pub(in crate::codegen::emit) enum Members {
    /// By the values of a property.
    Tag {
        name: String,
        members: Vec<(Vec<String>, Limits)>,
    },
    /// By their shapes, which the type of the union has.
    Shape { union: String, members: Vec<Limits> },
}

impl Members {
    /// The limits of the members of a union; `None` when none of them is limited.
    pub(super) fn gather<'a>(
        document: &'a Value,
        schema: &'a Value,
        open: &mut Vec<&'a str>,
    ) -> Option<Self> {
        // Unions are components, so that a union is what was followed last.
        let component = open.last().copied().filter(|name| {
            let found = walk::component_schema(document, name);
            found.is_some_and(|(_, found)| std::ptr::eq(found, schema))
        });
        let union = Union::read(document, component.unwrap_or_default(), schema).ok()?;
        let mut members = Vec::new();
        for branch in &union.branches {
            let limits = Limits::gather(document, branch.schema, open);
            members.push((branch.tags.clone(), limits));
        }
        if members.iter().all(|(_, limits)| limits.is_empty()) {
            return None;
        }
        match union.tag {
            Some(name) => Some(Self::Tag {
                name: name.to_owned(),
                members,
            }),
            None => Some(Self::Shape {
                union: component?.to_owned(),
                members: members.into_iter().map(|(_, limits)| limits).collect(),
            }),
        }
    }
}

/// The fields that every member of a union must have that is an object, whichever it is; `None` for
/// what is no object.
pub(super) fn required_of_all<'a>(
    document: &'a Value,
    schema: &'a Value,
    open: &mut Vec<&'a str>,
) -> Option<Vec<String>> {
    if let Some((name, target)) = walk::referenced(document, schema) {
        if open.contains(&name) {
            return None;
        }
        open.push(name);
        let names = required_of_all(document, target, open);
        open.pop();
        return names;
    }
    if let Some(members) = unions::members(schema) {
        let members = members.iter();
        let names = members.filter_map(|member| required_of_all(document, member, open));
        return names.reduce(|mut all, names| {
            all.retain(|name| names.contains(name));
            all
        });
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("object") | None => Some(required(schema)),
        Some(_) => None,
    }
}
