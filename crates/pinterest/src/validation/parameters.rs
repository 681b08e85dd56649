//! The parameters of a request.

use std::borrow::Cow;
use std::convert::identity;

use pinterest_client::operation::{Limits, Location, Operation, Parameter, Style};
use pinterest_client::request::{Pair, Parts};

use super::rules::{self, Presence};
use super::{check_count, check_number, check_text, violation};
use crate::error::LimitViolation;

/// Rejects values in the path that would lead to another path than that of the operation.
pub(crate) fn check_path(parts: &Parts<'_>) -> Result<(), LimitViolation> {
    let is_lost = |value: &str| matches!(value, "" | "." | "..");
    let lost = parts.path.iter().find(|(_, value)| is_lost(value));
    lost.map_or(Ok(()), |(name, value)| {
        let limit = "text that is not empty, `.` or `..`";
        let value = format!("{value:?}");
        Err(violation(name.clone().into_owned(), limit, &value, false))
    })
}

/// Checks the parameters of the path and of the query.
pub(super) fn check(operation: &Operation, parts: &Parts<'_>) -> Result<(), LimitViolation> {
    for (name, value) in &parts.path {
        if let Some(parameter) = find(operation, name, Location::Path) {
            check_value(parameter.limits, value, &|| name.clone().into_owned())?;
        }
    }
    for pair in &parts.query {
        if let Some(parameter) = find(operation, &pair.name, Location::Query) {
            check_pair(parameter, pair)?;
        }
    }
    let presence = |name: &str| match parts.query.iter().any(|pair| pair.name == name) {
        true => Presence::Set,
        false => Presence::Absent,
    };
    rules::check(operation.rules, &presence, &str::to_owned)
}

fn find<'a>(operation: &'a Operation, name: &str, location: Location) -> Option<&'a Parameter> {
    let mut parameters = operation.parameters.iter();
    parameters.find(|parameter| parameter.name == name && parameter.location == location)
}

fn check_pair(parameter: &Parameter, pair: &Pair<'_>) -> Result<(), LimitViolation> {
    let is_array = matches!(parameter.style, Style::Joined | Style::Repeated);
    if !is_array {
        let mut values = pair.values.iter();
        return values.try_for_each(|value| {
            check_value(parameter.limits, value, &|| parameter.name.to_owned())
        });
    }
    // A list without elements is sent as nothing at all, which means something else.
    if pair.values.is_empty() {
        let limit = match parameter.required {
            true => "a list of at least 1",
            false => "a list of at least 1, or not set",
        };
        let field = parameter.name.to_owned();
        return Err(violation(field, limit, "a list of 0", false));
    }
    check_count(parameter.limits, pair.values.len(), &|| {
        parameter.name.to_owned()
    })?;
    let limits = parameter.limits.items.unwrap_or(&Limits::NONE);
    for (index, value) in pair.values.iter().enumerate() {
        let field = || format!("{}[{index}]", parameter.name);
        check_value(limits, value, &field)?;
        // Joined by commas, an element with a comma is two, and one without text is none.
        if pair.joined && (value.is_empty() || value.contains(',')) {
            let limit = "text without commas that is not empty";
            let value = format!("{value:?}");
            return Err(violation(field(), limit, &value, limits.sensitive));
        }
    }
    Ok(())
}

/// Checks the fields of a form.
pub(super) fn check_form(
    limits: &Limits,
    fields: &[(Cow<'_, str>, Cow<'_, str>)],
) -> Result<(), LimitViolation> {
    for (name, value) in fields {
        if let Some(limits) = limits.field(name) {
            check_value(limits, value, &|| name.clone().into_owned())?;
        }
    }
    let presence = |name: &str| match fields.iter().any(|(field, _)| field == name) {
        true => Presence::Set,
        false => Presence::Absent,
    };
    rules::check(limits.rules, &presence, &str::to_owned)
}

fn check_value(
    limits: &Limits,
    value: &str,
    field: &dyn Fn() -> String,
) -> Result<(), LimitViolation> {
    check_text(limits, value, field)?;
    match (value.parse::<i64>(), value.parse::<f64>()) {
        (Ok(number), _) => check_number(limits, number, identity, field),
        (_, Ok(number)) => check_number(limits, number, |limit| limit as f64, field),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[cfg(all(feature = "campaigns", feature = "catalogs", feature = "conversions"))]
mod tests {
    use pinterest_client::operation;

    use super::*;

    fn field(operation: &'static Operation, name: &'static str, list: &[&str]) -> Option<String> {
        let list: Vec<&str> = list.to_vec();
        let parameter = find(operation, name, Location::Query).unwrap();
        let parts = match parameter.style {
            Style::Joined => Parts::new(operation).query_joined(name, &list),
            _ => Parts::new(operation).query(name, &list),
        };
        let rejected = check(operation, &parts).err();
        rejected.map(|violation| violation.field)
    }

    #[test]
    fn an_element_that_commas_would_make_two_or_none_is_rejected() {
        let joined = |names: &[&str]| {
            let operation = &operation::ADVERTISER_DEFINED_EVENTS_DELETE;
            field(operation, "event_names", names)
        };
        assert_eq!(joined(&["a", "b"]), None);
        assert_eq!(joined(&["a", "a,b"]).unwrap(), "event_names[1]");
        assert_eq!(joined(&[""]).unwrap(), "event_names[0]");
    }

    #[test]
    fn a_list_that_is_set_to_nothing_is_rejected() {
        let repeated = &operation::CAMPAIGNS_LIST;
        assert_eq!(
            field(repeated, "campaign_ids", &[]).unwrap(),
            "campaign_ids"
        );
        assert_eq!(field(repeated, "campaign_ids", &["1"]), None);
    }

    #[test]
    fn segments_that_lead_elsewhere_are_rejected() {
        for value in ["", ".", ".."] {
            let parts = Parts::new(&operation::CAMPAIGNS_LIST).path("ad_account_id", value);
            assert_eq!(check_path(&parts).unwrap_err().field, "ad_account_id");
        }
    }
}
