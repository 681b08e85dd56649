//! Ads.

use serde_json::{Value, json};

use super::ad_accounts::require;
use super::{ad_groups, entities};
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("ads/list", list),
    ("ads/create", create),
    ("ads/update", update),
    ("ads/get", get),
];

pub(super) const TABLE: &str = "ads";
const SCHEMA: &str = "Ad";
const NOUN: &str = "Ad";

/// How long a review takes by the fake's clock, in seconds.
const REVIEW: i64 = 60;

const ADS_PER_AD_GROUP: usize = 2;

pub(super) fn seed(state: &mut State) {
    let now = state.clock.now().seconds();
    let pins: Vec<String> = state.rows("pins").map(|(id, _)| id.clone()).collect();
    let ad_groups: Vec<Row> = state
        .rows(ad_groups::TABLE)
        .map(|(_, row)| row.clone())
        .collect();
    let given = json!({"ad_group_id": "1", "pin_id": "1", "creative_type": "REGULAR"});
    let template = state.new_row(SCHEMA, new_ad(given));
    let mut pins = pins.iter().cycle();
    for ad_group in ad_groups {
        for (index, pin) in pins.by_ref().take(ADS_PER_AD_GROUP).enumerate() {
            let id = state.new_id();
            let is_video = text(&ad_group, "billable_event") == "VIDEO_V_50_MRC";
            let mut row = template.clone();
            let changes = json!({
                "id": id, "name": format!("{}, ad {}", text(&ad_group, "name"), index + 1),
                "ad_account_id": ad_group.get("ad_account_id"), "pin_id": pin,
                "ad_group_id": ad_group.get("id"), "campaign_id": ad_group.get("campaign_id"),
                "status": ad_group.get("status"),
                "creative_type": if is_video { "VIDEO" } else { "REGULAR" },
                "destination_url": format!("https://shop.example.com/pins/{pin}"),
                "created_time": ad_group.get("created_time"),
                "updated_time": ad_group.get("updated_time"),
            });
            row.extend(changes.as_object().cloned().unwrap_or_default());
            review(&mut row, now);
            state.table(TABLE).insert(id, row);
        }
    }
}

/// Completes what a request says of a new ad.
fn new_ad(mut given: Value) -> Value {
    entities::default(
        &mut given,
        json!({
            "status": "ACTIVE", "type": "pinpromotion", "review_status": "PENDING",
            "rejected_reasons": [], "rejection_labels": [], "name": null,
            "destination_url": null, "tracking_urls": null, "is_pin_deleted": false,
            "is_removable": false, "summary_status": "PENDING", "campaign_id": "",
            "ad_account_id": "", "id": "",
        }),
    );
    given
}

/// Sets what follows from the time and from the status: the result of the review, and the summary.
fn review(row: &mut Row, now: i64) {
    let created_at = row.get("created_time").and_then(Value::as_i64);
    let is_reviewed = now >= created_at.unwrap_or(now) + REVIEW;
    if text(row, "review_status") == "PENDING" && is_reviewed {
        row.insert("review_status".to_owned(), json!("APPROVED"));
    }
    let summary = match text(row, "status") {
        "ACTIVE" => row.get("review_status").cloned().unwrap_or_default(),
        status => json!(status),
    };
    row.insert("summary_status".to_owned(), summary);
}

/// The ad as a response has it.
fn shown(state: &State, mut row: Row, now: i64) -> Row {
    review(&mut row, now);
    let is_deleted = state.row("pins", text(&row, "pin_id")).is_none();
    row.insert("is_pin_deleted".to_owned(), json!(is_deleted));
    row
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let campaigns = call.query_texts("campaign_ids");
    let ad_groups = call.query_texts("ad_group_ids");
    let ids = call.query_texts("ad_ids");
    let statuses = entities::listed_statuses(call);
    let rows = entities::select(call, TABLE, &ad_account, |row| {
        entities::is_among(row, "id", &ids)
            && entities::is_among(row, "campaign_id", &campaigns)
            && entities::is_among(row, "ad_group_id", &ad_groups)
            && entities::is_among(row, "status", &statuses)
    });
    let now = call.now.seconds();
    let rows: Vec<Row> = rows
        .into_iter()
        .map(|row| shown(call.state, row, now))
        .collect();
    entities::page(call, rows)
}

fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let id = call.path("ad_id");
    let row = entities::existing(call.state, TABLE, NOUN, &ad_account, &id)?;
    Ok(call.reply(shown(call.state, row, call.now.seconds())))
}

fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let inputs = call.body_list("");
    Ok(call.batch(inputs, |call, input| {
        create_one(call, &ad_account, input).map(Value::Object)
    }))
}

fn create_one(call: &mut Call<'_>, ad_account: &str, input: Value) -> Result<Row, Failure> {
    let ad_group = input["ad_group_id"].as_str().unwrap_or_default();
    let ad_group = ad_groups::open(call.state, ad_account, ad_group)?;
    require_pin(call.state, &input)?;
    let now = call.now.seconds();
    let mut given = new_ad(input);
    given["ad_account_id"] = json!(ad_account);
    given["campaign_id"] = entities::field(&ad_group, "campaign_id");
    given["created_time"] = json!(now);
    given["updated_time"] = json!(now);
    let id = call.state.new_id();
    given["id"] = json!(id);
    let row = call.row(SCHEMA, given);
    let row = shown(call.state, row, now);
    call.state.table(TABLE).insert(id, row.clone());
    Ok(row)
}

fn update(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let inputs = call.body_list("");
    Ok(call.batch(inputs, |call, input| {
        update_one(call, &ad_account, &input).map(Value::Object)
    }))
}

fn update_one(call: &mut Call<'_>, ad_account: &str, input: &Value) -> Result<Row, Failure> {
    let id = input["id"].as_str().unwrap_or_default();
    let mut row = entities::existing(call.state, TABLE, NOUN, ad_account, id)?;
    entities::require_not_archived(&row, NOUN)?;
    require_pin(call.state, input)?;
    if let Some(ad_group) = input.get("ad_group_id").and_then(Value::as_str) {
        let ad_group = ad_groups::open(call.state, ad_account, ad_group)?;
        row.insert(
            "campaign_id".to_owned(),
            entities::field(&ad_group, "campaign_id"),
        );
    }
    row = call.state.update_row(SCHEMA, row, input);
    let now = call.now.seconds();
    row.insert("updated_time".to_owned(), json!(now));
    let row = shown(call.state, row, now);
    call.state.table(TABLE).insert(id, row.clone());
    Ok(row)
}

fn require_pin(state: &State, input: &Value) -> Result<(), Failure> {
    match input.get("pin_id").and_then(Value::as_str) {
        Some(pin) if state.row("pins", pin).is_none() => {
            Err(Failure::not_found(50, "Pin not found."))
        }
        _ => Ok(()),
    }
}
