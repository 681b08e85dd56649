//! When tokens are refreshed, how often, and what happens to those that come back.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use pinterest::auth::{MemoryTokenStore, TokenStore, Tokens, UserCredentials};
use pinterest::types::MemberRole;
use pinterest_test_support::{Response, Server};

use super::stores::WatchedStore;
use super::{
    REJECTED_REFRESH_TOKEN, TOKEN, expired, is_pair, lasting, oauth, pair, replaced, token_of,
    tokens,
};
use crate::clients::Clients;

fn credentials(server: &Server, tokens: Tokens) -> UserCredentials {
    UserCredentials::in_memory(oauth(server), tokens)
}

/// Runs all at once, each in a task of its own.
async fn all<F>(count: usize, one: impl Fn() -> F) -> Vec<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    let tasks = (0..count).map(|_| tokio::spawn(one()));
    join_all(tasks)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_calls_on_an_expired_token_refresh_it_once() {
    let server = Server::start();
    server.respond_at(TOKEN, Response::ok(pair(1)));
    let credentials = credentials(&server, expired(0));
    let given = all(1000, || {
        let credentials = credentials.clone();
        async move { token_of(&credentials).await.unwrap() }
    });
    assert!(given.await.iter().all(|token| token == "pina_CANARY1"));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_calls_that_were_rejected_refresh_once() {
    let server = Server::start();
    server.respond_at(TOKEN, Response::ok(pair(1)));
    let credentials = credentials(&server, tokens(0));
    assert_eq!(
        token_of(&credentials).await.unwrap(),
        "pina_CANARY0",
        "as long as nobody rejects it"
    );
    let given = all(1000, || {
        let credentials = credentials.clone();
        async move { replaced(&credentials, "pina_CANARY0").await.unwrap() }
    });
    assert!(given.await.iter().all(|token| token == "pina_CANARY1"));
    assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY1");
    assert_eq!(server.requests().len(), 1);
    assert_eq!(
        replaced(&credentials, "pina_CANARY1").await,
        None,
        "it is too new to be stale"
    );
}

#[tokio::test]
async fn a_whole_call_uses_the_new_token() {
    let server = Server::start();
    server.respond_at(TOKEN, Response::ok(pair(1)));
    server.respond_at(
        "/businesses/1/invites",
        Response::ok(r#"{"items": [], "bookmark": null}"#),
    );
    let client = server
        .client_builder()
        .with_credentials(credentials(&server, expired(0)));
    client
        .build()
        .unwrap()
        .business("1")
        .invites()
        .list()
        .send()
        .await
        .unwrap();
    let requests = server.requests();
    assert_eq!(requests[1].header("authorization"), ["Bearer pina_CANARY1"]);
}

/// What the authorization server responds says nothing about the operation, which was not sent.
#[tokio::test]
async fn a_batch_without_a_token_was_definitely_not_done() {
    let server = Server::start();
    for response in [
        Response::json(503, "{}"),
        Response::closed(),
        Response::json(401, REJECTED_REFRESH_TOKEN),
    ] {
        server.respond_at(TOKEN, response);
        let user = credentials(&server, expired(0));
        let client = server
            .client_builder()
            .with_credentials(user)
            .build()
            .unwrap();
        let invites = client.business("7290").invites();
        let outcome = invites.invite_members(["ada"], MemberRole::Employee).await;
        assert!(
            outcome.is_err(),
            "a batch of which something may have been done is an outcome"
        );
    }
    assert!(server.targets().iter().all(|target| target == TOKEN));
}

#[tokio::test]
async fn the_new_pair_is_saved_before_it_is_used() {
    let server = Server::start();
    let held = server.hold_at(TOKEN, Response::ok(pair(1)));
    let store = WatchedStore::with(expired(0));
    let credentials = UserCredentials::from_store(oauth(&server), store.clone());
    let call = tokio::spawn({
        let store = store.clone();
        async move {
            let token = token_of(&credentials).await.unwrap();
            store.note(format!("used {token}"));
        }
    });
    server.received(1).await;
    store.note("asked");
    held.release();
    call.await.unwrap();
    assert_eq!(
        store.take_notes(),
        [
            "locked",
            "loaded",
            "saved pinr_CANARY0",
            "asked",
            "saved pinr_CANARY1",
            "unlocked",
            "used pina_CANARY1"
        ]
    );
}

#[tokio::test]
async fn a_caller_who_goes_away_loses_nothing() {
    let server = Server::start();
    let held = server.hold_at(TOKEN, Response::ok(pair(1)));
    let store = WatchedStore::with(expired(0));
    let credentials = UserCredentials::from_store(oauth(&server), store.clone());
    let caller = tokio::spawn({
        let credentials = credentials.clone();
        async move { token_of(&credentials).await }
    });
    server.received(1).await;
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    held.release();
    assert!(
        is_pair(&store.get().await.unwrap(), 1),
        "the lock is held until it is saved"
    );
    assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY1");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn given_tokens_are_saved_before_their_first_use_and_stored_ones_come_first() {
    let server = Server::start();
    let store = WatchedStore::default();
    let first = UserCredentials::new(oauth(&server), lasting(1), store.clone());
    assert_eq!(token_of(&first).await.unwrap(), "pina_CANARY1");
    assert_eq!(
        store.take_notes(),
        ["locked", "loaded", "saved pinr_CANARY1", "unlocked"]
    );
    let second = UserCredentials::new(oauth(&server), lasting(2), store.clone());
    assert_eq!(token_of(&second).await.unwrap(), "pina_CANARY1");
    store.put(&lasting(3)).await;
    let fresh = second.with_refresh_margin(Duration::ZERO);
    assert_eq!(token_of(&fresh).await.unwrap(), "pina_CANARY3");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_response_without_a_refresh_token_leaves_the_old_one() {
    let server = Server::start();
    server.respond_at(
        TOKEN,
        Response::ok(
            r#"{"access_token": "pina_CANARY1", "token_type": "BEARER", "expires_in": 60}"#,
        ),
    );
    let store = WatchedStore::with(expired(0));
    let credentials = UserCredentials::from_store(oauth(&server), store.clone());
    assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY1");
    let stored = store.get().await.unwrap();
    assert_eq!(
        stored.refresh_token().unwrap().expose_secret(),
        "pinr_CANARY0"
    );
}

#[tokio::test]
async fn two_that_share_a_store_refresh_once() {
    let server = Server::start();
    server.respond_at(TOKEN, Response::ok(pair(1)));
    let store: Arc<MemoryTokenStore> = Arc::new(expired(0).into());
    let made = || UserCredentials::from_store(oauth(&server), MemoryTokenStore::clone(&store));
    let (one, other) = (made(), made());
    let (first, second) = tokio::join!(token_of(&one), token_of(&other));
    assert_eq!(
        (first.unwrap(), second.unwrap()),
        ("pina_CANARY1".into(), "pina_CANARY1".into())
    );
    assert!(is_pair(&store.peek().await.unwrap().unwrap(), 1));
    assert_eq!(server.requests().len(), 1);
}

/// Each refresh has a runtime of its own, which its connections end with.
#[tokio::test]
async fn refreshes_and_calls_that_share_an_http_client_do_not_disturb_each_other() {
    let server = Server::start();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let oauth = oauth(&server).with_http_client(http.clone());
    let invites = "/businesses/1/invites";
    for _ in 0..5 {
        server.respond_at(TOKEN, Response::ok(pair(1)));
        server.respond_at(invites, Response::ok(r#"{"items": [], "bookmark": null}"#));
        let user = UserCredentials::in_memory(oauth.clone(), expired(0));
        let client = server
            .client_builder()
            .with_http_client(http.clone())
            .with_credentials(user);
        let business = client.build().unwrap().business("1");
        business.invites().list().send().await.unwrap();
    }
    assert_eq!(server.requests().len(), 10);
}

/// As behind a facade that drives its runtime only during calls.
#[test]
fn a_runtime_that_nobody_drives_holds_up_no_refresh() {
    let runtime = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().build().unwrap()
    };
    let server = Server::start();
    let held = server.hold_at(TOKEN, Response::ok(pair(1)));
    let store = WatchedStore::with(expired(0));
    let credentials = UserCredentials::from_store(oauth(&server), store.clone());
    let idle = runtime();
    idle.block_on(async {
        let credentials = credentials.clone();
        tokio::spawn(async move { token_of(&credentials).await });
        server.received(1).await;
    });
    held.release();
    runtime().block_on(async {
        assert!(
            is_pair(&store.get().await.unwrap(), 1),
            "nobody has the lock"
        );
        assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY1");
    });
    assert_eq!(server.requests().len(), 1);
    drop(idle);
}
