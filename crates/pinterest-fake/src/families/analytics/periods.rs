//! The periods that analytics have rows for, and how far back they go.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::metrics;
use crate::call::Call;
use crate::exchange::Failure;

/// The days of a row, or one hour of a day.
#[derive(Clone, Debug)]
pub(super) struct Period {
    /// Absent in a row about the whole range.
    date: Option<Date>,
    days: Vec<Date>,
    hour: Option<u64>,
}

impl Period {
    /// The columns that name the period.
    pub(super) fn labels(&self) -> Map<String, Value> {
        let date = self.date.map(|date| ("DATE", json!(date.to_string())));
        let hour = self.hour.map(|hour| ("HOUR", json!(hour)));
        let labels = date.into_iter().chain(hour);
        labels
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }

    /// The number of an entity.
    pub(super) fn number(&self, entity: &str, column: &str) -> Value {
        self.part_of(metrics::total(entity, &self.days, column), column)
    }

    /// The number of several entities together.
    pub(super) fn number_of_all<'e>(
        &self,
        entities: impl Iterator<Item = &'e str>,
        column: &str,
    ) -> Value {
        self.part_of(metrics::total_of_all(entities, &self.days, column), column)
    }

    fn part_of(&self, value: Value, column: &str) -> Value {
        match self.hour {
            Some(hour) => metrics::part(&value, column, hour, 24),
            None => value,
        }
    }
}

/// Returns the periods of a request, oldest first.
///
/// # Errors
///
/// Fails if the days are out of order, too many or too long ago.
pub(super) fn of(call: &Call<'_>) -> Result<Vec<Period>, Failure> {
    let granularity = call.query_text("granularity").unwrap_or("TOTAL");
    let (start, end) = range(call, granularity == "HOUR")?;
    let today = call.now.date();
    let days = start
        .series(1.day())
        .take_while(|day| *day <= end && *day <= today);
    let days: Vec<Date> = days.collect();
    let is_same = |first: &Date, second: &Date| match granularity {
        "DAY" | "HOUR" => false,
        "WEEK" => first.iso_week_date().week() == second.iso_week_date().week(),
        "MONTH" => first.first_of_month() == second.first_of_month(),
        _ => true,
    };
    let whole = days.chunk_by(is_same).map(|days| Period {
        date: days.first().filter(|_| granularity != "TOTAL").copied(),
        days: days.to_vec(),
        hour: None,
    });
    match granularity {
        "HOUR" => Ok(whole.flat_map(hours).collect()),
        _ => Ok(whole.collect()),
    }
}

fn hours(day: Period) -> impl Iterator<Item = Period> {
    (0..24).map(move |hour| Period {
        hour: Some(hour),
        ..day.clone()
    })
}

fn range(call: &Call<'_>, is_hourly: bool) -> Result<(Date, Date), Failure> {
    let read = |name: &str| call.query_text(name).and_then(|text| text.parse().ok());
    let start: Date = read("start_date").unwrap_or_default();
    let end: Date = read("end_date").unwrap_or_default();
    let (back, long, what) = match is_hourly {
        true => (8, 3, " with granularity HOUR"),
        false => (90, 90, ""),
    };
    if end < start {
        return Err(Failure::invalid(
            "'end_date' must not be before 'start_date'",
        ));
    }
    if days_between(start, call.now.date()) > back {
        return Err(Failure::invalid(format!(
            "'start_date' must be within the last {back} days{what}"
        )));
    }
    if days_between(start, end) > long {
        return Err(Failure::invalid(format!(
            "'end_date' must be at most {long} days after 'start_date'{what}"
        )));
    }
    Ok((start, end))
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}
