//! Objects get a map of the fields that have no name here, which typify flattens into the object.
//!
//! Without it a field that the service adds is dropped when a value is decoded, and lost when it is sent back. The
//! values refer to one component, which stands for a type that does not show them in `Debug`: nobody knows what they are.
//! `additionalProperties: false` goes the same way; typify would refuse to decode an object with a new field.

use serde_json::{Value, json};

use crate::codegen::walk;

/// The name of the component, and of the hand-written type that replaces it.
pub(super) const UNKNOWN_FIELD: &str = "UnknownField";

pub(super) fn apply(document: &mut Value) -> usize {
    let reference = json!({ "$ref": format!("#/components/schemas/{UNKNOWN_FIELD}") });
    let changed = walk::change_schemas(document, &mut |schema| {
        let is_open = matches!(
            schema.get("additionalProperties"),
            None | Some(Value::Bool(_))
        );
        if !schema.contains_key("properties") || !is_open {
            return 0;
        }
        schema.insert("additionalProperties".to_owned(), reference.clone());
        1
    });
    if changed > 0 {
        document["components"]["schemas"][UNKNOWN_FIELD] = json!({});
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    #[test]
    fn objects_with_properties_change_and_maps_do_not() {
        assert_lowers(
            super::apply,
            "components: {schemas: {A: {properties: {a: {type: string}}},
               B: {additionalProperties: false, properties: {a: {type: string}}},
               M: {type: object, additionalProperties: {type: string}}}}",
            2,
            "components: {schemas: {
               A: {additionalProperties: {$ref: '#/components/schemas/UnknownField'}, properties: {a: {type: string}}},
               B: {additionalProperties: {$ref: '#/components/schemas/UnknownField'}, properties: {a: {type: string}}},
               M: {type: object, additionalProperties: {type: string}}, UnknownField: {}}}",
        );
    }
}
