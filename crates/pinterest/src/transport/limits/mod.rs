//! Compares what is about to be sent with what the description allows.

mod json;
#[cfg(test)]
#[cfg(feature = "business_access")]
mod tests;
mod url;

use pinterest_client::operation::Limits;

use crate::error::{LimitViolation, redacted};

pub(crate) use json::{check_body, check_json};
pub(crate) use url::{check_list, check_url, path_parameter};

/// The most characters of a value that a message repeats.
const SHOWN_LENGTH: usize = 40;

fn check_text(
    limits: &Limits,
    text: &str,
    field: &dyn Fn() -> String,
) -> Result<(), LimitViolation> {
    let refuse = |limit: String| {
        Err(violation(
            field(),
            &limit,
            &format!("{text:?}"),
            limits.sensitive,
        ))
    };
    let length = || text.chars().count();
    if limits.min_length.is_some_and(|least| length() < least) {
        return refuse(format!(
            "at least {} characters long",
            limits.min_length.unwrap_or_default()
        ));
    }
    if limits.max_length.is_some_and(|most| length() > most) {
        return refuse(format!(
            "at most {} characters long",
            limits.max_length.unwrap_or_default()
        ));
    }
    match limits.pattern {
        Some(pattern) if !pattern.matches(text) => refuse(format!("text of {pattern}")),
        _ => Ok(()),
    }
}

fn check_number(
    limits: &Limits,
    number: i64,
    field: &dyn Fn() -> String,
) -> Result<(), LimitViolation> {
    let refuse = |limit: String| Err(violation(field(), &limit, &number.to_string(), false));
    match (limits.minimum, limits.maximum) {
        (Some(least), _) if number < least => refuse(format!("at least {least}")),
        (_, Some(most)) if number > most => refuse(format!("at most {most}")),
        _ => Ok(()),
    }
}

fn check_count(
    limits: &Limits,
    count: usize,
    field: &dyn Fn() -> String,
) -> Result<(), LimitViolation> {
    let refuse = |limit: String| {
        Err(violation(
            field(),
            &limit,
            &format!("a list of {count}"),
            false,
        ))
    };
    match (limits.min_items, limits.max_items) {
        (Some(least), _) if count < least => refuse(format!("a list of at least {least}")),
        (_, Some(most)) if count > most => refuse(format!("a list of at most {most}")),
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
