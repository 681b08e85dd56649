//! Items of catalogs: lookups, and batches that change them.

pub(super) mod batches;
pub(super) mod checks;
pub(super) mod seed;

use serde_json::{Value, json};

use super::businesses::field;
use super::catalogs::{chosen, owner};
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) use seed::seed;

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("items/post", lookup),
    ("items_batch/post", batches::create),
    ("items_batch/get", batches::get),
];

/// Items by `catalog/country/language/item id`; `_feed` is the feed that has brought one, `_invalid`
/// says that it has errors.
pub(super) const TABLE: &str = "items";

/// What the types of catalogs call their items.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub(super) catalog_type: &'static str,
    /// The field with the id.
    pub(super) id: &'static str,
    /// The field with ids in the filter of a lookup.
    ids: &'static str,
    pub(super) response: &'static str,
    error: &'static str,
    schema: &'static str,
}

const KINDS: [Kind; 3] = [
    Kind {
        catalog_type: "RETAIL",
        id: "item_id",
        ids: "item_ids",
        response: "retail_item",
        error: "retail_item_error",
        schema: "RetailItem",
    },
    Kind {
        catalog_type: "HOTEL",
        id: "hotel_id",
        ids: "hotel_ids",
        response: "hotel_item",
        error: "hotel_item_error",
        schema: "HotelItem",
    },
    Kind {
        catalog_type: "CREATIVE_ASSETS",
        id: "creative_assets_id",
        ids: "creative_assets_ids",
        response: "creative_assets_item",
        error: "creative_assets_item_error",
        schema: "CreativeAssetsItem",
    },
];

/// The names of a type of catalog; those of retail for one that is unknown.
pub(super) fn kind(catalog_type: &str) -> Kind {
    let mut kinds = KINDS.into_iter();
    let found = kinds.find(|kind| kind.catalog_type == catalog_type);
    found.unwrap_or(KINDS[0])
}

/// The key of an item. Languages come as `EN` and as `en-US`.
pub(super) fn key(catalog: &str, country: &str, language: &str, id: &str) -> String {
    format!("{catalog}/{country}/{}/{id}", primary(language))
}

/// The language without its region, in lower case.
pub(super) fn primary(language: &str) -> String {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    primary.to_lowercase()
}

/// Tells whether a catalog has an item in any country.
pub(super) fn is_in_catalog(state: &State, catalog: &str, id: &str) -> bool {
    let mut rows = state.rows(TABLE);
    rows.any(|(_, row)| text(row, "_catalog") == catalog && text(row, "item_id") == id)
}

/// The product Pin of an item.
pub(super) fn pin(item: &Row) -> Value {
    let attributes = field(item, "attributes");
    let title = attributes.get("title").or_else(|| attributes.get("name"));
    let title: String = title
        .and_then(Value::as_str)
        .unwrap_or_default()
        .chars()
        .take(100)
        .collect();
    json!({
        "id": field(item, "_pin"), "title": title, "link": attributes["link"],
        "is_product": true, "is_standard": false, "has_been_promoted": false,
    })
}

fn lookup(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let owner = owner(call)?;
    let filters = call.body["filters"].clone();
    let kind = kind(filters["catalog_type"].as_str().unwrap_or_default());
    let given = filters["catalog_id"].as_str();
    let catalog = chosen(call.state, &owner, kind.catalog_type, given)?;
    let country = call.body_text("country").unwrap_or_default().to_owned();
    let language = call.body_text("language").unwrap_or_default().to_owned();
    let ids = filters[kind.ids].as_array().into_iter().flatten();
    let items: Vec<Value> = ids
        .map(|id| {
            let key = key(
                &catalog,
                &country,
                &language,
                id.as_str().unwrap_or_default(),
            );
            match call.state.row(TABLE, &key) {
                Some(row) if row.get("_invalid") == Some(&json!(true)) => {
                    let found = checks::item(kind.catalog_type, field(row, "attributes"));
                    let errors = found.errors.iter();
                    let errors: Vec<Value> =
                        errors.map(|error| error.event(error.attribute)).collect();
                    json!({
                        "catalog_type": kind.catalog_type, "item_response_kind": kind.error,
                        kind.id: id, "errors": errors,
                    })
                }
                Some(row) => {
                    let mut item = Value::Object(row.clone());
                    item["pins"] = json!([pin(row)]);
                    item
                }
                None => json!({
                    "catalog_type": kind.catalog_type, "item_response_kind": kind.error,
                    kind.id: id, "errors": [checks::NOT_FOUND.event(kind.id)],
                }),
            }
        })
        .collect();
    Ok(call.reply(json!({"items": items})))
}
