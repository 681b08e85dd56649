//! What requests are made of.

use std::collections::BTreeSet;

use serde_json::Value;

use super::walk;

/// Names of the component schemas that bodies and objects in the query of requests are made of, `readOnly` properties left out.
pub(crate) fn types(document: &Value) -> BTreeSet<String> {
    types_of(document, |_| true)
}

/// Names of the component schemas that changes are made of: bodies of PATCH and PUT, in which null clears a field.
pub(crate) fn changes(document: &Value) -> BTreeSet<String> {
    types_of(document, |method| matches!(method, "patch" | "put"))
}

fn types_of(document: &Value, is_wanted: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let is_sent = |schema: &Value| schema.get("readOnly") != Some(&Value::Bool(true));
    let mut names = BTreeSet::new();
    for operation in walk::operations(document) {
        if let Some(body) = operation.object.get("requestBody")
            && is_wanted(operation.method)
        {
            collect(document, body, &is_sent, &mut names);
        }
        let parameters = operation.object.get("parameters").and_then(Value::as_array);
        for parameter in parameters.into_iter().flatten() {
            if walk::is_deep_object(parameter) && is_wanted(operation.method) {
                collect(document, parameter, &is_sent, &mut names);
            }
        }
    }
    names
}

/// Adds the component schemas that a value refers to, and those that they refer to, but for what is not wanted.
pub(crate) fn collect(
    document: &Value,
    value: &Value,
    is_wanted: &dyn Fn(&Value) -> bool,
    names: &mut BTreeSet<String>,
) {
    if !is_wanted(value) {
        return;
    }
    match value {
        Value::Object(object) => {
            if let Some((name, schema)) = walk::referenced(document, value)
                && names.insert(name.to_owned())
            {
                collect(document, schema, is_wanted, names);
            }
            object
                .values()
                .for_each(|inner| collect(document, inner, is_wanted, names));
        }
        Value::Array(items) => items
            .iter()
            .for_each(|inner| collect(document, inner, is_wanted, names)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::load;

    #[test]
    fn request_types_are_found_through_references_and_responses_are_not() {
        let document = load::parse(
            "paths: {/p: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}},
               responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/C'}}}}}},
               patch: {requestBody: {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/B'}}}}}}}}
components: {schemas: {A: {properties: {b: {allOf: [{$ref: '#/components/schemas/B'}]},
                 c: {readOnly: true, allOf: [{$ref: '#/components/schemas/C'}]}}}, B: {}, C: {}}}",
        )
        .unwrap();
        let names = |names: BTreeSet<String>| names.into_iter().collect::<Vec<_>>();
        assert_eq!(names(types(&document)), ["A", "B"]);
        assert_eq!(names(changes(&document)), ["B"]);
    }
}
