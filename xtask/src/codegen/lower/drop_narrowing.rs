//! Lists of values leave the places that are not enums themselves: beside a reference to an enum, and on numbers.
//!
//! typify would make a closed enum of its own of the former, and refuse the latter.

use serde_json::Value;

use crate::codegen::walk;

pub(super) fn apply(document: &mut Value) -> usize {
    walk::change_schemas(document, &mut |schema| {
        let is_enum = schema.get("type").and_then(Value::as_str) == Some("string");
        usize::from(!is_enum && schema.remove("enum").is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    #[test]
    fn only_enums_keep_their_values() {
        assert_lowers(
            super::apply,
            "components: {schemas: {E: {type: string, enum: [A, B]}, A: {properties: {
               e: {allOf: [{$ref: '#/components/schemas/E'}], enum: [A]}, n: {type: integer, enum: [1, 7]}}}}}",
            2,
            "components: {schemas: {E: {type: string, enum: [A, B]}, A: {properties: {
               e: {allOf: [{$ref: '#/components/schemas/E'}]}, n: {type: integer}}}}}",
        );
    }
}
