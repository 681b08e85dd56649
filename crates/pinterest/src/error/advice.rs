//! How long the server asks to wait, wherever it says so.

use std::time::{Duration, SystemTime};

use http::HeaderMap;

/// `Retry-After`, in seconds or as a date.
pub(super) fn in_retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = text(headers, "retry-after")?;
    seconds(value).or_else(|| {
        let date = httpdate::parse_http_date(value).ok()?;
        // A date that has passed asks for no wait.
        Some(date.duration_since(SystemTime::now()).unwrap_or_default())
    })
}

/// Gateways in front of the API send seconds since 1970 in `X-RateLimit-Reset`; a reset that lies
/// further ahead than this is such a number, and no advice.
const LONGEST_RESET: Duration = Duration::from_secs(30 * 86_400);

/// `X-RateLimit-Reset`, which counts seconds from now. It comes with every response, and is advice
/// only with those that reject a request because of a rate limit.
pub(super) fn in_reset(headers: &HeaderMap) -> Option<Duration> {
    let reset = seconds(text(headers, "x-ratelimit-reset")?)?;
    (reset <= LONGEST_RESET).then_some(reset)
}

/// "Retry after N seconds" (or minutes, hours, days), as some responses with status 400 say.
pub(super) fn in_message(message: &str) -> Option<Duration> {
    let message = message.to_ascii_lowercase();
    let (_, rest) = message.split_once("retry after ")?;
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    let (digits, unit) = rest.split_at(end);
    let unit = unit.trim_start();
    let factor = if unit.starts_with("min") {
        60
    } else if unit.starts_with('h') {
        3600
    } else if unit.starts_with("day") {
        86_400
    } else {
        1
    };
    let number: u64 = digits.parse().ok()?;
    Some(Duration::from_secs(number.saturating_mul(factor)))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

fn seconds(text: &str) -> Option<Duration> {
    text.parse().ok().map(Duration::from_secs)
}
