//! Arrays and maps that are not required become nullable, so that their type is `Option<Vec<_>>`.
//!
//! typify makes them a plain `Vec` that is left out when empty: an empty list, which clears a field in an update,
//! could not be sent, and one that the server sent would be lost when the value is encoded again.

use serde_json::Value;

use crate::codegen::walk;

pub(super) fn apply(document: &mut Value) -> usize {
    walk::change_schemas(document, &mut |schema| {
        let required: Vec<String> = schema
            .get("required")
            .and_then(Value::as_array)
            .map_or_else(Vec::new, |names| {
                names
                    .iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect()
            });
        let Some(Value::Object(properties)) = schema.get_mut("properties") else {
            return 0;
        };
        let mut changed = 0;
        for (name, property) in properties {
            if !required.contains(name)
                && is_collection(property)
                && property.get("nullable").is_none()
            {
                property["nullable"] = Value::Bool(true);
                changed += 1;
            }
        }
        changed
    })
}

fn is_collection(schema: &Value) -> bool {
    match schema.get("type").and_then(Value::as_str) {
        Some("array") => true,
        Some("object") => schema.get("properties").is_none(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    #[test]
    fn only_optional_collections_change() {
        assert_lowers(
            super::apply,
            "components: {schemas: {A: {required: [b], properties: {
               a: {type: array, items: {type: string}}, b: {type: array, items: {type: string}},
               c: {type: object, additionalProperties: {type: string}}, d: {type: string}}}}}",
            2,
            "components: {schemas: {A: {required: [b], properties: {
               a: {type: array, nullable: true, items: {type: string}}, b: {type: array, items: {type: string}},
               c: {type: object, nullable: true, additionalProperties: {type: string}}, d: {type: string}}}}}",
        );
    }
}
