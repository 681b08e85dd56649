//! Tests of dates.

use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::json::{self, RawJson};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn any_date() -> impl Strategy<Value = Date> {
    (0..=Date::MAX.number()).prop_map(|number| Date::of_number(number).unwrap())
}

fn decode(json: &str) -> Result<Date, Mismatch> {
    json::decode_strictly(RawJson::new(json.as_bytes()))
}

#[test]
fn what_is_no_date_says_what_is_expected() {
    for text in [
        "01.01.2026",
        "2026-1-1",
        "2026-01-1 ",
        "2026/01/01",
        "2026-01-01T00:00:00",
        "+026-01-01",
        "٢٠٢٦-01",
        "",
    ] {
        let error = text.parse::<Date>().unwrap_err();
        let expected = "expected a date as YYYY-MM-DD, such as 2026-11-28";
        assert_eq!(error.to_string(), expected, "{text}");
    }
    for (text, expected) in [
        (
            "2026-02-30",
            "expected a day from 1 to 28 for 2026-02, found 30",
        ),
        (
            "2024-02-30",
            "expected a day from 1 to 29 for 2024-02, found 30",
        ),
        (
            "2026-04-00",
            "expected a day from 1 to 30 for 2026-04, found 0",
        ),
        ("2026-13-01", "expected a month from 1 to 12, found 13"),
        ("2026-00-01", "expected a month from 1 to 12, found 0"),
    ] {
        let error = text.parse::<Date>().unwrap_err();
        assert_eq!(error.to_string(), expected, "{text}");
    }
    let error = Date::new(10_000, 1, 1).unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected a year from 0 to 9999, found 10000"
    );
}

#[test]
fn leap_days_are_those_of_the_gregorian_calendar() {
    for (year, is_leap) in [
        (2024, true),
        (2026, false),
        (1900, false),
        (2000, true),
        (0, true),
    ] {
        assert_eq!(Date::new(year, 2, 29).is_ok(), is_leap, "{year}");
    }
}

#[test]
fn a_date_is_its_parts_and_its_text() {
    let date = Date::new(476, 9, 4).unwrap();
    assert_eq!((date.year(), date.month(), date.day()), (476, 9, 4));
    assert_eq!(
        format!("{date} {date:?} [{date:>12}]"),
        "0476-09-04 0476-09-04 [  0476-09-04]"
    );
    assert_eq!(QueryValue::values(&date).unwrap(), ["0476-09-04"]);
}

#[test]
fn days_are_counted_over_the_ends_of_months_and_years() {
    assert_eq!(date("2026-03-01").days_since(date("2026-02-28")), 1);
    assert_eq!(date("2024-03-01").days_since(date("2024-02-28")), 2);
    assert_eq!(date("2025-12-31").days_since(date("2026-01-01")), -1);
    assert_eq!(date("1970-01-01").days_since(Date::MIN), 719_528);
    assert_eq!(
        date("2025-12-31").checked_add_days(1),
        Some(date("2026-01-01"))
    );
    assert_eq!(Date::MAX.checked_add_days(1), None);
    assert_eq!(Date::MIN.checked_add_days(-1), None);
    assert_eq!(date("2026-01-01").checked_add_days(i64::MAX), None);
    assert_eq!(date("2026-01-01").checked_add_days(i64::MIN), None);
}

#[test]
fn the_day_of_a_time_starts_at_midnight_in_utc() {
    let nanosecond = Duration::from_nanos(1);
    let midnight = UNIX_EPOCH + Duration::from_secs(1_709_164_800);
    assert_eq!(Date::of_time(midnight), date("2024-02-29"));
    assert_eq!(Date::of_time(midnight - nanosecond), date("2024-02-28"));
    assert_eq!(Date::of_time(UNIX_EPOCH), date("1970-01-01"));
    assert_eq!(Date::of_time(UNIX_EPOCH - nanosecond), date("1969-12-31"));
    let day = Duration::from_secs(SECONDS_OF_DAY);
    assert_eq!(Date::of_time(UNIX_EPOCH - day), date("1969-12-31"));
    let years = |count: u64| Duration::from_secs(count * 366 * SECONDS_OF_DAY);
    assert_eq!(Date::of_time(UNIX_EPOCH + years(9_000)), Date::MAX);
    assert_eq!(Date::of_time(UNIX_EPOCH - years(2_000)), Date::MIN);
}

