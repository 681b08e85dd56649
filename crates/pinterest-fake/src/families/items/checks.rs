//! What is wrong with an item.

use serde_json::{Value, json};

/// A kind of error or warning about an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::families) struct Problem {
    pub(in crate::families) code: u32,
    /// Its name in the results of feeds.
    pub(in crate::families) label: &'static str,
    pub(in crate::families) attribute: &'static str,
    pub(in crate::families) message: &'static str,
}

/// Every problem of an item. An item with errors is not ingested.
#[derive(Clone, Debug, Default)]
pub(in crate::families) struct Found {
    pub(in crate::families) errors: Vec<Problem>,
    pub(in crate::families) warnings: Vec<Problem>,
}

impl Found {
    pub(in crate::families) fn error(problem: Problem) -> Self {
        Self {
            errors: vec![problem],
            warnings: Vec::new(),
        }
    }
}

impl Problem {
    const fn new(
        code: u32,
        label: &'static str,
        attribute: &'static str,
        message: &'static str,
    ) -> Self {
        Self {
            code,
            label,
            attribute,
            message,
        }
    }

    /// An `ItemValidationEvent`.
    pub(in crate::families) fn event(self, attribute: &str) -> Value {
        json!({"attribute": attribute, "code": self.code, "message": self.message})
    }

    /// An `ItemValidationDetails`.
    pub(in crate::families) fn details(self, attributes: &Value) -> Value {
        let value = match &attributes[self.attribute] {
            Value::Null => Value::Null,
            Value::String(text) => json!(text),
            other => json!(other.to_string()),
        };
        let field = match self.attribute {
            "link" => "ITEM_LINK".to_owned(),
            "name" => "TITLE".to_owned(),
            "main_image" => "IMAGE_LINK".to_owned(),
            other => other.to_uppercase(),
        };
        json!({"attribute_name": field, "provided_value": value})
    }
}

pub(in crate::families) const ID_MISSING: Problem =
    Problem::new(101, "ITEMID_MISSING", "item_id", "The item has no id.");
pub(in crate::families) const NOT_FOUND: Problem =
    Problem::new(102, "ITEM_NOT_FOUND", "item_id", "The item does not exist.");
pub(in crate::families) const EXISTS: Problem = Problem::new(
    103,
    "DUPLICATE_PRODUCTS",
    "item_id",
    "The item exists already.",
);
const PRICE_INVALID: Problem = Problem::new(
    111,
    "PRODUCT_PRICE_INVALID",
    "price",
    "The price is not valid.",
);
const LINK_INVALID: Problem =
    Problem::new(112, "LINK_FORMAT_INVALID", "link", "The link is no URL.");
const IMAGE_UNREACHABLE: Problem = Problem::new(
    113,
    "ITEM_MAIN_IMAGE_DOWNLOAD_FAILURE",
    "image_link",
    "The image cannot be downloaded.",
);
const IMAGE_INVALID: Problem = Problem::new(
    114,
    "IMAGE_LINK_INVALID",
    "image_link",
    "The image link is no URL.",
);
const AVAILABILITY_INVALID: Problem = Problem::new(
    115,
    "AVAILABILITY_INVALID",
    "availability",
    "The availability is missing or not known.",
);

/// Attributes that an item must have, with the code of the error.
const REQUIRED: [Problem; 5] = [
    Problem::new(121, "TITLE_MISSING", "title", "The title is missing."),
    Problem::new(
        122,
        "DESCRIPTION_MISSING",
        "description",
        "The description is missing.",
    ),
    Problem::new(123, "PRODUCT_LINK_MISSING", "link", "The link is missing."),
    Problem::new(
        124,
        "IMAGE_LINK_MISSING",
        "image_link",
        "The image link is missing.",
    ),
    Problem::new(125, "PRICE_MISSING", "price", "The price is missing."),
];

const HOTEL_REQUIRED: [Problem; 3] = [
    Problem::new(131, "TITLE_MISSING", "name", "The name is missing."),
    Problem::new(123, "PRODUCT_LINK_MISSING", "link", "The link is missing."),
    Problem::new(
        124,
        "IMAGE_LINK_MISSING",
        "main_image",
        "The main image is missing.",
    ),
];

const TITLE_LONG: Problem = Problem::new(
    141,
    "TITLE_LENGTH_TOO_LONG",
    "title",
    "The title is too long.",
);
const DESCRIPTION_LONG: Problem = Problem::new(
    142,
    "DESCRIPTION_LENGTH_TOO_LONG",
    "description",
    "The description is too long.",
);
const SALE_PRICE_HIGH: Problem = Problem::new(
    143,
    "SALES_PRICE_TOO_HIGH",
    "sale_price",
    "The sale price is not lower than the price.",
);
const SALE_PRICE_INVALID: Problem = Problem::new(
    144,
    "SALES_PRICE_INVALID",
    "sale_price",
    "The sale price is not valid.",
);
const CATEGORY_MISSING: Problem = Problem::new(
    145,
    "OPTIONAL_PRODUCT_CATEGORY_MISSING",
    "google_product_category",
    "The item has no product category.",
);
const CONDITION_MISSING: Problem = Problem::new(
    146,
    "OPTIONAL_CONDITION_MISSING",
    "condition",
    "The item has no condition.",
);
const MANY_IMAGES: Problem = Problem::new(
    147,
    "TOO_MANY_ADDITIONAL_IMAGE_LINKS",
    "additional_image_link",
    "Only the first 10 additional images are taken.",
);

