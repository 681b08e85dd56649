//! Report templates, as people save them in Ads Manager: the API lists them and makes reports from
//! them.

use jiff::ToSpan;
use serde_json::{Value, json};

use super::super::ad_accounts::{self, belongs_to};
use crate::authorization::MAIN_ACCOUNT;
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::state::{State, text};

const TABLE: &str = "report_templates";

pub(super) fn seed(state: &mut State) {
    let accounts: Vec<String> = state
        .rows("ad_accounts")
        .map(|(id, _)| id.clone())
        .collect();
    let now = state.clock.now().seconds();
    for account in accounts {
        for (name, level, granularity, format) in [
            ("Campaigns by day", "CAMPAIGN", "DAY", "JSON"),
            ("Ad groups in total", "AD_GROUP", "TOTAL", "CSV"),
        ] {
            let id = state.new_id();
            let given = json!({
                "id": id, "ad_account_id": account, "ad_account_ids": [account],
                "user_id": MAIN_ACCOUNT, "name": name, "report_level": level,
                "granularity": granularity, "report_format": format,
                "columns": ["SPEND_IN_MICRO_DOLLAR", "TOTAL_IMPRESSION", "TOTAL_CLICKTHROUGH"],
                "report_start_relative_days_in_past": 30,
                "report_end_relative_days_in_past": 1,
                "click_window_days": 30, "engagement_window_days": 30, "view_window_days": 1,
                "is_owned_by_user": true, "is_scheduled": false, "is_deleted": false,
                "updated_time": now,
            });
            let row = state.new_row("ReportTemplate", given);
            state.table(TABLE).insert(id, row);
        }
    }
}

pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let rows = call.state.rows(TABLE).map(|(_, row)| row);
    let mut rows: Vec<Value> = rows
        .filter(|row| belongs_to(row, &account))
        .map(|row| Value::Object(row.clone()))
        .collect();
    if call.query_text("order") == Some("DESCENDING") {
        rows.reverse();
    }
    call.page(rows)
}

/// Returns the request for a report that a template stands for; what the query says wins.
pub(super) fn request(call: &Call<'_>, account: &str, id: &str) -> Result<Value, Failure> {
    let row = call.state.row(TABLE, id);
    let Some(row) = row.filter(|row| belongs_to(row, account)) else {
        return Err(Failure::not_found(404, "Report template not found."));
    };
    let today = call.now.date();
    let day = |query: &str, field: &str| {
        let days_ago = row.get(field).and_then(Value::as_i64).unwrap_or(1);
        let stated = call.query_text(query).map(str::to_owned);
        stated.unwrap_or_else(|| today.saturating_sub(days_ago.days()).to_string())
    };
    let granularity = call.query_text("granularity");
    Ok(json!({
        "start_date": day("start_date", "report_start_relative_days_in_past"),
        "end_date": day("end_date", "report_end_relative_days_in_past"),
        "granularity": granularity.unwrap_or(text(row, "granularity")),
        "level": row.get("report_level"),
        "columns": row.get("columns"),
        "report_format": row.get("report_format"),
    }))
}
