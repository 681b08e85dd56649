//! The rows of reports: for each entity one of each period and each part that the report tells
//! apart. Numbers are those of the synchronous analytics, so that both agree.

use bytes::Bytes;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::super::analytics;
use super::entities::{self, Entity, list};
use super::limits;
use crate::downloads;
use crate::state::State;

/// The columns of an ads report that names none.
const DEFAULT_COLUMNS: [&str; 3] = [
    "SPEND_IN_MICRO_DOLLAR",
    "TOTAL_IMPRESSION",
    "TOTAL_CLICKTHROUGH",
];

/// A report before it is written to a file.
#[derive(Debug)]
pub(super) struct Report {
    columns: Vec<String>,
    /// Rows by the id of their entity.
    rows: Vec<(String, Map<String, Value>)>,
}

impl Report {
    /// One object: ids with arrays of rows.
    pub(super) fn json(&self) -> Bytes {
        let mut object = Map::new();
        for (id, row) in &self.rows {
            let rows = object.entry(id.clone()).or_insert_with(|| json!([]));
            if let Some(rows) = rows.as_array_mut() {
                rows.push(Value::Object(row.clone()));
            }
        }
        Bytes::from(Value::Object(object).to_string())
    }

    /// Lines with the names of the columns first.
    pub(super) fn csv(&self) -> Bytes {
        let line = |row: &Map<String, Value>| {
            let fields = self
                .columns
                .iter()
                .map(|name| downloads::field(row.get(name)));
            fields.collect::<Vec<String>>()
        };
        downloads::csv(&self.columns, self.rows.iter().map(|(_, row)| line(row)))
    }
}

