//! Unions: decided by a tag where there is one, enums where all members are enums, by shape otherwise.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::curations::Curations;
use super::description::{Description, members, reference, wrapped};
use super::naming::{self, enum_values};
use super::schemas::{Converter, TYPES, add_siblings, reference_name};

/// What the discriminators say about the properties that they look at.
#[derive(Default)]
pub(super) struct Tags {
    /// Name of the enum at a tag whose branch lists its one value there.
    pub(super) names: BTreeMap<String, String>,
    /// Values of those enums.
    pub(super) enums: BTreeMap<String, BTreeSet<String>>,
    /// Values that a branch's tag is narrowed to.
    pub(super) narrowed: BTreeMap<String, BTreeSet<String>>,
    pub(super) problems: Vec<String>,
}

/// The branches of a union by the values of its tag; from the members where the mapping does not list them.
fn mapping(description: &Description, schema: &Value, tag: &str) -> BTreeMap<String, String> {
    let declared = schema
        .pointer("/discriminator/mapping")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    let mut mapping: BTreeMap<String, String> = declared
        .filter_map(|(value, target)| {
            let target = target.as_str()?;
            Some((
                value.clone(),
                target.strip_prefix(TYPES).unwrap_or(target).to_owned(),
            ))
        })
        .collect();
    for branch in members(schema).into_iter().flatten().filter_map(reference) {
        if mapping.values().any(|target| target == branch) {
            continue;
        }
        let own = description
            .component(branch)
            .and_then(|schema| tag_schema(description, schema, branch, tag));
        for value in own
            .and_then(|(_, schema)| enum_values(schema))
            .unwrap_or_default()
        {
            mapping.entry(value).or_insert_with(|| branch.to_owned());
        }
    }
    mapping
}

/// The tag's schema in a branch, and the component that declares it.
fn tag_schema<'a>(
    description: &'a Description,
    schema: &'a Value,
    component: &str,
    tag: &str,
) -> Option<(String, &'a Value)> {
    let mut open = vec![(component.to_owned(), schema)];
    let mut seen = BTreeSet::new();
    while let Some((component, schema)) = open.pop() {
        if let Some(found) = schema
            .get("properties")
            .and_then(|properties| properties.get(tag))
        {
            return Some((component, found));
        }
        let bases = schema
            .get("allOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        for base in bases {
            match reference(base) {
                Some(name) if seen.insert(name) => {
                    open.extend(
                        description
                            .component(name)
                            .map(|schema| (name.to_owned(), schema)),
                    );
                }
                Some(_) => {}
                None => open.push((component.clone(), base)),
            }
        }
    }
    None
}

/// Looks at every union with a discriminator.
pub(super) fn tags(description: &Description, curations: &Curations) -> Tags {
    let mut tags = Tags::default();
    let component_name = |name: &str| naming::component_name(curations, name);
    for place in description.places(&component_name) {
        let Some(tag) = place
            .schema
            .pointer("/discriminator/propertyName")
            .and_then(Value::as_str)
        else {
            continue;
        };
        let union = curations.name_at(&place.position).unwrap_or(&place.hint);
        let mapping = mapping(description, place.schema, tag);
        if mapping.is_empty() {
            tags.problems.push(format!("the union at `{}` says by `{tag}` which branch is meant, but not which value means which", place.position));
        }
        // A name that is given to the tag of one branch is that of all.
        let curated = mapping
            .values()
            .find_map(|branch| curations.name_at(&format!("{branch}.{tag}")));
        let name = curated.map_or_else(
            || format!("{union}{}", naming::type_name(tag)),
            str::to_owned,
        );
        let place = TagPlace { union, tag, name };
        for (value, branch) in &mapping {
            tags.add(description, curations, &place, value, branch);
        }
    }
    tags
}

/// The tag of a union, and what its enum is called.
struct TagPlace<'a> {
    union: &'a str,
    tag: &'a str,
    name: String,
}

impl Tags {
    fn add(
        &mut self,
        description: &Description,
        curations: &Curations,
        place: &TagPlace<'_>,
        value: &str,
        branch: &str,
    ) {
        let TagPlace { union, tag, name } = place;
        let Some(schema) = description.component(branch) else {
            self.problems.push(format!(
                "the union `{union}` maps {value:?} to `{branch}`, which does not exist"
            ));
            return;
        };
        if members(schema).is_some() {
            return; // A union inside the union: its branches have the tag.
        }
        let Some((owner, found)) = tag_schema(description, schema, branch, tag) else {
            self.problems.push(format!("`{branch}` is a branch of `{union}` but lacks its tag: correct it with `properties.{tag}`"));
            return;
        };
        if owner != branch {
            return; // What a base declares is not narrowed for one of its users.
        }
        let position = format!("{owner}.{tag}");
        self.narrowed
            .entry(position.clone())
            .or_default()
            .insert(value.to_owned());
        let inner = wrapped(found).unwrap_or(found);
        let is_typed = reference(inner).is_some() || curations.explicit_type(&position).is_some();
        if is_typed || enum_values(inner).is_none_or(|values| values.len() > 1) {
            return;
        }
        let name = self
            .names
            .entry(position)
            .or_insert_with(|| name.clone())
            .clone();
        self.enums.entry(name).or_default().insert(value.to_owned());
    }
}