#[test]
fn today_is_the_date_of_now() {
    let (before, today, after) = (SystemTime::now(), Date::today(), SystemTime::now());
    assert!((Date::of_time(before)..=Date::of_time(after)).contains(&today));
}

#[test]
fn json_is_the_text_and_an_error_does_not_show_it() {
    assert_eq!(decode(r#""2026-11-28""#).unwrap(), date("2026-11-28"));
    let json = serde_json::to_string(&date("2026-11-28")).unwrap();
    assert_eq!(json, r#""2026-11-28""#);
    let error = decode(r#""2026-02-30""#).unwrap_err();
    assert_eq!(
        error.reason(),
        "expected a date as YYYY-MM-DD, found other text"
    );
    let error = decode("20260228").unwrap_err();
    assert_eq!(
        error.reason(),
        "expected a date as YYYY-MM-DD, found a number"
    );
}

#[test]
fn an_element_of_a_list_that_is_no_date_is_set_aside() {
    let json = br#"["2026-11-28", "28.11.2026", null, "2026-11-29"]"#;
    let (dates, set_aside) = json::decode::<Vec<Date>>(RawJson::new(json)).unwrap();
    assert_eq!(dates, [date("2026-11-28"), date("2026-11-29")]);
    let set_aside: Vec<_> = set_aside
        .iter()
        .map(|part| (part.path(), part.json()))
        .collect();
    assert_eq!(set_aside, [("[1]", r#""28.11.2026""#), ("[2]", "null")]);
}

#[cfg(feature = "jiff")]
#[test]
fn dates_are_those_of_jiff() {
    let theirs = jiff::civil::date(2024, 2, 29);
    assert_eq!(Date::try_from(theirs), Ok(date("2024-02-29")));
    for ours in [Date::MIN, date("2024-02-29"), Date::MAX] {
        assert_eq!(jiff::civil::Date::from(ours).to_string(), ours.to_string());
    }
    assert!(Date::try_from(jiff::civil::date(-1, 1, 1)).is_err());
}

#[cfg(feature = "chrono")]
#[test]
fn dates_are_those_of_chrono() {
    let theirs = chrono::NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    assert_eq!(Date::try_from(theirs), Ok(date("2024-02-29")));
    for ours in [Date::MIN, date("2024-02-29"), Date::MAX] {
        assert_eq!(chrono::NaiveDate::from(ours).to_string(), ours.to_string());
    }
    assert!(Date::try_from(chrono::NaiveDate::MAX).is_err());
}

#[cfg(feature = "time")]
#[test]
fn dates_are_those_of_time() {
    let theirs = time::Date::from_calendar_date(2024, time::Month::February, 29).unwrap();
    assert_eq!(Date::try_from(theirs), Ok(date("2024-02-29")));
    for ours in [Date::MIN, date("2024-02-29"), Date::MAX] {
        assert_eq!(time::Date::from(ours).to_string(), ours.to_string());
    }
    assert!(Date::try_from(time::Date::MIN).is_err());
}

proptest! {
    #[test]
    fn every_date_round_trips(date in any_date()) {
        prop_assert_eq!(Date::new(date.year(), date.month(), date.day()), Ok(date));
        prop_assert_eq!(date.to_string().parse(), Ok(date));
        let json = serde_json::to_string(&date).unwrap();
        prop_assert_eq!(serde_json::from_str::<Date>(&json).unwrap(), date);
    }

    #[test]
    fn days_are_added_as_they_are_counted(one in any_date(), other in any_date()) {
        let days = other.days_since(one);
        prop_assert_eq!(one.checked_add_days(days), Some(other));
        prop_assert_eq!(days.cmp(&0), other.cmp(&one));
    }

    #[test]
    fn every_second_of_a_day_is_of_its_date(date in any_date(), second in 0..SECONDS_OF_DAY) {
        let days = date.days_since(Date::new(1970, 1, 1).unwrap());
        let start = Duration::from_secs(days.unsigned_abs() * SECONDS_OF_DAY);
        let midnight = match days < 0 {
            true => UNIX_EPOCH - start,
            false => UNIX_EPOCH + start,
        };
        prop_assert_eq!(Date::of_time(midnight + Duration::from_secs(second)), date);
    }

    #[test]
    fn text_is_a_date_or_an_error(text in "[0-9]{4}-[01][0-9]-[0-3][0-9]|\\PC{0,12}") {
        if let Ok(date) = text.parse::<Date>() {
            prop_assert_eq!(date.to_string(), text);
        }
    }
}
