//! Product tags on Pins: Pins of products that are tagged in other Pins.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::boards::Access;
use super::pins;
use crate::authorization::MAIN_ACCOUNT;
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("product_tags/list", list),
    ("product_tags/bulk_add", add),
    ("product_tags/bulk_delete", delete),
];

/// The field of a Pin that holds the ids of the products tagged in it.
const FIELD: &str = "_product_tags";

const MOST: usize = 24;

pub(super) fn seed(state: &mut State) {
    let own = |product: bool| {
        move |row: &Row| {
            text(row, "_owner") == MAIN_ACCOUNT
                && row.get("is_product") == Some(&Value::Bool(product))
        }
    };
    let ids = |state: &State, wanted: &dyn Fn(&Row) -> bool| -> Vec<String> {
        let rows = state.rows("pins").filter(|(_, row)| wanted(row));
        rows.map(|(id, _)| id.clone()).collect()
    };
    let products = ids(state, &own(true));
    for (index, pin) in ids(state, &own(false)).into_iter().step_by(9).enumerate() {
        let tags: Vec<&String> = products
            .iter()
            .skip(index % 7)
            .step_by(11)
            .take(2)
            .collect();
        let tags = json!(tags);
        if let Some(row) = state.table("pins").get_mut(&pin) {
            row.insert(FIELD.to_owned(), tags);
        }
    }
}

/// The id of the Pin of the path, and the ids of the products tagged in it.
fn named(call: &Call<'_>, access: Access) -> Result<(String, Vec<String>), Failure> {
    let account = call.caller.account.clone();
    let id = call.path("pin_id");
    let pin = pins::own(call, &account, &id, access)?;
    let tags = ids(pin).map(str::to_owned).collect();
    Ok((id, tags))
}

fn ids(pin: &Row) -> impl Iterator<Item = &str> {
    let tags = pin.get(FIELD).and_then(Value::as_array);
    tags.into_iter().flatten().filter_map(Value::as_str)
}

/// The tags as the Pin itself has them.
pub(super) fn of(pin: &Row) -> Value {
    ids(pin).map(tag).collect()
}

fn tag(id: &str) -> Value {
    json!({"pin_id": id})
}

fn given(call: &Call<'_>) -> Vec<String> {
    let tags = call.body_list("product_tags");
    let ids = tags.iter().filter_map(|tag| tag["pin_id"].as_str());
    ids.map(str::to_owned).collect()
}

fn store(call: &mut Call<'_>, id: &str, tags: &[String]) {
    if let Some(row) = call.state.table("pins").get_mut(id) {
        row.insert(FIELD.to_owned(), json!(tags));
    }
}

fn shown(tags: &[String]) -> Value {
    let tags: Vec<Value> = tags.iter().map(|id| tag(id)).collect();
    json!({"product_tags": tags})
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let (_, tags) = named(call, Access::Read)?;
    Ok(call.reply(shown(&tags)))
}

/// All of the tags are added, or none.
fn add(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let (id, mut tags) = named(call, Access::Write)?;
    for tag in given(call) {
        let Some(product) = call.state.row("pins", &tag) else {
            return Err(pins::not_found());
        };
        if product.get("is_product") != Some(&Value::Bool(true)) {
            let message = format!("Pin {tag} shows no product");
            return Err(Failure::invalid(message));
        }
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    if tags.len() > MOST {
        let message = format!("A Pin must have at most {MOST} product tags");
        return Err(Failure::invalid(message));
    }
    store(call, &id, &tags);
    Ok(call.reply(shown(&tags)))
}

/// All of the tags are removed, or none.
fn delete(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let (id, mut tags) = named(call, Access::Write)?;
    let given: BTreeSet<String> = given(call).into_iter().collect();
    if let Some(missing) = given.iter().find(|tag| !tags.contains(tag)) {
        let message = format!("Pin {missing} is not tagged.");
        return Err(Failure::not_found(50, message));
    }
    tags.retain(|tag| !given.contains(tag));
    store(call, &id, &tags);
    Ok(Reply::empty(204))
}