/// Converts a union; `name` is what its type is called.
pub(super) fn convert(
    converter: &mut Converter<'_>,
    schema: &Value,
    position: &str,
    name: &str,
) -> Value {
    let members = members(schema).cloned().unwrap_or_default();
    let tag = schema
        .pointer("/discriminator/propertyName")
        .and_then(Value::as_str);
    if let ([only], None) = (members.as_slice(), tag) {
        let mut converted = converter.convert(only, &format!("{position}|0"), name);
        add_siblings(&mut converted, schema);
        return converted;
    }
    if let Some(enumeration) = of_enums(converter, &members) {
        return match enumeration {
            Enumeration::One(index) => {
                let mut converted =
                    converter.convert(&members[index], &format!("{position}|{index}"), name);
                add_siblings(&mut converted, schema);
                converted
            }
            Enumeration::Joined(values) => {
                converter.register(name, json!({ "type": "string", "enum": values }), position);
                converter.refer(name, schema, false)
            }
        };
    }
    let union = match tag {
        Some(tag) => tagged(converter, schema, tag, position),
        None => by_shape(converter, &members, position, name),
    };
    converter.register(name, union, position);
    converter.refer(name, schema, false)
}

enum Enumeration {
    /// One member is an enum, the others are any text.
    One(usize),
    Joined(Vec<String>),
}

/// What a union of strings comes to, when it is one.
fn of_enums(converter: &Converter<'_>, members: &[Value]) -> Option<Enumeration> {
    let mut lists = Vec::new();
    let mut text = false;
    for (index, member) in members.iter().enumerate() {
        let mut resolved = member;
        while let Some(inner) = wrapped(resolved) {
            resolved = inner;
        }
        if let Some(component) = reference(resolved) {
            resolved = converter.description.component(component)?;
        }
        match enum_values(resolved) {
            Some(values) => lists.push((index, values)),
            None if resolved.get("type") == Some(&json!("string")) => text = true,
            None => return None,
        }
    }
    match lists.as_slice() {
        [] => None,
        [(index, _)] if text => Some(Enumeration::One(*index)),
        _ => {
            let mut joined = Vec::new();
            for value in lists.into_iter().flat_map(|(_, values)| values) {
                if !joined.contains(&value) {
                    joined.push(value);
                }
            }
            Some(Enumeration::Joined(joined))
        }
    }
}

fn tagged(converter: &mut Converter<'_>, schema: &Value, tag: &str, position: &str) -> Value {
    let mapping = mapping(converter.description, schema, tag);
    let mut targets = Map::new();
    let mut branches = Vec::new();
    for (value, component) in &mapping {
        let branch = converter.component(component);
        let Some(name) = reference_name(&branch) else {
            converter.problems.push(format!(
                "the branch `{component}` of the union at `{position}` is not an object"
            ));
            continue;
        };
        let target = json!(format!("{TYPES}{name}"));
        let reference = json!({ "$ref": target });
        if !branches.contains(&reference) {
            branches.push(reference);
        }
        targets.insert(value.clone(), target);
    }
    for (property, _) in crate::codegen::walk::members(schema, "properties") {
        for component in mapping.values() {
            let branch = converter.description.component(component);
            let is_union = branch.is_some_and(|branch| members(branch).is_some());
            if !is_union
                && branch
                    .and_then(|branch| {
                        tag_schema(converter.description, branch, component, property)
                    })
                    .is_none()
            {
                converter.problems.push(format!("the union at `{position}` has the property `{property}`, which its branch `{component}` lacks"));
            }
        }
    }
    json!({ "oneOf": branches, "discriminator": { "propertyName": tag, "mapping": targets } })
}

fn by_shape(converter: &mut Converter<'_>, members: &[Value], position: &str, name: &str) -> Value {
    let mut converted = Vec::new();
    let mut objects = BTreeSet::new();
    for (index, member) in members.iter().enumerate() {
        let position = format!("{position}|{index}");
        let is_named = converter.curations.name_at(&position).is_some();
        let hint = if is_named || reference(member).is_some() {
            name.to_owned()
        } else {
            format!("{name}Object")
        };
        let mut member = converter.convert(member, &position, &hint);
        if let Some(name) = reference_name(&member).map(str::to_owned) {
            if !objects.insert(name.clone()) {
                continue;
            }
            member = json!({ "$ref": format!("{TYPES}{name}") });
        }
        converted.push(member);
    }
    json!({ "oneOf": converted })
}
