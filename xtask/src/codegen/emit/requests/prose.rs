//! What the documentation of queries and setters says.

use serde_json::Value;

use super::argument::Argument;
use crate::codegen::walk::Operation;

/// The documentation of a query: what it is for, what it takes to send it, and what it can set.
pub(super) fn of_query(
    operation: &Operation<'_>,
    is_paged: bool,
    held: &[&Argument<'_>],
) -> String {
    let (what, id) = (if is_paged { "filters" } else { "options" }, operation.id());
    let summary = text(operation.object.get("summary")).trim_end_matches('.');
    let mut doc = format!("The {what} of `{id}`: {summary}.\n\n{}", demands(operation));
    let in_path = |argument: &Argument<'_>| {
        let parameter = argument.parameter;
        parameter.is_none_or(|parameter| text(parameter.get("in")) == "path")
    };
    let (optional, required): (Vec<&Argument<'_>>, Vec<&Argument<'_>>) = held
        .iter()
        .copied()
        .filter(|argument| !in_path(argument))
        .partition(|argument| argument.is_optional);
    let optional = optional.into_iter().map(|it| (it, ""));
    let required = required.into_iter().map(|it| (it, " (required)"));
    let lines: Vec<String> = required
        .chain(optional)
        .map(|(it, note)| format!("- `{}`{note}: {}", it.ident, of_parameter(it)))
        .collect();
    if !lines.is_empty() {
        doc.push_str("\n\n");
        doc.push_str(&lines.join("\n"));
    }
    doc
}

/// What it takes to send an operation: scopes, production, a place in the rate limit.
fn demands(operation: &Operation<'_>) -> String {
    let mut sentences: Vec<String> = tokens(operation).into_iter().collect();
    if text(operation.object.get("x-sandbox")) == "disabled" {
        sentences.push("Not in the sandbox.".to_owned());
    }
    let category = text(operation.object.get("x-ratelimit-category"));
    if !category.is_empty() {
        sentences.push(format!("Rate limit: `{category}`."));
    }
    sentences.join(" ")
}

fn tokens(operation: &Operation<'_>) -> Option<String> {
    let alternatives = operation.object.get("security").and_then(Value::as_array)?;
    let schemes = alternatives.iter().filter_map(Value::as_object).flatten();
    let texts: Vec<String> = schemes
        .map(|(scheme, scopes)| {
            let scopes: Vec<String> = scopes
                .as_array()
                .into_iter()
                .flatten()
                .map(|scope| format!("`{}`", text(Some(scope))))
                .collect();
            match (scheme.as_str(), &scopes[..]) {
                ("pinterest_oauth2", [only]) => format!("scope: {only}"),
                ("pinterest_oauth2", [_, _, ..]) => format!("scopes: {}", scopes.join(" and ")),
                _ => format!("token: `{scheme}`"),
            }
        })
        .collect();
    let sentence = texts.join(", or ");
    let mut letters = sentence.chars();
    let first = letters.next()?.to_uppercase();
    Some(format!("{first}{}.", letters.as_str()))
}

/// The documentation of a parameter, in one paragraph: its description, its range, its default.
pub(super) fn of_parameter(argument: &Argument<'_>) -> String {
    let Some(parameter) = argument.parameter else {
        return "The body.".to_owned();
    };
    let words = text(parameter.get("description")).split_whitespace();
    let mut description = words.collect::<Vec<_>>().join(" ");
    if !description.is_empty() && !description.ends_with(['.', '!', '?', ')']) {
        description.push('.');
    }
    let none = Value::Null;
    let schema = parameter.get("schema").unwrap_or(&none);
    let default = default(schema).filter(|_| !description.contains("Default: "));
    let facts = [values(schema), range(schema), count(schema), default];
    for fact in facts.into_iter().flatten() {
        description.push(' ');
        description.push_str(&fact);
    }
    description
}

/// The values of a number; those of a text are a type.
fn values(schema: &Value) -> Option<String> {
    let kind = text(schema.get("type"));
    let values = schema.get("enum").and_then(Value::as_array)?;
    let values: Vec<String> = values.iter().map(Value::to_string).collect();
    matches!(kind, "integer" | "number").then(|| format!("One of {}.", values.join(", ")))
}

fn range(schema: &Value) -> Option<String> {
    match (schema.get("minimum"), schema.get("maximum")) {
        (Some(least), Some(greatest)) => Some(format!("From {least} to {greatest}.")),
        (Some(least), None) if least.as_i64() == Some(0) => None,
        (Some(least), None) => Some(format!("At least {least}.")),
        (None, Some(greatest)) => Some(format!("At most {greatest}.")),
        (None, None) => None,
    }
}

fn count(schema: &Value) -> Option<String> {
    let greatest = schema.get("maxItems")?;
    Some(format!("At most {greatest}."))
}

fn default(schema: &Value) -> Option<String> {
    let default = match schema.get("default")? {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Some(format!("Default: `{default}`."))
}

fn text(value: Option<&Value>) -> &str {
    value.and_then(Value::as_str).unwrap_or_default()
}
