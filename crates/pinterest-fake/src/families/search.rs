//! Searches in boards and Pins.

use serde_json::{Value, json};

use super::boards::{self, Access};
use super::pins;
use super::user_account::acting;
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("search_user_boards/get", search_boards),
    ("search_user_pins/list", search_pins),
    ("search_partner_pins", search_public_pins),
];

pub(super) fn seed(_state: &mut State) {}

/// What is searched for: words that must all occur, or ids of Pins.
#[derive(Debug)]
enum Query {
    Words(Vec<String>),
    Pins(Vec<String>),
}

impl Query {
    fn read(query: &str) -> Self {
        let ids: Vec<String> = query.split(',').map(|id| id.trim().to_owned()).collect();
        let is_id = |id: &String| id.len() > 5 && id.bytes().all(|byte| byte.is_ascii_digit());
        match ids.iter().all(is_id) {
            true => Self::Pins(ids),
            false => Self::Words(query.split_whitespace().map(str::to_lowercase).collect()),
        }
    }

    fn finds(&self, row: &Row, fields: &[&str], pins: impl FnOnce(&[String]) -> bool) -> bool {
        let words = match self {
            Self::Words(words) => words,
            Self::Pins(ids) => return pins(ids),
        };
        let texts: Vec<String> = fields.iter().map(|f| text(row, f).to_lowercase()).collect();
        words
            .iter()
            .all(|word| texts.iter().any(|text| text.contains(word)))
    }
}

fn search_boards(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = acting(call)?;
    let query = Query::read(call.query_text("query").unwrap_or_default());
    let found = boards::visible(call, &account).filter(|board| {
        query.finds(board, &["name", "description"], |ids| {
            let mut pins = ids.iter().filter_map(|id| call.state.row("pins", id));
            pins.any(|pin| text(pin, "board_id") == text(board, "id"))
        })
    });
    let rows: Vec<Value> = found.map(|board| Value::Object(board.clone())).collect();
    call.page(rows)
}

fn search_pins(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = acting(call)?;
    let query = Query::read(call.query_text("query").unwrap_or_default());
    let with_secret = boards::has_secret_scope(call, Access::Read, "pins");
    pins::page(call, &account, |pin| {
        text(pin, "_owner") == account
            && (with_secret || pins::privacy(call.state, pin) != "SECRET")
            && query.finds(pin, &["title", "description"], |ids| {
                ids.iter().any(|id| id == text(pin, "id"))
            })
    })
}

/// The public Pins of all accounts; which country they are searched from makes no difference.
fn search_public_pins(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let query = Query::read(call.query_text("term").unwrap_or_default());
    let limit = call.query.get("limit").cloned().unwrap_or(json!(10));
    call.query.insert("page_size".to_owned(), limit);
    let found = call.state.rows("pins").rev().filter(|(id, pin)| {
        pins::privacy(call.state, pin) == "PUBLIC"
            && query.finds(pin, &["title", "description"], |ids| ids.contains(id))
    });
    call.page_of(found.map(|(id, _)| id.clone()), |id| {
        let pin = call.state.row("pins", id).cloned().unwrap_or_default();
        let fields = ["id", "title", "description", "alt_text", "link", "media"];
        let kept = pin
            .into_iter()
            .filter(|(name, _)| fields.contains(&name.as_str()));
        Value::Object(kept.collect())
    })
}
