//! Websites that accounts claim.

use serde_json::{Value, json};

use crate::authorization::MAIN_ACCOUNT;
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::families::pins::{UNREACHABLE_HOST, noise};
use crate::state::{State, text};

const TABLE: &str = "websites";

pub(super) fn seed(state: &mut State) {
    let claimed_at = state.clock.now().plus_seconds(-400 * 86_400).rfc3339();
    insert(state, MAIN_ACCOUNT, "shop.example.com", Some(claimed_at));
    insert(state, MAIN_ACCOUNT, "blog.example.com", None);
}

fn insert(state: &mut State, owner: &str, website: &str, verified_at: Option<String>) -> Value {
    let mut row = json!({
        "website": website,
        "status": if verified_at.is_some() { "success" } else { "pending" },
        "_owner": owner,
    });
    if let Some(verified_at) = verified_at {
        row["verified_at"] = json!(verified_at);
    }
    let key = key(owner, website);
    if let Value::Object(row) = row.clone() {
        state.table(TABLE).insert(key, row);
    }
    row
}

fn key(owner: &str, website: &str) -> String {
    format!("{owner}/{website}")
}

/// The websites whose claim by the account is settled.
pub(super) fn claimed<'s>(state: &'s State, account: &str) -> Vec<&'s str> {
    let rows = state.rows(TABLE).map(|(_, row)| row);
    rows.filter(|row| text(row, "_owner") == account && text(row, "status") == "success")
        .map(|row| text(row, "website"))
        .collect()
}

pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let own = call
        .state
        .rows(TABLE)
        .filter(|(_, row)| text(row, "_owner") == call.caller.account);
    let rows: Vec<Value> = own.map(|(_, row)| Value::Object(row.clone())).collect();
    call.page(rows)
}

pub(super) fn claim(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = super::acting(call)?;
    let website = call.body_text("website").unwrap_or_default();
    let website = bare(website);
    if website.is_empty() {
        return Err(Failure::invalid("'website' is required"));
    }
    if website.split('/').next() == Some(UNREACHABLE_HOST) {
        let message = format!("The proof was not found on {website}.");
        return Err(Failure::invalid(message));
    }
    let verified_at = call.now.rfc3339();
    let row = insert(call.state, &account, &website, Some(verified_at));
    Ok(call.reply(row))
}

pub(super) fn give_up(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let website = bare(call.query_text("website").unwrap_or_default());
    let key = key(&call.caller.account, &website);
    match call.state.table(TABLE).remove(&key) {
        Some(_) => Ok(Reply::empty(204)),
        None => Err(Failure::not_found(404, "Website not in user list.")),
    }
}

pub(super) fn proof(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = super::acting(call)?;
    let code = format!(
        "{:016x}{:016x}",
        noise(&account),
        noise(&format!("{account} proof"))
    );
    let metatag = format!("<meta name=\"p:domain_verify\" content=\"{code}\"/>");
    let page = format!("<html><head>{metatag}</head><body>{code}</body></html>");
    let filename = format!("pinterest-{}.html", code.get(..5).unwrap_or_default());
    Ok(call.reply(json!({
        "verification_code": code,
        "dns_txt_record": format!("pinterest-site-verification={code}"),
        "metatag": metatag,
        "filename": filename,
        "file_content": page,
    })))
}

/// A website without scheme and slash at its end.
fn bare(website: &str) -> String {
    let website = website.split_once("://").map_or(website, |(_, rest)| rest);
    website.trim_end_matches('/').to_lowercase()
}
