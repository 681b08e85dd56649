//! Rewrites what progenitor and typify cannot express; nothing else in the generator bends the description.
//!
//! Each pass is one function in a file of its own. A pass that changes nothing is an error, so that an obsolete
//! one cannot linger.

mod body_or_nothing;
mod comma_separated;
mod dates;
mod deep_object;
mod drop_defaults;
mod drop_formats;
mod drop_limits;
mod drop_narrowing;
mod error_ranges;
mod free_form;
mod keep_unknown_fields;
mod mark_sensitive;
mod metrics;
mod optional_collections;
mod plain_peer;
mod read_only;
mod rename_properties;
mod replace_unions;
mod single_values;

use serde_json::Value;

use super::Error;

/// The component that stands for text that must not be logged; see `mark_sensitive`.
pub(crate) const SENSITIVE: &str = mark_sensitive::SENSITIVE;

/// The component that stands for a date; see `dates`.
pub(crate) const DATE: &str = dates::DATE;

/// The component that stands for the value of a metric; see `metrics`.
pub(crate) const METRIC: &str = metrics::METRIC;

/// The component that stands for the value of a field that has no name here; see `keep_unknown_fields`.
pub(crate) const UNKNOWN_FIELD: &str = keep_unknown_fields::UNKNOWN_FIELD;

/// One rewriting step.
#[derive(Debug)]
pub(crate) struct Pass {
    name: &'static str,
    /// Changes the document and returns how many places it changed.
    apply: fn(&mut Value) -> usize,
    subject: Subject,
}

/// Where a pass finds what it changes; finding nothing there means that it is obsolete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    /// In every description.
    Anywhere,
    /// In the description of all domains, but not in that of each.
    AllDomains,
    /// Nowhere today. The pass is there because without it the next version could not be generated.
    Nowhere,
}

/// A pass that has to change something.
const fn needed(name: &'static str, apply: fn(&mut Value) -> usize) -> Pass {
    Pass {
        name,
        apply,
        subject: Subject::Anywhere,
    }
}

/// A pass for what only some documents have.
const fn optional(name: &'static str, apply: fn(&mut Value) -> usize) -> Pass {
    Pass {
        name,
        apply,
        subject: Subject::AllDomains,
    }
}

/// A pass for what may come.
const fn reserve(name: &'static str, apply: fn(&mut Value) -> usize) -> Pass {
    Pass {
        name,
        apply,
        subject: Subject::Nowhere,
    }
}

/// What the client and the mocks both need, in this order.
pub(crate) const SHARED_PASSES: &[Pass] = &[
    needed("error_ranges", error_ranges::apply),
    reserve("read_only", read_only::apply),
    reserve("rename_properties", rename_properties::apply),
    // Before `drop_formats`, which removes the format that dates are known by.
    optional("dates", dates::apply),
    // Before `mark_sensitive`, after which a string is no string any more.
    optional("drop_formats", drop_formats::apply),
    needed("mark_sensitive", mark_sensitive::apply),
    optional("drop_narrowing", drop_narrowing::apply),
    needed("drop_limits", drop_limits::apply),
    needed("drop_defaults", drop_defaults::apply),
    optional("free_form", free_form::apply),
    // After `free_form`, to which the component of metrics would be any JSON.
    optional("metrics", metrics::apply),
    optional("replace_unions", replace_unions::apply),
    needed("optional_collections", optional_collections::apply),
    needed("keep_unknown_fields", keep_unknown_fields::apply),
];

/// What the client needs on top.
pub(crate) const CLIENT_PASSES: &[Pass] = &[
    optional("body_or_nothing", body_or_nothing::apply),
    optional("deep_object", deep_object::apply),
];

/// What the mocks need on top.
pub(crate) const MOCK_PASSES: &[Pass] = &[
    optional("deep_object", deep_object::remove),
    optional("comma_separated", comma_separated::apply),
    needed("single_values", single_values::apply),
];

/// What progenitor needs where its output may be as it likes: closed enums, unions that guess, no unknown fields.
pub(crate) const PEER_PASSES: &[Pass] = &[
    needed("error_ranges", error_ranges::apply),
    needed("drop_limits", drop_limits::apply),
    needed("drop_defaults", drop_defaults::apply),
    optional("deep_object", deep_object::apply),
    needed("plain_peer", plain_peer::apply),
];

/// How much of the API a description covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coverage {
    /// All domains.
    Whole,
    /// Some documents, as tests use them.
    #[cfg(test)]
    Part,
}

/// Applies the passes in order; one line a pass is added to `report`.
pub(crate) fn lower(
    mut document: Value,
    passes: &[Pass],
    coverage: Coverage,
    report: &mut Vec<String>,
) -> Result<Value, Error> {
    for pass in passes {
        let changed = (pass.apply)(&mut document);
        let must_change = match pass.subject {
            Subject::Anywhere => true,
            Subject::AllDomains => coverage == Coverage::Whole,
            Subject::Nowhere => false,
        };
        if changed == 0 && must_change {
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

    fn lower_some(passes: &[Pass], coverage: Coverage) -> Result<Value, Error> {
        lower(Value::Null, passes, coverage, &mut Vec::new())
    }

    #[test]
    fn what_only_some_domains_have_must_be_in_the_whole() {
        let passes = [optional("rare", |_| 0)];
        assert!(lower_some(&passes, Coverage::Part).is_ok());
        let error = lower_some(&passes, Coverage::Whole).unwrap_err();
        assert!(error.to_string().contains("`rare`"), "{error}");
        assert!(lower_some(&[reserve("later", |_| 0)], Coverage::Whole).is_ok());
    }

    #[test]
    fn a_pass_that_matches_nothing_is_an_error() {
        let error = lower_some(&[needed("never", |_| 0)], Coverage::Part).unwrap_err();
        assert!(error.to_string().contains("`never`"), "{error}");
    }

    #[test]
    fn passes_are_reported_with_their_counts() {
        let mut report = Vec::new();
        lower(
            Value::Null,
            &[needed("three", |_| 3)],
            Coverage::Part,
            &mut report,
        )
        .unwrap();
        assert_eq!(report, ["                 three: 3 places"]);
    }
}
