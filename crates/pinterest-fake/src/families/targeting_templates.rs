//! Targeting templates, and customer segments, which work alike.

use serde_json::{Value, json};

use super::ad_accounts::require;
use super::{analytics, entities};
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("targeting_template/list", list_templates),
    ("targeting_template/create", create_template),
    ("targeting_template/update", update_template),
    ("customer_segment/list", list_segments),
    ("customer_segment/create", create_segment),
    ("customer_segment/update", update_segment),
];

/// What is kept in which table.
#[derive(Clone, Copy, Debug)]
struct Kind {
    table: &'static str,
    schema: &'static str,
    noun: &'static str,
}

const TEMPLATES: Kind = Kind {
    table: "targeting_templates",
    schema: "TargetingTemplate",
    noun: "Targeting template",
};

const SEGMENTS: Kind = Kind {
    table: "customer_segments",
    schema: "CustomerSegment",
    noun: "Customer segment",
};

const SEEDED: [(&str, &str); 2] = [
    ("Women who cook", "female"),
    ("Everyone at home", "unknown"),
];

pub(super) fn seed(state: &mut State) {
    let now = state.clock.now().plus_seconds(-60 * 86_400).seconds();
    let ad_accounts: Vec<String> = state
        .rows("ad_accounts")
        .map(|(id, _)| id.clone())
        .collect();
    for ad_account in ad_accounts {
        for (name, gender) in SEEDED {
            let given = json!({
                "name": name, "targeting_attributes": {"GENDER": [gender], "LOCATION": ["US"]},
                "keywords": [{"match_type": "BROAD", "value": "linen"}],
            });
            insert(state, TEMPLATES, given, &ad_account, now);
        }
        let audiences = state.rows("audiences");
        let audiences: Vec<String> = audiences
            .filter(|(_, row)| text(row, "ad_account_id") == ad_account)
            .map(|(id, _)| id.clone())
            .take(2)
            .collect();
        let given = json!({"name": "Close to buying", "audience_ids": audiences});
        insert(state, SEGMENTS, given, &ad_account, now);
    }
}

fn insert(state: &mut State, kind: Kind, mut given: Value, ad_account: &str, now: i64) -> Row {
    let id = state.new_id();
    given["id"] = json!(id);
    given["ad_account_id"] = json!(ad_account);
    given["status"] = json!("ACTIVE");
    given["created_time"] = json!(now);
    given["updated_time"] = json!(now);
    if kind.table == TEMPLATES.table {
        entities::default(
            &mut given,
            json!({
                "auto_targeting_enabled": true, "placement_group": "ALL", "keywords": [],
                "tracking_urls": null, "valid": true, "sizing": null,
            }),
        );
    }
    let row = state.new_row(kind.schema, given);
    state.table(kind.table).insert(id, row.clone());
    row
}

fn list_templates(call: &mut Call<'_>) -> Result<Reply, Failure> {
    list(call, TEMPLATES)
}

fn list_segments(call: &mut Call<'_>) -> Result<Reply, Failure> {
    list(call, SEGMENTS)
}

/// Those that were not removed, by what their name contains.
fn list(call: &mut Call<'_>, kind: Kind) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let query = call.query_text("search_query").unwrap_or_default();
    let query = query.to_lowercase();
    let has_sizing =
        call.query_flag("include_sizing") == Some(true) && kind.table == TEMPLATES.table;
    let mut rows = entities::select(call, kind.table, &ad_account, |row| {
        text(row, "status") == "ACTIVE" && text(row, "name").to_lowercase().contains(&query)
    });
    if has_sizing {
        rows.iter_mut().for_each(size);
    }
    entities::page(call, rows)
}

fn size(row: &mut Row) {
    let estimate = 100_000 + analytics::hash(&text(row, "id")) % 5_000_000;
    let reach = json!({"reach_estimate": {
        "estimate": estimate, "lower_bound": estimate * 9 / 10, "upper_bound": estimate * 11 / 10,
    }});
    row.insert("sizing".to_owned(), reach);
}

fn create_template(call: &mut Call<'_>) -> Result<Reply, Failure> {
    create(call, TEMPLATES)
}

fn create_segment(call: &mut Call<'_>) -> Result<Reply, Failure> {
    create(call, SEGMENTS)
}

fn create(call: &mut Call<'_>, kind: Kind) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    require_audiences(call, &ad_account)?;
    let given = call.body.clone();
    let now = call.now.seconds();
    let row = insert(call.state, kind, given, &ad_account, now);
    Ok(call.reply(row))
}

fn update_template(call: &mut Call<'_>) -> Result<Reply, Failure> {
    update(call, TEMPLATES)
}

fn update_segment(call: &mut Call<'_>) -> Result<Reply, Failure> {
    update(call, SEGMENTS)
}

/// Changes it, or marks it as removed; the response has no body.
fn update(call: &mut Call<'_>, kind: Kind) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let id = call.body_text("id").unwrap_or_default().to_owned();
    let mut row = entities::existing(call.state, kind.table, kind.noun, &ad_account, &id)?;
    if text(&row, "status") == "DELETED" {
        return Err(Failure::not_found(2, format!("{} not found.", kind.noun)));
    }
    match call.body_text("operation_type") {
        Some("REMOVE") => drop(row.insert("status".to_owned(), json!("DELETED"))),
        _ => {
            require_audiences(call, &ad_account)?;
            row = call.state.update_row(kind.schema, row, &call.body);
        }
    }
    row.insert("updated_time".to_owned(), json!(call.now.seconds()));
    call.state.table(kind.table).insert(id, row);
    Ok(Reply::empty(200))
}

fn require_audiences(call: &Call<'_>, ad_account: &str) -> Result<(), Failure> {
    for id in call.body_list("audience_ids") {
        let id = id.as_str().unwrap_or_default();
        entities::existing(call.state, "audiences", "Audience", ad_account, id)?;
    }
    Ok(())
}
