//! Schedules of budgets and bid multipliers. Each entry of a request has an outcome of its own.

use serde_json::{Value, json};

use super::ad_accounts::require;
use super::{ad_groups, ads, campaigns, entities};
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("schedules/list", list),
    ("schedules/create", create),
    ("schedules/update", update),
];

const TABLE: &str = "schedules";
const SCHEMA: &str = "Schedule";

/// The types of entities that belong to an ad account, with their tables.
const ENTITIES: [(&str, &str); 3] = [
    ("CAMPAIGN", campaigns::TABLE),
    ("AD_GROUP", ad_groups::TABLE),
    ("AD", ads::TABLE),
];

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let of_entities = call.query_texts("entity_ids");
    let statuses = call.query_texts("schedule_statuses");
    let types = call.query_texts("schedule_type");
    let rows = entities::select(call, TABLE, &ad_account, |row| {
        entities::is_among(row, "entity_id", &of_entities)
            && entities::is_among(row, "schedule_status", &statuses)
            && entities::is_among(row, "schedule_type", &types)
    });
    entities::page(call, rows)
}

/// The new schedules stand alone in the list, failures in the field `data` of an entry.
fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let mut outcomes = Vec::new();
    for given in call.body_list("") {
        outcomes.push(match create_one(call.state, &ad_account, given) {
            Ok(row) => Value::Object(row),
            Err(failure) => json!({"data": {"exceptions": failure.to_value()}}),
        });
    }
    Ok(Reply::json(201, Value::Array(outcomes)))
}

/// Creates a schedule.
pub(super) fn create_one(
    state: &mut State,
    ad_account: &str,
    mut given: Value,
) -> Result<Row, Failure> {
    let id = state.new_id();
    entities::default(&mut given, json!({"schedule_status": "CREATED"}));
    given["schedule_id"] = json!(id);
    given["_key"] = json!(id);
    given["_ad_account"] = json!(ad_account);
    let row = state.new_row(SCHEMA, given);
    check(state, ad_account, &row)?;
    state.table(TABLE).insert(id, row.clone());
    Ok(row)
}

fn update(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let mut outcomes = Vec::new();
    for changes in call.body_list("") {
        let id = changes["schedule_id"].as_str().unwrap_or_default();
        let data = match update_one(call.state, &ad_account, id, &changes) {
            Ok(row) => Value::Object(row),
            Err(failure) => json!({
                "id": changes["id"], "schedule_id": id, "exceptions": failure.to_value(),
            }),
        };
        outcomes.push(json!({"data": data}));
    }
    Ok(call.reply(outcomes))
}

/// Changes a schedule.
pub(super) fn update_one(
    state: &mut State,
    ad_account: &str,
    id: &str,
    changes: &Value,
) -> Result<Row, Failure> {
    let row = entities::existing(state, TABLE, "Schedule", ad_account, id)?;
    let row = state.update_row(SCHEMA, row, changes);
    check(state, ad_account, &row)?;
    state.table(TABLE).insert(id, row.clone());
    Ok(row)
}

/// Rejects a schedule of something that the ad account does not have, or that ends before it starts.
fn check(state: &State, ad_account: &str, row: &Row) -> Result<(), Failure> {
    let (entity, entity_type) = (text(row, "entity_id"), text(row, "entity_type"));
    let is_of_type = |of_type: &str| entity_type.is_empty() || entity_type == of_type;
    let is_account = is_of_type("ADVERTISER") && entity == ad_account;
    let mut tables = ENTITIES
        .iter()
        .filter(|(of_type, _)| is_of_type(of_type))
        .map(|(_, table)| table);
    if !is_account
        && !tables.any(|table| entities::find(state, table, ad_account, entity).is_some())
    {
        return Err(Failure::not_found(2, format!("Entity {entity} not found.")));
    }
    let time = |name: &str| row.get(name).and_then(Value::as_i64);
    match (time("start_timestamp"), time("end_timestamp")) {
        (Some(start), Some(end)) if end < start => Err(Failure::invalid(
            "'end_timestamp' must not be before 'start_timestamp'",
        )),
        _ => Ok(()),
    }
}
