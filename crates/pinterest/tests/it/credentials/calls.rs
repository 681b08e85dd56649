//! Credentials and calls together, over sockets.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::try_join_all;
use pinterest::auth::{
    AccessToken, CredentialSet, Credentials, OAuth, RefreshToken, TokenFuture, Tokens,
    UserCredentials,
};
use pinterest::operation::{Method, Operation};
use pinterest::types::{BrandAccountUpdate, Scope};
use pinterest::{Backoff, Client, Environment, Error, ErrorKind, QuotaOwner, RateLimits};
use pinterest_test_support::{Fault, Plan, Request, Response, Server};

use super::stores::WatchedStore;
use super::{REJECTED_REFRESH_TOKEN, TOKEN, app, expired, pair, tokens};
use crate::clients::Clients;

const CALLS: usize = 1000;

/// Gives out one new pair after the other, and takes only the token of the last.
fn authorization_server() -> impl Fn(&Request) -> Response {
    let issued = AtomicUsize::new(0);
    move |request| {
        if request.target() == TOKEN {
            let number = issued.fetch_add(1, Ordering::SeqCst) + 1;
            return Response::ok(pair(u32::try_from(number).unwrap()));
        }
        let expected = format!("Bearer pina_CANARY{}", issued.load(Ordering::SeqCst));
        let is_new = issued.load(Ordering::SeqCst) > 0;
        if is_new && request.header("authorization") == [expected] {
            Response::ok(r#"{"items": [], "brand_account_id": "6660"}"#)
        } else {
            Response::json(401, r#"{"code": 2, "message": "Authentication failed."}"#)
        }
    }
}

fn client(server: &Server, tokens: Tokens) -> Client {
    let oauth = super::oauth_at(server.url());
    server
        .client_builder()
        .with_credentials(UserCredentials::in_memory(oauth, tokens))
        .build()
        .unwrap()
}

/// Every second one is a call that may not be repeated.
async fn thousand_calls(client: &Client) -> Vec<Result<(), Error>> {
    let calls = (0..CALLS).map(|number| {
        let client = client.clone();
        tokio::spawn(async move {
            if number % 2 == 0 {
                return client.employers().list().send().await.map(drop);
            }
            let accounts = client.business("7290").brand_accounts();
            let update = BrandAccountUpdate::new();
            accounts.update("6660", update).await.map(drop)
        })
    });
    try_join_all(calls).await.unwrap()
}

fn counts(server: &Server) -> (usize, usize) {
    let requests = server.requests();
    let grants = requests
        .iter()
        .filter(|request| request.target() == TOKEN)
        .count();
    (grants, requests.len() - grants)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_on_an_expired_token_cause_one_refresh() {
    let server = Server::with_handler(authorization_server());
    let outcomes = thousand_calls(&client(&server, expired(0))).await;
    outcomes.into_iter().for_each(|outcome| outcome.unwrap());
    assert_eq!(counts(&server), (1, CALLS));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_on_a_token_that_is_rejected_cause_one_refresh_and_are_sent_again() {
    let server = Server::with_handler(authorization_server());
    let outcomes = thousand_calls(&client(&server, tokens(0))).await;
    outcomes.into_iter().for_each(|outcome| outcome.unwrap());
    let (grants, calls) = counts(&server);
    assert_eq!(grants, 1);
    assert!(calls > CALLS && calls <= 2 * CALLS, "{calls}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_on_a_rejected_refresh_token_fail_after_one_request() {
    let server = Server::with_handler(|request| {
        assert_eq!(request.target(), TOKEN);
        Response::json(401, REJECTED_REFRESH_TOKEN)
    });
    for outcome in thousand_calls(&client(&server, expired(0))).await {
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ReauthorizationRequired);
        assert_eq!(error.attempts(), 0, "the operation was not sent");
        assert!(error.operation().is_some());
    }
    assert_eq!(counts(&server), (1, 0));
}

/// One user for what reads, another for what does not.
#[derive(Debug)]
struct TwoUsers;

impl Credentials for TwoUsers {
    fn access_token<'a>(&'a self, _: &'static Operation) -> TokenFuture<'a> {
        Box::pin(async { Ok(AccessToken::new("pina_1")) })
    }

    fn quota_owner(&self, operation: &'static Operation) -> QuotaOwner {
        let reads = operation.method == Method::Get;
        QuotaOwner::from(if reads { "reader" } else { "writer" })
    }
}

#[tokio::test]
async fn credentials_say_whose_limits_count() {
    let body = r#"{"items": [], "brand_account_id": "6660"}"#;
    let server = Server::with_handler(move |_| Response::ok(body));
    let set = CredentialSet::new().with(TwoUsers);
    let client = server
        .client_builder()
        .with_rate_limits(RateLimits::standard())
        .with_credentials(set)
        .build()
        .unwrap();
    client.employers().list().send().await.unwrap();
    let accounts = client.business("7290").brand_accounts();
    accounts
        .update("6660", BrandAccountUpdate::new())
        .await
        .unwrap();
    let quotas = client.rate_limiter().quotas();
    let owners: BTreeSet<&str> = quotas.iter().map(|quota| quota.owner.label()).collect();
    assert_eq!(owners, BTreeSet::from(["reader", "writer"]));
}

#[tokio::test]
async fn a_second_rejection_is_an_error() {
    let server = Server::with_handler(|request| match request.target() {
        TOKEN => Response::ok(pair(1)),
        _ => Response::json(401, r#"{"code": 2, "message": "Authentication failed."}"#),
    });
    let error = client(&server, tokens(0))
        .employers()
        .list()
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        (error.status(), error.code(), error.attempts()),
        (Some(401), Some(2), 2)
    );
    assert!(error.hint().is_some());
    assert_eq!(counts(&server), (1, 2));
}

#[tokio::test]
async fn a_refresh_that_was_definitely_rejected_is_sent_again_and_no_other() {
    let short = Duration::from_millis(1);
    let limited =
        Response::json(429, r#"{"code": 8, "message": "Slow down"}"#).header("Retry-After", "0");
    for (first, requests) in [(limited, 2), (Response::html(502), 1)] {
        let plan = Plan::First(vec![Fault::Response(first)]);
        let server = Server::with_faults(plan, authorization_server());
        let oauth = OAuth::new(app())
            .with_environment(Environment::Custom(server.url()))
            .with_retry_policy(Backoff::default().with_base(short));
        let outcome = oauth.refresh(&RefreshToken::new("pinr_1")).await;
        assert_eq!(outcome.is_ok(), requests == 2, "{outcome:?}");
        assert_eq!(counts(&server), (requests, 0));
    }
}

#[tokio::test]
async fn a_new_authorization_helps_at_once_against_a_missing_scope() {
    let server = Server::start();
    let with = |number: u32, scope: Scope| {
        let token = AccessToken::new(format!("pina_CANARY{number}")).with_scopes([scope]);
        Tokens::new(token).with_refresh_token(format!("pinr_CANARY{number}"))
    };
    let store = WatchedStore::with(with(0, Scope::AdsRead));
    let credentials = UserCredentials::from_store(super::oauth(&server), store.clone());
    let client = server.client_builder().with_credentials(credentials);
    let client = client.build().unwrap();
    let call = || async { client.business("1").invites().list().send().await };
    for _ in 0..2 {
        let error = call().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MissingScope);
    }
    store.put(&with(1, Scope::BizAccessRead)).await;
    let page = Response::ok(r#"{"items": []}"#);
    server.respond_at("/businesses/1/invites", page);
    call().await.unwrap();
    let requests = server.requests();
    assert_eq!(requests[0].header("authorization"), ["Bearer pina_CANARY1"]);
}
