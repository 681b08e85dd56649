//! How long the server asks to wait, wherever it says so.
//!
//! Everything that follows such advice reads it here: the errors, and through them retries, the
//! rate limiter, and the requests for tokens. Headers are often wrong, and messages repeat what
//! users wrote, so all advice is checked:
//!
//! - A header counts up to [a day](LONGEST). A longer wait is a mistake, and counts as no advice.
//! - A number that is a time since 1970 is read as one.
//! - Times are compared with the `Date` of the response, so that the clock of the client does not
//!   matter.
//! - A message counts with the statuses 400 and 429, at the beginning of a sentence, with a unit,
//!   and for [five minutes](LONGEST_IN_MESSAGE) at most.
//!
//! What is paused for all calls is not paused for as long as a single response says, but for as
//! long as is [`credible`].

use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, StatusCode};

// The name is a static, so that it is not parsed for every response.
static RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// The longest wait that is advice: the length of the longest window of a rate limit.
const LONGEST: Duration = Duration::from_secs(86_400);

/// The longest wait that is credible without a window of that length.
const CREDIBLE: Duration = Duration::from_secs(3600);

/// The longest wait of a message, whose text can be that of a user.
const LONGEST_IN_MESSAGE: Duration = Duration::from_secs(300);

/// Numbers from this one on are times since 1970 instead of waits. As a wait it is 31 years.
const FIRST_TIME: Duration = Duration::from_secs(1_000_000_000);

/// Returns how much of a wait is credible where the longest window of the rate limits is `longest`
/// (zero without any): an hour, or the length of that window. A wait of more than a day is not
/// advice.
pub(crate) fn credible(wait: Duration, longest: Duration) -> Option<Duration> {
    let most = longest.clamp(CREDIBLE, LONGEST);
    (wait <= LONGEST).then(|| wait.min(most))
}

/// Reads `Retry-After`, in seconds or as a date.
pub(crate) fn in_retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Some(number) = digits(value) {
        return wait_of(number, headers);
    }
    let date = httpdate::parse_http_date(value).ok()?;
    // A date that has passed asks for no wait.
    let wait = date.duration_since(now(headers)).unwrap_or_default();
    (wait <= LONGEST).then_some(wait)
}

/// Reads `X-RateLimit-Reset`. It comes with every response, and is advice only with those that
/// reject a request because of a rate limit.
pub(crate) fn in_reset(headers: &HeaderMap) -> Option<Duration> {
    wait_of(number(headers, &RESET)?, headers)
}

/// Reads "Retry after N seconds" (or minutes, hours, days) in the message of a response.
pub(crate) fn in_message(status: StatusCode, message: &str) -> Option<Duration> {
    if !matches!(status.as_u16(), 400 | 429) {
        return None;
    }
    let wait = sentences(message).find_map(in_sentence)?;
    Some(wait.min(LONGEST_IN_MESSAGE))
}

/// Splits after `.`, `!` and `?` that a space follows.
fn sentences(message: &str) -> impl Iterator<Item = &str> {
    let parts = message.split_inclusive(['.', '!', '?']).enumerate();
    parts
        .filter(|(index, part)| *index == 0 || part.starts_with(char::is_whitespace))
        .map(|(_, part)| part)
}

fn in_sentence(sentence: &str) -> Option<Duration> {
    let mut words = sentence.split_whitespace();
    for expected in ["retry", "after"] {
        words
            .next()
            .filter(|word| word.eq_ignore_ascii_case(expected))?;
    }
    let word = words.next()?;
    let end = word.find(|c: char| !c.is_ascii_digit());
    let (number, rest) = word.split_at(end.unwrap_or(word.len()));
    let unit = match rest {
        "" => words.next()?,
        unit => unit,
    };
    let number: u64 = digits(number)?;
    let seconds = seconds_in(unit.trim_end_matches(|c: char| !c.is_alphabetic()))?;
    Some(Duration::from_secs(number.saturating_mul(seconds)))
}

fn seconds_in(unit: &str) -> Option<u64> {
    match unit.to_ascii_lowercase().as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" => Some(1),
        "min" | "mins" | "minute" | "minutes" => Some(60),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(3600),
        "day" | "days" => Some(86_400),
        _ => None,
    }
}

/// Returns the wait that a number in a header stands for. A time that has passed is no advice: the
/// response rejects the request nevertheless.
fn wait_of(number: u64, headers: &HeaderMap) -> Option<Duration> {
    let number = Duration::from_secs(number);
    let wait = if number < FIRST_TIME {
        number
    } else {
        let time = UNIX_EPOCH.checked_add(number)?;
        time.duration_since(now(headers)).ok()?
    };
    (wait <= LONGEST).then_some(wait)
}

/// Returns the time of a response, by the clock of the server if the response states it.
fn now(headers: &HeaderMap) -> SystemTime {
    let date = headers.get(DATE).and_then(|date| date.to_str().ok());
    date.and_then(|date| httpdate::parse_http_date(date.trim()).ok())
        .unwrap_or_else(SystemTime::now)
}

/// Returns the number of a header; `None` if its lines differ.
pub(crate) fn number<T: FromStr + PartialEq>(headers: &HeaderMap, name: &HeaderName) -> Option<T> {
    let mut lines = headers.get_all(name).iter();
    let first = digits(lines.next()?.to_str().ok()?)?;
    for line in lines {
        if digits(line.to_str().ok()?).as_ref() != Some(&first) {
            return None;
        }
    }
    Some(first)
}

/// Parses digits only: `parse` alone would accept a sign.
pub(crate) fn digits<T: FromStr>(text: &str) -> Option<T> {
    let text = text.trim();
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())?
}

#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod tests;
