//! Compares a request with what the description allows, before anything is encoded.

mod json;
mod parameters;
mod rules;
#[cfg(test)]
#[cfg(feature = "business_access")]
mod tests;
#[cfg(test)]
#[cfg(all(feature = "campaigns", feature = "catalogs"))]
mod union_tests;

use std::fmt::Display;

use pinterest_client::operation::{Limits, Operation};
use pinterest_client::request::{Body, Parts};

use crate::error::{LimitViolation, redacted};

pub(crate) use json::check_fields;
pub(crate) use parameters::check_path;

/// The most characters of a value that a message repeats.
const SHOWN_LENGTH: usize = 40;

/// Checks the parameters and the body of a request.
pub(crate) fn check(operation: &Operation, parts: &Parts<'_>) -> Result<(), LimitViolation> {
    parameters::check(operation, parts)?;
    match &parts.body {
        Body::Json(body) if !operation.body.is_unlimited() => json::check(operation.body, body),
        Body::Form(fields) => parameters::check_form(operation.body, fields),
        Body::Json(_) | Body::None => Ok(()),
    }
}

fn check_text(
    limits: &Limits,
    text: &str,
    field: &dyn Fn() -> String,
) -> Result<(), LimitViolation> {
    let reject = |limit: String| {
        let value = format!("{text:?}");
        Err(violation(field(), &limit, &value, limits.sensitive))
    };
    let length = || text.chars().count();
    if let Some(least) = limits.min_length.filter(|least| length() < *least) {
        return reject(format!("at least {least} characters long"));
    }
    if let Some(most) = limits.max_length.filter(|most| length() > *most) {
        return reject(format!("at most {most} characters long"));
    }
    match limits.pattern {
        Some(pattern) if !pattern.matches(text) => reject(pattern.to_string()),
        _ => Ok(()),
    }
}

/// `of` makes a number of a limit.
fn check_number<N: PartialOrd + Display>(
    limits: &Limits,
    number: N,
    of: fn(i64) -> N,
    field: &dyn Fn() -> String,
) -> Result<(), LimitViolation> {
    let reject = |limit: String| Err(violation(field(), &limit, &number.to_string(), false));
    match (limits.minimum, limits.maximum) {
        (Some(least), _) if number < of(least) => reject(format!("at least {least}")),
        (_, Some(most)) if number > of(most) => reject(format!("at most {most}")),
        _ => Ok(()),
    }
}

fn check_count(
    limits: &Limits,
    count: usize,
    field: &dyn Fn() -> String,
) -> Result<(), LimitViolation> {
    let reject = |limit: String| {
        let value = format!("a list of {count}");
        Err(violation(field(), &limit, &value, false))
    };
    match (limits.min_items, limits.max_items) {
        (Some(least), _) if count < least => reject(format!("a list of at least {least}")),
        (_, Some(most)) if count > most => reject(format!("a list of at most {most}")),
        _ => Ok(()),
    }
}

fn violation(field: String, limit: &str, value: &str, sensitive: bool) -> LimitViolation {
    let value = if sensitive {
        "[redacted]".to_owned()
    } else {
        redacted(value, SHOWN_LENGTH)
    };
    LimitViolation {
        field,
        limit: limit.to_owned(),
        value,
    }
}
