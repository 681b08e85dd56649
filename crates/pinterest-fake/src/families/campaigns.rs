//! Campaigns.

use serde_json::{Value, json};

use super::ad_accounts::require;
use super::entities;
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("campaigns/list", list),
    ("campaigns/create", create),
    ("campaigns/update", update),
    ("campaigns/get", get),
];

pub(super) const TABLE: &str = "campaigns";
const SCHEMA: &str = "Campaign";
const NOUN: &str = "Campaign";

/// How many of the 40 campaigns each ad account has.
const SEEDED: [(&str, usize); 3] = [
    ("549770000001", 24),
    ("549770000002", 10),
    ("549770000003", 6),
];

const SEASONS: [&str; 8] = [
    "Spring",
    "Summer",
    "Autumn",
    "Winter",
    "New Year",
    "Easter",
    "Back to school",
    "Advent",
];

const SUBJECTS: [(&str, &str); 5] = [
    ("linen bedding", "CONSIDERATION"),
    ("oak tables", "WEB_CONVERSION"),
    ("kitchen films", "VIDEO_COMPLETION"),
    ("brand", "AWARENESS"),
    ("catalog", "CATALOG_SALES"),
];

pub(super) fn seed(state: &mut State) {
    let now = state.clock.now().seconds();
    let template = state.new_row(SCHEMA, new_campaign(json!({"objective_type": "AWARENESS"})));
    let mut number = 0;
    for (ad_account, count) in SEEDED {
        for _ in 0..count {
            let id = state.new_id();
            let (subject, objective) = SUBJECTS[number % SUBJECTS.len()];
            let season = SEASONS[(number / SUBJECTS.len()) % SEASONS.len()];
            let created_at = now - (300 - number as i64 * 7) * 86_400;
            let has_budget = number % 3 != 0;
            let mut row = template.clone();
            let spend_cap = json!(state.random.i64(20..200) * 1_000_000);
            let changes = json!({
                "id": id, "ad_account_id": ad_account, "name": format!("{season} {subject}"),
                "objective_type": objective,
                "status": match number % 8 { 5 => "PAUSED", 7 => "ARCHIVED", _ => "ACTIVE" },
                "daily_spend_cap": if has_budget { spend_cap } else { Value::Null },
                "is_campaign_budget_optimization": has_budget,
                "start_time": created_at,
                "end_time": if number % 10 == 9 { json!(now - 86_400) } else { Value::Null },
                "created_time": created_at, "updated_time": created_at,
            });
            row.extend(changes.as_object().cloned().unwrap_or_default());
            entities::summarize(&mut row, now);
            state.table(TABLE).insert(id, row);
            number += 1;
        }
    }
}

/// Completes what a request says of a new campaign.
fn new_campaign(mut given: Value) -> Value {
    entities::default(
        &mut given,
        json!({
            "status": "ACTIVE", "type": "campaign", "is_campaign_budget_optimization": true,
            "is_flexible_daily_budgets": false, "is_automated_campaign": false,
            "is_performance_plus": false, "is_top_of_search": false, "daily_spend_cap": null,
            "lifetime_spend_cap": null, "order_line_id": null, "tracking_urls": null,
            "start_time": null, "end_time": null, "bid_options": null,
        }),
    );
    given
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let ids = call.query_texts("campaign_ids");
    let statuses = entities::listed_statuses(call);
    let mut rows = entities::select(call, TABLE, &ad_account, |row| {
        entities::is_among(row, "id", &ids) && entities::is_among(row, "status", &statuses)
    });
    let now = call.now.seconds();
    rows.iter_mut()
        .for_each(|row| entities::summarize(row, now));
    entities::page(call, rows)
}

fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let id = call.path("campaign_id");
    let mut row = entities::existing(call.state, TABLE, NOUN, &ad_account, &id)?;
    entities::summarize(&mut row, call.now.seconds());
    Ok(call.reply(row))
}

fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let inputs = call.body_list("");
    Ok(call.batch(inputs, |call, input| {
        create_one(call, &ad_account, input).map(Value::Object)
    }))
}

