//! Catalogs, their local stores and inventory, and reports about them.
//!
//! The state of a merchant is in the table `merchants`, by account: `{"_id": "549755885175", "status":
//! "DISAPPROVED"}`. A feed whose location is on the host of a state (`disapproved.example.com`) is
//! rejected as if the merchant were in it. [`STANDINGS`] has them all.

mod filter_values;
mod inventory;
mod reports;
mod stores;

use serde_json::{Value, json};

use super::businesses::object;
use super::{feeds, items};
use crate::authorization::MAIN_ACCOUNT;
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("catalogs/list", list),
    ("catalogs/create", create),
    ("catalogs/available_filter_values", filter_values::get),
    ("reports/create", reports::create),
    ("reports/get", reports::get),
    ("reports/stats", reports::stats),
    ("catalogs_local_stores/list", stores::list),
    ("catalogs_local_stores/create", stores::create),
    ("catalogs_local_stores/update", stores::update),
    ("catalogs_local_stores/delete", stores::delete),
    (
        "catalogs_local_inventory_items_batch/operate",
        inventory::operate,
    ),
    ("catalogs_local_inventory_items/post", inventory::lookup),
    (
        "catalogs_supplemental_items_batch/get",
        inventory::get_batch,
    ),
];

/// Catalogs by id.
const TABLE: &str = "catalogs";

/// Jobs that have not ended yet, by id: `_kind` and `_ready_at`, in milliseconds.
const JOBS: &str = "catalog_jobs";

/// How long a batch of items is processed, in milliseconds.
pub(super) const BATCH_TIME: i64 = 5_000;

/// A retail catalog that feeds fill, one for items by API alone, and one of hotels.
pub(super) fn seed(state: &mut State) {
    let now = state.clock.now();
    for (name, kind, age) in [
        ("Oak & Linen shop", "RETAIL", 500),
        ("Oak & Linen studio sale", "RETAIL", 120),
        ("Oak & Linen stays", "HOTEL", 60),
    ] {
        let at = now.plus_seconds(-age * 86_400).rfc3339();
        insert(state, MAIN_ACCOUNT, name, kind, &at);
    }
    if let Some(id) = oldest(state, MAIN_ACCOUNT, "RETAIL") {
        stores::seed(state, &id);
    }
}

fn insert(state: &mut State, owner: &str, name: &str, kind: &str, at: &str) -> Row {
    let id = state.new_id();
    let row = object(json!({
        "id": id, "name": name, "catalog_type": kind, "created_at": at, "updated_at": at,
        "_owner": owner,
    }));
    state.table(TABLE).insert(id, row.clone());
    row
}

/// The account that the call is for: the caller, or the owner of the ad account in
/// `ad_account_id`. Jobs that have ended by now take effect first.
pub(super) fn owner(call: &mut Call<'_>) -> Result<String, Failure> {
    settle(call);
    let caller = call.caller.account.clone();
    let Some(ad_account) = call.query_text("ad_account_id") else {
        return Ok(caller);
    };
    let row = call.state.row("ad_accounts", ad_account);
    let row = row.filter(|row| {
        let shared_with = row.get("_shared_with").and_then(Value::as_array);
        let mut shared_with = shared_with.into_iter().flatten();
        text(row, "_owner") == caller || shared_with.any(|account| *account == caller)
    });
    match row {
        Some(row) => Ok(text(row, "_owner").to_owned()),
        None => Err(Failure::new(
            401,
            29,
            "You are not permitted to access that resource.",
        )),
    }
}

/// Queues a job that takes effect at a time in milliseconds.
pub(super) fn queue(state: &mut State, kind: &str, id: &str, ready_at: i64) {
    let job = json!({"id": id, "_kind": kind, "_ready_at": ready_at});
    state.table(JOBS).insert(id, object(job));
}

fn settle(call: &mut Call<'_>) {
    let now = call.now.milliseconds();
    let ready_at = |row: &Row| row.get("_ready_at").and_then(Value::as_i64).unwrap_or(0);
    let mut due: Vec<(i64, String, String)> = call
        .state
        .rows(JOBS)
        .filter(|(_, row)| ready_at(row) <= now)
        .map(|(id, row)| (ready_at(row), id.clone(), text(row, "_kind").to_owned()))
        .collect();
    due.sort_by_key(|(ready_at, _, _)| *ready_at);
    for (at, id, kind) in due {
        call.state.table(JOBS).remove(&id);
        match kind.as_str() {
            "items" => items::batches::finish(call.state, &id, at),
            "inventory" => inventory::finish(call.state, &id, at),
            _ => feeds::runs::finish(call.state, &id, at),
        }
    }
}

