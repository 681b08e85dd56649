//! Dates of other libraries.
//!
//! Every [`Date`] is a date of each of them; they have dates of further years.

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
use super::{Date, InvalidDate, Reason};

/// The date of a year, month and day that another library takes for one.
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
fn of_parts(year: i32, month: u8, day: u8) -> Result<Date, InvalidDate> {
    let year = u16::try_from(year).map_err(|_| InvalidDate(Reason::OutOfRange))?;
    Date::new(year, month, day).map_err(|_| InvalidDate(Reason::OutOfRange))
}

#[cfg(feature = "jiff")]
impl TryFrom<jiff::civil::Date> for Date {
    type Error = InvalidDate;

    fn try_from(date: jiff::civil::Date) -> Result<Self, InvalidDate> {
        let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
        of_parts(date.year().into(), month, day)
    }
}

#[cfg(feature = "jiff")]
impl From<Date> for jiff::civil::Date {
    fn from(date: Date) -> Self {
        jiff::civil::date(date.year as i16, date.month as i8, date.day as i8)
    }
}

#[cfg(feature = "chrono")]
impl TryFrom<chrono::NaiveDate> for Date {
    type Error = InvalidDate;

    fn try_from(date: chrono::NaiveDate) -> Result<Self, InvalidDate> {
        use chrono::Datelike;

        of_parts(date.year(), date.month() as u8, date.day() as u8)
    }
}

#[cfg(feature = "chrono")]
impl From<Date> for chrono::NaiveDate {
    fn from(date: Date) -> Self {
        let (year, month, day) = (date.year.into(), date.month.into(), date.day.into());
        Self::from_ymd_opt(year, month, day).unwrap_or(Self::MAX)
    }
}

#[cfg(feature = "time")]
impl TryFrom<time::Date> for Date {
    type Error = InvalidDate;

    fn try_from(date: time::Date) -> Result<Self, InvalidDate> {
        of_parts(date.year(), date.month().into(), date.day())
    }
}

#[cfg(feature = "time")]
impl From<Date> for time::Date {
    fn from(date: Date) -> Self {
        let month = time::Month::January.nth_next(date.month - 1);
        Self::from_calendar_date(date.year.into(), month, date.day).unwrap_or(Self::MAX)
    }
}
