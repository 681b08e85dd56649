//! Analytics of Pins.

use std::collections::HashMap;

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::figures::{self, DEVICES, Figures, Subject};
use super::range::Range;
use super::{not_found, own};
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::families::boards::Access;
use crate::families::user_account::acting;
use crate::state::Row;

/// Metrics that only have a value over the whole life of a Pin.
const LIFETIME: [&str; 2] = ["TOTAL_COMMENTS", "TOTAL_REACTIONS"];

pub(super) fn of_one(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = acting(call)?;
    let range = Range::of(call, "pins analytics", 400)?;
    let pin = own(call, &account, &call.path("pin_id"), Access::Read)?;
    let promotions = figures::promotions(call.state);
    let mut response = Map::new();
    match call.query_text("split_field") {
        Some("APP_TYPE") => {
            for device in DEVICES {
                let figures = analytics(call, pin, &promotions, range, device);
                response.insert(device.to_owned(), figures);
            }
        }
        _ => {
            let devices = call.query_text("app_types").unwrap_or("ALL");
            let figures = analytics(call, pin, &promotions, range, devices);
            response.insert("all".to_owned(), figures);
        }
    }
    Ok(call.reply(response))
}

pub(super) fn of_several(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = acting(call)?;
    let range = Range::of(call, "multi_pins analytics", 1)?;
    let promotions = figures::promotions(call.state);
    let devices = call.query_text("app_types").unwrap_or("ALL");
    let mut response = Map::new();
    for id in call.query_texts("pin_ids") {
        call.state.row("pins", &id).ok_or_else(not_found)?;
        let pin = own(call, &account, &id, Access::Read).map_err(|failure| match failure.code {
            3 => Failure::new(401, 7, "Not authorized to access board or Pin."),
            _ => failure,
        })?;
        let figures = analytics(call, pin, &promotions, range, devices);
        response.insert(id, json!({"all": figures}));
    }
    Ok(call.reply(response))
}

/// The figures of a Pin on one kind of device, or on all.
fn analytics(
    call: &Call<'_>,
    pin: &Row,
    promotions: &HashMap<String, Date>,
    range: Range,
    devices: &str,
) -> Value {
    let subject = Subject::new(pin, promotions);
    let names = call.query_texts("metric_types");
    let (lifetime_names, names): (Vec<String>, Vec<String>) = names
        .into_iter()
        .partition(|name| LIFETIME.contains(&name.as_str()));
    let mut total = Figures::default();
    let mut daily = Vec::new();
    for date in range.days() {
        let mut of_day = Figures::default();
        for is_paid in [false, true] {
            for (device, figures) in DEVICES.iter().zip(subject.of_day(date, is_paid)) {
                if devices == "ALL" || devices == *device {
                    of_day += figures;
                }
            }
        }
        let (status, metrics) = if !subject.is_there(date) {
            ("BEFORE_PIN_CREATED", json!({}))
        } else if range.is_ready(date) {
            total += of_day;
            ("READY", of_day.metrics(&names))
        } else {
            ("PROCESSING", json!({}))
        };
        daily.push(json!({"date": date.to_string(), "data_status": status, "metrics": metrics}));
    }
    let mut analytics = json!({"daily_metrics": daily, "summary_metrics": total.metrics(&names)});
    if !lifetime_names.is_empty() {
        let lifetime = subject.lifetime(range.today);
        analytics["lifetime_metrics"] = lifetime.metrics(&lifetime_names);
    }
    analytics
}
