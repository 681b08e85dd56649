//! Reports about issues and items. The first request of a day determines what later ones with the
//! same parameters get.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Value, json};

use super::{exists, oldest, owner, require};
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::families::businesses::{field, object};
use crate::families::feeds::{self, runs};
use crate::families::items;
use crate::families::product_groups::{self, Scope, filters};
use crate::state::{File, Row, State, text};

/// Reports by token.
const TABLE: &str = "catalog_reports";

/// How long a report is prepared, and how long its link is good, in milliseconds.
const REPORT_TIME: i64 = 5_000;
const LINK_TIME: i64 = 300_000;

/// How long a token is good, in milliseconds.
const TOKEN_TIME: i64 = 86_400_000;

pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let owner = owner(call)?;
    exists(call.state, &owner)?;
    let mut hasher = DefaultHasher::new();
    (&owner, call.now.date().to_string(), call.body.to_string()).hash(&mut hasher);
    let token = format!("{:016x}", hasher.finish());
    if call.state.row(TABLE, &token).is_none() {
        let (kind, report) = (
            call.body["catalog_type"].clone(),
            call.body["report"].clone(),
        );
        let kind = kind.as_str().unwrap_or_default();
        let text = content(call.state, &owner, kind, &report)?;
        let at = call.now.milliseconds();
        let file = File {
            content_type: "text/csv".to_owned(),
            bytes: text.into(),
            expires_at: Some(at),
            upload_for: None,
        };
        call.state.files.insert(path(&token), file);
        let row = json!({"token": token, "_owner": owner, "_at": at});
        call.state.table(TABLE).insert(token.clone(), object(row));
    }
    Ok(call.reply(json!({"token": token})))
}

fn path(token: &str) -> String {
    format!("catalog_reports/{token}.csv")
}

pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let owner = owner(call)?;
    exists(call.state, &owner)?;
    let token = call.query_text("token").unwrap_or_default().to_owned();
    let now = call.now.milliseconds();
    let created_at = |row: &Row| row.get("_at").and_then(Value::as_i64).unwrap_or(0);
    let row = call.state.row(TABLE, &token);
    let row = row.filter(|row| text(row, "_owner") == owner && now - created_at(row) < TOKEN_TIME);
    let row = row.ok_or_else(|| {
        Failure::new(
            400,
            1104,
            "The token you provided is not valid or has expired.",
        )
    })?;
    if now - created_at(row) < REPORT_TIME {
        return Ok(call.reply(json!({
            "report_status": "IN_PROGRESS", "url": null, "size": null,
        })));
    }
    let url = format!("{}/{}", call.state.transfer_url, path(&token));
    let mut size = 0;
    if let Some(file) = call.state.files.get_mut(&path(&token)) {
        file.expires_at = Some(now + LINK_TIME);
        size = file.bytes.len();
    }
    Ok(call.reply(json!({"report_status": "FINISHED", "url": url, "size": size})))
}

/// The catalog of a report, which may be left out.
fn catalog_of(state: &State, owner: &str, kind: &str, report: &Value) -> Result<String, Failure> {
    match report["catalog_id"].as_str() {
        Some(id) => require(state, owner, id).map(|_| id.to_owned()),
        None => Ok(oldest(state, owner, kind).unwrap_or_default()),
    }
}

/// The run of a report: the given one, or the latest of the feed that is completed.
fn run_of(state: &State, owner: &str, report: &Value) -> Result<Option<Row>, Failure> {
    let feed = report["feed_id"].as_str().unwrap_or_default();
    feeds::require(state, owner, feed)?;
    if let Some(id) = report["processing_result_id"].as_str() {
        return runs::require(state, owner, id).map(Some);
    }
    let mut runs = state.rows(runs::TABLE).rev().map(|(_, row)| row);
    let latest = runs.find(|row| text(row, "_feed") == feed && text(row, "status") == "COMPLETED");
    Ok(latest.cloned())
}

