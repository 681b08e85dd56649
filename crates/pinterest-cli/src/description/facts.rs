//! What a schema says about its values, in a few words.

use serde_json::Value;

use super::Schema;

/// The most values of an enum that are listed.
const LISTED_VALUES: usize = 40;

/// What the values are: kind, limits, default.
pub(super) fn facts(schema: &Schema) -> Vec<String> {
    let mut facts = vec![kind(schema)];
    let number = |key: &str| schema.object.get(key).filter(|value| value.is_number());
    match (number("minLength"), number("maxLength")) {
        (Some(least), Some(most)) if least == most => facts.push(format!("{least} characters")),
        (Some(least), Some(most)) => facts.push(format!("{least} to {most} characters")),
        (Some(least), None) => facts.push(format!("at least {least} characters")),
        (None, Some(most)) => facts.push(format!("at most {most} characters")),
        (None, None) => {}
    }
    match (number("minimum"), number("maximum")) {
        (Some(least), Some(most)) => facts.push(format!("{least} to {most}")),
        (Some(least), None) => facts.push(format!("at least {least}")),
        (None, Some(most)) => facts.push(format!("at most {most}")),
        (None, None) => {}
    }
    match (number("minItems"), number("maxItems")) {
        (Some(least), Some(most)) => facts.push(format!("{least} to {most} elements")),
        (Some(least), None) => facts.push(format!("at least {least} elements")),
        (None, Some(most)) => facts.push(format!("at most {most} elements")),
        (None, None) => {}
    }
    if let Some(pattern) = schema.text("pattern") {
        facts.push(format!("matches {pattern}"));
    }
    if schema.object.get("nullable") == Some(&Value::Bool(true)) {
        facts.push("may be null".to_owned());
    }
    if let Some(default) = schema.object.get("default") {
        facts.push(format!("default {default}"));
    }
    facts
}

/// What the values are.
pub(super) fn kind(schema: &Schema) -> String {
    if let Some(items) = schema.items() {
        return format!("array of {}", kind(&items));
    }
    if let Some(values) = schema.values() {
        return format!("map of {}", kind(&values));
    }
    let named = |kind: &str| match &schema.name {
        Some(name) if kind == "object" => name.clone(),
        _ => kind.to_owned(),
    };
    match schema.text("type") {
        Some("string") => match schema.text("format") {
            Some(format) => format!("text ({format})"),
            None => "text".to_owned(),
        },
        Some(kind) => named(kind),
        None if !schema.members().is_empty() => schema
            .name
            .clone()
            .unwrap_or_else(|| "one of several".to_owned()),
        None if schema.object.contains_key("properties") => named("object"),
        None => "any value".to_owned(),
    }
}

/// The values of an enum; empty if it is none.
pub(super) fn values(schema: &Schema) -> Vec<String> {
    let values = schema.object.get("enum").and_then(Value::as_array);
    let values = values.into_iter().flatten();
    values
        .map(|value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        })
        .collect()
}

/// The values of an enum in one text, which ends early where there are many.
pub(super) fn listed(values: &[String]) -> String {
    let listed = values.iter().take(LISTED_VALUES).cloned();
    let listed = listed.collect::<Vec<_>>().join(", ");
    match values.len().saturating_sub(LISTED_VALUES) {
        0 => listed,
        more => format!("{listed} and {more} more"),
    }
}
