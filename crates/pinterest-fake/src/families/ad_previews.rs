//! Previews of the ads of ad groups. An ad group has at most one; a new one replaces it.

use serde_json::{Value, json};

use super::ad_accounts::{belongs_to, require};
use super::{ad_groups, ads, entities, product_group_promotions};
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("campaign_ad_preview/create", create),
    ("campaign_ad_preview/read", read),
    ("campaign_ad_preview/delete", delete),
];

/// Previews by the id of their ad group.
const TABLE: &str = "ad_previews";
const SCHEMA: &str = "CampaignAdPreview";

/// How long a preview can be opened, in seconds: as long as one of a single ad.
const LIFE: i64 = 7 * 86_400;

/// The new previews stand alone in the list, failures in the field `data` of an entry.
fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let mut outcomes = Vec::new();
    for given in call.body_list("") {
        let ad_group = given["ad_group_id"].as_str().unwrap_or_default();
        outcomes.push(match create_one(call, &ad_account, ad_group) {
            Ok(row) => Value::Object(row),
            Err(failure) => json!({"data": {"exceptions": failure.to_value()}}),
        });
    }
    Ok(Reply::json(201, Value::Array(outcomes)))
}

fn create_one(call: &mut Call<'_>, ad_account: &str, ad_group: &str) -> Result<Row, Failure> {
    entities::existing(
        call.state,
        ad_groups::TABLE,
        "Ad group",
        ad_account,
        ad_group,
    )?;
    let ad = part(call.state, ads::TABLE, ad_group);
    let promotion = part(call.state, product_group_promotions::TABLE, ad_group);
    let uuid = uuid(call.state);
    let mut given = json!({
        "ad_account_id": ad_account, "ad_group_id": ad_group,
        "user_id": number(&call.caller.account), "client_id": number(&call.caller.app),
        "url": format!("https://www.pinterest.example/ad-previews/{uuid}"), "uuid": uuid,
        "expires_at": call.now.seconds() + LIFE, "is_active": true,
    });
    if let Some(ad) = ad {
        given["pin_id"] = json!(number(text(&ad, "pin_id")));
        given["pin_promotion_id"] = json!(number(text(&ad, "id")));
    }
    if let Some(promotion) = promotion {
        given["promoted_product_group_id"] = json!(number(text(&promotion, "id")));
    }
    let row = call.state.new_row(SCHEMA, given);
    call.state.table(TABLE).insert(ad_group, row.clone());
    Ok(row)
}

/// What is previewed of an ad group: the first of its rows in a table.
fn part(state: &State, table: &str, ad_group: &str) -> Option<Row> {
    let mut rows = state.rows(table).map(|(_, row)| row);
    rows.find(|row| text(row, "ad_group_id") == ad_group)
        .cloned()
}

/// An id as previews have it.
fn number(id: &str) -> i64 {
    id.parse().unwrap_or_default()
}

fn uuid(state: &mut State) -> String {
    let random = &mut state.random;
    let (start, end) = (random.u32(..), random.u64(..1 << 48));
    let [second, third, fourth] = [(); 3].map(|()| random.u16(..1 << 12));
    format!("{start:08x}-0{second:03x}-4{third:03x}-8{fourth:03x}-{end:012x}")
}

fn read(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let now = call.now.seconds();
    let ids = call.query_texts("ad_group_ids");
    let found = ids.iter().filter_map(|id| call.state.row(TABLE, id));
    let found = found.filter(|row| belongs_to(row, &ad_account));
    let previews: Vec<Row> = found
        .map(|row| {
            let mut row = row.clone();
            let expires_at = row.get("expires_at").and_then(Value::as_i64);
            let is_active = expires_at.is_some_and(|at| now < at);
            row.insert("is_active".to_owned(), json!(is_active));
            row
        })
        .collect();
    Ok(call.reply(json!(previews)))
}

fn delete(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let mut outcomes = Vec::new();
    for id in call.query_texts("ad_group_ids") {
        let found = entities::existing(call.state, TABLE, "Ad preview", &ad_account, &id);
        let status = match found {
            Ok(_) => {
                call.state.table(TABLE).remove(&id);
                json!({"statusCode": 204})
            }
            Err(failure) => failure.to_value(),
        };
        outcomes.push(json!({"status": status}));
    }
    Ok(call.reply(outcomes))
}
