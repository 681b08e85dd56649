//! Query parameters that are arrays become one element of the array, for the mocks only.
//!
//! progenitor's mocks compare a parameter with the text of one value, which an array does not have. With one element a
//! call of the matcher, a repeated key is matched by repeated calls.

use serde_json::Value;

use crate::codegen::walk;

pub(super) fn apply(document: &mut Value) -> usize {
    walk::change_operations(document, &mut |operation| {
        let parameters = operation
            .get_mut("parameters")
            .and_then(Value::as_array_mut);
        let mut changed = 0;
        for parameter in parameters.into_iter().flatten() {
            let in_query = parameter.get("in").and_then(Value::as_str) == Some("query");
            let Some(schema) = parameter.get_mut("schema").filter(|_| in_query) else {
                continue;
            };
            if let Some(items) = schema.get_mut("items") {
                *schema = items.take();
                changed += 1;
            }
        }
        changed
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    #[test]
    fn an_array_becomes_its_element() {
        assert_lowers(
            super::apply,
            "paths: {/pins: {get: {parameters: [{in: query, name: ids, schema: {type: array, items: {type: string}}},
               {in: query, name: n, schema: {type: integer}}]}}}",
            1,
            "paths: {/pins: {get: {parameters: [{in: query, name: ids, schema: {type: string}},
               {in: query, name: n, schema: {type: integer}}]}}}",
        );
    }
}