/// A part of an entity's numbers, such as those of one gender: the `index`-th of `count`.
#[derive(Clone, Debug)]
struct Part {
    labels: Vec<(&'static str, Value)>,
    index: u64,
    count: u64,
}

/// The days of a row, and what it says of them.
#[derive(Debug)]
struct Period {
    labels: Vec<(&'static str, Value)>,
    days: Vec<Date>,
    /// One of 24 if the row is of an hour.
    hour: Option<u64>,
}

/// Returns an ads report.
pub(super) fn ads(state: &State, account: &str, request: &Value) -> Report {
    let level = request["level"].as_str().unwrap_or("ADVERTISER");
    let parts = match level.ends_with("_TARGETING") {
        true => targeting_parts(request),
        false => vec![whole()],
    };
    let mut report = build(state, account, level, request, &parts);
    report.rows.retain(|(_, row)| passes(row, request));
    if request["primary_sort"] == "BY_DATE" {
        report
            .rows
            .sort_by_key(|(_, row)| downloads::field(row.get("DATE")));
    }
    report
}

/// Returns a report for media mix models.
pub(super) fn mmm(state: &State, account: &str, request: &Value) -> Report {
    let level = request["level"].as_str().unwrap_or_default();
    build(state, account, level, request, &targeting_parts(request))
}

/// Returns a report by brand, category or SKU.
pub(super) fn products(state: &State, account: &str, request: &Value) -> Report {
    let level = request["level"].as_str().unwrap_or_default();
    let breakdown = request["conversion_product_breakdown"].as_str();
    let skus: Vec<&str> = list(request, "product_sku_ids").collect();
    let labels = match skus.is_empty() {
        true => entities::product_values(breakdown.unwrap_or_default()),
        false => skus
            .iter()
            .map(|sku| vec![("CONVERSION_PRODUCT_ID", json!(sku))])
            .collect(),
    };
    build(state, account, level, request, &parts_of(labels))
}

fn build(state: &State, account: &str, level: &str, request: &Value, parts: &[Part]) -> Report {
    let mut wanted: Vec<&str> = list(request, "columns").collect();
    if wanted.is_empty() {
        wanted = DEFAULT_COLUMNS.to_vec();
    }
    let id_column = entities::id_column(level);
    let mut columns = vec![id_column.to_owned()];
    let mut rows = Vec::new();
    let periods = periods(request);
    for entity in entities::select(state, account, level, request) {
        for period in &periods {
            for part in parts {
                let mut row = Map::new();
                row.insert(id_column.to_owned(), json!(entity.id));
                for (name, value) in period.labels.iter().chain(&part.labels) {
                    row.insert((*name).to_owned(), value.clone());
                }
                for column in &wanted {
                    if !row.contains_key(*column) {
                        row.insert((*column).to_owned(), cell(&entity, period, part, column));
                    }
                }
                rows.push((entity.id.clone(), row));
            }
        }
    }
    let labels = periods
        .first()
        .into_iter()
        .flat_map(|period| &period.labels);
    let labels = labels.chain(parts.first().into_iter().flat_map(|part| &part.labels));
    for name in labels.map(|(name, _)| *name).chain(wanted) {
        if !columns.iter().any(|known| known == name) {
            columns.push(name.to_owned());
        }
    }
    Report { columns, rows }
}

fn cell(entity: &Entity<'_>, period: &Period, part: &Part, column: &str) -> Value {
    if let Some(text) = entity.text(column) {
        return text;
    }
    if column.starts_with("CONVERSION_PRODUCT_") {
        return Value::Null;
    }
    let total = analytics::total(&entity.id, &period.days, column);
    let total = analytics::part(&total, column, part.index, part.count);
    match period.hour {
        Some(hour) => analytics::part(&total, column, hour, 24),
        None => total,
    }
}

fn whole() -> Part {
    Part {
        labels: Vec::new(),
        index: 0,
        count: 1,
    }
}

fn targeting_parts(request: &Value) -> Vec<Part> {
    let types = list(request, "targeting_types");
    types
        .flat_map(|name| {
            let values = entities::targeting_values(name).iter();
            let labels = values.map(|value| {
                vec![
                    ("TARGETING_TYPE", json!(name)),
                    ("TARGETING_VALUE", json!(value)),
                ]
            });
            parts_of(labels.collect())
        })
        .collect()
}

fn parts_of(labels: Vec<Vec<(&'static str, Value)>>) -> Vec<Part> {
    let count = labels.len() as u64;
    let labels = labels.into_iter().zip(0..);
    labels
        .map(|(labels, index)| Part {
            labels,
            index,
            count,
        })
        .collect()
}

fn periods(request: &Value) -> Vec<Period> {
    let (start, end) = limits::range(request);
    let days: Vec<Date> = start
        .series(1.day())
        .take_while(|day| *day <= end)
        .collect();
    let granularity = request["granularity"].as_str().unwrap_or("TOTAL");
    let hour = |name: &str, other: u64| request[name].as_u64().unwrap_or(other);
    if granularity == "HOUR" {
        let hours = hour("start_hour", 0)..=hour("end_hour", 23);
        return days
            .iter()
            .flat_map(|day| hours.clone().map(move |hour| (*day, hour)))
            .map(|(day, hour)| Period {
                labels: vec![("DATE", json!(day.to_string())), ("HOUR", json!(hour))],
                days: vec![day],
                hour: Some(hour),
            })
            .collect();
    }
    let is_same = |first: &Date, second: &Date| match granularity {
        "DAY" => false,
        "WEEK" => first.iso_week_date().week() == second.iso_week_date().week(),
        "MONTH" => first.first_of_month() == second.first_of_month(),
        _ => true,
    };
    days.chunk_by(is_same)
        .map(|days| Period {
            labels: match granularity {
                "TOTAL" => Vec::new(),
                _ => days
                    .first()
                    .map(|day| ("DATE", json!(day.to_string())))
                    .into_iter()
                    .collect(),
            },
            days: days.to_vec(),
            hour: None,
        })
        .collect()
}

/// Tells whether a row passes the filters by numbers. One about a column that is not in the report
/// does not concern it.
fn passes(row: &Map<String, Value>, request: &Value) -> bool {
    let filters = request["metrics_filters"].as_array().into_iter().flatten();
    filters.into_iter().all(|filter| {
        let column = filter["field"].as_str().unwrap_or_default();
        let Some(number) = row.get(column).and_then(Value::as_f64) else {
            return true;
        };
        let bounds = filter["values"].as_array().into_iter().flatten();
        let mut bounds = bounds.filter_map(Value::as_f64);
        match filter["operator"] == "LESS_THAN" {
            true => bounds.all(|bound| number < bound),
            false => bounds.all(|bound| number > bound),
        }
    })
}
