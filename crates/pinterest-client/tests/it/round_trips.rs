//! Every type: what is decoded is encoded again without loss.

use pinterest_test_support::samples::{self, FULL, REQUIRED, Style};
use pinterest_test_support::spec::spec;
use serde_json::{Value, json};

use crate::types::{ApiType, types};
use crate::{assert_none, difference};

#[test]
fn the_table_has_every_schema() {
    let described: Vec<&str> = spec().schemas().map(|(name, _)| name).collect();
    let mut known: Vec<&str> = types().map(|kind| kind.name).collect();
    known.sort_unstable();
    assert_eq!(described, known);
}

#[test]
fn a_value_with_every_field_survives() {
    assert_none(&losses(FULL, false));
}

#[test]
fn a_value_with_only_the_required_fields_survives() {
    assert_none(&losses(REQUIRED, false));
}

#[test]
fn null_survives_where_a_field_is_required() {
    let style = Style {
        required_nulls: true,
        ..FULL
    };
    assert_none(&losses(style, false));
}

/// In what a change sends, null clears a field; elsewhere it may be the same as no field.
#[test]
fn null_survives_where_it_is_not_the_same_as_absent() {
    let style = Style {
        optional_nulls: true,
        ..FULL
    };
    assert_none(&losses(style, true));
}

#[test]
fn unknown_values_of_enums_survive() {
    let style = Style {
        unknown_values: true,
        ..FULL
    };
    assert_none(&losses(style, false));
}

#[test]
fn unknown_fields_survive() {
    let style = Style {
        unknown_fields: true,
        ..FULL
    };
    assert_none(&losses(style, false));
}

#[test]
fn unknown_members_of_unions_survive() {
    let style = Style {
        unknown_members: true,
        ..FULL
    };
    assert_none(&losses(style, false));
}

#[test]
fn every_value_of_every_enum_survives() {
    let mut failures = Vec::new();
    for kind in types() {
        let values = spec().schema(kind.name)["enum"].as_array();
        for value in values.into_iter().flatten() {
            failures.extend(loss(kind, value, false));
        }
    }
    assert_none(&failures);
}

/// A union takes whatever the service may send one day.
#[test]
fn anything_is_a_member_of_a_union() {
    let mut failures = Vec::new();
    for kind in types() {
        let schema = spec().schema(kind.name);
        if schema.get("oneOf").is_none() && schema.get("anyOf").is_none() {
            continue;
        }
        let tag = schema
            .pointer("/discriminator/propertyName")
            .and_then(Value::as_str);
        let mut values = vec![
            json!({}),
            json!({"x_new": null}),
            json!([[{}]]),
            json!(true),
        ];
        values.extend(tag.map(|tag| json!({tag: 7, "x_new": 1})));
        for value in values {
            failures.extend(loss(kind, &value, false));
        }
    }
    assert_none(&failures);
}

fn losses(style: Style, null_may_go: bool) -> Vec<String> {
    let changes = spec().request_types(&["patch", "put"]);
    let mut failures = Vec::new();
    for kind in types() {
        let is_change = null_may_go && changes.contains(kind.name);
        let style = Style {
            for_request: is_change,
            ..style
        };
        for value in samples::of(spec(), spec().schema(kind.name), style) {
            failures.extend(loss(kind, &value, null_may_go && !is_change));
        }
    }
    failures
}

fn loss(kind: &ApiType, value: &Value, null_may_go: bool) -> Option<String> {
    let failure = match (kind.round_trip)(value) {
        Ok(after) => difference(value, &after, null_may_go)?,
        Err(error) => format!("not decoded: {error}; it is {}", crate::shown(value)),
    };
    Some(format!("{}: {failure}", kind.name))
}
