//! Checks values against the description, and names the field that violates it.

use std::fmt;

use serde_json::{Map, Value};

use crate::description::{Description, Operation, Place, Schema};

/// A part of a request or response that is not as described.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    /// Where it is, e.g. `page_size` or `[2].targeting_spec.AGE_BUCKET`.
    pub(crate) field: String,
    /// What is wrong with it.
    pub(crate) reason: String,
}

const UNKNOWN_FIELD: &str = "is not a known field";
const UNKNOWN_PARAMETER: &str = "is not a parameter of this operation";

impl Violation {
    /// Tells whether it is about a name that the description does not have.
    pub(crate) fn is_about_unknown(&self) -> bool {
        [UNKNOWN_FIELD, UNKNOWN_PARAMETER].contains(&self.reason.as_str())
    }

    /// Tells whether it is about a field that is not there.
    pub(crate) fn is_about_missing(&self) -> bool {
        self.reason == "is required"
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field.is_empty() {
            true => write!(f, "the body {}", self.reason),
            false => write!(f, "'{}' {}", self.field, self.reason),
        }
    }
}

/// Whether the value was sent by a client or by the fake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Fields that only responses have are ignored, fields that nobody knows are violations.
    Request,
    /// Fields that nobody knows are violations.
    Response,
}

/// Returns what a value violates of a schema.
pub(crate) fn value(schema: &Schema<'_>, value: &Value, side: Side) -> Vec<Violation> {
    let mut check = Check {
        side,
        violations: Vec::new(),
    };
    check.value(schema, value, "");
    check.violations
}

/// Returns what the parameters of a request violate.
pub(crate) fn parameters(
    description: &Description,
    operation: &Operation,
    path: &Map<String, Value>,
    query: &Map<String, Value>,
) -> Vec<Violation> {
    let mut check = Check {
        side: Side::Request,
        violations: Vec::new(),
    };
    for parameter in &operation.parameters {
        let given = match parameter.place {
            Place::Path => path.get(&parameter.name),
            Place::Query => query.get(&parameter.name),
            Place::Header => continue,
        };
        match given {
            Some(value) => check.value(
                &Schema::new(description, parameter.schema),
                value,
                &parameter.name,
            ),
            None if parameter.required => check.add(&parameter.name, "is required".to_owned()),
            None => {}
        }
    }
    for name in query.keys() {
        let is_known = operation
            .parameters
            .iter()
            .any(|parameter| parameter.place == Place::Query && parameter.name == *name);
        if !is_known {
            check.add(name, UNKNOWN_PARAMETER.to_owned());
        }
    }
    for (rule, lists) in operation.rules.as_object().into_iter().flatten() {
        for names in lists.as_array().into_iter().flatten() {
            check.rule(rule, names, query, "");
        }
    }
    check.violations
}

struct Check {
    side: Side,
    violations: Vec<Violation>,
}

impl Check {
    fn add(&mut self, field: &str, reason: String) {
        self.violations.push(Violation {
            field: field.to_owned(),
            reason,
        });
    }

    fn value(&mut self, schema: &Schema<'_>, value: &Value, field: &str) {
        if value.is_null() {
            if !schema.permits_null() {
                self.add(field, "must not be null".to_owned());
            }
            return;
        }
        if schema.is_union() {
            self.union(schema, value, field);
            return;
        }
        match (schema.kind(), value) {
            (Some("object"), Value::Object(object)) => self.object(schema, object, field),
            (Some("array"), Value::Array(items)) => self.array(schema, items, field),
            (Some("string"), Value::String(text)) => self.text(schema, text, field),
            (Some("integer"), Value::Number(number)) => {
                let is_whole = number.as_f64().is_some_and(|number| number.fract() == 0.0);
                match is_whole {
                    true => self.number(schema, value, field),
                    false => self.add(field, "must be an integer".to_owned()),
                }
            }
            (Some("number"), Value::Number(_)) => self.number(schema, value, field),
            (Some("boolean"), Value::Bool(_)) | (None, _) => {}
            (Some(kind), other) => {
                let article = if matches!(kind, "object" | "array" | "integer") {
                    "an"
                } else {
                    "a"
                };
                self.add(
                    field,
                    format!("must be {article} {kind}, not {}", kind_of(other)),
                );
            }
        }
        if let Some(values) = schema.values()
            && !values.contains(value)
            && !matches!(schema.kind(), Some("object" | "array"))
        {
            let known: Vec<String> = values.iter().map(shown).collect();
            self.add(
                field,
                format!("value {} is not one of {}", shown(value), known.join(", ")),
            );
        }
    }

    fn union(&mut self, schema: &Schema<'_>, value: &Value, field: &str) {
        let mut mapping = schema.mapping();
        if let (Some(tag), false) = (schema.tag(), mapping.len() == 0) {
            let place = joined(field, tag);
            let Some(of_value) = value.get(tag) else {
                self.add(&place, "is required".to_owned());
                return;
            };
            match mapping.find(|(name, _)| of_value.as_str() == Some(*name)) {
                Some((_, branch)) => self.value(&branch, value, field),
                None => {
                    let known: Vec<&str> = schema.mapping().map(|(name, _)| name).collect();
                    self.add(
                        &place,
                        format!(
                            "value {} is not one of {}",
                            shown(of_value),
                            known.join(", ")
                        ),
                    );
                }
            }
            return;
        }
        let mut fewest: Option<Vec<Violation>> = None;
        for branch in schema.branches() {
            let mut check = Check {
                side: self.side,
                violations: Vec::new(),
            };
            check.value(&branch, value, field);
            if fewest
                .as_ref()
                .is_none_or(|fewest| check.violations.len() < fewest.len())
            {
                fewest = Some(check.violations);
            }
        }
        self.violations.extend(fewest.unwrap_or_default());
    }

