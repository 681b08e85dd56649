//! What keeps retries within bounds: policy, budget, deadline, the size of bodies, the sandbox.

use std::future::pending;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pinterest::auth::{AccessToken, Credentials, ReplacementFuture, TokenFuture};
use pinterest::operation::Operation;
use pinterest::{Client, Environment, ErrorKind, FailedAttempt, RetryBudget, RetryPolicy};
use pinterest_test_support::{Response, Server};

use super::{MEMBERS, UPDATED, act, patient, quick, read};
use crate::clients::{Clients, TOKEN};

type AttemptAndStatus = (u32, Option<u16>);

/// Never has a token.
#[derive(Debug)]
struct Silent;

impl Credentials for Silent {
    fn access_token<'a>(&'a self, _: &'static Operation) -> TokenFuture<'a> {
        Box::pin(pending())
    }
}

/// Has a token, and never another.
#[derive(Debug)]
struct SilentWhenRejected;

impl Credentials for SilentWhenRejected {
    fn access_token<'a>(&'a self, _: &'static Operation) -> TokenFuture<'a> {
        Box::pin(async { Ok(AccessToken::new("pina_1")) })
    }

    fn replacement<'a>(
        &'a self,
        _: &'static Operation,
        _: &'a AccessToken,
    ) -> ReplacementFuture<'a> {
        Box::pin(pending())
    }
}

/// What a policy was asked about.
#[derive(Clone, Debug, Default)]
struct Asked(Arc<Mutex<Vec<AttemptAndStatus>>>);

impl RetryPolicy for Asked {
    fn wait(&self, failed: &FailedAttempt<'_>) -> Option<Duration> {
        self.0
            .lock()
            .unwrap()
            .push((failed.attempt, failed.error.status()));
        assert!(failed.elapsed > Duration::ZERO);
        (failed.attempt < 3).then_some(Duration::ZERO)
    }
}

#[tokio::test]
async fn a_policy_of_ones_own_decides_what_is_left_to_decide() {
    let server = Server::with_responses(vec![Response::new(503, ""); 9]);
    let asked = Asked::default();
    let client = server
        .client_builder()
        .with_retry_policy(asked.clone())
        .build()
        .unwrap();
    read(&client).await.unwrap_err();
    let expected = [(1, Some(503)), (2, Some(503)), (3, Some(503))];
    assert_eq!(*asked.0.lock().unwrap(), expected);
    act(&client).await.unwrap_err();
    assert_eq!(
        asked.0.lock().unwrap().len(),
        3,
        "what may act twice is not asked about"
    );
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn an_outage_is_not_amplified_beyond_the_budget() {
    let server = Server::with_responses(vec![Response::new(500, ""); 300]);
    let budget = RetryBudget::new(10);
    let client = patient(&server)
        .with_retry_budget(budget.clone())
        .build()
        .unwrap();
    for _ in 0..50 {
        read(&client.clone()).await.unwrap_err();
    }
    assert_eq!(server.requests().len(), 60);
    assert_eq!(
        (budget.remaining(), client.retry_budget().remaining()),
        (0, 0)
    );
}

#[tokio::test]
async fn a_call_ends_by_its_deadline() {
    let server = Server::with_responses(vec![Response::stalled(); 9]);
    let client = patient(&server)
        .with_timeout(Duration::from_secs(60))
        .with_deadline(Duration::from_millis(50))
        .build()
        .unwrap();
    let started = Instant::now();
    let error = read(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "not by the timeout of the exchange"
    );
}

#[tokio::test]
async fn getting_a_token_is_within_the_deadline_too() {
    let rejected = Response::json(401, r#"{"code": 2, "message": "No"}"#);
    let server = Server::with_responses([rejected]);
    let builder = || patient(&server).with_deadline(Duration::from_millis(50));
    let silent = builder().with_credentials(Silent).build().unwrap();
    let error = act(&silent).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0));
    assert!(!error.may_have_acted());
    server.assert_untouched();

    let none = patient(&server)
        .with_deadline(Duration::ZERO)
        .build()
        .unwrap();
    let error = read(&none).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0));
    server.assert_untouched();

    let patient = patient(&server).with_deadline(Duration::from_secs(2));
    let rejected = patient
        .with_credentials(SilentWhenRejected)
        .build()
        .unwrap();
    let error = act(&rejected).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
    assert!(!error.may_have_acted());
}

