//! Product groups that ad groups promote.

use serde_json::{Value, json};

use super::ad_accounts::require;
use super::{ad_groups, campaigns, entities};
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("product_group_promotions/list", list),
    ("product_group_promotions/create", create),
    ("product_group_promotions/update", update),
    ("product_group_promotions/get", get),
];

pub(super) const TABLE: &str = "product_group_promotions";
const SCHEMA: &str = "ProductGroupPromotion";
const NOUN: &str = "Product group promotion";
const PRODUCT_GROUPS: &str = "product_groups";

/// How many of the product groups are promoted.
const SEEDED: usize = 2;

pub(super) fn seed(state: &mut State) {
    let sells_catalog = |ad_group: &&Row| {
        let campaign = state.row(campaigns::TABLE, text(ad_group, "campaign_id"));
        campaign.is_some_and(|row| text(row, "objective_type") == "CATALOG_SALES")
            && text(ad_group, "status") == "ACTIVE"
    };
    let ad_groups = state.rows(ad_groups::TABLE).map(|(_, row)| row);
    let ad_groups: Vec<Row> = ad_groups
        .filter(sells_catalog)
        .take(SEEDED)
        .cloned()
        .collect();
    let product_groups: Vec<String> = state
        .rows(PRODUCT_GROUPS)
        .map(|(id, _)| id.clone())
        .collect();
    for (ad_group, product_group) in ad_groups.iter().zip(product_groups) {
        let given = json!({
            "catalog_product_group_id": product_group,
            "bid_in_micro_currency": state.random.i64(10..90) * 10_000,
        });
        let row = new_promotion(state, given, ad_group);
        state.table(TABLE).insert(text(&row, "id").to_owned(), row);
    }
}

fn new_promotion(state: &mut State, mut given: Value, ad_group: &Row) -> Row {
    let id = state.new_id();
    let product_group = given["catalog_product_group_id"]
        .as_str()
        .unwrap_or_default();
    let name = state
        .row(PRODUCT_GROUPS, product_group)
        .map(|row| text(row, "name").to_owned());
    given["id"] = json!(id);
    given["ad_group_id"] = entities::field(ad_group, "id");
    given["_ad_account"] = entities::field(ad_group, "ad_account_id");
    entities::default(
        &mut given,
        json!({
            "status": "ACTIVE", "included": true, "creative_type": "SHOPPING",
            "catalog_product_group_name": name.unwrap_or_default(), "definition": "*",
            "relative_definition": "*", "is_mdl": false, "tracking_url": "",
            "slideshow_collections_title": null, "slideshow_collections_description": null,
        }),
    );
    state.new_row(SCHEMA, given)
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let ids = call.query_texts("product_group_promotion_ids");
    let ad_groups = call.query_texts("ad_group_id");
    let statuses = entities::listed_statuses(call);
    let rows = entities::select(call, TABLE, &ad_account, |row| {
        entities::is_among(row, "id", &ids)
            && entities::is_among(row, "ad_group_id", &ad_groups)
            && entities::is_among(row, "status", &statuses)
    });
    entities::page(call, rows)
}

fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let id = call.path("product_group_promotion_id");
    let row = entities::existing(call.state, TABLE, NOUN, &ad_account, &id)?;
    Ok(call.reply(row))
}

fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let ad_group = call.body_text("ad_group_id").unwrap_or_default().to_owned();
    let ad_group = ad_groups::open(call.state, &ad_account, &ad_group)?;
    let inputs = call.body_list("product_group_promotion");
    Ok(call.batch(inputs, |call, input| {
        require_product_group(call.state, &input)?;
        let row = new_promotion(call.state, input, &ad_group);
        let id = text(&row, "id").to_owned();
        call.state.table(TABLE).insert(id, row.clone());
        Ok(Value::Object(row))
    }))
}

fn update(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let ad_group = call.body_text("ad_group_id").unwrap_or_default().to_owned();
    ad_groups::open(call.state, &ad_account, &ad_group)?;
    let inputs = call.body_list("product_group_promotion");
    Ok(call.batch(inputs, |call, input| {
        let id = input["id"].as_str().unwrap_or_default();
        let row = entities::existing(call.state, TABLE, NOUN, &ad_account, id)?;
        entities::require_not_archived(&row, NOUN)?;
        if text(&row, "ad_group_id") != ad_group {
            return Err(Failure::invalid(format!(
                "{NOUN} {id} is not of ad group {ad_group}"
            )));
        }
        require_product_group(call.state, &input)?;
        let row = call.state.update_row(SCHEMA, row, &input);
        call.state.table(TABLE).insert(id, row.clone());
        Ok(Value::Object(row))
    }))
}

fn require_product_group(state: &State, input: &Value) -> Result<(), Failure> {
    let id = input
        .get("catalog_product_group_id")
        .and_then(Value::as_str);
    match id {
        Some(id) if state.row(PRODUCT_GROUPS, id).is_none() => {
            Err(Failure::not_found(2, "Catalog product group not found."))
        }
        _ => Ok(()),
    }
}
