//! Classifies unions: by a tag where there is one, as an enum where all members are strings, by
//! shape otherwise.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::curations::Curations;
use super::description::Description;
use super::naming;
use super::schema::{SCHEMAS, enum_values, list, members, reference, wrapped};
use crate::codegen::walk;

/// What a union becomes.
pub(super) enum Union<'a> {
    /// The only member.
    Member,
    /// The member of this index, an enum, and any other text.
    OpenEnum(usize),
    /// An enum of these values.
    Enum(Vec<String>),
    /// A union whose tag decides between the branches.
    Tagged {
        tag: &'a str,
        /// Components by the value of the tag.
        mapping: BTreeMap<String, String>,
    },
    /// A union whose branches only their shape tells apart.
    Untagged,
}

/// Classifies a union.
pub(super) fn classify<'a>(description: &Description, schema: &'a Value) -> Union<'a> {
    let tag = schema
        .pointer("/discriminator/propertyName")
        .and_then(Value::as_str);
    let members = members(schema).map(Vec::as_slice).unwrap_or_default();
    if let ([_], None) = (members, tag) {
        return Union::Member;
    }
    if let Some(union) = of_strings(description, members) {
        return union;
    }
    match tag {
        Some(tag) => Union::Tagged {
            tag,
            mapping: mapping(description, schema, tag),
        },
        None => Union::Untagged,
    }
}

/// Classifies a union of strings; `None` for any other.
fn of_strings<'a>(description: &Description, members: &[Value]) -> Option<Union<'a>> {
    let mut lists = Vec::new();
    let mut has_text = false;
    for (index, member) in members.iter().enumerate() {
        let mut resolved = member;
        while let Some(inner) = wrapped(resolved) {
            resolved = inner;
        }
        if let Some(component) = reference(resolved) {
            resolved = description.component(component)?;
        }
        match enum_values(resolved) {
            Some(values) => lists.push((index, values)),
            None if resolved.get("type") == Some(&json!("string")) => has_text = true,
            None => return None,
        }
    }
    match lists.as_slice() {
        [] => None,
        [(index, _)] if has_text => Some(Union::OpenEnum(*index)),
        _ => {
            let mut joined = Vec::new();
            for value in lists.into_iter().flat_map(|(_, values)| values) {
                if !joined.contains(&value) {
                    joined.push(value);
                }
            }
            Some(Union::Enum(joined))
        }
    }
}

/// Returns a problem for each property of the union itself that one of its branches lacks.
pub(super) fn missing_properties(
    description: &Description,
    schema: &Value,
    mapping: &BTreeMap<String, String>,
    position: &str,
) -> Vec<String> {
    let mut problems = Vec::new();
    for (property, _) in walk::members(schema, "properties") {
        for component in mapping.values() {
            let branch = description.component(component);
            let is_union = branch.is_some_and(|branch| members(branch).is_some());
            if !is_union
                && branch
                    .and_then(|branch| declaration(description, branch, component, property))
                    .is_none()
            {
                problems.push(format!(
                    "the union at `{position}` has the property `{property}`, which its branch \
                     `{component}` lacks"
                ));
            }
        }
    }
    problems
}

/// Returns the components of a union by the value of its tag.
///
/// Members that the mapping does not list are added under the values that their tags allow.
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
                target.strip_prefix(SCHEMAS).unwrap_or(target).to_owned(),
            ))
        })
        .collect();
    for branch in members(schema).into_iter().flatten().filter_map(reference) {
        if mapping.values().any(|target| target == branch) {
            continue;
        }
        let own = description
            .component(branch)
            .and_then(|schema| declaration(description, schema, branch, tag));
        for value in own
            .and_then(|(_, schema)| enum_values(schema))
            .unwrap_or_default()
        {
            mapping.entry(value).or_insert_with(|| branch.to_owned());
        }
    }
    mapping
}

/// Returns the component that declares a property of a branch, and the property's schema.
fn declaration<'a>(
    description: &'a Description,
    schema: &'a Value,
    component: &str,
    property: &str,
) -> Option<(String, &'a Value)> {
    let mut open = vec![(component.to_owned(), schema)];
    let mut seen = BTreeSet::new();
    while let Some((component, schema)) = open.pop() {
        if let Some(found) = schema
            .get("properties")
            .and_then(|properties| properties.get(property))
        {
            return Some((component, found));
        }
        for base in list(schema, "allOf") {
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

/// What discriminators say about the properties that they name.
#[derive(Default)]
pub(super) struct Tags {
    /// Names of enums by the position of a tag that lists its only value.
    pub(super) names: BTreeMap<String, String>,
    /// Values of those enums by name.
    pub(super) enums: BTreeMap<String, BTreeSet<String>>,
    /// Values that a branch allows, by the position of its tag.
    pub(super) narrowed: BTreeMap<String, BTreeSet<String>>,
    pub(super) problems: Vec<String>,
}

/// Evaluates the discriminator of every union.
pub(super) fn tags(description: &Description, curations: &Curations) -> Tags {
    let mut tags = Tags::default();
    let component_name = |name: &str| curations.component_name(name);
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
            tags.problems.push(format!(
                "the union at `{}` has the discriminator `{tag}`, but no value of it selects a \
                 branch",
                place.position
            ));
        }
        // A curation names the tag at one branch, for all of them.
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

/// The tag of a union, and the name of its enum.
struct TagPlace<'a> {
    union: &'a str,
    tag: &'a str,
    name: String,
}

impl Tags {
    /// Adds the tag of one branch.
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
            return; // The branches of the inner union have the tag.
        }
        let Some((owner, found)) = declaration(description, schema, branch, tag) else {
            self.problems.push(format!(
                "`{branch}` is a branch of `{union}` but lacks its tag: correct it with \
                 `properties.{tag}`"
            ));
            return;
        };
        if owner != branch {
            return; // The other users of the base allow other values.
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
