//! Names of types: those of components, and those of enums that the description gives none.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::curations::Curations;
use super::description::{Description, Place, members, wrapped};
use crate::codegen::names;

/// `ad_accounts/list` becomes `AdAccountsList`.
pub(super) fn type_name(text: &str) -> String {
    names::camel(&text.replace(['/', '.'], "_"))
}

/// The name of a component: what a curation says, or its own without the prefix of Pinterest's library.
pub(super) fn component_name(curations: &Curations, upstream: &str) -> String {
    match curations.renamed(upstream) {
        Some(name) => name.to_owned(),
        None => type_name(upstream.strip_prefix("Pinterest.Lib.").unwrap_or(upstream)),
    }
}

/// The name for the items of an array that would itself be called `hint`.
pub(super) fn item_hint(position: &str, hint: &str) -> String {
    match hint.strip_suffix("Response") {
        Some(operation) if position.ends_with("#response") => format!("{operation}Item"),
        _ => singular(hint),
    }
}

/// English plurals, as far as names of properties need them.
pub(super) fn singular(plural: &str) -> String {
    if let Some(stem) = plural.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if ["ss", "us", "is"]
        .iter()
        .any(|ending| plural.ends_with(ending))
    {
        return plural.to_owned();
    }
    if plural.ends_with("sses")
        || plural.ends_with("xes")
        || plural.ends_with("ches")
        || plural.ends_with("uses")
    {
        return plural[..plural.len() - 2].to_owned();
    }
    plural.strip_suffix('s').unwrap_or(plural).to_owned()
}

/// The values of a string enum without `null`; nothing for anything else.
pub(super) fn enum_values(schema: &Value) -> Option<Vec<String>> {
    if schema.get("allOf").is_some()
        || !matches!(
            schema.get("type").and_then(Value::as_str),
            None | Some("string")
        )
    {
        return None;
    }
    let values = schema.get("enum")?.as_array()?.iter();
    let text = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    Some(values.filter_map(text).collect())
}

/// What the enums without a name are called, by position.
pub(super) fn enum_names(
    description: &Description,
    curations: &Curations,
    tags: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let component_name = |name: &str| component_name(curations, name);
    let places = description.places(&component_name);
    let mut component_sets = BTreeMap::<BTreeSet<String>, BTreeSet<String>>::new();
    let mut used: BTreeSet<String> = description
        .reached
        .iter()
        .map(|name| component_name(name))
        .collect();
    used.extend(curations.type_names());
    for name in &description.reached {
        if let Some(values) = description.component(name).and_then(enum_values) {
            component_sets
                .entry(values.into_iter().collect())
                .or_default()
                .insert(component_name(name));
        }
    }
    let mut groups = BTreeMap::<BTreeSet<String>, Vec<&Place<'_>>>::new();
    for place in &places {
        let is_component = description.reached.contains(&place.position);
        if is_component
            || tags.contains_key(&place.position)
            || curations.explicit_type(&place.position).is_some()
        {
            continue;
        }
        if let Some(values) = enum_values(place.schema) {
            groups
                .entry(values.into_iter().collect())
                .or_default()
                .push(place);
        }
    }
    let mut candidates = BTreeMap::<String, usize>::new();
    for group in groups.values() {
        for candidate in group
            .iter()
            .filter_map(|place| candidate(place))
            .collect::<BTreeSet<_>>()
        {
            *candidates.entry(candidate).or_default() += 1;
        }
    }
    let mut found = tags.clone();
    for (values, group) in &groups {
        let curated = group
            .iter()
            .find_map(|place| curations.name_at(&place.position));
        let component = component_sets
            .get(values)
            .filter(|names| names.len() == 1)
            .and_then(BTreeSet::first);
        let own = group
            .iter()
            .filter_map(|place| candidate(place))
            .find(|name| candidates[name] == 1 && !used.contains(name));
        let hints = group.iter().map(|place| match place.property {
            Some(_) if place.position.ends_with("[]") => singular(&place.hint),
            _ => place.hint.clone(),
        });
        let fallback = hints.min().unwrap_or_default();
        let name = curated
            .or(component.map(String::as_str))
            .map(str::to_owned)
            .or(own)
            .unwrap_or(fallback);
        for place in group {
            let at = curations.name_at(&place.position).map(str::to_owned);
            found.insert(place.position.clone(), at.unwrap_or_else(|| name.clone()));
        }
    }
    found
}

/// The name of the property alone, which many enums can go by.
fn candidate(place: &Place<'_>) -> Option<String> {
    let property = type_name(place.property.as_deref()?);
    Some(if place.position.ends_with("[]") {
        singular(&property)
    } else {
        property
    })
}

/// Whether a component is a type in Rust; the others (scalars, lists, maps) are written out where they are used.
pub(super) fn has_type(schema: &Value) -> bool {
    if schema.get("$ref").is_some() {
        return false;
    }
    if let Some(inner) = wrapped(schema) {
        return inner.get("$ref").is_none() && has_type(inner);
    }
    let is_record = schema.get("properties").is_some() || schema.get("allOf").is_some();
    is_record
        || enum_values(schema).is_some()
        || schema.get("discriminator").is_some()
        || members(schema).is_some_and(|members| members.len() > 1)
}
