//! Rows of files as conversion events.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use pinterest::Date;
use pinterest::conversions::{
    ConversionEventBuilder, ConversionEventRequired, Person, PersonField,
};
use pinterest::types::NewConversionEvent;
use serde_json::{Map, Value, json};

use crate::inputs::Row;

/// What all events of a run have in common.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    pub(super) now: SystemTime,
    pub(super) max_age: Duration,
    pub(super) limits_processing: bool,
    pub(super) skips_invalid: bool,
}

/// The fields of `custom_data`.
const CUSTOM_DATA: [&str; 15] = [
    "content_brand",
    "content_category",
    "content_ids",
    "content_name",
    "contents",
    "currency",
    "external_measurement_id",
    "external_measurement_vendor_id",
    "np",
    "num_items",
    "opt_out_type",
    "order_id",
    "predicted_ltv",
    "search_string",
    "value",
];

/// Fields that are not text, which they are in CSV.
const NUMBERS: [&str; 2] = ["num_items", "external_measurement_vendor_id"];
const BOOLEANS: [&str; 2] = ["opt_out", "wifi"];

/// Fields that hold decimal numbers as text, for which JSON may have numbers.
const DECIMALS: [&str; 2] = ["value", "predicted_ltv"];

/// Makes an event of a row.
pub(super) fn event(row: Row, rules: &Rules) -> Result<NewConversionEvent, String> {
    let mut parts = Parts::default();
    for (name, value) in row.fields {
        parts.add(name, value)?;
    }
    let person = match rules.skips_invalid {
        true => parts.person.without_invalid(),
        false => parts.person,
    };
    if !parts.custom_data.is_empty() {
        let custom_data = Value::Object(parts.custom_data);
        parts.event.insert("custom_data".to_owned(), custom_data);
    }
    // The person replaces it.
    parts.event.insert("user_data".to_owned(), json!({}));
    let event: NewConversionEvent =
        serde_json::from_value(Value::Object(parts.event)).map_err(|error| error.to_string())?;
    if let Some(unknown) = event.extra.keys().next() {
        return Err(format!("there is no field `{unknown}`"));
    }
    if let Some(custom_data) = &event.custom_data
        && let Some(unknown) = custom_data.extra.keys().next()
    {
        return Err(format!("there is no field `custom_data.{unknown}`"));
    }
    let builder = ConversionEventBuilder::new(ConversionEventRequired {
        action_source: event.action_source.clone(),
        event_id: event.event_id.clone(),
        event_name: event.event_name.clone(),
        event_time: event.event_time,
        person,
    });
    let builder = builder.with(|_| event).with_max_age(rules.max_age);
    let builder = match rules.limits_processing {
        true => builder.with_limited_data_processing(),
        false => builder,
    };
    builder
        .build_at(rules.now)
        .map_err(|invalid| invalid.to_string())
}

/// The parts of an event.
#[derive(Default)]
struct Parts {
    event: Map<String, Value>,
    custom_data: Map<String, Value>,
    person: Person,
}

impl Parts {
    fn add(&mut self, name: String, value: Value) -> Result<(), String> {
        if value.is_null() {
            return Ok(());
        }
        match (name.as_str(), value) {
            ("user_data", Value::Object(fields)) => {
                for (name, value) in fields {
                    if !self.add_personal(&name, &value)? {
                        return Err(format!("there is no field `user_data.{name}`"));
                    }
                }
                Ok(())
            }
            ("custom_data", Value::Object(fields)) => {
                let mut fields = fields.into_iter();
                fields.try_for_each(|(name, value)| self.add_custom(name, value))
            }
            (_, value) => self.add_flat(name, value),
        }
    }

    /// A column of a file without objects in it.
    fn add_flat(&mut self, name: String, value: Value) -> Result<(), String> {
        if let Some(name) = name.strip_prefix("custom_data.") {
            return self.add_custom(name.to_owned(), value);
        }
        let plain = name.strip_prefix("user_data.").unwrap_or(&name);
        if self.add_personal(plain, &value)? {
            return Ok(());
        }
        if CUSTOM_DATA.contains(&name.as_str()) {
            return self.add_custom(name, value);
        }
        let value = match name.as_str() {
            "event_time" => seconds(&value)?,
            _ => typed(&name, value)?,
        };
        self.event.insert(name, value);
        Ok(())
    }

