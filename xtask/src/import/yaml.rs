//! Formats the documents of `spec/`: keys in reading order, long texts folded.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;
use serde_saphyr::FoldStr;

use super::difference::difference;
use super::error::Error;
use super::schema::NAMED;
use crate::codegen::load;

/// Keys that come first in an object; the others follow alphabetically.
const FIRST: [&str; 26] = [
    "openapi",
    "info",
    "operationId",
    "title",
    "version",
    "name",
    "in",
    "url",
    "$ref",
    "summary",
    "description",
    "license",
    "servers",
    "tags",
    "deprecated",
    "type",
    "scheme",
    "format",
    "required",
    "style",
    "explode",
    "parameters",
    "requestBody",
    "content",
    "paths",
    "securitySchemes",
];

/// Keys that come last.
const LAST: [&str; 4] = ["schemas", "components", "example", "schema"];

/// Formats a document below a comment.
///
/// # Errors
///
/// Returns an error when the text does not read back as the same document.
pub(super) fn text(document: &Value, comment: &str) -> Result<String, Error> {
    let options =
        serde_saphyr::ser_options! { indent_step: 2, folded_wrap_chars: 110, min_fold_chars: 90 };
    let mut text = comment.to_owned();
    let ordered = Ordered {
        value: document,
        named: false,
    };
    serde_saphyr::to_fmt_writer_with_options(&mut text, &ordered, options)
        .map_err(|error| Error::Write(error.to_string()))?;
    // The serializer ends a folded text with a line break, which none of the texts has. Reading the
    // document back detects a replacement in the wrong place.
    let text = text.replace(": >\n", ": >-\n");
    match load::parse(&text) {
        Ok(read) if read == *document => Ok(text),
        Ok(read) => {
            let difference = difference(document, &read, String::new());
            Err(Error::Write(format!(
                "it reads back differently {difference}"
            )))
        }
        Err(error) => Err(Error::Write(format!("it does not read back: {error}"))),
    }
}

/// A value whose keys are serialized in reading order.
struct Ordered<'a> {
    value: &'a Value,
    /// Whether the keys are names, which are ordered alphabetically.
    named: bool,
}

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Object(object) => {
                let mut keys: Vec<&String> = object.keys().collect();
                if !self.named {
                    keys.sort_by_key(|key| rank(key));
                }
                let mut map = serializer.serialize_map(Some(keys.len()))?;
                for key in keys {
                    let named = !self.named
                        && (NAMED.contains(&key.as_str()) || key.starts_with("x-enum-"));
                    map.serialize_entry(
                        key,
                        &Ordered {
                            value: &object[key],
                            named,
                        },
                    )?;
                }
                map.end()
            }
            Value::Array(items) => {
                let mut sequence = serializer.serialize_seq(Some(items.len()))?;
                for value in items {
                    sequence.serialize_element(&Ordered {
                        value,
                        named: false,
                    })?;
                }
                sequence.end()
            }
            Value::String(text)
                if text.len() > 90
                    && !text.contains('\n')
                    && !text.contains("  ")
                    && text.trim() == text =>
            {
                FoldStr(text).serialize(serializer)
            }
            other => other.serialize(serializer),
        }
    }
}

fn rank(key: &str) -> usize {
    if let Some(place) = FIRST.iter().position(|first| *first == key) {
        return place;
    }
    match LAST.iter().position(|last| *last == key) {
        Some(place) => 100 + place,
        None => 50 + usize::from(key.starts_with("x-")),
    }
}
