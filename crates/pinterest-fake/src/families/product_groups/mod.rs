//! Product groups: named filters over the items of a feed or a catalog.

pub(super) mod filters;
mod products;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use super::businesses::{field, object};
use super::catalogs::{approved, chosen, exists, owner, require as require_catalog};
use super::{feeds, items};
use crate::authorization::MAIN_ACCOUNT;
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("catalogs_product_groups/list", list),
    ("catalogs_product_groups/create", create),
    ("catalogs_product_groups/create_many", create_many),
    ("catalogs_product_groups/get", get),
    ("catalogs_product_groups/update", update),
    ("catalogs_product_groups/delete", delete),
    ("catalogs_product_groups/delete_many", delete_many),
    (
        "catalogs_product_groups/product_counts_get",
        products::counts,
    ),
    ("catalogs_product_group_pins/list", products::of_group),
    (
        "products_by_product_group_filter/list",
        products::of_filters,
    ),
];

/// Product groups by id.
pub(super) const TABLE: &str = "product_groups";
const SCHEMA: &str = "ProductGroup";

/// Which items a product group draws on.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    pub(super) catalog: Option<String>,
    pub(super) feed: Option<String>,
    pub(super) country: Option<String>,
    pub(super) locale: Option<String>,
}

impl Scope {
    /// What a product group, or a request for products, says.
    fn of(given: &Value) -> Self {
        let text = |name: &str| given[name].as_str().map(str::to_owned);
        Self {
            catalog: text("catalog_id"),
            feed: text("feed_id"),
            country: text("country"),
            locale: text("locale"),
        }
    }

    /// The items that Pinterest has taken.
    pub(super) fn items<'s>(&'s self, state: &'s State) -> impl Iterator<Item = &'s Row> {
        let language = self.locale.as_deref().map(items::primary);
        let rows = state.rows(items::TABLE).map(|(_, row)| row);
        rows.filter(move |row| {
            let is = |wanted: &Option<String>, name: &str| {
                wanted
                    .as_ref()
                    .is_none_or(|wanted| text(row, name) == wanted)
            };
            is(&self.catalog, "_catalog")
                && is(&self.feed, "_feed")
                && is(&self.country, "_country")
                && is(&language, "_language")
                && row.get("_invalid") != Some(&Value::Bool(true))
        })
    }
}

/// The oldest catalog has a group of everything and seven others, and each feed has one.
pub(super) fn seed(state: &mut State) {
    let at = state.clock.now().seconds() - 200 * 86_400;
    let Some(catalog) = super::catalogs::oldest(state, MAIN_ACCOUNT, "RETAIL") else {
        return;
    };
    let all = json!({"all_of": []});
    let mut groups = vec![("All products", "ALL_PRODUCTS", all)];
    for (name, filter) in [
        (
            "Bestsellers",
            json!({"CUSTOM_LABEL_0": {"values": ["bestseller"]}}),
        ),
        ("Own brand", json!({"BRAND": {"values": ["Oak & Linen"]}})),
        (
            "In stock",
            json!({"AVAILABILITY": {"values": ["IN_STOCK"]}}),
        ),
        (
            "Under 25",
            json!({"MAX_PRICE": {"values": 25, "inclusion": true}}),
        ),
        (
            "Kitchen",
            json!({"PRODUCT_TYPE_0": {"values": [["Kitchen"]]}}),
        ),
        ("Lamps", json!({"TITLE_KEYWORDS": {"values": ["lamp"]}})),
        (
            "Not new",
            json!({"CONDITION": {"values": ["NEW"], "negated": true}}),
        ),
    ] {
        groups.push((name, "MERCHANT_CREATED", json!({"any_of": [filter]})));
    }
    for (name, kind, filters) in groups {
        let given = json!({
            "name": name, "type": kind, "filters": filters, "catalog_id": catalog,
            "catalog_type": "RETAIL", "feed_id": null, "country": "US", "locale": "en-US",
        });
        insert(state, MAIN_ACCOUNT, given, at);
    }
    let feeds: Vec<String> = state.rows(feeds::TABLE).map(|(id, _)| id.clone()).collect();
    for feed in feeds {
        let given = json!({
            "name": "Gifts", "type": "MERCHANT_CREATED", "catalog_id": catalog,
            "catalog_type": "RETAIL", "feed_id": feed, "country": null, "locale": null,
            "filters": {"all_of": [
                {"MIN_PRICE": {"values": 20, "inclusion": true}},
                {"MAX_PRICE": {"values": 50, "inclusion": true}},
            ]},
        });
        insert(state, MAIN_ACCOUNT, given, at);
    }
}

