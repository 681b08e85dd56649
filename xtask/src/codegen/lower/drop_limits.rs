//! Lengths, patterns, ranges and counts leave the types.
//!
//! typify turns them into newtypes that refuse to decode; a server may send what a client must not. Requests are
//! checked before they are sent, against tables that `emit::limits` makes from the description before this pass.

use serde_json::Value;

use crate::codegen::walk;

const LIMITS: [&str; 13] = [
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "uniqueItems",
];

pub(super) fn apply(document: &mut Value) -> usize {
    walk::change_schemas(document, &mut |schema| {
        LIMITS
            .iter()
            .filter(|limit| schema.remove(**limit).is_some())
            .count()
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    #[test]
    fn limits_go_and_a_property_of_such_a_name_stays() {
        assert_lowers(
            super::apply,
            "components: {schemas: {Tag: {type: object, minProperties: 1, properties: {
               pattern: {type: string, pattern: '^a$', maxLength: 3}}}}}
paths: {/tags: {get: {parameters: [{name: n, schema: {type: integer, minimum: 1}}]}}}",
            4,
            "components: {schemas: {Tag: {type: object, properties: {pattern: {type: string}}}}}
paths: {/tags: {get: {parameters: [{name: n, schema: {type: integer}}]}}}",
        );
    }
}
