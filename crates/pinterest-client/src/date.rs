//! Calendar dates.

mod conversions;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::json::{Decode, Decoder, Encode, Json, Mismatch, Reader, serde_through_json};
use crate::request::QueryValue;

/// A calendar date without a time or a time zone, which the API writes as `YYYY-MM-DD`.
///
/// Years are 0 to 9999. Dates are ordered by time.
///
/// The features `jiff`, `chrono` and `time` convert dates from and to `jiff::civil::Date`,
/// `chrono::NaiveDate` and `time::Date`.
///
/// # Examples
///
/// ```
/// # use pinterest_client as pinterest;
/// use pinterest::Date;
///
/// let date = Date::new(2026, 11, 28)?;
/// assert_eq!(date.to_string(), "2026-11-28");
/// assert_eq!("2026-11-28".parse(), Ok(date));
/// assert!("28.11.2026".parse::<Date>().is_err());
/// assert!(Date::new(2026, 2, 30).is_err());
/// # Ok::<(), pinterest_client::InvalidDate>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    // The order of the fields is that of time.
    year: u16,
    month: u8,
    day: u8,
}

/// The last year that has four digits.
const LAST_YEAR: u16 = 9999;

/// The number of 1970-01-01, the day on which the time of the system starts.
const EPOCH: i64 = 719_528;

const SECONDS_OF_DAY: u64 = 86_400;

impl Date {
    /// The first date, `0000-01-01`.
    pub const MIN: Self = Self {
        year: 0,
        month: 1,
        day: 1,
    };

    /// The last date, `9999-12-31`.
    pub const MAX: Self = Self {
        year: LAST_YEAR,
        month: 12,
        day: 31,
    };

    /// Creates the date of a year, a month from 1 to 12, and a day of the month from 1.
    ///
    /// # Errors
    ///
    /// Returns an error if the calendar has no such date, or if the year has more than four digits.
    pub const fn new(year: u16, month: u8, day: u8) -> Result<Self, InvalidDate> {
        if year > LAST_YEAR {
            return Err(InvalidDate(Reason::Year(year)));
        }
        if !matches!(month, 1..=12) {
            return Err(InvalidDate(Reason::Month(month)));
        }
        if day == 0 || day > days_of_month(year, month) {
            return Err(InvalidDate(Reason::Day { year, month, day }));
        }
        Ok(Self { year, month, day })
    }

    /// Returns today's date in UTC, by the clock of the system.
    ///
    /// An ad account has a time zone of its own, in which the date may be one day earlier or later.
    ///
    /// ```
    /// # use pinterest_client::Date;
    /// let yesterday = Date::today().checked_add_days(-1);
    /// # assert!(yesterday.is_some_and(|yesterday| yesterday < Date::today()));
    /// ```
    #[must_use]
    pub fn today() -> Self {
        Self::of_time(SystemTime::now())
    }

