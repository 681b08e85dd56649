//! Defaults leave the types.
//!
//! typify fills a default in and then always sends it; what a caller did not set must not be sent.

use serde_json::Value;

use crate::codegen::walk;

pub(super) fn apply(document: &mut Value) -> usize {
    walk::change_schemas(document, &mut |schema| {
        usize::from(schema.remove("default").is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    #[test]
    fn defaults_go_and_a_property_called_default_stays() {
        assert_lowers(
            super::apply,
            "components: {schemas: {A: {properties: {default: {type: string, default: x}}}}}",
            1,
            "components: {schemas: {A: {properties: {default: {type: string}}}}}",
        );
    }
}
