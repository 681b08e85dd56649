//! Rows of analytics, whatever they are about.

use std::collections::BTreeMap;

use pinterest::types::{AdAccountAnalytics, AdAnalytics, AdGroupAnalytics, CampaignAnalytics};
use pinterest::{AnalyticsRow, DailyRow, Metric};
use serde::Serialize;
use serde_json::{Map, Value, to_value};

use crate::context::Context;
use crate::failure::Failure;
use crate::output::Column;

/// A row of analytics as JSON, with its day under `date`.
pub(super) trait Row {
    fn fields(&self) -> Result<Map<String, Value>, serde_json::Error>;
}

/// Rows of analytics of ads: as the service sends them, with names in lower case for what is no
/// metric.
macro_rules! rows_of_ads {
    ($($row:ty)+) => {$(
        impl Row for $row {
            fn fields(&self) -> Result<Map<String, Value>, serde_json::Error> {
                sent(self, self.metrics_by_name())
            }
        }
    )+};
}

rows_of_ads! { AdAccountAnalytics CampaignAnalytics AdGroupAnalytics AdAnalytics }

fn sent(
    row: &impl Serialize,
    metrics: Option<&BTreeMap<String, Metric>>,
) -> Result<Map<String, Value>, serde_json::Error> {
    let Value::Object(sent) = to_value(row)? else {
        return Ok(Map::new());
    };
    let is_metric = |name: &str| metrics.is_some_and(|metrics| metrics.contains_key(name));
    let named = sent
        .into_iter()
        .map(|(name, value)| match is_metric(&name) {
            true => (name, value),
            false => (name.to_ascii_lowercase(), value),
        });
    Ok(named.collect())
}

impl Row for DailyRow {
    fn fields(&self) -> Result<Map<String, Value>, serde_json::Error> {
        let mut fields = Map::new();
        fields.insert("date".to_owned(), to_value(self.day.date)?);
        if let Some(pin) = &self.pin_id {
            fields.insert("pin_id".to_owned(), pin.as_str().into());
        }
        if self.group != "all" {
            fields.insert("group".to_owned(), self.group.clone().into());
        }
        for (name, value) in self.metrics() {
            fields.insert(name.to_owned(), value.as_value().clone());
        }
        Ok(fields)
    }
}

/// What a chart shows: the metrics by day, summed up over what they are about.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Series {
    /// The days or times, in order.
    pub(super) days: Vec<String>,
    /// The metrics with a value for each day.
    pub(super) metrics: Vec<(String, Vec<f64>)>,
}

/// All rows of a call.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Map<String, Value>>,
    /// The metrics in the order in which they came.
    metrics: Vec<String>,
}

impl Table {
    pub(super) fn add(&mut self, row: &impl Row) -> Result<(), Failure> {
        let fields = row.fields().map_err(Failure::new)?;
        for (name, value) in &fields {
            let is_name = name.chars().any(|character| character.is_ascii_lowercase());
            if !is_name && value.is_number() && !self.metrics.contains(name) {
                self.metrics.push(name.clone());
            }
        }
        self.rows.push(fields);
        Ok(())
    }

    pub(super) async fn print(&self, context: &Context) -> Result<(), Failure> {
        let first = self.rows.first();
        let mut names: Vec<&str> = first
            .iter()
            .flat_map(|row| row.keys().map(String::as_str))
            .filter(|name| !self.metrics.iter().any(|metric| metric == name))
            .collect();
        // The day, what the row is about, and the metrics.
        names.sort_by_key(|&name| name != "date");
        names.extend(self.metrics.iter().map(String::as_str));
        let columns: Vec<Column> = names.into_iter().map(Column::of_path).collect();
        let rows = self.rows.iter().cloned().map(Value::Object);
        context.output.values(&columns, rows).await
    }

    pub(super) fn series(&self) -> Series {
        let mut days: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for row in &self.rows {
            let Some(day) = row.get("date").and_then(Value::as_str) else {
                continue;
            };
            let sums = days
                .entry(day)
                .or_insert_with(|| vec![0.0; self.metrics.len()]);
            for (sum, name) in sums.iter_mut().zip(&self.metrics) {
                *sum += row.get(name).and_then(Value::as_f64).unwrap_or_default();
            }
        }
        let metrics = self.metrics.iter().enumerate();
        let metrics = metrics.map(|(index, name)| {
            let values = days.values().map(|sums| sums[index]);
            (name.clone(), values.collect())
        });
        Series {
            metrics: metrics.collect(),
            days: days.keys().map(|&day| day.to_owned()).collect(),
        }
    }
}
