//! Downloads and changes of many entities at once, as jobs with files.

mod download;
mod upsert;

use bytes::Bytes;
use serde_json::{Value, json};

use super::ad_accounts::{self, belongs_to};
use crate::call::{Behavior, Call};
use crate::downloads::{self, Target};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("bulk_download/create", create_download),
    ("bulk_upsert/create", create_upsert),
    ("bulk_request/get", get),
];

pub(super) fn seed(_state: &mut State) {}

const TABLE: &str = "bulk_requests";

/// How long a job runs, in seconds.
const PREPARATION: i64 = 5;

/// How long a link to the result is good for, in seconds.
const LINK_LIFETIME: i64 = 60 * 60;

fn create_download(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let request = call.body.clone();
    let id = start(call, &account, "_download", request);
    Ok(call.reply(json!({"request_id": id})))
}

/// The changes are made at once; only their results are a matter of time.
fn create_upsert(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let results = upsert::apply(call);
    let id = start(call, &account, "_results", results);
    Ok(call.reply(json!({"request_id": id})))
}

fn start(call: &mut Call<'_>, account: &str, field: &str, value: Value) -> String {
    let (first, second) = (call.state.random.u32(..), call.state.random.u64(..));
    let id = format!("{account}-{}-{first:08x}{second:016x}", call.now.seconds());
    let ready_at = call.now.plus_seconds(PREPARATION).milliseconds();
    let mut row = Row::new();
    row.insert("request_id".to_owned(), json!(id));
    row.insert("ad_account_id".to_owned(), json!(account));
    row.insert(field.to_owned(), value);
    row.insert("_ready_at".to_owned(), json!(ready_at));
    call.state.table(TABLE).insert(id.clone(), row);
    id
}

fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let id = call.path("bulk_request_id");
    let row = call.state.row(TABLE, &id);
    let row = row.filter(|row| belongs_to(row, &account)).cloned();
    let Some(row) = row else {
        return Err(Failure::not_found(404, "Bulk request not found."));
    };
    if row["_ready_at"].as_i64().unwrap_or_default() > call.now.milliseconds() {
        return Ok(call.reply(json!({"status": "RUNNING"})));
    }
    let with_details = call.query_flag("include_details") == Some(true);
    let (url, has_failed) = match (row.get("_download"), row.get("_results")) {
        (Some(request), _) => (download_link(call.state, &account, &id, request), false),
        (None, results) => {
            let results = results.unwrap_or(&Value::Null);
            let url = result_link(call.state, &id, results, with_details);
            (url, upsert::has_failed(results))
        }
    };
    let status = if has_failed { "FAILED" } else { "SUCCEEDED" };
    Ok(call.reply(json!({"status": status, "result_url": url})))
}

fn download_link(state: &mut State, account: &str, id: &str, request: &Value) -> String {
    let is_csv = request["output_format"] == "CSV";
    let target = Target {
        folder: &format!("bulk/{id}"),
        name: if is_csv {
            "entities.csv"
        } else {
            "entities.json"
        },
        content_type: if is_csv {
            "text/csv"
        } else {
            "application/json"
        },
        lifetime: LINK_LIFETIME,
    };
    let download = downloads::link(state, target, |state| {
        let entities = download::select(state, account, request);
        match is_csv {
            true => download::csv(&entities),
            false => download::json(&entities),
        }
    });
    download.url
}

fn result_link(state: &mut State, id: &str, results: &Value, with_details: bool) -> String {
    let kind = if with_details { "details" } else { "results" };
    let target = Target {
        folder: &format!("bulk/{id}/{kind}"),
        name: "results.json",
        content_type: "application/json",
        lifetime: LINK_LIFETIME,
    };
    let shown = upsert::shown(results, with_details);
    downloads::link(state, target, |_| Bytes::from(shown.to_string())).url
}
