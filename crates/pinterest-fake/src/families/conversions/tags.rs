//! Conversion tags of ad accounts.

use serde_json::{Map, Value, json};

use super::super::ad_accounts::{self, belongs_to};
use super::{ad_accounts, ordered};
use crate::call::Call;
use crate::clock::Now;
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

const TABLE: &str = "conversion_tags";

/// The events that campaigns can optimize for.
const ELIGIBLE: [&str; 4] = ["ADD_TO_CART", "CHECKOUT", "LEAD", "SIGNUP"];

/// Settings with what they are if a request does not say.
const CONFIGS: [&str; 7] = [
    "aem_db_enabled",
    "aem_enabled",
    "aem_external_id_enabled",
    "aem_fnln_enabled",
    "aem_ge_enabled",
    "aem_loc_enabled",
    "aem_ph_enabled",
];

pub(super) fn seed(state: &mut State) {
    let now = state.clock.now().plus_seconds(-200 * 86_400);
    for account in ad_accounts(state) {
        add(
            state,
            &account,
            &json!({"name": "Shop tag", "aem_enabled": true}),
            now,
        );
    }
}

pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let without_deleted = call.query_flag("filter_deleted") == Some(true);
    let rows = of_account(call, &account);
    let rows: Vec<Row> = rows
        .into_iter()
        .filter(|row| !without_deleted || text(row, "status") != "ARCHIVED")
        .collect();
    Ok(call.reply(json!({"items": rows})))
}

pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let given = call.body.clone();
    let row = add(call.state, &account, &given, call.now);
    Ok(call.reply(row))
}

pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let row = call.state.row(TABLE, &call.path("conversion_tag_id"));
    let row = row.filter(|row| belongs_to(row, &account)).cloned();
    let row = row.ok_or_else(|| Failure::not_found(404, "Conversion tag not found."))?;
    Ok(call.reply(row))
}

pub(super) fn list_eligible(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let tags = of_account(call, &account);
    let by_tag: Map<String, Value> = tags
        .iter()
        .map(|tag| {
            let events = ELIGIBLE.iter().map(|name| event(tag, name));
            (text(tag, "id").to_owned(), events.collect())
        })
        .collect();
    Ok(call.reply(Value::Object(by_tag)))
}

pub(super) fn list_page_visits(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let tags = of_account(call, &account);
    let events = tags.iter().map(|tag| event(tag, "PAGE_VISIT")).collect();
    call.page(ordered(events, call.query_text("order")))
}

/// Notes that an event of an ad account was recorded.
pub(super) fn fired(call: &mut Call<'_>, account: &str) {
    let now = call.now.milliseconds();
    for (_, row) in call.state.table(TABLE).iter_mut() {
        if belongs_to(row, account) {
            row.insert("last_fired_time_ms".to_owned(), json!(now));
        }
    }
}

fn add(state: &mut State, account: &str, given: &Value, now: Now) -> Row {
    let id = state.new_id();
    let mut configs = Map::new();
    for name in CONFIGS {
        let value = given.get(name).cloned().unwrap_or(json!(false));
        configs.insert(name.to_owned(), value);
    }
    let frequency = given.get("md_frequency").cloned().unwrap_or(json!(1));
    configs.insert("md_frequency".to_owned(), frequency);
    let snippet = format!("<script>pintrk('load', '{id}'); pintrk('page');</script>");
    let row = state.new_row(
        "ConversionTag",
        json!({
            "id": id, "ad_account_id": account, "name": given["name"], "status": "ACTIVE",
            "version": "3", "code_snippet": snippet, "configs": configs,
            "enhanced_match_status": "UNKNOWN", "last_fired_time_ms": null,
            "_created_time": now.seconds(),
        }),
    );
    state.table(TABLE).insert(id, row.clone());
    row
}

fn of_account(call: &Call<'_>, account: &str) -> Vec<Row> {
    let rows = call.state.rows(TABLE).map(|(_, row)| row);
    rows.filter(|row| belongs_to(row, account))
        .cloned()
        .collect()
}

fn event(tag: &Row, name: &str) -> Value {
    json!({
        "ad_account_id": tag["ad_account_id"], "conversion_tag_id": tag["id"],
        "conversion_event": name, "reporting_conversion_event": name,
        "created_time": tag["_created_time"],
    })
}
