//! The products of a product group, and how many they are.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Value, json};

use super::{Scope, accessible, filters, invalid_filters, of_path};
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::families::businesses::field;
use crate::families::catalogs::{exists, owner};
use crate::families::items::{self, checks};
use crate::state::{Row, text};

pub(super) fn counts(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let (_, row) = of_path(call)?;
    let group = Value::Object(row);
    let scope = Scope::of(&group);
    let items = scope.items(call.state);
    let items = items.filter(|item| filters::hold(call.state, &group["filters"], item, 0));
    let (mut total, mut videos, mut images, mut app_links) = (0, 0, 0, 0);
    let (mut in_stock, mut out_of_stock, mut preorder) = (0, 0, 0);
    for item in items {
        total += 1;
        match filters::attribute(item, "availability").as_deref() {
            Some("out of stock") => out_of_stock += 1,
            Some("preorder") => preorder += 1,
            _ => in_stock += 1,
        }
        match filters::attribute(item, "media_type").as_deref() {
            Some("VIDEO") => videos += 1,
            _ => images += 1,
        }
        let attributes = field(item, "attributes");
        let deep_links = ["ios_deep_link", "android_deep_link"];
        app_links += i64::from(deep_links.iter().any(|link| attributes[*link].is_string()));
    }
    Ok(call.reply(match group["catalog_type"].as_str() {
        Some("HOTEL") => json!({"catalog_type": "HOTEL", "total": total}),
        Some("CREATIVE_ASSETS") => json!({
            "catalog_type": "CREATIVE_ASSETS", "total": total, "videos": videos,
            "images": images, "app_links": app_links,
        }),
        _ => json!({
            "catalog_type": "RETAIL", "total": total, "in_stock": in_stock,
            "out_of_stock": out_of_stock, "preorder": preorder, "videos": videos,
        }),
    }))
}

pub(super) fn of_group(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let (_, row) = of_path(call)?;
    list(call, &Value::Object(row))
}

pub(super) fn of_filters(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let owner = owner(call)?;
    exists(call.state, &owner)?;
    let given = call.body.clone();
    accessible(call, &owner, &given)?;
    if !filters::are_valid(&given["filters"]) {
        return Err(invalid_filters());
    }
    list(call, &given)
}

fn list(call: &mut Call<'_>, given: &Value) -> Result<Reply, Failure> {
    let scope = Scope::of(given);
    let with_metrics = call.query_flag("pin_metrics") == Some(true);
    let items = scope.items(call.state);
    let items = items.filter(|item| filters::hold(call.state, &given["filters"], item, 0));
    let products: Vec<Value> = items.map(|item| product(item, with_metrics)).collect();
    call.page(products)
}

fn product(item: &Row, with_metrics: bool) -> Value {
    let attributes = field(item, "attributes");
    let catalog_type = text(item, "catalog_type");
    let kind = items::kind(catalog_type);
    let mut pin = items::pin(item);
    if with_metrics {
        pin["pin_metrics"] = metrics(text(item, "_pin"));
    }
    let id = field(item, kind.id);
    let metadata = match catalog_type {
        "HOTEL" => json!({"hotel_id": id}),
        "CREATIVE_ASSETS" => {
            let visibility = attributes["visibility"].as_str().unwrap_or("visible");
            json!({"creative_assets_id": id, "visibility": visibility.to_uppercase()})
        }
        _ => {
            let price = attributes["price"].as_str().unwrap_or_default();
            let sale = attributes["sale_price"].as_str();
            let availability = attributes["availability"].as_str().unwrap_or("in stock");
            json!({
                "item_id": id, "item_group_id": attributes["item_group_id"],
                "price": checks::amount(price).unwrap_or(0.0),
                "sale_price": sale.and_then(checks::amount),
                "currency": checks::currency(price),
                "availability": availability.to_uppercase().replace(' ', "_"),
            })
        }
    };
    json!({
        "catalog_type": catalog_type, "metadata": metadata, "pin": pin,
        "_key": field(item, "_pin"),
    })
}

/// The same for the same Pin.
fn metrics(pin: &str) -> Value {
    let mut hasher = DefaultHasher::new();
    pin.hash(&mut hasher);
    let recent = hasher.finish() % 5_000;
    json!({
        "90d": {"impression": recent, "save": recent / 40, "pin_click": recent / 25,
            "clickthrough": recent / 60},
        "lifetime_metrics": {"impression": recent * 3, "save": recent / 12,
            "pin_click": recent / 8, "clickthrough": recent / 20, "comment": recent / 400,
            "reaction": recent / 100},
    })
}
