//! Rate limits: sliding windows by the fake's clock, and the headers that report them.

use std::cmp::Reverse;
use std::collections::{HashMap, VecDeque};

use serde_json::Value;

use crate::authorization::{Caller, scheme};
use crate::description::{Operation, description};
use crate::exchange::{Failure, Request};
use crate::state::State;

/// The access that Pinterest has granted to an app, on which its rate limits depend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "server", derive(clap::ValueEnum))]
#[non_exhaustive]
pub enum Access {
    /// That of a new app: limits by the day.
    Trial,
    /// That of a reviewed app: limits by the second and by the minute.
    Standard,
}

impl Access {
    fn name(self) -> &'static str {
        match self {
            Self::Trial => "trial",
            Self::Standard => "standard",
        }
    }
}

/// Conversion events of `?test=true` in a second, of one app.
const TEST_EVENTS: usize = 10;

/// Reports of marketing mix modeling in a minute, of one ad account, beside those of the category.
const MMM_REPORTS: usize = 5;

/// With more logs than this, those that no window needs any longer are dropped.
const MOST_LOGS: usize = 4_096;

/// The longest window, in seconds.
const DAY: i64 = 86_400;

/// The times of the requests that count for each limit.
#[derive(Debug, Default)]
pub(crate) struct Logs {
    by_key: HashMap<Key, VecDeque<i64>>,
}

/// What the requests of one limit have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    limit: String,
    app: String,
    /// Empty for a limit that all users of the app share.
    account: String,
    /// Empty unless each ad account has a limit of its own.
    ad_account: String,
}

/// So many requests in so many seconds.
#[derive(Clone, Debug)]
struct Window {
    key: Key,
    requests: usize,
    seconds: i64,
}

/// How much of each window is used once a request has been counted, or rejected.
#[derive(Debug, Default)]
pub(crate) struct Usage {
    windows: Vec<Used>,
    is_exceeded: bool,
}

#[derive(Debug)]
struct Used {
    requests: usize,
    seconds: i64,
    remaining: usize,
    /// Seconds until the oldest request leaves the window.
    reset: i64,
}

/// Counts a request. One that exceeds a limit is not counted.
pub(crate) fn count(
    state: &mut State,
    access: Access,
    caller: &Caller,
    operation: &Operation,
    path_values: &[String],
    request: &Request,
) -> Usage {
    let ad_account = ad_account(operation, path_values);
    let is_test = operation.category == "ads_conversions"
        && request
            .query
            .iter()
            .any(|(name, value)| name == "test" && value.eq_ignore_ascii_case("true"));
    let windows = windows(access, caller, operation, ad_account, is_test);
    let now = state.clock.now().milliseconds();
    state.limits.count(&windows, now)
}

fn ad_account<'v>(operation: &Operation, path_values: &'v [String]) -> &'v str {
    let mut parameters = operation.path.split('/').filter(|s| s.starts_with('{'));
    let position = parameters.position(|segment| segment == "{ad_account_id}");
    let value = position.and_then(|position| path_values.get(position));
    value.map_or("", String::as_str)
}

fn windows(
    access: Access,
    caller: &Caller,
    operation: &Operation,
    ad_account: &str,
    is_test: bool,
) -> Vec<Window> {
    let of_user = |limit: &str| Key {
        limit: limit.to_owned(),
        app: caller.app.clone(),
        account: caller.account.clone(),
        ad_account: String::new(),
    };
    let of_app = |limit: &str, ad_account: &str| Key {
        account: String::new(),
        ad_account: ad_account.to_owned(),
        ..of_user(limit)
    };
    let mut windows = Vec::new();
    if caller.scheme != scheme::CONVERSION {
        let limits = description().rate_limits();
        let category = &limits["categories"][&operation.category];
        if category["per"] == "ad_account" {
            // These are far above the universal limit, which does not hold for them.
            let key = of_app(&operation.category, ad_account);
            windows.extend(published(&category[access.name()], key));
        } else {
            let universal = &limits["universal"][access.name()];
            windows.extend(published(universal, of_user("universal")));
            let key = of_user(&operation.category);
            windows.extend(published(&category[access.name()], key));
        }
    }
    if is_test {
        windows.push(Window {
            key: of_app("test events", ""),
            requests: TEST_EVENTS,
            seconds: 1,
        });
    }
    if operation.id == "analytics/create_mmm_report" {
        windows.push(Window {
            key: of_app("mmm reports", ad_account),
            requests: MMM_REPORTS,
            seconds: 60,
        });
    }
    windows
}

/// The limit of a category for an access, unless no number is published.
fn published(limit: &Value, key: Key) -> Option<Window> {
    Some(Window {
        key,
        requests: usize::try_from(limit["requests"].as_u64()?).ok()?,
        seconds: limit["seconds"].as_i64()?,
    })
}

