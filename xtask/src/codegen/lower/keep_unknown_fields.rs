//! Objects get `additionalProperties: {}`, which typify turns into a flattened map of the fields that have no name here.
//!
//! Without it a field that the service adds is dropped when a value is decoded, and lost when it is sent back.

use serde_json::{Value, json};

use crate::codegen::walk;

pub(super) fn apply(document: &mut Value) -> usize {
    walk::change_schemas(document, &mut |schema| {
        if !schema.contains_key("properties") || schema.contains_key("additionalProperties") {
            return 0;
        }
        schema.insert("additionalProperties".to_owned(), json!({}));
        1
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    #[test]
    fn objects_with_properties_change_and_maps_do_not() {
        assert_lowers(
            super::apply,
            "components: {schemas: {A: {properties: {a: {type: string}}}, M: {type: object, additionalProperties: {type: string}}}}",
            1,
            "components: {schemas: {A: {additionalProperties: {}, properties: {a: {type: string}}},
               M: {type: object, additionalProperties: {type: string}}}}",
        );
    }
}
