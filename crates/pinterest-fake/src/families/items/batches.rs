//! Batches of operations on items, in the form with an operation for each item and in the older one
//! with an operation for all.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Value, json};

use super::{Kind, TABLE, checks, key, kind, primary};
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::families::businesses::{field, object};
use crate::families::catalogs::{BATCH_TIME, chosen, owner, queue, time};
use crate::families::feeds;
use crate::state::{Row, State, text};

/// Batches by id.
const BATCHES: &str = "items_batches";

/// How long the same content is taken as a duplicate, in milliseconds.
const DUPLICATE_TIME: i64 = 60_000;

pub(in crate::families) fn missing() -> Failure {
    Failure::not_found(4331, "Sorry! We could not find your batch ID.")
}

pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let owner = owner(call)?;
    let kind = kind(call.body_text("catalog_type").unwrap_or_default());
    let given = call.body_text("catalog_id");
    let catalog = chosen(call.state, &owner, kind.catalog_type, given)?;
    let operations = operations(&call.body);
    let has_upsert = operations
        .iter()
        .any(|operation| operation["operation"] == "UPSERT");
    if has_upsert && feeds::fills(call.state, &catalog) {
        return Err(Failure::forbidden("UPSERT is not available beside a feed."));
    }
    let now = call.now.milliseconds();
    let content = hash(&(&catalog, call.body.to_string()));
    if is_duplicate(call.state, &content, now) {
        return Ok(call.reply(skipped(kind)));
    }
    let id = call.state.new_id() + "-0";
    let records: Vec<Value> = operations
        .iter()
        .map(|operation| {
            record(
                kind,
                &operation[kind.id],
                "PROCESSING",
                &checks::Found::default(),
            )
        })
        .collect();
    let row = object(json!({
        "batch_id": id, "catalog_type": kind.catalog_type, "status": "PROCESSING",
        "created_time": time(now), "completed_time": null, "items": records,
        "_owner": owner, "_catalog": catalog, "_content": content, "_at": now,
        "_operations": operations, "_country": call.body["country"],
        "_language": call.body["language"],
    }));
    queue(call.state, "items", &id, now + BATCH_TIME);
    call.state.table(BATCHES).insert(id, row.clone());
    Ok(call.reply(row))
}

/// The operations of a batch, each with its own `operation`.
fn operations(body: &Value) -> Vec<Value> {
    let items = body["items"].as_array().cloned().unwrap_or_default();
    let of_all = body.get("operation");
    let operations = items.into_iter().map(|mut item| {
        if let Some(of_all) = of_all {
            item["operation"] = of_all.clone();
        }
        item
    });
    operations.collect()
}

fn is_duplicate(state: &State, content: &str, now: i64) -> bool {
    // The newest are at the end, and only those of the last minute count.
    let newest = state.rows(BATCHES).rev().map(|(_, row)| row);
    let mut recent = newest.take_while(|row| {
        let at = row.get("_at").and_then(Value::as_i64).unwrap_or(0);
        now - at < DUPLICATE_TIME
    });
    recent.any(|row| text(row, "_content") == content)
}

fn hash(value: &impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    format!("{:x}", hasher.finish())
}

/// The response to a duplicate. Only that about retail has a time that may be null.
fn skipped(kind: Kind) -> Value {
    let mut batch = json!({"catalog_type": kind.catalog_type, "completed_time": null, "items": []});
    if kind.catalog_type == "RETAIL" {
        batch["created_time"] = Value::Null;
    }
    batch
}

fn record(kind: Kind, id: &Value, status: &str, found: &checks::Found) -> Value {
    let events = |problems: &[checks::Problem]| -> Vec<Value> {
        problems
            .iter()
            .map(|problem| problem.event(problem.attribute))
            .collect()
    };
    let mut record = json!({
        "status": status, "errors": events(&found.errors), "warnings": events(&found.warnings),
    });
    if id.is_string() {
        record[kind.id] = id.clone();
    }
    record
}

pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let owner = owner(call)?;
    let row = call.state.row(BATCHES, &call.path("batch_id"));
    let row = row.filter(|row| text(row, "_owner") == owner);
    let row = row.ok_or_else(missing)?.clone();
    Ok(call.reply(row))
}

