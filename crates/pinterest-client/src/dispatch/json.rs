//! From JSON values to types and back, all through text.
//!
//! The typed functions read and write text, so that this compiles nothing of a type a second time: serde_json's own way
//! from values, or tracking the path while decoding, would compile every type again.

use serde::Serialize;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::{Error, Value};
use serde_path_to_error::{Deserializer, Path, Track};

/// Why a JSON value is not one of the expected type, and where in it.
pub type DecodeFailure = serde_path_to_error::Error<Error>;

pub(super) fn decode<T: DeserializeOwned>(value: &Value) -> Result<T, DecodeFailure> {
    let text = text_of(value);
    serde_json::from_slice(text.as_bytes()).map_err(|error| located(&text, &error))
}

pub(super) fn encode<T: Serialize>(value: &T) -> Result<Value, Error> {
    serde_json::from_slice(&serde_json::to_vec(value)?)
}

/// No two values, and no two ends of values, are on one line.
fn text_of(value: &Value) -> String {
    format!("{value:#}")
}

fn located(text: &str, error: &Error) -> DecodeFailure {
    let message = error.to_string();
    let reason = match message.rfind(" at line ") {
        Some(end) => &message[..end],
        None => &message,
    };
    DecodeFailure::new(path(text, error.line()), Error::custom(reason))
}

/// The path of the value that begins or ends on a line: where the text stops to be JSON when it is damaged there.
fn path(text: &str, line: usize) -> Path {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut index = line.clamp(1, lines.len()) - 1;
    if lines[index].trim_start().starts_with(['}', ']']) {
        // All lines between the beginning and the end of a value are indented deeper.
        let end = indentation(lines[index]);
        let mut before = lines[..index].iter();
        index = before
            .rposition(|line| indentation(line) == end)
            .unwrap_or(index);
    }
    let damaged = format!("{}{}!", lines[..index].concat(), key(lines[index]));
    let mut track = Track::new();
    let mut json = serde_json::Deserializer::from_str(&damaged);
    let tracked = Deserializer::new(&mut json, &mut track);
    let _: Result<Value, Error> = serde::Deserialize::deserialize(tracked);
    track.path()
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The key of an object that stands at the beginning, with its colon.
fn key(text: &str) -> &str {
    let mut strings = serde_json::Deserializer::from_str(text).into_iter::<String>();
    match strings.next() {
        Some(Ok(_)) if text[strings.byte_offset()..].starts_with(':') => {
            &text[..=strings.byte_offset()]
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[allow(dead_code)]
    struct Pin {
        id: String,
        sizes: Vec<BTreeMap<String, i64>>,
    }

    #[track_caller]
    fn assert_fails(value: &Value, path: &str, reason: &str) {
        let failure = decode::<Pin>(value).unwrap_err();
        assert_eq!(
            (
                failure.path().to_string(),
                failure.inner().to_string().as_str()
            ),
            (path.to_owned(), reason)
        );
    }

    #[test]
    fn failures_are_located() {
        let text = "invalid type: string \"x\", expected i64";
        let awkward = json!({"id": "a\n\": {[", "sizes": [{}, {"a\"\n: b": 1, "c d": "x"}]});
        assert_fails(&awkward, "sizes[1].c d", text);
        assert_fails(
            &json!({"id": 5}),
            "id",
            "invalid type: integer `5`, expected a string",
        );
        assert_fails(
            &json!({"id": "", "sizes": [{"a": 1}, 7]}),
            "sizes[1]",
            "invalid type: integer `7`, expected a map",
        );
        assert_fails(&json!({"id": "at line 3"}), ".", "missing field `sizes`");
        let nested = json!({"id": "", "more": {"of": [{}]}, "sizes": [{"a": {"b": [1]}}]});
        assert_fails(&nested, "sizes[0].a", "invalid type: map, expected i64");
        assert_fails(
            &json!(true),
            ".",
            "invalid type: boolean `true`, expected struct Pin",
        );
    }

    #[test]
    fn values_come_back() {
        let value = json!({"a": [1, 2.5, null, "é\u{1}"], "b": {"c": 9_007_199_254_740_993_i64}});
        assert_eq!(encode(&decode::<Value>(&value).unwrap()).unwrap(), value);
    }
}
