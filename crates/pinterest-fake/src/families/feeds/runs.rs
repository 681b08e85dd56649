//! Runs over feeds: what they count, and the issues of single items.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{TABLE as FEEDS, of_path};
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::families::businesses::{field, object};
use crate::families::catalogs::{approved, owner, queue, time};
use crate::families::items::{self, checks, seed};
use crate::state::{Row, State, text};

/// Runs by id; `_feed` is theirs, `_issues` what they have found about items.
pub(in crate::families) const TABLE: &str = "feed_processing_results";

/// How long a run takes, in milliseconds.
const RUN_TIME: i64 = 30_000;

/// How many items the first run over a feed brings.
const FIRST_ITEMS: usize = 20;

/// How many items are listed for an issue.
const MAX_LISTED: usize = 20;

pub(super) fn ingest(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let (owner, _) = of_path(call)?;
    approved(call, &owner)?;
    let feed = call.path("feed_id");
    let started_at = call.now.milliseconds();
    let id = start(call.state, &feed, started_at);
    queue(call.state, "feed", &id, started_at + RUN_TIME);
    Ok(call.reply(json!({
        "id": id, "feed_id": feed, "status": "PROCESSING", "created_at": time(started_at),
    })))
}

/// Adds a run that is not finished yet.
pub(in crate::families) fn start(state: &mut State, feed: &str, at: i64) -> String {
    let id = state.new_id();
    let row = object(json!({
        "id": id, "status": "PROCESSING", "created_at": time(at), "updated_at": time(at),
        "product_counts": null, "_feed": feed, "_issues": [],
        "ingestion_details": {"errors": {}, "info": {}, "warnings": {}},
        "validation_details": {"errors": {}, "warnings": {}},
    }));
    state.table(TABLE).insert(id.clone(), row);
    id
}

/// Ends a run: it checks every item of the feed.
pub(in crate::families) fn finish(state: &mut State, id: &str, at: i64) {
    let feed = state
        .row(TABLE, id)
        .map(|row| text(row, "_feed").to_owned());
    let feed = feed.and_then(|feed| state.row(FEEDS, &feed).cloned());
    let Some(feed) = feed else {
        return;
    };
    let is_active = text(&feed, "status") == "ACTIVE";
    if is_active && items_of(state, &feed).next().is_none() {
        seed::add_from_feed(state, &feed, FIRST_ITEMS, at);
    }
    let outcome = match is_active {
        true => outcome(items_of(state, &feed)),
        false => json!({
            "status": "FAILED",
            "validation_details": {"errors": {"FETCH_INACTIVE_FEED_ERROR": 1}, "warnings": {}},
        }),
    };
    if let Some(row) = state.table(TABLE).get_mut(id) {
        row.extend(object(outcome));
        row.insert("updated_at".to_owned(), json!(time(at)));
    }
}

fn items_of<'s>(state: &'s State, feed: &Row) -> impl Iterator<Item = &'s Row> {
    let id = field(feed, "id").clone();
    let rows = state.rows(items::TABLE).map(|(_, row)| row);
    rows.filter(move |row| field(row, "_feed") == &id)
}

fn outcome<'s>(items: impl Iterator<Item = &'s Row>) -> Value {
    let (mut errors, mut warnings) = (BTreeMap::new(), BTreeMap::new());
    let mut info: BTreeMap<String, u64> = BTreeMap::new();
    let mut issues = Vec::new();
    let (mut original, mut ingested) = (0, 0);
    for (number, item) in items.enumerate() {
        original += 1;
        let attributes = field(item, "attributes");
        let found = checks::item(text(item, "catalog_type"), attributes);
        if found.errors.is_empty() {
            ingested += 1;
            let availability = attributes["availability"].as_str().unwrap_or_default();
            let key = availability.to_uppercase().replace(' ', "_");
            if !key.is_empty() {
                *info.entry(key).or_default() += 1;
            }
        }
        if found.errors.is_empty() && found.warnings.is_empty() {
            continue;
        }
        let mut issue = json!({
            "item_number": number, "item_id": field(item, "item_id"), "errors": {},
            "warnings": {},
        });
        for (list, counts, side) in [
            (&found.errors, &mut errors, "errors"),
            (&found.warnings, &mut warnings, "warnings"),
        ] {
            for problem in list {
                *counts.entry(problem.label).or_insert(0_u64) += 1;
                issue[side][problem.label] = problem.details(attributes);
            }
        }
        issues.push(issue);
    }
    json!({
        "status": "COMPLETED",
        "product_counts": {"original": original, "ingested": ingested},
        "ingestion_details": {"errors": {}, "info": info, "warnings": {}},
        "validation_details": {"errors": errors, "warnings": warnings},
        "_issues": issues,
    })
}

pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    of_path(call)?;
    let feed = call.path("feed_id");
    let rows = call.state.rows(TABLE).rev();
    let rows: Vec<Value> = rows
        .filter(|(_, row)| text(row, "_feed") == feed)
        .map(|(_, row)| Value::Object(row.clone()))
        .collect();
    call.page(rows)
}

/// The run of that id, if the owner has its feed.
pub(in crate::families) fn require(state: &State, owner: &str, id: &str) -> Result<Row, Failure> {
    let row = state.row(TABLE, id);
    let row = row.filter(|row| super::require(state, owner, text(row, "_feed")).is_ok());
    row.cloned()
        .ok_or_else(|| Failure::not_found(4184, "Sorry! We could not find your processing result."))
}

pub(super) fn issues(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let owner = owner(call)?;
    let run = require(call.state, &owner, &call.path("processing_result_id"))?;
    let numbers = call.query.get("item_numbers").and_then(Value::as_array);
    let issue = call.query_text("item_validation_issue");
    let mut listed: BTreeMap<String, usize> = BTreeMap::new();
    let found = field(&run, "_issues").as_array().into_iter().flatten();
    let found = found.filter(|entry| {
        let mut labels = ["errors", "warnings"].into_iter();
        let has = |label: &str| {
            let mut sides = ["errors", "warnings"].into_iter();
            sides.any(|side| entry[side].get(label).is_some())
        };
        if let Some(numbers) = numbers {
            return numbers.contains(&entry["item_number"]);
        }
        if let Some(label) = issue {
            return has(label);
        }
        // Each code comes with a number of items; an item is listed as long as one wants it.
        labels.any(|side| {
            let codes = entry[side].as_object().into_iter().flatten();
            codes.fold(false, |is_wanted, (code, _)| {
                let count = listed.entry(code.clone()).or_default();
                *count += 1;
                is_wanted || *count <= MAX_LISTED
            })
        })
    });
    let found: Vec<Value> = found.cloned().collect();
    call.page(found)
}