/// Carries out the operations of a batch, each on its own.
pub(in crate::families) fn finish(state: &mut State, id: &str, at: i64) {
    let Some(batch) = state.row(BATCHES, id).cloned() else {
        return;
    };
    let kind = kind(text(&batch, "catalog_type"));
    let operations = field(&batch, "_operations").as_array().cloned();
    let records: Vec<Value> = operations
        .into_iter()
        .flatten()
        .map(|operation| {
            let found = carry_out(state, kind, &batch, &operation);
            let status = match found.errors.is_empty() {
                true => "SUCCESS",
                false => "FAILURE",
            };
            record(kind, &operation[kind.id], status, &found)
        })
        .collect();
    if let Some(batch) = state.table(BATCHES).get_mut(id) {
        batch.insert("status".to_owned(), json!("COMPLETED"));
        batch.insert("completed_time".to_owned(), json!(time(at)));
        batch.insert("items".to_owned(), json!(records));
        batch.remove("_operations");
    }
}

fn carry_out(state: &mut State, kind: Kind, batch: &Row, operation: &Value) -> checks::Found {
    let Some(id) = operation[kind.id].as_str().filter(|id| !id.is_empty()) else {
        return checks::Found::error(checks::ID_MISSING);
    };
    let (country, language) = (text(batch, "_country"), text(batch, "_language"));
    let catalog = text(batch, "_catalog");
    let key = key(catalog, country, language, id);
    let known = state.row(TABLE, &key).cloned();
    let given = &operation["attributes"];
    match (operation["operation"].as_str().unwrap_or_default(), known) {
        ("DELETE", _) => {
            state.table(TABLE).remove(&key);
            checks::Found::default()
        }
        ("CREATE", Some(_)) => checks::Found::error(checks::EXISTS),
        ("UPDATE" | "DELETE_DISCONTINUED", None) => checks::Found::error(checks::NOT_FOUND),
        ("DELETE_DISCONTINUED", Some(mut row)) => {
            if let Some(attributes) = row.get_mut("attributes") {
                attributes["availability"] = json!("out of stock");
            }
            state.table(TABLE).insert(key, row);
            checks::Found::default()
        }
        (_, Some(mut row)) => {
            let mut attributes = field(&row, "attributes").clone();
            change(
                kind,
                &mut attributes,
                given,
                operation["update_mask"].as_array(),
            );
            let found = checks::item(kind.catalog_type, &attributes);
            if found.errors.is_empty() {
                row.insert("attributes".to_owned(), attributes);
                row.remove("_invalid");
                let row = state.new_row(kind.schema, Value::Object(row));
                state.table(TABLE).insert(key, row);
            }
            found
        }
        (_, None) => {
            let mut attributes = json!({});
            change(kind, &mut attributes, given, None);
            let found = checks::item(kind.catalog_type, &attributes);
            if found.errors.is_empty() {
                let pin = state.new_id();
                let row = json!({
                    "catalog_type": kind.catalog_type, "item_response_kind": kind.response,
                    kind.id: id, "attributes": attributes, "_catalog": catalog,
                    "_country": country, "_language": primary(language), "_pin": pin,
                    "_feed": null,
                });
                let row = state.new_row(kind.schema, row);
                state.table(TABLE).insert(key, row);
            }
            found
        }
    }
}

/// Changes attributes. A mask names those that are changed; what it names and is not given is
/// removed.
fn change(kind: Kind, attributes: &mut Value, given: &Value, mask: Option<&Vec<Value>>) {
    let is_masked = |name: &str| mask.is_none_or(|mask| mask.iter().any(|masked| masked == name));
    for (name, value) in given.as_object().into_iter().flatten() {
        if !is_masked(name) {
            continue;
        }
        attributes[name] = match (name.as_str(), value) {
            ("image_link", Value::String(link)) if kind.catalog_type == "RETAIL" => {
                json!([link])
            }
            _ => value.clone(),
        };
    }
    for name in mask.into_iter().flatten().filter_map(Value::as_str) {
        if given.get(name).is_none()
            && let Some(attributes) = attributes.as_object_mut()
        {
            attributes.remove(name);
        }
    }
}
