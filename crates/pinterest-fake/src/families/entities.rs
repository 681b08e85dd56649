//! What campaigns, ad groups, ads and the like have in common: they are rows of an ad account that are
//! listed by id and status, changed in batches, and archived rather than deleted.

use serde_json::{Value, json};

use super::ad_accounts::belongs_to;
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

/// The statuses that lists have unless the request names others.
const LISTED: [&str; 2] = ["ACTIVE", "PAUSED"];

/// Returns the row of that id, if the ad account has it.
pub(super) fn find<'s>(
    state: &'s State,
    table: &str,
    ad_account: &str,
    id: &str,
) -> Option<&'s Row> {
    let row = state.row(table, id)?;
    belongs_to(row, ad_account).then_some(row)
}

/// Returns the row of that id, or the failure of an id that the ad account does not have.
pub(super) fn existing(
    state: &State,
    table: &str,
    noun: &str,
    ad_account: &str,
    id: &str,
) -> Result<Row, Failure> {
    find(state, table, ad_account, id)
        .cloned()
        .ok_or_else(|| Failure::not_found(2, format!("{noun} not found.")))
}

/// Returns the rows of an ad account that a predicate selects, in the order that the request asks for:
/// by id, oldest first unless it says `DESCENDING`.
pub(super) fn select(
    call: &Call<'_>,
    table: &str,
    ad_account: &str,
    mut predicate: impl FnMut(&Row) -> bool,
) -> Vec<Row> {
    let rows = call
        .state
        .rows(table)
        .filter(|(_, row)| belongs_to(row, ad_account) && predicate(row))
        .map(|(_, row)| row.clone());
    match call.query_text("order") {
        Some("DESCENDING") => rows.rev().collect(),
        _ => rows.collect(),
    }
}

/// Responds with a page of rows.
pub(super) fn page(call: &Call<'_>, rows: impl IntoIterator<Item = Row>) -> Result<Reply, Failure> {
    call.page(rows.into_iter().map(Value::Object))
}

/// Tells whether a row passes a filter of the query by ids; one that was not given passes all.
pub(super) fn is_among(row: &Row, field: &str, wanted: &[String]) -> bool {
    wanted.is_empty() || wanted.iter().any(|id| id == text(row, field))
}

/// Returns the statuses that a list is to have.
pub(super) fn listed_statuses(call: &Call<'_>) -> Vec<String> {
    let given = call.query_texts("entity_statuses");
    match given.is_empty() {
        true => LISTED.map(str::to_owned).to_vec(),
        false => given,
    }
}

/// Rejects another value for a field that is fixed once the row is no draft any more.
pub(super) fn require_unchanged(row: &Row, input: &Value, fields: &[&str]) -> Result<(), Failure> {
    if text(row, "status") == "DRAFT" {
        return Ok(());
    }
    let changed = fields.iter().find(|name| {
        let new = input.get(**name);
        new.is_some_and(|new| row.get(**name).is_some_and(|old| old != new))
    });
    match changed {
        Some(name) => Err(Failure::invalid(format!("'{name}' cannot be changed"))),
        None => Ok(()),
    }
}

/// Returns a field of a row; null if it is not there.
pub(super) fn field(row: &Row, name: &str) -> Value {
    row.get(name).cloned().unwrap_or_default()
}

/// Tells whether a field of a row is there and not null.
pub(super) fn is_set(row: &Row, name: &str) -> bool {
    row.get(name).is_some_and(|value| !value.is_null())
}

/// Tells whether a field of a row is `true`.
pub(super) fn is_true(row: &Row, name: &str) -> bool {
    row.get(name) == Some(&Value::Bool(true))
}

/// Sets fields that the request left out.
pub(super) fn default(given: &mut Value, defaults: Value) {
    let (Value::Object(given), Value::Object(defaults)) = (given, defaults) else {
        return;
    };
    for (name, value) in defaults {
        given.entry(name).or_insert(value);
    }
}

/// Returns what is given with defaults for what is not.
pub(super) fn completed(mut given: Value, defaults: Value) -> Value {
    default(&mut given, defaults);
    given
}

/// Rejects what cannot be done to an archived row.
pub(super) fn require_not_archived(row: &Row, noun: &str) -> Result<(), Failure> {
    match text(row, "status") {
        "ARCHIVED" => Err(Failure::invalid(format!(
            "{noun} {} is archived and cannot be changed",
            text(row, "id")
        ))),
        _ => Ok(()),
    }
}

/// Rejects a run that ends before it starts.
pub(super) fn require_order_of_times(row: &Row) -> Result<(), Failure> {
    let time = |name: &str| row.get(name).and_then(Value::as_i64);
    match (time("start_time"), time("end_time")) {
        (Some(start), Some(end)) if end <= start => {
            Err(Failure::invalid("'end_time' must be after 'start_time'"))
        }
        _ => Ok(()),
    }
}

/// Sets `summary_status` of a campaign or ad group to what follows from its status and times.
pub(super) fn summarize(row: &mut Row, now: i64) {
    let time = |name: &str| row.get(name).and_then(Value::as_i64);
    let status = match text(row, "status") {
        "ACTIVE" if time("start_time").is_some_and(|start| start > now) => "NOT_STARTED",
        "ACTIVE" if time("end_time").is_some_and(|end| end <= now) => "COMPLETED",
        "ACTIVE" => "RUNNING",
        other => other,
    };
    let status = json!(status);
    row.insert("summary_status".to_owned(), status);
}
