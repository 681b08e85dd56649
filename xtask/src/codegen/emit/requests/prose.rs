//! What the documentation of requests, constructors and setters says.

use serde_json::Value;

use super::argument::Argument;
use super::facts;
use crate::codegen::walk::Operation;

/// The documentation of a request: what it is for, and the facts about its operation.
pub(super) fn of_request(
    document: &Value,
    operation: &Operation<'_>,
    response: &syn::Type,
) -> String {
    let facts = facts::list(document, operation, response);
    format!("{}\n\n{facts}", description(operation))
}

/// The documentation of the function that sends a request.
pub(super) fn of_function(operation: &Operation<'_>) -> String {
    format!(
        "{}\n\n# Errors\n\nReturns an error if the request cannot be sent, or if the response is an error or not as described.",
        first_sentence(operation)
    )
}

/// The documentation of a constructor; values that are named at the call are documented there.
pub(super) fn of_constructor(required: &[&Argument<'_>], is_named: bool) -> String {
    let mut doc = match required {
        [] => "Creates the request.".to_owned(),
        _ if is_named => return "Creates the request with its required values.".to_owned(),
        _ => "Creates the request with its required values.\n".to_owned(),
    };
    for argument in required {
        doc.push_str(&format!(
            "\n- `{}`: {}",
            argument.ident,
            of_argument(argument)
        ));
    }
    doc
}

/// The first sentence of the description stands alone.
fn description(operation: &Operation<'_>) -> String {
    let text = words(operation.object.get("description"));
    match end_of_first_sentence(&text) {
        Some(end) => format!("{}\n\n{}", &text[..end], text[end..].trim_start()),
        None => text,
    }
}

fn first_sentence(operation: &Operation<'_>) -> String {
    let text = words(operation.object.get("description"));
    let end = end_of_first_sentence(&text).unwrap_or(text.len());
    text[..end].to_owned()
}

fn end_of_first_sentence(text: &str) -> Option<usize> {
    let mut ends = text.match_indices(". ");
    let (end, _) = ends.find(|(end, _)| {
        let is_abbreviation = ["e.g", "i.e", "etc"]
            .iter()
            .any(|it| text[..*end].ends_with(it));
        !is_abbreviation && text[end + 2..].starts_with(char::is_uppercase)
    })?;
    Some(end + 1)
}

/// The documentation of an argument, in one paragraph: its description, its range, its default.
pub(super) fn of_argument(argument: &Argument<'_>) -> String {
    let Some(parameter) = argument.parameter else {
        return argument.body.map_or_else(
            || "The body.".to_owned(),
            |body| sentence(words(body.get("description"))),
        );
    };
    let mut description = sentence(words(parameter.get("description")));
    let none = Value::Null;
    let schema = parameter.get("schema").unwrap_or(&none);
    let default = default(schema).filter(|_| !description.contains("Default: "));
    let limits = [values(schema), range(schema), count(schema)];
    let limits = limits.into_iter().flatten();
    let unsaid = limits.filter(|limit| !says(&description, limit));
    let facts: Vec<String> = unsaid.chain(default).collect();
    for fact in facts {
        description.push(' ');
        description.push_str(&fact);
    }
    description
}

/// Whether a description has all numbers of a limit, so that the limit need not be repeated.
fn says(description: &str, limit: &str) -> bool {
    let described = numbers(description);
    numbers(limit)
        .iter()
        .all(|number| described.contains(number))
}

/// The whole numbers in a text; commas between thousands do not count.
fn numbers(text: &str) -> Vec<String> {
    let text = text.replace(',', "");
    let numbers = text.split(|letter: char| !letter.is_ascii_digit());
    numbers
        .filter(|number| !number.is_empty())
        .map(str::to_owned)
        .collect()
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

/// A text in one line.
fn words(value: Option<&Value>) -> String {
    text(value).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn sentence(mut text: String) -> String {
    if !text.is_empty() && !text.ends_with(['.', '!', '?', ')']) {
        text.push('.');
    }
    text
}

fn text(value: Option<&Value>) -> &str {
    value.and_then(Value::as_str).unwrap_or_default()
}
