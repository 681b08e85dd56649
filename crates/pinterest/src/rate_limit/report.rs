//! The rate limits that the headers of a response state.
//!
//! `X-RateLimit-Limit: 100, 100;w=1, 1000;w=60` has the limit that is closest to being used up,
//! then every window as `count;w=seconds`. `X-RateLimit-Remaining` and `X-RateLimit-Reset` (seconds
//! from now, or since 1970) refer to the former. A list with an item of another form is ignored as
//! a whole: a part of it would look as if the other limits did not exist.

use std::time::Duration;

use http::{HeaderMap, HeaderName};
use pinterest_client::operation::RateLimitWindow;

use super::shared::StatedUsage;
use crate::advice::{digits, in_reset, number};

// The names are statics, so that they are not parsed for every response.
static LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
static REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");

/// A list with more windows than this is not plausible.
pub(super) const MAX_WINDOWS: usize = 8;

/// No limit covers more than a day. A longer window would be a mistake that blocks for months.
const MAX_SECONDS: u32 = 86_400;

/// Two readings of a reset that is a time differ by less than this, where the response does not
/// state its own time.
const RESOLUTION: Duration = Duration::from_secs(1);

/// The limits that the server stated.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Report {
    /// The windows, at least one.
    pub(super) windows: Vec<RateLimitWindow>,
    pub(super) usage: Option<Usage>,
    /// The reset as stated, even if it is longer than every window.
    reset: Option<Duration>,
}

/// The use of one of the windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Usage {
    pub(super) window: RateLimitWindow,
    pub(super) used: u32,
    /// The time until the server forgets it, at most the length of the window.
    pub(super) reset: Duration,
}

impl Usage {
    /// Returns it as it is told to other processes.
    pub(super) fn stated(self) -> StatedUsage {
        StatedUsage::new(self.window, self.used, self.reset)
    }
}

impl Report {
    pub(super) fn from_headers(headers: &HeaderMap) -> Option<Self> {
        let (in_force, windows) = limit_header(headers)?;
        // Of windows with the same count, the shortest is the one that is used up first.
        let window = windows
            .iter()
            .filter(|window| Some(window.requests) == in_force)
            .min_by_key(|window| window.seconds);
        let reset = in_reset(headers);
        let usage = window.and_then(|window| usage(*window, reset, headers));
        Some(Self {
            usage,
            reset,
            windows,
        })
    }

    /// Whether this wait is a stated reset that is longer than every window, and so not plausible.
    pub(super) fn denies(&self, wait: Duration) -> bool {
        let lengths = self.windows.iter().map(length);
        let longest = lengths.max().unwrap_or_default();
        self.reset
            .filter(|reset| *reset > longest)
            .is_some_and(|reset| reset.abs_diff(wait) < RESOLUTION)
    }
}

fn length(window: &RateLimitWindow) -> Duration {
    Duration::from_secs(u64::from(window.seconds))
}

fn usage(window: RateLimitWindow, reset: Option<Duration>, headers: &HeaderMap) -> Option<Usage> {
    let remaining: u32 = number(headers, &REMAINING)?;
    let length = length(&window);
    Some(Usage {
        window,
        used: window.requests.checked_sub(remaining)?,
        reset: reset.unwrap_or(length).min(length),
    })
}

fn limit_header(headers: &HeaderMap) -> Option<(Option<u32>, Vec<RateLimitWindow>)> {
    let mut in_force = None;
    let mut windows = Vec::with_capacity(2);
    let mut first = true;
    for line in headers.get_all(&LIMIT) {
        for item in unquoted_parts(line.to_str().ok()?, ',') {
            let (count, window) = limit_item(item)?;
            if std::mem::take(&mut first) {
                in_force = Some(count);
            } else if window.is_none() {
                return None;
            }
            let possible = |window: &RateLimitWindow| window.seconds <= MAX_SECONDS;
            let new = |window: &RateLimitWindow| possible(window) && !windows.contains(window);
            windows.extend(window.filter(new));
        }
    }
    (!windows.is_empty() && windows.len() <= MAX_WINDOWS).then_some((in_force, windows))
}