fn content(state: &State, owner: &str, kind: &str, report: &Value) -> Result<String, Failure> {
    match report["report_type"].as_str() {
        Some("FEED_INGESTION_ISSUES") => {
            let run = run_of(state, owner, report)?.unwrap_or_default();
            let mut text = "item_number,item_id,severity,issue,attribute,value\n".to_owned();
            for issue in field(&run, "_issues").as_array().into_iter().flatten() {
                for (side, severity) in [("errors", "ERROR"), ("warnings", "WARN")] {
                    for (label, details) in issue[side].as_object().into_iter().flatten() {
                        text.push_str(&line(&[
                            &issue["item_number"],
                            &issue["item_id"],
                            &json!(severity),
                            &json!(label),
                            &details["attribute_name"],
                            &details["provided_value"],
                        ]));
                    }
                }
            }
            Ok(text)
        }
        Some("ALL_ITEMS") => {
            let group = match report["product_group_id"].as_str() {
                Some(id) => Some(product_groups::require(state, owner, id)?),
                None => None,
            };
            let scope = Scope {
                catalog: Some(catalog_of(state, owner, kind, report)?),
                ..Scope::default()
            };
            let mut text = "item_id,title,price,availability,link\n".to_owned();
            let items = scope.items(state).filter(|item| {
                let filters = group.as_ref().map(|group| field(group, "filters"));
                filters.is_none_or(|filters| filters::hold(state, filters, item, 0))
            });
            for item in items {
                let attributes = field(item, "attributes");
                text.push_str(&line(&[
                    field(item, "item_id"),
                    &attributes["title"],
                    &attributes["price"],
                    &attributes["availability"],
                    &attributes["link"],
                ]));
            }
            Ok(text)
        }
        _ => {
            let catalog = catalog_of(state, owner, kind, report)?;
            let mut text = "item_id,code,code_label,message\n".to_owned();
            for item in not_distributed(state, &catalog) {
                let id = field(item, items::kind(kind).id);
                let [code, label, message] = DISTRIBUTION_ISSUE;
                text.push_str(&line(&[id, &json!(code), &json!(label), &json!(message)]));
            }
            Ok(text)
        }
    }
}

/// Code, label and message of what keeps items from being distributed.
const DISTRIBUTION_ISSUE: [&str; 3] = ["201", "OUT_OF_STOCK", "The item is out of stock."];

fn not_distributed<'s>(state: &'s State, catalog: &str) -> impl Iterator<Item = &'s Row> {
    let catalog = catalog.to_owned();
    let rows = state.rows(items::TABLE).map(|(_, row)| row);
    rows.filter(move |row| {
        text(row, "_catalog") == catalog
            && field(row, "attributes")["availability"] == "out of stock"
    })
}

/// A line of comma-separated values.
fn line(values: &[&Value]) -> String {
    let values = values.iter().map(|value| match value {
        Value::Null => String::new(),
        Value::String(text) if text.contains([',', '"', '\n']) => {
            format!("\"{}\"", text.replace('"', "\"\""))
        }
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    values.collect::<Vec<_>>().join(",") + "\n"
}

pub(super) fn stats(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let owner = owner(call)?;
    exists(call.state, &owner)?;
    let query = call.query.get("parameters").cloned().unwrap_or_default();
    let (kind, report) = (query["catalog_type"].as_str(), &query["report"]);
    let kind = kind.unwrap_or_default();
    if report["report_type"] == "FEED_INGESTION_ISSUES" {
        let run = run_of(call.state, &owner, report)?.unwrap_or_default();
        let feed = call.state.row(feeds::TABLE, text(&run, "_feed"));
        let catalog = feed.map(|feed| field(feed, "_catalog").clone());
        return call.page(ingestion_stats(&run, &json!(catalog)));
    }
    let catalog = catalog_of(call.state, &owner, kind, report)?;
    let occurrences = not_distributed(call.state, &catalog).count();
    let [code, label, message] = DISTRIBUTION_ISSUE;
    let entry = json!({
        "report_type": "DISTRIBUTION_ISSUES", "catalog_id": catalog,
        "code": code.parse::<u32>().unwrap_or_default(), "code_label": label,
        "message": message, "ineligible_for_ads": true, "ineligible_for_organic": false,
        "occurrences": occurrences,
    });
    call.page([entry].into_iter().filter(|_| occurrences > 0))
}

fn ingestion_stats(run: &Row, catalog: &Value) -> Vec<Value> {
    let mut counts: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for issue in field(run, "_issues").as_array().into_iter().flatten() {
        for (side, severity) in [("errors", "ERROR"), ("warnings", "WARN")] {
            for (label, _) in issue[side].as_object().into_iter().flatten() {
                *counts.entry((severity, label)).or_default() += 1;
            }
        }
    }
    let stats = counts.into_iter().map(|((severity, label), occurrences)| {
        let (code, message) = items::checks::explained(label);
        let mut entry = json!({
            "report_type": "FEED_INGESTION_ISSUES", "severity": severity, "code": code,
            "code_label": label, "message": message, "occurrences": occurrences,
        });
        if catalog.is_string() {
            entry["catalog_id"] = catalog.clone();
        }
        entry
    });
    stats.collect()
}