fn create_one(call: &mut Call<'_>, ad_account: &str, input: Value) -> Result<Row, Failure> {
    require_ad_account(&input, ad_account)?;
    let now = call.now.seconds();
    let has_cap = |name: &str| !input[name].is_null();
    let is_divided = input["is_campaign_budget_optimization"] == true;
    if is_divided && !has_cap("daily_spend_cap") && !has_cap("lifetime_spend_cap") {
        return Err(Failure::invalid(
            "'daily_spend_cap' is required, or lifetime_spend_cap, for campaign budget optimization",
        ));
    }
    let mut given = new_campaign(input);
    given["ad_account_id"] = json!(ad_account);
    given["created_time"] = json!(now);
    given["updated_time"] = json!(now);
    let id = call.state.new_id();
    given["id"] = json!(id);
    let mut row = call.row(SCHEMA, given);
    check(&row)?;
    entities::summarize(&mut row, now);
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
    require_ad_account(input, ad_account)?;
    let id = input["id"].as_str().unwrap_or_default();
    let mut row = entities::existing(call.state, TABLE, NOUN, ad_account, id)?;
    entities::require_not_archived(&row, NOUN)?;
    entities::require_unchanged(&row, input, &["objective_type", "is_performance_plus"])?;
    let mut changes = input.clone();
    if let Some(options) = changes.get_mut("bid_options") {
        *options = changed_bid_options(&entities::field(&row, "bid_options"), options);
    }
    row = call.state.update_row(SCHEMA, row, &changes);
    check(&row)?;
    row.insert("updated_time".to_owned(), json!(call.now.seconds()));
    entities::summarize(&mut row, call.now.seconds());
    if input["is_campaign_budget_optimization"] == true {
        remove_budgets_of_ad_groups(call.state, id);
    }
    call.state.table(TABLE).insert(id, row.clone());
    Ok(row)
}

/// Returns the bid options with what the mask names taken from the request: a masked field that the
/// request leaves out is cleared.
fn changed_bid_options(current: &Value, given: &Value) -> Value {
    let mut options = current.as_object().cloned().unwrap_or_default();
    let fields = |mask: &Value| match mask.as_str() {
        Some("FREQUENCY") => vec!["frequency_multipliers", "freq_bid_multiplier_time_window"],
        Some("AUDIENCE") => vec!["audience_multipliers"],
        Some("APP_TYPE") => vec!["app_type_multipliers"],
        Some("PLACEMENT") => vec!["placement_multipliers"],
        Some("GENDER") => vec!["gender_multipliers"],
        Some("AGE_BUCKET") => vec!["age_bucket_multipliers"],
        _ => Vec::new(),
    };
    let mask = given["update_mask"].as_array().into_iter().flatten();
    for name in mask.flat_map(fields) {
        match given.get(name) {
            Some(value) => options.insert(name.to_owned(), value.clone()),
            None => options.remove(name),
        };
    }
    match options.is_empty() {
        true => Value::Null,
        false => Value::Object(options),
    }
}

/// The campaign's own budget takes the place of those of its ad groups.
fn remove_budgets_of_ad_groups(state: &mut State, campaign: &str) {
    for (_, row) in state.table("ad_groups").iter_mut() {
        if text(row, "campaign_id") == campaign {
            row.insert("budget_in_micro_currency".to_owned(), Value::Null);
            row.insert("budget_type".to_owned(), json!("CBO_ADGROUP"));
        }
    }
}

fn require_ad_account(input: &Value, ad_account: &str) -> Result<(), Failure> {
    match input.get("ad_account_id").and_then(Value::as_str) {
        Some(other) if other != ad_account => Err(Failure::invalid(
            "'ad_account_id' is not the ad account of the request",
        )),
        _ => Ok(()),
    }
}

fn check(row: &Row) -> Result<(), Failure> {
    if entities::is_set(row, "daily_spend_cap") && entities::is_set(row, "lifetime_spend_cap") {
        return Err(Failure::invalid(
            "'daily_spend_cap' cannot be combined with 'lifetime_spend_cap'",
        ));
    }
    entities::require_order_of_times(row)
}

/// Returns a campaign that can take ad groups, or the failure of one that cannot.
pub(super) fn open(state: &State, ad_account: &str, id: &str) -> Result<Row, Failure> {
    let row = entities::existing(state, TABLE, NOUN, ad_account, id)?;
    entities::require_not_archived(&row, NOUN)?;
    Ok(row)
}
