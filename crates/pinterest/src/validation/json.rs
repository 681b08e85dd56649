//! The body of a request.

use std::convert::identity;
use std::fmt;

use pinterest_client::json::Json;
use pinterest_client::operation::{Limits, Members};

use super::rules::{self, Presence};
use super::{SHOWN_LENGTH, check_count, check_number, check_text, violation};
use crate::error::{LimitViolation, redacted};

/// Checks a request body.
pub(super) fn check(limits: &Limits, body: &Json<'_>) -> Result<(), LimitViolation> {
    check_at(Place::Root, limits, body)
}

/// Where in the body a value stands, as a chain from the inside out.
#[derive(Clone, Copy)]
enum Place<'a> {
    Root,
    Field(&'a Place<'a>, &'a str),
    Item(&'a Place<'a>, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => f.write_str("body"),
            Self::Field(Place::Root, name) => f.write_str(name),
            Self::Field(outer, name) => write!(f, "{outer}.{name}"),
            Self::Item(outer, index) => write!(f, "{outer}[{index}]"),
        }
    }
}

/// Compares a value, and all within it, with the limits for it.
fn check_at(place: Place<'_>, limits: &Limits, json: &Json<'_>) -> Result<(), LimitViolation> {
    let of_member = limits.members.and_then(|members| members.limits_of(json));
    if let Some(limits) = of_member {
        check_at(place, limits, json)?;
    }
    let field = || place.to_string();
    match json {
        Json::Null | Json::Bool(_) => Ok(()),
        Json::Number(number) => match (number.as_i64(), number.is_u64()) {
            (Some(number), _) => check_number(limits, number, identity, &field),
            (None, true) => check_number(limits, i64::MAX, identity, &field),
            (None, false) => match number.as_f64() {
                Some(number) => check_number(limits, number, |limit| limit as f64, &field),
                None => Ok(()),
            },
        },
        Json::Str(text) => check_text(limits, text, &field),
        Json::Array(items) => {
            let of_items = limits.items.unwrap_or(&Limits::NONE);
            for (index, item) in items.iter().enumerate() {
                check_at(Place::Item(&place, index), of_items, item)?;
            }
            check_count(limits, items.len(), &field)
        }
        Json::Object(fields) => {
            for (name, value) in fields.iter() {
                match (limits.field(name), limits.values) {
                    (Some(limits), _) => check_at(Place::Field(&place, name), limits, value)?,
                    // Keys of maps are the caller's and may be personal.
                    (None, Some(limits)) => {
                        let name = redacted(name, SHOWN_LENGTH);
                        check_at(Place::Field(&place, &name), limits, value)?;
                    }
                    (None, None) => {}
                }
            }
            let presence = |name: &str| Presence::of(fields.get(name));
            let field_place = |name: &str| Place::Field(&place, name).to_string();
            rules::check(limits.rules, &presence, &field_place)?;
            let least = limits.min_properties.unwrap_or(0);
            if fields.len() >= least {
                return Ok(());
            }
            let limit = format!("a map of at least {least} entries");
            let value = format!("a map of {}", fields.len());
            Err(violation(field(), &limit, &value, false))
        }
    }
}

/// Checks what types would ensure: fields that an object must have, and values of enums.
pub(crate) fn check_fields(limits: &Limits, body: &Json<'_>) -> Result<(), LimitViolation> {
    check_fields_at(Place::Root, limits, body)
}

fn check_fields_at(
    place: Place<'_>,
    limits: &Limits,
    json: &Json<'_>,
) -> Result<(), LimitViolation> {
    if let Some(members) = limits.members {
        check_member(place, members, json)?;
    }
    match json {
        Json::Str(text) => check_known(place, limits.known_values, text, limits.sensitive),
        Json::Array(items) => {
            let limits = limits.items.unwrap_or(&Limits::NONE);
            let mut items = items.iter().enumerate();
            items.try_for_each(|(index, item)| {
                check_fields_at(Place::Item(&place, index), limits, item)
            })
        }
        Json::Object(fields) => {
            let mut required = limits.required.iter();
            if let Some(missing) = required.find(|name| !fields.contains_key(name)) {
                let field = Place::Field(&place, missing).to_string();
                return Err(violation(field, "set", "missing", false));
            }
            for (name, value) in fields.iter() {
                let within = limits.field(name).or(limits.values);
                let name = match limits.field(name) {
                    Some(_) => name.to_owned(),
                    None => redacted(name, SHOWN_LENGTH),
                };
                if let Some(limits) = within {
                    check_fields_at(Place::Field(&place, &name), limits, value)?;
                }
            }
            Ok(())
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => Ok(()),
    }
}

/// Checks a member of a union: that its tag is known, and what its type would ensure.
fn check_member(
    place: Place<'_>,
    members: &Members,
    json: &Json<'_>,
) -> Result<(), LimitViolation> {
    if let (Some((name, known)), Json::Object(fields)) = (members.tag(), json)
        && let Some(Json::Str(tag)) = fields.get(name)
    {
        check_known(Place::Field(&place, name), &known, tag, false)?;
    }
    match members.limits_of(json) {
        Some(limits) => check_fields_at(place, limits, json),
        None => Ok(()),
    }
}

fn check_known(
    place: Place<'_>,
    known: &[&str],
    text: &str,
    sensitive: bool,
) -> Result<(), LimitViolation> {
    if known.is_empty() || known.contains(&text) {
        return Ok(());
    }
    let limit = format!("one of {}", known.join(", "));
    let value = format!("{text:?}");
    Err(violation(place.to_string(), &limit, &value, sensitive))
}
