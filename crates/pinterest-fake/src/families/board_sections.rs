//! Sections of boards.

use serde_json::{Value, json};

use super::boards::{self, Access};
use super::pins;
use super::user_account::acting;
use crate::authorization::MAIN_ACCOUNT;
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("board_sections/list", list),
    ("board_sections/create", create),
    ("board_sections/update", update),
    ("board_sections/delete", delete),
    ("board_sections/list_pins", list_pins),
];

const TABLE: &str = "board_sections";
const SCHEMA: &str = "BoardSection";

/// Sections by the position of their board.
const SEED: [(usize, [&str; 3]); 3] = [
    (0, ["Sofas", "Shelves", "Rugs"]),
    (1, ["Tables", "Chairs", "Tableware"]),
    (4, ["Planters", "Loungers", "Fire bowls"]),
];

pub(super) fn seed(state: &mut State) {
    let own = state
        .rows("boards")
        .filter(|(_, row)| text(row, "_owner") == MAIN_ACCOUNT);
    let boards: Vec<String> = own.map(|(id, _)| id.clone()).collect();
    for (position, names) in SEED {
        for name in names {
            if let Some(board) = boards.get(position) {
                insert(state, board, name);
            }
        }
    }
}

fn insert(state: &mut State, board: &str, name: &str) -> Row {
    let id = state.new_id();
    let row = json!({"id": id, "name": name, "_board": board});
    let row = state.new_row(SCHEMA, row);
    state.table(TABLE).insert(id, row.clone());
    row
}

/// Returns a section of a board, or the error that there is none.
pub(super) fn find<'s>(state: &'s State, board: &str, section: &str) -> Result<&'s Row, Failure> {
    let row = state.row(TABLE, section);
    row.filter(|row| text(row, "_board") == board)
        .ok_or_else(|| Failure::not_found(2031, "Sorry! We couldn't find this board section."))
}

/// Returns the board that a section is of.
pub(super) fn board_of(state: &State, section: &str) -> Option<String> {
    let row = state.row(TABLE, section)?;
    Some(text(row, "_board").to_owned())
}

/// The ids of the board and the section that the path names.
fn named(call: &Call<'_>, access: Access) -> Result<(String, String), Failure> {
    let board = named_board(call, access)?;
    let section = call.path("section_id");
    find(call.state, &board, &section)?;
    Ok((board, section))
}

fn named_board(call: &Call<'_>, access: Access) -> Result<String, Failure> {
    let account = acting(call)?;
    let board = call.path("board_id");
    boards::shared(call, &account, &board, access, "boards")?;
    Ok(board)
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let board = named_board(call, Access::Read)?;
    let rows = call
        .state
        .rows(TABLE)
        .filter(|(_, row)| text(row, "_board") == board);
    let rows: Vec<Value> = rows.map(|(_, row)| Value::Object(row.clone())).collect();
    call.page(rows)
}

fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let board = named_board(call, Access::Write)?;
    let name = call.body_text("name").unwrap_or_default().to_owned();
    let row = insert(call.state, &board, &name);
    Ok(Reply::json(201, Value::Object(row)))
}

fn update(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let (board, section) = named(call, Access::Write)?;
    let row = find(call.state, &board, &section)?.clone();
    let row = call.state.update_row(SCHEMA, row, &call.body);
    call.state.table(TABLE).insert(section, row.clone());
    Ok(call.reply(row))
}

/// The Pins of a section go with it.
fn delete(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let (_, section) = named(call, Access::Write)?;
    call.state.table(TABLE).remove(&section);
    let is_in_section = |pin: &Row| text(pin, "board_section_id") == section;
    pins::delete_where(call.state, is_in_section, call.now);
    Ok(Reply::empty(204))
}

fn list_pins(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let (board, section) = named(call, Access::Read)?;
    let account = acting(call)?;
    boards::shared(call, &account, &board, Access::Read, "pins")?;
    pins::page(call, &account, |pin| {
        text(pin, "board_section_id") == section
    })
}
