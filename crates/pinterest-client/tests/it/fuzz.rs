//! Every type reads any text: it neither panics nor costs much more than the text, and nothing is
//! lost without being reported.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use pinterest_client::json::RawJson;
use pinterest_test_support::fuzz::{Fuzz, ensure, ensure_memory};
use pinterest_test_support::samples::{self, FULL, shown};
use pinterest_test_support::spec::{spec, texts};
use serde_json::Value;

use crate::types::{ApiType, Decoded, types};

/// How much memory reading a value may take, always and for each byte of its text.
const MEMORY: u64 = 100 << 20;
const MEMORY_PER_BYTE: u64 = 64;

/// An input is the name of a type, a line break, and the JSON. Another name stands for some type.
#[test]
fn decoding() {
    Fuzz::target("decoding")
        .starting_with(inputs())
        .with_words(types().map(|kind| format!("{}\n", kind.name)))
        .run(|input| {
            let (name, json) = split(input);
            check(type_named(name), json)
        });
}

fn inputs() -> Vec<String> {
    let mut inputs = Vec::new();
    for kind in types() {
        // One is enough: mutations add and leave out what others differ in.
        let values = samples::of(spec(), spec().schema(kind.name), FULL);
        let first = values.first().map(|json| format!("{}\n{json}", kind.name));
        inputs.extend(first);
    }
    inputs
}

fn split(input: &[u8]) -> (&[u8], &[u8]) {
    match input.iter().position(|byte| *byte == b'\n') {
        Some(end) => (&input[..end], &input[end + 1..]),
        None => (&[], input),
    }
}

fn type_named(name: &[u8]) -> &'static ApiType {
    static TYPES: OnceLock<BTreeMap<&[u8], &ApiType>> = OnceLock::new();
    let all = TYPES.get_or_init(|| types().map(|kind| (kind.name.as_bytes(), kind)).collect());
    let number = name.iter().fold(0_usize, |sum, byte| {
        sum.wrapping_mul(31) + usize::from(*byte)
    });
    let some = || all.values().nth(number % all.len()).expect("it is there");
    all.get(name).unwrap_or_else(some)
}

fn check(kind: &ApiType, text: &[u8]) -> Result<(&'static str, String, usize), String> {
    let json = RawJson::new(text);
    let strict = (kind.decode_strictly)(json);
    let decoded = match (kind.decode)(json) {
        Ok(decoded) => decoded,
        Err(mismatch) => {
            ensure(strict.is_err(), || {
                format!("only strictly decoded as {}", kind.name)
            })?;
            let reason = mismatch.reason().replace(|c: char| c.is_ascii_digit(), "");
            return Ok((kind.name, reason, 0));
        }
    };
    ensure_memory(decoded.memory, text, MEMORY, MEMORY_PER_BYTE)?;
    ensure(strict.is_ok() == decoded.parts.is_empty(), || {
        format!("strictly decoded in another way as {}", kind.name)
    })?;
    survives(kind, &decoded)?;
    if let Ok(before) = serde_json::from_slice::<Value>(text)
        && !has_duplicates(json)
        && decoded.parts.len() == decoded.parts.iter().count()
    {
        let after: Value = serde_json::from_str(&decoded.json).map_err(|e| e.to_string())?;
        Loss::of(&decoded).check("", &before, &after)?;
    }
    let reasons: BTreeSet<&str> = decoded
        .parts
        .iter()
        .map(|part| part.mismatch().reason())
        .collect();
    let reasons = reasons.into_iter().collect::<Vec<_>>().join(";");
    Ok((kind.name, reasons, decoded.parts.len().min(3)))
}

/// What was decoded is encoded to JSON that is wholly as described, and the same value.
fn survives(kind: &ApiType, decoded: &Decoded) -> Result<(), String> {
    let again = (kind.decode)(RawJson::new(decoded.json.as_bytes()))
        .map_err(|mismatch| format!("not decoded again: {mismatch}"))?;
    if let Some(part) = again.parts.iter().next() {
        return Err(format!("set aside at the second time: {part:?}"));
    }
    ensure(again.json == decoded.json, || {
        format!("encoded in another way: {} {}", decoded.json, again.json)
    })
}

/// Whether an object has two fields of a name. The last of them counts, and the others are lost.
fn has_duplicates(json: RawJson<'_>) -> bool {
    if let Some(fields) = json.fields() {
        let names: BTreeSet<&str> = fields.iter().map(|(name, _)| &**name).collect();
        return names.len() < fields.len()
            || fields.iter().any(|(_, value)| has_duplicates(*value));
    }
    json.elements()
        .is_some_and(|elements| elements.into_iter().any(has_duplicates))
}

/// Finds what is neither in a value nor among what was set aside.
struct Loss<'a> {
    set_aside: BTreeSet<&'a str>,
}

impl<'a> Loss<'a> {
    fn of(decoded: &'a Decoded) -> Self {
        let set_aside = decoded.parts.iter().map(|part| part.path()).collect();
        Self { set_aside }
    }

    fn check(&self, path: &str, before: &Value, after: &Value) -> Result<(), String> {
        match (before, after) {
            (Value::Object(before), Value::Object(after)) => {
                for (name, before) in before {
                    let dot = if path.is_empty() { "" } else { "." };
                    let path = format!("{path}{dot}{name}");
                    if aliases().contains(&**name) || self.set_aside.contains(&*path) {
                        continue;
                    }
                    match after.get(name) {
                        Some(after) => self.check(&path, before, after)?,
                        None => ensure(before.is_null(), || {
                            format!("lost at {path}: {}", shown(before))
                        })?,
                    }
                }
                Ok(())
            }
            (Value::Array(before), Value::Array(after)) => {
                let mut left = after.iter();
                for (index, before) in before.iter().enumerate() {
                    let path = format!("{path}[{index}]");
                    if self.set_aside.contains(&*path) {
                        continue;
                    }
                    let after = left
                        .next()
                        .ok_or_else(|| format!("lost as element {path}: {}", shown(before)))?;
                    self.check(&path, before, after)?;
                }
                ensure(left.next().is_none(), || format!("added to {path}"))
            }
            _ => ensure(is_same(before, after), || {
                format!("changed at {path}: {} {}", shown(before), shown(after))
            }),
        }
    }
}

/// Whether both are the same scalar: numbers are also read from text, and whole ones from `3.0`.
fn is_same(before: &Value, after: &Value) -> bool {
    let number = |value: &Value| match value {
        Value::String(text) => text.parse::<f64>().ok(),
        value => value.as_f64(),
    };
    before == after || (after.is_number() && number(before) == number(after))
}

/// The other names of fields, of which one is lost if there are several.
fn aliases() -> &'static BTreeSet<&'static str> {
    fn collect<'a>(value: &'a Value, names: &mut BTreeSet<&'a str>) {
        match value {
            Value::Object(fields) => {
                if let Some(aliases) = fields.get("x-aliases") {
                    names.extend(texts(aliases));
                }
                fields.values().for_each(|value| collect(value, names));
            }
            Value::Array(elements) => elements.iter().for_each(|value| collect(value, names)),
            _ => {}
        }
    }
    static ALIASES: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    ALIASES.get_or_init(|| {
        let mut names = BTreeSet::new();
        let schemas = spec().schemas();
        schemas.for_each(|(_, schema)| collect(schema, &mut names));
        names
    })
}
