//! Customer lists: from records in the request, or from uploads.

use serde_json::{Value, json};

use super::ad_accounts::require;
use super::entities;
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

mod records;
mod uploads;

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("customer_lists/list", list),
    ("customer_lists/create", create),
    ("customer_lists/get", get),
    ("customer_lists/update", update),
    ("customer_list_uploads/create", uploads::create),
    ("customer_list_uploads/get", uploads::get),
    ("customer_list_uploads/run", uploads::run),
];

const TABLE: &str = "customer_lists";
const SCHEMA: &str = "CustomerList";
const NOUN: &str = "Customer list";

/// How long records are matched by the fake's clock, in seconds.
const MATCHING: i64 = 30;

/// The least number of records that make an audience.
const LEAST: i64 = 100;

const SEEDED: [(&str, i64); 2] = [("Newsletter", 12_400), ("Club members", 3_150)];

pub(super) fn seed(state: &mut State) {
    let created_at = state.clock.now().plus_seconds(-120 * 86_400).seconds();
    let ad_accounts: Vec<String> = state
        .rows("ad_accounts")
        .map(|(id, _)| id.clone())
        .collect();
    for ad_account in ad_accounts {
        for (name, count) in SEEDED {
            let id = state.new_id();
            let given = json!({"id": id, "name": name, "num_uploaded_user_records": count});
            let row = new_list(state, given, &ad_account, created_at);
            state.table(TABLE).insert(id, row);
        }
    }
}

fn new_list(state: &mut State, mut given: Value, ad_account: &str, created_at: i64) -> Row {
    given["ad_account_id"] = json!(ad_account);
    given["_ready_at"] = json!(created_at + MATCHING);
    entities::default(
        &mut given,
        json!({
            "type": "customerlist", "status": "PROCESSING", "num_batches": 1,
            "num_removed_user_records": 0, "num_uploaded_user_records": 0, "is_nca": false,
            "exceptions": {}, "created_time": created_at, "updated_time": created_at,
        }),
    );
    state.new_row(SCHEMA, given)
}

/// The list as a response has it: its records are matched once their time has come.
fn shown(mut row: Row, now: i64) -> Row {
    let count = |name: &str| row.get(name).and_then(Value::as_i64).unwrap_or_default();
    let size = count("num_uploaded_user_records") - count("num_removed_user_records");
    let status = match count("_ready_at") > now {
        true => "PROCESSING",
        false if size < LEAST => "TOO_SMALL",
        false => "READY",
    };
    row.insert("status".to_owned(), json!(status));
    row
}

/// Counts records that were added to or removed from a list at a time.
fn count_records(row: &mut Row, operation: &str, count: i64, at: i64) {
    let counter = match operation {
        "REMOVE" => "num_removed_user_records",
        _ => "num_uploaded_user_records",
    };
    for (name, more) in [(counter, count), ("num_batches", 1)] {
        let number = row.get(name).and_then(Value::as_i64).unwrap_or_default();
        row.insert(name.to_owned(), json!(number + more));
    }
    row.insert("updated_time".to_owned(), json!(at));
    row.insert("_ready_at".to_owned(), json!(at + MATCHING));
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    uploads::settle(call);
    let without_nca = call.query_flag("exclude_nca") == Some(true);
    let rows = entities::select(call, TABLE, &ad_account, |row| {
        !(without_nca && entities::is_true(row, "is_nca"))
    });
    let now = call.now.seconds();
    entities::page(call, rows.into_iter().map(|row| shown(row, now)))
}

fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let (_, row) = list_of_path(call)?;
    Ok(call.reply(shown(row, call.now.seconds())))
}

fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let id = call.state.new_id();
    let counts = records::of_request(&call.body);
    let given = json!({
        "id": id, "name": call.body["name"], "is_nca": call.body["is_nca"] == true,
        "num_uploaded_user_records": counts.valid, "exceptions": counts.exceptions(),
    });
    let now = call.now.seconds();
    let row = new_list(call.state, given, &ad_account, now);
    call.state.table(TABLE).insert(id, row.clone());
    Ok(call.reply(row))
}

fn update(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let (id, mut row) = list_of_path(call)?;
    let has = |name: &str| !call.body[name].is_null();
    if !has("records") && !has("records_v2") {
        return Err(Failure::invalid(
            "'records' is required, or one of records_v2",
        ));
    }
    let counts = records::of_request(&call.body);
    let operation = call.body_text("operation_type").unwrap_or("ADD");
    let now = call.now.seconds();
    count_records(&mut row, operation, counts.valid, now);
    row.insert("exceptions".to_owned(), counts.exceptions());
    call.state.table(TABLE).insert(id, row.clone());
    Ok(call.reply(shown(row, now)))
}

/// The list that the path names, with what uploads have done to it by now.
fn list_of_path(call: &mut Call<'_>) -> Result<(String, Row), Failure> {
    let ad_account = require(call)?;
    uploads::settle(call);
    let id = call.path("customer_list_id");
    let row = entities::existing(call.state, TABLE, NOUN, &ad_account, &id)?;
    Ok((id, row))
}

/// Returns a field of a row that counts something.
fn number(row: &Row, field: &str) -> i64 {
    row.get(field).and_then(Value::as_i64).unwrap_or_default()
}

/// Returns a field of a row as owned text.
fn owned(row: &Row, field: &str) -> String {
    text(row, field).to_owned()
}
