//! Ad groups.

use serde_json::{Value, json};

use super::ad_accounts::require;
use super::{campaigns, entities};
use crate::call::{Behavior, Call};
use crate::description::description;
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};
use crate::validation::{self, Side};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("ad_groups/list", list),
    ("ad_groups/create", create),
    ("ad_groups/update", update),
    ("ad_groups/get", get),
];

pub(super) const TABLE: &str = "ad_groups";
const SCHEMA: &str = "AdGroup";
const NOUN: &str = "Ad group";

/// The ad groups that each campaign of the built-in data has.
const SEEDED: [(&str, &str); 2] = [("women 25 to 54", "female"), ("everyone", "male")];

pub(super) fn seed(state: &mut State) {
    let now = state.clock.now().seconds();
    let given = json!({"name": "", "campaign_id": "1", "billable_event": "IMPRESSION"});
    let template = state.new_row(SCHEMA, new_ad_group(given, &Row::new()));
    let campaigns: Vec<Row> = state
        .rows(campaigns::TABLE)
        .map(|(_, row)| row.clone())
        .collect();
    for campaign in campaigns {
        for (index, (name, gender)) in SEEDED.into_iter().enumerate() {
            let id = state.new_id();
            let has_campaign_budget =
                entities::is_true(&campaign, "is_campaign_budget_optimization");
            let budget = json!(state.random.i64(5..60) * 1_000_000);
            let is_video = text(&campaign, "objective_type") == "VIDEO_COMPLETION";
            let mut row = template.clone();
            let changes = json!({
                "id": id, "name": format!("{} for {name}", text(&campaign, "name")),
                "ad_account_id": campaign.get("ad_account_id"), "campaign_id": campaign.get("id"),
                "status": match (text(&campaign, "status"), index) {
                    (status, 0) => status,
                    ("ARCHIVED", _) => "ARCHIVED",
                    _ => "PAUSED",
                },
                "billable_event": if is_video { "VIDEO_V_50_MRC" } else { "IMPRESSION" },
                "budget_type": if has_campaign_budget { "CBO_ADGROUP" } else { "DAILY" },
                "budget_in_micro_currency": if has_campaign_budget { Value::Null } else { budget },
                "targeting_spec": {
                    "GENDER": [gender], "LOCATION": ["US", "DE", "GB"],
                    "AGE_BUCKET": ["25-34", "35-44", "45-49", "50-54"],
                },
                "start_time": campaign.get("start_time"), "end_time": campaign.get("end_time"),
                "created_time": campaign.get("created_time"),
                "updated_time": campaign.get("updated_time"),
            });
            row.extend(changes.as_object().cloned().unwrap_or_default());
            entities::summarize(&mut row, now);
            state.table(TABLE).insert(id, row);
        }
    }
}

/// Completes what a request says of a new ad group of a campaign.
fn new_ad_group(mut given: Value, campaign: &Row) -> Value {
    let is_campaigns_budget = entities::is_true(campaign, "is_campaign_budget_optimization");
    entities::default(
        &mut given,
        json!({
            "status": "ACTIVE", "type": "adgroup", "placement_group": "ALL",
            "pacing_delivery_type": "STANDARD", "auto_targeting_enabled": true,
            "budget_type": if is_campaigns_budget { "CBO_ADGROUP" } else { "DAILY" },
            "budget_in_micro_currency": null, "bid_in_micro_currency": null,
            "bid_strategy_type": null, "conversion_learning_mode_type": null,
            "optimization_goal_metadata": null, "tracking_urls": null, "targeting_spec": {},
            "targeting_template_ids": null, "start_time": null, "end_time": null,
            "feed_profile_id": "0", "placement_traffic_type": null,
            "promotion_application_level": null, "promotion_id": null,
        }),
    );
    given
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let campaigns = call.query_texts("campaign_ids");
    let ids = call.query_texts("ad_group_ids");
    let statuses = entities::listed_statuses(call);
    let mut rows = entities::select(call, TABLE, &ad_account, |row| {
        entities::is_among(row, "id", &ids)
            && entities::is_among(row, "campaign_id", &campaigns)
            && entities::is_among(row, "status", &statuses)
    });
    let now = call.now.seconds();
    rows.iter_mut()
        .for_each(|row| entities::summarize(row, now));
    entities::page(call, rows)
}

fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let id = call.path("ad_group_id");
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
    let campaign = input["campaign_id"].as_str().unwrap_or_default();
    let campaign = campaigns::open(call.state, ad_account, campaign)?;
    let now = call.now.seconds();
    let mut given = new_ad_group(input, &campaign);
    given["ad_account_id"] = json!(ad_account);
    given["created_time"] = json!(now);
    given["updated_time"] = json!(now);
    let id = call.state.new_id();
    given["id"] = json!(id);
    let mut row = call.row(SCHEMA, given);
    apply_template(call.state, ad_account, &mut row)?;
    check(call.state, &row, &campaign)?;
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
    let id = input["id"].as_str().unwrap_or_default();
    let mut row = entities::existing(call.state, TABLE, NOUN, ad_account, id)?;
    entities::require_not_archived(&row, NOUN)?;
    entities::require_unchanged(
        &row,
        input,
        &["campaign_id", "billable_event", "budget_type"],
    )?;
    row = call.state.update_row(SCHEMA, row, input);
    if input.get("targeting_template_ids").is_some() {
        apply_template(call.state, ad_account, &mut row)?;
    }
    let operations = input["targeting_spec_operations"].as_array();
    let mut spec = entities::field(&row, "targeting_spec");
    for operation in operations.into_iter().flatten() {
        operate(&mut spec, operation);
    }
    row.insert("targeting_spec".to_owned(), spec);
    let campaign = text(&row, "campaign_id");
    let campaign = call.state.row(campaigns::TABLE, campaign).cloned();
    check(call.state, &row, &campaign.unwrap_or_default())?;
    row.insert("updated_time".to_owned(), json!(call.now.seconds()));
    entities::summarize(&mut row, call.now.seconds());
    call.state.table(TABLE).insert(id, row.clone());
    Ok(row)
}

/// Takes the targeting from the template that the ad group names.
fn apply_template(state: &State, ad_account: &str, row: &mut Row) -> Result<(), Failure> {
    let template = row.get("targeting_template_ids").and_then(|ids| ids.get(0));
    let Some(id) = template.and_then(Value::as_str) else {
        return Ok(());
    };
    let noun = "Targeting template";
    let template = entities::existing(state, "targeting_templates", noun, ad_account, id)?;
    let spec = template.get("targeting_attributes");
    row.insert(
        "targeting_spec".to_owned(),
        spec.cloned().unwrap_or_default(),
    );
    Ok(())
}

/// Sets, extends or reduces one field of a targeting specification.
fn operate(spec: &mut Value, operation: &Value) {
    let field = operation["field"].as_str().unwrap_or_default();
    if !spec.is_object() {
        *spec = json!({});
    }
    let given = match operation.get("values") {
        Some(values) => values.as_array().cloned().unwrap_or_default(),
        None if operation["operation"] == "REMOVE" || operation["value"].is_null() => {
            drop(spec.as_object_mut().and_then(|spec| spec.remove(field)));
            return;
        }
        None => {
            spec[field] = operation["value"].clone();
            return;
        }
    };
    let mut values = spec[field].as_array().cloned().unwrap_or_default();
    match operation["operation"].as_str() {
        Some("ADD") => {
            let new: Vec<Value> = given
                .into_iter()
                .filter(|new| !values.contains(new))
                .collect();
            values.extend(new);
        }
        Some("REMOVE") => values.retain(|value| !given.contains(value)),
        _ => values = given,
    }
    spec[field] = Value::Array(values);
}

fn check(state: &State, row: &Row, campaign: &Row) -> Result<(), Failure> {
    let has_budget = entities::is_set(row, "budget_in_micro_currency");
    let is_draft = text(row, "status") == "DRAFT";
    if !has_budget && !is_draft && !entities::is_true(campaign, "is_campaign_budget_optimization") {
        return Err(Failure::invalid(
            "'budget_in_micro_currency' is required unless the campaign distributes its budget",
        ));
    }
    let targeting = entities::field(row, "targeting_spec");
    let violations = description().component(SCHEMA).property("targeting_spec");
    let violations =
        violations.map(|schema| validation::value(&schema, &targeting, Side::Response));
    if let Some(violation) = violations.unwrap_or_default().first() {
        return Err(Failure::invalid(format!("'targeting_spec': {violation}")));
    }
    for field in ["AUDIENCE_INCLUDE", "AUDIENCE_EXCLUDE"] {
        let audiences = &targeting[field];
        let audiences = audiences.as_array().into_iter().flatten();
        for id in audiences.filter_map(Value::as_str) {
            if state.row("audiences", id).is_none() {
                return Err(Failure::not_found(2, format!("Audience {id} not found.")));
            }
        }
    }
    entities::require_order_of_times(row)
}

/// Returns an ad group that can take ads, or the failure of one that cannot.
pub(super) fn open(state: &State, ad_account: &str, id: &str) -> Result<Row, Failure> {
    let row = entities::existing(state, TABLE, NOUN, ad_account, id)?;
    entities::require_not_archived(&row, NOUN)?;
    campaigns::open(state, ad_account, text(&row, "campaign_id"))?;
    Ok(row)
}
