//! Event quality scores: how much of what makes events useful the recorded ones had.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::super::ad_accounts::{self, belongs_to};
use super::events;
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::state::{Row, text};

/// Components of a score with where events have them.
const COMPONENTS: [(&str, &str); 11] = [
    ("advertiser_external_id", "/user_data/external_id"),
    ("click_id_epik", "/user_data/click_id"),
    ("external_event_id", "/event_id"),
    ("hashed_email", "/user_data/em"),
    ("hashed_maid", "/user_data/hashed_maids"),
    ("ip_address", "/user_data/client_ip_address"),
    ("order_id", "/custom_data/order_id"),
    ("order_value", "/custom_data/value"),
    ("product_id", "/custom_data/content_ids"),
    ("source_url", "/event_source_url"),
    ("user_agent", "/user_data/client_user_agent"),
];

/// Returns the components that an event has.
pub(super) fn pieces(event: &Value) -> Vec<&'static str> {
    let has = |pointer: &str| match event.pointer(pointer) {
        None | Some(Value::Null) => false,
        Some(Value::Array(items)) => !items.is_empty(),
        Some(_) => true,
    };
    let found = COMPONENTS.iter().filter(|(_, pointer)| has(pointer));
    found.map(|(name, _)| *name).collect()
}

pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let period = call.query_text("lookback_period").unwrap_or("1d");
    let days = if period == "14d" { 14 } else { 1 };
    let since = call.now.seconds() - days * 86_400;
    let source = call.query_text("ingestion_source");
    let platform = call.query_text("source_platform");
    let mut by_platform: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    // All events of the fake come by its API.
    if source.is_none_or(|source| source == "CONVERSIONS_API") {
        for (_, row) in call.state.rows(events::TABLE) {
            let name = platform_of(row);
            let is_recent = row["_received_at"].as_i64() > Some(since);
            if is_recent && belongs_to(row, &account) && platform.is_none_or(|p| p == name) {
                by_platform.entry(name).or_default().push(row);
            }
        }
    }
    let scores: Vec<Value> = by_platform
        .into_iter()
        .map(|(platform, rows)| {
            let (components, coverage) = score(&rows);
            let status = match coverage {
                ..0.3 => "NEEDS_IMPROVEMENT",
                0.3..0.6 => "FAIR",
                _ => "GOOD",
            };
            json!({
                "overall_status": status, "quality_components": components,
                "ingestion_source": "CONVERSIONS_API", "source_platform": platform,
                "lookback_period": period,
            })
        })
        .collect();
    Ok(call.reply(scores))
}

fn platform_of(event: &Row) -> &'static str {
    match text(event, "action_source") {
        "app_android" => "MOBILE_ANDROID",
        "app_ios" => "MOBILE_IOS",
        "offline" => "OFFLINE",
        _ => "WEB",
    }
}

/// The components by event name, and the mean of all.
fn score(events: &[&Row]) -> (Map<String, Value>, f64) {
    let mut by_name: BTreeMap<&str, Vec<&&Row>> = BTreeMap::new();
    for event in events {
        by_name
            .entry(text(event, "event_name"))
            .or_default()
            .push(event);
    }
    let mut components = Map::new();
    let mut coverages = Vec::new();
    for (component, _) in COMPONENTS {
        let mut of_component = Map::new();
        for (name, events) in &by_name {
            let has = |event: &&&&Row| {
                let pieces = event["_pieces"].as_array().into_iter().flatten();
                pieces.into_iter().any(|piece| piece == component)
            };
            let coverage = events.iter().filter(has).count() as f64 / events.len() as f64;
            coverages.push(coverage);
            of_component.insert(
                (*name).to_owned(),
                json!({"coverage": coverage, "issues": []}),
            );
        }
        components.insert(component.to_owned(), Value::Object(of_component));
    }
    let count = coverages.len().max(1) as f64;
    (components, coverages.iter().sum::<f64>() / count)
}
