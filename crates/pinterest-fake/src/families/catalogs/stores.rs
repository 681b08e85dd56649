//! Local stores. Each entry of a request has an outcome of its own.

use serde_json::{Value, json};

use super::of_path;
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

/// Local stores by id; `_catalog` is theirs.
const TABLE: &str = "local_stores";
const SCHEMA: &str = "LocalStore";

pub(super) fn seed(state: &mut State, catalog: &str) {
    let at = state.clock.now().plus_seconds(-200 * 86_400).rfc3339();
    for (code, city, region, postal_code) in [
        ("portland-1", "Portland", "OR", "97205"),
        ("seattle-1", "Seattle", "WA", "98101"),
        ("boise-1", "Boise", "ID", "83702"),
    ] {
        let given = json!({
            "store_code": code, "name": format!("Oak & Linen {city}"), "country": "US",
            "address_primary": "12 Example Street", "city": city, "region": region,
            "postal_code": postal_code,
        });
        insert(state, catalog, given, &at);
    }
}

fn insert(state: &mut State, catalog: &str, mut given: Value, at: &str) -> Row {
    let id = state.new_id();
    given["id"] = json!(id);
    given["created_at"] = json!(at);
    given["updated_at"] = json!(at);
    given["_catalog"] = json!(catalog);
    let row = state.new_row(SCHEMA, given);
    state.table(TABLE).insert(id, row.clone());
    row
}

/// The store of a catalog with that code.
pub(super) fn with_code<'s>(state: &'s State, catalog: &str, code: &str) -> Option<&'s Row> {
    let mut rows = state.rows(TABLE).map(|(_, row)| row);
    rows.find(|row| text(row, "_catalog") == catalog && text(row, "store_code") == code)
}

fn missing(id: &str) -> Failure {
    Failure::not_found(404, format!("Local store {id} was not found."))
}

pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let catalog = of_path(call)?;
    let ids = call.query_texts("ids");
    let rows = call.state.rows(TABLE);
    let rows: Vec<Value> = rows
        .filter(|(_, row)| text(row, "_catalog") == catalog)
        .filter(|(id, _)| ids.is_empty() || ids.contains(id))
        .map(|(_, row)| Value::Object(row.clone()))
        .collect();
    call.page(rows)
}

pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let catalog = of_path(call)?;
    let at = call.now.rfc3339();
    let mut outcomes = Vec::new();
    for given in call.body_list("") {
        let code = given["store_code"].as_str().unwrap_or_default();
        outcomes.push(match with_code(call.state, &catalog, code) {
            Some(_) => {
                let message = format!("The store code {code} is taken.");
                failure(None, &Failure::conflict(409, message))
            }
            None => Value::Object(insert(call.state, &catalog, given, &at)),
        });
    }
    Ok(Reply::json(201, Value::Array(outcomes)))
}

/// A `LocalStoreResult` that is a failure.
fn failure(id: Option<&str>, failure: &Failure) -> Value {
    let mut data = json!({"exceptions": failure.to_value()});
    if let Some(id) = id {
        data["id"] = json!(id);
    }
    json!({"data": data})
}

pub(super) fn update(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let catalog = of_path(call)?;
    let mut outcomes = Vec::new();
    for given in call.body_list("") {
        let id = given["id"].as_str().unwrap_or_default();
        outcomes.push(match update_one(call, &catalog, id, &given) {
            Ok(row) => json!({"data": row}),
            Err(error) => failure(Some(id), &error),
        });
    }
    Ok(call.reply(outcomes))
}

fn update_one(call: &mut Call<'_>, catalog: &str, id: &str, given: &Value) -> Result<Row, Failure> {
    let code = given["store_code"].as_str().unwrap_or_default();
    let taken = with_code(call.state, catalog, code).filter(|row| text(row, "id") != id);
    if taken.is_some() {
        let message = format!("The store code {code} is taken.");
        return Err(Failure::conflict(409, message));
    }
    let at = call.now.rfc3339();
    let row = call.state.row(TABLE, id);
    let row = row.filter(|row| text(row, "_catalog") == catalog);
    let row = row.ok_or_else(|| missing(id))?.clone();
    let mut row = call.state.update_row(SCHEMA, row, given);
    row.insert("updated_at".to_owned(), json!(at));
    call.state.table(TABLE).insert(id, row.clone());
    Ok(row)
}

pub(super) fn delete(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let catalog = of_path(call)?;
    let mut outcomes = Vec::new();
    for id in call.query_texts("ids") {
        let row = call.state.row(TABLE, &id);
        let status = match row.filter(|row| text(row, "_catalog") == catalog) {
            Some(_) => {
                call.state.table(TABLE).remove(&id);
                json!({"statusCode": 204})
            }
            None => missing(&id).to_value(),
        };
        outcomes.push(json!({"id": id, "status": status}));
    }
    Ok(call.reply(outcomes))
}
