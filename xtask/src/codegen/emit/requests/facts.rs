//! Facts about an operation in documentation: what the response is, and what it takes to send the
//! request. They come from the description alone.
//!
//! The page of a request lists them. `facts!`, a macro of the client, has them in one paragraph for
//! the methods of handles.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Described;
use crate::codegen::emit::docs::lines_of_doc;
use crate::codegen::emit::{header, paging};
use crate::codegen::walk::{self, Operation};
use crate::codegen::write::Tree;

const FILE: &str = "crates/pinterest-client/src/generated/facts.rs";

/// A name and what is to say under it.
type Fact = (&'static str, String);

/// The facts as a list, for the page of a request.
pub(super) fn list(document: &Value, operation: &Operation<'_>, response: &syn::Type) -> String {
    let (method, path) = (operation.method.to_uppercase(), operation.path);
    let sent = format!("`{}`, `{method} {path}`", operation.id());
    let mut facts = vec![("Operation", sent)];
    facts.push(match page(document, operation) {
        Some((page, item)) => {
            let (page, item) = (link(page, "types"), link(item, "types"));
            ("Response", format!("{page}, a page of {item}"))
        }
        None => ("Response", response_text(response, "types")),
    });
    facts.extend(scopes(operation));
    facts.extend(tokens(operation));
    facts.extend(sandbox(operation));
    facts.extend(category(operation).map(|category| {
        let published = published(document, category);
        ("Rate limit", format!("`{category}`{published}"))
    }));
    let lines = facts.iter().map(|(name, text)| format!("- {name}: {text}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Adds the macro that has the facts of every request in one paragraph.
pub(super) fn file(by_domain: &BTreeMap<&str, Vec<Described<'_>>>, tree: &mut Tree) {
    let mut text = header("spec/", "Facts about operations, for documentation.");
    text.push_str(
        "/// Has the facts about the operation of a request, as a paragraph of documentation.\n\
         ///\n\
         /// It begins with what the response is, unless `cost of` precedes the request. Links are\n\
         /// those of a crate that has the types in its module `types`.\n\
         #[doc(hidden)]\n\
         #[macro_export]\n\
         macro_rules! facts {\n",
    );
    for request in by_domain.values().flatten() {
        let cost = cost(&request.operation);
        let response = match page(request.document, &request.operation) {
            Some((_, item)) => ("Items", link(item, "crate::types")),
            None => ("Response", response_text(&request.response, "crate::types")),
        };
        let name = &request.name;
        text.push_str(&arm(&format!("cost of {name}"), &cost));
        let mut facts = vec![response];
        facts.extend(cost);
        text.push_str(&arm(&name.to_string(), &facts));
    }
    text.push_str("}\n");
    tree.add(FILE, text);
}

/// An arm of the macro.
fn arm(pattern: &str, facts: &[Fact]) -> String {
    let sentences = facts.iter().map(|(name, text)| format!("{name}: {text}."));
    let paragraph = sentences.collect::<Vec<_>>().join(" ");
    let lines = lines_of_doc(&paragraph);
    let lines = lines.iter().map(|line| line.trim_start());
    let text = lines.collect::<Vec<_>>().join("\\n\\\n         ");
    format!("    ({pattern}) => {{\n        \"{text}\"\n    }};\n")
}

/// What it takes to send a request, as short as it can be said.
fn cost(operation: &Operation<'_>) -> Vec<Fact> {
    let scopes = scopes(operation);
    let tokens = match scopes {
        Some(_) => None,
        None => tokens(operation),
    };
    let category = category(operation).map(|category| ("Rate limit", format!("`{category}`")));
    [scopes, tokens, sandbox(operation), category]
        .into_iter()
        .flatten()
        .collect()
}

/// The page that a list responds with, and its items.
fn page<'a>(document: &'a Value, operation: &Operation<'a>) -> Option<(&'a str, &'a str)> {
    let (page, schema) = paging::page_schema(document, operation)?;
    Some((page, paging::item(document, schema)?))
}

/// The response in words, with links to the types below `module`.
fn response_text(response: &syn::Type, module: &str) -> String {
    let syn::Type::Path(path) = response else {
        return "none".to_owned();
    };
    let Some(last) = path.path.segments.last() else {
        return "none".to_owned();
    };
    let mut arguments = Vec::new();
    if let syn::PathArguments::AngleBracketed(brackets) = &last.arguments {
        arguments.extend(brackets.args.iter().filter_map(|argument| match argument {
            syn::GenericArgument::Type(kind) => Some(kind),
            _ => None,
        }));
    }
    let first = path
        .path
        .segments
        .first()
        .map(|first| first.ident.to_string());
    match (last.ident.to_string().as_str(), &arguments[..]) {
        ("Option", [inner]) => format!("{}, or none", response_text(inner, module)),
        ("Vec", [item]) => format!("a list of {}", response_text(item, module)),
        ("BTreeMap" | "HashMap", [_, value]) => {
            format!("a map of {}", response_text(value, module))
        }
        ("UnknownField" | "Value", []) => "any JSON".to_owned(),
        ("String", []) => "text".to_owned(),
        (name, []) if first.as_deref() == Some("types") => link(name, module),
        (name, _) => format!("`{name}`"),
    }
}

fn link(name: &str, module: &str) -> String {
    format!("[`{name}`]({module}::{name})")
}

/// The scopes that the token of a user needs; those of an app are the same or fewer.
fn scopes(operation: &Operation<'_>) -> Option<Fact> {
    let of = |scheme: &str| {
        let scopes = schemes(operation).find(|(name, _)| *name == scheme)?.1;
        let scopes = scopes.as_array()?.iter().filter_map(Value::as_str);
        let scopes: Vec<String> = scopes.map(|scope| format!("`{scope}`")).collect();
        (!scopes.is_empty()).then_some(scopes)
    };
    let scopes = of("pinterest_oauth2").or_else(|| of("client_credentials"))?;
    let name = if scopes.len() == 1 { "Scope" } else { "Scopes" };
    Some((name, scopes.join(", ")))
}

/// The kinds of tokens that the operation takes.
fn tokens(operation: &Operation<'_>) -> Option<Fact> {
    let kinds = schemes(operation).map(|(scheme, _)| match scheme {
        "pinterest_oauth2" => "of a user".to_owned(),
        "client_credentials" => "of an app".to_owned(),
        "conversion_token" => "a conversion token".to_owned(),
        "basic" => "none, but the id and secret of the app".to_owned(),
        other => format!("`{other}`"),
    });
    let kinds: Vec<String> = kinds.collect();
    (!kinds.is_empty()).then(|| ("Token", kinds.join(", or ")))
}

fn schemes<'a>(operation: &Operation<'a>) -> impl Iterator<Item = (&'a str, &'a Value)> {
    let alternatives = operation.object.get("security").and_then(Value::as_array);
    let schemes = alternatives.into_iter().flatten();
    let schemes = schemes.filter_map(Value::as_object).flatten();
    schemes.map(|(name, scopes)| (name.as_str(), scopes))
}

fn sandbox(operation: &Operation<'_>) -> Option<Fact> {
    let is_disabled = text(operation, "x-sandbox") == Some("disabled");
    is_disabled.then(|| ("Sandbox", "not available".to_owned()))
}

fn category<'a>(operation: &Operation<'a>) -> Option<&'a str> {
    text(operation, "x-ratelimit-category").filter(|category| !category.is_empty())
}

