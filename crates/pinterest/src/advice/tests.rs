use http::HeaderValue;
use httpdate::fmt_http_date;
use proptest::prelude::*;

use super::*;

/// The first second that HTTP dates cannot express.
const YEAR_10000: u64 = 253_402_300_800;

const NOW: &str = "Thu, 09 Jul 2026 10:00:00 GMT";

fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
    let mut map = HeaderMap::new();
    for (name, value) in lines {
        map.append(*name, value.parse().unwrap());
    }
    map
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn secs(wait: Option<Duration>) -> Option<u64> {
    wait.map(|wait| wait.as_secs())
}

/// The seconds since 1970 at `NOW`.
fn seconds_now() -> u64 {
    let now = httpdate::parse_http_date(NOW).unwrap();
    now.duration_since(UNIX_EPOCH).unwrap().as_secs()
}

#[test]
fn retry_after_has_seconds_or_a_date() {
    for (value, wait) in [
        ("3", Some(3)),
        (" 3 ", Some(3)),
        ("0", Some(0)),
        ("86400", Some(86_400)),
        ("86401", None),
        ("4000000000", None),
        ("18446744073709551615", None),
        ("99999999999999999999999", None),
        ("-1", None),
        ("+1", None),
        ("1.5", None),
        ("", None),
        ("soon", None),
        ("Thu, 09 Jul 2026 10:01:30 GMT", Some(90)),
        ("Thursday, 09-Jul-26 10:01:30 GMT", Some(90)),
        ("Fri, 10 Jul 2026 10:00:00 GMT", Some(86_400)),
        ("Fri, 10 Jul 2026 10:00:01 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", None),
        // It has passed.
        ("Sun, 06 Nov 1994 08:49:37 GMT", Some(0)),
    ] {
        let map = headers(&[("date", NOW), ("retry-after", value)]);
        assert_eq!(secs(in_retry_after(&map)), wait, "{value:?}");
    }
    assert_eq!(in_retry_after(&HeaderMap::new()), None);
}

#[test]
fn a_number_that_is_a_time_is_compared_with_the_time_of_the_response() {
    let now = seconds_now();
    for (time, wait) in [
        (now + 40, Some(40)),
        (now, Some(0)),
        (now + 86_400, Some(86_400)),
        (now + 86_401, None),
        // It has passed, and the request was rejected nevertheless.
        (now - 1, None),
        (1_000_000_000, None),
        (4_000_000_000, None),
        (u64::MAX, None),
    ] {
        for name in ["x-ratelimit-reset", "retry-after"] {
            let map = headers(&[("date", NOW), (name, &time.to_string())]);
            let read = in_reset(&map).or_else(|| in_retry_after(&map));
            assert_eq!(secs(read), wait, "{name}: {time}");
        }
    }
}

#[test]
fn a_reset_counts_seconds_from_now_up_to_a_day() {
    for (value, wait) in [
        ("0", Some(0)),
        ("67150", Some(67_150)),
        ("86401", None),
        ("999999999", None),
        ("-5", None),
        ("soon", None),
    ] {
        let map = headers(&[("x-ratelimit-reset", value)]);
        assert_eq!(secs(in_reset(&map)), wait, "{value:?}");
    }
    let lines = [("x-ratelimit-reset", "3"), ("x-ratelimit-reset", "4")];
    assert_eq!(in_reset(&headers(&lines)), None, "which one?");
}

#[test]
fn without_the_time_of_the_response_the_clock_of_the_client_counts() {
    let soon = SystemTime::now() + Duration::from_secs(90);
    let epoch = soon.duration_since(UNIX_EPOCH).unwrap().as_secs();
    for date in [None, Some("today")] {
        for soon in [fmt_http_date(soon), epoch.to_string()] {
            let mut map = headers(&[("retry-after", &soon)]);
            if let Some(date) = date {
                map.insert(DATE, HeaderValue::from_static(date));
            }
            let wait = secs(in_retry_after(&map)).unwrap();
            assert!((80..=90).contains(&wait), "{soon}: {wait}");
        }
    }
}

#[test]
fn a_message_advises_at_the_beginning_of_a_sentence_and_with_a_unit() {
    for (message, wait) in [
        ("Retry after 12 seconds.", Some(12)),
        ("Too fast. Retry after 12 seconds.", Some(12)),
        ("Too fast!\nretry after 1 second", Some(1)),
        ("Too fast. Slow down? Retry  after 12s.", Some(12)),
        ("Retry after 7 sec, please", Some(7)),
        ("Retry after 0 seconds", Some(0)),
        ("Retry after 2 minutes.", Some(120)),
        ("Retry after 5 min", Some(300)),
        ("Retry after 6 minutes", Some(300)),
        ("Retry after 2 hours", Some(300)),
        ("Retry after 1 day.", Some(300)),
        ("Retry after 18446744073709551615 days", Some(300)),
        // Without a number or a unit.
        ("Retry after 7", None),
        ("Retry after 7.", None),
        ("Retry after 7. Seconds matter", None),
        ("Retry after 400 errors", None),
        ("Retry after 3 secondary failures", None),
        ("Retry after a second", None),
        ("Retry after -3 seconds", None),
        ("Retry after 99999999999999999999999 seconds", None),
        ("Retry after", None),
        ("Retry afterwards", None),
        // Inside of a sentence.
        ("Board 'retry after 1 day' not found", None),
        ("Board 'Retry after 1 day' not found", None),
        ("Do not retry after 400 errors", None),
        ("Do not retry after 400 seconds", None),
        ("See example.retry after 5 seconds", None),
        ("", None),
    ] {
        let found = [400, 429].map(|status| {
            let status = StatusCode::from_u16(status).unwrap();
            secs(in_message(status, message))
        });
        assert_eq!(found, [wait; 2], "{message:?}");
    }
}

