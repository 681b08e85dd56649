//! Properties whose fields would share a name, or have one that generated types use themselves, get a name in between.
//!
//! typify makes both fields of one name. `emit::fields` gives the field its name and says what it is on the wire.

use serde_json::Value;

use crate::codegen::renames;

pub(super) fn apply(document: &mut Value) -> usize {
    let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") else {
        return 0;
    };
    let mut changed = 0;
    for schema in schemas.values_mut() {
        for rename in renames::of(schema) {
            if let Some(Value::Object(properties)) = schema.get_mut("properties")
                && let Some(property) = properties.remove(&rename.wire)
            {
                properties.insert(rename.between.clone(), property);
                changed += 1;
            }
            for required in schema
                .get_mut("required")
                .and_then(Value::as_array_mut)
                .into_iter()
                .flatten()
            {
                if required.as_str() == Some(&rename.wire) {
                    *required = Value::String(rename.between.clone());
                }
            }
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    #[test]
    fn properties_and_their_mention_are_renamed() {
        assert_lowers(
            super::apply,
            "components: {schemas: {A: {required: [APP_TYPE], properties: {APP_TYPE: {}, app_type: {}, new: {}, b: {}}}}}",
            2,
            "components: {schemas: {A: {required: [app_type_renamed0], properties: {app_type_renamed0: {}, app_type: {},
               new_renamed1: {}, b: {}}}}}",
        );
    }
}
