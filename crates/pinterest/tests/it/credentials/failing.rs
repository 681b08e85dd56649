//! Refreshes that fail: for now, or for good.

use std::time::{Duration, UNIX_EPOCH};

use pinterest::ErrorKind;
use pinterest::auth::{Credentials, MemoryTokenStore, Tokens, UserCredentials};
use pinterest_test_support::{Response, Server};

use super::stores::WatchedStore;
use super::{
    OPERATION, REJECTED_REFRESH_TOKEN, TOKEN, error_of, expired, is_pair, lasting, oauth, pair,
    token_of,
};

#[tokio::test]
async fn a_rejected_refresh_token_is_not_sent_again_until_the_store_has_another() {
    let server = Server::start();
    server.respond_at(TOKEN, Response::json(401, REJECTED_REFRESH_TOKEN));
    let store = WatchedStore::with(expired(0));
    let credentials = UserCredentials::from_store(oauth(&server), store.clone());
    for _ in 0..3 {
        let error = error_of(&credentials).await;
        assert_eq!(error.kind(), ErrorKind::ReauthorizationRequired);
        assert_eq!((error.status(), error.code()), (Some(401), Some(283)));
    }
    assert_eq!(server.requests().len(), 1);
    store.take_notes();
    error_of(&credentials).await;
    assert!(
        store.take_notes().is_empty(),
        "a look at the store is enough"
    );

    store.put(&lasting(7)).await;
    assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY7");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn the_given_refresh_token_is_tried_once_when_the_stored_one_is_rejected() {
    let server = Server::start();
    server.respond_at(TOKEN, Response::json(400, r#"{"error": "invalid_grant"}"#));
    server.respond_at(TOKEN, Response::ok(pair(3)));
    let store = WatchedStore::with(expired(0));
    let credentials = UserCredentials::new(oauth(&server), expired(2), store.clone());
    assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY3");
    assert!(is_pair(&store.get().await.unwrap(), 3));
    assert!(server.requests()[1].text().contains("pinr_CANARY2"));

    let server = Server::start();
    server.respond_at(TOKEN, Response::json(401, REJECTED_REFRESH_TOKEN));
    server.respond_at(TOKEN, Response::json(401, REJECTED_REFRESH_TOKEN));
    let store = WatchedStore::with(expired(0));
    let credentials = UserCredentials::new(oauth(&server), expired(2), store);
    for _ in 0..3 {
        assert_eq!(
            error_of(&credentials).await.kind(),
            ErrorKind::ReauthorizationRequired
        );
    }
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn what_passes_is_not_the_end() {
    let server = Server::start();
    let store = WatchedStore::with(expired(0));
    let credentials = UserCredentials::from_store(oauth(&server), store.clone());
    for (number, response) in [
        Response::json(503, "{}"),
        Response::json(429, r#"{"code": 8, "message": "slow down"}"#),
        Response::json(401, r#"{"code": 2, "message": "Authentication failed."}"#),
        Response::closed(),
    ]
    .into_iter()
    .enumerate()
    {
        server.respond_at(TOKEN, response);
        assert_ne!(
            error_of(&credentials).await.kind(),
            ErrorKind::ReauthorizationRequired
        );
        // Other tokens end the pause after a failure.
        store
            .put(&expired(u32::try_from(number).unwrap() + 2))
            .await;
    }
    server.respond_at(TOKEN, Response::ok(pair(1)));
    assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY1");
}

#[tokio::test]
async fn a_server_that_fails_is_not_asked_again_by_every_call() {
    for (response, kind) in [
        (
            Response::json(429, r#"{"code": 8, "message": "Retry after 3600 seconds"}"#),
            ErrorKind::RateLimited,
        ),
        (
            Response::json(401, r#"{"code": 2, "message": "Authentication failed."}"#),
            ErrorKind::Credentials,
        ),
    ] {
        let server = Server::start();
        server.respond_at(TOKEN, response);
        let store = WatchedStore::with(expired(0));
        let credentials = UserCredentials::from_store(oauth(&server), store.clone());
        let first = error_of(&credentials).await;
        for _ in 0..20 {
            let error = error_of(&credentials).await;
            assert_eq!(
                (error.kind(), error.retry_after()),
                (kind, first.retry_after())
            );
        }
        assert_eq!(server.requests().len(), 1);
        store.put(&lasting(7)).await;
        assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY7");
    }
}

#[tokio::test]
async fn a_refresh_token_that_is_known_to_have_expired_is_not_sent() {
    let server = Server::start();
    let past = UNIX_EPOCH + Duration::from_secs(2);
    let store = WatchedStore::with(expired(0).with_refresh_expiry(past));
    let credentials = UserCredentials::from_store(oauth(&server), store.clone());
    for _ in 0..2 {
        let error = error_of(&credentials).await;
        assert_eq!(error.kind(), ErrorKind::ReauthorizationRequired);
        assert!(error.to_string().contains("has expired"), "{error}");
    }
    assert!(server.requests().is_empty());
    server.respond_at(TOKEN, Response::ok(pair(1)));
    store.put(&expired(5)).await;
    assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY1");
}

#[tokio::test]
async fn without_a_refresh_token_nothing_is_sent() {
    let server = Server::start();
    let credentials = UserCredentials::in_memory(oauth(&server), Tokens::new("pina_CANARY0"));
    assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY0");
    let rejected = "pina_CANARY0".into();
    let error = credentials
        .replacement(OPERATION, &rejected)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReauthorizationRequired);
    let empty = UserCredentials::from_store(oauth(&server), MemoryTokenStore::new());
    assert_eq!(
        error_of(&empty).await.kind(),
        ErrorKind::ReauthorizationRequired
    );
    assert!(server.requests().is_empty());
}
