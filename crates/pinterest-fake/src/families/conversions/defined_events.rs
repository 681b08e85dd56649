//! Events that advertisers define themselves.

use serde_json::{Value, json};

use super::super::ad_accounts::{self, belongs_to};
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State};

const TABLE: &str = "advertiser_defined_events";

pub(super) fn seed(state: &mut State) {
    for account in super::ad_accounts(state) {
        let event = json!({"name": "Sample ordered", "mapped_conversion_type": "LEAD"});
        insert(state, &account, "Sample ordered", &event);
    }
}

pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let rows = call.state.rows(TABLE).map(|(_, row)| row);
    let rows: Vec<&Row> = rows.filter(|row| belongs_to(row, &account)).collect();
    Ok(call.reply(json!({"items": rows})))
}

pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    each(call, |state, account, name, event| {
        if state.row(TABLE, &key(account, name)).is_some() {
            return Err("an event of this name exists already");
        }
        insert(state, account, name, event);
        Ok(())
    })
}

pub(super) fn update(call: &mut Call<'_>) -> Result<Reply, Failure> {
    each(call, |state, account, name, event| {
        if state.row(TABLE, &key(account, name)).is_none() {
            return Err("there is no event of this name");
        }
        insert(state, account, name, event);
        Ok(())
    })
}

pub(super) fn delete(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let names = call.query_texts("event_names");
    let results: Vec<Value> = names
        .iter()
        .map(
            |name| match call.state.table(TABLE).remove(&key(&account, name)) {
                Some(_) => result(name, Ok(())),
                None => result(name, Err("there is no event of this name")),
            },
        )
        .collect();
    Ok(call.reply(json!({"items": results})))
}

fn each(
    call: &mut Call<'_>,
    mut act: impl FnMut(&mut State, &str, &str, &Value) -> Result<(), &'static str>,
) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let mut results = Vec::new();
    for event in call.body_list("items") {
        let name = event["name"].as_str().unwrap_or_default();
        results.push(result(name, act(call.state, &account, name, &event)));
    }
    Ok(call.reply(json!({"items": results})))
}

fn result(name: &str, outcome: Result<(), &str>) -> Value {
    match outcome {
        Ok(()) => json!({"name": name, "status": "SUCCESS", "exceptions": []}),
        Err(message) => json!({"name": name, "status": "FAILURE", "exceptions": [message]}),
    }
}

fn insert(state: &mut State, account: &str, name: &str, event: &Value) {
    let mut row = state.new_row("AdvertiserDefinedEvent", event.clone());
    row.insert("_ad_account".to_owned(), json!(account));
    state.table(TABLE).insert(key(account, name), row);
}

fn key(account: &str, name: &str) -> String {
    format!("{account}/{name}")
}
