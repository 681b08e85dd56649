//! Formats leave strings, and `float` leaves numbers.
//!
//! typify turns some formats of strings into types of other crates, which refuse to decode what the service may send all
//! the same. 32 bits lose digits of what the service sends, such as latitudes.

use serde_json::Value;

use crate::codegen::walk;

pub(super) fn apply(document: &mut Value) -> usize {
    walk::change_schemas(document, &mut |schema| {
        let text = |key: &str| schema.get(key).and_then(Value::as_str);
        let is_dropped = match (text("type"), text("format")) {
            (Some("string"), Some(_)) => true,
            (Some("number"), format) => format == Some("float"),
            _ => false,
        };
        if is_dropped {
            schema.remove("format");
        }
        usize::from(is_dropped)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    #[test]
    fn whole_numbers_keep_theirs() {
        assert_lowers(
            super::apply,
            "components: {schemas: {A: {properties: {d: {type: string, format: date}, n: {type: integer, format: int32},
               f: {type: number, format: float}, g: {type: number, format: double}}}}}",
            2,
            "components: {schemas: {A: {properties: {d: {type: string}, n: {type: integer, format: int32},
               f: {type: number}, g: {type: number, format: double}}}}}",
        );
    }
}
