//! What the server's refusals do.

use super::*;

fn refuse(permit: Permit, status: u16, wait: Option<Duration>) {
    permit.answered(
        StatusCode::from_u16(status).unwrap(),
        &HeaderMap::new(),
        wait,
    );
}

#[tokio::test(start_paused = true)]
async fn a_refusal_blocks_its_category_for_as_long_as_the_server_says() {
    let limiter = RateLimiter::default();
    refuse(
        acquire(&limiter, READ).await.unwrap(),
        429,
        Some(seconds(30)),
    );
    assert_eq!(limiter.quota(READ).retry_after, Some(seconds(30)));
    drop(acquire_now(&limiter, WRITE).await.unwrap());

    let start = Instant::now();
    drop(acquire(&limiter, READ).await.unwrap());
    assert_eq!(start.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn without_advice_the_shortest_window_passes() {
    let limiter = reading(&[(100, 5), (1000, 60)]);
    refuse(acquire(&limiter, READ).await.unwrap(), 429, None);
    assert_eq!(limiter.quota(READ).retry_after, Some(seconds(5)));

    let limiter = reading(&[]);
    refuse(acquire(&limiter, READ).await.unwrap(), 429, None);
    assert_eq!(limiter.quota(READ).retry_after, Some(seconds(1)));
}

#[tokio::test(start_paused = true)]
async fn advice_counts_with_any_status_and_a_failure_without_it_does_not() {
    let limiter = RateLimiter::default();
    refuse(
        acquire(&limiter, READ).await.unwrap(),
        400,
        Some(seconds(12)),
    );
    assert_eq!(limiter.quota(READ).retry_after, Some(seconds(12)));
    refuse(acquire(&limiter, WRITE).await.unwrap(), 500, None);
    assert_eq!(limiter.quota(WRITE).retry_after, None);
}

#[tokio::test(start_paused = true)]
async fn a_wait_of_hours_is_an_error_for_all_who_wait_at_once() {
    let limiter = reading(&[(2, 60)]);
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
    refuse(first, 429, Some(seconds(67_150)));
    for waiting in waiting {
        assert_eq!(refused(waiting.await.unwrap()), seconds(67_150));
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
    refuse(held, 429, Some(seconds(2000)));
    assert_eq!(refused(impatient.await), seconds(2000));
    assert_eq!(start.elapsed(), Duration::ZERO);
    drop(patient.await.unwrap().unwrap());
    assert_eq!(start.elapsed().as_secs(), 2000);
}

#[tokio::test(start_paused = true)]
async fn after_a_refusal_one_request_tries_before_the_others_follow() {
    let limiter = reading(&[(10, 60)]);
    refuse(
        acquire(&limiter, READ).await.unwrap(),
        429,
        Some(seconds(1)),
    );
    let attempt = acquire(&limiter, READ).await.unwrap();
    refused(acquire_now(&limiter, READ).await);
    answer(attempt, 200, &[]);
    let both = (
        acquire_now(&limiter, READ).await,
        acquire_now(&limiter, READ).await,
    );
    assert!(both.0.is_ok() && both.1.is_ok());
}

#[tokio::test(start_paused = true)]
async fn advice_that_is_beyond_time_is_no_trouble() {
    let limiter = RateLimiter::default();
    refuse(
        acquire(&limiter, READ).await.unwrap(),
        429,
        Some(Duration::MAX),
    );
    refused(acquire(&limiter, READ).await);
}
