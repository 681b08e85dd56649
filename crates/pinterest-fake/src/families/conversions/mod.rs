//! Conversions: events, the tags that send them, their quality, and requests to delete them.

mod defined_events;
mod deletion_requests;
mod events;
mod quality;
mod tags;

use serde_json::Value;

use crate::call::Behavior;
use crate::state::State;
use crate::validation::Violation;

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("advertiser_defined_events/get", defined_events::list),
    ("advertiser_defined_events/create", defined_events::create),
    ("advertiser_defined_events/update", defined_events::update),
    ("advertiser_defined_events/delete", defined_events::delete),
    ("conversion_deletion_request/list", deletion_requests::list),
    (
        "conversion_deletion_request/create",
        deletion_requests::create,
    ),
    ("conversion_deletion_request/get", deletion_requests::get),
    (
        "conversion_deletion_request/delete",
        deletion_requests::delete,
    ),
    ("conversion_eqs/list", quality::list),
    ("conversion_tags/list", tags::list),
    ("conversion_tags/create", tags::create),
    ("conversion_tags/get", tags::get),
    ("ocpm_eligible_conversion_tags/get", tags::list_eligible),
    ("page_visit_conversion_tags/get", tags::list_page_visits),
    ("events/create", events::create),
    ("msot_events/create", events::create_attributed),
];

pub(super) fn seed(state: &mut State) {
    tags::seed(state);
    defined_events::seed(state);
}

/// Tells whether a violation of `events/create` is about one event, which fails alone: that its user
/// data names nobody.
pub(super) fn is_of_one_event(violation: &Violation) -> bool {
    let is_of_event = violation.field.starts_with("data[");
    let is_of_user = violation.field.ends_with("].user_data.em");
    is_of_event && is_of_user && violation.reason.starts_with("is required, or one of")
}

/// The ids of the ad accounts, for seeds.
fn ad_accounts(state: &State) -> Vec<String> {
    state
        .rows("ad_accounts")
        .map(|(id, _)| id.clone())
        .collect()
}

/// Returns the values in the order that a query asks for.
fn ordered(mut rows: Vec<Value>, order: Option<&str>) -> Vec<Value> {
    if order == Some("DESCENDING") {
        rows.reverse();
    }
    rows
}
