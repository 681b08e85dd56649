//! What the crate does, compared with the description in `spec/`, which is read when the tests run:
//! for every operation what stands on the wire, and for every type what it keeps of a value. The
//! types are also fuzzed.
//!
//! The requests and types are reached through `generated`, which `cargo xtask codegen` makes.

#![allow(missing_docs, clippy::expect_used, clippy::panic)] // A failed `expect` fails the test.

mod arguments;
mod calls;
mod fuzz;
#[rustfmt::skip] // Formatted when it is written.
mod generated;
mod json_schemas;
mod requests;
mod round_trips;
mod types;

use pinterest_test_support::samples::shown;
use serde_json::Value;

/// How many failures a message lists.
const SHOWN: usize = 40;

/// Fails with all failures; each names the operation or schema, and the place.
#[track_caller]
fn assert_none(failures: &[String]) {
    let shown = &failures[..failures.len().min(SHOWN)];
    assert!(
        failures.is_empty(),
        "{} failures:\n{}",
        failures.len(),
        shown.join("\n")
    );
}

/// What is at one place in `before` and not in `after`, or the other way round; `None` when nothing
/// is.
///
/// Numbers are compared by value. When `null_may_go`, a field that was null may be absent.
fn difference(before: &Value, after: &Value, null_may_go: bool) -> Option<String> {
    difference_at("", before, after, null_may_go)
}

fn difference_at(place: &str, before: &Value, after: &Value, null_may_go: bool) -> Option<String> {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            let added = after.keys().find(|name| !before.contains_key(*name));
            if let Some(name) = added {
                return Some(format!(
                    "{place}.{name}: added: {}",
                    shown(&after[name.as_str()])
                ));
            }
            before.iter().find_map(|(name, before)| {
                let place = format!("{place}.{name}");
                match after.get(name) {
                    Some(after) => difference_at(&place, before, after, null_may_go),
                    None if before.is_null() && null_may_go => None,
                    None => Some(format!("{place}: lost: {}", shown(before))),
                }
            })
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            let pairs = before.iter().zip(after).enumerate();
            let mut differences = pairs.filter_map(|(index, (before, after))| {
                difference_at(&format!("{place}[{index}]"), before, after, null_may_go)
            });
            differences.next()
        }
        (Value::Number(before), Value::Number(after)) if before == after => None,
        // A whole number may be of a type that has fractions.
        (Value::Number(before), Value::Number(after))
            if after.is_f64() && before.as_f64() == after.as_f64() =>
        {
            None
        }
        _ if before == after => None,
        _ => Some(format!(
            "{place}: {} became {}",
            shown(before),
            shown(after)
        )),
    }
}

#[test]
fn differences_are_found_and_named() {
    use serde_json::json;

    let before = json!({"a": [{"b": 1, "n": null}], "f": 2});
    assert_eq!(difference(&before, &before, false), None);
    let cases = [
        (json!({"a": [{"b": 1}], "f": 2.0}), true, None),
        (
            json!({"a": [{"b": 1}], "f": 2}),
            false,
            Some(".a[0].n: lost: null"),
        ),
        (
            json!({"a": [{"b": 2, "n": null}], "f": 2}),
            true,
            Some(".a[0].b: 1 became 2"),
        ),
        (
            json!({"a": [], "f": 2}),
            true,
            Some(r#".a: [{"b":1,"n":null}] became []"#),
        ),
        (
            json!({"a": [{"b": 1, "n": null}], "f": 2, "g": 0}),
            true,
            Some(".g: added: 0"),
        ),
    ];
    for (after, null_may_go, expected) in cases {
        assert_eq!(
            difference(&before, &after, null_may_go).as_deref(),
            expected
        );
    }
}
