//! Rewrites what progenitor and typify cannot express; nothing else in the generator bends the description.
//!
//! Each pass is one function in a file of its own. A pass that changes nothing is an error, so that an obsolete
//! one cannot linger.

mod drop_defaults;
mod drop_limits;
mod error_ranges;
mod keep_unknown_fields;
mod mark_sensitive;
mod optional_collections;
mod plain_peer;
mod single_values;

use serde_json::Value;

use super::Error;

/// The component that stands for text that must not be logged; see `mark_sensitive`.
pub(crate) const SENSITIVE: &str = mark_sensitive::SENSITIVE;

/// The component that stands for the value of a field that has no name here; see `keep_unknown_fields`.
pub(crate) const UNKNOWN_FIELD: &str = keep_unknown_fields::UNKNOWN_FIELD;

/// One rewriting step.
#[derive(Debug)]
pub(crate) struct Pass {
    name: &'static str,
    /// Changes the document and returns how many places it changed.
    apply: fn(&mut Value) -> usize,
}

/// What the client and the mocks both need, in this order.
pub(crate) const CLIENT_PASSES: &[Pass] = &[
    Pass {
        name: "error_ranges",
        apply: error_ranges::apply,
    },
    Pass {
        name: "mark_sensitive",
        apply: mark_sensitive::apply,
    },
    Pass {
        name: "drop_limits",
        apply: drop_limits::apply,
    },
    Pass {
        name: "drop_defaults",
        apply: drop_defaults::apply,
    },
    Pass {
        name: "optional_collections",
        apply: optional_collections::apply,
    },
    Pass {
        name: "keep_unknown_fields",
        apply: keep_unknown_fields::apply,
    },
];

/// What the mocks need on top.
pub(crate) const MOCK_PASSES: &[Pass] = &[Pass {
    name: "single_values",
    apply: single_values::apply,
}];

/// What progenitor needs where its output may be as it likes: closed enums, unions that guess, no unknown fields.
pub(crate) const PEER_PASSES: &[Pass] = &[
    Pass {
        name: "error_ranges",
        apply: error_ranges::apply,
    },
    Pass {
        name: "drop_limits",
        apply: drop_limits::apply,
    },
    Pass {
        name: "drop_defaults",
        apply: drop_defaults::apply,
    },
    Pass {
        name: "plain_peer",
        apply: plain_peer::apply,
    },
];

/// Applies the passes in order; one line a pass is added to `report`.
pub(crate) fn lower(
    mut document: Value,
    passes: &[Pass],
    report: &mut Vec<String>,
) -> Result<Value, Error> {
    for pass in passes {
        let changed = (pass.apply)(&mut document);
        if changed == 0 {
            return Err(Error::ObsoletePass { pass: pass.name });
        }
        report.push(format!("{:>22}: {changed} places", pass.name));
    }
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::load;

    /// Applies one pass to a YAML document and compares with the YAML that is expected.
    #[track_caller]
    pub(super) fn assert_lowers(
        apply: fn(&mut Value) -> usize,
        before: &str,
        changed: usize,
        after: &str,
    ) {
        let mut document = load::parse(before).unwrap();
        let count = apply(&mut document);
        let expected = load::parse(after).unwrap();
        assert_eq!(
            document, expected,
            "got:\n{document:#}\nexpected:\n{expected:#}"
        );
        assert_eq!(count, changed, "places changed");
    }

    #[test]
    fn a_pass_that_matches_nothing_is_an_error() {
        let passes = [Pass {
            name: "never",
            apply: |_| 0,
        }];
        let error = lower(Value::Null, &passes, &mut Vec::new()).unwrap_err();
        assert!(error.to_string().contains("`never`"), "{error}");
    }

    #[test]
    fn passes_are_reported_with_their_counts() {
        let mut report = Vec::new();
        lower(
            Value::Null,
            &[Pass {
                name: "three",
                apply: |_| 3,
            }],
            &mut report,
        )
        .unwrap();
        assert_eq!(report, ["                 three: 3 places"]);
    }
}
