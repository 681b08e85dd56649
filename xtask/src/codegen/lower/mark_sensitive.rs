//! Strings with `x-sensitive: true` become references to one component, which stands for a type that does not show
//! its text in `Debug`.
//!
//! typify has no notion of sensitive data: it would derive a `Debug` that prints e-mail addresses into logs.

use serde_json::{Value, json};

use crate::codegen::walk;

/// The name of the component, and of the hand-written type that replaces it.
pub(super) const SENSITIVE: &str = "Sensitive";

pub(super) fn apply(document: &mut Value) -> usize {
    let reference = format!("#/components/schemas/{SENSITIVE}");
    let changed = walk::change_schemas(document, &mut |schema| {
        if schema.get("x-sensitive") != Some(&Value::Bool(true)) {
            return 0;
        }
        schema.remove("x-sensitive");
        schema.remove("type");
        schema.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
        1
    });
    if changed > 0 {
        document["components"]["schemas"][SENSITIVE] = json!({ "type": "string" });
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    #[test]
    fn marked_strings_refer_to_the_component() {
        assert_lowers(
            super::apply,
            "components: {schemas: {User: {type: object, properties: {
               email: {type: string, nullable: true, description: Mail., x-sensitive: true}, name: {type: string}}}}}",
            1,
            "components: {schemas: {Sensitive: {type: string}, User: {type: object, properties: {
               email: {nullable: true, description: Mail., allOf: [{$ref: '#/components/schemas/Sensitive'}]},
               name: {type: string}}}}}",
        );
    }
}