impl Logs {
    fn count(&mut self, windows: &[Window], now: i64) -> Usage {
        if self.by_key.len() > MOST_LOGS {
            let is_needed = |time: &i64| *time > now - DAY * 1_000;
            self.by_key
                .retain(|_, log| log.back().is_some_and(is_needed));
        }
        for window in windows {
            let log = self.by_key.entry(window.key.clone()).or_default();
            while log
                .front()
                .is_some_and(|time| *time <= now - window.seconds * 1_000)
            {
                log.pop_front();
            }
        }
        let is_full = |window: &Window| {
            let log = self.by_key.get(&window.key);
            log.map_or(0, VecDeque::len) >= window.requests
        };
        let is_exceeded = windows.iter().any(is_full);
        let mut usage = Usage {
            windows: Vec::with_capacity(windows.len()),
            is_exceeded,
        };
        for window in windows {
            let log = self.by_key.entry(window.key.clone()).or_default();
            if !is_exceeded {
                log.push_back(now);
            }
            let oldest = log.front().copied().unwrap_or(now);
            let milliseconds = oldest + window.seconds * 1_000 - now;
            usage.windows.push(Used {
                requests: window.requests,
                seconds: window.seconds,
                remaining: window.requests.saturating_sub(log.len()),
                reset: (milliseconds + 999) / 1_000,
            });
        }
        usage
    }
}

impl Usage {
    /// Returns the headers that report the windows, of which the narrowest is in force: `100,
    /// 100;w=1, 1000;w=60`. There are none where no limit holds.
    pub(crate) fn headers(&self) -> Vec<(String, String)> {
        let narrowest = |window: &&Used| (window.remaining, Reverse(window.reset));
        let Some(in_force) = self.windows.iter().min_by_key(narrowest) else {
            return Vec::new();
        };
        let each = self.windows.iter();
        let each: Vec<String> = each
            .map(|window| format!("{};w={}", window.requests, window.seconds))
            .collect();
        let limit = format!("{}, {}", in_force.requests, each.join(", "));
        [
            ("x-ratelimit-limit", limit),
            ("x-ratelimit-remaining", in_force.remaining.to_string()),
            ("x-ratelimit-reset", in_force.reset.to_string()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }

    /// Fails with 429, code 8, if the request exceeds a limit.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        match self.is_exceeded {
            true => Err(Failure::new(
                429,
                8,
                "You have exceeded your rate limit. Try again later.",
            )),
            false => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(requests: usize, seconds: i64) -> Window {
        let key = Key {
            limit: format!("{requests} in {seconds}"),
            app: String::new(),
            account: String::new(),
            ad_account: String::new(),
        };
        Window {
            key,
            requests,
            seconds,
        }
    }

    fn value(usage: &Usage, name: &str) -> String {
        let headers = usage.headers();
        let mut values = headers.into_iter().filter(|(known, _)| known == name);
        values.next().unwrap().1
    }

    #[test]
    fn a_window_slides() {
        let mut logs = Logs::default();
        let windows = [window(2, 10)];
        for (now, is_exceeded, remaining, reset) in [
            (0, false, "1", "10"),
            (4_000, false, "0", "6"),
            (9_999, true, "0", "1"),
            (10_000, false, "0", "4"),
            (13_000, true, "0", "1"),
            (14_000, false, "0", "6"),
            (60_000, false, "1", "10"),
        ] {
            let usage = logs.count(&windows, now);
            assert_eq!(usage.is_exceeded, is_exceeded, "{now}");
            assert_eq!(value(&usage, "x-ratelimit-remaining"), remaining, "{now}");
            assert_eq!(value(&usage, "x-ratelimit-reset"), reset, "{now}");
        }
    }

    #[test]
    fn the_narrowest_window_is_in_force() {
        let mut logs = Logs::default();
        let windows = [window(2, 1), window(3, 60)];
        let first = logs.count(&windows, 0);
        assert_eq!(value(&first, "x-ratelimit-limit"), "2, 2;w=1, 3;w=60");
        logs.count(&windows, 1_000);
        let third = logs.count(&windows, 2_000);
        assert_eq!(value(&third, "x-ratelimit-limit"), "3, 2;w=1, 3;w=60");
        assert_eq!(value(&third, "x-ratelimit-reset"), "58");
        // What one window rejects does not count in the other.
        assert!(logs.count(&windows, 2_500).is_exceeded);
        assert_eq!(logs.by_key[&windows[0].key].len(), 1);
    }

    #[test]
    fn logs_that_no_window_needs_are_dropped() {
        let mut logs = Logs::default();
        for index in 0..=MOST_LOGS {
            let mut old = window(1, 1);
            old.key.ad_account = index.to_string();
            logs.count(&[old], 0);
        }
        logs.count(&[window(1, 1)], DAY * 1_000);
        assert_eq!(logs.by_key.len(), 1);
    }
}
