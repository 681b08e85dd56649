//! Finds curations that no longer apply.

use std::collections::BTreeSet;

use super::curations::Curations;
use super::description::Description;
use super::types::Types;

/// Returns a problem for each curation that names something the description does not have.
///
/// `used_wildcards` are the wildcards that gave a type to at least one schema.
pub(super) fn find(
    curations: &Curations,
    description: &Description,
    types: &Types,
    used_wildcards: &BTreeSet<String>,
) -> Vec<String> {
    let places = description.places(&|name| name.to_owned());
    let positions: BTreeSet<&str> = places.iter().map(|place| place.position.as_str()).collect();
    let mut problems = Vec::new();
    for (upstream, name) in curations.renames() {
        if !(description.reached.contains(upstream) && types.contains(name)) {
            problems.push(format!(
                "rename of `{upstream}`: no component of this name becomes a type"
            ));
        }
    }
    for (position, _) in curations.names() {
        if !positions.contains(position) {
            problems.push(format!("name at `{position}`: no such position"));
        }
    }
    for (position, name) in curations.types() {
        let is_used = if position.starts_with('*') {
            used_wildcards.contains(position)
        } else {
            positions.contains(position)
        };
        if !is_used {
            problems.push(format!("type `{name}` at `{position}`: matches nothing"));
        }
    }
    problems
}
