//! Path and query of a request.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use pinterest_client::operation::{Limits, Location, Operation, Parameter};
use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::{SHOWN_LENGTH, check_count, check_number, check_text, violation};
use crate::error::{LimitViolation, redacted};

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
    let mut counts = vec![0; parameters.len()];
    for (key, value) in url.query_pairs() {
        let is_named =
            |parameter: &&Parameter| parameter.location == Location::Query && parameter.name == key;
        let named = parameters.iter().zip(&mut counts);
        let Some((parameter, count)) = named.into_iter().find(|(parameter, _)| is_named(parameter))
        else {
            continue;
        };
        // A joined array stands in one pair; splitting its text gives what the server will see.
        let separator = parameter.comma_separated.then_some(',');
        for value in separator.map_or_else(|| vec![&*value], |comma| value.split(comma).collect()) {
            *count += 1;
            check_query_value(parameter, value)?;
        }
    }
    // An optional parameter that is not there was not set; an array that is set to nothing is not there either.
    let mut present = parameters.iter().zip(counts).filter(|(parameter, count)| {
        let is_required = parameter.required && parameter.location == Location::Query;
        *count > 0 || is_required && parameter.limits.min_items.is_some()
    });
    present.try_for_each(|(parameter, count)| {
        check_count(&parameter.limits, count, &|| parameter.name.to_owned())
    })
}

fn check_query_value(parameter: &Parameter, value: &str) -> Result<(), LimitViolation> {
    check_element(parameter, value, &|| parameter.name.to_owned())
}

fn check_element(
    parameter: &Parameter,
    value: &str,
    field: &dyn Fn() -> String,
) -> Result<(), LimitViolation> {
    let limits = parameter.limits.items.unwrap_or(&parameter.limits);
    check_text(limits, value, field)?;
    match value.parse::<i64>() {
        Ok(number) => check_number(limits, number, field),
        Err(_) => Ok(()),
    }
}

/// Checks the elements of an array that is going to stand in a parameter, each by itself: joined by commas, one with a
/// comma is two to the server, and one without text is nothing.
pub(crate) fn check_list(
    parameter: &Parameter,
    list: &impl Serialize,
) -> Result<(), LimitViolation> {
    // What cannot be encoded is reported when the request is built.
    let Ok(Value::Array(elements)) = serde_json::to_value(list) else {
        return Ok(());
    };
    for (index, element) in elements.iter().enumerate() {
        let field = || format!("{}[{index}]", parameter.name);
        let text = element
            .as_str()
            .map_or_else(|| element.to_string().into(), Cow::Borrowed);
        check_element(parameter, &text, &field)?;
        if parameter.comma_separated && (text.is_empty() || text.contains(',')) {
            let limits = parameter.limits.items.unwrap_or(&parameter.limits);
            let value = format!("{text:?}");
            let limit = "text without commas that is not empty";
            return Err(violation(field(), limit, &value, limits.sensitive));
        }
    }
    Ok(())
}

#[cfg(all(
    test,
    feature = "campaigns",
    feature = "catalogs",
    feature = "conversions"
))]
mod tests {
    use pinterest_client::operation;

    use super::*;

    fn field(operation: &Operation, name: &str, list: &[&str]) -> Option<String> {
        let mut parameters = operation.parameters.iter();
        let parameter = parameters.find(|parameter| parameter.name == name)?;
        let refused = check_list(parameter, &list).err();
        refused.map(|violation| violation.field)
    }

    #[test]
    fn an_element_that_commas_would_make_two_or_none_is_refused() {
        let joined = |names: &[&str]| {
            let operation = &operation::ADVERTISER_DEFINED_EVENTS_DELETE;
            field(operation, "event_names", names)
        };
        assert_eq!(joined(&["a", "b"]), None);
        assert_eq!(joined(&["a", "a,b"]).unwrap(), "event_names[1]");
        assert_eq!(joined(&[""]).unwrap(), "event_names[0]");
    }

    #[test]
    fn every_element_is_held_against_the_limits_of_elements() {
        let ids = ["1", "2", "x"];
        let joined = &operation::CATALOGS_PRODUCT_GROUPS_DELETE_MANY;
        assert_eq!(field(joined, "id", &ids).unwrap(), "id[2]");
        assert_eq!(field(joined, "id", &["1", "2"]), None);
        let repeated = &operation::CAMPAIGN_AD_PREVIEW_DELETE;
        let refused = field(repeated, "ad_group_ids", &ids);
        assert_eq!(refused.unwrap(), "ad_group_ids[2]");
    }
}
