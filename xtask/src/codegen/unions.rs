//! Unions of the description: which branches they have, and how a value is told to be of one.

mod shape;
mod variants;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{names, walk};
use shape::shapes_of;
use variants::{without_common, without_union};

pub(crate) use shape::Shape;

/// Whether a component schema is a union.
pub(crate) fn is_union(schema: &Value) -> bool {
    members(schema).is_some()
}

/// The members of a union.
pub(crate) fn members(schema: &Value) -> Option<&Vec<Value>> {
    schema
        .get("oneOf")
        .or_else(|| schema.get("anyOf"))?
        .as_array()
}

/// A component schema that stands for one of several.
pub(crate) struct Union<'a> {
    /// The property that decides, when there is a discriminator.
    pub(crate) tag: Option<&'a str>,
    pub(crate) branches: Vec<Branch<'a>>,
}

/// One of the alternatives.
pub(crate) struct Branch<'a> {
    pub(crate) variant: String,
    pub(crate) kind: Kind<'a>,
    /// Values of the tag that stand for it.
    pub(crate) tags: Vec<String>,
    /// The schema itself, as it stands in the union.
    pub(crate) schema: &'a Value,
}

/// What a branch is in Rust.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind<'a> {
    /// An object or another union, held in a box: so recursive types end, and a new field does not make the enum bigger.
    Boxed(&'a str),
    /// An enum, an id or an integer with a name.
    Named(&'a str),
    Boolean,
    Integer,
    Number,
    Text,
    Sensitive,
    List(Box<Kind<'a>>),
    Map(Box<Kind<'a>>),
    Any,
}

impl<'a> Kind<'a> {
    /// What a schema is; `None` for what unions do not support.
    fn of(document: &'a Value, schema: &'a Value) -> Option<Self> {
        if let Some((name, target)) = walk::referenced(document, schema) {
            let is_scalar = matches!(
                target.get("type").and_then(Value::as_str),
                Some("string" | "integer")
            );
            return Some(if is_scalar {
                Self::Named(name)
            } else {
                Self::Boxed(name)
            });
        }
        let inner = |key: &str| match schema.get(key) {
            Some(inner @ Value::Object(_)) => Self::of(document, inner),
            _ => Some(Self::Any),
        };
        match schema.get("type").and_then(Value::as_str) {
            Some("boolean") => Some(Self::Boolean),
            Some("integer") => Some(Self::Integer),
            Some("number") => Some(Self::Number),
            Some("string") if schema.get("x-sensitive").is_some() => Some(Self::Sensitive),
            Some("string") => Some(Self::Text),
            Some("array") => Some(Self::List(Box::new(inner("items")?))),
            Some("object") if schema.get("properties").is_none() => {
                Some(Self::Map(Box::new(inner("additionalProperties")?)))
            }
            None if schema
                .as_object()
                .is_some_and(|keys| keys.keys().all(|key| key == "description")) =>
            {
                Some(Self::Any)
            }
            _ => None,
        }
    }

    /// The name of the variant, unless the names of the references say otherwise.
    fn variant(&self) -> String {
        match self {
            Self::Boxed(name) | Self::Named(name) => (*name).to_owned(),
            Self::Boolean => "Boolean".to_owned(),
            Self::Integer => "Integer".to_owned(),
            Self::Number => "Number".to_owned(),
            Self::Text | Self::Sensitive => "Text".to_owned(),
            Self::List(_) => "List".to_owned(),
            Self::Map(_) => "Map".to_owned(),
            Self::Any => "Any".to_owned(),
        }
    }
}

impl<'a> Union<'a> {
    /// Reads the union of that name; the error says which part is not supported.
    pub(crate) fn read(document: &'a Value, name: &str, schema: &'a Value) -> Result<Self, String> {
        let members = members(schema).ok_or("is not a union")?;
        let tag = schema
            .pointer("/discriminator/propertyName")
            .and_then(Value::as_str);
        let mut branches = Vec::new();
        for member in members {
            let kind = Kind::of(document, member)
                .ok_or_else(|| format!("member {member} is not supported: give it a name"))?;
            let tags = mapped(schema, member);
            if tag.is_some() && (tags.is_empty() || !matches!(kind, Kind::Boxed(_))) {
                return Err(format!(
                    "member {member} is no object or has no value in the mapping of the discriminator"
                ));
            }
            branches.push(Branch {
                variant: kind.variant(),
                kind,
                tags,
                schema: member,
            });
        }
        if schema.get("discriminator").is_some() {
            let tagged: usize = branches.iter().map(|branch| branch.tags.len()).sum();
            let mapped = schema
                .pointer("/discriminator/mapping")
                .and_then(Value::as_object)
                .map_or(0, serde_json::Map::len);
            if tag.is_none() || tagged != mapped {
                return Err(
                    "the discriminator has no propertyName, or maps to what is no member"
                        .to_owned(),
                );
            }
        }
        let mut union = Self { tag, branches };
        union.name_variants(name);
        union.check()?;
        Ok(union)
    }

    fn check(&self) -> Result<(), String> {
        let (mut variants, mut kinds) = (BTreeSet::new(), BTreeSet::new());
        for branch in &self.branches {
            let variant = &branch.variant;
            if variant == "Unknown" || !names::is_identifier(variant) {
                return Err(format!(
                    "a member would be the variant `{variant}`, which cannot be"
                ));
            }
            if !variants.insert(variant) {
                return Err(format!("two members would be the variant `{variant}`"));
            }
            if !kinds.insert(&branch.kind) {
                return Err(format!("two members are the same type (`{variant}`)"));
            }
        }
        Ok(())
    }

    /// Leaves out of the names of branches what they share with the union or with each other.
    fn name_variants(&mut self, union: &str) {
        let named = |branch: &Branch<'_>| matches!(branch.kind, Kind::Boxed(_) | Kind::Named(_));
        let full: Vec<String> = self
            .branches
            .iter()
            .filter(|branch| named(branch))
            .map(|branch| branch.variant.clone())
            .collect();
        let others: Vec<String> = self
            .branches
            .iter()
            .filter(|branch| !named(branch))
            .map(|branch| branch.variant.clone())
            .collect();
        let is_good = |names: &Vec<String>| {
            let distinct: BTreeSet<&String> = names.iter().chain(&others).collect();
            distinct.len() == names.len() + others.len()
                && names
                    .iter()
                    .all(|name| names::is_identifier(name) && name != "Unknown")
        };
        let candidates = [
            without_union(&full, union),
            without_common(&full),
            full.clone(),
        ];
        let unchanged = full.clone();
        let chosen = candidates
            .into_iter()
            .find(|names| *names != unchanged && is_good(names))
            .unwrap_or(full);
        let branches = self.branches.iter_mut().filter(|branch| named(branch));
        for (branch, name) in branches.zip(chosen) {
            branch.variant = name;
        }
    }

    /// The shapes of all branches, for unions without a tag. References to other unions are followed to their leaves.
    pub(crate) fn shapes(&self, document: &'a Value) -> Vec<Vec<Shape>> {
        let leaves: Vec<Vec<Shape>> = self
            .branches
            .iter()
            .map(|branch| shapes_of(document, branch.schema, &mut Vec::new()))
            .collect();
        // An enum that is the only text takes values that it does not know, too.
        let texts = leaves.iter().flatten().filter(|shape| shape.is_text());
        let only_text = texts.count() == 1;
        let widen = |shape| match shape {
            Shape::Values(_) if only_text => Shape::Text,
            other => other,
        };
        leaves
            .into_iter()
            .map(|shapes| shapes.into_iter().map(widen).collect())
            .collect()
    }
}

/// The values of the tag that stand for a member.
fn mapped(union: &Value, member: &Value) -> Vec<String> {
    let discriminator = union.get("discriminator").into_iter();
    discriminator
        .flat_map(|discriminator| walk::members(discriminator, "mapping"))
        .filter(|(_, target)| {
            let name = target
                .as_str()
                .and_then(|text| text.strip_prefix("#/components/schemas/"));
            name.is_some() && name == walk::reference_name(member)
        })
        .map(|(value, _)| value.to_owned())
        .collect()
}

/// The values that stand beside a reference to an enum.
pub(crate) fn narrowed(property: &Value) -> Option<Vec<&str>> {
    property.get("allOf")?;
    let values = property.get("enum")?.as_array()?;
    Some(values.iter().filter_map(Value::as_str).collect())
}

/// The tags of each branch: by the name of its component, the properties that unions tell it by.
pub(crate) fn tags(document: &Value) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut tags = BTreeMap::<&str, BTreeSet<&str>>::new();
    for (_, schema) in walk::component_schemas(document) {
        let tag = schema
            .pointer("/discriminator/propertyName")
            .and_then(Value::as_str);
        for member in members(schema).into_iter().flatten() {
            if let (Some(tag), Some(name)) = (tag, walk::reference_name(member)) {
                tags.entry(name).or_default().insert(tag);
            }
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::load;

    fn variants(union: &str, members: &str) -> Vec<String> {
        let document = load::parse(&format!(
            "{{components: {{schemas: {{{union}: {{oneOf: [{members}]}}, AdPin: {{type: object}}, AdBoard: {{type: object}},
               SourceUrl: {{type: object}}, SourceBase64: {{type: object}},
               UserFilterRule: {{type: object}}, PinFilterRule: {{type: object}}, Zone: {{type: string}}}}}}}}"
        ))
        .unwrap();
        let schema = &document["components"]["schemas"][union];
        match Union::read(&document, union, schema) {
            Ok(union) => union.branches.into_iter().map(|b| b.variant).collect(),
            Err(problem) => vec![problem],
        }
    }

    fn references(names: &[&str]) -> String {
        let reference = |name: &&str| format!("{{$ref: '#/components/schemas/{name}'}}");
        names.iter().map(reference).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn variants_leave_out_what_their_names_share() {
        assert_eq!(
            variants("Source", &references(&["SourceUrl", "SourceBase64"])),
            ["Url", "Base64"]
        );
        assert_eq!(
            variants("Rule", &references(&["UserFilterRule", "PinFilterRule"])),
            ["User", "Pin"]
        );
        assert_eq!(
            variants("Thing", &references(&["AdPin", "Zone"])),
            ["AdPin", "Zone"]
        );
    }

    #[test]
    fn inline_members_are_named_by_their_kind_and_must_differ() {
        let members =
            "{type: string}, {type: integer}, {type: array, items: {type: string}}, {type: object}";
        assert_eq!(
            variants("Thing", members),
            ["Text", "Integer", "List", "Map"]
        );
        let problem = &variants("Thing", "{type: string}, {type: string, maxLength: 3}")[0];
        assert!(problem.contains("`Text`"), "{problem}");
    }

    #[test]
    fn the_shape_of_a_tagged_branch_has_its_tag() {
        let document = load::parse(
            "components: {schemas: {Any: {oneOf: [{$ref: '#/components/schemas/Tagged'}, {type: string}]},
               Tagged: {oneOf: [{$ref: '#/components/schemas/A'}], discriminator: {propertyName: kind, mapping:
                 {X: '#/components/schemas/A', Y: '#/components/schemas/A'}}}, A: {type: object, properties: {kind: {}}}}}",
        )
        .unwrap();
        let schema = &document["components"]["schemas"]["Any"];
        let shapes = Union::read(&document, "Any", schema)
            .unwrap()
            .shapes(&document);
        let texts = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| (*text).to_owned())
                .collect::<Vec<_>>()
        };
        let tagged = Shape::Object {
            required: texts(&["kind"]),
            known: texts(&["kind"]),
            constants: vec![("kind".to_owned(), texts(&["X", "Y"]))],
        };
        assert_eq!(shapes, [vec![tagged], vec![Shape::Text]]);
    }

    #[test]
    fn a_discriminator_has_to_be_complete() {
        let members = format!(
            "{}], discriminator: {{propertyName: kind, mapping: {{A: '#/components/schemas/AdPin'}}}}, x: [",
            references(&["AdPin", "AdBoard"])
        );
        let problem = &variants("Thing", &members)[0];
        assert!(
            problem.contains("AdBoard") && problem.contains("mapping"),
            "{problem}"
        );
    }
}
