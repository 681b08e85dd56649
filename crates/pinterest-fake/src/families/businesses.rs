//! The people and businesses that business access connects, and who may act for a business.

use serde_json::{Value, json};

use crate::authorization::MAIN_ACCOUNT;
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("brand_accounts/create", create_brand),
    ("brand_accounts/update", update_brand),
];

/// Accounts by id; `_email` is the address of one, `_hierarchy` the parent of a brand account.
pub(super) const ACCOUNTS: &str = "accounts";

/// What a profile is as an asset: an id of its own, and the account as `_owner`.
const PROFILES: &str = "profiles";

const FIRST_NAMES: [&str; 12] = [
    "Ada", "Bea", "Cleo", "Dario", "Emil", "Fay", "Gus", "Hana", "Ivo", "June", "Kai", "Lene",
];

const LAST_NAMES: [&str; 6] = ["Alder", "Birch", "Cedar", "Elm", "Hazel", "Rowan"];

const BUSINESSES: [&str; 5] = ["Harbor", "Meadow", "Copper", "Walnut", "Linen"];

const TRADES: [&str; 6] = [
    "Media",
    "Interiors",
    "Kitchens",
    "Outfitters",
    "Gardens",
    "Studio",
];

/// Makes the accounts that members, partners and invites are about, each with a profile.
pub(super) fn seed(state: &mut State) {
    if state.row(ACCOUNTS, MAIN_ACCOUNT).is_none() {
        let main = json!({
            "id": MAIN_ACCOUNT, "username": "oakandlinen", "account_type": "BUSINESS",
            "business_name": "Oak & Linen",
        });
        state.table(ACCOUNTS).insert(MAIN_ACCOUNT, object(main));
    }
    if let Some(main) = state.table(ACCOUNTS).get_mut(MAIN_ACCOUNT) {
        main.entry("_email").or_insert(json!("studio@example.com"));
    }
    add_profile(state, MAIN_ACCOUNT, "630000000000000001");
    for last in LAST_NAMES {
        for first in FIRST_NAMES {
            let name = format!("{first}.{last}").to_lowercase();
            add_account(
                state,
                json!({
                    "username": name.replace('.', "_"), "account_type": "PINNER",
                    "_email": format!("{name}@example.com"), "_seeded": "person",
                }),
            );
        }
    }
    for trade in TRADES {
        for name in BUSINESSES {
            let id = add_account(
                state,
                json!({
                    "username": format!("{name}{trade}").to_lowercase(),
                    "account_type": "BUSINESS", "business_name": format!("{name} {trade}"),
                    "_seeded": "business",
                }),
            );
            let profile = state.new_id();
            add_profile(state, &id, &profile);
        }
    }
}

/// Ids of the accounts that the built-in data has: `person` or `business`.
pub(super) fn seeded(state: &State, kind: &str) -> Vec<String> {
    let rows = state.rows(ACCOUNTS);
    rows.filter(|(_, row)| text(row, "_seeded") == kind)
        .map(|(id, _)| id.clone())
        .collect()
}

fn add_account(state: &mut State, given: Value) -> String {
    let id = state.new_id();
    let mut account = object(given);
    account.insert("id".to_owned(), json!(id));
    state.table(ACCOUNTS).insert(id.clone(), account);
    id
}

fn add_profile(state: &mut State, account: &str, id: &str) {
    let profile = json!({"id": id, "_owner": account});
    state.table(PROFILES).insert(id, object(profile));
}

/// The business that the path names, if the caller may act for it.
pub(super) fn administered(call: &Call<'_>) -> Result<String, Failure> {
    let business = call.path("business_id");
    match is_admin(call.state, &call.caller.account, &business) {
        true => Ok(business),
        false => Err(not_permitted()),
    }
}

/// Tells whether an account is the business or one of its administrators.
pub(super) fn is_admin(state: &State, account: &str, business: &str) -> bool {
    let membership = || state.row("members", &format!("{business}/{account}"));
    account == business || membership().is_some_and(|row| has_role(row, "BIZ_ADMIN"))
}

/// Tells whether a relationship has one of its roles.
pub(super) fn has_role(row: &Row, role: &str) -> bool {
    let roles = row.get("business_roles").and_then(Value::as_array);
    roles.into_iter().flatten().any(|has| has == role)
}

pub(super) fn not_permitted() -> Failure {
    Failure::forbidden("You are not permitted to access that resource.")
}

