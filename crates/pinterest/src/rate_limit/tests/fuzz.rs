//! Limits in any headers.

use bytes::Bytes;
use pinterest_test_support::fuzz::{Fuzz, ensure};

use super::super::report::{MAX_WINDOWS, Report};
use super::*;
use crate::error::ErrorResponse;
use crate::fuzz::{Input, RESPONSES, WORDS};

/// How many requests get the response.
const REQUESTS: usize = 6;

const DAY: Duration = Duration::from_secs(86_400);

/// The longest wait: the longest window, and the thousandth part of it by which releases are
/// rounded.
const LONGEST: Duration = Duration::from_secs(86_400 + 100);

#[test]
fn rate_limit_headers() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    Fuzz::target("rate_limit_headers")
        .starting_with(RESPONSES)
        .with_words(WORDS)
        .run(|input| {
            let input = Input::of(input);
            check_report(&input.headers)?;
            runtime.block_on(check_waits(&input))
        });
}

fn check_report(headers: &HeaderMap) -> Result<(), String> {
    let Some(report) = Report::from_headers(headers) else {
        return Ok(());
    };
    let count = report.windows.len();
    ensure((1..=MAX_WINDOWS).contains(&count), || {
        format!("{count} windows")
    })?;
    for window in &report.windows {
        let is_possible = window.requests > 0 && (1..=86_400).contains(&window.seconds);
        ensure(is_possible, || format!("a window {window:?}"))?;
    }
    let Some(usage) = report.usage else {
        return Ok(());
    };
    let length = seconds(usage.window.seconds.into());
    ensure(
        report.windows.contains(&usage.window)
            && usage.used <= usage.window.requests
            && usage.reset <= length,
        || format!("a usage {usage:?}"),
    )
}

/// Whatever the headers say, every request is sent within a day, and then no later than the
/// windows need.
async fn check_waits(input: &Input<'_>) -> Result<(Vec<u32>, usize, bool), String> {
    let limits = RateLimits::standard().with_max_wait(DAY * 30);
    let limiter = RateLimiter::new(limits);
    let body = Bytes::copy_from_slice(input.body);
    let response = ErrorResponse::new(input.status, &input.headers, Some(body));
    let mut waits = Vec::new();
    for _ in 0..REQUESTS {
        let (start, end) = (Instant::now(), Instant::now() + DAY * 20);
        let permit = limiter
            .acquire(&QuotaOwner::default(), READ, None, end)
            .await;
        let permit = permit.map_err(|error| format!("not sent: {error}"))?;
        let waited = start.elapsed();
        ensure(waited <= LONGEST, || format!("waits for {waited:?}"))?;
        permit.responded(
            &input.headers,
            response.is_rate_limit(),
            response.retry_after(),
        );
        waits.push(waited.as_secs().checked_ilog2().unwrap_or(0));
    }
    let quotas = limiter.quotas();
    for quota in &quotas {
        let wait = quota.retry_after.unwrap_or_default();
        ensure(wait <= LONGEST, || format!("asks for {wait:?}"))?;
    }
    let windows = quotas.iter().map(|quota| quota.windows.len()).sum();
    Ok((waits, windows, response.is_rate_limit()))
}
