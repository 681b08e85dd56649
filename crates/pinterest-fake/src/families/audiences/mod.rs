//! Audiences of ad accounts, and whom they are shared with.

use serde_json::{Value, json};

use super::ad_accounts::require;
use super::{analytics, entities};
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

mod sharing;

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("audiences/list", list),
    ("audiences/create", create),
    ("audiences/get", get),
    ("audiences/update", update),
    (
        "update_ad_account_to_ad_account_shared_audience",
        sharing::from_ad_account,
    ),
    (
        "update_ad_account_to_business_shared_audience",
        sharing::from_ad_account,
    ),
    (
        "update_business_to_ad_account_shared_audience",
        sharing::from_business,
    ),
    (
        "update_business_to_business_shared_audience",
        sharing::from_business,
    ),
    (
        "ad_accounts_audiences_shared_accounts/list",
        sharing::accounts_of_ad_account,
    ),
    (
        "business_account_audiences_shared_accounts/list",
        sharing::accounts_of_business,
    ),
    (
        "shared_audiences_for_business/list",
        sharing::received_by_business,
    ),
];

pub(super) const TABLE: &str = "audiences";
const SCHEMA: &str = "Audience";
const NOUN: &str = "Audience";

/// How long an audience is made ready by the fake's clock, in seconds.
const INITIALIZATION: i64 = 60;

const SEEDED: [(&str, &str); 4] = [
    ("Visitors of the last 30 days", "VISITOR"),
    ("People who saved Pins", "ENGAGEMENT"),
    ("Buyers of linen", "VISITOR"),
    ("Readers of recipes", "ENGAGEMENT"),
];

pub(super) fn seed(state: &mut State) {
    let now = state.clock.now();
    let ad_accounts: Vec<String> = state
        .rows("ad_accounts")
        .map(|(id, _)| id.clone())
        .collect();
    for ad_account in ad_accounts {
        for (name, audience_type) in SEEDED {
            let id = state.new_id();
            let rule = match audience_type {
                "VISITOR" => json!({"retention_days": 30, "event": "PageVisit"}),
                _ => json!({"engagement_type": "save", "retention_days": 60}),
            };
            let given = json!({"name": name, "audience_type": audience_type, "rule": rule});
            let created_at = now.plus_seconds(-90 * 86_400).seconds();
            let row = new_audience(state, given, &id, &ad_account, created_at);
            state.table(TABLE).insert(id, row);
        }
    }
    sharing::seed(state);
}

fn new_audience(
    state: &mut State,
    mut given: Value,
    id: &str,
    ad_account: &str,
    created_at: i64,
) -> Row {
    given["id"] = json!(id);
    given["ad_account_id"] = json!(ad_account);
    given["_ready_at"] = json!(created_at + INITIALIZATION);
    entities::default(
        &mut given,
        json!({
            "type": "audience", "status": "INITIALIZING", "size": null, "description": null,
            "created_timestamp": created_at, "updated_timestamp": created_at,
            "created_by_company_name": "Oak and Linen", "is_nca": false,
        }),
    );
    state.new_row(SCHEMA, given)
}

/// The audience as a response has it: ready and with a size once its time has come.
fn shown(mut row: Row, now: i64) -> Row {
    let ready_at = row.get("_ready_at").and_then(Value::as_i64);
    if ready_at.is_none_or(|ready_at| ready_at <= now) {
        let size = 5_000 + analytics::hash(&text(&row, "id")) % 500_000;
        row.insert("status".to_owned(), json!("READY"));
        row.insert("size".to_owned(), json!(size));
    }
    row
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let without_nca = call.query_flag("exclude_nca") == Some(true);
    let rows = match call.query_text("ownership_type") {
        Some("RECEIVED") => sharing::received(call, &ad_account),
        _ => entities::select(call, TABLE, &ad_account, |_| true),
    };
    let now = call.now.seconds();
    let rows = rows
        .into_iter()
        .filter(|row| !(without_nca && entities::is_true(row, "is_nca")));
    entities::page(call, rows.map(|row| shown(row, now)))
}

fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let id = call.path("audience_id");
    let row = match entities::find(call.state, TABLE, &ad_account, &id) {
        Some(row) => row.clone(),
        None => sharing::received(call, &ad_account)
            .into_iter()
            .find(|row| text(row, "id") == id)
            .ok_or_else(not_found)?,
    };
    Ok(call.reply(shown(row, call.now.seconds())))
}

fn not_found() -> Failure {
    Failure::not_found(2, format!("{NOUN} not found."))
}

fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let given = call.body.clone();
    check(call, &ad_account, &given)?;
    let id = call.state.new_id();
    let now = call.now.seconds();
    let row = new_audience(call.state, given, &id, &ad_account, now);
    call.state.table(TABLE).insert(id, row.clone());
    Ok(call.reply(row))
}

fn update(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let id = call.path("audience_id");
    let mut row = entities::existing(call.state, TABLE, NOUN, &ad_account, &id)?;
    let now = call.now.seconds();
    if call.body_text("operation_type") == Some("REMOVE") {
        call.state.table(TABLE).remove(&id);
        sharing::forget(call.state, &id);
        return Ok(call.reply(shown(row, now)));
    }
    let changes = call.body.clone();
    check(call, &ad_account, &changes)?;
    row = call.state.update_row(SCHEMA, row, &changes);
    row.insert("updated_timestamp".to_owned(), json!(now));
    if changes.get("rule").is_some() {
        row.insert("status".to_owned(), json!("INITIALIZING"));
        row.insert("size".to_owned(), Value::Null);
        row.insert("_ready_at".to_owned(), json!(now + INITIALIZATION));
    }
    call.state.table(TABLE).insert(id, row.clone());
    Ok(call.reply(shown(row, now)))
}

/// What a rule refers to must be there.
fn check(call: &Call<'_>, ad_account: &str, given: &Value) -> Result<(), Failure> {
    if let Some(other) = given.get("ad_account_id").filter(|id| *id != ad_account) {
        return Err(Failure::invalid(format!(
            "'ad_account_id' {other} is not the ad account of the request"
        )));
    }
    let rule = &given["rule"];
    let has = |name: &str| !rule[name].is_null();
    let missing = match given["audience_type"].as_str() {
        Some("CUSTOMER_LIST") if !has("customer_list_id") => Some("customer_list_id"),
        Some("ACTALIKE") if !has("seed_id") => Some("seed_id"),
        _ => None,
    };
    if let Some(name) = missing {
        return Err(Failure::invalid(format!("'rule.{name}' is required")));
    }
    if let Some(id) = rule["customer_list_id"].as_str() {
        entities::existing(
            call.state,
            "customer_lists",
            "Customer list",
            ad_account,
            id,
        )?;
    }
    let tables = [
        ("seed_id", TABLE, NOUN),
        ("campaign_id", "campaigns", "Campaign"),
        ("ad_id", "ads", "Ad"),
    ];
    for (name, table, noun) in tables {
        let ids = rule[name].as_array().into_iter().flatten();
        for id in ids.filter_map(Value::as_str) {
            entities::existing(call.state, table, noun, ad_account, id)?;
        }
    }
    Ok(())
}
