//! The values that occur among the items of a catalog.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{exists, owner, require};
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::families::feeds;
use crate::families::product_groups::{Scope, filters};
use crate::state::text;

/// How many items are looked at.
const SAMPLE: usize = 1_000;

const RETAIL: [&str; 8] = [
    "availability",
    "brand",
    "condition",
    "custom_label_0",
    "custom_label_1",
    "custom_label_2",
    "gender",
    "media_type",
];

const HOTEL: [&str; 3] = ["brand", "custom_label_0", "custom_label_1"];

const CREATIVE_ASSETS: [&str; 3] = ["custom_label_0", "custom_label_1", "media_type"];

pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let owner = owner(call)?;
    exists(call.state, &owner)?;
    let id = call.query_text("catalog_id").unwrap_or_default().to_owned();
    let catalog = require(call.state, &owner, &id)?;
    let feed = call.query_text("feed_id").map(str::to_owned);
    if let Some(feed) = &feed {
        feeds::require(call.state, &owner, feed)?;
    }
    let scope = Scope {
        catalog: Some(id),
        feed,
        country: call.query_text("country").map(str::to_owned),
        locale: call.query_text("language").map(str::to_owned),
    };
    let kind = text(&catalog, "catalog_type");
    let attributes: &[&str] = match kind {
        "HOTEL" => &HOTEL,
        "CREATIVE_ASSETS" => &CREATIVE_ASSETS,
        _ => &RETAIL,
    };
    let mut values: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for item in scope.items(call.state).take(SAMPLE) {
        for attribute in attributes {
            let Some(mut value) = filters::attribute(item, attribute) else {
                continue;
            };
            if ["availability", "condition", "gender"].contains(attribute) {
                value = value.to_uppercase().replace(' ', "_");
            }
            values
                .entry((*attribute).to_owned())
                .or_default()
                .insert(value);
        }
        if kind == "HOTEL" {
            continue;
        }
        for (attribute, levels) in [("product_type", 5), ("google_product_category", 7)] {
            if attribute == "product_type" && kind != "RETAIL" {
                continue;
            }
            let path = filters::path(item, attribute);
            for (level, name) in path.into_iter().enumerate().take(levels) {
                let key = format!("{attribute}_{level}");
                values.entry(key).or_default().insert(name);
            }
        }
    }
    let values: Value = json!(values);
    Ok(call.reply(json!({"catalog_type": kind, "filter_values": values})))
}
