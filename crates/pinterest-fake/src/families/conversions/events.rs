//! Conversion events: each is judged alone, and one that came before is not counted again.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::super::ad_accounts::{self, belongs_to};
use crate::call::Call;
use crate::description::description;
use crate::exchange::{Failure, Reply};
use crate::state::Row;

/// The events that were recorded, by ad account, name and id.
pub(super) const TABLE: &str = "conversion_events";

/// How old an event may be, in seconds.
const OLDEST: i64 = 7 * 86_400;

/// How long an event is recognized when it comes again, in seconds.
const MEMORY: i64 = 86_400;

/// The events that are kept at most; beyond half more, the oldest go.
const KEPT: usize = 20_000;

/// The code of a request in which events failed.
const FAILED_IN_PART: i64 = 953;

/// The code of a request that is not valid as a whole.
const INVALID: i64 = 4196;

/// What became of an event: the warnings, or why it failed.
type Outcome = Result<Vec<String>, String>;

pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let is_test = call.query_flag("test") == Some(true);
    let now = call.now.seconds();
    let events = call.body_list("data");
    let mut seen = HashSet::new();
    let mut outcomes = Vec::new();
    for event in &events {
        let mut outcome = judge(event, now);
        if let Ok(warnings) = &mut outcome {
            let key = key(&account, event);
            let is_recorded = call
                .state
                .row(TABLE, &key)
                .is_some_and(|row| is_newer(row, now - MEMORY));
            if !seen.insert(key.clone()) || is_recorded {
                let id = event["event_id"].as_str().unwrap_or_default();
                warnings.push(format!(
                    "event_id {id} was received before and is not counted again"
                ));
            } else if !is_test {
                let row = recorded(&account, event, now);
                call.state.table(TABLE).remove(&key);
                call.state.table(TABLE).insert(key, row);
            }
        }
        outcomes.push(outcome);
    }
    forget_old(call, now);
    if !is_test && outcomes.iter().any(Result::is_ok) {
        super::tags::fired(call, &account);
    }
    respond(call, &outcomes)
}

fn respond(call: &Call<'_>, outcomes: &[Outcome]) -> Result<Reply, Failure> {
    let events: Vec<Value> = outcomes.iter().map(shown).collect();
    let received = outcomes.len();
    let processed = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    let body = json!({
        "num_events_received": received, "num_events_processed": processed, "events": events,
    });
    if processed == received {
        return Ok(call.reply(body));
    }
    let message = match processed {
        0 => "None of the provided events were processed".to_owned(),
        _ => format!("{processed} of {received} provided events were processed"),
    };
    Err(Failure {
        details: Some(body),
        ..Failure::new(422, FAILED_IN_PART, message)
    })
}

fn shown(outcome: &Outcome) -> Value {
    match outcome {
        Ok(warnings) => {
            let warnings = Some(warnings.join("; ")).filter(|text| !text.is_empty());
            json!({"status": "processed", "error_message": null, "warning_message": warnings})
        }
        Err(message) => {
            json!({"status": "failed", "error_message": message, "warning_message": null})
        }
    }
}

fn judge(event: &Value, now: i64) -> Outcome {
    let time = event["event_time"].as_i64().unwrap_or_default();
    if time > now {
        return Err("'event_time' is in the future".to_owned());
    }
    if time < now - OLDEST {
        return Err("'event_time' is older than 7 days".to_owned());
    }
    if event["event_id"].as_str().is_none_or(str::is_empty) {
        return Err("'event_id' must not be empty".to_owned());
    }
    let user = &event["user_data"];
    if !names_a_person(user) {
        return Err(
            "'user_data' must have em, hashed_maids, or client_ip_address with client_user_agent"
                .to_owned(),
        );
    }
    let custom = &event["custom_data"];
    let contents = custom["contents"].as_array().into_iter().flatten();
    let prices = contents.map(|content| ("item_price", &content["item_price"]));
    let amounts = ["value", "predicted_ltv"].map(|name| (name, &custom[name]));
    for (name, amount) in amounts.into_iter().chain(prices) {
        if amount.as_str().is_some_and(|text| !is_decimal(text)) {
            return Err(format!("'{name}' must be text that holds a decimal number"));
        }
    }
    Ok(warnings(event))
}

/// Tells whether somebody can be matched: by email address, by mobile advertising id, or by IP address
/// together with user agent.
fn names_a_person(user: &Value) -> bool {
    let has = |name: &str| match &user[name] {
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => items
            .iter()
            .any(|item| item.as_str().is_some_and(|text| !text.is_empty())),
        _ => false,
    };
    has("em") || has("hashed_maids") || (has("client_ip_address") && has("client_user_agent"))
}