/// A time in milliseconds as catalogs have it.
pub(super) fn time(milliseconds: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(milliseconds).unwrap_or_default();
    time.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// What keeps a merchant from having feeds: the status, the host that stands for it, and what the
/// service responds with.
const STANDINGS: [(&str, &str, u16, i64, &str); 6] = [
    (
        "DISAPPROVED",
        "disapproved.example.com",
        403,
        2625,
        "Sorry, you cannot perform this action as your account has been disapproved.",
    ),
    (
        "UNDER_REVIEW",
        "under-review.example.com",
        403,
        2626,
        "Sorry, your account is still under review.",
    ),
    (
        "NO_BUSINESS_ACCOUNT",
        "no-business.example.com",
        403,
        654,
        "You must have a business account to operate as merchant.",
    ),
    (
        "NO_WEBSITE",
        "no-website.example.com",
        409,
        4168,
        "User does not have a website.",
    ),
    (
        "WEBSITE_NOT_VERIFIED",
        "unverified-website.example.com",
        409,
        4169,
        "User does not have a verified website.",
    ),
    (
        "NOT_IMPLEMENTED",
        "not-implemented.example.com",
        501,
        4181,
        "Not implemented at the moment. Please, see documentation",
    ),
];

/// Checks that the merchant may change things: it is neither disapproved nor under review.
pub(super) fn approved(call: &Call<'_>, owner: &str) -> Result<(), Failure> {
    match merchant_status(call, owner) {
        status @ ("DISAPPROVED" | "UNDER_REVIEW") => standing(status),
        _ => Ok(()),
    }
}

/// Checks that the merchant may have feeds.
pub(super) fn may_have_feeds(call: &Call<'_>, owner: &str) -> Result<(), Failure> {
    standing(merchant_status(call, owner))
}

fn merchant_status<'c>(call: &'c Call<'_>, owner: &str) -> &'c str {
    let row = call.state.row("merchants", owner);
    row.map_or("", |row| text(row, "status"))
}

/// The failure of a merchant in a state, which is given by its name or host.
pub(super) fn standing(state: &str) -> Result<(), Failure> {
    let mut standings = STANDINGS.iter();
    match standings.find(|(status, host, ..)| [*status, *host].contains(&state)) {
        Some((_, _, status, code, message)) => Err(Failure::new(*status, *code, *message)),
        None => Ok(()),
    }
}

/// The catalog of that id, if the owner has it.
pub(super) fn require(state: &State, owner: &str, id: &str) -> Result<Row, Failure> {
    let row = state.row(TABLE, id);
    let row = row.filter(|row| text(row, "_owner") == owner);
    row.cloned()
        .ok_or_else(|| Failure::not_found(678, "Sorry! We couldn't find that catalog."))
}

/// The catalog that the path names.
fn of_path(call: &mut Call<'_>) -> Result<String, Failure> {
    let owner = owner(call)?;
    let id = call.path("catalog_id");
    require(call.state, &owner, &id)?;
    Ok(id)
}

/// The oldest catalog of a type, which requests without a catalog are about.
pub(super) fn oldest(state: &State, owner: &str, kind: &str) -> Option<String> {
    let mut rows = state.rows(TABLE);
    let found =
        rows.find(|(_, row)| text(row, "_owner") == owner && text(row, "catalog_type") == kind);
    found.map(|(id, _)| id.clone())
}

/// The catalog of a request: the given one, which has to be of that type, or the oldest.
pub(super) fn chosen(
    state: &State,
    owner: &str,
    kind: &str,
    given: Option<&str>,
) -> Result<String, Failure> {
    match given {
        Some(id) => {
            let row = require(state, owner, id)?;
            match text(&row, "catalog_type") == kind {
                true => Ok(id.to_owned()),
                false => Err(Failure::invalid(format!(
                    "Catalog {id} is not of the type {kind}"
                ))),
            }
        }
        None => oldest(state, owner, kind).ok_or_else(none_yet),
    }
}

/// Checks that the owner has a catalog at all.
pub(super) fn exists(state: &State, owner: &str) -> Result<(), Failure> {
    match state
        .rows(TABLE)
        .any(|(_, row)| text(row, "_owner") == owner)
    {
        true => Ok(()),
        false => Err(none_yet()),
    }
}

fn none_yet() -> Failure {
    Failure::conflict(
        4182,
        "Can't access this feature without an existing catalog.",
    )
}

/// The oldest catalog of a type, which is made if there is none.
pub(super) fn oldest_or_new(call: &mut Call<'_>, owner: &str, kind: &str) -> String {
    match oldest(call.state, owner, kind) {
        Some(id) => id,
        None => {
            let at = call.now.rfc3339();
            let row = insert(call.state, owner, "Default catalog", kind, &at);
            text(&row, "id").to_owned()
        }
    }
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let owner = owner(call)?;
    let rows = call.state.rows(TABLE);
    let rows: Vec<Value> = rows
        .filter(|(_, row)| text(row, "_owner") == owner)
        .map(|(_, row)| Value::Object(row.clone()))
        .collect();
    call.page(rows)
}

fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let owner = owner(call)?;
    approved(call, &owner)?;
    let name = call.body_text("name").unwrap_or_default().to_owned();
    let kind = call
        .body_text("catalog_type")
        .unwrap_or_default()
        .to_owned();
    let at = call.now.rfc3339();
    let row = insert(call.state, &owner, &name, &kind, &at);
    Ok(call.reply(row))
}
