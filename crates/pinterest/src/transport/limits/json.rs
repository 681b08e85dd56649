//! The body of a request.

use std::fmt;

use pinterest_client::operation::Limits;
use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{SHOWN_LENGTH, check_count, check_number, check_text, violation};
use crate::error::{LimitViolation, redacted};

/// Checks a request body.
pub(crate) fn check_body(limits: &Limits, body: &impl Serialize) -> Result<(), LimitViolation> {
    // What cannot be encoded is reported when the request is built.
    serde_json::to_vec(body).map_or(Ok(()), |json| check_json(limits, &json))
}

/// Checks JSON text without building a value from it.
pub(crate) fn check_json(limits: &Limits, json: &[u8]) -> Result<(), LimitViolation> {
    let mut found = None;
    let check = Check {
        limits,
        place: Place::Root,
        found: &mut found,
    };
    // The decoder stops at the first violation with an error; any other error is the server's to report.
    let _ = check.deserialize(&mut serde_json::Deserializer::from_slice(json));
    found.map_or(Ok(()), Err)
}

/// Where in the body a value stands, as a chain from the inside out.
#[derive(Clone, Copy)]
enum Place<'a> {
    Root,
    Field(&'a Place<'a>, &'a str),
    Item(&'a Place<'a>, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => f.write_str("body"),
            Self::Field(Place::Root, name) => f.write_str(name),
            Self::Field(outer, name) => write!(f, "{outer}.{name}"),
            Self::Item(outer, index) => write!(f, "{outer}[{index}]"),
        }
    }
}

/// Compares one JSON value, and all within it, with the limits for it.
struct Check<'a> {
    limits: &'a Limits,
    place: Place<'a>,
    found: &'a mut Option<LimitViolation>,
}

impl Check<'_> {
    fn decide<E: serde::de::Error>(self, outcome: Result<(), LimitViolation>) -> Result<(), E> {
        outcome.map_err(|violation| {
            *self.found = Some(violation);
            E::custom("limit")
        })
    }
}

impl<'de> DeserializeSeed<'de> for Check<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Check<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        let outcome = check_number(self.limits, value, &|| self.place.to_string());
        self.decide(outcome)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.visit_i64(i64::try_from(value).unwrap_or(i64::MAX))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        let outcome = check_text(self.limits, value, &|| self.place.to_string());
        self.decide(outcome)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let limits = self.limits.items.unwrap_or(&Limits::NONE);
        let mut count = 0;
        while items
            .next_element_seed(Check {
                limits,
                place: Place::Item(&self.place, count),
                found: &mut *self.found,
            })?
            .is_some()
        {
            count += 1;
        }
        let outcome = check_count(self.limits, count, &|| self.place.to_string());
        self.decide(outcome)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut count = 0;
        while let Some(name) = entries.next_key::<String>()? {
            count += 1;
            // Names of fields are those of the description, keys of maps are the caller's and may be personal.
            let field = self.limits.field(&name);
            let name = if field.is_some() {
                name
            } else {
                redacted(&name, SHOWN_LENGTH)
            };
            match field.or(self.limits.values) {
                Some(limits) => {
                    entries.next_value_seed(Check {
                        limits,
                        place: Place::Field(&self.place, &name),
                        found: &mut *self.found,
                    })?;
                }
                None => drop(entries.next_value::<IgnoredAny>()?),
            }
        }
        let least = self.limits.min_properties.unwrap_or(0);
        let outcome = if count < least {
            let limit = format!("a map of at least {least} entries");
            Err(violation(
                self.place.to_string(),
                &limit,
                &format!("a map of {count}"),
                false,
            ))
        } else {
            Ok(())
        };
        self.decide(outcome)
    }
}
