//! Names that would collide in Rust.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Problems;
use crate::codegen::{names, walk};

/// Names that generated code uses without a path; a type of such a name would shadow them.
const TAKEN: [&str; 18] = [
    "Box",
    "Client",
    "Date",
    "Default",
    "Err",
    "From",
    "Into",
    "Metric",
    "None",
    "Ok",
    "Option",
    "Result",
    "Sensitive",
    "Shape",
    "String",
    "UnknownField",
    "UnknownMember",
    "Vec",
];

pub(super) fn check(problems: &mut Problems<'_>) {
    let spec = problems.spec;
    for (name, schema) in walk::component_schemas(&spec.document) {
        let place = format!("components.schemas.{name}");
        check_type_name(name, &place, problems);
        check_variants(schema, &place, problems);
    }
    check_functions(problems);
    check_requests(problems);
}

fn check_type_name(name: &str, place: &str, problems: &mut Problems<'_>) {
    let camel = names::camel(name);
    if camel != name {
        problems.add(place, format!("not a Rust type name; rename it to `{camel}` (two names must not differ in form only)"));
    } else if TAKEN.contains(&name) {
        problems.add(
            place,
            "is also a name of Rust's own or of a hand-written type; choose a longer one",
        );
    } else if !names::is_identifier(name) {
        problems.add(
            place,
            "cannot be a Rust type name; choose one that starts with a letter",
        );
    }
}

fn check_variants(schema: &Value, place: &str, problems: &mut Problems<'_>) {
    let mut seen = BTreeMap::<String, String>::new();
    for value in schema
        .get("enum")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let Some(value) = value.as_str() else {
            problems.add(
                place,
                format!(
                    "enum value {value} is not text; quote it, or say `nullable` where it is used"
                ),
            );
            continue;
        };
        let variant = variant_name(schema, value);
        if variant == "Unknown" || !names::is_identifier(&variant) {
            problems.add(place, format!("value {value:?} would be the variant `{variant}`, which cannot be; name it in x-enum-varnames"));
        }
        if let Some(other) = seen.insert(variant.clone(), value.to_owned()) {
            problems.add(place, format!("values {other:?} and {value:?} would both be the variant `{variant}`; name one in x-enum-varnames"));
        }
    }
    for (value, _) in
        walk::members(schema, "x-enum-varnames").chain(walk::members(schema, "x-enum-descriptions"))
    {
        if !seen.values().any(|known| known == value) {
            problems.add(
                place,
                format!(
                    "x-enum-varnames or x-enum-descriptions has {value:?}, which is not a value"
                ),
            );
        }
    }
}

/// The variant of an enum value: from `x-enum-varnames`, or the value in upper camel case.
pub(crate) fn variant_name(schema: &Value, value: &str) -> String {
    let chosen = schema
        .get("x-enum-varnames")
        .and_then(|names| names.get(value))
        .and_then(Value::as_str);
    chosen.map_or_else(|| names::camel(value), str::to_owned)
}

fn check_functions(problems: &mut Problems<'_>) {
    let spec = problems.spec;
    let mut seen = BTreeMap::<String, (String, String)>::new();
    for operation in walk::operations(&spec.document) {
        let (id, place) = (operation.id(), operation.place());
        if id.is_empty() {
            problems.add(place, "has no operationId");
            continue;
        }
        let function = names::function(id);
        if !names::is_identifier(&function) || !names::is_identifier(&names::constant(id)) {
            problems.add(
                place,
                format!(
                    "operation id {id:?} would be the function `{function}`, which Rust cannot have"
                ),
            );
            continue;
        }
        match seen.insert(function.clone(), (id.to_owned(), place.clone())) {
            Some((other, other_place)) if other == id => {
                problems.add(place, format!("operation id {id:?} is also that of {other_place}"));
            }
            Some((other, other_place)) => problems.add(
                place,
                format!("operation ids {id:?} and {other:?} ({other_place}) both become the function `{function}`"),
            ),
            None => {}
        }
    }
}

/// Requests are named together with the types that they consist of.
fn check_requests(problems: &mut Problems<'_>) {
    let spec = problems.spec;
    let mut seen = BTreeMap::<String, String>::new();
    for operation in walk::operations(&spec.document) {
        let (name, place) = (names::request(&operation), operation.place());
        if names::camel(&name) != name || !names::is_identifier(&name) || TAKEN.contains(&&*name) {
            problems.add(
                &place,
                format!("its request cannot be called `{name}`; choose another x-request-name"),
            );
        }
        if walk::component_schema(&spec.document, &name).is_some() {
            problems.add(
                &place,
                format!(
                    "its request is called `{name}`, and so is a schema; choose another x-request-name"
                ),
            );
        }
        if let Some(other) = seen.insert(name.clone(), place.clone()) {
            problems.add(
                &place,
                format!("its request is called `{name}`, and so is that of {other}; choose another x-request-name"),
            );
        }
    }
}
