//! Labels and the campaigns that have them.

use serde_json::{Value, json};

use super::ad_accounts::require;
use super::{campaigns, entities};
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("labels/list", list),
    ("labels/create", create),
    ("labels/update", update),
    ("labels/apply", apply),
    ("labels/remove", remove),
];

const TABLE: &str = "labels";
/// Which campaign has which label; the id of a row is `LABEL:CAMPAIGN`.
const APPLIED: &str = "entity_labels";
const SCHEMA: &str = "Label";

const SEEDED: [(&str, &str); 4] = [
    ("Oak and Linen", "BRAND"),
    ("Meadow", "BRAND"),
    ("seasonal", "CUSTOM"),
    ("evergreen", "CUSTOM"),
];

pub(super) fn seed(state: &mut State) {
    let campaigns: Vec<Row> = state
        .rows(campaigns::TABLE)
        .map(|(_, row)| row.clone())
        .collect();
    let ad_accounts: Vec<String> = state
        .rows("ad_accounts")
        .map(|(id, _)| id.clone())
        .collect();
    for ad_account in ad_accounts {
        let of_account = campaigns
            .iter()
            .filter(|row| text(row, "ad_account_id") == ad_account);
        let mut campaigns = of_account.step_by(2);
        for (value, label_type) in SEEDED {
            let id = state.new_id();
            let given = json!({"value": value, "label_type": label_type});
            let row = new_label(state, given, &id, &ad_account);
            state.table(TABLE).insert(id.clone(), row);
            if let Some(campaign) = campaigns.next() {
                let row = entity_label(text(campaign, "id"), &id, &ad_account);
                let key = key(&id, text(campaign, "id"));
                state.table(APPLIED).insert(key, row);
            }
        }
    }
}

fn new_label(state: &mut State, mut given: Value, id: &str, ad_account: &str) -> Row {
    entities::default(
        &mut given,
        json!({"id": id, "status": "ACTIVE", "_ad_account": ad_account}),
    );
    state.new_row(SCHEMA, given)
}

fn entity_label(entity: &str, label: &str, ad_account: &str) -> Row {
    let row = json!({
        "entity_id": entity, "entity_type": "CAMPAIGN", "label_id": label, "status": "ACTIVE",
        "_ad_account": ad_account,
    });
    row.as_object().cloned().unwrap_or_default()
}

fn key(label: &str, entity: &str) -> String {
    format!("{label}:{entity}")
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let ids = call.query_texts("label_ids");
    let campaigns = call.query_texts("campaign_ids");
    let types = call.query_texts("label_types");
    let mut statuses = call.query_texts("entity_statuses");
    if statuses.is_empty() {
        statuses.push("ACTIVE".to_owned());
    }
    let rows = entities::select(call, TABLE, &ad_account, |row| {
        let id = text(row, "id");
        let is_applied = |campaign: &String| call.state.row(APPLIED, &key(id, campaign)).is_some();
        entities::is_among(row, "id", &ids)
            && entities::is_among(row, "label_type", &types)
            && entities::is_among(row, "status", &statuses)
            && (campaigns.is_empty() || campaigns.iter().any(is_applied))
    });
    entities::page(call, rows)
}

fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let (mut labels, mut errors) = (Vec::new(), Vec::new());
    for given in call.body_list("labels") {
        let is_taken = call.state.rows(TABLE).any(|(_, row)| {
            text(row, "_ad_account") == ad_account
                && text(row, "status") == "ACTIVE"
                && row.get("value") == given.get("value")
                && row.get("label_type") == given.get("label_type")
        });
        if is_taken {
            errors.push(error(given, "the ad account has this label already"));
            continue;
        }
        let id = call.state.new_id();
        let row = new_label(call.state, given, &id, &ad_account);
        call.state.table(TABLE).insert(id, row.clone());
        labels.push(row);
    }
    Ok(call.reply(json!({"labels": labels, "errors": errors})))
}

fn error(data: impl Into<Value>, message: &str) -> Value {
    json!({"data": data.into(), "error_messages": [message]})
}

fn update(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let (mut labels, mut errors) = (Vec::new(), Vec::new());
    for given in call.body_list("labels") {
        let id = given["id"].as_str().unwrap_or_default();
        let Some(row) = entities::find(call.state, TABLE, &ad_account, id) else {
            errors.push(error(given, "Label not found."));
            continue;
        };
        let row = row.clone();
        let row = call.state.update_row(SCHEMA, row, &given);
        call.state.table(TABLE).insert(id, row.clone());
        labels.push(row);
    }
    Ok(call.reply(json!({"labels": labels, "errors": errors})))
}

fn apply(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let (ad_account, label) = label_of_path(call)?;
    let (mut applied, mut errors) = (Vec::new(), Vec::new());
    for entity in entity_ids(call) {
        let row = entity_label(&entity, &label, &ad_account);
        match entities::find(call.state, campaigns::TABLE, &ad_account, &entity) {
            Some(_) => {
                let key = key(&label, &entity);
                call.state.table(APPLIED).insert(key, row.clone());
                applied.push(row);
            }
            None => errors.push(error(row, "Campaign not found.")),
        }
    }
    Ok(call.reply(json!({"entities_labels": applied, "errors": errors})))
}

fn remove(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let (ad_account, label) = label_of_path(call)?;
    let (mut removed, mut errors) = (Vec::new(), Vec::new());
    for entity in entity_ids(call) {
        match call.state.table(APPLIED).remove(&key(&label, &entity)) {
            Some(mut row) => {
                row.insert("status".to_owned(), json!("ARCHIVED"));
                removed.push(row);
            }
            None => {
                let row = entity_label(&entity, &label, &ad_account);
                errors.push(error(row, "the entity does not have the label"));
            }
        }
    }
    Ok(call.reply(json!({"entities_labels": removed, "errors": errors})))
}

fn label_of_path(call: &Call<'_>) -> Result<(String, String), Failure> {
    let ad_account = require(call)?;
    let label = call.path("label_id");
    entities::existing(call.state, TABLE, "Label", &ad_account, &label)?;
    Ok((ad_account, label))
}

fn entity_ids(call: &Call<'_>) -> Vec<String> {
    let ids = call.body_list("entity_ids");
    let texts = ids.iter().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}