    fn add_custom(&mut self, name: String, value: Value) -> Result<(), String> {
        let value = match (name.as_str(), value) {
            ("content_ids", Value::String(text)) => {
                let ids: Vec<&str> = text.split(',').map(str::trim).collect();
                json!(ids)
            }
            ("contents", Value::String(text)) => serde_json::from_str(&text)
                .map_err(|_| "`contents` must be a JSON array".to_owned())?,
            (_, value) => typed(&name, value)?,
        };
        self.custom_data.insert(name, value);
        Ok(())
    }

    /// Adds what identifies the person; `false` if the field is no such.
    fn add_personal(&mut self, name: &str, value: &Value) -> Result<bool, String> {
        let Some(setter) = setter(name) else {
            return Ok(false);
        };
        let values = match value {
            Value::Array(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        for value in values {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                Value::Null => continue,
                _ => return Err(format!("`{name}` must be text")),
            };
            self.person = setter(std::mem::take(&mut self.person), &text);
        }
        Ok(true)
    }
}

type Setter = fn(Person, &str) -> Person;

/// The function that sets a field of the person, by the name in the API or that in files.
fn setter(name: &str) -> Option<Setter> {
    Some(match name {
        "em" | "email" => |person, text| person.email(text),
        "ph" | "phone" => |person, text| person.phone(text),
        "fn" | "first_name" => |person, text| person.first_name(text),
        "ln" | "last_name" => |person, text| person.last_name(text),
        "ct" | "city" => |person, text| person.city(text),
        "st" | "state" => |person, text| person.state(text),
        "country" => |person, text| person.country(text),
        "zp" | "zip" | "postal_code" => |person, text| person.postal_code(text),
        "ge" | "gender" => |person, text| person.gender(text),
        "db" | "birth_date" => birth_date,
        "external_id" => |person, text| person.external_id(text),
        "hashed_maids" | "maid" | "mobile_ad_id" => |person, text| person.mobile_ad_id(text),
        "client_ip_address" | "ip_address" => |person, text| person.ip_address(text),
        "client_user_agent" | "user_agent" => |person, text| person.user_agent(text),
        "click_id" => |person, text| person.click_id(text),
        "partner_id" => |person, text| person.partner_id(text),
        _ => return None,
    })
}

/// A date with or without hyphens, or a hash of one.
fn birth_date(person: Person, text: &str) -> Person {
    let digits = text.trim().replace('-', "");
    let number = |part: Option<&str>| part.and_then(|part| part.parse::<u32>().ok());
    let date = (digits.len() == 8)
        .then(|| {
            let year = number(digits.get(..4))?;
            let month = number(digits.get(4..6))?;
            let day = number(digits.get(6..))?;
            format!("{year:04}-{month:02}-{day:02}")
                .parse::<Date>()
                .ok()
        })
        .flatten();
    match date {
        Some(date) => person.birth_date(date),
        // What is neither a date nor a hash is kept as invalid.
        None => person.hashed(PersonField::BirthDate, text.trim()),
    }
}

/// Seconds since 1970, from a number or from RFC 3339.
fn seconds(value: &Value) -> Result<Value, String> {
    const WRONG: &str = "`event_time` must be seconds since 1970 or a time such as \
                         2026-01-31T12:00:00Z";
    match value {
        Value::Number(_) => Ok(value.clone()),
        Value::String(text) => match text.trim().parse::<i64>() {
            Ok(seconds) => Ok(seconds.into()),
            Err(_) => {
                let time: Timestamp = text.trim().parse().map_err(|_| WRONG)?;
                Ok(time.as_second().into())
            }
        },
        _ => Err(WRONG.to_owned()),
    }
}

/// Texts as what the field is, and decimal numbers as text.
fn typed(name: &str, value: Value) -> Result<Value, String> {
    match value {
        Value::String(text) if NUMBERS.contains(&name) => match text.trim().parse::<i64>() {
            Ok(number) => Ok(number.into()),
            Err(_) => Err(format!("`{name}` must be a number")),
        },
        Value::String(text) if BOOLEANS.contains(&name) => {
            match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "1" => Ok(true.into()),
                "false" | "no" | "0" => Ok(false.into()),
                _ => Err(format!("`{name}` must be true or false")),
            }
        }
        Value::Number(number) if DECIMALS.contains(&name) => Ok(number.to_string().into()),
        other => Ok(other),
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    /// The SHA-256 hash of `ada@example.com`, by sha256sum.
    const ADA: &str = "b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72";

    fn rules() -> Rules {
        Rules {
            now: UNIX_EPOCH + Duration::from_secs(1_767_225_600),
            max_age: Duration::from_secs(7 * 86_400),
            limits_processing: false,
            skips_invalid: false,
        }
    }

    fn read(fields: Value, rules: &Rules) -> Result<Value, String> {
        let Value::Object(fields) = fields else {
            panic!("a row is an object");
        };
        let event = event(Row { line: 1, fields }, rules)?;
        Ok(serde_json::to_value(event).unwrap())
    }

    #[test]
    fn flat_rows_and_events_of_the_api_are_the_same() {
        let flat = json!({
            "event_name": "checkout", "action_source": "web", "event_id": "o-1",
            "event_time": "2025-12-31T23:00:00Z", "email": " Ada@Example.com ",
            "value": "72.39", "currency": "EUR", "num_items": "2", "content_ids": "a, b",
            "opt_out": "false",
        });
        let nested = json!({
            "event_name": "checkout", "action_source": "web", "event_id": "o-1",
            "event_time": 1_767_222_000, "user_data": {"em": [ADA]}, "opt_out": false,
            "custom_data": {
                "value": "72.39", "currency": "EUR", "num_items": 2, "content_ids": ["a", "b"],
            },
        });
        let expected = Ok(nested.clone());
        assert_eq!(read(flat, &rules()), expected);
        assert_eq!(read(nested, &rules()), expected);
    }

    #[test]
    fn what_is_wrong_is_named_without_its_value() {
        let row = |name: &str, value: Value| {
            let mut row = json!({
                "event_name": "checkout", "action_source": "web", "event_id": "o-1",
                "event_time": 1_767_222_000, "email": "ada@example.com",
            });
            row[name] = value;
            row
        };
        for (row, name) in [
            (row("evnt", "x".into()), "`evnt`"),
            (row("email", "no address".into()), "user_data.em"),
            (row("event_time", "noon".into()), "`event_time`"),
            (row("event_time", 1.into()), "event_time"),
            (row("num_items", "two".into()), "`num_items`"),
            (row("user_data", json!({"mail": "x"})), "`user_data.mail`"),
            (row("birth_date", "yesterday".into()), "user_data.db"),
        ] {
            let problem = read(row, &rules()).unwrap_err();
            assert!(problem.contains(name), "{problem}");
            assert!(!problem.contains("no address"), "{problem}");
        }
    }

    #[test]
    fn invalid_personal_data_can_be_left_out() {
        let row = json!({
            "event_name": "checkout", "action_source": "web", "event_id": "o-1",
            "event_time": 1_767_222_000, "email": "ada@example.com", "phone": "none",
        });
        assert!(read(row.clone(), &rules()).is_err());
        let lenient = Rules {
            skips_invalid: true,
            ..rules()
        };
        let event = read(row, &lenient).unwrap();
        assert_eq!(event["user_data"], json!({"em": [ADA]}));
    }

    #[test]
    fn dates_of_birth_are_read_with_and_without_hyphens() {
        let hash = |text| {
            let person = birth_date(Person::new().email("ada@example.com"), text);
            person.user_data().map(|data| data.db)
        };
        assert_eq!(hash("1815-12-10").unwrap(), hash("18151210").unwrap());
        assert!(hash("1815-13-10").is_err());
        assert_eq!(hash(ADA).unwrap().unwrap()[0].as_str(), ADA);
    }
}
