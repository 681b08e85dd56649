//! Advice in any response.

use bytes::Bytes;
use pinterest_test_support::fuzz::{Fuzz, ensure};

use super::*;
use crate::Error;
use crate::error::ErrorResponse;
use crate::fuzz::{Input, RESPONSES, WORDS};

#[test]
fn advice() {
    Fuzz::target("advice")
        .starting_with(RESPONSES)
        .with_words(WORDS)
        .run(|input| check(&Input::of(input)));
}

type Outcome = (u16, bool, Option<u64>, Option<u64>, Option<u64>);

fn check(input: &Input<'_>) -> Result<Outcome, String> {
    let (status, headers) = (input.status, &input.headers);
    let in_headers = [in_retry_after(headers), in_reset(headers)];
    let in_body = in_message(status, &String::from_utf8_lossy(input.body));
    for wait in in_headers.into_iter().flatten() {
        ensure(wait <= LONGEST, || format!("advice of {wait:?}"))?;
        let pause = credible(wait, Duration::ZERO);
        ensure(pause.is_some_and(|pause| pause <= CREDIBLE), || {
            format!("a pause of {pause:?}")
        })?;
    }
    let rejection = || {
        let body = Bytes::copy_from_slice(input.body);
        ErrorResponse::new(status, headers, Some(body))
    };
    let response = rejection();
    let wait = response.retry_after();
    ensure(wait.is_none_or(|wait| wait <= LONGEST), || {
        format!("a response advises {wait:?}")
    })?;
    ensure(wait.is_none() || !status.is_success(), || {
        "a success advises".to_owned()
    })?;
    let from_message = wait.is_some() && in_headers == [None, None];
    ensure(!from_message || wait <= Some(LONGEST_IN_MESSAGE), || {
        format!("a message advises {wait:?}")
    })?;
    let has_message = [400, 429].contains(&status.as_u16());
    ensure(has_message || !(from_message || in_body.is_some()), || {
        format!("a message advises with status {status}")
    })?;
    ensure(!response.is_rate_limit() || has_message, || {
        format!("a rate limit with status {status}")
    })?;
    let error = Error::from_response(response);
    ensure(error.retry_after() == wait, || "other advice".to_owned())?;
    if headers.get(DATE).is_some_and(is_date) {
        ensure(rejection().retry_after() == wait, || {
            "advice that depends on the clock".to_owned()
        })?;
    }
    let magnitude = |wait: Duration| wait.as_secs().checked_ilog2().unwrap_or(0).into();
    Ok((
        status.as_u16() / 10,
        error.is_rate_limited(),
        in_headers[0].map(magnitude),
        in_headers[1].map(magnitude),
        in_body.or(wait).map(magnitude),
    ))
}

fn is_date(value: &http::HeaderValue) -> bool {
    let text = value.to_str().ok();
    text.is_some_and(|text| httpdate::parse_http_date(text.trim()).is_ok())
}
