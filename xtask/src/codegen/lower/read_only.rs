//! `readOnly` properties of what requests are made of are not required.
//!
//! A constructor would have to ask for what must not be sent.

use serde_json::Value;

use crate::codegen::requests;

pub(super) fn apply(document: &mut Value) -> usize {
    let names = requests::types(document);
    let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") else {
        return 0;
    };
    let requested = schemas.iter_mut().filter(|(name, _)| names.contains(*name));
    requested.map(|(_, schema)| relax(schema)).sum()
}

fn relax(schema: &mut Value) -> usize {
    let properties = schema.get("properties").cloned().unwrap_or_default();
    let is_read_only = |name: &Value| {
        let property = name.as_str().and_then(|name| properties.get(name));
        property.and_then(|property| property.get("readOnly")) == Some(&Value::Bool(true))
    };
    let Some(Value::Array(required)) = schema.get_mut("required") else {
        return 0;
    };
    let before = required.len();
    required.retain(|name| !is_read_only(name));
    before - required.len()
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    #[test]
    fn only_what_requests_are_made_of_changes() {
        let paths = "paths: {/p: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}";
        assert_lowers(
            super::apply,
            &format!(
                "{{{paths}, components: {{schemas: {{
               A: {{required: [id, b], properties: {{id: {{readOnly: true}}, b: {{}}}}}},
               C: {{required: [id], properties: {{id: {{readOnly: true}}}}}}}}}}}}"
            ),
            1,
            &format!(
                "{{{paths}, components: {{schemas: {{
               A: {{required: [b], properties: {{id: {{readOnly: true}}, b: {{}}}}}},
               C: {{required: [id], properties: {{id: {{readOnly: true}}}}}}}}}}}}"
            ),
        );
    }
}
