//! Operations that progenitor cannot express, or that lack what the metadata table needs.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Problems, is_described};
use crate::codegen::walk::{self, Operation};

pub(super) fn check(problems: &mut Problems<'_>) {
    let spec = problems.spec;
    for operation in walk::operations(&spec.document) {
        let place = operation.place();
        check_texts(&operation, &place, problems);
        check_facts(&operation, &place, problems);
        check_body(&operation, &place, problems);
        check_responses(&operation, &place, problems);
        check_path(&operation, &place, problems);
        for parameter in operation
            .object
            .get("parameters")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            check_parameter(parameter, &place, problems);
        }
    }
}

fn check_texts(operation: &Operation<'_>, place: &str, problems: &mut Problems<'_>) {
    for key in ["summary", "description"] {
        if operation
            .object
            .get(key)
            .and_then(Value::as_str)
            .is_none_or(|text| text.trim().is_empty())
        {
            problems.add(place, format!("has no {key}"));
        }
    }
}

fn check_facts(operation: &Operation<'_>, place: &str, problems: &mut Problems<'_>) {
    let category = operation
        .object
        .get("x-ratelimit-category")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let categories = problems.spec.document.pointer("/x-ratelimits/categories");
    if categories.and_then(|table| table.get(category)).is_none() {
        problems.add(
            place,
            format!("x-ratelimit-category {category:?} is not among x-ratelimits.categories"),
        );
    }
    if !METHODS.contains(&operation.method) {
        problems.add(place, "has a method that the metadata table does not know");
    }
    if !matches!(
        operation.object.get("x-sandbox").and_then(Value::as_str),
        Some("enabled" | "disabled")
    ) {
        problems.add(place, "has no x-sandbox of `enabled` or `disabled`");
    }
    let known = problems
        .spec
        .document
        .pointer("/components/securitySchemes");
    let requirements = operation.object.get("security").and_then(Value::as_array);
    if requirements.is_none_or(Vec::is_empty) {
        problems.add(place, "has no security requirement");
    }
    for requirement in requirements.into_iter().flatten() {
        if requirement
            .as_object()
            .is_none_or(|schemes| schemes.len() != 1)
        {
            problems.add(place, "has a security requirement of several schemes at once, or of none; one is supported");
        }
        for scheme in requirement
            .as_object()
            .into_iter()
            .flatten()
            .map(|(scheme, _)| scheme)
        {
            if known.and_then(|schemes| schemes.get(scheme)).is_none() {
                problems.add(
                    place,
                    format!("security scheme {scheme:?} is not among components.securitySchemes"),
                );
            }
        }
    }
}

/// The media type of forms.
const FORM: &str = "application/x-www-form-urlencoded";

/// Methods that operations of the API have.
const METHODS: [&str; 5] = ["delete", "get", "patch", "post", "put"];

/// The names in the braces of a path template.
fn template_names(path: &str) -> BTreeSet<&str> {
    path.split('/')
        .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
        .collect()
}

fn check_path(operation: &Operation<'_>, place: &str, problems: &mut Problems<'_>) {
    let wanted = template_names(operation.path);
    let parameters = operation
        .object
        .get("parameters")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let in_path =
        parameters.filter(|parameter| parameter.get("in").and_then(Value::as_str) == Some("path"));
    let mut declared = BTreeSet::new();
    for parameter in in_path {
        let name = parameter
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if parameter.get("required") != Some(&Value::Bool(true)) {
            problems.add(
                format!("{place}.parameters.{name}"),
                "is in the path, but not `required: true`",
            );
        }
        if !declared.insert(name) {
            problems.add(format!("{place}.parameters.{name}"), "is declared twice");
        }
    }
    if declared != wanted {
        problems.add(
            place,
            format!("the path has the parameters {wanted:?}, but {declared:?} are declared"),
        );
    }
    let braces = operation.path.matches(['{', '}']).count();
    if braces != 2 * wanted.len() || !operation.path.starts_with('/') {
        problems.add(
            place,
            "the path is not made of plain segments and segments in braces",
        );
    }
}

fn check_body(operation: &Operation<'_>, place: &str, problems: &mut Problems<'_>) {
    let Some(body) = operation.object.get("requestBody") else {
        return;
    };
    let place = format!("{place}.requestBody");
    let media: Vec<(&str, &Value)> = walk::members(body, "content").collect();
    match media[..] {
        [("application/json" | FORM, media)] if media.get("schema").is_some() => {}
        [("application/json" | FORM, _)] => problems.add(place.clone(), "has no schema"),
        _ => {
            let media: Vec<&str> = media.iter().map(|(media, _)| *media).collect();
            problems.add(
                place.clone(),
                format!(
                    "media types {media:?} are not supported: one of application/json and {FORM}"
                ),
            );
        }
    }
    if let [(FORM, media)] = media[..]
        && media
            .get("schema")
            .is_some_and(|schema| schema.get("$ref").is_none())
    {
        problems.add(place.clone(), "a form is described by a $ref to an object");
    }
    if body.get("required") != Some(&Value::Bool(true)) {
        problems.add(
            place.clone(),
            "is not `required: true`; optional bodies are not supported",
        );
    }
    if !is_described(body) {
        problems.add(place, "has no description");
    }
}

/// progenitor gives an operation one success type and one error type. A 204 beside a success with a body makes that
/// body optional.
fn check_responses(operation: &Operation<'_>, place_of: &str, problems: &mut Problems<'_>) {
    let mut successes = BTreeSet::new();
    let mut errors = BTreeSet::new();
    for (status, response) in operation
        .object
        .get("responses")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let place = format!("{place_of}.responses.{status}");
        if !is_described(response) {
            problems.add(place.clone(), "has no description");
        }
        let media: Vec<&str> = walk::members(response, "content")
            .map(|(media, _)| media)
            .collect();
        if media.iter().any(|media| *media != "application/json") {
            problems.add(
                place,
                format!("media types {media:?} are not supported, only application/json"),
            );
        }
        let schema = response
            .pointer("/content/application~1json/schema")
            .map(Value::to_string);
        if status == "204" && schema.is_some() {
            problems.add(
                format!("{place_of}.responses.204"),
                "has content, which a 204 cannot have",
            );
        }
        if status == "204" && walk::may_answer_nothing(operation.object) {
            continue;
        }
        if status.starts_with('2') {
            successes.insert(schema)
        } else {
            errors.insert(schema)
        };
    }
    for (kind, shapes) in [("success", successes), ("error", errors)] {
        match shapes.len() {
            0 => problems.add(place_of, format!("has no {kind} response")),
            1 => {}
            n => problems.add(
                place_of,
                format!("has {n} different {kind} responses; one type is supported"),
            ),
        }
    }
}

fn check_parameter(parameter: &Value, operation: &str, problems: &mut Problems<'_>) {
    let text = |key: &str| {
        parameter
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let place = format!("{operation}.parameters.{}", text("name"));
    if !is_described(parameter) {
        problems.add(place.clone(), "has no description");
    }
    let schema = parameter.get("schema").unwrap_or(&Value::Null);
    if schema.is_null() {
        problems.add(place.clone(), "has no schema");
    }
    match (text("in"), text("style")) {
        ("path", "" | "simple") => {}
        ("query", "" | "form") => {}
        ("query", "deepObject") if crate::codegen::walk::reference_name(schema).is_some() => {}
        (location, style) => {
            problems.add(
                place,
                format!("style {style:?} of a {location} parameter is not supported"),
            );
        }
    }
}
