//! Decides whether an item meets the filters of a product group.

use serde_json::Value;

use super::TABLE;
use crate::families::businesses::field;
use crate::families::items::checks::{amount, currency};
use crate::state::{Row, State, text};

/// How far product groups that refer to others are followed.
const MAX_DEPTH: usize = 4;

/// Tells whether filters state something: at least one, each with values to compare with.
pub(in crate::families) fn are_valid(filters: &Value) -> bool {
    let lists = ["any_of", "all_of"].iter();
    let mut filters = lists
        .filter_map(|name| filters[*name].as_array())
        .flatten()
        .peekable();
    filters.peek().is_some()
        && filters.all(|filter| {
            let mut criteria = filter.as_object().into_iter().flatten();
            criteria.all(|(_, criteria)| match &criteria["values"] {
                Value::Array(values) => !values.is_empty(),
                _ => true,
            })
        })
}

/// Tells whether an item meets filters.
pub(in crate::families) fn hold(state: &State, filters: &Value, item: &Row, depth: usize) -> bool {
    let meets = |filter: &Value| {
        let mut criteria = filter.as_object().into_iter().flatten();
        criteria.all(|(name, criteria)| {
            let is_negated = criteria["negated"] == true;
            is_met(state, name, criteria, item, depth) != is_negated
        })
    };
    match (&filters["any_of"], &filters["all_of"]) {
        (Value::Array(any), _) => any.iter().any(meets),
        (_, Value::Array(all)) => all.iter().all(meets),
        _ => false,
    }
}

fn is_met(state: &State, name: &str, criteria: &Value, item: &Row, depth: usize) -> bool {
    let attribute_name = name.to_lowercase();
    match name {
        "MIN_PRICE" | "MAX_PRICE" => price(item).is_some_and(|price| {
            let bound = criteria["values"].as_f64().unwrap_or(0.0);
            let is_included = criteria["inclusion"] != false;
            match name {
                "MIN_PRICE" => price > bound || (is_included && price == bound),
                _ => price < bound || (is_included && price == bound),
            }
        }),
        "PRICE" => {
            let is_currency = criteria["currency"] == currency(&price_text(item)).as_str();
            is_currency && price(item).is_some_and(|price| compares(price, criteria))
        }
        "CURRENCY" => criteria["values"] == currency(&price_text(item)).as_str(),
        "PRODUCT_GROUP" => texts(criteria).any(|id| {
            let group = state.row(TABLE, id).filter(|_| depth < MAX_DEPTH);
            group.is_some_and(|group| hold(state, field(group, "filters"), item, depth + 1))
        }),
        "TITLE_KEYWORDS" => {
            let title = attribute(item, "title").or_else(|| attribute(item, "name"));
            let title = title.unwrap_or_default().to_lowercase();
            texts(criteria).any(|word| title.contains(&word.to_lowercase()))
        }
        _ if name.starts_with("CUSTOM_NUMBER_") => {
            let number = field(item, "attributes")[attribute_name.as_str()].as_f64();
            number.is_some_and(|number| compares(number, criteria))
        }
        _ if name.starts_with("PRODUCT_TYPE_") || name.starts_with("GOOGLE_PRODUCT_CATEGORY_") => {
            let attribute = attribute_name.rsplit_once('_').map_or("", |(name, _)| name);
            starts_with_one(&path(item, attribute), criteria)
        }
        _ => {
            let Some(value) = attribute(item, &attribute_name) else {
                return false;
            };
            let value = comparable(&value);
            let contains = criteria["filter_operator_type"] == "CONTAINS";
            texts(criteria).any(|wanted| match contains {
                true => value.contains(&comparable(wanted)),
                false => value == comparable(wanted),
            })
        }
    }
}

fn texts(criteria: &Value) -> impl Iterator<Item = &str> {
    let values = criteria["values"].as_array();
    values.into_iter().flatten().filter_map(Value::as_str)
}

/// `IN_STOCK` and `in stock` are the same.
fn comparable(text: &str) -> String {
    text.to_lowercase().replace('_', " ")
}

fn compares(number: f64, criteria: &Value) -> bool {
    let with = criteria["value"].as_f64().unwrap_or(0.0);
    match criteria["operator"].as_str() {
        Some("GREATER_THAN") => number > with,
        Some("GREATER_THAN_OR_EQUALS") => number >= with,
        Some("LESS_THAN") => number < with,
        _ => number <= with,
    }
}

fn price_text(item: &Row) -> String {
    let names = ["price", "base_price"].iter();
    let mut prices = names.filter_map(|name| attribute(item, name));
    prices.next().unwrap_or_default()
}

fn price(item: &Row) -> Option<f64> {
    amount(&price_text(item))
}

/// One of the attributes that filters compare as text.
pub(in crate::families) fn attribute(item: &Row, name: &str) -> Option<String> {
    let attributes = field(item, "attributes");
    match name {
        "item_id" | "hotel_id" | "creative_assets_id" => {
            Some(text(item, name).to_owned()).filter(|id| !id.is_empty())
        }
        "media_type" => {
            let has_video = attributes["video_link"].is_string();
            Some(if has_video { "VIDEO" } else { "IMAGE" }.to_owned())
        }
        "country" => attributes["address"]["country"].as_str().map(str::to_owned),
        _ => attributes[name].as_str().map(str::to_owned),
    }
}

/// The levels of a category, from the top.
pub(in crate::families) fn path(item: &Row, name: &str) -> Vec<String> {
    let path = attribute(item, name).unwrap_or_default();
    let levels = path.split(" > ").map(str::to_owned);
    levels.filter(|level| !level.is_empty()).collect()
}

/// Tells whether a path begins with one of the paths of the criteria.
fn starts_with_one(path: &[String], criteria: &Value) -> bool {
    let mut wanted = criteria["values"].as_array().into_iter().flatten();
    wanted.any(|wanted| {
        let levels = wanted.as_array().map(Vec::as_slice).unwrap_or_default();
        let mut pairs = levels.iter().zip(path);
        !levels.is_empty()
            && levels.len() <= path.len()
            && pairs.all(|(wanted, level)| {
                let wanted = wanted.as_str().unwrap_or_default();
                wanted.eq_ignore_ascii_case(level)
            })
    })
}
