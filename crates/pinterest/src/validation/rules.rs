//! Fields and parameters that exclude or require each other.

use pinterest_client::json::Json;
use pinterest_client::operation::FieldRule;

use super::violation;
use crate::error::LimitViolation;

/// What a request has of a field or a parameter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Absent,
    /// It is null or an empty list, with which an update clears it.
    Empty,
    Set,
}

impl Presence {
    pub(super) fn of(value: Option<&Json<'_>>) -> Self {
        match value {
            None => Self::Absent,
            Some(Json::Null) => Self::Empty,
            Some(Json::Array(items)) if items.is_empty() => Self::Empty,
            Some(_) => Self::Set,
        }
    }
}

/// Checks rules; `place` is the whole path of a field.
pub(super) fn check(
    rules: &[FieldRule],
    presence: &dyn Fn(&str) -> Presence,
    place: &dyn Fn(&str) -> String,
) -> Result<(), LimitViolation> {
    let is_set = |name: &str| presence(name) == Presence::Set;
    let is_absent = |name: &str| presence(name) == Presence::Absent;
    for rule in rules {
        match *rule {
            FieldRule::Exclusive(names) => {
                let mut set = names.iter().filter(|name| is_set(name));
                if let (Some(first), Some(second)) = (set.next(), set.next()) {
                    let limit = format!("absent when {first} is set");
                    let value = "set: set only one of them";
                    return Err(violation(place(second), &limit, value, false));
                }
            }
            FieldRule::OneOfRequired(names) => {
                if let Some((first, others)) = names.split_first()
                    && names.iter().all(|name| is_absent(name))
                {
                    let field = alternatives(place(first), others);
                    return Err(violation(field, "set", "absent: set one of them", false));
                }
            }
            FieldRule::Requires(names) => {
                if let Some((first, others)) = names.split_first()
                    && is_set(first)
                    && let Some(absent) = others.iter().find(|name| is_absent(name))
                {
                    let limit = format!("set when {first} is set");
                    let value = "absent: set both or neither";
                    return Err(violation(place(absent), &limit, value, false));
                }
            }
            // A kind of rule that this version does not know is for the service to check.
            _ => {}
        }
    }
    Ok(())
}

/// `a, b or c`.
fn alternatives(first: String, others: &[&str]) -> String {
    match others.split_last() {
        None => first,
        Some((last, [])) => format!("{first} or {last}"),
        Some((last, between)) => format!("{first}, {} or {last}", between.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_rule(rule: FieldRule, json: &str, expected: Option<&str>) {
        let body: Json<'_> = serde_json::from_str(json).unwrap();
        let Json::Object(fields) = &body else {
            panic!("{json} is no object");
        };
        let presence = |name: &str| Presence::of(fields.get(name));
        let place = |name: &str| format!("items[3].{name}");
        let outcome = check(&[rule], &presence, &place);
        let violation = outcome.err().map(|violation| violation.to_string());
        assert_eq!(violation.as_deref(), expected, "{json}");
    }

    #[test]
    fn what_excludes_each_other_is_rejected_with_both_names() {
        let rule = FieldRule::Exclusive(&["a", "b", "c"]);
        for allowed in ["{}", r#"{"b": 1}"#, r#"{"a": 1, "b": [], "c": null}"#] {
            assert_rule(rule, allowed, None);
        }
        let expected = "items[3].c must be absent when a is set, but is set: set only one of them";
        assert_rule(rule, r#"{"c": 1, "a": 1}"#, Some(expected));
    }

    #[test]
    fn one_of_several_that_are_required_is_enough() {
        let rule = FieldRule::OneOfRequired(&["a", "b", "c"]);
        for allowed in [r#"{"c": 1}"#, r#"{"a": 1, "b": 1}"#, r#"{"a": null}"#] {
            assert_rule(rule, allowed, None);
        }
        let expected = "items[3].a, b or c must be set, but is absent: set one of them";
        assert_rule(rule, r#"{"x": 1}"#, Some(expected));
        let two = FieldRule::OneOfRequired(&["a", "b"]);
        let expected = "items[3].a or b must be set, but is absent: set one of them";
        assert_rule(two, "{}", Some(expected));
    }

    #[test]
    fn what_another_field_requires_is_set_beside_it() {
        let rule = FieldRule::Requires(&["a", "b"]);
        for allowed in [
            "{}",
            r#"{"b": 1}"#,
            r#"{"a": 1, "b": 1}"#,
            r#"{"a": null}"#,
            r#"{"a": []}"#,
            r#"{"a": 1, "b": null}"#,
        ] {
            assert_rule(rule, allowed, None);
        }
        let expected = "items[3].b must be set when a is set, but is absent: set both or neither";
        assert_rule(rule, r#"{"a": 1}"#, Some(expected));
    }
}
