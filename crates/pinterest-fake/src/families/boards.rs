//! Boards, and who may see and change them.

use serde_json::{Value, json};

use super::user_account::{acting, insufficient, not_permitted, other_accounts, username};
use super::{entities, pins};
use crate::authorization::MAIN_ACCOUNT;
use crate::call::{Behavior, Call};
use crate::clock::Now;
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("boards/list", list),
    ("boards/create", create),
    ("boards/get", get),
    ("boards/update", update),
    ("boards/delete", delete),
    ("boards/list_pins", list_pins),
];

const TABLE: &str = "boards";
const SCHEMA: &str = "Board";
const ADS_ONLY_NAME: &str = "Ad-only Pins";
const MOST_THUMBNAILS: usize = 5;

/// The boards of the main account: name, description, visibility.
const SEED: [(&str, &str, &str); 11] = [
    (
        "Living Room Ideas",
        "Sofas, shelves and warm corners.",
        "PUBLIC",
    ),
    (
        "Kitchen & Dining",
        "Tables for many, and what is on them.",
        "PUBLIC",
    ),
    ("Oak Furniture", "Solid oak, oiled by hand.", "PUBLIC"),
    ("Linen & Textiles", "Curtains, cushions, throws.", "PUBLIC"),
    (
        "Garden and Terrace",
        "Outdoor furniture and planters.",
        "PUBLIC",
    ),
    ("Small Bathrooms", "Storage where there is none.", "PUBLIC"),
    (
        "Lighting",
        "Lamps for reading, dining and hallways.",
        "PUBLIC",
    ),
    ("Home Office", "Desks and quiet.", "PUBLIC"),
    ("Press Previews", "For whoever has the link.", "PROTECTED"),
    ("Supplier Samples", "Not decided yet.", "SECRET"),
    (ADS_ONLY_NAME, "", "PROTECTED"),
];

pub(super) fn seed(state: &mut State) {
    let now = state.clock.now();
    for (index, (name, description, privacy)) in SEED.into_iter().enumerate() {
        let created_at = now.plus_seconds(-86_400 * (390 - 20 * index as i64));
        let given = json!({
            "name": name,
            "description": description,
            "privacy": privacy,
            "is_ads_only": name == ADS_ONLY_NAME,
            "follower_count": if privacy == "PUBLIC" { 40 + state.random.u32(..900) } else { 0 },
        });
        insert(state, MAIN_ACCOUNT, given, created_at);
    }
    // A group board of another account, and boards that the main account only follows.
    let others = [
        "Scandinavian Homes",
        "Clay in the Kitchen",
        "Balcony Harvest",
    ];
    for (index, (name, owner)) in others.into_iter().zip(other_accounts()).enumerate() {
        let mut given = json!({"name": name, "follower_count": 120 + 35 * index});
        if index == 0 {
            given["_collaborators"] = json!([MAIN_ACCOUNT]);
        }
        let created_at = now.plus_seconds(-86_400 * (300 + index as i64));
        let id = insert(state, owner, given, created_at);
        if index > 0 {
            let follow = json!({
                "board_id": id,
                "_owner": MAIN_ACCOUNT,
                "_is_explicit": index == 1,
            });
            if let Value::Object(follow) = follow {
                state.table("board_follows").insert(id, follow);
            }
        }
    }
}

/// Adds a board and returns its id.
fn insert(state: &mut State, owner: &str, given: Value, now: Now) -> String {
    let id = state.new_id();
    let collaborators = given["_collaborators"].as_array().map_or(0, Vec::len);
    let row = json!({
        "id": id,
        "name": "",
        "description": null,
        "privacy": "PUBLIC",
        "is_ads_only": false,
        "created_at": now.rfc3339(),
        "board_pins_modified_at": now.rfc3339(),
        "collaborator_count": collaborators,
        "follower_count": 0,
        "pin_count": 0,
        "media": {"image_cover_url": null, "pin_thumbnail_urls": []},
        "owner": {"username": username(state, owner)},
        "_owner": owner,
    });
    let row = state.new_row(SCHEMA, entities::completed(given, row));
    state.table(TABLE).insert(id.clone(), row);
    id
}

/// What somebody is about to do with a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    Write,
}

