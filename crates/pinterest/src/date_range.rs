//! Ranges of days.

use pinterest_client::{Date, InvalidDate};

use crate::error::Error;

/// A range of days: the first and the last day and all days between them.
///
/// Methods for analytics take a range, or a single [`Date`]. Text does not convert into either.
/// The time zone of the days, such as UTC, depends on the operation.
///
/// # Examples
///
/// ```
/// use pinterest::{Date, DateRange};
///
/// let january = DateRange::new(Date::new(2026, 1, 1)?, Date::new(2026, 1, 31)?)?;
/// assert_eq!(january.day_count(), 31);
/// assert_eq!(january, DateRange::ending(Date::new(2026, 1, 31)?, 31)?);
/// assert!(DateRange::new(january.end(), january.start()).is_err());
/// # Ok::<(), pinterest::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateRange {
    start: Date,
    end: Date,
}

impl DateRange {
    /// Creates the range from a first to a last day, which can be the same.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the last day is
    /// before the first.
    pub fn new(start: Date, end: Date) -> Result<Self, Error> {
        if end < start {
            return Err(Error::invalid_request(format!(
                "a range of days cannot end on {end}, before its start on {start}"
            )));
        }
        Ok(Self { start, end })
    }

    /// Creates the range of `days` days that ends on `end`.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if `days` is 0, or
    /// more than there are before `end`.
    pub fn ending(end: Date, days: u32) -> Result<Self, Error> {
        let start = match days {
            0 => None,
            _ => end.checked_add_days(1 - i64::from(days)),
        };
        match start {
            Some(start) => Ok(Self { start, end }),
            None => Err(Error::invalid_request(format!(
                "there is no range of {days} days that ends on {end}"
            ))),
        }
    }

    /// Creates the range of so many days before today, in UTC. The last day is yesterday.
    ///
    /// Today is left out because its figures are incomplete, and because its date may be tomorrow's
    /// in the time zone of the ad account. To include it, end the range on [`Date::today`].
    ///
    /// ```
    /// use pinterest::{Date, DateRange};
    ///
    /// let week = DateRange::last_days(7)?;
    /// assert_eq!(week.day_count(), 7);
    /// let with_today = DateRange::ending(Date::today(), 7)?;
    /// # let _ = with_today;
    /// # Ok::<(), pinterest::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if `days` is 0, or
    /// more than there are before today.
    pub fn last_days(days: u32) -> Result<Self, Error> {
        let today = Date::today();
        Self::ending(today.checked_add_days(-1).unwrap_or(today), days)
    }

    /// Returns the first day.
    #[must_use]
    pub fn start(self) -> Date {
        self.start
    }

    /// Returns the last day.
    #[must_use]
    pub fn end(self) -> Date {
        self.end
    }

    /// Returns the number of days, at least 1.
    #[must_use]
    pub fn day_count(self) -> i64 {
        self.end.days_since(self.start) + 1
    }

    /// Iterates over ranges of at most `days` days, at least 1, that together are this range, in
    /// order.
    ///
    /// The documentation of an operation says how many days it accepts. It may also say how long
    /// ago the first day may be; splitting does not help there.
    ///
    /// # Examples
    ///
    /// ```
    /// use pinterest::{Date, DateRange};
    ///
    /// let days = DateRange::ending(Date::new(2026, 4, 30)?, 120)?;
    /// let parts: Vec<_> = days.split(90).map(DateRange::day_count).collect();
    /// assert_eq!(parts, [90, 30]);
    /// # Ok::<(), pinterest::Error>(())
    /// ```
    pub fn split(self, days: u32) -> impl Iterator<Item = Self> {
        let behind = i64::from(days.max(1)) - 1;
        let mut rest = Some(self);
        std::iter::from_fn(move || {
            let Self { start, end: last } = rest?;
            let end = start.checked_add_days(behind);
            let end = end.map_or(last, |end| end.min(last));
            let next = end.checked_add_days(1).filter(|next| *next <= last);
            rest = next.map(|start| Self { start, end: last });
            Some(Self { start, end })
        })
    }
}

/// The range of one day.
impl From<Date> for DateRange {
    fn from(day: Date) -> Self {
        Self {
            start: day,
            end: day,
        }
    }
}

impl From<InvalidDate> for Error {
    fn from(error: InvalidDate) -> Self {
        Self::invalid_request(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ErrorKind;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_reversed_range_is_rejected_with_both_days() {
        let error = DateRange::new(date("2026-02-01"), date("2026-01-31")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        let text = error.to_string();
        assert!(
            text.contains("2026-02-01") && text.contains("2026-01-31"),
            "{text}"
        );
        let day = DateRange::new(date("2026-02-01"), date("2026-02-01")).unwrap();
        assert_eq!(day, DateRange::from(date("2026-02-01")));
        assert_eq!(day.day_count(), 1);
    }

    #[test]
    fn a_range_that_ends_on_a_day_has_as_many_days() {
        let week = DateRange::ending(date("2026-03-03"), 7).unwrap();
        assert_eq!(week.start(), date("2026-02-25"));
        assert_eq!((week.end(), week.day_count()), (date("2026-03-03"), 7));
        for (end, days) in [("2026-03-03", 0), ("0000-01-02", 3)] {
            let error = DateRange::ending(date(end), days).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{end} {days}");
        }
    }

    #[test]
    fn the_last_days_end_before_today() {
        let before = Date::today();
        let week = DateRange::last_days(7).unwrap();
        let after = Date::today();
        assert_eq!(week.day_count(), 7);
        let today = week.end().checked_add_days(1).unwrap();
        assert!((before..=after).contains(&today));
        for days in [0, u32::MAX] {
            let error = DateRange::last_days(days).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{days}");
        }
    }

    #[test]
    fn the_error_of_a_date_becomes_one_of_this_library() {
        let error = Error::from("01.01.2026".parse::<Date>().unwrap_err());
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("YYYY-MM-DD"), "{error}");
    }

    proptest! {
        #[test]
        fn parts_are_the_range(before in 0..3_000_000_i64, count in 1..400_u32, days in 0..200_u32) {
            let end = Date::MAX.checked_add_days(-before).unwrap();
            let range = DateRange::ending(end, count).unwrap();
            let parts: Vec<_> = range.split(days).collect();
            prop_assert_eq!(parts[0].start(), range.start());
            prop_assert_eq!(parts[parts.len() - 1].end(), range.end());
            for pair in parts.windows(2) {
                prop_assert_eq!(pair[1].start().days_since(pair[0].end()), 1);
                prop_assert_eq!(pair[0].day_count(), i64::from(days.max(1)));
            }
            let last = parts[parts.len() - 1].day_count();
            prop_assert!((1..=i64::from(days.max(1))).contains(&last));
        }
    }
}
