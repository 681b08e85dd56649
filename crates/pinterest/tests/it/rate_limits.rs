//! How calls keep to the rate limits, which the server decides.

use std::collections::VecDeque;
use std::error::Error as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use futures_util::future::{join_all, try_join_all};
use pinterest::auth::AccessToken;
use pinterest::operation::{RateLimitCategory, RateLimitWindow};
use pinterest::{Backoff, Client, ClientBuilder, Error, ErrorKind, RateLimiter, RateLimits};
use pinterest_test_support::{Response, Server};

use crate::clients::Clients;

const PAGE: &str = r#"{"items": [], "bookmark": null}"#;

/// A client with the limits that clients start with.
fn builder(server: &Server) -> ClientBuilder {
    server
        .client_builder()
        .with_rate_limits(RateLimits::standard())
}

async fn read(client: &Client) -> Result<(), Error> {
    client.employers().list().send().await.map(drop)
}

/// Counts as the service does: so many requests in any one second.
struct Quota {
    requests: usize,
    seen: Mutex<VecDeque<Instant>>,
}

impl Quota {
    fn response(&self) -> Response {
        let mut seen = self.seen.lock().unwrap();
        let now = Instant::now();
        while seen
            .front()
            .is_some_and(|first| now - *first >= Duration::from_secs(1))
        {
            seen.pop_front();
        }
        let response = if seen.len() < self.requests {
            seen.push_back(now);
            Response::ok(PAGE)
        } else {
            Response::json(429, r#"{"code": 8, "message": "Slow down"}"#)
        };
        let (limit, left) = (self.requests, self.requests - seen.len());
        response
            .header(
                "X-RateLimit-Limit",
                &format!("{limit}, {limit};w=1, 1000;w=60"),
            )
            .header("X-RateLimit-Remaining", &left.to_string())
            .header("X-RateLimit-Reset", "1")
    }
}

/// The same with other numbers runs for ten minutes of simulated time in the tests of the limiter
/// itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_tasks_meet_no_rejection_of_a_server_that_counts() {
    let quota = Quota {
        requests: 100,
        seen: Mutex::default(),
    };
    let server = Server::with_handler(move |_| quota.response());
    let client = builder(&server).build().unwrap();
    let started = Instant::now();
    let tasks = (0..20).map(|_| {
        let client = client.clone();
        tokio::spawn(async move {
            for _ in 0..15 {
                read(&client).await?;
            }
            Ok::<(), Error>(())
        })
    });
    for outcome in try_join_all(tasks).await.unwrap() {
        outcome.unwrap();
    }
    assert_eq!(server.requests().len(), 300, "no request was in vain");
    assert!(
        started.elapsed() >= Duration::from_secs(2),
        "300 requests at 100 a second"
    );
}

#[tokio::test]
async fn a_limit_that_is_used_up_ends_a_call_at_once_and_says_when_to_try_again() {
    let server = Server::with_handler(|_| Response::ok(PAGE));
    let hourly = RateLimitWindow::new(2, 3600);
    let limits = RateLimits::standard().with_windows(RateLimitCategory::AdsRead, [hourly]);
    let limiter = RateLimiter::new(limits);
    let client = || {
        builder(&server)
            .with_rate_limiter(limiter.clone())
            .build()
            .unwrap()
    };
    let [first, second] = [client(), client()];
    read(&first).await.unwrap();
    read(&second).await.unwrap();
    for client in [&first, &second] {
        let error = read(client).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::RateLimited, None)
        );
        assert_eq!(
            (error.attempts(), error.operation()),
            (0, Some("get/business_employers"))
        );
        let wait = error.retry_after().unwrap();
        assert!(
            wait > Duration::from_secs(3500) && wait <= Duration::from_secs(3610),
            "{wait:?}"
        );
        assert!(error.to_string().contains("ads_read"), "{error}");
    }
    assert_eq!(server.requests().len(), 2);
    let quota = first.rate_limiter().quota(RateLimitCategory::AdsRead);
    assert_eq!(quota.windows[0].remaining, 0);
    assert!(quota.retry_after.is_some());
}

