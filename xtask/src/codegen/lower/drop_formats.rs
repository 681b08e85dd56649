//! Formats leave strings.
//!
//! typify turns some of them into types of other crates, which refuse to decode what the service may send all the same.

use serde_json::Value;

use crate::codegen::walk;

pub(super) fn apply(document: &mut Value) -> usize {
    walk::change_schemas(document, &mut |schema| {
        let is_text = schema.get("type").and_then(Value::as_str) == Some("string");
        usize::from(is_text && schema.remove("format").is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    #[test]
    fn numbers_keep_theirs() {
        assert_lowers(
            super::apply,
            "components: {schemas: {A: {properties: {d: {type: string, format: date}, n: {type: integer, format: int32}}}}}",
            1,
            "components: {schemas: {A: {properties: {d: {type: string}, n: {type: integer, format: int32}}}}}",
        );
    }
}
