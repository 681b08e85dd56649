//! The entities of an ad account that a bulk download has.

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::super::ad_accounts::belongs_to;
use crate::downloads;
use crate::exchange::Reply;
use crate::exchange::ReplyBody;
use crate::state::{Row, State, text};

/// Types of entities with their tables, which are also the keys of the file.
const TYPES: [(&str, &str); 8] = [
    ("CAMPAIGN", "campaigns"),
    ("AD_GROUP", "ad_groups"),
    ("PRODUCT_GROUP", "product_group_promotions"),
    ("AD", "ads"),
    ("KEYWORD", "keywords"),
    ("LABEL", "labels"),
    ("SCHEDULE", "schedules"),
    ("ENTITY_HISTORY", "entity_history"),
];

/// The rows of each type that was asked for.
pub(super) type Entities = Vec<(&'static str, Vec<Value>)>;

/// Returns what a request asks for; without types, all of them.
pub(super) fn select(state: &State, account: &str, request: &Value) -> Entities {
    let types = texts(&request["entity_types"]);
    let ids = texts(&request["entity_ids"]);
    let since = number(&request["updated_since"]);
    let filter = request.get("campaign_filter");
    let is_wanted = |row: &Row| {
        let related = related(state, row);
        let is_named = ids.is_empty() || related.iter().any(|id| ids.contains(id));
        let updated_at = row.get("updated_time").and_then(Value::as_i64);
        let is_recent = since.is_none_or(|since| updated_at.is_none_or(|at| at > since));
        let is_of_campaign = filter.is_none_or(|filter| {
            let mut campaigns = related.iter().filter_map(|id| state.row("campaigns", id));
            campaigns.any(|campaign| passes(campaign, filter))
        });
        belongs_to(row, account) && is_named && is_recent && is_of_campaign
    };
    let wanted = TYPES
        .iter()
        .filter(|(name, _)| types.is_empty() || types.contains(name));
    wanted
        .map(|(_, table)| {
            let rows = state.rows(table).map(|(_, row)| row);
            let rows = rows.filter(|row| is_wanted(row)).map(public);
            (*table, rows.collect())
        })
        .collect()
}

/// One object: types with arrays of entities.
pub(super) fn json(entities: &Entities) -> Bytes {
    let object: Map<String, Value> = entities
        .iter()
        .map(|(name, rows)| ((*name).to_owned(), json!(rows)))
        .collect();
    Bytes::from(Value::Object(object).to_string())
}

/// Lines of all types with the columns of all of them, the type first.
pub(super) fn csv(entities: &Entities) -> Bytes {
    let mut columns = vec!["entity_type".to_owned()];
    let rows = entities.iter().flat_map(|(_, rows)| rows);
    for name in rows.filter_map(Value::as_object).flat_map(Map::keys) {
        if !columns.contains(name) {
            columns.push(name.clone());
        }
    }
    let lines = entities.iter().flat_map(|(table, rows)| {
        let of_table = TYPES.iter().find(|(_, known)| known == table);
        let name = of_table.map_or(*table, |(name, _)| name);
        rows.iter().map(move |row| (name, row))
    });
    let fields = |(name, row): (&str, &Value)| {
        let values = columns[1..]
            .iter()
            .map(|column| downloads::field(row.get(column)));
        std::iter::once(name.to_owned())
            .chain(values)
            .collect::<Vec<String>>()
    };
    downloads::csv(&columns, lines.map(fields))
}

/// The id of a row and those of what it is part of.
fn related<'s>(state: &'s State, row: &'s Row) -> Vec<&'s str> {
    let mut ids = vec![text(row, "id")];
    for field in ["ad_group_id", "campaign_id", "parent_id", "entity_id"] {
        let id = text(row, field);
        if !id.is_empty() {
            ids.push(id);
            let ad_group = state.row("ad_groups", id);
            ids.extend(ad_group.map(|ad_group| text(ad_group, "campaign_id")));
        }
    }
    ids
}

fn passes(campaign: &Row, filter: &Value) -> bool {
    let among = |name: &str, field: &str| {
        let values = texts(&filter[name]);
        values.is_empty() || values.contains(&text(campaign, field))
    };
    let time = |field: &str| campaign.get(field).and_then(Value::as_i64);
    let name = filter["name"].as_str().unwrap_or_default();
    let starts = number(&filter["start_time"]);
    let ends = number(&filter["end_time"]);
    among("campaign_status", "summary_status")
        && among("objective_type", "objective_type")
        && text(campaign, "name").contains(name)
        && starts.is_none_or(|from| time("start_time").is_none_or(|at| at >= from))
        && ends.is_none_or(|to| time("end_time").is_none_or(|at| at <= to))
}

/// A row without what is the fake's own.
fn public(row: &Row) -> Value {
    match Reply::json(200, Value::Object(row.clone())).body {
        ReplyBody::Json(value) => value,
        _ => Value::Null,
    }
}

fn texts(list: &Value) -> Vec<&str> {
    let items = list.as_array().into_iter().flatten();
    items.filter_map(Value::as_str).collect()
}

fn number(text: &Value) -> Option<i64> {
    text.as_str()?.parse().ok()
}
