//! Analytics of an account: sums over its Pins, and the best of them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::{acting, websites};
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::families::pins;
use crate::families::pins::figures::{self, DEVICES, Figures, Subject, before};
use crate::families::pins::range::Range;
use crate::state::{Row, text};

const METRICS: [&str; 9] = [
    "ENGAGEMENT",
    "ENGAGEMENT_RATE",
    "IMPRESSION",
    "OUTBOUND_CLICK",
    "OUTBOUND_CLICK_RATE",
    "PIN_CLICK",
    "PIN_CLICK_RATE",
    "SAVE",
    "SAVE_RATE",
];

const VIDEO_METRICS: [&str; 9] = [
    "IMPRESSION",
    "SAVE",
    "VIDEO_MRC_VIEW",
    "VIDEO_AVG_WATCH_TIME",
    "VIDEO_V50_WATCH_TIME",
    "QUARTILE_95_PERCENT_VIEW",
    "VIDEO_10S_VIEW",
    "VIDEO_START",
    "OUTBOUND_CLICK",
];

/// The part of the activity on a Pin that a filter keeps or drops as a whole.
#[derive(Debug)]
struct Part {
    device: &'static str,
    is_paid: bool,
    format: &'static str,
    is_claimed: bool,
    is_own: bool,
}

impl Part {
    /// Returns the name of the group that the part is in.
    fn group(&self, split: &str) -> &'static str {
        match split {
            "APP_TYPE" => self.device,
            "OWNED_CONTENT" if self.is_claimed => "CLAIMED",
            "OWNED_CONTENT" => "OTHER",
            "SOURCE" if self.is_own => "YOUR_PINS",
            "SOURCE" => "OTHER_PINS",
            "PIN_FORMAT" => self.format,
            _ => "all",
        }
    }
}

/// What the query limits the figures to.
#[derive(Debug)]
struct Filter {
    devices: String,
    content: String,
    format: String,
    claimed: String,
    source: String,
}

impl Filter {
    fn of(call: &Call<'_>) -> Self {
        let read = |name: &str| call.query_text(name).unwrap_or("ALL").to_owned();
        Self {
            devices: read("app_types"),
            content: read("content_type"),
            format: read("pin_format"),
            claimed: read("from_claimed_content"),
            source: read("source"),
        }
    }

    fn keeps(&self, part: &Part) -> bool {
        (self.devices == "ALL" || self.devices == part.device)
            && (self.content == "ALL" || (self.content == "PAID") == part.is_paid)
            && (self.format == "ALL" || self.format == part.format)
            && match self.claimed.as_str() {
                "CLAIMED" => part.is_claimed,
                "OTHER" => !part.is_claimed,
                _ => true,
            }
            && match self.source.as_str() {
                "YOUR_PINS" => part.is_own,
                "OTHER_PINS" => !part.is_own,
                _ => true,
            }
    }
}

/// Calls back with every part of the activity that the query asks for, by Pin and day.
fn each_part(
    call: &Call<'_>,
    account: &str,
    range: Range,
    is_wanted: impl Fn(&Row) -> bool,
    mut each: impl FnMut(&str, Date, &Part, Figures),
) {
    let filter = Filter::of(call);
    let promotions = figures::promotions(call.state);
    let claimed = websites::claimed(call.state, account);
    for (id, pin) in call.state.rows("pins") {
        let is_own = text(pin, "_owner") == account;
        let is_from_own = || {
            let parent = call.state.row("pins", text(pin, "parent_pin_id"));
            parent.is_some_and(|parent| text(parent, "_owner") == account)
        };
        if !is_wanted(pin) || !(is_own || is_from_own()) {
            continue;
        }
        let subject = Subject::new(pin, &promotions);
        let is_claimed = claimed.iter().any(|website| pins::links_to(pin, website));
        for date in range.days().filter(|date| range.is_ready(*date)) {
            for is_paid in [false, true] {
                for (device, figures) in DEVICES.into_iter().zip(subject.of_day(date, is_paid)) {
                    let part = Part {
                        device,
                        is_paid,
                        format: format(pin, is_paid),
                        is_claimed,
                        is_own,
                    };
                    if filter.keeps(&part) {
                        each(id, date, &part, figures);
                    }
                }
            }
        }
    }
}

