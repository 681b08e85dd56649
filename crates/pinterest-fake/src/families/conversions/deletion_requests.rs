//! Requests to delete the conversion data of certain people.

use serde_json::{Value, json};

use super::super::ad_accounts::{self, belongs_to};
use super::ordered;
use crate::call::Call;
use crate::clock::Now;
use crate::exchange::{Failure, Reply};
use crate::state::Row;

const TABLE: &str = "conversion_deletion_requests";

/// How long a request waits and can be withdrawn, in seconds.
const WAITING: i64 = 86_400;

pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let rows = call.state.rows(TABLE).map(|(_, row)| row);
    let rows = rows.filter(|row| belongs_to(row, &account));
    let rows: Vec<Value> = rows
        .map(|row| Value::Object(shown(row, call.now)))
        .collect();
    call.page(ordered(rows, call.query_text("order")))
}

pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let id = call.state.new_id();
    let given = json!({
        "request_id": id, "created_time": call.now.date().to_string(), "processed_time": null,
        "status": "PENDING", "_ad_account": account,
        "_ready_at": call.now.plus_seconds(WAITING).seconds(),
    });
    let row = call.row("ConversionDeletionRequest", given);
    call.state.table(TABLE).insert(id, row.clone());
    Ok(call.reply(row))
}

pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let row = own(call)?;
    Ok(call.reply(row))
}

pub(super) fn delete(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let mut row = own(call)?;
    if row["status"] == "SUBMITTED" {
        return Err(Failure::invalid(
            "The request was handed on and cannot be withdrawn",
        ));
    }
    row.insert("status".to_owned(), json!("CANCELLED"));
    let id = call.path("request_id");
    call.state.table(TABLE).insert(id, row.clone());
    Ok(call.reply(row))
}

fn own(call: &Call<'_>) -> Result<Row, Failure> {
    let account = ad_accounts::require(call)?;
    let row = call.state.row(TABLE, &call.path("request_id"));
    let row = row.filter(|row| belongs_to(row, &account));
    row.map(|row| shown(row, call.now))
        .ok_or_else(|| Failure::not_found(404, "Conversion deletion request not found."))
}

/// The request as it is by now.
fn shown(row: &Row, now: Now) -> Row {
    let mut row = row.clone();
    let ready_at = row["_ready_at"].as_i64().unwrap_or_default();
    if row["status"] == "PENDING" && ready_at <= now.seconds() {
        let behind = ready_at - now.seconds();
        let processed = now.plus_seconds(behind).date().to_string();
        row.insert("status".to_owned(), json!("SUBMITTED"));
        row.insert("processed_time".to_owned(), json!(processed));
    }
    row
}
