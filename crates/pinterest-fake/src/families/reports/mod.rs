//! Reports that are made in the background: a request starts one, a token polls it, the file is on
//! the transfer host.

mod entities;
mod limits;
mod rows;
mod templates;

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::ad_accounts;
use crate::call::{Behavior, Call};
use crate::downloads::{self, Target};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};
use rows::Report;

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("analytics/create_report", create),
    ("analytics/get_report", get),
    ("analytics/create_template_report", create_from_template),
    ("analytics/create_mmm_report", create_mmm),
    ("analytics/get_mmm_report", get_mmm),
    ("analytics/create_conversion_product_report", create_product),
    ("analytics/get_conversion_product_report", get_product),
    ("templates/list", templates::list),
];

pub(super) fn seed(state: &mut State) {
    templates::seed(state);
}

const ADS: &str = "ads_reports";
const MMM: &str = "mmm_reports";
const PRODUCT: &str = "brand_category_sku_reports";

/// How long a report is in progress, in seconds.
const PREPARATION: i64 = 5;

/// How long a link to the file is good for, in seconds.
const LINK_LIFETIME: i64 = 5 * 60;

/// How long a report can be downloaded, in seconds.
const REPORT_LIFETIME: i64 = 60 * 60;

fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    limits::ads(&call.body, call.now.date())?;
    let request = call.body.clone();
    let token = start(call, ADS, &account, request);
    Ok(call.reply(json!({"report_status": "IN_PROGRESS", "token": token, "message": null})))
}

fn create_from_template(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let template = call.path("template_id");
    let request = templates::request(call, &account, &template)?;
    limits::ads(&request, call.now.date())?;
    let token = start(call, ADS, &account, request);
    let reply = json!({"template_id": template, "report_status": "IN_PROGRESS", "token": token});
    Ok(call.reply(reply))
}

fn create_mmm(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    limits::mmm(&call.body, call.now.date())?;
    let request = call.body.clone();
    let token = start(call, MMM, &account, request);
    let reply = json!({"report_status": "IN_PROGRESS", "token": token, "status": "success"});
    Ok(call.reply(reply))
}

fn create_product(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    limits::product(&call.body)?;
    let request = call.body.clone();
    let token = start(call, PRODUCT, &account, request);
    Ok(call.reply(json!({"report_status": "IN_PROGRESS", "token": token})))
}

fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let mut state = poll(call, ADS, rows::ads)?;
    for name in ["url", "size"] {
        state.entry(name).or_insert(Value::Null);
    }
    Ok(call.reply(state))
}

fn get_mmm(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let mut state = poll(call, MMM, rows::mmm)?;
    state.insert("status".to_owned(), json!("success"));
    state.insert("token".to_owned(), json!(call.query_text("token")));
    Ok(call.reply(state))
}

fn get_product(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let mut state = poll(call, PRODUCT, rows::products)?;
    state.insert("token".to_owned(), json!(call.query_text("token")));
    Ok(call.reply(state))
}

/// Stores a report and returns its token.
fn start(call: &mut Call<'_>, table: &str, account: &str, request: Value) -> String {
    let (first, second) = (call.state.random.u64(..), call.state.random.u64(..));
    let token = format!("{first:016x}{second:016x}");
    let mut row = Row::new();
    row.insert("token".to_owned(), json!(token));
    row.insert("ad_account_id".to_owned(), json!(account));
    row.insert("_request".to_owned(), request);
    let ready_at = call.now.plus_seconds(PREPARATION).milliseconds();
    row.insert("_ready_at".to_owned(), json!(ready_at));
    call.state.table(table).insert(token.clone(), row);
    token
}

/// Returns how far a report is; when it is finished, with a new link to its file.
fn poll(
    call: &mut Call<'_>,
    table: &str,
    make: fn(&State, &str, &Value) -> Report,
) -> Result<Map<String, Value>, Failure> {
    let account = ad_accounts::require(call)?;
    let token = call.query_text("token").unwrap_or_default().to_owned();
    let row = call.state.row(table, &token);
    let row = row.filter(|row| text(row, "ad_account_id") == account);
    let mut reply = Map::new();
    let Some(row) = row.cloned() else {
        reply.insert("report_status".to_owned(), json!("DOES_NOT_EXIST"));
        return Ok(reply);
    };
    let folder = format!("reports/{token}");
    let since_ready = call.now.milliseconds() - row["_ready_at"].as_i64().unwrap_or_default();
    let status = match since_ready {
        ..0 => "IN_PROGRESS",
        since if since < REPORT_LIFETIME * 1000 => "FINISHED",
        _ => "EXPIRED",
    };
    reply.insert("report_status".to_owned(), json!(status));
    match status {
        "FINISHED" => {
            let request = &row["_request"];
            let is_csv = request["report_format"] == "CSV";
            let target = Target {
                folder: &folder,
                name: if is_csv { "report.csv" } else { "report.json" },
                content_type: if is_csv {
                    "text/csv"
                } else {
                    "application/json"
                },
                lifetime: LINK_LIFETIME,
            };
            let content = |state: &State| -> Bytes {
                let report = make(state, &account, request);
                match is_csv {
                    true => report.csv(),
                    false => report.json(),
                }
            };
            let download = downloads::link(call.state, target, content);
            reply.insert("url".to_owned(), json!(download.url));
            reply.insert("size".to_owned(), json!(download.size));
        }
        "EXPIRED" => downloads::forget(call.state, &folder),
        _ => {}
    }
    Ok(reply)
}