    /// Returns the date of a time in UTC; the first or the last date if the time is outside the years 0 to
    /// 9999.
    fn of_time(time: SystemTime) -> Self {
        let days = |seconds: u64| i64::try_from(seconds / SECONDS_OF_DAY).unwrap_or(i64::MAX);
        let number = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => days(after.as_secs()).saturating_add(EPOCH),
            Err(error) => {
                // The end of a day belongs to the next one.
                let before = error.duration();
                let started = days(before.as_secs());
                let is_midnight =
                    before.as_secs().is_multiple_of(SECONDS_OF_DAY) && before.subsec_nanos() == 0;
                EPOCH - started - i64::from(!is_midnight)
            }
        };
        let outside = if number < 0 { Self::MIN } else { Self::MAX };
        Self::of_number(number).unwrap_or(outside)
    }

    /// Returns the year, 0 to 9999.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Returns the month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Returns the day of the month, from 1.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Returns the number of days from `earlier` to this date, which is negative if `earlier` is
    /// the later one.
    ///
    /// ```
    /// # use pinterest_client::Date;
    /// let (start, end) = (Date::new(2024, 2, 28)?, Date::new(2024, 3, 1)?);
    /// assert_eq!(end.days_since(start), 2);
    /// # Ok::<(), pinterest_client::InvalidDate>(())
    /// ```
    #[must_use]
    pub const fn days_since(self, earlier: Self) -> i64 {
        self.number() - earlier.number()
    }

    /// Returns the date that is `days` days later, or earlier if `days` is negative. Returns `None`
    /// if it is not in the range from [`MIN`](Self::MIN) to [`MAX`](Self::MAX).
    #[must_use]
    pub const fn checked_add_days(self, days: i64) -> Option<Self> {
        match self.number().checked_add(days) {
            Some(number) => Self::of_number(number),
            None => None,
        }
    }

    /// The number of the day, counted from [`MIN`](Self::MIN).
    ///
    /// Years are counted from March, so that the leap day is the last day of its year.
    const fn number(self) -> i64 {
        let (year, month) = (self.year as i64, self.month as i64);
        let (year, month) = match month {
            1 | 2 => (year - 1, month + 9),
            _ => (year, month - 3),
        };
        let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        let days_before_month = (153 * month + 2) / 5;
        // January and February of the year 0 are the last 60 days of the year before.
        year * 365 + leap_days + days_before_month + self.day as i64 + 59
    }

    /// The inverse of [`number`](Self::number), by looking for the year from an estimate.
    const fn of_number(number: i64) -> Option<Self> {
        if number < 0 || number > Self::MAX.number() {
            return None;
        }
        // 400 years have 146,097 days. The estimate is the year or the one before it.
        let mut year = (number * 400 / 146_097) as u16;
        if year > LAST_YEAR {
            year = LAST_YEAR;
        }
        while number < first_of_year(year) {
            year -= 1;
        }
        while year < LAST_YEAR && number >= first_of_year(year + 1) {
            year += 1;
        }
        let mut rest = number - first_of_year(year);
        let mut month = 1;
        while rest >= days_of_month(year, month) as i64 {
            rest -= days_of_month(year, month) as i64;
            month += 1;
        }
        let day = rest as u8 + 1;
        Some(Self { year, month, day })
    }
}

/// The number of January 1 of a year.
const fn first_of_year(year: u16) -> i64 {
    let (month, day) = (1, 1);
    Date { year, month, day }.number()
}

const fn days_of_month(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap_year(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

const fn is_leap_year(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// The reason why a date is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidDate(Reason);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    Form,
    Year(u16),
    Month(u8),
    Day {
        year: u16,
        month: u8,
        day: u8,
    },
    /// A date of another library.
    #[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
    OutOfRange,
}

impl fmt::Display for InvalidDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Reason::Form => f.write_str("expected a date as YYYY-MM-DD, such as 2026-11-28"),
            Reason::Year(year) => write!(f, "expected a year from 0 to 9999, found {year}"),
            Reason::Month(month) => write!(f, "expected a month from 1 to 12, found {month}"),
            Reason::Day { year, month, day } => {
                let last = days_of_month(year, month);
                write!(
                    f,
                    "expected a day from 1 to {last} for {year:04}-{month:02}, found {day}"
                )
            }
            #[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
            Reason::OutOfRange => f.write_str("expected a date of the years 0 to 9999"),
        }
    }
}

impl std::error::Error for InvalidDate {}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day } = self;
        f.pad(&format!("{year:04}-{month:02}-{day:02}"))
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Date {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        let form = || InvalidDate(Reason::Form);
        let is_formed = text.len() == 10
            && text.bytes().enumerate().all(|(index, byte)| match index {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !is_formed {
            return Err(form());
        }
        let year = text[..4].parse().map_err(|_| form())?;
        let month = text[5..7].parse().map_err(|_| form())?;
        let day = text[8..].parse().map_err(|_| form())?;
        Self::new(year, month, day)
    }
}

impl From<&Date> for Date {
    fn from(date: &Date) -> Self {
        *date
    }
}

impl Decode for Date {
    fn decode(reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        let text = decoder.text(reader, "a date as YYYY-MM-DD")?;
        // The error of the date itself would show the value.
        text.parse()
            .map_err(|_| decoder.failure("expected a date as YYYY-MM-DD, found other text".into()))
    }
}

impl Encode for Date {
    fn encode(&self) -> Json<'_> {
        Json::Str(Cow::Owned(self.to_string()))
    }
}

serde_through_json!(Date);

impl QueryValue for Date {
    fn values(&self) -> Option<Vec<Cow<'_, str>>> {
        Some(vec![Cow::Owned(self.to_string())])
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}