/// Parses `100`, `100;w=1` or `100;w=1;name="anything"`.
fn limit_item(item: &str) -> Option<(u32, Option<RateLimitWindow>)> {
    let mut parts = unquoted_parts(item, ';');
    let count = digits(parts.next()?).filter(|count| *count > 0)?;
    let mut window = None;
    for part in parts {
        if let Some(("w", value)) = part
            .split_once('=')
            .map(|(name, value)| (name.trim(), value))
        {
            let seconds = digits(value).filter(|seconds| *seconds > 0)?;
            if window.is_some() {
                return None;
            }
            window = Some(RateLimitWindow::new(count, seconds));
        }
    }
    Some((count, window))
}

/// Splits at separators that are not between double quotes.
fn unquoted_parts(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |c| {
        quoted ^= c == '"';
        c == separator && !quoted
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in lines {
            map.append(*name, value.parse().unwrap());
        }
        map
    }

    fn windows(limit: &str) -> Option<Vec<(u32, u32)>> {
        let report = Report::from_headers(&headers(&[("x-ratelimit-limit", limit)]))?;
        Some(
            report
                .windows
                .iter()
                .map(|window| (window.requests, window.seconds))
                .collect(),
        )
    }

    #[test]
    fn the_observed_form_is_read() {
        let report = Report::from_headers(&headers(&[
            ("x-ratelimit-limit", "100, 100;w=1, 1000;w=60"),
            ("x-ratelimit-remaining", "99"),
            ("x-ratelimit-reset", "1"),
        ]));
        let usage = Usage {
            window: RateLimitWindow::new(100, 1),
            used: 1,
            reset: Duration::from_secs(1),
        };
        assert_eq!(
            report,
            Some(Report {
                windows: vec![RateLimitWindow::new(100, 1), RateLimitWindow::new(1000, 60)],
                usage: Some(usage),
                reset: Some(Duration::from_secs(1)),
            })
        );
    }

    #[test]
    fn a_window_longer_than_a_day_is_ignored_and_the_others_are_not() {
        assert_eq!(windows("1, 1;w=31000000"), None);
        assert_eq!(
            windows("9, 100;w=1, 9;w=86401, 1000;w=86400"),
            Some(vec![(100, 1), (1000, 86_400)])
        );
    }

    #[test]
    fn related_forms_are_read_too() {
        assert_eq!(windows("100;w=1"), Some(vec![(100, 1)]));
        assert_eq!(
            windows(r#"10,10;w=1;name="a,b;w=7", 20 ; w=60"#),
            Some(vec![(10, 1), (20, 60)])
        );
        let lines = [
            ("x-ratelimit-limit", "5, 5;w=1"),
            ("x-ratelimit-limit", "9;w=60"),
        ];
        assert_eq!(
            Report::from_headers(&headers(&lines))
                .unwrap()
                .windows
                .len(),
            2
        );
    }

    #[test]
    fn what_is_left_belongs_to_the_shortest_window_of_that_count() {
        let lines = [
            ("x-ratelimit-limit", "50, 50;w=60, 50;w=1, 9;w=3600"),
            ("x-ratelimit-remaining", "20"),
        ];
        let usage = Report::from_headers(&headers(&lines))
            .unwrap()
            .usage
            .unwrap();
        assert_eq!((usage.window.seconds, usage.used), (1, 30));
        assert_eq!(
            usage.reset,
            Duration::from_secs(1),
            "the whole window unless stated"
        );
    }

    #[test]
    fn other_forms_are_ignored() {
        for limit in [
            "",
            ",",
            "100",
            "-1, 100;w=1",
            "100, 100;w=0",
            "100, 100;w=-1",
            "100, +100;w=1",
            "x",
            "1, 0;w=5",
            "100, 100;w=1, 5",
            "100, 99999999999;w=1",
            "100, 100;w=99999999999",
            "100, 100;w=1;w=2",
            "100, ;w=1",
            "1, 1;w=1, 1;w=2, 1;w=3, 1;w=4, 1;w=5, 1;w=6, 1;w=7, 1;w=8, 1;w=9",
            "100, 100;w=1,",
        ] {
            assert_eq!(windows(limit), None, "{limit:?}");
        }
        for (remaining, second) in [
            ("-1", "-1"),
            ("101", "101"),
            ("", ""),
            ("9", "8"),
            ("99999999999", "1"),
        ] {
            let lines = [
                ("x-ratelimit-limit", "100, 100;w=1"),
                ("x-ratelimit-remaining", remaining),
                ("x-ratelimit-remaining", second),
            ];
            let report = Report::from_headers(&headers(&lines)).unwrap();
            assert_eq!(report.usage, None, "{remaining:?} {second:?}");
        }
    }

    #[test]
    fn a_reset_that_is_no_number_or_too_long_counts_as_the_window() {
        for reset in ["", "soon", "-5", "99999999999999999999999", "4000000000"] {
            let lines = [
                ("x-ratelimit-limit", "100, 100;w=60"),
                ("x-ratelimit-remaining", "3"),
                ("x-ratelimit-reset", reset),
            ];
            let usage = Report::from_headers(&headers(&lines))
                .unwrap()
                .usage
                .unwrap();
            assert_eq!(usage.reset, Duration::from_secs(60), "{reset:?}");
        }
    }

    #[test]
    fn a_reset_since_1970_is_read_by_the_clock_of_the_server() {
        let reset = |date, reset| {
            let lines = [
                ("date", date),
                ("x-ratelimit-limit", "100, 100;w=60"),
                ("x-ratelimit-remaining", "3"),
                ("x-ratelimit-reset", reset),
            ];
            let report = Report::from_headers(&headers(&lines)).unwrap();
            (report.usage.unwrap().reset.as_secs(), report)
        };
        let date = "Thu, 09 Jul 2026 10:00:00 GMT";
        assert_eq!(reset(date, "1783591220").0, 20);
        let (wait, report) = reset(date, "1783598400");
        assert_eq!(wait, 60, "no longer than the window");
        assert!(report.denies(Duration::from_secs(7200)));
        assert!(report.denies(Duration::from_millis(7_199_500)));
        assert!(!report.denies(Duration::from_secs(60)));
        assert_eq!(reset(date, "1783591199").0, 60, "it has passed");
    }

    proptest! {
        #[test]
        fn nothing_panics_and_what_is_read_is_within_bounds(
            limits in prop::collection::vec("[0-9 ,;w=\"x-]{0,24}|\\PC{0,12}|[0-9]{1,11}, ?[0-9]{1,11};w=[0-9]{1,11}", 0..3),
            remaining in prop::option::of("-?[0-9]{0,22}"),
            reset in prop::option::of("-?[0-9]{0,22}"),
        ) {
            let mut map = HeaderMap::new();
            let lines = limits.iter().map(|value| ("x-ratelimit-limit", value))
                .chain(remaining.iter().map(|value| ("x-ratelimit-remaining", value)))
                .chain(reset.iter().map(|value| ("x-ratelimit-reset", value)));
            for (name, value) in lines {
                if let Ok(value) = http::HeaderValue::from_bytes(value.as_bytes()) {
                    map.append(name, value);
                }
            }
            if let Some(report) = Report::from_headers(&map) {
                prop_assert!((1..=MAX_WINDOWS).contains(&report.windows.len()));
                prop_assert!(report.windows.iter().all(|w| w.requests > 0 && w.seconds > 0));
                if let Some(usage) = report.usage {
                    prop_assert!(report.windows.contains(&usage.window) && usage.used <= usage.window.requests);
                    prop_assert!(usage.reset <= Duration::from_secs(u64::from(usage.window.seconds)));
                }
            }
        }

        #[test]
        fn what_a_server_writes_is_read_back(
            counts in prop::collection::vec((1_u32.., 1..=MAX_SECONDS), 1..=MAX_WINDOWS),
        ) {
            let mut text = counts[0].0.to_string();
            let mut expected: Vec<(u32, u32)> = Vec::new();
            for (count, seconds) in counts {
                text.push_str(&format!(", {count};w={seconds}"));
                if !expected.contains(&(count, seconds)) {
                    expected.push((count, seconds));
                }
            }
            prop_assert_eq!(windows(&text), Some(expected));
        }
    }
}
