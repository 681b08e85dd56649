//! Schemas that cannot become readable, documented types.

use serde_json::Value;

use super::{Problems, is_described};
use crate::codegen::emit::limits::Pattern;
use crate::codegen::generate;
use crate::codegen::walk::{self, Object};

pub(super) fn check(problems: &mut Problems<'_>) {
    let spec = problems.spec;
    for (name, schema) in walk::component_schemas(&spec.document) {
        check_component(schema, &format!("components.schemas.{name}"), problems);
    }
    let mut found = Vec::new();
    walk::schemas(&spec.document, &mut |place, schema| {
        let is_component = place
            .strip_prefix("components.schemas.")
            .is_some_and(|name| !name.contains('.'));
        if !is_component {
            found.extend(anonymous(schema).map(|message| (place.to_owned(), message)));
        }
        found.extend(unreadable(schema).map(|message| (place.to_owned(), message)));
        found.extend(undescribed_properties(place, schema));
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

/// Objects with properties and enums need a name, which only a component has.
fn anonymous(schema: &Object) -> Option<String> {
    let what = if schema.contains_key("properties") {
        "an object with properties"
    } else if schema.contains_key("enum") {
        "an enum"
    } else {
        return None;
    };
    Some(format!(
        "{what} needs a name: move it to components/schemas and refer to it"
    ))
}

fn unreadable(schema: &Object) -> Option<String> {
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str)
        && Pattern::from_regex(pattern).is_none()
    {
        return Some(format!(
            "pattern {pattern:?} is not one that requests can be checked against; teach `Pattern` about it"
        ));
    }
    if schema.contains_key("$ref") && schema.len() > 1 {
        return Some("a $ref has siblings, which OpenAPI 3.0 ignores: wrap it in allOf".to_owned());
    }
    if schema.contains_key("x-sensitive")
        && schema.get("type").and_then(Value::as_str) != Some("string")
    {
        return Some("x-sensitive is for strings".to_owned());
    }
    for key in [
        "exclusiveMaximum",
        "exclusiveMinimum",
        "maxProperties",
        "multipleOf",
        "uniqueItems",
    ] {
        if schema.contains_key(key) {
            return Some(format!(
                "`{key}` is not a limit that requests can be checked against; teach `Limits` about it"
            ));
        }
    }
    for key in ["minimum", "maximum"] {
        if schema
            .get(key)
            .is_some_and(|bound| bound.as_i64().is_none())
        {
            return Some(format!(
                "`{key}` is not a whole number; teach `Limits` about it"
            ));
        }
    }
    for key in ["oneOf", "anyOf", "not", "discriminator"] {
        if schema.contains_key(key) {
            return Some(format!("`{key}` is not supported by the generator"));
        }
    }
    match schema.get("allOf").and_then(Value::as_array) {
        Some(parts) if parts.len() != 1 => {
            Some("allOf with several members is not supported: write the object out".to_owned())
        }
        _ => None,
    }
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
