//! The items of the built-in data, and those that the first run over a new feed brings.

use serde_json::{Value, json};

use super::{TABLE, key, primary};
use crate::authorization::MAIN_ACCOUNT;
use crate::families::businesses::{field, object};
use crate::families::{catalogs, feeds};
use crate::state::{Row, State, text};

const MATERIALS: [&str; 8] = [
    "Oak", "Linen", "Copper", "Walnut", "Ceramic", "Cotton", "Willow", "Stone",
];

/// Things with their product type, Google category and lowest price.
const THINGS: [(&str, &str, &str, u32); 10] = [
    (
        "table lamp",
        "Home > Lighting > Lamps",
        "Home & Garden > Lighting > Lamps",
        39,
    ),
    (
        "serving board",
        "Kitchen > Boards",
        "Home & Garden > Kitchen & Dining > Cutting Boards",
        24,
    ),
    (
        "cushion",
        "Home > Textiles > Cushions",
        "Home & Garden > Decor > Throw Pillows",
        19,
    ),
    (
        "planter",
        "Garden > Planters",
        "Home & Garden > Lawn & Garden > Pots & Planters",
        15,
    ),
    (
        "mug",
        "Kitchen > Drinkware > Mugs",
        "Home & Garden > Kitchen & Dining > Drinkware",
        12,
    ),
    (
        "apron",
        "Kitchen > Textiles > Aprons",
        "Apparel & Accessories > Clothing",
        28,
    ),
    (
        "wall shelf",
        "Home > Storage > Shelves",
        "Furniture > Shelving > Wall Shelves",
        59,
    ),
    (
        "throw",
        "Home > Textiles > Throws",
        "Home & Garden > Linens & Bedding > Throws",
        49,
    ),
    (
        "candle holder",
        "Home > Decor > Candles",
        "Home & Garden > Decor > Candle Holders",
        9,
    ),
    (
        "bread box",
        "Kitchen > Storage",
        "Home & Garden > Kitchen & Dining > Food Storage",
        34,
    ),
];

const COLORS: [&str; 4] = ["natural", "white", "moss", "charcoal"];

/// The items by API alone, beside those of the feeds: all together 2,000.
const BY_API: usize = 200;

const BY_FEED: [usize; 2] = [1_200, 600];

/// 2,000 items in the oldest retail catalog, each feed with a run, and ten hotels.
pub(in crate::families) fn seed(state: &mut State) {
    let now = state.clock.now().milliseconds();
    let rows = state.rows(feeds::TABLE).map(|(_, row)| row.clone());
    let of_business: Vec<Row> = rows
        .filter(|row| text(row, "_owner") == MAIN_ACCOUNT)
        .collect();
    for (feed, count) in of_business.iter().zip(BY_FEED) {
        add_from_feed(state, feed, count, now - 400 * 86_400_000);
        let feed = text(feed, "id").to_owned();
        for hours in [32, 8] {
            let at = now - hours * 3_600_000;
            let run = feeds::runs::start(state, &feed, at);
            feeds::runs::finish(state, &run, at + 45_000);
        }
    }
    if let Some(catalog) = catalogs::oldest(state, MAIN_ACCOUNT, "RETAIL") {
        for number in 0..BY_API {
            let place = Place {
                catalog: &catalog,
                country: "US",
                language: "en",
                currency: "USD",
                feed: Value::Null,
            };
            add(state, &place, &format!("API-{number:05}"), number, now);
        }
    }
    if let Some(catalog) = catalogs::oldest(state, MAIN_ACCOUNT, "HOTEL") {
        (0..10).for_each(|number| add_hotel(state, &catalog, number));
    }
}

struct Place<'a> {
    catalog: &'a str,
    country: &'a str,
    language: &'a str,
    currency: &'a str,
    feed: Value,
}