fn insert(state: &mut State, owner: &str, mut given: Value, at: i64) -> Row {
    let id = state.new_id();
    given["id"] = json!(id);
    given["created_at"] = json!(at);
    given["updated_at"] = json!(at);
    given["_owner"] = json!(owner);
    if given["catalog_type"] == "RETAIL" {
        given["status"] = json!("ACTIVE");
        if given.get("is_featured").is_none() {
            given["is_featured"] = json!(false);
        }
    }
    let row = state.new_row(SCHEMA, given);
    state.table(TABLE).insert(id, row.clone());
    row
}

/// The product groups of a feed.
pub(super) fn of_feed(state: &State, feed: &str) -> Vec<String> {
    let rows = state.rows(TABLE);
    rows.filter(|(_, row)| text(row, "feed_id") == feed)
        .map(|(id, _)| id.clone())
        .collect()
}

/// Tells whether ads promote a product group now.
pub(super) fn is_promoted(state: &State, id: &str) -> bool {
    let mut rows = state.rows("product_group_promotions").map(|(_, row)| row);
    rows.any(|row| text(row, "catalog_product_group_id") == id && text(row, "status") == "ACTIVE")
}

/// The product group of that id, if the owner has it.
pub(super) fn require(state: &State, owner: &str, id: &str) -> Result<Row, Failure> {
    let row = state.row(TABLE, id);
    let row = row.filter(|row| text(row, "_owner") == owner);
    row.cloned().ok_or_else(|| {
        Failure::not_found(
            4180,
            "Sorry! We could not find your catalogs product group.",
        )
    })
}

/// The product group that the path names, and its owner.
fn of_path(call: &mut Call<'_>) -> Result<(String, Row), Failure> {
    let owner = owner(call)?;
    exists(call.state, &owner)?;
    let row = require(call.state, &owner, &call.path("product_group_id"))?;
    Ok((owner, row))
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let owner = owner(call)?;
    exists(call.state, &owner)?;
    let ids = call.query_texts("id");
    let (feed, catalog) = (call.query_text("feed_id"), call.query_text("catalog_id"));
    if let Some(feed) = feed {
        feeds::require(call.state, &owner, feed)?;
    }
    let rows = call.state.rows(TABLE);
    let rows: Vec<Value> = rows
        .filter(|(_, row)| text(row, "_owner") == owner)
        .filter(|(id, _)| ids.is_empty() || ids.contains(id))
        .filter(|(_, row)| feed.is_none_or(|feed| text(row, "feed_id") == feed))
        .filter(|(_, row)| catalog.is_none_or(|id| text(row, "catalog_id") == id))
        .map(|(_, row)| Value::Object(row.clone()))
        .collect();
    call.page(rows)
}

fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let owner = owner(call)?;
    approved(call, &owner)?;
    let row = create_one(call, &owner, call.body.clone())?;
    Ok(Reply::json(201, Value::Object(row)))
}

/// Creates all or none.
fn create_many(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let owner = owner(call)?;
    approved(call, &owner)?;
    let mut ids = Vec::new();
    for given in call.body_list("") {
        match create_one(call, &owner, given) {
            Ok(row) => ids.push(text(&row, "id").to_owned()),
            Err(failure) => {
                for id in ids {
                    call.state.table(TABLE).remove(&id);
                }
                return Err(failure);
            }
        }
    }
    Ok(Reply::json(201, json!(ids)))
}

fn create_one(call: &mut Call<'_>, owner: &str, mut given: Value) -> Result<Row, Failure> {
    if let Some(feed) = given["feed_id"].as_str() {
        let feed = feeds::require(call.state, owner, feed)?;
        if text(&feed, "catalog_type") != "RETAIL" {
            return Err(Failure::invalid(
                "'feed_id' has to be a feed of a retail catalog",
            ));
        }
        given["catalog_id"] = field(&feed, "_catalog").clone();
        given["catalog_type"] = json!("RETAIL");
    } else {
        let kind = given["catalog_type"].as_str().unwrap_or_default();
        chosen(call.state, owner, kind, given["catalog_id"].as_str())?;
        let has_place = given["country"].is_string() && given["locale"].is_string();
        if kind == "RETAIL" && !has_place {
            return Err(Failure::new(
                400,
                6136,
                "A catalog product group must have a country and locale specified.",
            ));
        }
    }
    match given["catalog_type"].as_str() {
        Some("RETAIL") => {
            given["type"] = json!("MERCHANT_CREATED");
            for name in ["feed_id", "country", "locale"] {
                if given.get(name).is_none() {
                    given[name] = Value::Null;
                }
            }
        }
        Some("HOTEL") => given["type"] = json!("MERCHANT_CREATED"),
        _ => {}
    }
    acceptable(call, owner, &given, None)?;
    Ok(insert(call.state, owner, given, call.now.seconds()))
}