#[test]
fn a_message_counts_with_two_statuses_only() {
    for status in [200, 302, 401, 403, 404, 408, 409, 422, 500, 503] {
        let status = StatusCode::from_u16(status).unwrap();
        assert_eq!(in_message(status, "Retry after 3 seconds"), None);
    }
}

#[test]
fn a_pause_of_more_than_an_hour_needs_a_window_of_that_length() {
    let seconds = Duration::from_secs;
    for (wait, longest, expected) in [
        (30, 0, Some(30)),
        (3600, 60, Some(3600)),
        (67_150, 60, Some(3600)),
        (67_150, 7200, Some(7200)),
        (67_150, 86_400, Some(67_150)),
        (86_400, u64::MAX, Some(86_400)),
        (86_401, 86_400, None),
        (u64::MAX, u64::MAX, None),
    ] {
        let found = credible(seconds(wait), seconds(longest));
        assert_eq!(secs(found), expected, "{wait} {longest}");
    }
}

fn date() -> impl Strategy<Value = String> {
    (0..YEAR_10000).prop_map(|seconds| fmt_http_date(at(seconds)))
}

/// Any bytes that a header can have, and those that mean something.
fn value() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..40),
        "[-+]?[0-9]{0,24}(\\.[0-9]{0,3})?".prop_map(String::into_bytes),
        any::<u64>().prop_map(|number| number.to_string().into_bytes()),
        (0..YEAR_10000).prop_map(|number| number.to_string().into_bytes()),
        date().prop_map(String::into_bytes),
        "[A-Za-z]{3,9},? [0-9]{1,2}[ -][A-Z][a-z]{2}[ -][0-9]{2,4} [0-9:]{8} GMT"
            .prop_map(String::into_bytes),
    ]
}

proptest! {
    #[test]
    fn no_header_panics_or_exceeds_the_cap(
        lines in prop::collection::vec((0..3_usize, value()), 0..6),
        longest: u32,
    ) {
        let names = ["retry-after", "x-ratelimit-reset", "date"];
        let mut map = HeaderMap::new();
        for (name, value) in lines {
            if let Ok(value) = HeaderValue::from_bytes(&value) {
                map.append(names[name], value);
            }
        }
        let longest = Duration::from_secs(u64::from(longest));
        for wait in [in_retry_after(&map), in_reset(&map)].into_iter().flatten() {
            prop_assert!(wait <= LONGEST);
            let pause = credible(wait, longest);
            prop_assert!(pause.is_some_and(|pause| pause <= wait));
            prop_assert!(credible(wait, Duration::ZERO) <= Some(CREDIBLE));
        }
    }

    #[test]
    fn no_message_panics_or_exceeds_its_cap(
        message in "\\PC{0,60}|(\\PC{0,12}[.!?] )?[Rr]etry +after [0-9]{0,24} ?\\PC{0,12}\
                    |([a-z]{1,4}[.!?] ){0,2}Retry after [0-9]{1,20} (seconds|min|hours|days)",
        status in 100_u16..1000,
    ) {
        let status = StatusCode::from_u16(status).unwrap();
        let wait = in_message(status, &message);
        prop_assert!(wait.is_none_or(|wait| wait <= LONGEST_IN_MESSAGE));
        prop_assert!(wait.is_none() || matches!(status.as_u16(), 400 | 429));
    }

    #[test]
    fn inside_of_a_sentence_nothing_is_advice(
        before in "[a-z'\"(,:;-][a-z0-9'\"(,:; -]{0,20} ",
        wait in 0..100_000_u32,
        unit in "seconds|minutes|hours|days",
    ) {
        let message = format!("{before}retry after {wait} {unit}");
        prop_assert_eq!(in_message(StatusCode::BAD_REQUEST, &message), None);
    }

    #[test]
    fn the_clock_of_the_client_does_not_matter(
        now in 1_000_000_000..YEAR_10000 - 86_400,
        wait in 0..=86_400_u64,
    ) {
        let (date, time) = (fmt_http_date(at(now)), now + wait);
        for (name, value) in [
            ("retry-after", fmt_http_date(at(time))),
            ("retry-after", time.to_string()),
            ("x-ratelimit-reset", time.to_string()),
        ] {
            let map = headers(&[("date", &date), (name, &value)]);
            let read = in_retry_after(&map).or_else(|| in_reset(&map));
            prop_assert_eq!(secs(read), Some(wait), "{}: {}", name, value);
        }
    }
}
