//! The description of the API with its texts, of which only the lines that are needed are read.

mod check;
mod facts;
mod skeleton;
mod tree;

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Read;
use std::sync::LazyLock;

use flate2::read::ZlibDecoder;
use serde::Deserialize;
use serde_json::{Map, Value};

pub(crate) use check::{UnknownField, unknown_field};
pub(crate) use skeleton::skeleton;
pub(crate) use tree::{Layout, describe};

static OPERATIONS: LazyLock<String> =
    LazyLock::new(|| unpacked(include_bytes!(concat!(env!("OUT_DIR"), "/operations.zlib"))));
static SCHEMAS: LazyLock<String> =
    LazyLock::new(|| unpacked(include_bytes!(concat!(env!("OUT_DIR"), "/schemas.zlib"))));

/// Returns a text that the build script has compressed.
fn unpacked(compressed: &[u8]) -> String {
    let mut text = String::new();
    // It is compiled in and read by tests; another text cannot get here.
    let _ = ZlibDecoder::new(compressed).read_to_string(&mut text);
    text
}

/// What a listing shows of an operation, beyond what the table of operations has.
#[derive(Deserialize)]
pub(crate) struct Headline {
    pub(crate) summary: String,
    /// As the documents of the description are named.
    pub(crate) domain: String,
}

/// Returns ids and headlines of all operations, in the order of their ids.
pub(crate) fn headlines() -> impl Iterator<Item = (String, Headline)> {
    OPERATIONS
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
}

/// Returns an operation by its id.
pub(crate) fn operation(id: &str) -> Option<Value> {
    find(&OPERATION_LINES, id)
}

/// Returns a schema by its name.
pub(crate) fn schema(name: &str) -> Option<Value> {
    find(&SCHEMA_LINES, name)
}

fn find(lines: &Lines, name: &str) -> Option<Value> {
    let (_, found): (Cow<'_, str>, Value) = serde_json::from_str(lines.get(name)?).ok()?;
    Some(found)
}

/// Lines by the names that they begin with.
type Lines = HashMap<&'static str, &'static str>;

static OPERATION_LINES: LazyLock<Lines> = LazyLock::new(|| by_name(&OPERATIONS));
static SCHEMA_LINES: LazyLock<Lines> = LazyLock::new(|| by_name(&SCHEMAS));

/// Names consist of letters, digits, `_` and `/`.
fn by_name(text: &'static str) -> Lines {
    let named = text.lines().filter_map(|line| {
        let (name, _) = line.strip_prefix("[\"")?.split_once('"')?;
        Some((name, line))
    });
    named.collect()
}

/// A schema whose references are followed, with the name of the component that it is.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    pub(crate) name: Option<String>,
    pub(crate) object: Map<String, Value>,
}

impl Schema {
    /// Follows references and puts what is said beside them over what they lead to.
    pub(crate) fn of(value: &Value) -> Self {
        let mut schema = Self {
            name: None,
            object: value.as_object().cloned().unwrap_or_default(),
        };
        while let Some(next) = schema.reference() {
            schema.object.remove("$ref");
            schema.object.remove("allOf");
            let found = find(&SCHEMA_LINES, &next);
            let Some(Value::Object(mut found)) = found else {
                break;
            };
            found.append(&mut schema.object);
            schema = Self {
                name: Some(next),
                object: found,
            };
        }
        schema
    }

    /// The component that it refers to, itself or as the only part of `allOf`.
    fn reference(&self) -> Option<String> {
        let target = match (self.object.get("$ref"), self.object.get("allOf")) {
            (Some(target), _) => target,
            (None, Some(Value::Array(parts))) if parts.len() == 1 => parts.first()?.get("$ref")?,
            _ => return None,
        };
        target.as_str()?.rsplit('/').next().map(str::to_owned)
    }

    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.object.get(key)?.as_str()
    }

    /// Names and schemas of the fields, required ones first.
    pub(crate) fn fields(&self) -> Vec<(String, bool, Schema)> {
        let required: Vec<&str> = self.required().collect();
        let properties = self.object.get("properties").and_then(Value::as_object);
        let mut fields: Vec<_> = properties
            .into_iter()
            .flatten()
            .map(|(name, schema)| {
                let is_required = required.contains(&name.as_str());
                (name.clone(), is_required, Self::of(schema))
            })
            .collect();
        fields.sort_by_key(|(_, is_required, _)| !is_required);
        fields
    }

    fn required(&self) -> impl Iterator<Item = &str> {
        let required = self.object.get("required").and_then(Value::as_array);
        required.into_iter().flatten().filter_map(Value::as_str)
    }

    pub(crate) fn items(&self) -> Option<Self> {
        self.object.get("items").map(Self::of)
    }

    /// What each value of a map is.
    pub(crate) fn values(&self) -> Option<Self> {
        let values = self.object.get("additionalProperties")?;
        values.is_object().then(|| Self::of(values))
    }

    /// The members of a union, with the text of the tag that each has.
    pub(crate) fn members(&self) -> Vec<(Option<String>, Self)> {
        let members = ["oneOf", "anyOf"]
            .iter()
            .find_map(|key| self.object.get(*key)?.as_array());
        let mapping = self.object.get("discriminator").map(|tag| &tag["mapping"]);
        let mapping = mapping.and_then(Value::as_object);
        members
            .into_iter()
            .flatten()
            .map(|member| {
                let target = member.get("$ref");
                let tags = mapping.into_iter().flatten();
                let mut tags = tags.filter(|(_, known)| Some(*known) == target);
                (tags.next().map(|(tag, _)| tag.clone()), Self::of(member))
            })
            .collect()
    }

    /// The field that says which member of a union a value is.
    pub(crate) fn tag(&self) -> Option<&str> {
        self.object.get("discriminator")?["propertyName"].as_str()
    }
}

/// The schema of the body of an operation, and whether it is required.
pub(crate) fn body(operation: &Value) -> Option<(Schema, bool)> {
    let body = operation.get("requestBody")?;
    let media = body["content"].as_object()?.values().next()?;
    let is_required = body["required"].as_bool().unwrap_or(false);
    Some((Schema::of(&media["schema"]), is_required))
}

#[cfg(test)]
mod tests {
    use pinterest::operation::OPERATIONS;

    use super::*;

    #[test]
    fn every_operation_is_described() {
        let described: Vec<String> = headlines().map(|(id, _)| id).collect();
        let known: Vec<&str> = OPERATIONS.iter().map(|operation| operation.id).collect();
        assert_eq!(described, known);
        for id in known {
            let found = operation(id).unwrap();
            assert!(found["summary"].is_string(), "{id}");
        }
    }

    #[test]
    fn every_reference_leads_to_a_schema() {
        for text in [&*super::OPERATIONS, &*SCHEMAS] {
            for part in text.split("\"$ref\":\"").skip(1) {
                let target = part.split('"').next().unwrap();
                let name = target.rsplit('/').next().unwrap();
                assert!(schema(name).is_some(), "{target}");
            }
        }
    }
}