/// The code and message of a problem, by its label.
pub(in crate::families) fn explained(label: &str) -> (u32, &'static str) {
    let others = [
        PRICE_INVALID,
        LINK_INVALID,
        IMAGE_UNREACHABLE,
        IMAGE_INVALID,
        AVAILABILITY_INVALID,
        TITLE_LONG,
        DESCRIPTION_LONG,
        SALE_PRICE_HIGH,
        SALE_PRICE_INVALID,
        CATEGORY_MISSING,
        CONDITION_MISSING,
        MANY_IMAGES,
    ];
    let mut known = REQUIRED.into_iter().chain(HOTEL_REQUIRED).chain(others);
    let found = known.find(|problem| problem.label == label);
    found.map_or((0, ""), |problem| (problem.code, problem.message))
}

/// Checks the attributes of an item. An image at `unreachable.example.com` cannot be downloaded.
pub(in crate::families) fn item(catalog_type: &str, attributes: &Value) -> Found {
    let mut found = Found::default();
    let required: &[Problem] = match catalog_type {
        "HOTEL" => &HOTEL_REQUIRED,
        "CREATIVE_ASSETS" => &REQUIRED[..1],
        _ => &REQUIRED,
    };
    for problem in required {
        let value = attributes.get(problem.attribute);
        if value.is_none_or(|value| value.is_null() || value == "") {
            found.errors.push(*problem);
        }
    }
    if let Some(link) = attributes["link"].as_str().filter(|link| !is_url(link)) {
        let is_missing = link.is_empty();
        found.errors.extend((!is_missing).then_some(LINK_INVALID));
    }
    let images = attributes["image_link"].as_array();
    for image in images.into_iter().flatten().filter_map(Value::as_str) {
        if !is_url(image) {
            found.errors.push(IMAGE_INVALID);
        } else if image.contains("://unreachable.example.com") {
            found.errors.push(IMAGE_UNREACHABLE);
        }
    }
    if catalog_type == "RETAIL" {
        retail(attributes, &mut found);
    }
    found
}

fn is_url(text: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| text.starts_with(scheme))
}

fn retail(attributes: &Value, found: &mut Found) {
    let text = |name: &str| attributes[name].as_str().unwrap_or_default();
    let availability = text("availability").to_lowercase().replace('_', " ");
    if !["in stock", "out of stock", "preorder"].contains(&availability.as_str()) {
        found.errors.push(AVAILABILITY_INVALID);
    }
    let price = amount(text("price"));
    if price.is_none() && !text("price").is_empty() {
        found.errors.push(PRICE_INVALID);
    }
    if !text("sale_price").is_empty() {
        match (amount(text("sale_price")), price) {
            (None, _) => found.warnings.push(SALE_PRICE_INVALID),
            (Some(sale), Some(price)) if sale >= price => found.warnings.push(SALE_PRICE_HIGH),
            _ => {}
        }
    }
    let lengths = [(TITLE_LONG, 500), (DESCRIPTION_LONG, 10_000)];
    for (problem, most) in lengths {
        if text(problem.attribute).chars().count() > most {
            found.warnings.push(problem);
        }
    }
    for problem in [CATEGORY_MISSING, CONDITION_MISSING] {
        if text(problem.attribute).is_empty() {
            found.warnings.push(problem);
        }
    }
    let additional = attributes["additional_image_link"].as_array();
    if additional.is_some_and(|links| links.len() > 10) {
        found.warnings.push(MANY_IMAGES);
    }
}

/// The number in `24.99 USD`, `24.99USD` or `24.99`.
pub(in crate::families) fn amount(price: &str) -> Option<f64> {
    let end = price.find(|c: char| !c.is_ascii_digit() && c != '.');
    let (number, currency) = price.split_at(end.unwrap_or(price.len()));
    let currency = currency.trim();
    let is_currency =
        currency.is_empty() || (currency.len() == 3 && currency.chars().all(char::is_alphabetic));
    number.parse().ok().filter(|_| is_currency)
}

/// The currency of a price, US dollars if it has none.
pub(in crate::families) fn currency(price: &str) -> String {
    let letters: String = price.chars().filter(char::is_ascii_alphabetic).collect();
    match letters.is_empty() {
        true => "USD".to_owned(),
        false => letters.to_uppercase(),
    }
}
