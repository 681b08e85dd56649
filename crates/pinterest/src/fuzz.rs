//! What the fuzz targets of this crate share: responses as inputs, and secrets that must not be
//! shown.
//!
//! Each target is beside what it tests, in a module `fuzz`.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use pinterest_test_support::fuzz::ensure;

/// A part of all secrets of the targets, in lower case.
pub(crate) const CANARY: &str = "zqx";

/// Returns an error if a text shows a secret.
pub(crate) fn ensure_hidden(what: &str, shown: &str) -> Result<(), String> {
    ensure(!shown.to_ascii_lowercase().contains(CANARY), || {
        format!("{what} shows a secret: {shown}")
    })
}

/// A response, read from an input with as little ado as possible: a line with the status, lines
/// with headers, an empty line, and the body.
pub(crate) struct Input<'a> {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: &'a [u8],
}

impl<'a> Input<'a> {
    pub(crate) fn of(input: &'a [u8]) -> Self {
        let (status, mut rest) = line(input);
        let status = std::str::from_utf8(status).unwrap_or_default();
        let status = status.trim().parse().unwrap_or(429);
        let mut headers = HeaderMap::new();
        loop {
            let (header, after) = line(rest);
            rest = after;
            let Some(colon) = header.iter().position(|byte| *byte == b':') else {
                break;
            };
            let value = HeaderValue::from_bytes(header[colon + 1..].trim_ascii());
            let name = HeaderName::from_bytes(&header[..colon]);
            if let (Ok(name), Ok(value), true) = (name, value, headers.len() < 100) {
                headers.append(name, value);
            }
        }
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::TOO_MANY_REQUESTS),
            headers,
            body: rest,
        }
    }
}

/// The first line, and what follows it.
pub(crate) fn line(text: &[u8]) -> (&[u8], &[u8]) {
    match text.iter().position(|byte| *byte == b'\n') {
        Some(end) => (&text[..end], &text[end + 1..]),
        None => (text, &[]),
    }
}

/// Responses with advice and limits, for targets to start with.
pub(crate) const RESPONSES: [&str; 12] = [
    "429\nx-ratelimit-limit: 100, 100;w=1, 1000;w=60\nx-ratelimit-remaining: 0\nx-ratelimit-reset: 7\n\n{\"code\": 8, \"message\": \"Too many\"}",
    "200\nx-ratelimit-limit: 100, 100;w=1, 1000;w=60, 1000;w=86400\nx-ratelimit-remaining: 99\nx-ratelimit-reset: 1\n\n{}",
    "429\ndate: Thu, 09 Jul 2026 10:00:00 GMT\nx-ratelimit-limit: 10, 10;w=3600;name=\"a,b;w=7\"\nx-ratelimit-remaining: 3\nx-ratelimit-reset: 1783591220\n\n",
    "429\nx-ratelimit-reset: 67150\n\n{\"message\": \"spam\"}",
    "503\nretry-after: 3\n\n<html>",
    "503\ndate: Thu, 09 Jul 2026 10:00:00 GMT\nretry-after: Thu, 09 Jul 2026 10:01:30 GMT\n\n",
    "429\ndate: Sun, 06 Nov 1994 08:49:37 GMT\nretry-after: 4000000000\n\n{}",
    "400\nretry-after: Thursday, 09-Jul-26 10:01:30 GMT\n\n{\"code\": 12, \"message\": \"Something went wrong\"}",
    "400\nx-pinterest-rid: 17\n\n{\"code\": 1, \"message\": \"Too fast. Retry after 12 seconds.\"}",
    "400\n\n{\"code\": 2787, \"message\": \"Slow down! Retry after 2 days, or 5 min\"}",
    "404\n\n{\"code\": 40, \"message\": \"Board 'retry after 1 day' not found\"}",
    "200\nx-ratelimit-limit: 5, 5;w=1\nx-ratelimit-limit: 9;w=60\nx-ratelimit-remaining: 4\n\n",
];

/// Words of responses.
pub(crate) const WORDS: [&str; 22] = [
    "Retry after ",
    "seconds",
    "minutes",
    "hours",
    "day",
    ". ",
    "retry-after: ",
    "x-ratelimit-limit: ",
    "x-ratelimit-remaining: ",
    "x-ratelimit-reset: ",
    "date: ",
    "Thu, 09 Jul 2026 10:00:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    ";w=",
    ", ",
    "400\n",
    "429\n",
    "503\n",
    "\n\n",
    "{\"code\": 8, \"message\": \"",
    "\"}",
    "spam",
];
