//! Synchronous analytics of ad accounts, campaigns, ad groups and ads.

use serde_json::{Value, json};

use crate::call::Behavior;
use crate::state::State;

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[];

pub(super) fn seed(_state: &mut State) {}

/// Returns the number of an entity over several days.
pub(super) fn total(entity: &str, days: &[jiff::civil::Date], column: &str) -> Value {
    let numbers = days
        .iter()
        .filter_map(|day| metric(entity, *day, column).as_u64());
    json!(numbers.sum::<u64>())
}

/// Returns the `index`-th of `count` parts of a number.
pub(super) fn part(value: &Value, _column: &str, index: u64, count: u64) -> Value {
    let whole = value.as_u64().unwrap_or_default();
    json!(whole * (index + 1) / count - whole * index / count)
}

/// Returns the number of an entity on a day: the same for the same arguments.
fn metric(entity: &str, date: jiff::civil::Date, column: &str) -> Value {
    let text = format!("{entity}/{date}/{column}");
    let hash = text
        .bytes()
        .fold(14_695_981_039_346_656_037_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(1_099_511_628_211)
        });
    json!(hash % 10_000)
}
