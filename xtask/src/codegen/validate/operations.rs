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
        check_responses(&operation, &place, problems);
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
    if operation
        .object
        .get("x-ratelimit-category")
        .and_then(Value::as_str)
        .is_none()
    {
        problems.add(place, "has no x-ratelimit-category");
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

/// progenitor gives an operation one success type and one error type.
fn check_responses(operation: &Operation<'_>, place: &str, problems: &mut Problems<'_>) {
    let mut successes = BTreeSet::new();
    let mut errors = BTreeSet::new();
    for (status, response) in operation
        .object
        .get("responses")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let place = format!("{place}.responses.{status}");
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
        if status.starts_with('2') {
            successes.insert(schema)
        } else {
            errors.insert(schema)
        };
    }
    for (kind, shapes) in [("success", successes), ("error", errors)] {
        match shapes.len() {
            0 => problems.add(place, format!("has no {kind} response")),
            1 => {}
            n => problems.add(
                place,
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
    let is_array = parameter.pointer("/schema/type").and_then(Value::as_str) == Some("array");
    match (text("in"), text("style")) {
        ("path", "" | "simple") | ("header", "" | "simple") => {}
        ("query", "" | "form") => {
            if is_array && parameter.get("explode") == Some(&Value::Bool(false)) {
                problems.add(place, "an array with `explode: false` is not supported: progenitor would repeat the key");
            }
        }
        (location, style) => {
            problems.add(
                place,
                format!("style {style:?} of a {location} parameter is not supported"),
            );
        }
    }
}