/// Checks that filters say something, and that nothing else has them or the name.
fn acceptable(
    call: &Call<'_>,
    owner: &str,
    given: &Value,
    except: Option<&str>,
) -> Result<(), Failure> {
    if !filters::are_valid(&given["filters"]) {
        return Err(invalid_filters());
    }
    let is_same = |row: &Row, names: &[&str]| {
        let mut names = names.iter();
        names.all(|name| field(row, name) == &given[*name])
    };
    for (id, row) in call.state.rows(TABLE) {
        let place = ["catalog_id", "feed_id", "country", "locale"];
        if text(row, "_owner") != owner || Some(id.as_str()) == except || !is_same(row, &place) {
            continue;
        }
        if is_same(row, &["filters"]) {
            return Err(Failure::conflict(
                4178,
                "A catalogs product group with these filters already exists for this feed.",
            ));
        }
        if is_same(row, &["name"]) {
            return Err(Failure::conflict(
                4179,
                "A catalogs product group with this name already exists for this feed.",
            ));
        }
    }
    Ok(())
}

fn invalid_filters() -> Failure {
    Failure::conflict(4183, "Catalog product group filters failed validation.")
}

fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let (_, row) = of_path(call)?;
    Ok(call.reply(row))
}

fn alterable(row: &Row) -> Result<(), Failure> {
    match text(row, "type") {
        "" | "MERCHANT_CREATED" => Ok(()),
        _ => Err(Failure::conflict(
            4177,
            "You cannot alter an auto generated catalogs product group.",
        )),
    }
}

fn update(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let (owner, row) = of_path(call)?;
    approved(call, &owner)?;
    alterable(&row)?;
    let kind = text(&row, "catalog_type").to_owned();
    if call
        .body_text("catalog_type")
        .is_some_and(|given| given != kind)
    {
        return Err(Failure::invalid(format!(
            "'catalog_type' of the product group is {kind}"
        )));
    }
    let has_place = call.body.get("country").is_some() || call.body.get("locale").is_some();
    if has_place && row.get("feed_id").is_some_and(Value::is_string) {
        // Its items have those of the feed.
        return Err(Failure::new(
            400,
            6137,
            "An international product group cannot have a country or locale specified.",
        ));
    }
    let row = call.state.update_row(SCHEMA, row, &call.body);
    let id = call.path("product_group_id");
    let mut row = Value::Object(row);
    acceptable(call, &owner, &row, Some(&id))?;
    row["updated_at"] = json!(call.now.seconds());
    call.state.table(TABLE).insert(id, object(row.clone()));
    Ok(call.reply(row))
}

fn deletable(state: &State, row: &Row) -> Result<(), Failure> {
    alterable(row)?;
    match is_promoted(state, text(row, "id")) {
        true => Err(Failure::conflict(
            4176,
            "We can't delete a Catalogs Product Group with active promotions.",
        )),
        false => Ok(()),
    }
}

fn delete(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let (owner, row) = of_path(call)?;
    approved(call, &owner)?;
    deletable(call.state, &row)?;
    call.state.table(TABLE).remove(text(&row, "id"));
    Ok(Reply::empty(204))
}

/// Deletes all or none.
fn delete_many(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let owner = owner(call)?;
    approved(call, &owner)?;
    let ids = call.query_texts("id");
    for id in &ids {
        let row = require(call.state, &owner, id)?;
        deletable(call.state, &row)?;
    }
    for id in ids {
        call.state.table(TABLE).remove(&id);
    }
    Ok(Reply::empty(204))
}

/// Checks that the owner has the catalog or feed of a request.
fn accessible(call: &Call<'_>, owner: &str, given: &Value) -> Result<(), Failure> {
    if let Some(feed) = given["feed_id"].as_str() {
        feeds::require(call.state, owner, feed)?;
    }
    if let Some(catalog) = given["catalog_id"].as_str() {
        require_catalog(call.state, owner, catalog)?;
    }
    Ok(())
}
