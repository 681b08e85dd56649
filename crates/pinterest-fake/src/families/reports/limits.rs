//! How far back reports go, and how long they are.

use jiff::civil::{Date, date};
use serde_json::Value;

use crate::exchange::Failure;

/// Checks the days of an ads report: 914 days back and 186 long, 8 and 3 by the hour, 92 and 31 for
/// items of products.
pub(super) fn ads(request: &Value, today: Date) -> Result<(), Failure> {
    let (start, end) = order(request)?;
    let level = request["level"].as_str().unwrap_or_default();
    let (what, back, long) = match request["granularity"].as_str() {
        Some("HOUR") => ("with granularity HOUR", 8, 3),
        _ if level.starts_with("PRODUCT_ITEM") => ("of product items", 92, 31),
        _ => ("of ads", 914, 186),
    };
    if days(start, today) > back {
        return Err(Failure::invalid(format!(
            "'start_date' of a report {what} must be within the last {back} days"
        )));
    }
    if days(start, end) > long {
        return Err(Failure::invalid(format!(
            "A report {what} must be at most {long} days long"
        )));
    }
    if level.ends_with("_TARGETING") && request.get("targeting_types").is_none() {
        return Err(Failure::invalid(format!(
            "'targeting_types' is required for level {level}"
        )));
    }
    Ok(())
}

/// Checks the days of a report for media mix models, which reach as far back as ads reports.
pub(super) fn mmm(request: &Value, today: Date) -> Result<(), Failure> {
    let (start, end) = order(request)?;
    match days(start, today) > 914 || days(start, end) > 914 {
        true => Err(Failure::invalid(
            "A report for media mix models must be within the last 914 days",
        )),
        false => Ok(()),
    }
}

/// Checks the days of a brand, category or SKU report: at least a week and at most a year, not before
/// such reports existed.
pub(super) fn product(request: &Value) -> Result<(), Failure> {
    let (start, end) = order(request)?;
    let earliest = date(2024, 3, 16);
    if start <= earliest {
        return Err(Failure::invalid(format!(
            "'start_date' must be after {earliest}"
        )));
    }
    match days(start, end) {
        ..7 => Err(Failure::invalid("The report must be at least 7 days long")),
        7..=365 => Ok(()),
        _ => Err(Failure::invalid("The report must be at most 365 days long")),
    }
}

/// Returns the first and the last day if they are in order.
fn order(request: &Value) -> Result<(Date, Date), Failure> {
    let (start, end) = range(request);
    match end < start {
        true => Err(Failure::invalid(
            "'end_date' must not be before 'start_date'",
        )),
        false => Ok((start, end)),
    }
}

/// Returns the first and the last day, which validation has found to be dates.
pub(super) fn range(request: &Value) -> (Date, Date) {
    let read = |name: &str| request[name].as_str().and_then(|text| text.parse().ok());
    let start: Date = read("start_date").unwrap_or_default();
    (start, read("end_date").unwrap_or(start))
}

fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(request: &Value) -> Result<(), String> {
        ads(request, date(2026, 6, 30)).map_err(|failure| failure.message)
    }

    #[test]
    fn days_have_limits_by_granularity_and_level() {
        let request = json!({"start_date": "2026-01-01", "end_date": "2026-06-30"});
        assert_eq!(check(&request), Ok(()));
        let request = json!({"start_date": "2025-12-01", "end_date": "2026-06-30"});
        let text = "A report of ads must be at most 186 days long";
        assert_eq!(check(&request), Err(text.to_owned()));
        let request = json!({
            "start_date": "2026-06-10", "end_date": "2026-06-11", "granularity": "HOUR"
        });
        let text = "'start_date' of a report with granularity HOUR must be within the last 8 days";
        assert_eq!(check(&request), Err(text.to_owned()));
        let request = json!({
            "start_date": "2026-05-01", "end_date": "2026-06-30", "level": "PRODUCT_ITEM"
        });
        let text = "A report of product items must be at most 31 days long";
        assert_eq!(check(&request), Err(text.to_owned()));
    }
}
