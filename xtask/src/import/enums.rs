//! Names the enums that the description leaves unnamed.

use std::collections::{BTreeMap, BTreeSet};

use super::curations::Curations;
use super::description::{Description, Place};
use super::naming::{singular, type_name};
use super::schema::enum_values;

/// Names the enums that are not components, by position.
///
/// `tags` are the names at tags of unions.
/// A name comes from a curation, from the component with the same values, from the property when
/// no other enum could go by it, or from owner and property, in this order.
pub(super) fn names(
    description: &Description,
    curations: &Curations,
    tags: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let component_name = |name: &str| curations.component_name(name);
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

/// Derives a name from the property alone, which several enums may share.
fn candidate(place: &Place<'_>) -> Option<String> {
    let property = type_name(place.property.as_deref()?);
    Some(if place.position.ends_with("[]") {
        singular(&property)
    } else {
        property
    })
}
