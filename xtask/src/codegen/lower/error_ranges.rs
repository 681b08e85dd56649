//! `default` responses become `4XX` and `5XX`.
//!
//! progenitor counts `default` among the successes too and then fails on an operation that has two success types.

use serde_json::Value;

use crate::codegen::walk;

pub(super) fn apply(document: &mut Value) -> usize {
    walk::change_operations(document, &mut |operation| {
        let Some(Value::Object(responses)) = operation.get_mut("responses") else {
            return 0;
        };
        let Some(default) = responses.remove("default") else {
            return 0;
        };
        responses.insert("4XX".to_owned(), default.clone());
        responses.insert("5XX".to_owned(), default);
        1
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    #[test]
    fn default_is_split_and_success_kept() {
        assert_lowers(
            super::apply,
            "paths: {/pins: {get: {responses: {'200': {description: Fine.}, default: {description: Refused.}}}}}",
            1,
            "paths: {/pins: {get: {responses: {
               '200': {description: Fine.}, 4XX: {description: Refused.}, 5XX: {description: Refused.}}}}}",
        );
    }
}