#[tokio::test]
async fn what_the_server_says_of_its_limits_holds_for_the_next_call() {
    let nothing_left = || {
        Response::ok(PAGE)
            .header("X-RateLimit-Limit", "1000, 100;w=1, 1000;w=86400")
            .header("X-RateLimit-Remaining", "0")
            .header("X-RateLimit-Reset", "67150")
    };
    let server = Server::with_handler(move |_| nothing_left());
    let client = builder(&server).build().unwrap();
    read(&client).await.unwrap();
    let error = read(&client.clone()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::RateLimited, 0)
    );
    assert!(
        error.retry_after().unwrap() > Duration::from_secs(67_000),
        "{error}"
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_rejection_holds_for_every_call_of_its_category() {
    let rejected = Response::json(429, "{}").header("Retry-After", "1000");
    let server = Server::with_handler(move |_| rejected.clone());
    let client = builder(&server)
        .with_retry_policy(pinterest::Backoff::default())
        .build()
        .unwrap();
    let error = read(&client).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(429), 1));
    let error = client
        .business("7290")
        .invites()
        .list()
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::RateLimited, 0)
    );
    assert_eq!(server.requests().len(), 1, "the second call knew");
}

/// The second attempt finds the limit used up, and what the server said to the first is not lost.
#[tokio::test]
async fn a_call_that_ends_at_its_limit_keeps_what_the_server_said_before() {
    let server = Server::with_handler(|_| {
        Response::json(503, "{}").header("x-pinterest-rid", "4410203866152790")
    });
    let once = RateLimitWindow::new(1, 3600);
    let limits = RateLimits::standard().with_windows(RateLimitCategory::AdsRead, [once]);
    let client = builder(&server)
        .with_rate_limits(limits)
        .with_retry_policy(pinterest::Backoff::default().with_base(Duration::from_millis(1)))
        .build()
        .unwrap();
    let error = read(&client).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status(), error.attempts()),
        (ErrorKind::RateLimited, None, 1)
    );
    let cause = error.source().unwrap().downcast_ref::<Error>().unwrap();
    assert_eq!(
        (cause.status(), cause.request_id()),
        (Some(503), Some("4410203866152790"))
    );
}

#[tokio::test]
async fn another_user_of_the_same_client_has_limits_of_its_own() {
    let server = Server::with_handler(|_| Response::ok(PAGE));
    let once = RateLimitWindow::new(1, 3600);
    let limits = RateLimits::standard().with_windows(RateLimitCategory::AdsRead, [once]);
    let first = builder(&server).with_rate_limits(limits).build().unwrap();
    let second = first.with_credentials(AccessToken::new("pina_second"));
    read(&first).await.unwrap();
    assert_eq!(
        read(&first.clone()).await.unwrap_err().kind(),
        ErrorKind::RateLimited
    );
    read(&second).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_ne!(requests[0].header("authorization"), ["Bearer pina_second"]);
    assert_eq!(requests[1].header("authorization"), ["Bearer pina_second"]);
    assert_eq!(server.connections(), 1, "they share connections");
}

