//! Ad accounts.

use serde_json::{Value, json};

use crate::authorization::MAIN_ACCOUNT;
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("ad_accounts/list", list),
    ("ad_accounts/create", create),
    ("ad_accounts/get", get),
    ("sandbox/delete", empty),
    ("terms_of_service/get", terms_of_service),
];

pub(super) const TABLE: &str = "ad_accounts";

/// What the main account has: id, name, country, currency, time zone.
const SEEDED: [[&str; 5]; 3] = [
    [
        "549770000001",
        "Oak and Linen US",
        "US",
        "USD",
        "America/New_York",
    ],
    [
        "549770000002",
        "Oak and Linen Germany",
        "DE",
        "EUR",
        "Europe/Berlin",
    ],
    [
        "549770000003",
        "Oak and Linen Outlet",
        "GB",
        "GBP",
        "Europe/London",
    ],
];

/// What belongs to an ad account and goes when its sandbox is emptied.
const EMPTIED: [&str; 12] = [
    "campaigns",
    "ad_groups",
    "ads",
    "ad_previews",
    "schedules",
    "keywords",
    "labels",
    "entity_labels",
    "product_group_promotions",
    "audiences",
    "customer_lists",
    "targeting_templates",
];

pub(super) fn seed(state: &mut State) {
    let created_at = state.clock.now().plus_seconds(-400 * 86_400).seconds();
    for [id, name, country, currency, time_zone] in SEEDED {
        let given = json!({
            "id": id, "name": name, "country": country, "currency": currency,
            "time_zone": time_zone, "permissions": ["OWNER"],
            "owner": owner(state, MAIN_ACCOUNT), "_owner": MAIN_ACCOUNT,
            "created_time": created_at, "updated_time": created_at,
        });
        let row = state.new_row("AdAccount", given);
        state.table(TABLE).insert(id, row);
    }
}

/// Returns the ad account that the path names, if the caller may use it: its owner, and those in
/// its field `_shared_with`.
pub(super) fn require(call: &Call<'_>) -> Result<String, Failure> {
    let id = call.path("ad_account_id");
    let Some(row) = call.state.row(TABLE, &id) else {
        return Err(Failure::not_found(2, "AdAccount not found."));
    };
    match may_use(row, &call.caller.account) {
        true => Ok(id),
        false => Err(Failure::forbidden(
            "You are not permitted to access that resource.",
        )),
    }
}

fn may_use(row: &Row, account: &str) -> bool {
    text(row, "_owner") == account || is_shared_with(row, account)
}

fn is_shared_with(row: &Row, account: &str) -> bool {
    let shared_with = row.get("_shared_with").and_then(Value::as_array);
    shared_with
        .into_iter()
        .flatten()
        .any(|other| other == account)
}

fn owner(state: &State, account: &str) -> Value {
    let username = match state.row("accounts", account) {
        Some(row) => text(row, "username"),
        None => "oakandlinen",
    };
    json!({"id": account, "username": username})
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = &call.caller.account;
    let with_shared = call.query_flag("include_shared_accounts") != Some(false);
    let rows = call.state.rows(TABLE).filter(|(_, row)| {
        text(row, "_owner") == account || (with_shared && is_shared_with(row, account))
    });
    let rows: Vec<Value> = rows.map(|(_, row)| json!(row)).collect();
    call.page(rows)
}

fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let caller = call.caller.account.clone();
    let of_owner = call
        .body_text("owner_user_id")
        .unwrap_or(&caller)
        .to_owned();
    let id = call.state.new_id();
    let now = call.now.seconds();
    let mut given = json!({
        "name": "New ad account", "country": "US", "currency": "USD",
        "time_zone": "America/Los_Angeles", "permissions": ["OWNER"],
    });
    for (name, value) in call.body.as_object().into_iter().flatten() {
        given[name] = value.clone();
    }
    given["id"] = json!(id);
    given["owner"] = owner(call.state, &of_owner);
    given["created_time"] = json!(now);
    given["updated_time"] = json!(now);
    given["_owner"] = json!(of_owner);
    if of_owner != caller {
        given["_shared_with"] = json!([caller]);
    }
    let row = call.row("AdAccount", given);
    call.state.table(TABLE).insert(id, row.clone());
    Ok(call.reply(row))
}

fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let id = require(call)?;
    let row = call.state.row(TABLE, &id).cloned().unwrap_or_default();
    Ok(call.reply(row))
}

fn empty(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let id = require(call)?;
    for table in EMPTIED {
        call.state.table(table).retain(|row| !belongs_to(row, &id));
    }
    Ok(call.reply("Delete Success"))
}

/// Tells whether a row is of an ad account, in the API's own field or the fake's.
pub(super) fn belongs_to(row: &Row, ad_account: &str) -> bool {
    text(row, "ad_account_id") == ad_account || text(row, "_ad_account") == ad_account
}

fn terms_of_service(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let id = require(call)?;
    let with_html = call.query_flag("include_html") == Some(true);
    let html = with_html.then_some("<p>Terms of service for advertisers.</p>");
    Ok(call.reply(json!({
        "id": "1", "ad_account_id": id, "has_accepted": true, "html": html,
    })))
}
