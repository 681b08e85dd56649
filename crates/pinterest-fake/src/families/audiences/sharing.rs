//! Audiences that ad accounts and businesses share with others.

use serde_json::{Value, json};

use super::super::ad_accounts::{self, require};
use super::super::entities;
use super::{NOUN, TABLE, not_found, shown};
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

/// Who has which audience; the id of a row is `AUDIENCE:RECIPIENT`.
const SHARED: &str = "shared_audiences";

/// Each ad account shares its first audience with the next one.
pub(super) fn seed(state: &mut State) {
    let now = state.clock.now().plus_seconds(-30 * 86_400).seconds();
    let ad_accounts: Vec<String> = state
        .rows(ad_accounts::TABLE)
        .map(|(id, _)| id.clone())
        .collect();
    for (from, to) in ad_accounts.iter().zip(ad_accounts.iter().skip(1)) {
        let first = state
            .rows(TABLE)
            .find(|(_, row)| text(row, "ad_account_id") == from)
            .map(|(id, _)| id.clone());
        if let Some(audience) = first {
            let row = share(state, &audience, from, to, "AD_ACCOUNT", now);
            state.table(SHARED).insert(key(&audience, to), row);
        }
    }
}

fn key(audience: &str, recipient: &str) -> String {
    format!("{audience}:{recipient}")
}

fn share(state: &State, audience: &str, from: &str, to: &str, kind: &str, now: i64) -> Row {
    let name = match kind {
        "AD_ACCOUNT" => state
            .row(ad_accounts::TABLE, to)
            .map(|row| text(row, "name")),
        _ => state.row("accounts", to).map(|row| text(row, "username")),
    };
    let row = json!({
        "account_id": to, "account_name": name.unwrap_or("Business"), "account_type": kind,
        "shared_on_timestamp": now, "_audience": audience, "_from": from,
    });
    row.as_object().cloned().unwrap_or_default()
}

/// Removes what is said of an audience that is no more.
pub(super) fn forget(state: &mut State, audience: &str) {
    state
        .table(SHARED)
        .retain(|row| text(row, "_audience") != audience);
}

/// Returns the audiences that others have shared with an ad account or a business.
pub(super) fn received(call: &Call<'_>, recipient: &str) -> Vec<Row> {
    let shares = call
        .state
        .rows(SHARED)
        .filter(|(_, row)| text(row, "account_id") == recipient);
    let rows = shares.filter_map(|(_, row)| call.state.row(TABLE, text(row, "_audience")));
    let rows = rows.cloned();
    match call.query_text("order") {
        Some("DESCENDING") => rows.rev().collect(),
        _ => rows.collect(),
    }
}

pub(super) fn from_ad_account(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let audience = call.body_text("audience_id").unwrap_or_default().to_owned();
    entities::existing(call.state, TABLE, NOUN, &ad_account, &audience)?;
    change(call, &audience, &ad_account)
}

/// A business shares the audiences of its ad accounts, and those it has received.
pub(super) fn from_business(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = require_business(call)?;
    let audience = call.body_text("audience_id").unwrap_or_default().to_owned();
    if !has(call.state, &business, &audience) {
        return Err(not_found());
    }
    change(call, &audience, &business)
}

fn has(state: &State, business: &str, audience: &str) -> bool {
    let owner = state
        .row(TABLE, audience)
        .and_then(|row| state.row(ad_accounts::TABLE, text(row, "ad_account_id")))
        .map(|row| text(row, "_owner"));
    owner == Some(business) || state.row(SHARED, &key(audience, business)).is_some()
}

fn change(call: &mut Call<'_>, audience: &str, from: &str) -> Result<Reply, Failure> {
    let (field, kind) = match call.body.get("recipient_account_ids") {
        Some(_) => ("recipient_account_ids", "AD_ACCOUNT"),
        None => ("recipient_business_ids", "BUSINESS_ACCOUNT"),
    };
    let recipients: Vec<String> = call
        .body_list(field)
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    let unknown = recipients
        .iter()
        .find(|id| kind == "AD_ACCOUNT" && call.state.row(ad_accounts::TABLE, id).is_none());
    if unknown.is_some() {
        return Err(Failure::new(400, 400, "Invalid ad account id"));
    }
    let revokes = call.body_text("operation_type") == Some("REVOKE");
    for recipient in &recipients {
        let key = key(audience, recipient);
        if revokes {
            call.state.table(SHARED).remove(&key);
            continue;
        }
        let now = call.now.seconds();
        let row = share(call.state, audience, from, recipient, kind, now);
        call.state.table(SHARED).insert(key, row);
    }
    let permissions = if revokes {
        json!([])
    } else {
        json!(["AUDIENCE_MANAGER"])
    };
    Ok(call.reply(json!({
        "audience_id": audience, field: recipients, "permissions": permissions,
    })))
}

pub(super) fn accounts_of_ad_account(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let audience = call
        .query_text("audience_id")
        .unwrap_or_default()
        .to_owned();
    entities::existing(call.state, TABLE, NOUN, &ad_account, &audience)?;
    accounts(call, &audience)
}

pub(super) fn accounts_of_business(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = require_business(call)?;
    let audience = call
        .query_text("audience_id")
        .unwrap_or_default()
        .to_owned();
    match has(call.state, &business, &audience) {
        true => accounts(call, &audience),
        false => Err(not_found()),
    }
}

fn accounts(call: &Call<'_>, audience: &str) -> Result<Reply, Failure> {
    let kind = call.query_text("account_type").unwrap_or("AD_ACCOUNT");
    let rows = call
        .state
        .rows(SHARED)
        .filter(|(_, row)| text(row, "_audience") == audience && text(row, "account_type") == kind);
    let rows: Vec<Row> = rows.map(|(_, row)| row.clone()).collect();
    entities::page(call, rows)
}

pub(super) fn received_by_business(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = require_business(call)?;
    let now = call.now.seconds();
    let rows = received(call, &business);
    entities::page(call, rows.into_iter().map(|row| shown(row, now)))
}

/// The business that the path names is the caller.
fn require_business(call: &Call<'_>) -> Result<String, Failure> {
    let business = call.path("business_id");
    match business == call.caller.account {
        true => Ok(business),
        false => Err(Failure::forbidden(
            "You are not permitted to access that resource.",
        )),
    }
}
