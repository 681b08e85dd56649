//! Derives names of types from names in the description.

use crate::codegen::names;

/// Turns `ad_accounts/list` into `AdAccountsList`.
pub(super) fn type_name(text: &str) -> String {
    names::camel(&text.replace(['/', '.'], "_"))
}

/// Derives the name of a component's type, dropping the prefix of Pinterest's library.
pub(super) fn component_name(upstream: &str) -> String {
    type_name(upstream.strip_prefix("Pinterest.Lib.").unwrap_or(upstream))
}

/// Derives the name of the items of an array that would itself be called `hint`.
pub(super) fn item_hint(position: &str, hint: &str) -> String {
    match hint.strip_suffix("Response") {
        Some(operation) if position.ends_with("#response") => format!("{operation}Item"),
        _ => singular(hint),
    }
}

/// Returns the singular of an English plural, as far as names of properties need it.
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