/// Business access has the HTTP status as the code.
pub(super) fn missing(what: &str, id: &str) -> Failure {
    Failure::not_found(404, format!("{what} {id} was not found."))
}

/// The id of the account with that id, username or e-mail address.
pub(super) fn find_account(state: &State, name: &str) -> Option<String> {
    if state.row(ACCOUNTS, name).is_some() {
        return Some(name.to_owned());
    }
    let mut rows = state.rows(ACCOUNTS);
    let found = rows.find(|(_, row)| {
        text(row, "username").eq_ignore_ascii_case(name)
            || (!text(row, "_email").is_empty() && text(row, "_email").eq_ignore_ascii_case(name))
    });
    found.map(|(id, _)| id.clone())
}

/// The e-mail address of an account; empty if it has none.
pub(super) fn email(state: &State, account: &str) -> String {
    let row = state.row(ACCOUNTS, account);
    row.map_or("", |row| text(row, "_email")).to_owned()
}

/// Tells whether an account is one of a business.
pub(super) fn is_business(state: &State, account: &str) -> bool {
    let row = state.row(ACCOUNTS, account);
    account == MAIN_ACCOUNT || row.is_some_and(|row| text(row, "account_type") == "BUSINESS")
}

/// A `UserSummary`. The e-mail addresses of businesses are not disclosed.
pub(super) fn summary(state: &State, account: &str) -> Value {
    let Some(row) = state.row(ACCOUNTS, account) else {
        return json!({"id": account, "username": null, "email": null});
    };
    let email = row.get("_email").filter(|_| !is_business(state, account));
    json!({"id": account, "username": row.get("username"), "email": email})
}

/// A field of a row; null if it is not there.
pub(super) fn field<'r>(row: &'r Row, name: &str) -> &'r Value {
    row.get(name).unwrap_or(&Value::Null)
}

/// The object of a JSON literal.
pub(super) fn object(value: Value) -> Row {
    match value {
        Value::Object(object) => object,
        _ => Row::new(),
    }
}

fn create_brand(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let hierarchy = call.path("business_hierarchy_id");
    if !is_admin(call.state, &call.caller.account, &hierarchy) {
        return Err(not_permitted());
    }
    free_username(call, None)?;
    let mut given = as_account(call.body.clone());
    given["account_type"] = json!("BUSINESS");
    given["_hierarchy"] = json!(hierarchy);
    let account = call.state.new_row("UserAccount", given);
    let id = add_account(call.state, Value::Object(account));
    let profile = call.state.new_id();
    add_profile(call.state, &id, &profile);
    Ok(call.reply(json!({"brand_account_id": id})))
}

/// What a request says of a brand account, with the names that accounts have for it. The image is
/// left out: it is data, and accounts have an address.
fn as_account(mut given: Value) -> Value {
    for (from, to) in [("name", "business_name"), ("website", "website_url")] {
        if let Some(value) = given.get_mut(from).map(Value::take) {
            given[to] = value;
        }
    }
    if let Some(given) = given.as_object_mut() {
        given.remove("profile_image");
    }
    given
}

fn update_brand(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let hierarchy = call.path("business_hierarchy_id");
    let id = call.path("brand_account_id");
    if !is_admin(call.state, &call.caller.account, &hierarchy) {
        return Err(not_permitted());
    }
    let account = call.state.row(ACCOUNTS, &id);
    let account = account.ok_or_else(|| missing("Account", &id))?;
    if text(account, "_hierarchy") != hierarchy {
        let message = format!("Account {id} is not a brand account of this hierarchy.");
        return Err(Failure::conflict(409, message));
    }
    free_username(call, Some(&id))?;
    let changes = as_account(call.body.clone());
    let account = account.clone();
    let account = call.state.update_row("UserAccount", account, &changes);
    call.state.table(ACCOUNTS).insert(id.clone(), account);
    Ok(call.reply(json!({"brand_account_id": id})))
}

fn free_username(call: &Call<'_>, except: Option<&str>) -> Result<(), Failure> {
    let Some(username) = call.body_text("username") else {
        return Ok(());
    };
    match find_account(call.state, username) {
        Some(id) if Some(id.as_str()) != except => {
            let message = format!("The username {username} is taken.");
            Err(Failure::conflict(409, message))
        }
        _ => Ok(()),
    }
}
