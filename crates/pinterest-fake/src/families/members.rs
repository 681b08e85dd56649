//! Members of businesses, system users among them, and the employers of an account.

use serde_json::{Value, json};

use super::asset_permissions::{self, Side};
use super::businesses::{
    ACCOUNTS, administered, has_role, missing, object, seeded, summary as user_summary,
};
use crate::authorization::MAIN_ACCOUNT;
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("get/business_members", list),
    ("update/business_memberships", update),
    ("delete_business_membership", delete),
    ("get/business_employers", employers),
    ("system_user/update", rename_system_user),
];

/// Memberships by `business/member`.
pub(super) const TABLE: &str = "members";

/// The business has 24 people and 3 system users, and its owner works for two others.
pub(super) fn seed(state: &mut State) {
    super::businesses::seed(state);
    let now = state.clock.now().milliseconds();
    for (index, person) in seeded(state, "person").iter().take(24).enumerate() {
        let role = if index % 6 == 0 {
            "BIZ_ADMIN"
        } else {
            "EMPLOYEE"
        };
        let since = now - (400 - 13 * index as i64) * 86_400_000;
        add(state, MAIN_ACCOUNT, person, role, MAIN_ACCOUNT, since);
    }
    for name in ["nightly_reports", "feed_sync", "conversion_uploads"] {
        let id = state.new_id();
        let account = json!({"id": id, "username": name, "_system_user": true});
        state.table(ACCOUNTS).insert(id.clone(), object(account));
        add(state, MAIN_ACCOUNT, &id, "EMPLOYEE", MAIN_ACCOUNT, now);
    }
    for (business, role) in seeded(state, "business")
        .iter()
        .rev()
        .zip(["EMPLOYEE", "BIZ_ADMIN"])
    {
        add(state, business, MAIN_ACCOUNT, role, business, now);
    }
}

/// Makes an account a member, at a time in milliseconds.
pub(super) fn add(state: &mut State, business: &str, member: &str, role: &str, by: &str, at: i64) {
    let row = json!({
        "id": member, "user": user_summary(state, member), "business_roles": [role],
        "created_time": at, "created_by_user": user_summary(state, by),
        "created_by_business": user_summary(state, business), "is_shared_partner": false,
        "_business": business,
    });
    let key = format!("{business}/{member}");
    state.table(TABLE).insert(key, object(row));
}

/// Tells whether a member stands for software.
pub(super) fn is_system_user(state: &State, member: &str) -> bool {
    let row = state.row(ACCOUNTS, member);
    row.is_some_and(|row| row.get("_system_user") == Some(&json!(true)))
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let system_users = call.query_flag("fetch_system_users").unwrap_or(false);
    let roles = call.query_texts("business_roles");
    let ids = ids(call, "member_ids");
    let rows: Vec<Value> = call
        .state
        .rows(TABLE)
        .filter(|(_, row)| text(row, "_business") == business)
        .filter(|(_, row)| is_system_user(call.state, text(row, "id")) == system_users)
        .filter(|(_, row)| roles.is_empty() || roles.iter().any(|role| has_role(row, role)))
        .filter(|(_, row)| ids.as_ref().is_none_or(|ids| is_in(ids, row)))
        .map(|(_, row)| {
            let member = text(row, "id");
            let mut row = row.clone();
            row.insert("user".to_owned(), user_summary(call.state, member));
            with_assets(call, &mut row, &business, Side::Member, member);
            Value::Object(row)
        })
        .collect();
    call.page(rows.into_iter().skip(start_index(call)))
}

/// The ids of a parameter that joins them with commas.
pub(super) fn ids(call: &Call<'_>, parameter: &str) -> Option<Vec<String>> {
    let ids = call.query_text(parameter)?;
    Some(ids.split(',').map(|id| id.trim().to_owned()).collect())
}

pub(super) fn is_in(ids: &[String], row: &Row) -> bool {
    ids.iter().any(|id| id == text(row, "id"))
}

pub(super) fn start_index(call: &Call<'_>) -> usize {
    let index = call.query.get("start_index").and_then(Value::as_u64);
    index.unwrap_or(0) as usize
}

/// Adds the assets of a relationship if the request asks for them.
pub(super) fn with_assets(call: &Call<'_>, row: &mut Row, owner: &str, side: Side, user: &str) {
    let assets = match call.query_flag("assets_summary") {
        Some(true) => asset_permissions::summary(call.state, owner, side, user),
        _ => Value::Null,
    };
    row.insert("assets_summary".to_owned(), assets);
}

fn update(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let mut items = Vec::new();
    for wanted in call.body_list("") {
        let member = wanted["member_id"].as_str().unwrap_or_default().to_owned();
        let table = call.state.table(TABLE);
        if let Some(row) = table.get_mut(&format!("{business}/{member}")) {
            row.insert(
                "business_roles".to_owned(),
                json!([wanted["business_role"]]),
            );
            items.push(json!({"member_id": member, "business_role": wanted["business_role"]}));
        }
    }
    if items.is_empty() {
        let first = call.body[0]["member_id"].as_str().unwrap_or_default();
        return Err(missing("Member", first));
    }
    Ok(call.reply(json!({"items": items})))
}

/// A member that the business does not have in that role stays out of the response.
fn delete(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let mut deleted = Vec::new();
    for wanted in call.body_list("members") {
        let member = wanted["member_id"].as_str().unwrap_or_default().to_owned();
        let role = wanted["business_role"].as_str().unwrap_or_default();
        let key = format!("{business}/{member}");
        if call
            .state
            .row(TABLE, &key)
            .is_some_and(|row| has_role(row, role))
        {
            call.state.table(TABLE).remove(&key);
            asset_permissions::revoke_all(call.state, &business, Side::Member, &member);
            deleted.push(json!(member));
        }
    }
    if deleted.is_empty() {
        let first = call.body["members"][0]["member_id"].as_str();
        return Err(missing("Member", first.unwrap_or_default()));
    }
    Ok(call.reply(json!({"deleted_members": deleted})))
}

fn employers(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = &call.caller.account;
    let rows: Vec<Value> = call
        .state
        .rows(TABLE)
        .filter(|(_, row)| text(row, "id") == account)
        .map(|(_, row)| {
            let business = text(row, "_business").to_owned();
            let mut row = row.clone();
            row.insert("id".to_owned(), json!(business));
            row.insert("user".to_owned(), user_summary(call.state, &business));
            with_assets(call, &mut row, &business, Side::Member, account);
            Value::Object(row)
        })
        .collect();
    call.page(rows)
}

fn rename_system_user(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let id = call.path("system_user_id");
    let is_member = call.state.row(TABLE, &format!("{business}/{id}")).is_some();
    if !is_member || !is_system_user(call.state, &id) {
        return Err(missing("System user", &id));
    }
    let name = call.body["name"].clone();
    if let Some(account) = call.state.table(ACCOUNTS).get_mut(&id) {
        account.insert("username".to_owned(), name);
    }
    Ok(Reply::empty(200))
}
