//! The JSON Schema of every type agrees with the description.

use std::collections::BTreeSet;

use pinterest_test_support::spec::{members, spec, texts};
use serde_json::Value;

use crate::assert_none;
use crate::types::types;

#[test]
fn properties_required_fields_and_enum_values_are_those_of_the_description() {
    let mut failures = Vec::new();
    for kind in types() {
        let (described, made) = (spec().schema(kind.name), (kind.json_schema)());
        if let Some(values) = described
            .get("enum")
            .filter(|_| described["type"] == "string")
        {
            let known = made.pointer("/anyOf/0/enum").or_else(|| made.get("enum"));
            if known != Some(values) {
                failures.push(format!(
                    "{}: the enum values are {known:?}, not {values}",
                    kind.name
                ));
            }
        }
        if described.get("properties").is_some() {
            failures
                .extend(objection(described, &made).map(|text| format!("{}: {text}", kind.name)));
        }
    }
    assert_none(&failures);
}

fn objection(described: &Value, made: &Value) -> Option<String> {
    let names = |schema: &Value| -> BTreeSet<String> {
        members(&schema["properties"])
            .map(|(name, _)| name.clone())
            .collect()
    };
    let (expected, found) = (names(described), names(made));
    if expected != found {
        let difference: Vec<_> = expected.symmetric_difference(&found).collect();
        return Some(format!(
            "properties are in one of the two alone: {difference:?}"
        ));
    }
    // A field that may be null is an option in Rust, and so is one that requests must not have.
    let may_be_absent = |name: &str| {
        let property = &described["properties"][name];
        spec().is_nullable(property) || property["readOnly"] == true
    };
    let required = |schema: &Value| -> BTreeSet<String> {
        let names = texts(&schema["required"]).filter(|name| !may_be_absent(name));
        names.map(str::to_owned).collect()
    };
    let (expected, found) = (required(described), required(made));
    (expected != found).then(|| format!("required are {found:?}, not {expected:?}"))
}
