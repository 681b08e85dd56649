//! Who follows whom and what.

use std::cmp::Reverse;

use serde_json::{Value, json};

use super::{by_username, other_accounts, username};
use crate::authorization::MAIN_ACCOUNT;
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::state::{State, text};

const FOLLOWERS: usize = 60;

const INTERESTS: [(&str, &str); 8] = [
    ("925056443165", "Home decor"),
    ("935249274030", "Gardening"),
    ("918530398158", "Food and drinks"),
    ("902065567321", "DIY and crafts"),
    ("920236059316", "Interior design"),
    ("941870572865", "Architecture"),
    ("908182459161", "Travel"),
    ("961238559656", "Photography"),
];

pub(super) fn seed(state: &mut State) {
    for number in 1..=FOLLOWERS {
        let name = format!("homefan{number:03}");
        insert_user(state, "followers", MAIN_ACCOUNT, &name, json!({}));
    }
    for (index, other) in other_accounts().enumerate() {
        let name = username(state, other);
        let marks = json!({
            // Of some only a board is followed.
            "_is_explicit": index % 3 != 2,
            "_is_creator": index % 2 == 0,
            "_rank": index * 7 % 5,
        });
        insert_user(state, "following", MAIN_ACCOUNT, &name, marks);
    }
    for (id, name) in INTERESTS {
        let row = json!({
            "id": id,
            "key": id,
            "name": name,
            "canonical_url": format!("https://www.pinterest.example/ideas/{id}"),
            "_owner": MAIN_ACCOUNT,
        });
        if let Value::Object(row) = row {
            state.table("followed_interests").insert(id, row);
        }
    }
}

fn insert_user(state: &mut State, table: &str, owner: &str, name: &str, marks: Value) {
    let mut row = marks.as_object().cloned().unwrap_or_default();
    row.insert("username".to_owned(), json!(name));
    row.insert("type".to_owned(), json!("user"));
    row.insert("_owner".to_owned(), json!(owner));
    state.table(table).insert(format!("{owner}/{name}"), row);
}

pub(super) fn list_followers(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = call.caller.account.clone();
    let own = call
        .state
        .rows("followers")
        .filter(|(_, row)| text(row, "_owner") == account);
    let rows: Vec<Value> = own.map(|(_, row)| Value::Object(row.clone())).collect();
    call.page(rows)
}

pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = super::acting(call)?;
    let only_explicit = call.query_flag("explicit_following") == Some(true);
    let feed = call.query_text("feed_type").unwrap_or("ALL");
    let rows = call.state.rows("following").map(|(_, row)| row);
    let mut rows: Vec<_> = rows
        .filter(|row| text(row, "_owner") == account)
        .filter(|row| !only_explicit || row.get("_is_explicit") != Some(&Value::Bool(false)))
        .filter(|row| {
            !feed.ends_with("CREATOR_ONLY") || row.get("_is_creator") == Some(&Value::Bool(true))
        })
        .collect();
    if feed.starts_with("RANKED") {
        rows.sort_by_key(|row| Reverse(row.get("_rank").and_then(Value::as_u64)));
    }
    let rows: Vec<Value> = rows.into_iter().cloned().map(Value::Object).collect();
    call.page(rows)
}

pub(super) fn list_boards(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = super::acting(call)?;
    let only_explicit = call.query_flag("explicit_following") == Some(true);
    let follows = call.state.rows("board_follows").map(|(_, row)| row);
    let boards: Vec<Value> = follows
        .filter(|row| text(row, "_owner") == account)
        .filter(|row| !only_explicit || row.get("_is_explicit") != Some(&Value::Bool(false)))
        .filter_map(|row| call.state.row("boards", text(row, "board_id")))
        .map(|board| Value::Object(board.clone()))
        .collect();
    call.page(boards)
}

pub(super) fn follow(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = call.caller.account.clone();
    let Some(followed) = by_username(call.state, &call.path("username")) else {
        return Err(Failure::not_found(30, "User not found."));
    };
    let name = text(followed, "username").to_owned();
    let marks = json!({"_is_explicit": true, "_is_creator": true, "_rank": 0});
    insert_user(call.state, "following", &account, &name, marks);
    Ok(call.reply(json!({"username": name, "type": "user"})))
}

pub(super) fn list_interests(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let Some(user) = by_username(call.state, &call.path("username")) else {
        return Err(Failure::not_found(30, "User not found."));
    };
    let followed = call
        .state
        .rows("followed_interests")
        .filter(|(_, row)| text(row, "_owner") == text(user, "id"));
    let rows: Vec<Value> = followed
        .map(|(_, row)| Value::Object(row.clone()))
        .collect();
    call.page(rows)
}
