//! Values of metrics, and the rows that have them.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use crate::json;

/// The value of a metric: a number for most, text for columns such as the name of a campaign.
///
/// It is kept as it came. `Debug` shows numbers, and leaves out text, which may be personal.
///
/// # Examples
///
/// ```
/// # use pinterest_client as pinterest;
/// use pinterest::Metric;
///
/// let spend: Metric = serde_json::from_str("2500000")?;
/// assert_eq!((spend.as_f64(), spend.as_i64()), (Some(2_500_000.0), Some(2_500_000)));
///
/// let name: Metric = serde_json::from_str(r#""Autumn""#)?;
/// assert_eq!((name.as_f64(), name.as_str()), (None, Some("Autumn")));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Metric(Value);

impl Metric {
    /// Returns the value as a number, also when it is written as text (`"2.5"`).
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        let number = match &self.0 {
            Value::String(text) => text.parse().ok(),
            other => other.as_f64(),
        };
        number.filter(|number| number.is_finite())
    }

    /// Returns the value as a whole number, also when it is written as text or as `3.0`. `None` if it
    /// has a fraction or is beyond 64 bits: the number is always exact, as amounts in millionths
    /// need it.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        match &self.0 {
            Value::Number(number) => number.as_i64().or_else(|| json::whole(&number.to_string())),
            Value::String(text) => json::whole(text),
            _ => None,
        }
    }

    /// Returns the text, if the value is text.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_str()
    }

    /// Returns the value as JSON.
    #[must_use]
    pub fn as_value(&self) -> &Value {
        &self.0
    }

    /// Returns the value as JSON, by value.
    #[must_use]
    pub fn into_value(self) -> Value {
        self.0
    }
}

impl From<Value> for Metric {
    fn from(value: Value) -> Self {
        Self(value)
    }
}

impl fmt::Debug for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            number @ (Value::Null | Value::Bool(_) | Value::Number(_)) => {
                fmt::Display::fmt(number, f)
            }
            Value::String(_) | Value::Array(_) | Value::Object(_) => f.write_str("[redacted]"),
        }
    }
}

/// A row of an analytics response, with its metrics by name; a map of metrics is one too.
///
/// Columns are named by the values that requests name them by, such as those of `AnalyticsColumn`
/// and `PinMetricType`, or by text.
///
/// # Examples
///
/// ```
/// use std::collections::BTreeMap;
///
/// # use pinterest_client as pinterest;
/// use pinterest::{AnalyticsRow, Metric};
///
/// let json = r#"{"CAMPAIGN_NAME": "Autumn", "SPEND_IN_DOLLAR": 2.5, "TOTAL_CLICKTHROUGH": 7.0}"#;
/// let row: BTreeMap<String, Metric> = serde_json::from_str(json)?;
/// assert_eq!(row.metric("SPEND_IN_DOLLAR"), Some(2.5));
/// assert_eq!(row.whole_metric("TOTAL_CLICKTHROUGH"), Some(7));
/// assert_eq!(row.text_metric("CAMPAIGN_NAME"), Some("Autumn"));
/// for (name, value) in row.metrics() {
///     println!("{name}: {value:?}");
/// }
/// # Ok::<(), serde_json::Error>(())
/// ```
pub trait AnalyticsRow {
    /// Returns the metrics by name, or `None` if the response has none.
    fn metrics_by_name(&self) -> Option<&BTreeMap<String, Metric>>;

    /// Returns the metric of this name as a number, or `None` if the row has no such metric or it
    /// is not a number.
    fn metric(&self, column: impl AsRef<str>) -> Option<f64> {
        self.metrics_by_name()?.get(column.as_ref())?.as_f64()
    }

    /// Returns the metric of this name as a whole number, exact to 64 bits, or `None` if the row has
    /// no such metric or it is not a whole number; see [`Metric::as_i64`].
    fn whole_metric(&self, column: impl AsRef<str>) -> Option<i64> {
        self.metrics_by_name()?.get(column.as_ref())?.as_i64()
    }

    /// Returns the metric of this name as text, or `None` if the row has no such metric or it is
    /// not text.
    fn text_metric(&self, column: impl AsRef<str>) -> Option<&str> {
        self.metrics_by_name()?.get(column.as_ref())?.as_str()
    }

    /// Iterates over the names and values of all metrics, ordered by name.
    fn metrics(&self) -> impl Iterator<Item = (&str, &Metric)> {
        let metrics = self.metrics_by_name().into_iter().flatten();
        metrics.map(|(name, value)| (name.as_str(), value))
    }
}

impl AnalyticsRow for BTreeMap<String, Metric> {
    fn metrics_by_name(&self) -> Option<&BTreeMap<String, Metric>> {
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metric(json: &str) -> Metric {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn numbers_are_read_however_they_are_written() {
        for (json, float, whole) in [
            ("2.5", Some(2.5), None),
            ("3.0", Some(3.0), Some(3)),
            (r#""2.5""#, Some(2.5), None),
            (r#""7""#, Some(7.0), Some(7)),
            (r#""3.0""#, Some(3.0), Some(3)),
            (
                "18446744073709551615",
                Some(18_446_744_073_709_552_000.0),
                None,
            ),
            ("1e300", Some(1e300), None),
            (
                "9007199254740993",
                Some(9_007_199_254_740_992.0),
                Some(9_007_199_254_740_993),
            ),
            (r#""inf""#, None, None),
            (r#""Autumn""#, None, None),
            ("null", None, None),
            ("true", None, None),
        ] {
            let metric = metric(json);
            assert_eq!((metric.as_f64(), metric.as_i64()), (float, whole), "{json}");
        }
    }

    #[test]
    fn debug_shows_numbers_and_no_text() {
        let row: BTreeMap<String, Metric> =
            serde_json::from_str(r#"{"NAME": "Ada", "LIST": ["Ada"], "SPEND": 2.5, "NONE": null}"#)
                .unwrap();
        assert_eq!(
            format!("{row:?}"),
            r#"{"LIST": [redacted], "NAME": [redacted], "NONE": null, "SPEND": 2.5}"#
        );
    }

    #[test]
    fn a_row_without_metrics_has_none() {
        struct Empty;
        impl AnalyticsRow for Empty {
            fn metrics_by_name(&self) -> Option<&BTreeMap<String, Metric>> {
                None
            }
        }
        assert_eq!(
            (Empty.metric("SPEND"), Empty.whole_metric("SPEND")),
            (None, None)
        );
        assert_eq!(Empty.metrics().count(), 0);
    }
}
