//! Feeds: files that items come from. No file is downloaded; a run over a feed checks the items
//! that it has brought, and the first one brings some.

pub(super) mod runs;

use serde_json::{Value, json};

use super::businesses::object;
use super::catalogs::{approved, chosen, exists, may_have_feeds, oldest_or_new, owner, standing};
use crate::authorization::MAIN_ACCOUNT;
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("feeds/list", list),
    ("feeds/create", create),
    ("feeds/get", get),
    ("feeds/update", update),
    ("feeds/delete", delete),
    ("feeds/ingest", runs::ingest),
    ("feed_processing_results/list", runs::list),
    ("items_issues/list", runs::issues),
];

/// Feeds by id; `_catalog` is theirs.
pub(super) const TABLE: &str = "feeds";
const SCHEMA: &str = "Feed";

/// The oldest catalog has two feeds. Their items come with the family `items`.
pub(super) fn seed(state: &mut State) {
    let at = state.clock.now().plus_seconds(-400 * 86_400).rfc3339();
    let Some(catalog) = super::catalogs::oldest(state, MAIN_ACCOUNT, "RETAIL") else {
        return;
    };
    for (name, country, locale, currency) in [
        ("Shop US", "US", "en-US", "USD"),
        ("Shop UK", "GB", "en-GB", "GBP"),
    ] {
        let id = state.new_id();
        let row = object(json!({
            "id": id, "name": name, "catalog_type": "RETAIL", "format": "TSV",
            "location": format!("https://shop.example.com/feeds/{}.tsv", country.to_lowercase()),
            "status": "ACTIVE", "default_country": country, "default_locale": locale,
            "default_currency": currency, "default_availability": null, "credentials": null,
            "preferred_processing_schedule": {"time": "02:00", "timezone": null},
            "created_at": at, "updated_at": at, "_owner": MAIN_ACCOUNT, "_catalog": catalog,
        }));
        state.table(TABLE).insert(id, row);
    }
}

/// Tells whether a feed brings items into a catalog.
pub(super) fn fills(state: &State, catalog: &str) -> bool {
    let mut rows = state.rows(TABLE);
    rows.any(|(_, row)| text(row, "_catalog") == catalog)
}

/// The feed of that id, if the owner has it.
pub(super) fn require(state: &State, owner: &str, id: &str) -> Result<Row, Failure> {
    let row = state.row(TABLE, id);
    let row = row.filter(|row| text(row, "_owner") == owner);
    row.cloned()
        .ok_or_else(|| Failure::not_found(4161, "Sorry! We could not find your catalogs feed."))
}

/// The feed that the path names, and its owner.
fn of_path(call: &mut Call<'_>) -> Result<(String, Row), Failure> {
    let owner = owner(call)?;
    let row = require(call.state, &owner, &call.path("feed_id"))?;
    Ok((owner, row))
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let owner = owner(call)?;
    let catalog = call.query_text("catalog_id");
    let rows = call.state.rows(TABLE);
    let rows: Vec<Value> = rows
        .filter(|(_, row)| text(row, "_owner") == owner)
        .filter(|(_, row)| catalog.is_none_or(|id| text(row, "_catalog") == id))
        .map(|(_, row)| Value::Object(row.clone()))
        .collect();
    call.page(rows)
}

fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let owner = owner(call)?;
    // On creation, the service has been seen to respond with 422 where it documents 403.
    let under_review = |failure: Failure| match failure.code {
        2626 => Failure {
            status: 422,
            ..failure
        },
        _ => failure,
    };
    may_have_feeds(call, &owner).map_err(under_review)?;
    accepted(call).map_err(under_review)?;
    unique_name(call, &owner, None)?;
    let kind = call
        .body_text("catalog_type")
        .unwrap_or("RETAIL")
        .to_owned();
    let catalog = match call.body_text("catalog_id") {
        Some(id) => chosen(call.state, &owner, &kind, Some(id))?,
        None => oldest_or_new(call, &owner, &kind),
    };
    let id = call.state.new_id();
    let mut given = call.body.clone();
    let at = call.now.rfc3339();
    for (name, value) in [
        ("id", json!(id)),
        ("catalog_type", json!(kind)),
        ("catalog_id", json!(catalog)),
        ("created_at", json!(at)),
        ("updated_at", json!(at)),
        ("_owner", json!(owner)),
        ("_catalog", json!(catalog)),
    ] {
        given[name] = value;
    }
    if given.get("status").is_none() {
        given["status"] = json!("ACTIVE");
    }
    // A retail feed does not state its catalog.
    let row = call.row(SCHEMA, given);
    call.state.table(TABLE).insert(id, row.clone());
    Ok(Reply::json(201, Value::Object(row)))
}

/// Checks that the merchant of the file may have feeds.
fn accepted(call: &Call<'_>) -> Result<(), Failure> {
    let location = call.body_text("location").unwrap_or_default();
    let host = location.split("://").nth(1).unwrap_or_default();
    host.split(['/', ':']).next().map_or(Ok(()), standing)
}

fn unique_name(call: &Call<'_>, owner: &str, except: Option<&str>) -> Result<(), Failure> {
    let Some(name) = call.body_text("name") else {
        return Ok(());
    };
    let mut rows = call.state.rows(TABLE);
    let taken = rows.any(|(id, row)| {
        text(row, "_owner") == owner && text(row, "name") == name && Some(id.as_str()) != except
    });
    match taken {
        true => Err(Failure::new(422, 4170, "The feed name already exists.")),
        false => Ok(()),
    }
}

fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let (_, row) = of_path(call)?;
    Ok(call.reply(row))
}

fn update(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let (owner, mut row) = of_path(call)?;
    approved(call, &owner)?;
    accepted(call)?;
    let id = call.path("feed_id");
    unique_name(call, &owner, Some(&id))?;
    let kind = text(&row, "catalog_type");
    if call
        .body_text("catalog_type")
        .is_some_and(|given| given != kind)
    {
        return Err(Failure::invalid(format!(
            "'catalog_type' of feed {id} is {kind}"
        )));
    }
    row = call.state.update_row(SCHEMA, row, &call.body);
    row.insert("updated_at".to_owned(), json!(call.now.rfc3339()));
    call.state.table(TABLE).insert(id, row.clone());
    Ok(call.reply(row))
}

/// Deletes a feed with its items and product groups, unless one of those is promoted.
fn delete(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let (owner, _) = of_path(call)?;
    approved(call, &owner)?;
    exists(call.state, &owner)?;
    let id = call.path("feed_id");
    let groups = super::product_groups::of_feed(call.state, &id);
    if groups
        .iter()
        .any(|group| super::product_groups::is_promoted(call.state, group))
    {
        return Err(Failure::conflict(
            4162,
            "We can't disable a Product Group with active promotions.",
        ));
    }
    for group in groups {
        call.state
            .table(super::product_groups::TABLE)
            .remove(&group);
    }
    let items = call.state.table(super::items::TABLE);
    items.retain(|row| text(row, "_feed") != id);
    call.state.table(TABLE).remove(&id);
    Ok(Reply::empty(204))
}