fn format(pin: &Row, is_paid: bool) -> &'static str {
    let is_video = text(pin, "creative_type").contains("VIDEO");
    let is_product = pin.get("is_product") == Some(&Value::Bool(true));
    match (is_paid, is_product, is_video) {
        (false, true, _) => "ORGANIC_PRODUCT",
        (false, _, true) => "ORGANIC_VIDEO",
        (false, ..) => "ORGANIC_IMAGE",
        (true, true, _) => "ADS_PRODUCT",
        (true, _, true) => "ADS_VIDEO",
        (true, ..) => "ADS_STANDARD",
    }
}

/// The names of the metrics that the query asks for; all of them if it names none.
fn names(call: &Call<'_>, all: &[&str]) -> Vec<String> {
    match call.query_texts("metric_types") {
        given if !given.is_empty() => given,
        _ => all.iter().map(|name| (*name).to_owned()).collect(),
    }
}

pub(super) fn account(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = acting(call)?;
    let range = Range::of(call, "user accounts analytics", 400)?;
    let names = names(call, &METRICS);
    let split = call.query_text("split_field").unwrap_or("NO_SPLIT");
    let mut groups: BTreeMap<&str, BTreeMap<Date, Figures>> = BTreeMap::new();
    if split == "NO_SPLIT" {
        groups.entry("all").or_default();
    }
    let all = |_: &Row| true;
    each_part(call, &account, range, all, |_, date, part, figures| {
        let group = groups.entry(part.group(split)).or_default();
        *group.entry(date).or_default() += figures;
    });
    let response: Map<String, Value> = groups
        .into_iter()
        .map(|(name, by_day)| (name.to_owned(), group(&by_day, range, &names)))
        .collect();
    Ok(call.reply(response))
}

fn group(by_day: &BTreeMap<Date, Figures>, range: Range, names: &[String]) -> Value {
    let mut total = Figures::default();
    let daily: Vec<Value> = range
        .days()
        .map(|date| {
            if !range.is_ready(date) {
                return json!({"date": date.to_string(), "data_status": "PROCESSING", "metrics": {}});
            }
            let of_day = by_day.get(&date).copied().unwrap_or_default();
            total += of_day;
            json!({"date": date.to_string(), "data_status": "READY", "metrics": of_day.metrics(names)})
        })
        .collect();
    json!({"daily_metrics": daily, "summary_metrics": total.metrics(names)})
}

/// The best Pins, or the best video Pins: the operations differ in their metrics.
pub(super) fn top_pins(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = acting(call)?;
    let range = Range::of(call, "user accounts analytics", 400)?;
    let of_videos = call.operation.id.ends_with("top_video_pins");
    let names = match of_videos {
        true => names(call, &VIDEO_METRICS),
        false => names(call, &METRICS),
    };
    let sort_by = call.query_text("sort_by").unwrap_or_default();
    let most = call.query.get("num_of_pins").and_then(Value::as_u64);
    let days = call.query.get("created_in_last_n_days");
    let since = days.and_then(Value::as_i64).map(|days| {
        let since = before(range.today, days as i32);
        since.to_string()
    });
    let is_wanted = |pin: &Row| {
        (!of_videos || text(pin, "creative_type").contains("VIDEO"))
            && since
                .as_deref()
                .is_none_or(|since| text(pin, "created_at") >= since)
    };
    let mut by_pin: BTreeMap<String, Figures> = BTreeMap::new();
    each_part(
        call,
        &account,
        range,
        is_wanted,
        |id, _, _, figures| match by_pin.get_mut(id) {
            Some(total) => *total += figures,
            None => drop(by_pin.insert(id.to_owned(), figures)),
        },
    );
    let value = |figures: &Figures| figures.metric(sort_by).as_f64().unwrap_or_default();
    let mut ranked: Vec<(String, Figures)> = by_pin.into_iter().collect();
    ranked.sort_by(|(_, one), (_, other)| value(other).total_cmp(&value(one)));
    ranked.truncate(most.unwrap_or(10) as usize);
    let statuses: Map<String, Value> = names
        .iter()
        .map(|name| (name.clone(), json!("READY")))
        .collect();
    let pins: Vec<Value> = ranked
        .iter()
        .map(|(id, figures)| {
            json!({"pin_id": id, "metrics": figures.metrics(&names), "data_status": statuses})
        })
        .collect();
    let midnight = call.now.seconds().div_euclid(86_400) * 86_400;
    Ok(call.reply(json!({
        "date_availability": {
            "is_realtime": false,
            "latest_available_timestamp": midnight * 1_000,
        },
        "pins": pins,
        "sort_by": sort_by,
    })))
}
