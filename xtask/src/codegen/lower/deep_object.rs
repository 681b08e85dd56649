//! Query parameters that are objects lose their style, which progenitor refuses.
//!
//! `emit::functions` makes the generated function write them as the style says.

use serde_json::Value;

use crate::codegen::walk;

pub(super) fn apply(document: &mut Value) -> usize {
    change(document, |parameter| {
        parameter.remove("style");
        parameter.remove("explode");
        true
    })
}

/// Mocks cannot compare an object with the text of one value: for them, the parameters go.
pub(super) fn remove(document: &mut Value) -> usize {
    change(document, |_| false)
}

fn change(document: &mut Value, keep: fn(&mut walk::Object) -> bool) -> usize {
    walk::change_operations(document, &mut |operation| {
        let Some(Value::Array(parameters)) = operation.get_mut("parameters") else {
            return 0;
        };
        let mut changed = 0;
        parameters.retain_mut(|parameter| {
            let is_deep = walk::is_deep_object(parameter);
            match parameter.as_object_mut().filter(|_| is_deep) {
                Some(parameter) => {
                    changed += 1;
                    keep(parameter)
                }
                None => true,
            }
        });
        changed
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    const BEFORE: &str = "paths: {/pins: {get: {parameters: [{in: query, name: filter, style: deepObject, explode: true,
               schema: {$ref: '#/components/schemas/Filter'}}, {in: query, name: b, schema: {type: integer}}]}}}";

    #[test]
    fn the_style_of_objects_goes() {
        assert_lowers(
            super::apply,
            BEFORE,
            1,
            "paths: {/pins: {get: {parameters: [{in: query, name: filter,
               schema: {$ref: '#/components/schemas/Filter'}}, {in: query, name: b, schema: {type: integer}}]}}}",
        );
    }

    #[test]
    fn for_mocks_the_parameter_goes() {
        assert_lowers(
            super::remove,
            BEFORE,
            1,
            "paths: {/pins: {get: {parameters: [{in: query, name: b, schema: {type: integer}}]}}}",
        );
    }
}