#[tokio::test]
async fn waiting_ends_with_the_deadline_of_the_call() {
    let server = Server::with_handler(|_| Response::ok(PAGE));
    let slow = RateLimitWindow::new(1, 30);
    let limits = RateLimits::standard().with_windows(RateLimitCategory::AdsRead, [slow]);
    let client = builder(&server)
        .with_rate_limits(limits)
        .with_deadline(Duration::from_secs(5))
        .build()
        .unwrap();
    read(&client).await.unwrap();
    let started = Instant::now();
    let error = read(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert!(
        started.elapsed() < Duration::from_secs(4),
        "it was known at once"
    );
    assert!(error.retry_after().unwrap() > Duration::from_secs(25));
}

#[tokio::test]
async fn arguments_that_are_rejected_cost_nothing_of_the_limit() {
    let server = Server::with_handler(|_| Response::ok(PAGE));
    let client = builder(&server).build().unwrap();
    client
        .employers()
        .list()
        .page_size(0)
        .send()
        .await
        .unwrap_err();
    let quota = client.rate_limiter().quota(RateLimitCategory::AdsRead);
    assert_eq!(quota.windows[0].remaining, 1000);
    read(&client).await.unwrap();
    let quota = client.rate_limiter().quota(RateLimitCategory::AdsRead);
    assert_eq!(quota.windows[0].remaining, 999);
}

/// Attempts that found nobody must not use up what the calls after the outage need.
#[tokio::test]
async fn an_outage_costs_nothing_of_the_limit() {
    let mut server = Server::builder()
        .closed()
        .handler(|_| Response::ok(PAGE))
        .start();
    let daily = RateLimitWindow::new(3, 86_400);
    let limits = RateLimits::trial().with_windows(RateLimitCategory::AdsRead, [daily]);
    let client = builder(&server)
        .with_rate_limits(limits)
        .with_retry_policy(quick())
        .build()
        .unwrap();
    for _ in 0..2 {
        let error = read(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
        assert!(error.attempts() > 1, "{error}");
    }
    server.open();
    for _ in 0..3 {
        read(&client).await.unwrap();
    }
    let error = read(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited, "{error}");
}

fn quick() -> Backoff {
    let short = Duration::from_millis(2);
    Backoff::default().with_base(short).with_cap(short)
}

/// What makes an error one of rate limits makes the limiter pause too, and nothing else does.
#[tokio::test]
async fn a_rejection_is_told_by_all_of_the_response() {
    let code_8 = r#"{"code": 8, "message": "Slow down"}"#;
    let spam = r#"{"code": 8, "message": "This looks like spam"}"#;
    for (status, body, pauses) in [
        (429, code_8, true),
        (400, code_8, true),
        (
            400,
            r#"{"code": 1, "message": "Retry after 3 seconds"}"#,
            true,
        ),
        (429, spam, false),
        (503, "{}", false),
    ] {
        let server = Server::with_handler(move |_| Response::json(status, body));
        let client = builder(&server).build().unwrap();
        let error = read(&client).await.unwrap_err();
        assert_eq!(error.status(), Some(status), "{error}");
        let quota = client.rate_limiter().quota(RateLimitCategory::AdsRead);
        assert_eq!(quota.retry_after.is_some(), pauses, "{status} {body}");
    }
}

/// Otherwise anybody who can name a board could make a whole category stand still.
#[tokio::test]
async fn the_text_of_a_user_in_a_message_does_not_stop_other_calls() {
    for (status, message) in [
        (404, "Board 'retry after 1 day' not found"),
        (404, "Not found. Retry after 1 day"),
        (400, "Do not retry after 400 errors"),
    ] {
        let body = format!(r#"{{"code": 1, "message": "{message}"}}"#);
        let server = Server::with_responses([Response::json(status, body), Response::ok(PAGE)]);
        let client = builder(&server).build().unwrap();
        let error = read(&client).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status(), error.retry_after()),
            (ErrorKind::Api, Some(status), None),
            "{error}"
        );
        assert!(!error.is_transient(), "{error}");
        let quota = client.rate_limiter().quota(RateLimitCategory::AdsRead);
        assert_eq!(quota.retry_after, None, "{message}");
        read(&client).await.unwrap();
    }
}

#[tokio::test]
async fn a_message_pauses_a_category_for_minutes_at_most() {
    let body = r#"{"code": 1, "message": "Too many requests. Retry after 1 day."}"#;
    let server = Server::with_responses([Response::json(400, body)]);
    let client = builder(&server).build().unwrap();
    let error = read(&client).await.unwrap_err();
    let five_minutes = Duration::from_secs(300);
    assert_eq!(
        (error.kind(), error.retry_after()),
        (ErrorKind::RateLimited, Some(five_minutes))
    );
    let quota = client.rate_limiter().quota(RateLimitCategory::AdsRead);
    assert!(quota.retry_after.unwrap() <= five_minutes);
}

/// More of them than would have been allowed, had they known.
#[tokio::test]
async fn calls_that_are_rejected_without_a_wait_come_through_in_the_end() {
    let rejections = AtomicUsize::new(30);
    let server = Server::with_handler(move |_| {
        let left = rejections.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1));
        match left {
            Ok(_) => Response::json(429, r#"{"code": 8, "message": "Slow down"}"#)
                .header("Retry-After", "0"),
            Err(_) => Response::ok(PAGE),
        }
    });
    let policy = quick().with_max_attempts(100);
    let client = builder(&server).with_retry_policy(policy).build().unwrap();
    let calls = (0..20).map(|_| read(&client));
    for outcome in join_all(calls).await {
        outcome.unwrap();
    }
    assert_eq!(server.requests().len(), 30 + 20);
}

#[tokio::test]
async fn an_error_says_how_long_the_call_waited_for_its_limit() {
    let good = AtomicUsize::new(1);
    let server = Server::with_handler(move |_| {
        match good.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)) {
            Ok(_) => Response::ok(PAGE),
            Err(_) => Response::json(500, "{}"),
        }
    });
    let window = RateLimitWindow::new(1, 1);
    let limits = RateLimits::standard().with_windows(RateLimitCategory::AdsRead, [window]);
    let client = builder(&server).with_rate_limits(limits).build().unwrap();
    read(&client).await.unwrap();
    let error = read(&client).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(500), 1));
    assert!(error.waited() > Duration::from_millis(500), "{error:?}");
}
