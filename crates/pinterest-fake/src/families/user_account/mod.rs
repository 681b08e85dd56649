//! The account of the caller, whom it follows, its websites, and linked businesses.

use serde_json::{Value, json};

use crate::authorization::MAIN_ACCOUNT;
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

mod analytics;
mod following;
mod websites;

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("user_account/get", get),
    ("user_account/analytics", analytics::account),
    ("user_account/analytics/top_pins", analytics::top_pins),
    ("user_account/analytics/top_video_pins", analytics::top_pins),
    ("user_account/followed_interests", following::list_interests),
    ("linked_business_accounts/get", list_businesses),
    ("followers/list", following::list_followers),
    ("user_following/get", following::list),
    ("boards_user_follows/list", following::list_boards),
    ("follow_user/update", following::follow),
    ("user_websites/get", websites::list),
    ("verify_website/update", websites::claim),
    ("unverify_website/delete", websites::give_up),
    ("website_verification/get", websites::proof),
];

const TABLE: &str = "accounts";

/// The other accounts of the built-in data: id, username, name, whether it is a business.
const OTHERS: [(&str, &str, &str, bool); 6] = [
    ("549755885201", "nordic_nook", "Nordic Nook", true),
    ("549755885202", "clayandkiln", "Clay & Kiln", true),
    ("549755885203", "greenterrace", "Green Terrace", true),
    ("549755885204", "weekendbaker", "Weekend Baker", false),
    ("549755885205", "paperlanterns", "Paper Lanterns", false),
    ("549755885206", "slowmornings", "Slow Mornings", false),
];

pub(super) fn seed(state: &mut State) {
    let main = json!({
        "id": MAIN_ACCOUNT,
        "username": "oakandlinen",
        "account_type": "BUSINESS",
        "business_name": "Oak and Linen",
        "about": "Furniture and things for the home, made to last.",
        "website_url": "https://shop.example.com",
        "profile_image": image("280x280", "oakandlinen"),
        "monthly_views": 184_300,
    });
    insert(state, main);
    for (id, username, name, is_business) in OTHERS {
        let row = json!({
            "id": id,
            "username": username,
            "account_type": if is_business { "BUSINESS" } else { "PINNER" },
            "business_name": is_business.then_some(name),
            "about": "",
            "website_url": format!("https://{username}.example.com"),
            "profile_image": image("280x280", username),
            "monthly_views": 1_000 + state.random.u32(..50_000),
        });
        insert(state, row);
    }
    for (id, username, ..) in OTHERS
        .iter()
        .filter(|(.., is_business)| *is_business)
        .take(2)
    {
        let row = json!({
            "username": username,
            "image_small_url": image("30x30", username),
            "image_medium_url": image("75x75", username),
            "image_large_url": image("140x140", username),
            "image_xlarge_url": image("280x280", username),
            "_owner": MAIN_ACCOUNT,
        });
        if let Value::Object(row) = row {
            state.table("linked_businesses").insert(*id, row);
        }
    }
    following::seed(state);
    websites::seed(state);
}

/// Ids of the accounts that are not the main one.
pub(super) fn other_accounts() -> impl Iterator<Item = &'static str> {
    OTHERS.iter().map(|(id, ..)| *id)
}

fn insert(state: &mut State, row: Value) {
    if let Value::Object(row) = row {
        let id = text(&row, "id").to_owned();
        state.table(TABLE).insert(id, row);
    }
}

fn image(size: &str, name: &str) -> String {
    format!("https://i.pinimg.example/{size}_RS/{name}.jpg")
}

/// The account that a request is made for: the caller's or, with `ad_account_id`, that of the owner
/// of the ad account.
pub(super) fn acting(call: &Call<'_>) -> Result<String, Failure> {
    let Some(ad_account) = call.query_text("ad_account_id") else {
        return Ok(call.caller.account.clone());
    };
    match call.state.row("ad_accounts", ad_account) {
        Some(row) if !text(row, "_owner").is_empty() => Ok(text(row, "_owner").to_owned()),
        Some(_) => Ok(call.caller.account.clone()),
        None => Err(not_permitted()),
    }
}

/// 403, code 29, as for things of others.
pub(super) fn not_permitted() -> Failure {
    Failure::forbidden("You are not permitted to access that resource.")
}

/// 401, code 3, as for a missing scope.
pub(super) fn insufficient() -> Failure {
    let message = "Your token does not have sufficient permissions for this.";
    Failure::new(401, 3, message)
}

/// The public handle of an account. One that the fake does not know yet has one made of its id.
pub(super) fn username(state: &State, account: &str) -> String {
    match state.row(TABLE, account) {
        Some(row) => text(row, "username").to_owned(),
        None => format!("user{account}"),
    }
}

/// The account with that public handle.
fn by_username<'s>(state: &'s State, username: &str) -> Option<&'s Row> {
    let mut rows = state.rows(TABLE).map(|(_, row)| row);
    rows.find(|row| text(row, "username").eq_ignore_ascii_case(username))
}

fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = acting(call)?;
    let mut row = match call.state.row(TABLE, &account) {
        Some(row) => row.clone(),
        None => stranger(call.state, &account),
    };
    let counts = [
        ("board_count", "boards"),
        ("pin_count", "pins"),
        ("follower_count", "followers"),
        ("following_count", "following"),
    ];
    for (field, table) in counts {
        let own = call
            .state
            .rows(table)
            .filter(|(_, row)| text(row, "_owner") == account);
        row.insert(field.to_owned(), json!(own.count()));
    }
    Ok(call.reply(row))
}

/// An account of a token that nothing was said about.
fn stranger(state: &State, account: &str) -> Row {
    let username = username(state, account);
    let row = json!({
        "id": account,
        "profile_image": image("280x280", &username),
        "username": username,
        "account_type": "BUSINESS",
        "business_name": null,
        "about": "",
        "website_url": "",
        "monthly_views": 0,
    });
    row.as_object().cloned().unwrap_or_default()
}

fn list_businesses(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let own = call
        .state
        .rows("linked_businesses")
        .filter(|(_, row)| text(row, "_owner") == call.caller.account);
    let rows: Vec<Value> = own.map(|(_, row)| Value::Object(row.clone())).collect();
    Ok(call.reply(rows))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::exchange::ReplyBody;
    use crate::families::testing;

    #[test]
    fn an_ad_account_is_acted_for_as_its_owner() {
        let mut state = testing::seeded();
        let other = other_accounts().next().unwrap();
        let ad_account = json!({"id": "549700000001", "_owner": other});
        let row = ad_account.as_object().unwrap().clone();
        state.table("ad_accounts").insert("549700000001", row);
        let scopes = ["user_accounts:read"];
        let query = [("ad_account_id", "549700000001")];
        let reply = testing::query(&mut state, "user_account/get", &scopes, &query).unwrap();
        let ReplyBody::Json(Value::Object(account)) = reply.body else {
            panic!("no object");
        };
        assert_eq!(text(&account, "id"), other);
        assert_eq!(account["board_count"], 1);
    }
}
