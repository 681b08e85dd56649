//! For the peer of `cargo xtask compile-times` alone: what progenitor's own types cannot express becomes simpler, never
//! larger.
//!
//! Formats of texts, which typify takes from further crates, go; values that narrow a reference go; an enum whose values
//! have one identifier in common becomes text; of several successes the first with a body stays.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::codegen::{names, walk};

pub(super) fn apply(document: &mut Value) -> usize {
    let schemas = walk::change_schemas(document, &mut simplify);
    schemas + walk::change_operations(document, &mut keep_one_success)
}

fn simplify(schema: &mut walk::Object) -> usize {
    let is_text = schema.get("type").and_then(Value::as_str) == Some("string");
    let is_number = matches!(
        schema.get("type").and_then(Value::as_str),
        Some("integer" | "number")
    );
    let narrows = schema.contains_key("allOf") || schema.contains_key("$ref");
    let mut changed = 0;
    if is_text {
        changed += usize::from(schema.remove("format").is_some());
    }
    if narrows || is_number || has_twins(schema) {
        changed += usize::from(schema.remove("enum").is_some());
    }
    changed
}

/// Whether two values of an enum have the same identifier.
fn has_twins(schema: &walk::Object) -> bool {
    let values = schema.get("enum").and_then(Value::as_array);
    let mut seen = BTreeSet::new();
    let mut identifiers = values
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(names::camel);
    identifiers.any(|name| !seen.insert(name))
}

fn keep_one_success(operation: &mut walk::Object) -> usize {
    let Some(Value::Object(responses)) = operation.get_mut("responses") else {
        return 0;
    };
    let successes = responses
        .iter()
        .filter(|(status, _)| status.starts_with('2'));
    let with_body = successes
        .clone()
        .find(|(_, response)| response.get("content").is_some());
    let Some(kept) = with_body
        .or(successes.clone().next())
        .map(|(status, _)| status.clone())
    else {
        return 0;
    };
    let before = responses.len();
    responses.retain(|status, _| !status.starts_with('2') || *status == kept);
    before - responses.len()
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    #[test]
    fn what_progenitor_cannot_express_becomes_simpler() {
        assert_lowers(
            super::apply,
            "components: {schemas: {Day: {type: string, format: date}, Zone: {type: string, enum: [GMT+1, GMT-1]},
               State: {type: string, enum: [OPEN]}, Pin: {properties: {
                 state: {allOf: [{$ref: '#/components/schemas/State'}], enum: [OPEN]}, n: {type: integer, enum: [1]}}}}}
paths: {/p: {get: {responses: {'204': {description: Gone.}, '200': {content: {}}, '201': {content: {}}, 4XX: {}}}}}",
            6,
            "components: {schemas: {Day: {type: string}, Zone: {type: string},
               State: {type: string, enum: [OPEN]}, Pin: {properties: {
                 state: {allOf: [{$ref: '#/components/schemas/State'}]}, n: {type: integer}}}}}
paths: {/p: {get: {responses: {'200': {content: {}}, 4XX: {}}}}}",
        );
    }
}
