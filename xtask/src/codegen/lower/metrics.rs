//! The values of objects with `x-metrics: true` refer to one component, which stands for the hand-written type of
//! metrics.
//!
//! Metrics are named by the columns that the request asks for, so that the description has no properties for them. Any
//! other value without a name is one that nobody knows, which `Debug` must not show; these are numbers.

use serde_json::{Value, json};

use crate::codegen::walk;

/// The name of the component, and of the hand-written type that replaces it.
pub(super) const METRIC: &str = "Metric";

pub(super) fn apply(document: &mut Value) -> usize {
    let reference = json!({ "$ref": format!("#/components/schemas/{METRIC}") });
    let changed = walk::change_schemas(document, &mut |schema| {
        if schema.remove("x-metrics") != Some(Value::Bool(true)) {
            return 0;
        }
        schema.insert("additionalProperties".to_owned(), reference.clone());
        1
    });
    if changed > 0 {
        document["components"]["schemas"][METRIC] = json!({});
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    #[test]
    fn rows_and_maps_have_metrics_beside_their_properties() {
        assert_lowers(
            super::apply,
            "components: {schemas: {Row: {type: object, x-metrics: true, properties: {ID: {type: string}}},
               Day: {type: object, properties: {
                 metrics: {type: object, x-metrics: true, additionalProperties: {type: number}},
                 other: {type: object, additionalProperties: {type: number}}}}}}",
            2,
            "components: {schemas: {Metric: {},
               Row: {type: object, properties: {ID: {type: string}},
                 additionalProperties: {$ref: '#/components/schemas/Metric'}},
               Day: {type: object, properties: {
                 metrics: {type: object, additionalProperties: {$ref: '#/components/schemas/Metric'}},
                 other: {type: object, additionalProperties: {type: number}}}}}}",
        );
    }
}