fn text<'a>(operation: &Operation<'a>, key: &str) -> Option<&'a str> {
    operation.object.get(key).and_then(Value::as_str)
}

/// The published numbers of a category.
fn published(document: &Value, category: &str) -> String {
    let none = Value::Null;
    let table = document.get("x-ratelimits").unwrap_or(&none);
    let mut categories = walk::members(table, "categories");
    let Some((_, category)) = categories.find(|(name, _)| *name == category) else {
        return String::new();
    };
    let window = |access: &str| {
        let window = category.get(access)?;
        let requests = with_separators(window.get("requests")?.as_u64()?);
        Some(match window.get("seconds")?.as_u64()? {
            1 => format!("{requests} per second"),
            60 => format!("{requests} per minute"),
            86_400 => format!("{requests} per day"),
            seconds => format!("{requests} per {seconds} seconds"),
        })
    };
    match (window("standard"), window("trial")) {
        (Some(standard), Some(trial)) => format!(", {standard} (trial access: {trial})"),
        (Some(standard), None) => format!(", {standard}"),
        _ => String::new(),
    }
}

/// A number with commas between thousands.
fn with_separators(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::load;

    fn words(kind: &str) -> String {
        response_text(&syn::parse_str(kind).unwrap(), "types")
    }

    #[test]
    fn responses_are_words_with_links() {
        assert_eq!(words("types::Pin"), "[`Pin`](types::Pin)");
        assert_eq!(
            words("Option<Vec<types::Pin>>"),
            "a list of [`Pin`](types::Pin), or none"
        );
        assert_eq!(
            words("BTreeMap<String, crate::UnknownField>"),
            "a map of any JSON"
        );
        assert_eq!(words("()"), "none");
        assert_eq!(words("String"), "text");
    }

    #[test]
    fn costs_are_scopes_or_tokens_and_a_category_with_its_numbers() {
        let document = load::parse(
            "{x-ratelimits: {categories: {org_read: {
               standard: {requests: 1000, seconds: 60}, trial: {requests: 1000, seconds: 86400}}}},
             paths: {/pins: {
               get: {operationId: pins/list, x-ratelimit-category: org_read, x-sandbox: disabled,
                 security: [{pinterest_oauth2: ['pins:read', 'boards:read']}, {client_credentials: []}]},
               post: {operationId: token, security: [{basic: []}]}}}}",
        )
        .unwrap();
        let operations = walk::operations(&document);
        let find = |id: &str| operations.iter().find(|operation| operation.id() == id);
        let (list, token) = (find("pins/list").unwrap(), find("token").unwrap());
        assert_eq!(
            super::list(&document, list, &syn::parse_quote!(types::Pin)),
            "- Operation: `pins/list`, `GET /pins`\n- Response: [`Pin`](types::Pin)\n\
             - Scopes: `pins:read`, `boards:read`\n- Token: of a user, or of an app\n\
             - Sandbox: not available\n\
             - Rate limit: `org_read`, 1,000 per minute (trial access: 1,000 per day)"
        );
        assert_eq!(
            arm("cost of PinsList", &cost(list)),
            "    (cost of PinsList) => {\n        \"Scopes: `pins:read`, \
             `boards:read`. Sandbox: not available. Rate limit: `org_read`.\"\n    };\n"
        );
        assert_eq!(
            cost(token),
            [("Token", "none, but the id and secret of the app".to_owned())]
        );
    }

    #[test]
    fn thousands_are_separated() {
        assert_eq!(with_separators(999), "999");
        assert_eq!(with_separators(120_000), "120,000");
        assert_eq!(with_separators(1_000_000), "1,000,000");
    }
}