#[tokio::test]
async fn an_error_page_that_is_too_long_is_cut_and_keeps_its_status() {
    let page = format!("<html>{}</html>", "x ".repeat(5_000));
    for (status, requests, acted) in [(503, 2, true), (429, 2, false), (403, 1, false)] {
        let server = Server::with_responses([Response::new(status, &page), Response::ok(MEMBERS)]);
        let client = patient(&server)
            .with_max_response_size(2_000)
            .build()
            .unwrap();
        let outcome = read(&client).await;
        assert_eq!(server.requests().len(), requests, "{status}: {outcome:?}");
        let server = Server::with_responses(vec![Response::new(status, &page); 9]);
        let client = server
            .client_builder()
            .with_max_response_size(2_000)
            .build()
            .unwrap();
        let error = act(&client).await.unwrap_err();
        assert_eq!(
            (error.status(), error.may_have_acted()),
            (Some(status), acted)
        );
        assert_eq!(error.raw_body().map(<[u8]>::len), Some(2_000));
    }
}

#[tokio::test]
async fn rate_limits_that_ask_for_no_wait_are_within_the_budget() {
    let at_once = Response::new(429, "").header("Retry-After", "0");
    let server = Server::with_responses(vec![at_once; 100]);
    let client = patient(&server)
        .with_retry_budget(RetryBudget::new(5))
        .build()
        .unwrap();
    for _ in 0..10 {
        read(&client).await.unwrap_err();
    }
    assert_eq!(server.requests().len(), 15);
}

#[tokio::test]
async fn advice_to_wait_beyond_the_deadline_or_the_cap_is_an_error_at_once() {
    for reset in ["100", "67150"] {
        let limited = Response::new(429, "").header("X-RateLimit-Reset", reset);
        let server = Server::with_responses([limited]);
        let client = patient(&server)
            .with_deadline(Duration::from_secs(30))
            .build()
            .unwrap();
        let started = Instant::now();
        let error = read(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::RateLimited);
        assert_eq!(
            error.retry_after(),
            Some(Duration::from_secs(reset.parse().unwrap()))
        );
        assert!(started.elapsed() < Duration::from_secs(20));
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn advice_that_cannot_be_true_does_not_end_a_call() {
    let forever = "4000000000";
    for response in [
        Response::json(503, "{}").header("Retry-After", forever),
        Response::json(429, "{}").header("X-RateLimit-Reset", forever),
    ] {
        let server = Server::with_responses([response, Response::ok(MEMBERS)]);
        let client = patient(&server).build().unwrap();
        assert_eq!(read(&client).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_body_that_is_too_long_is_rejected_whatever_it_announces() {
    let long = format!(r#"{{"items": [], "filler": "{}"}}"#, "x".repeat(5_000));
    let chunked = {
        let body = format!("{:x}\r\n{long}\r\n0\r\n\r\n", long.len());
        Response::ok(&body).header("transfer-encoding", "chunked")
    };
    for response in [Response::ok(&long), chunked] {
        let server = Server::with_responses(vec![response; 2]);
        let client = patient(&server)
            .with_max_response_size(5_000)
            .build()
            .unwrap();
        let error = read(&client).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::ResponseTooLarge, Some(200))
        );
        assert!(error.to_string().contains("5000 bytes"), "{error}");
        assert_eq!(server.requests().len(), 1, "it would be as long again");
        let client = patient(&server)
            .with_max_response_size(6_000)
            .build()
            .unwrap();
        assert_eq!(read(&client).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn what_the_sandbox_lacks_is_rejected_before_anything_is_sent() {
    let client = Client::builder()
        .with_access_token(TOKEN)
        .with_environment(Environment::Sandbox)
        .with_retry_policy(quick())
        .build()
        .unwrap();
    let error = act(&client).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::NotInSandbox, 0)
    );
    assert_eq!(error.operation(), Some("brand_accounts/update"));
    assert!(error.to_string().contains("sandbox"), "{error}");
}

#[tokio::test]
async fn retries_leave_a_call_that_goes_well_alone() {
    let server = Server::with_responses([Response::ok(MEMBERS), Response::ok(UPDATED)]);
    let client = patient(&server).build().unwrap();
    assert_eq!(read(&client).await.unwrap(), 1);
    let acted = act(&client).await.unwrap();
    assert_eq!(acted.brand_account_id.as_str(), "6660");
    assert_eq!(server.requests().len(), 2);
}