    fn object(&mut self, schema: &Schema<'_>, object: &Map<String, Value>, field: &str) {
        let further = schema.further();
        for (name, value) in object {
            let place = joined(field, name);
            match (schema.property(name), &further) {
                (Some(property), _) => {
                    if self.side == Side::Response || !property.is_read_only() {
                        self.value(&property, value, &place);
                    }
                }
                (None, Some(further)) => self.value(further, value, &place),
                (None, None) => self.add(&place, UNKNOWN_FIELD.to_owned()),
            }
        }
        for name in schema.required() {
            let is_read_only = || schema.property(name).is_some_and(|p| p.is_read_only());
            let is_left_out = self.side == Side::Request && is_read_only();
            if !is_left_out && !object.contains_key(name) {
                self.add(&joined(field, name), "is required".to_owned());
            }
        }
        if let Some(least) = schema.limits().least_properties
            && (object.len() as u64) < least
        {
            self.add(field, format!("must have at least {least} field(s)"));
        }
        for (rule, names) in schema.rules() {
            self.rule(rule, names, object, field);
        }
    }

    fn rule(&mut self, rule: &str, names: &Value, object: &Map<String, Value>, field: &str) {
        let names: Vec<&str> = names
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let is_set = |name: &&&str| object.get(**name).is_some_and(|value| !value.is_null());
        let set: Vec<&&str> = names.iter().filter(is_set).collect();
        match rule {
            "x-exclusive" if set.len() > 1 => {
                self.add(
                    &joined(field, set[0]),
                    format!("cannot be combined with '{}'", set[1]),
                );
            }
            "x-one-of-required" if set.is_empty() && self.side == Side::Request => {
                let first = names.first().copied().unwrap_or_default();
                self.add(
                    &joined(field, first),
                    format!("is required, or one of {}", names[1..].join(", ")),
                );
            }
            "x-requires" => {
                let Some((first, others)) = names.split_first() else {
                    return;
                };
                let missing = others.iter().find(|name| !is_set(name));
                if let (true, Some(missing)) = (is_set(&first), missing) {
                    self.add(
                        &joined(field, missing),
                        format!("is required beside '{first}'"),
                    );
                }
            }
            _ => {}
        }
    }

    fn array(&mut self, schema: &Schema<'_>, items: &[Value], field: &str) {
        let (count, limits) = (items.len() as u64, schema.limits());
        if let Some(least) = limits.least_items.filter(|least| count < *least) {
            self.add(
                field,
                format!("must have at least {least} item(s), not {count}"),
            );
        }
        if let Some(most) = limits.most_items.filter(|most| count > *most) {
            self.add(
                field,
                format!("must have at most {most} item(s), not {count}"),
            );
        }
        if let Some(of_items) = schema.items() {
            for (index, item) in items.iter().enumerate() {
                self.value(&of_items, item, &format!("{field}[{index}]"));
            }
        }
    }

    fn text(&mut self, schema: &Schema<'_>, text: &str, field: &str) {
        let (length, limits) = (text.chars().count() as u64, schema.limits());
        if let Some(least) = limits.least_length.filter(|least| length < *least) {
            self.add(field, format!("must have at least {least} character(s)"));
        }
        if let Some(most) = limits.most_length.filter(|most| length > *most) {
            self.add(
                field,
                format!("must have at most {most} character(s), not {length}"),
            );
        }
        if let Some(pattern) = schema.pattern()
            && !pattern.matches(text)
        {
            self.add(
                field,
                format!("value '{text}' must match the pattern: {}", pattern.text),
            );
        }
        if schema.format() == Some("date") && text.parse::<jiff::civil::Date>().is_err() {
            self.add(
                field,
                format!("value '{text}' must be a date, as in 2026-01-31"),
            );
        }
    }

    fn number(&mut self, schema: &Schema<'_>, value: &Value, field: &str) {
        let number = value.as_f64().unwrap_or_default();
        let limits = schema.limits();
        if let Some(least) = limits.minimum {
            let excluded = limits.excludes_minimum;
            if number < least || (excluded && number <= least) {
                let bound = if excluded { "more than" } else { "at least" };
                self.add(field, format!("must be {bound} {least}, not {value}"));
            }
        }
        if let Some(most) = limits.maximum.filter(|most| number > *most) {
            self.add(field, format!("must be at most {most}, not {value}"));
        }
        if schema.format() == Some("int32") && number.abs() > f64::from(i32::MAX) {
            self.add(field, "must fit in 32 bits".to_owned());
        }
    }
}

fn joined(field: &str, name: &str) -> String {
    match field.is_empty() {
        true => name.to_owned(),
        false => format!("{field}.{name}"),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("'{text}'"),
        other => other.to_string(),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::description::description;

    fn violations(component: &str, body: &Value) -> Vec<String> {
        value(&description().component(component), body, Side::Request)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn the_field_is_named() {
        assert_eq!(violations("NewBoard", &json!({"name": "a"})), [""; 0]);
        assert_eq!(violations("NewBoard", &json!({})), ["'name' is required"]);
        assert_eq!(
            violations("NewBoard", &json!({"name": 7, "nmae": 1})),
            [
                "'name' must be a string, not a number",
                "'nmae' is not a known field"
            ]
        );
        assert_eq!(
            violations("NewBoard", &json!({"name": "a", "privacy": "SECERT"}))[0][..43],
            *"'privacy' value 'SECERT' is not one of 'PUB"
        );
    }
}
