//! Schemas that cannot become readable, documented types.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Problems, is_described};
use crate::codegen::conversions;
use crate::codegen::generate;
use crate::codegen::unions;
use crate::codegen::walk::{self, Object};

pub(super) fn check(problems: &mut Problems<'_>) {
    let spec = problems.spec;
    for (name, schema) in walk::component_schemas(&spec.document) {
        let place = format!("components.schemas.{name}");
        check_component(schema, &place, problems);
        check_conversions(name, schema, &place, problems);
        if unions::is_union(schema)
            && let Err(message) = unions::Union::read(&spec.document, name, schema)
        {
            problems.add(&place, message);
        }
    }
    let mut found = Vec::new();
    walk::schemas(&spec.document, &mut |place, schema| {
        let is_component = place
            .strip_prefix("components.schemas.")
            .is_some_and(|name| !name.contains('.'));
        if !is_component {
            found.extend(
                anonymous(&spec.document, schema).map(|message| (place.to_owned(), message)),
            );
        }
        found.extend(unreadable(schema).map(|message| (place.to_owned(), message)));
        found.extend(undescribed_properties(place, schema));
        found.extend(poor_aliases(place, schema));
        for required in schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let name = required.as_str().unwrap_or_default();
            if schema
                .get("properties")
                .is_none_or(|properties| properties.get(name).is_none())
            {
                found.push((
                    place.to_owned(),
                    format!("requires {name:?}, which is not among its properties"),
                ));
            }
        }
    });
    for (place, message) in found {
        problems.add(place, message);
    }
}

fn check_component(schema: &Value, place: &str, problems: &mut Problems<'_>) {
    if !is_described(schema) {
        problems.add(place, "has no description");
    }
    if schema.get("nullable") == Some(&Value::Bool(true)) {
        problems.add(
            place,
            "is nullable itself; say `nullable` where it is used, so that the type stays plain",
        );
    }
    if schema.get("enum").is_some() && !generate::is_named_string(schema) {
        problems.add(
            place,
            "has an enum, but is not `type: string`, so that new values could not be decoded",
        );
    }
    if schema.get("x-sensitive").is_some() {
        problems.add(
            place,
            "is sensitive as a whole; say `x-sensitive` where a plain string is used",
        );
    }
    for value in schema
        .get("enum")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let value = value.as_str().unwrap_or_default();
        let described = schema
            .get("x-enum-descriptions")
            .and_then(|texts| texts.get(value))
            .and_then(Value::as_str);
        if described.is_none_or(|text| text.trim().is_empty()) {
            problems.add(
                place,
                format!("value {value:?} has no text in x-enum-descriptions"),
            );
        }
    }
}

/// An id is made from other ids, each of them once.
fn check_conversions(name: &str, schema: &Value, place: &str, problems: &mut Problems<'_>) {
    let Some(sources) = schema.get(conversions::KEY) else {
        return;
    };
    let spec = problems.spec;
    let mut seen = BTreeSet::from([name]);
    let is_source = |source: &Value| {
        walk::referenced(&spec.document, source)
            .is_some_and(|(source, target)| conversions::is_id(target) && seen.insert(source))
    };
    let is_fine = conversions::is_id(schema)
        && sources
            .as_array()
            .is_some_and(|sources| sources.iter().all(is_source));
    if !is_fine {
        problems.add(
            place,
            "x-converts-from stands at a string without an enum, and lists references to other such strings",
        );
    }
}

/// Objects with properties, enums and unions need a name, which only a component has.
fn anonymous(document: &Value, schema: &Object) -> Option<String> {
    let is_number = matches!(
        schema.get("type").and_then(Value::as_str),
        Some("integer" | "number")
    );
    let what = if schema.contains_key("properties") {
        "an object with properties"
    } else if schema.contains_key("oneOf") || schema.contains_key("anyOf") {
        "a union"
    } else if schema.contains_key("enum") && schema.contains_key("allOf") {
        return no_part_of_the_enum(document, schema);
    } else if schema.contains_key("enum") && !is_number {
        "an enum"
    } else {
        return None;
    };
    Some(format!(
        "{what} needs a name: move it to components/schemas and refer to it"
    ))
}

/// Values beside a reference to an enum are some of its values.
fn no_part_of_the_enum(document: &Value, schema: &Object) -> Option<String> {
    let schema = Value::Object(schema.clone());
    let known = walk::referenced(document, &schema)
        .and_then(|(_, target)| target.get("enum"))
        .and_then(Value::as_array);
    let Some(known) = known else {
        return Some("has an enum beside a reference to what is none".to_owned());
    };
    let values = schema.get("enum").and_then(Value::as_array);
    let unknown = values
        .into_iter()
        .flatten()
        .find(|value| !known.contains(value));
    unknown.map(|value| format!("value {value} is not one of the enum that it refers to"))
}

fn unreadable(schema: &Object) -> Option<String> {
    if schema.contains_key("$ref") && schema.len() > 1 {
        return Some("a $ref has siblings, which OpenAPI 3.0 ignores: wrap it in allOf".to_owned());
    }
    if schema.contains_key("x-sensitive")
        && schema.get("type").and_then(Value::as_str) != Some("string")
    {
        return Some("x-sensitive is for strings".to_owned());
    }
    if schema.contains_key("x-metrics")
        && schema.get("type").and_then(Value::as_str) != Some("object")
    {
        return Some("x-metrics is for objects".to_owned());
    }
    if schema.contains_key("not") {
        return Some("`not` is not supported by the generator".to_owned());
    }
    if schema.contains_key("discriminator") && !schema.contains_key("oneOf") {
        return Some("a discriminator stands beside oneOf".to_owned());
    }
    match schema.get("allOf").and_then(Value::as_array) {
        Some(parts) if parts.len() != 1 => {
            Some("allOf with several members is not supported: write the object out".to_owned())
        }
        _ => None,
    }
}

/// Aliases are other names of a property, so they stand at one and are no names of its neighbors.
fn poor_aliases(place: &str, schema: &Object) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let is_property = place
        .rsplit_once('.')
        .is_some_and(|(owner, _)| owner.ends_with(".properties"));
    if schema.contains_key("x-aliases") && !is_property {
        found.push((place.to_owned(), "x-aliases is for properties".to_owned()));
    }
    let Some(Value::Object(properties)) = schema.get("properties") else {
        return found;
    };
    let mut taken: BTreeSet<&str> = properties.keys().map(String::as_str).collect();
    for (name, property) in properties {
        let Some(aliases) = property.get("x-aliases") else {
            continue;
        };
        let place = format!("{place}.properties.{name}");
        let Some(aliases) = aliases.as_array().filter(|aliases| !aliases.is_empty()) else {
            found.push((place, "x-aliases is not a list of names".to_owned()));
            continue;
        };
        for alias in aliases {
            match alias.as_str().filter(|alias| !alias.is_empty()) {
                Some(alias) if taken.insert(alias) => {}
                Some(alias) => found.push((
                    place.clone(),
                    format!("the alias {alias:?} is the name of another property, or listed twice"),
                )),
                None => found.push((place.clone(), format!("the alias {alias} is not a name"))),
            }
        }
    }
    found
}

fn undescribed_properties(place: &str, schema: &Object) -> Vec<(String, String)> {
    let Some(Value::Object(properties)) = schema.get("properties") else {
        return Vec::new();
    };
    properties
        .iter()
        .filter(|(_, property)| !is_described(property))
        .map(|(name, _)| {
            (
                format!("{place}.properties.{name}"),
                "has no description".to_owned(),
            )
        })
        .collect()
}
