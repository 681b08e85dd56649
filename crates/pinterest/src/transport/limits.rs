//! Compares what is about to be sent with what the description allows.

use std::fmt;

use percent_encoding::percent_decode_str;
use pinterest_client::operation::{Limits, Location, Operation, Parameter};
use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use url::Url;

use crate::error::{LimitViolation, redacted};

/// The most characters of a value that a message repeats.
const SHOWN_LENGTH: usize = 40;

/// Checks path and query of a request; `base_path` is the part of the path that belongs to the server.
pub(crate) fn check_url(
    operation: &Operation,
    base_path: &str,
    url: &Url,
) -> Result<(), LimitViolation> {
    check_path(
        operation,
        url.path().strip_prefix(base_path).unwrap_or(url.path()),
    )?;
    check_query(operation.parameters, url)
}

fn check_path(operation: &Operation, path: &str) -> Result<(), LimitViolation> {
    let (mut template, mut actual) = (operation.path.split('/'), path.split('/'));
    loop {
        match (template.next(), actual.next()) {
            (None, None) => return Ok(()),
            (Some(expected), Some(segment)) => match expected
                .strip_prefix('{')
                .and_then(|name| name.strip_suffix('}'))
            {
                Some(name) => {
                    let parameter = operation
                        .parameters
                        .iter()
                        .find(|parameter| parameter.name == name);
                    check_text(
                        parameter.map_or(&Limits::NONE, |parameter| &parameter.limits),
                        &percent_decode_str(segment).decode_utf8_lossy(),
                        &|| name.to_owned(),
                    )?;
                }
                None if expected == segment => {}
                None => return Err(wrong_path(path)),
            },
            _ => return Err(wrong_path(path)),
        }
    }
}

/// A parameter in the path of a request that was checked, as it is on the wire.
pub(crate) fn path_parameter<'a>(
    operation: &Operation,
    base_path: &str,
    url: &'a Url,
    name: &str,
) -> Option<&'a str> {
    let path = url.path().strip_prefix(base_path)?;
    let is_wanted = |segment: &str| {
        let inner = segment
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        inner == Some(name)
    };
    let mut segments = operation.path.split('/').zip(path.split('/'));
    segments.find_map(|(template, actual)| is_wanted(template).then_some(actual))
}

/// An id of `.` or `..` leads to another path than that of the operation.
fn wrong_path(path: &str) -> LimitViolation {
    violation(
        "path".to_owned(),
        "that of the operation",
        &redacted(path, SHOWN_LENGTH),
        false,
    )
}

fn check_query(parameters: &[Parameter], url: &Url) -> Result<(), LimitViolation> {
    if url.query().is_none_or(str::is_empty) {
        return Ok(());
    }
    let mut counts = vec![0; parameters.len()];
    for (key, value) in url.query_pairs() {
        let is_named =
            |parameter: &&Parameter| parameter.location == Location::Query && parameter.name == key;
        let named = parameters.iter().zip(&mut counts);
        let Some((parameter, count)) = named.into_iter().find(|(parameter, _)| is_named(parameter))
        else {
            continue;
        };
        *count += 1;
        check_query_value(parameter, &value)?;
    }
    // A parameter that is not there was not set; an array that is set to nothing is not there either.
    let mut present = parameters
        .iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0);
    present.try_for_each(|(parameter, count)| {
        check_count(&parameter.limits, count, &|| parameter.name.to_owned())
    })
}

fn check_query_value(parameter: &Parameter, value: &str) -> Result<(), LimitViolation> {
    let name = || parameter.name.to_owned();
    let limits = parameter.limits.items.unwrap_or(&parameter.limits);
    check_text(limits, value, &name)?;
    match value.parse::<i64>() {
        Ok(number) => check_number(limits, number, &name),
        Err(_) => Ok(()),
    }
}

/// Checks a request body.
pub(crate) fn check_body(limits: &Limits, body: &impl Serialize) -> Result<(), LimitViolation> {
    // What cannot be encoded is reported when the request is built.
    serde_json::to_vec(body).map_or(Ok(()), |json| check_json(limits, &json))
}

/// Checks JSON text without building a value from it.
pub(crate) fn check_json(limits: &Limits, json: &[u8]) -> Result<(), LimitViolation> {
    let mut found = None;
    let check = Check {
        limits,
        place: Place::Root,
        found: &mut found,
    };
    // The decoder stops at the first violation with an error; any other error is the server's to report.
    let _ = check.deserialize(&mut serde_json::Deserializer::from_slice(json));
    found.map_or(Ok(()), Err)
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

/// Compares one JSON value, and all within it, with the limits for it.
struct Check<'a> {
    limits: &'a Limits,
    place: Place<'a>,
    found: &'a mut Option<LimitViolation>,
}

impl Check<'_> {
    fn decide<E: serde::de::Error>(self, outcome: Result<(), LimitViolation>) -> Result<(), E> {
        outcome.map_err(|violation| {
            *self.found = Some(violation);
            E::custom("limit")
        })
    }
}

