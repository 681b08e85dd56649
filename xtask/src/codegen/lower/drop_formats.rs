//! Formats leave strings and numbers.
//!
//! typify turns those of strings into types of other crates, which reject what the service may send
//! all the same, and `float` into `f32`, which loses digits that the service sends. Without a
//! format, every number is an `f64`.

use serde_json::Value;

use crate::codegen::walk;

pub(super) fn apply(document: &mut Value) -> usize {
    walk::change_schemas(document, &mut |schema| {
        let is_affected = matches!(
            schema.get("type").and_then(Value::as_str),
            Some("string" | "number")
        );
        usize::from(is_affected && schema.remove("format").is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    #[test]
    fn integers_keep_theirs() {
        assert_lowers(
            super::apply,
            "components: {schemas: {A: {properties: {d: {type: string, format: date}, n: {type: integer, format: int32},
               f: {type: number, format: float}}}}}",
            2,
            "components: {schemas: {A: {properties: {d: {type: string}, n: {type: integer, format: int32}, f: {type: number}}}}}",
        );
    }
}
