//! Ranges of days.

use clap::Args;
use pinterest::{Date, DateRange};

use crate::failure::Failure;

/// How many days without anything said.
const DEFAULT_DAYS: u32 = 30;

/// The days that figures are about.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct DayOptions {
    /// Number of days, the last of which is --to or yesterday; 30 by default
    #[arg(long, value_name = "N", conflicts_with = "from")]
    days: Option<u32>,

    /// First day, as YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,

    /// Last day, as YYYY-MM-DD; yesterday by default
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
}

impl DayOptions {
    /// Whether nothing was said.
    pub(crate) fn is_empty(&self) -> bool {
        self.days.is_none() && self.from.is_none() && self.to.is_none()
    }

    /// Returns the days.
    pub(crate) fn range(&self) -> Result<DateRange, Failure> {
        let days = self.days.unwrap_or(DEFAULT_DAYS);
        let range = match (self.from, self.to) {
            (Some(from), Some(to)) => DateRange::new(from, to),
            (Some(from), None) => {
                DateRange::last_days(1).and_then(|yesterday| DateRange::new(from, yesterday.end()))
            }
            (None, Some(to)) => DateRange::ending(to, days),
            (None, None) => DateRange::last_days(days),
        };
        range.map_err(Failure::usage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(days: Option<u32>, from: Option<&str>, to: Option<&str>) -> Option<(String, String)> {
        let date = |text: &str| text.parse().unwrap();
        let options = DayOptions {
            days,
            from: from.map(date),
            to: to.map(date),
        };
        let range = options.range().ok()?;
        Some((range.start().to_string(), range.end().to_string()))
    }

    #[test]
    fn days_end_with_the_last_one_that_was_given() {
        let pair = |start: &str, end: &str| Some((start.to_owned(), end.to_owned()));
        let days = range(Some(7), None, Some("2026-01-31"));
        assert_eq!(days, pair("2026-01-25", "2026-01-31"));
        let days = range(None, Some("2026-01-01"), Some("2026-01-31"));
        assert_eq!(days, pair("2026-01-01", "2026-01-31"));
        assert_eq!(range(None, Some("2026-02-01"), Some("2026-01-31")), None);
        assert_eq!(range(Some(0), None, None), None);
    }
}