/// Adds items of a feed. One in 100 of its items has no description, so that runs find something.
pub(in crate::families) fn add_from_feed(state: &mut State, feed: &Row, count: usize, at: i64) {
    let locale = text(feed, "default_locale");
    let place = Place {
        catalog: text(feed, "_catalog"),
        country: match text(feed, "default_country") {
            "" => "US",
            country => country,
        },
        language: &primary(locale),
        currency: match text(feed, "default_currency") {
            "" => "USD",
            currency => currency,
        },
        feed: field(feed, "id").clone(),
    };
    if text(feed, "catalog_type") != "RETAIL" {
        return;
    }
    for number in 0..count {
        let id = format!("{}-{number:05}", place.country);
        add(state, &place, &id, number, at);
    }
}

fn add(state: &mut State, place: &Place<'_>, id: &str, number: usize, at: i64) {
    let (thing, product_type, category, from) = THINGS[number % THINGS.len()];
    let material = MATERIALS[number / 10 % MATERIALS.len()];
    let color = COLORS[number / 80 % COLORS.len()];
    let price = from + number as u32 % 37;
    let availability = match number % 20 {
        7 | 13 => "out of stock",
        19 => "preorder",
        _ => "in stock",
    };
    let slug = format!("{material}-{thing}-{number}")
        .to_lowercase()
        .replace(' ', "-");
    let mut attributes = json!({
        "title": format!("{material} {thing}, {color}"),
        "description": format!("{material} {thing} in {color}, made in small batches."),
        "link": format!("https://shop.example.com/products/{slug}"),
        "image_link": [format!("https://shop.example.com/images/{slug}.jpg")],
        "price": format!("{price}.00 {}", place.currency), "availability": availability,
        "brand": if number.is_multiple_of(3) { "Oak & Linen" } else { "Harbor Works" },
        "condition": "new", "color": color, "material": material.to_lowercase(),
        "product_type": product_type, "google_product_category": category,
        "item_group_id": format!("G{:04}", number / 4), "gender": "unisex",
        "custom_label_0": if number.is_multiple_of(5) { "bestseller" } else { "core" },
        "custom_number_0": number % 100, "last_updated_time": at,
    });
    if number % 10 == 4 {
        attributes["sale_price"] = json!(format!("{}.00 {}", price - 3, place.currency));
    }
    let is_invalid = number % 100 == 42 && !place.feed.is_null();
    if is_invalid {
        attributes["description"] = json!("");
    }
    if number % 50 == 11 {
        attributes["condition"] = Value::Null;
    }
    let pin = state.new_id();
    let row = object(json!({
        "catalog_type": "RETAIL", "item_response_kind": "retail_item", "item_id": id,
        "attributes": attributes, "_catalog": place.catalog, "_country": place.country,
        "_language": place.language, "_feed": place.feed, "_pin": pin, "_invalid": is_invalid,
    }));
    let key = key(place.catalog, place.country, place.language, id);
    state.table(TABLE).insert(key, row);
}

fn add_hotel(state: &mut State, catalog: &str, number: usize) {
    let name = format!("{} Guesthouse", MATERIALS[number % MATERIALS.len()]);
    let id = format!("H-{number:03}");
    let pin = state.new_id();
    let row = object(json!({
        "catalog_type": "HOTEL", "item_response_kind": "hotel_item", "hotel_id": id,
        "attributes": {
            "name": name, "description": format!("{name} by the harbor."),
            "link": format!("https://stays.example.com/{number}"), "brand": "Oak & Linen",
            "main_image": {"link": format!("https://stays.example.com/{number}.jpg")},
            "base_price": format!("{}.00 USD", 90 + number * 10), "latitude": 45.5,
            "longitude": -122.6,
            "address": {
                "addr1": format!("{number} Example Street"), "city": "Portland", "region": "OR",
                "country": "US", "postal_code": "97205",
            },
        },
        "_catalog": catalog, "_country": "US", "_language": "en", "_feed": null, "_pin": pin,
    }));
    state
        .table(TABLE)
        .insert(key(catalog, "US", "en", &id), row);
}
