//! Any JSON, and maps with values of any kind, refer to the component for what nobody knows.
//!
//! typify makes them `serde_json::Value`, whose `Debug` shows everything.

use serde_json::{Value, json};

use super::keep_unknown_fields::UNKNOWN_FIELD;
use crate::codegen::walk::{self, Object};

pub(super) fn apply(document: &mut Value) -> usize {
    let reference = json!({ "$ref": format!("#/components/schemas/{UNKNOWN_FIELD}") });
    let changed = walk::change_schemas(document, &mut |schema| {
        if is_any(schema) {
            schema.insert("allOf".to_owned(), json!([reference]));
            return 1;
        }
        let is_open = matches!(
            schema.get("additionalProperties"),
            None | Some(Value::Bool(_))
        );
        let is_map = schema.get("type").and_then(Value::as_str) == Some("object")
            && !schema.contains_key("properties");
        if is_map && is_open {
            schema.insert("additionalProperties".to_owned(), reference.clone());
        }
        usize::from(is_map && is_open)
    });
    if changed > 0 {
        document["components"]["schemas"][UNKNOWN_FIELD] = json!({});
    }
    changed
}

/// Nothing says what the value is.
fn is_any(schema: &Object) -> bool {
    const SILENT: [&str; 6] = [
        "deprecated",
        "description",
        "example",
        "nullable",
        "readOnly",
        "writeOnly",
    ];
    schema
        .keys()
        .all(|key| SILENT.contains(&key.as_str()) || key.starts_with("x-"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    #[test]
    fn what_is_open_refers_to_the_component() {
        assert_lowers(
            super::apply,
            "components: {schemas: {A: {properties: {any: {description: x}, map: {type: object},
               open: {type: object, additionalProperties: {}}, texts: {type: object, additionalProperties: {type: string}},
               list: {type: array, items: {}}}}}}",
            4,
            "components: {schemas: {UnknownField: {}, A: {properties: {
               any: {description: x, allOf: [{$ref: '#/components/schemas/UnknownField'}]},
               map: {type: object, additionalProperties: {$ref: '#/components/schemas/UnknownField'}},
               open: {type: object, additionalProperties: {allOf: [{$ref: '#/components/schemas/UnknownField'}]}},
               texts: {type: object, additionalProperties: {type: string}},
               list: {type: array, items: {allOf: [{$ref: '#/components/schemas/UnknownField'}]}}}}}}",
        );
    }
}