/// Returns a board that the account owns or collaborates on. `scopes` tells of which kind of thing
/// the scopes for secret ones are needed: `boards` or `pins`.
pub(super) fn shared<'c>(
    call: &'c Call<'_>,
    account: &str,
    id: &str,
    access: Access,
    scopes: &str,
) -> Result<&'c Row, Failure> {
    let not_found = || Failure::not_found(40, "Board not found.");
    let board = call.state.row(TABLE, id).ok_or_else(not_found)?;
    if !is_shared_with(board, account) {
        return Err(not_permitted());
    }
    check_secret(call, text(board, "privacy"), access, scopes)?;
    Ok(board)
}

/// Fails if something on a board of that visibility needs a scope that the token does not have.
pub(super) fn check_secret(
    call: &Call<'_>,
    privacy: &str,
    access: Access,
    scopes: &str,
) -> Result<(), Failure> {
    match privacy != "SECRET" || has_secret_scope(call, access, scopes) {
        true => Ok(()),
        false => Err(insufficient()),
    }
}

/// Tells whether the token is good for secret boards, or for the Pins on them.
pub(super) fn has_secret_scope(call: &Call<'_>, access: Access, scopes: &str) -> bool {
    let verb = match access {
        Access::Read => "read",
        Access::Write => "write",
    };
    call.caller.has_scope(&format!("{scopes}:{verb}_secret"))
}

/// Tells whether the account owns the board or collaborates on it.
pub(super) fn is_shared_with(board: &Row, account: &str) -> bool {
    let collaborators = board.get("_collaborators").and_then(Value::as_array);
    text(board, "_owner") == account
        || collaborators.is_some_and(|accounts| accounts.iter().any(|other| other == account))
}

/// Records that a Pin came to a board or left it.
pub(super) fn count_pin(state: &mut State, board: &str, pin: &Row, is_added: bool, now: Now) {
    let Some(board) = state.table(TABLE).get_mut(board) else {
        return;
    };
    let count = board
        .get("pin_count")
        .and_then(Value::as_u64)
        .unwrap_or_default();
    let count = match is_added {
        true => count + 1,
        false => count.saturating_sub(1),
    };
    board.insert("pin_count".to_owned(), json!(count));
    board.insert("board_pins_modified_at".to_owned(), json!(now.rfc3339()));
    let mut thumbnails: Vec<Value> = board
        .get("media")
        .and_then(|media| media["pin_thumbnail_urls"].as_array())
        .cloned()
        .unwrap_or_default();
    let thumbnail = pins::image_url(pin, "150x150");
    thumbnails.retain(|url| *url != thumbnail);
    if is_added && thumbnail.is_string() {
        thumbnails.insert(0, thumbnail);
        thumbnails.truncate(MOST_THUMBNAILS);
    }
    let cover = thumbnails.last().cloned().unwrap_or_default();
    let media = json!({"image_cover_url": cover, "pin_thumbnail_urls": thumbnails});
    board.insert("media".to_owned(), media);
}

/// The boards that the account owns or collaborates on, as far as the token may see them.
pub(super) fn visible<'c>(call: &'c Call<'_>, account: &str) -> impl Iterator<Item = &'c Row> {
    let with_secret = has_secret_scope(call, Access::Read, "boards");
    call.state
        .rows(TABLE)
        .map(|(_, row)| row)
        .filter(move |row| is_shared_with(row, account))
        .filter(move |row| with_secret || text(row, "privacy") != "SECRET")
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = acting(call)?;
    let wanted = call.query_text("privacy").unwrap_or("ALL");
    if wanted == "SECRET" {
        check_secret(call, wanted, Access::Read, "boards")?;
    }
    let boards = visible(call, &account).filter(|row| match wanted {
        "ALL" => true,
        "PUBLIC_AND_SECRET" => text(row, "privacy") != "PROTECTED",
        privacy => text(row, "privacy") == privacy,
    });
    let rows: Vec<Value> = boards.map(|row| Value::Object(row.clone())).collect();
    call.page(rows)
}

fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = acting(call)?;
    let mut given = call.body.clone();
    if given["is_ads_only"] == true {
        given["name"] = json!(ADS_ONLY_NAME);
        given["privacy"] = json!("PROTECTED");
    } else {
        let name = given["name"].as_str().unwrap_or_default();
        check_name(call, &account, name, "")?;
    }
    let privacy = given["privacy"].as_str().unwrap_or_default();
    check_secret(call, privacy, Access::Write, "boards")?;
    let id = insert(call.state, &account, given, call.now);
    let row = call.state.row(TABLE, &id).cloned().unwrap_or_default();
    Ok(Reply::json(201, Value::Object(row)))
}

/// Fails if another board of the account has the name.
fn check_name(call: &Call<'_>, account: &str, name: &str, except: &str) -> Result<(), Failure> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Failure::invalid("'name' must not be empty"));
    }
    let is_taken = call.state.rows(TABLE).any(|(id, row)| {
        id != except
            && text(row, "_owner") == account
            && text(row, "name").eq_ignore_ascii_case(name)
    });
    match is_taken {
        true => Err(Failure::conflict(
            58,
            "Try a different name. You already have a board with this name!",
        )),
        false => Ok(()),
    }
}

fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = acting(call)?;
    let id = call.path("board_id");
    let board = shared(call, &account, &id, Access::Read, "boards")?;
    Ok(call.reply(board.clone()))
}

/// The board of the path, which the acting account owns, not merely collaborates on.
fn own(call: &Call<'_>) -> Result<Row, Failure> {
    let account = acting(call)?;
    let id = call.path("board_id");
    let board = shared(call, &account, &id, Access::Write, "boards")?;
    match text(board, "_owner") == account {
        true => Ok(board.clone()),
        false => Err(not_permitted()),
    }
}

fn update(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let board = own(call)?;
    let id = text(&board, "id").to_owned();
    let is_ads_only = board.get("is_ads_only") == Some(&Value::Bool(true));
    if let Some(privacy) = call.body_text("privacy") {
        check_secret(call, privacy, Access::Write, "boards")?;
    }
    if let Some(name) = call.body_text("name").filter(|_| !is_ads_only) {
        check_name(call, text(&board, "_owner"), name, &id)?;
    }
    let mut changes = call.body.clone();
    if let Some(changes) = changes.as_object_mut().filter(|_| is_ads_only) {
        changes.retain(|name, _| name != "name" && name != "privacy");
    }
    let board = call.state.update_row(SCHEMA, board, &changes);
    call.state.table(TABLE).insert(id, board.clone());
    Ok(call.reply(board))
}

fn delete(call: &mut Call<'_>) -> Result<Reply, Failure> {
    own(call)?;
    let id = call.path("board_id");
    call.state.table(TABLE).remove(&id);
    let sections = call.state.table("board_sections");
    sections.retain(|section| text(section, "_board") != id);
    pins::delete_where(call.state, |pin| text(pin, "board_id") == id, call.now);
    Ok(Reply::empty(204))
}

fn list_pins(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = acting(call)?;
    let id = call.path("board_id");
    shared(call, &account, &id, Access::Read, "boards")?;
    shared(call, &account, &id, Access::Read, "pins")?;
    let types = call.query_texts("creative_types");
    pins::page(call, &account, |pin| {
        text(pin, "board_id") == id && pins::is_of_types(pin, &types)
    })
}

#[cfg(test)]
mod tests {
    use crate::families::testing;

    #[test]
    fn secret_boards_need_their_scopes() {
        let mut state = testing::seeded();
        let scopes = ["boards:read", "boards:write"];
        let secret = state
            .rows(super::TABLE)
            .find(|(_, row)| super::text(row, "privacy") == "SECRET")
            .map(|(id, _)| id.clone())
            .unwrap();
        let mut call = |operation: &str, scopes: &[&str], body| {
            let path = [("board_id", secret.as_str())];
            testing::call(&mut state, operation, scopes, &path, body)
        };
        let nothing = serde_json::Value::Null;
        let failure = call("boards/get", &scopes, nothing.clone()).unwrap_err();
        assert_eq!((failure.status, failure.code), (401, 3));
        let all = ["boards:read", "boards:read_secret"];
        assert!(call("boards/get", &all, nothing.clone()).is_ok());
        assert!(call("boards/delete", &all, nothing).is_err());
        let body = serde_json::json!({"name": "Plans", "privacy": "SECRET"});
        assert!(call("boards/create", &scopes, body).is_err());
    }
}
