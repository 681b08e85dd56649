//! The days that analytics are asked for.

use jiff::civil::Date;

use super::figures::{DAYS_BACK, before, days};
use crate::call::Call;
use crate::exchange::Failure;

/// Days that analytics are asked for.
#[derive(Clone, Copy, Debug)]
pub(in crate::families) struct Range {
    pub(in crate::families) first: Date,
    pub(in crate::families) last: Date,
    pub(in crate::families) today: Date,
}

impl Range {
    /// Returns the days that the query names, if figures reach back that far. `subject` completes
    /// "Invalid … parameters", and `code` is the code of that error.
    pub(in crate::families) fn of(
        call: &Call<'_>,
        subject: &str,
        code: i64,
    ) -> Result<Self, Failure> {
        let today = call.now.date();
        let date = |name| call.query_text(name).and_then(|text| text.parse().ok());
        let (first, last) = match (date("start_date"), date("end_date")) {
            (Some(first), Some(last)) => (first, last),
            _ => (today, today),
        };
        let reason = if first > last {
            "'start_date' must not be after 'end_date'".to_owned()
        } else if first < before(today, DAYS_BACK) {
            format!("'start_date' must be at most {DAYS_BACK} days back")
        } else if last > today {
            "'end_date' must not be in the future".to_owned()
        } else {
            return Ok(Self { first, last, today });
        };
        let message = format!("Invalid {subject} parameters: {reason}");
        Err(Failure::new(400, code, message))
    }

    pub(in crate::families) fn days(self) -> impl Iterator<Item = Date> {
        days(self.first, self.last)
    }

    /// Tells whether the figures of a day are final.
    pub(in crate::families) fn is_ready(self, date: Date) -> bool {
        date < self.today
    }
}
