//! Keywords of ad accounts, campaigns and ad groups.

use serde_json::{Value, json};

use super::ad_accounts::require;
use super::{ad_groups, analytics, campaigns, entities};
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("keywords/get", list),
    ("keywords/create", create),
    ("keywords/update", update),
    ("country_keywords_metrics/get", metrics),
];

pub(super) const TABLE: &str = "keywords";
const SCHEMA: &str = "Keyword";

const SEEDED: [(&str, &str); 4] = [
    ("linen bedding", "BROAD"),
    ("oak dining table", "PHRASE"),
    ("washed linen", "EXACT"),
    ("free", "EXACT_NEGATIVE"),
];

/// The volumes of searches that the service tells apart.
const VOLUMES: [&str; 6] = ["<1K", "1K-10K", "10K-100K", "100K-500K", "500K-1M", "5M+"];

pub(super) fn seed(state: &mut State) {
    let ad_groups: Vec<Row> = state
        .rows(ad_groups::TABLE)
        .map(|(_, row)| row.clone())
        .collect();
    for ad_group in ad_groups {
        for (value, match_type) in SEEDED {
            let id = state.new_id();
            let bid = match match_type {
                "EXACT_NEGATIVE" => Value::Null,
                _ => json!(state.random.i64(20..200) * 10_000),
            };
            let ad_account = text(&ad_group, "ad_account_id");
            let keyword = json!({"value": value, "match_type": match_type, "bid": bid});
            let parent = text(&ad_group, "id");
            let row = new_keyword(state, keyword, &id, parent, "adgroup", ad_account);
            state.table(TABLE).insert(id, row);
        }
    }
}

fn new_keyword(
    state: &mut State,
    mut keyword: Value,
    id: &str,
    parent: &str,
    parent_type: &str,
    ad_account: &str,
) -> Row {
    entities::default(
        &mut keyword,
        json!({
            "id": id, "parent_id": parent, "parent_type": parent_type, "archived": false,
            "bid": null, "type": "keyword", "_ad_account": ad_account,
        }),
    );
    state.new_row(SCHEMA, keyword)
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let mut parents: Vec<String> = ["campaign_id", "ad_group_id", "ad_group_ids"]
        .iter()
        .flat_map(|name| call.query_texts(name))
        .collect();
    if parents.is_empty() {
        parents.push(ad_account.clone());
    }
    let match_types = call.query_texts("match_types");
    let rows = entities::select(call, TABLE, &ad_account, |row| {
        entities::is_among(row, "parent_id", &parents)
            && entities::is_among(row, "match_type", &match_types)
            && !entities::is_true(row, "archived")
    });
    entities::page(call, rows)
}

fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let parent = call.body_text("parent_id").unwrap_or_default().to_owned();
    let parent_type = type_of_parent(call.state, &ad_account, &parent);
    let (mut keywords, mut errors) = (Vec::new(), Vec::new());
    for given in call.body_list("keywords") {
        match parent_type.and_then(|kind| check(&given, kind).map(|()| kind)) {
            Ok(kind) => {
                let id = call.state.new_id();
                let row = new_keyword(call.state, given, &id, &parent, kind, &ad_account);
                call.state.table(TABLE).insert(id, row.clone());
                keywords.push(row);
            }
            Err(message) => errors.push(error(given, message)),
        }
    }
    Ok(call.reply(json!({"keywords": keywords, "errors": errors})))
}

fn type_of_parent(
    state: &State,
    ad_account: &str,
    parent: &str,
) -> Result<&'static str, &'static str> {
    if parent == ad_account {
        return Ok("advertiser");
    }
    let kinds = [
        (campaigns::TABLE, "campaign"),
        (ad_groups::TABLE, "adgroup"),
    ];
    let found = kinds
        .into_iter()
        .find(|(table, _)| entities::find(state, table, ad_account, parent).is_some());
    found
        .map(|(_, kind)| kind)
        .ok_or("'parent_id' is no ad account, campaign or ad group")
}

fn check(keyword: &Value, kind_of_parent: &str) -> Result<(), &'static str> {
    let match_type = keyword["match_type"].as_str().unwrap_or_default();
    let value = keyword["value"].as_str().unwrap_or_default();
    if kind_of_parent != "adgroup" && !match_type.ends_with("_NEGATIVE") {
        return Err("ad accounts and campaigns can only have negative keywords");
    }
    match value.trim().is_empty() {
        true => Err("'value' must not be empty"),
        false => Ok(()),
    }
}

fn error(data: Value, message: &str) -> Value {
    json!({"data": data, "error_messages": [message]})
}

fn update(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let (mut keywords, mut errors) = (Vec::new(), Vec::new());
    for given in call.body_list("keywords") {
        let id = given["id"].as_str().unwrap_or_default();
        let Some(row) = entities::find(call.state, TABLE, &ad_account, id) else {
            errors.push(error(given, "Keyword not found."));
            continue;
        };
        let row = row.clone();
        let row = call.state.update_row(SCHEMA, row, &given);
        call.state.table(TABLE).insert(id, row.clone());
        keywords.push(row);
    }
    Ok(call.reply(json!({"keywords": keywords, "errors": errors})))
}

/// The same keyword has the same volume in the same country.
fn metrics(call: &mut Call<'_>) -> Result<Reply, Failure> {
    require(call)?;
    let country = call
        .query_text("country_code")
        .unwrap_or_default()
        .to_owned();
    let data: Vec<Value> = call
        .query_texts("keywords")
        .iter()
        .map(|keyword| {
            let index = analytics::hash(&(&country, keyword)) as usize % VOLUMES.len();
            json!({"keyword": keyword, "metrics": {"keyword_query_volume": VOLUMES[index]}})
        })
        .collect();
    Ok(call.reply(json!({"data": data})))
}
