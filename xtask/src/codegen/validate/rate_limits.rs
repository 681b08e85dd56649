//! The table of published rate limits, `x-ratelimits`.

use serde_json::Value;

use super::{Problems, is_described};
use crate::codegen::{names, walk};

/// The kinds of access that limits are published for.
const ACCESSES: [&str; 2] = ["standard", "trial"];

pub(super) fn check(problems: &mut Problems<'_>) {
    let spec = problems.spec;
    let Some(table) = spec.document.get("x-ratelimits") else {
        return;
    };
    for access in ACCESSES {
        if let Some(window) = table.pointer(&format!("/universal/{access}")) {
            check_window(
                &format!("x-ratelimits.universal.{access}"),
                window,
                problems,
            );
        }
    }
    for (name, category) in walk::members(table, "categories") {
        let place = format!("x-ratelimits.categories.{name}");
        if !names::is_identifier(&names::camel(name)) {
            problems.add(&place, "is no name for an enum variant");
        }
        if !is_described(category) {
            problems.add(&place, "has no description");
        }
        for (key, value) in category.as_object().into_iter().flatten() {
            let place = format!("{place}.{key}");
            match key.as_str() {
                "description" => {}
                "per" if value == "ad_account" => {}
                "per" => problems.add(place, "is not `ad_account`, the only one known"),
                access if ACCESSES.contains(&access) => check_window(&place, value, problems),
                _ => problems.add(place, "is not known"),
            }
        }
    }
}

fn check_window(place: &str, window: &Value, problems: &mut Problems<'_>) {
    for key in ["requests", "seconds"] {
        let number = window.get(key).and_then(Value::as_u64);
        if !number.is_some_and(|number| (1..=u64::from(u32::MAX)).contains(&number)) {
            problems.add(place, format!("has no `{key}` of at least 1"));
        }
    }
}
