//! Query parameters that are arrays joined by commas become text, for the mocks only.
//!
//! progenitor's mocks compare a parameter with the text of one value; here that is the whole list, as it is on the wire.

use serde_json::{Value, json};

use crate::codegen::walk;

pub(super) fn apply(document: &mut Value) -> usize {
    let described = document.clone();
    walk::change_operations(document, &mut |operation| {
        let parameters = operation
            .get_mut("parameters")
            .and_then(Value::as_array_mut);
        let mut changed = 0;
        for parameter in parameters.into_iter().flatten() {
            if walk::is_comma_separated(&described, parameter) {
                parameter["schema"] = json!({ "type": "string" });
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
    fn only_arrays_that_are_joined_change() {
        assert_lowers(
            super::apply,
            "paths: {/pins: {get: {parameters: [
               {in: query, name: a, explode: false, schema: {type: array, items: {type: string}}},
               {in: query, name: b, explode: false, schema: {type: integer}},
               {in: query, name: c, schema: {type: array, items: {type: string}}}]}}}",
            1,
            "paths: {/pins: {get: {parameters: [
               {in: query, name: a, explode: false, schema: {type: string}},
               {in: query, name: b, explode: false, schema: {type: integer}},
               {in: query, name: c, schema: {type: array, items: {type: string}}}]}}}",
        );
    }
}
