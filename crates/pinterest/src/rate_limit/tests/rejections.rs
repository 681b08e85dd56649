//! The effect of rejections by the server.

use bytes::Bytes;
use http::StatusCode;

use super::*;
use crate::error::ErrorResponse;

fn reject(permit: Permit, wait: Option<Duration>) {
    permit.responded(&HeaderMap::new(), true, wait);
}

#[tokio::test(start_paused = true)]
async fn a_rejection_blocks_its_category_for_as_long_as_the_server_says() {
    let limiter = RateLimiter::default();
    reject(acquire(&limiter, READ).await.unwrap(), Some(seconds(30)));
    assert_eq!(limiter.quota(READ).retry_after, Some(seconds(30)));
    drop(acquire_now(&limiter, WRITE).await.unwrap());

    let start = Instant::now();
    drop(acquire(&limiter, READ).await.unwrap());
    assert_eq!(start.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn without_advice_the_shortest_window_passes() {
    let limiter = reading(&[(100, 5), (1000, 60)]);
    reject(acquire(&limiter, READ).await.unwrap(), None);
    assert_eq!(limiter.quota(READ).retry_after, Some(seconds(5)));

    let limiter = reading(&[]);
    reject(acquire(&limiter, READ).await.unwrap(), None);
    assert_eq!(limiter.quota(READ).retry_after, Some(seconds(1)));
}

#[tokio::test(start_paused = true)]
async fn a_response_that_asks_to_wait_pauses_its_category_and_another_failure_does_not() {
    let limiter = RateLimiter::default();
    let permit = acquire(&limiter, READ).await.unwrap();
    permit.responded(&HeaderMap::new(), false, Some(seconds(12)));
    assert_eq!(limiter.quota(READ).retry_after, Some(seconds(12)));
    let permit = acquire(&limiter, WRITE).await.unwrap();
    permit.responded(&HeaderMap::new(), false, None);
    assert_eq!(limiter.quota(WRITE).retry_after, None);
}

#[tokio::test(start_paused = true)]
async fn without_advice_a_long_window_blocks_for_a_minute() {
    let limiter = RateLimiter::new(RateLimits::trial());
    reject(acquire(&limiter, READ).await.unwrap(), None);
    assert_eq!(limiter.quota(READ).retry_after, Some(seconds(60)));
}

#[tokio::test(start_paused = true)]
async fn no_advice_holds_for_longer_than_it_can_be_true() {
    let day = seconds(86_400);
    for (window, advice, blocked) in [
        // There is such a window, so it may well be.
        (86_400, seconds(67_150), seconds(67_150)),
        (86_400, day, day),
        // Maintenance, perhaps.
        (60, seconds(3_600), seconds(3_600)),
        (60, seconds(67_150), seconds(3_600)),
        // A time of day instead of a wait.
        (60, seconds(1_795_000_000), seconds(60)),
        (86_400, Duration::MAX, seconds(60)),
        (u32::MAX, day, day),
    ] {
        let limiter = reading(&[(5, window)]);
        reject(acquire(&limiter, READ).await.unwrap(), Some(advice));
        let status = limiter.quota(READ);
        assert_eq!(status.retry_after, Some(blocked), "{window} {advice:?}");
        tokio::time::advance(blocked).await;
        let attempt = acquire_now(&limiter, READ).await.unwrap();
        rejected(acquire_now(&limiter, READ).await);
        respond(attempt, 200, &[]);
        drop(acquire_now(&limiter, READ).await.unwrap());
    }
}

/// Records a response as the pipeline does.
fn respond_with_body(
    permit: Permit,
    status: u16,
    lines: &[(&'static str, &str)],
    body: &'static str,
) {
    let status = StatusCode::from_u16(status).unwrap();
    let headers = headers(lines);
    let response = ErrorResponse::new(status, &headers, Some(Bytes::from_static(body.as_bytes())));
    permit.responded(&headers, response.is_rate_limit(), response.retry_after());
}

#[tokio::test(start_paused = true)]
async fn a_category_is_paused_only_as_long_as_advice_can_be_true() {
    let date = ("date", "Thu, 09 Jul 2026 10:00:00 GMT");
    let user = r#"{"code": 50, "message": "Board 'retry after 1 day' not found"}"#;
    let errors = r#"{"code": 1, "message": "Do not retry after 400 errors"}"#;
    let hour = r#"{"code": 1, "message": "Too fast. Retry after 1 hour."}"#;
    for (status, lines, body, pause) in [
        (404, vec![], user, None),
        (400, vec![], errors, None),
        (503, vec![], hour, None),
        (400, vec![], hour, Some(300)),
        (429, vec![], hour, Some(300)),
        (503, vec![("retry-after", "4000000000")], "{}", None),
        (503, vec![("retry-after", "67150")], "{}", Some(3600)),
        // Rejections without advice pause for the shortest window.
        (429, vec![("retry-after", "4000000000")], "{}", Some(60)),
        (
            429,
            vec![("x-ratelimit-reset", "4000000000")],
            "{}",
            Some(60),
        ),
        (
            429,
            vec![date, ("x-ratelimit-reset", "1783591240")],
            "{}",
            Some(40),
        ),
        (
            429,
            vec![date, ("retry-after", "Thu, 09 Jul 2026 10:01:30 GMT")],
            "{}",
            Some(90),
        ),
    ] {
        let limiter = reading(&[(9, 60)]);
        respond_with_body(acquire(&limiter, READ).await.unwrap(), status, &lines, body);
        let paused = limiter.quota(READ).retry_after;
        assert_eq!(paused, pause.map(seconds), "{status} {lines:?} {body}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_reset_that_is_longer_than_every_window_is_no_advice() {
    for (reset, blocked) in [("67150", 60), ("45", 45)] {
        let limiter = RateLimiter::default();
        let lines = [
            ("x-ratelimit-limit", "1000, 100;w=1, 1000;w=60"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", reset),
        ];
        let permit = acquire(&limiter, READ).await.unwrap();
        let advice = seconds(reset.parse().unwrap());
        permit.responded(&headers(&lines), true, Some(advice));
        assert_eq!(limiter.quota(READ).retry_after, Some(seconds(blocked)));
    }
}

#[tokio::test(start_paused = true)]
async fn a_reset_since_1970_that_is_longer_than_every_window_is_no_advice() {
    for (reset, blocked) in [("1783598400", 60), ("1783591245", 45)] {
        let limiter = RateLimiter::default();
        let lines = [
            ("date", "Thu, 09 Jul 2026 10:00:00 GMT"),
            ("x-ratelimit-limit", "1000, 100;w=1, 1000;w=60"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", reset),
        ];
        respond_with_body(acquire(&limiter, READ).await.unwrap(), 429, &lines, "{}");
        assert_eq!(limiter.quota(READ).retry_after, Some(seconds(blocked)));
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_from_before_the_rejection_does_not_end_the_doubt() {
    let limiter = reading(&[(10, 60)]);
    let older = acquire(&limiter, READ).await.unwrap();
    tokio::time::advance(millis(1)).await;
    let wait = Some(seconds(1));
    reject(acquire(&limiter, READ).await.unwrap(), wait);
    tokio::time::advance(seconds(1)).await;
    respond(older, 200, &[]);
    let attempt = acquire_now(&limiter, READ).await.unwrap();
    rejected(acquire_now(&limiter, READ).await);
    drop(attempt);
}

#[tokio::test(start_paused = true)]
async fn a_wait_of_hours_is_an_error_for_all_who_wait_at_once() {
    let limiter = reading(&[(2, 60), (1000, 86_400)]);
    let (first, second) = (
        acquire(&limiter, READ).await.unwrap(),
        acquire(&limiter, READ).await.unwrap(),
    );
    let waiting: Vec<_> = (0..4)
        .map(|_| {
            let limiter = limiter.clone();
            tokio::spawn(async move { acquire(&limiter, READ).await })
        })
        .collect();
    tokio::task::yield_now().await;
    drop(second);
    let start = Instant::now();
    reject(first, Some(seconds(67_150)));
    for waiting in waiting {
        assert_eq!(rejected(waiting.await.unwrap()), seconds(67_150));
    }
    let error = acquire(&limiter, READ).await.unwrap_err();
    assert!(
        error.to_string().contains("the server asked to wait"),
        "{error}"
    );
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn those_who_can_wait_longer_do_not_keep_the_others() {
    let limits = RateLimits::unlimited().with_max_wait(Duration::MAX);
    let limiter = RateLimiter::new(limits.with_windows(READ, [RateLimitWindow::new(1, 60)]));
    let held = acquire(&limiter, READ).await.unwrap();
    let patient = tokio::spawn({
        let limiter = limiter.clone();
        async move { acquire(&limiter, READ).await }
    });
    tokio::task::yield_now().await;
    let deadline = Instant::now() + seconds(1000);
    let owner = QuotaOwner::default();
    let impatient = limiter.acquire(&owner, READ, None, deadline);
    let mut impatient = Box::pin(impatient);
    assert!(futures_util::poll!(&mut impatient).is_pending());
    let start = Instant::now();
    reject(held, Some(seconds(2000)));
    assert_eq!(rejected(impatient.await), seconds(2000));
    assert_eq!(start.elapsed(), Duration::ZERO);
    drop(patient.await.unwrap().unwrap());
    assert_eq!(start.elapsed().as_secs(), 2000);
}

#[tokio::test(start_paused = true)]
async fn after_a_rejection_one_request_tries_before_the_others_follow() {
    let limiter = reading(&[(10, 60)]);
    reject(acquire(&limiter, READ).await.unwrap(), Some(seconds(1)));
    let attempt = acquire(&limiter, READ).await.unwrap();
    rejected(acquire_now(&limiter, READ).await);
    respond(attempt, 200, &[]);
    let both = (
        acquire_now(&limiter, READ).await,
        acquire_now(&limiter, READ).await,
    );
    assert!(both.0.is_ok() && both.1.is_ok());
}

#[tokio::test(start_paused = true)]
async fn one_slow_attempt_does_not_keep_the_others() {
    let limiter = reading(&[(10, 60)]);
    reject(acquire(&limiter, READ).await.unwrap(), Some(seconds(1)));
    let slow = acquire(&limiter, READ).await.unwrap();
    let start = Instant::now();
    for tried in 1..4 {
        let permit = acquire(&limiter, READ).await.unwrap();
        assert_eq!(start.elapsed().as_secs(), 5 * tried);
        drop(permit);
    }
    respond(acquire(&limiter, READ).await.unwrap(), 200, &[]);
    let start = Instant::now();
    drop(acquire(&limiter, READ).await.unwrap());
    assert_eq!(start.elapsed(), Duration::ZERO);
    drop(slow);
}

#[tokio::test(start_paused = true)]
async fn a_wait_of_unknown_length_is_not_given_as_one_that_is_known() {
    let limiter = reading(&[(10, 60)]);
    reject(acquire(&limiter, READ).await.unwrap(), Some(seconds(0)));
    let attempt = acquire(&limiter, READ).await.unwrap();
    let error = acquire_now(&limiter, READ).await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("one by one") && !text.contains("could be sent in"),
        "{text}"
    );
    drop(attempt);
}

#[tokio::test(start_paused = true)]
async fn a_request_counts_as_sent_when_it_has_passed_the_universal_limit_too() {
    let limits = RateLimits::unlimited()
        .with_windows(READ, [RateLimitWindow::new(10, 60)])
        .with_universal([RateLimitWindow::new(3, 10)]);
    let limiter = RateLimiter::new(limits);
    let first = acquire(&limiter, READ).await.unwrap();
    let others = (
        acquire(&limiter, READ).await.unwrap(),
        acquire(&limiter, READ).await.unwrap(),
    );
    let mut waiting = Box::pin(acquire(&limiter, READ));
    assert!(futures_util::poll!(&mut waiting).is_pending());
    tokio::time::advance(seconds(1)).await;
    reject(first, Some(seconds(1)));
    drop(others);
    // It has passed its category before the rejection, but is sent after that: it is the one that
    // tries.
    respond(waiting.await.unwrap(), 200, &[]);
    let both = (
        acquire_now(&limiter, READ).await,
        acquire_now(&limiter, READ).await,
    );
    assert!(both.0.is_ok() && both.1.is_ok());
}
