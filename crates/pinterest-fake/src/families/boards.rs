//! Boards and their sections.

use serde_json::{Value, json};

use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("boards/list", list),
    ("boards/create", create),
    ("boards/get", get),
    ("boards/update", update),
    ("boards/delete", delete),
];

pub(super) fn seed(_state: &mut State) {}

const TABLE: &str = "boards";

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let privacy = call.query_text("privacy").unwrap_or("ALL");
    let rows = call.state.rows(TABLE).filter(|(_, row)| {
        text(row, "_owner") == call.caller.account
            && (privacy == "ALL" || text(row, "privacy") == privacy)
    });
    let rows: Vec<Value> = rows.map(|(_, row)| Value::Object(row.clone())).collect();
    call.page(rows)
}

fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let mut given = call.body.clone();
    let id = call.state.new_id();
    given["id"] = json!(id);
    given["_owner"] = json!(call.caller.account);
    given["created_at"] = json!(call.now.rfc3339());
    let row = call.row("Board", given);
    call.state.table(TABLE).insert(id, row.clone());
    Ok(call.reply(row))
}

fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let row = own(call)?.clone();
    Ok(call.reply(row))
}

fn update(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let changes = call.body.clone();
    let row = own(call)?;
    for (name, value) in changes.as_object().into_iter().flatten() {
        row.insert(name.clone(), value.clone());
    }
    let row = row.clone();
    Ok(call.reply(row))
}

fn delete(call: &mut Call<'_>) -> Result<Reply, Failure> {
    own(call)?;
    let id = call.path("board_id");
    call.state.table(TABLE).remove(&id);
    Ok(Reply::empty(204))
}

/// The board that the path names, if the caller has it.
fn own<'c>(call: &'c mut Call<'_>) -> Result<&'c mut Row, Failure> {
    let id = call.path("board_id");
    let account = call.caller.account.clone();
    let row = call.state.table(TABLE).get_mut(&id);
    row.filter(|row| text(row, "_owner") == account)
        .ok_or_else(|| Failure::not_found(40, "Board not found."))
}