impl<'de> DeserializeSeed<'de> for Check<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Check<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        let outcome = check_number(self.limits, value, &|| self.place.to_string());
        self.decide(outcome)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.visit_i64(i64::try_from(value).unwrap_or(i64::MAX))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        let outcome = check_text(self.limits, value, &|| self.place.to_string());
        self.decide(outcome)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let limits = self.limits.items.unwrap_or(&Limits::NONE);
        let mut count = 0;
        while items
            .next_element_seed(Check {
                limits,
                place: Place::Item(&self.place, count),
                found: &mut *self.found,
            })?
            .is_some()
        {
            count += 1;
        }
        let outcome = check_count(self.limits, count, &|| self.place.to_string());
        self.decide(outcome)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut count = 0;
        while let Some(name) = entries.next_key::<String>()? {
            count += 1;
            // Names of fields are those of the description, keys of maps are the caller's and may be personal.
            let field = self.limits.field(&name);
            let name = if field.is_some() {
                name
            } else {
                redacted(&name, SHOWN_LENGTH)
            };
            match field.or(self.limits.values) {
                Some(limits) => {
                    entries.next_value_seed(Check {
                        limits,
                        place: Place::Field(&self.place, &name),
                        found: &mut *self.found,
                    })?;
                }
                None => drop(entries.next_value::<IgnoredAny>()?),
            }
        }
        let least = self.limits.min_properties.unwrap_or(0);
        let outcome = if count < least {
            let limit = format!("a map of at least {least} entries");
            Err(violation(
                self.place.to_string(),
                &limit,
                &format!("a map of {count}"),
                false,
            ))
        } else {
            Ok(())
        };
        self.decide(outcome)
    }
}

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

#[cfg(test)]
#[cfg(feature = "business_access")]
mod tests {
    use pinterest_client::operation::{self, Operation};

    use super::*;

    #[track_caller]
    fn assert_url(operation: &Operation, url: &str, expected: Option<&str>) {
        let outcome = check_url(
            operation,
            "/v5",
            &Url::parse(&format!("http://localhost/v5{url}")).unwrap(),
        );
        assert_eq!(
            outcome
                .err()
                .map(|violation| violation.to_string())
                .as_deref(),
            expected
        );
    }

    #[track_caller]
    fn assert_body(operation: &Operation, json: &str, expected: Option<&str>) {
        let outcome = check_json(operation.body, json.as_bytes());
        assert_eq!(
            outcome
                .err()
                .map(|violation| violation.to_string())
                .as_deref(),
            expected
        );
    }

    #[test]
    fn path_and_query_are_checked() {
        let invites = &operation::GET_INVITES;
        assert_url(
            invites,
            "/businesses/12/invites?page_size=250&bookmark=x%20y",
            None,
        );
        assert_url(
            invites,
            "/businesses/12/invites?page_size=251",
            Some("page_size must be at most 250, but is 251"),
        );
        assert_url(
            invites,
            "/businesses/12/invites?page_size=0",
            Some("page_size must be at least 1, but is 0"),
        );
        assert_url(
            invites,
            "/businesses/me/invites",
            Some("business_id must be text of only the digits 0 to 9, but is \"me\""),
        );
        let members = &operation::GET_BUSINESS_MEMBERS;
        let long = "1".repeat(21);
        assert_url(
            members,
            &format!("/businesses/{long}/members"),
            Some(&format!(
                "business_id must be at most 20 characters long, but is \"{long}\""
            )),
        );
    }

    #[test]
    fn an_id_cannot_lead_to_another_path() {
        let expected = "path must be that of the operation, but is /invites";
        assert_url(
            &operation::GET_INVITES,
            "/businesses/../invites",
            Some(expected),
        );
    }

    #[test]
    fn a_parameter_is_found_in_the_path() {
        let url = Url::parse("http://127.0.0.1/v5/businesses/7290/invites?x=1").unwrap();
        let found = |base, name| path_parameter(&operation::GET_INVITES, base, &url, name);
        assert_eq!(found("/v5", "business_id"), Some("7290"));
        assert_eq!(found("/v5", "ad_account_id"), None);
        assert_eq!(found("/v6", "business_id"), None);
    }

    #[test]
    fn bodies_are_checked_at_every_depth() {
        let respond = &operation::RESPOND_BUSINESS_ACCESS_INVITES;
        assert_body(
            respond,
            r#"{"invites": [{"invite_id": "1", "action": {"accept_invite": false}}]}"#,
            None,
        );
        assert_body(
            respond,
            r#"{"invites": []}"#,
            Some("invites must be a list of at least 1, but is a list of 0"),
        );
        assert_body(
            respond,
            r#"{"invites": [{"invite_id": "1"}, {"invite_id": "a"}]}"#,
            Some("invites[1].invite_id must be text of only the digits 0 to 9, but is \"a\""),
        );
        assert_body(
            respond,
            r#"{"invites": [{"action": {"asset_id_to_permissions": {"7": []}}}]}"#,
            Some(
                "invites[0].action.asset_id_to_permissions.7 must be a list of at least 1, but is a list of 0",
            ),
        );
    }

    #[test]
    fn more_than_the_limit_is_named_with_both_numbers() {
        let ids = vec!["\"1\""; 51].join(",");
        assert_body(
            &operation::CANCEL_INVITES_OR_REQUESTS,
            &format!("{{\"invite_ids\": [{ids}]}}"),
            Some("invite_ids must be a list of at most 50, but is a list of 51"),
        );
    }

    #[test]
    fn unlimited_and_unknown_fields_pass() {
        assert_body(
            &operation::SYSTEM_USER_UPDATE,
            r#"{"name": "x", "new": [1, null, true, 1.5, {"a": -1}]}"#,
            None,
        );
    }
}
