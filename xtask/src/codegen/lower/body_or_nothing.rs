//! A 204 beside a success with a body leaves the responses, for the client only.
//!
//! progenitor asserts that all successes have one type. `emit::functions` gives the function an optional body instead,
//! and takes the 204 in again. The mocks respond with either, which progenitor can do.

use serde_json::Value;

use crate::codegen::walk;

pub(super) fn apply(document: &mut Value) -> usize {
    walk::change_operations(document, &mut |operation| {
        if !walk::may_answer_nothing(operation) {
            return 0;
        }
        let responses = operation
            .get_mut("responses")
            .and_then(Value::as_object_mut);
        usize::from(
            responses
                .and_then(|responses| responses.remove("204"))
                .is_some(),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_lowers;

    #[test]
    fn a_204_alone_stays() {
        assert_lowers(
            super::apply,
            "paths: {/pins: {get: {responses: {'200': {content: {}}, '204': {}}},
               delete: {responses: {'204': {}}}}}",
            1,
            "paths: {/pins: {get: {responses: {'200': {content: {}}}}, delete: {responses: {'204': {}}}}}",
        );
    }
}