fn is_decimal(text: &str) -> bool {
    let number = text.trim_start_matches('-');
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(whole) && is_digits(fraction)
}

/// What is odd about an event without being wrong.
fn warnings(event: &Value) -> Vec<String> {
    let mut warnings = Vec::new();
    for (component, field) in [
        ("ConversionEventName", "event_name"),
        ("ConversionActionSource", "action_source"),
    ] {
        let schema = description().component(component);
        let known = schema.known_values();
        if known.is_some_and(|known| !known.contains(&event[field])) {
            warnings.push(format!("'{field}' {} is not known", event[field]));
        }
    }
    for name in ["em", "ph", "hashed_maids", "external_id"] {
        let texts = event["user_data"][name].as_array().into_iter().flatten();
        let mut texts = texts.filter_map(Value::as_str);
        if texts.any(|text| !is_hashed(text)) {
            warnings.push(format!(
                "'{name}' has a value that is not hashed with SHA-256"
            ));
        }
    }
    warnings
}

fn is_hashed(text: &str) -> bool {
    let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.len() == 64 && text.bytes().all(is_hex)
}

fn key(account: &str, event: &Value) -> String {
    let text = |name: &str| event[name].as_str().unwrap_or_default();
    format!("{account}/{}/{}", text("event_name"), text("event_id"))
}

/// What is kept of an event: no personal data, but which pieces there were.
fn recorded(account: &str, event: &Value, now: i64) -> Row {
    let custom = &event["custom_data"];
    let fields = [
        ("ad_account_id", json!(account)),
        ("event_name", event["event_name"].clone()),
        ("event_id", event["event_id"].clone()),
        ("event_time", event["event_time"].clone()),
        ("action_source", event["action_source"].clone()),
        ("value", custom["value"].clone()),
        ("currency", custom["currency"].clone()),
        ("_received_at", json!(now)),
        ("_pieces", json!(super::quality::pieces(event))),
    ];
    fields
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect()
}

fn is_newer(row: &Row, than: i64) -> bool {
    row["_received_at"].as_i64().unwrap_or_default() > than
}

/// Keeps the table from growing without end: quality scores look back 14 days.
fn forget_old(call: &mut Call<'_>, now: i64) {
    let table = call.state.table(TABLE);
    let count = table.len();
    if count > KEPT + KEPT / 2 {
        let mut index = 0;
        table.retain(|row| {
            index += 1;
            index > count - KEPT && is_newer(row, now - 14 * 86_400)
        });
    }
}

/// An event that somebody else has attributed to an ad group.
pub(super) fn create_attributed(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let invalid = |message: &str| Failure::new(400, INVALID, message);
    let ad_group = call.body_text("ad_group_id").unwrap_or_default();
    let ad_group = call.state.row("ad_groups", ad_group);
    if ad_group.is_none_or(|row| !belongs_to(row, &account)) {
        return Err(invalid("'ad_group_id' is not found"));
    }
    if call.body["event_timestamp"].as_i64() > Some(call.now.seconds()) {
        return Err(invalid("'event_timestamp' is in the future"));
    }
    let event = call.body_text("event_id").unwrap_or_default();
    let key = format!("{account}/{event}");
    let mut row = call.body.as_object().cloned().unwrap_or_default();
    row.insert("ad_account_id".to_owned(), json!(account));
    let table = call.state.table("msot_events");
    table.insert(key, row);
    if table.len() > KEPT + KEPT / 2 {
        let mut index = 0;
        table.retain(|_| {
            index += 1;
            index > KEPT / 2
        });
    }
    Ok(call.reply(json!({})))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_told_from_other_texts() {
        for text in ["1", "12.50", "0.1", "-3"] {
            assert!(is_decimal(text), "{text}");
        }
        for text in ["", "1,50", "$3", ".5", "1.", "1e3"] {
            assert!(!is_decimal(text), "{text}");
        }
    }

    #[test]
    fn a_person_is_named_by_email_mobile_id_or_address_with_agent() {
        let hash = "a".repeat(64);
        assert!(names_a_person(&json!({"em": [hash]})));
        assert!(names_a_person(&json!({"hashed_maids": [hash]})));
        let both = json!({"client_ip_address": "192.0.2.1", "client_user_agent": "a"});
        assert!(names_a_person(&both));
        assert!(!names_a_person(&json!({"client_ip_address": "192.0.2.1"})));
        assert!(!names_a_person(&json!({"ph": [hash]})));
        assert!(!names_a_person(&json!({"em": []})));
    }
}
