//! Unions lose their content; hand-written macros make their types, see `emit::unions`.
//!
//! typify ignores discriminators and would take the first branch that decodes.

use serde_json::{Value, json};

use crate::codegen::unions;

pub(super) fn apply(document: &mut Value) -> usize {
    let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") else {
        return 0;
    };
    let mut changed = 0;
    for schema in schemas
        .values_mut()
        .filter(|schema| unions::is_union(schema))
    {
        *schema = json!({});
        changed += 1;
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    #[test]
    fn unions_are_emptied() {
        assert_lowers(
            super::apply,
            "components: {schemas: {A: {oneOf: [{type: string}]}, B: {anyOf: [{type: string}]}, C: {type: string}}}",
            2,
            "components: {schemas: {A: {}, B: {}, C: {type: string}}}",
        );
    }
}
