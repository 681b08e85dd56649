//! Rows of files as items of catalogs.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::items::{Action, Kind};
use crate::inputs::Row;

/// Attributes that are lists. In CSV they are separated by commas.
const LISTS: [&str; 5] = [
    "additional_image_link",
    "ai_disclosures",
    "neighborhood",
    "variant_names",
    "variant_values",
];

/// Attributes that are true or false.
const BOOLEANS: [&str; 4] = [
    "adult",
    "checkout_enabled",
    "free_shipping_label",
    "save_pin_disabled",
];

/// Attributes that are numbers.
const NUMBERS: [&str; 11] = [
    "average_review_rating",
    "custom_number_0",
    "custom_number_1",
    "custom_number_2",
    "custom_number_3",
    "custom_number_4",
    "last_updated_time",
    "latitude",
    "longitude",
    "number_of_ratings",
    "number_of_reviews",
];

/// Makes an item of a row.
pub(super) fn item<I: DeserializeOwned>(row: Row, kind: Kind, action: Action) -> Result<I, String> {
    let item = operation(row.fields, kind, action)?;
    serde_json::from_value(item).map_err(|error| error.to_string())
}

fn operation(mut fields: Map<String, Value>, kind: Kind, action: Action) -> Result<Value, String> {
    let id_field = match kind {
        Kind::Retail => "item_id",
        Kind::Hotel => "hotel_id",
        Kind::CreativeAssets => "creative_assets_id",
    };
    // The column of the id is called `id` in feeds.
    let id = fields.remove(id_field).or_else(|| fields.remove("id"));
    let id = match id {
        Some(Value::String(id)) => id,
        Some(Value::Number(id)) => id.to_string(),
        Some(_) => return Err(format!("`{id_field}` must be text")),
        None => return Err(format!("there is neither `{id_field}` nor `id`")),
    };
    // A file can be the failures of an earlier run, whose items say what was done.
    fields.remove("operation");
    let (name, mut item) = match action {
        Action::Upsert => ("UPSERT", Map::new()),
        Action::Create => ("CREATE", Map::new()),
        Action::Update => ("UPDATE", Map::new()),
        Action::Delete => ("DELETE", Map::new()),
    };
    item.insert(id_field.to_owned(), id.into());
    item.insert("operation".to_owned(), name.into());
    if action == Action::Delete {
        return Ok(Value::Object(item));
    }
    if let Some(mask) = fields.remove("update_mask") {
        item.insert("update_mask".to_owned(), listed(mask));
    }
    let attributes = match fields.remove("attributes") {
        Some(attributes @ Value::Object(_)) => {
            if let Some(other) = fields.keys().next() {
                return Err(format!(
                    "`{other}` stands beside `attributes`, but belongs in it"
                ));
            }
            attributes
        }
        Some(_) => return Err("`attributes` must be an object".to_owned()),
        None => {
            let attributes = fields.into_iter();
            attributes
                .map(|(name, value)| {
                    let value = attribute(&name, value)?;
                    Ok((name, value))
                })
                .collect::<Result<Map<_, _>, String>>()?
                .into()
        }
    };
    item.insert("attributes".to_owned(), attributes);
    Ok(Value::Object(item))
}

/// The value of an attribute; CSV has nothing but text.
fn attribute(name: &str, value: Value) -> Result<Value, String> {
    let Value::String(text) = &value else {
        return Ok(value);
    };
    if LISTS.contains(&name) {
        return Ok(listed(value));
    }
    if BOOLEANS.contains(&name) {
        return match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Ok(true.into()),
            "false" | "no" | "0" => Ok(false.into()),
            _ => Err(format!("`{name}` must be true or false")),
        };
    }
    if NUMBERS.contains(&name) {
        let number: Value =
            serde_json::from_str(text.trim()).map_err(|_| format!("`{name}` must be a number"))?;
        return match number.is_number() {
            true => Ok(number),
            false => Err(format!("`{name}` must be a number")),
        };
    }
    // Objects, such as the address of a hotel, are JSON.
    match text.starts_with('{') {
        true => serde_json::from_str(text).map_err(|_| format!("`{name}` must be a JSON object")),
        false => Ok(value),
    }
}

fn listed(value: Value) -> Value {
    match value {
        Value::String(text) => {
            let parts = text.split(',').map(str::trim);
            let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
            json!(parts)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(fields: Value, action: Action) -> Result<Value, String> {
        let Value::Object(fields) = fields else {
            panic!("a row is an object");
        };
        operation(fields, Kind::Retail, action)
    }

    #[test]
    fn flat_rows_and_items_of_the_api_are_the_same() {
        let flat = json!({
            "id": "mug-1", "title": "Mug", "price": "9.50 USD", "adult": "no",
            "additional_image_link": "https://a.example/1, https://a.example/2",
            "number_of_reviews": "7",
        });
        let item = json!({
            "item_id": "mug-1", "operation": "CREATE", "attributes": {
                "title": "Mug", "price": "9.50 USD", "adult": false,
                "additional_image_link": ["https://a.example/1", "https://a.example/2"],
                "number_of_reviews": 7,
            },
        });
        let expected = {
            let mut expected = item.clone();
            expected["operation"] = "UPSERT".into();
            expected
        };
        assert_eq!(of(flat, Action::Upsert).as_ref(), Ok(&expected));
        assert_eq!(of(item, Action::Upsert), Ok(expected));
    }

    #[test]
    fn a_deletion_needs_the_id_only() {
        let expected = json!({"item_id": "7", "operation": "DELETE"});
        let row = json!({"id": 7, "title": "Mug"});
        assert_eq!(of(row, Action::Delete), Ok(expected));
    }

    #[test]
    fn what_does_not_fit_is_named() {
        for (row, name) in [
            (json!({"title": "Mug"}), "`item_id`"),
            (json!({"id": "1", "adult": "maybe"}), "`adult`"),
            (
                json!({"id": "1", "number_of_reviews": "many"}),
                "`number_of_reviews`",
            ),
            (
                json!({"id": "1", "attributes": {}, "title": "Mug"}),
                "`title`",
            ),
        ] {
            let problem = of(row, Action::Upsert).unwrap_err();
            assert!(problem.contains(name), "{problem}");
        }
    }
}
