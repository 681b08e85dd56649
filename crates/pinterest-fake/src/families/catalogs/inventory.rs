//! What local stores have of items: batches of operations, and lookups.

use serde_json::{Value, json};

use super::{BATCH_TIME, of_path, queue, stores, time};
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::families::businesses::{field, object};
use crate::families::items;
use crate::state::{State, text};

/// Batches by id.
const BATCHES: &str = "supplemental_items_batches";

/// Entries by `catalog/store code/item id`.
const TABLE: &str = "local_inventory_items";

pub(super) fn operate(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let catalog = of_path(call)?;
    let operations = call.body_list("operations");
    let results: Vec<Value> = operations
        .iter()
        .map(|operation| result(operation, "PROCESSING", Vec::new()))
        .collect();
    let id = call.state.new_id();
    let row = object(json!({
        "batch_id": id, "created_time": call.now.rfc3339(), "status": "PROCESSING",
        "operation_results": results, "_catalog": catalog, "_operations": operations,
    }));
    let ready_at = call.now.milliseconds() + BATCH_TIME;
    queue(call.state, "inventory", &id, ready_at);
    call.state.table(BATCHES).insert(id, row.clone());
    Ok(Reply::json(201, Value::Object(row)))
}

fn result(operation: &Value, status: &str, errors: Vec<Value>) -> Value {
    json!({
        "item_id": operation["item_id"], "store_code": operation["store_code"],
        "supplemental_type": "LOCAL_INVENTORY", "status": status, "errors": errors,
        "warnings": [],
    })
}

/// Carries out the operations of a batch.
pub(super) fn finish(state: &mut State, id: &str, at: i64) {
    let Some(batch) = state.row(BATCHES, id).cloned() else {
        return;
    };
    let catalog = text(&batch, "_catalog").to_owned();
    let operations = field(&batch, "_operations").as_array().cloned();
    let results: Vec<Value> = operations
        .into_iter()
        .flatten()
        .map(
            |operation| match carry_out(state, &catalog, &operation, at) {
                Ok(()) => result(&operation, "SUCCESS", Vec::new()),
                Err((attribute, message)) => {
                    let error = json!({"attribute": attribute, "code": 404, "message": message});
                    result(&operation, "FAILURE", vec![error])
                }
            },
        )
        .collect();
    if let Some(batch) = state.table(BATCHES).get_mut(id) {
        batch.insert("status".to_owned(), json!("COMPLETED"));
        batch.insert("completed_time".to_owned(), json!(time(at)));
        batch.insert("operation_results".to_owned(), json!(results));
        batch.remove("_operations");
    }
}

fn carry_out(
    state: &mut State,
    catalog: &str,
    operation: &Value,
    at: i64,
) -> Result<(), (&'static str, &'static str)> {
    let item = operation["item_id"].as_str().unwrap_or_default();
    let code = operation["store_code"].as_str().unwrap_or_default();
    let kind = operation["operation"].as_str().unwrap_or_default();
    let key = format!("{catalog}/{code}/{item}");
    if stores::with_code(state, catalog, code).is_none() {
        return Err(("store_code", "No local store of the catalog has this code."));
    }
    let known = state.row(TABLE, &key).cloned();
    let row = match (kind, known) {
        ("DELETE", _) => {
            state.table(TABLE).remove(&key);
            return Ok(());
        }
        ("CREATE", Some(_)) => return Err(("item_id", "The store has the item already.")),
        ("UPDATE", None) => return Err(("item_id", "The store does not have the item.")),
        (_, Some(known)) => known,
        (_, None) if !items::is_in_catalog(state, catalog, item) => {
            return Err(("item_id", "The catalog does not have the item."));
        }
        (_, None) => object(json!({"item_id": item, "created_at": at, "_store_code": code})),
    };
    let mut row = state.update_row("LocalInventoryItem", row, &operation["attributes"]);
    row.insert("last_updated_time".to_owned(), json!(at));
    state.table(TABLE).insert(key, row);
    Ok(())
}

pub(super) fn lookup(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let catalog = of_path(call)?;
    let mut found = Vec::new();
    for key in call.body_list("item_filters") {
        let code = key["store_code"].as_str().unwrap_or_default();
        let item = key["item_id"].as_str().unwrap_or_default();
        let row = call.state.row(TABLE, &format!("{catalog}/{code}/{item}"));
        let store = stores::with_code(call.state, &catalog, code);
        if let (Some(row), Some(store)) = (row, store) {
            let mut row = Value::Object(row.clone());
            row["store_metadata"] = json!({
                "store_code": code, "store_id": store.get("id"), "store_name": store.get("name"),
            });
            found.push(row);
        }
    }
    Ok(call.reply(json!({"items": found})))
}

pub(super) fn get_batch(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let catalog = of_path(call)?;
    let id = call.path("batch_id");
    let row = call.state.row(BATCHES, &id);
    let row = row.filter(|row| text(row, "_catalog") == catalog);
    let row = row.ok_or_else(items::batches::missing)?.clone();
    Ok(call.reply(row))
}
