//! Strings with `format: date` become references to one component, which stands for the hand-written type of dates.
//!
//! typify would take them from a further crate, whose types are then part of the API of this one.

use serde_json::{Value, json};

use crate::codegen::walk;

/// The name of the component, and of the hand-written type that replaces it.
pub(super) const DATE: &str = "Date";

pub(super) fn apply(document: &mut Value) -> usize {
    let reference = format!("#/components/schemas/{DATE}");
    let changed = walk::change_schemas(document, &mut |schema| {
        let text = |key: &str| schema.get(key).and_then(Value::as_str);
        if (text("type"), text("format")) != (Some("string"), Some("date")) {
            return 0;
        }
        for key in ["type", "format", "pattern"] {
            schema.remove(key);
        }
        schema.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
        1
    });
    if changed > 0 {
        document["components"]["schemas"][DATE] = json!({ "type": "string" });
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    #[test]
    fn dates_refer_to_the_component_and_times_do_not() {
        assert_lowers(
            super::apply,
            "components: {schemas: {A: {type: object, properties: {
               d: {type: string, format: date, pattern: '^[0-9-]+$', nullable: true, description: Day.},
               t: {type: string, format: date-time}, n: {type: integer}}}}}
paths: {/a: {get: {parameters: [{name: d, schema: {type: string, format: date}}]}}}",
            2,
            "components: {schemas: {Date: {type: string}, A: {type: object, properties: {
               d: {nullable: true, description: Day., allOf: [{$ref: '#/components/schemas/Date'}]},
               t: {type: string, format: date-time}, n: {type: integer}}}}}
paths: {/a: {get: {parameters: [{name: d, schema: {allOf: [{$ref: '#/components/schemas/Date'}]}}]}}}",
        );
    }
}
