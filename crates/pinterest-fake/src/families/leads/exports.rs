//! Exports of the leads of an ad, as files to download.

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil::Date};
use serde_json::{Value, json};

use super::super::ad_accounts::{self, belongs_to};
use super::super::lead_forms;
use crate::call::Call;
use crate::downloads::{self, Target};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

const TABLE: &str = "leads_exports";

/// How long an export is in progress, in seconds.
const PREPARATION: i64 = 5;

/// How long a link to the file is good for, in seconds.
const LINK_LIFETIME: i64 = 60 * 60;

/// How long a lead can be exported, in seconds.
const LEAD_LIFETIME: i64 = 30 * 86_400;

/// The columns before those of the questions.
const COLUMNS: [&str; 5] = [
    "lead_id",
    "created_time",
    "ad_id",
    "campaign_id",
    "lead_form_id",
];

pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let ad = call.body_text("ad_id").unwrap_or_default();
    let row = call.state.row("ads", ad);
    if row.is_none_or(|row| !belongs_to(row, &account)) {
        return Err(Failure::new(400, 400, format!("'ad_id' {ad} is not found")));
    }
    if call.body_text("end_date") < call.body_text("start_date") {
        return Err(Failure::new(
            400,
            400,
            "'end_date' must not be before 'start_date'",
        ));
    }
    let request = call.body.clone();
    let id = call.state.new_id();
    let fields = [
        ("id", json!(id)),
        ("ad_account_id", json!(account)),
        ("_request", request),
        ("_created_at", json!(call.now.seconds())),
        (
            "_ready_at",
            json!(call.now.plus_seconds(PREPARATION).milliseconds()),
        ),
    ];
    let row: Row = fields
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect();
    call.state.table(TABLE).insert(id.clone(), row);
    Ok(call.reply(json!({"leads_export_id": id})))
}

pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let id = call.path("leads_export_id");
    let row = call.state.row(TABLE, &id);
    let row = row.filter(|row| belongs_to(row, &account)).cloned();
    let Some(row) = row else {
        let message = "Invalid leads export id parameter.";
        return Err(Failure::not_found(404, message));
    };
    if row["_ready_at"].as_i64().unwrap_or_default() > call.now.milliseconds() {
        return Ok(call.reply(json!({"export_status": "IN_PROGRESS", "download_url": null})));
    }
    let target = Target {
        folder: &format!("leads/{id}"),
        name: "leads.csv",
        content_type: "text/csv",
        lifetime: LINK_LIFETIME,
    };
    let download = downloads::link(call.state, target, |state| content(state, &row));
    Ok(call.reply(json!({"export_status": "FINISHED", "download_url": download.url})))
}

fn content(state: &State, export: &Row) -> bytes::Bytes {
    let request = &export["_request"];
    let date = |name: &str| request[name].as_str().unwrap_or_default();
    let (start, end) = (date("start_date"), date("end_date"));
    let created_at = export["_created_at"].as_i64().unwrap_or_default();
    let leads = state.rows(super::TABLE).map(|(_, lead)| lead);
    let leads: Vec<&Row> = leads
        .filter(|lead| lead.get("ad_id") == request.get("ad_id"))
        .filter(|lead| {
            let at = lead["created_time"].as_i64().unwrap_or_default();
            let day = day(at).to_string();
            at + LEAD_LIFETIME > created_at && start <= day.as_str() && day.as_str() <= end
        })
        .collect();
    let account = text(export, "ad_account_id");
    let form = leads.first().map(|lead| text(lead, "lead_form_id"));
    let form = form.and_then(|form| lead_forms::find(state, account, form));
    let questions = form.map(lead_forms::questions).unwrap_or_default();
    let columns: Vec<String> = COLUMNS
        .map(str::to_owned)
        .into_iter()
        .chain(questions)
        .collect();
    let lines = leads.into_iter().map(|lead| {
        let answers = lead.get("answers").and_then(Value::as_array);
        let fields = ["id", "created_time", "ad_id", "campaign_id", "lead_form_id"];
        let fields = fields.map(|name| downloads::field(lead.get(name)));
        let answers = answers
            .into_iter()
            .flatten()
            .map(|answer| downloads::field(Some(answer)));
        fields.into_iter().chain(answers).collect()
    });
    downloads::csv(&columns, lines)
}

fn day(seconds: i64) -> Date {
    let time = Timestamp::from_second(seconds).unwrap_or_default();
    time.to_zoned(TimeZone::UTC).date()
}
