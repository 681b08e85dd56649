//! What the documentation of requests, constructors and setters says.

use serde_json::Value;
use syn::visit::Visit;

use super::argument::Argument;
use crate::codegen::walk::Operation;

/// The documentation of a request: what it is for, how it is sent, what it takes to send it, and
/// what the response is.
pub(super) fn of_request(operation: &Operation<'_>, response: &syn::Type) -> String {
    let mut doc = description(operation);
    let method = operation.method.to_uppercase();
    let (path, id) = (operation.path, operation.id());
    doc.push_str(&format!("\n\n`{method} {path}` (`{id}`)."));
    for fact in [demands(operation), responds(response)] {
        if !fact.is_empty() {
            doc.push(' ');
            doc.push_str(&fact);
        }
    }
    doc
}

/// The documentation of the function that sends a request.
pub(super) fn of_function(operation: &Operation<'_>) -> String {
    format!(
        "{}\n\n# Errors\n\nWhen the request cannot be sent, or the response is an error or not as described.",
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

/// What the response holds, with a link to its type.
fn responds(response: &syn::Type) -> String {
    struct Types(Vec<String>);
    impl<'ast> Visit<'ast> for Types {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            if let (Some(first), Some(last)) = (path.segments.first(), path.segments.last())
                && path.segments.len() == 2
                && first.ident == "types"
            {
                self.0.push(last.ident.to_string());
            }
            syn::visit::visit_path(self, path);
        }
    }
    let mut types = Types(Vec::new());
    types.visit_type(response);
    match &types.0[..] {
        [only] => format!("Responds with [`{only}`](types::{only})."),
        _ => String::new(),
    }
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
