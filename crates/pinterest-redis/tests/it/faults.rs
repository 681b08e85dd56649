//! What happens to tokens when something happens to Redis.

use std::time::{Duration, SystemTime};

use pinterest::ErrorKind;
use pinterest::auth::{Saved, TokenStore, UserCredentials};
use pinterest_redis::{EncryptionKey, RedisTokenStore};
use pinterest_test_support::{Response, Server as TokenServer};

use super::proxy::{Proxy, Weather};
use super::server::Server;
use super::{
    REJECTED_REFRESH_TOKEN, TOKEN, USER, credentials, expired, oauth, pair, put, redis, replaced,
    store, stored, token_of,
};

const TOKENS_KEY: &str = "pinterest:{customer 17}:tokens";
const LEASE_KEY: &str = "pinterest:{customer 17}:lease";

/// Credentials that reach Redis through a proxy, with a lease that is longer than its delays.
fn behind(proxy: &Proxy, tokens: &TokenServer) -> UserCredentials {
    let redis = redis(&proxy.url()).with_timeout(Duration::from_millis(800));
    let store = RedisTokenStore::new(&redis, USER, EncryptionKey::new(1, [1; 32]));
    let store = store.with_lease(Duration::from_secs(2));
    UserCredentials::from_store(oauth(tokens.url()), store)
}

#[tokio::test]
async fn a_pair_that_was_issued_while_redis_restarts_is_saved() {
    let Some(mut server) = Server::start() else {
        return;
    };
    let tokens = TokenServer::start();
    let held = tokens.hold_at(TOKEN, Response::ok(pair(1)));
    put(&store(&server.url()), &expired(0)).await;
    let credentials = credentials(&server.url(), tokens.url());
    let call = tokio::spawn(async move { token_of(&credentials).await });
    tokens.received(1).await;
    server.kill();
    held.release();
    server.start_again();
    assert_eq!(call.await.unwrap().unwrap(), "pina_CANARY1");
    assert_eq!(stored(&store(&server.url())).await.unwrap(), "pina_CANARY1");
    assert_eq!(tokens.requests().len(), 1);
}

#[tokio::test]
async fn a_slow_redis_takes_time_only() {
    let Some(server) = Server::start() else {
        return;
    };
    let proxy = Proxy::to(server.port()).await;
    let delay = Duration::from_millis(200);
    proxy.set(Weather {
        delay,
        drops: false,
    });
    let tokens = TokenServer::with_responses([Response::ok(pair(1))]);
    put(&store(&server.url()), &expired(0)).await;
    let two = [behind(&proxy, &tokens), behind(&proxy, &tokens)];
    let (one, other) = tokio::join!(token_of(&two[0]), token_of(&two[1]));
    assert_eq!(
        (one.unwrap(), other.unwrap()),
        ("pina_CANARY1".into(), "pina_CANARY1".into())
    );
    assert_eq!(tokens.requests().len(), 1);
}

#[tokio::test]
async fn a_pair_that_was_issued_behind_a_partition_is_saved_when_it_ends() {
    let Some(server) = Server::start() else {
        return;
    };
    let proxy = Proxy::to(server.port()).await;
    let tokens = TokenServer::start();
    let held = tokens.hold_at(TOKEN, Response::ok(pair(1)));
    put(&store(&server.url()), &expired(0)).await;
    let cut_off = behind(&proxy, &tokens);
    let call = tokio::spawn(async move { token_of(&cut_off).await });
    tokens.received(1).await;
    proxy.set(Weather {
        delay: Duration::ZERO,
        drops: true,
    });
    // Its lease ends, and its refresh token is used up.
    tokens.respond_at(TOKEN, Response::json(401, REJECTED_REFRESH_TOKEN));
    let other = credentials(&server.url(), tokens.url());
    let error = token_of(&other).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReauthorizationRequired);
    held.release();
    assert_eq!(stored(&store(&server.url())).await.unwrap(), "pina_CANARY0");
    proxy.set(Weather::default());
    assert_eq!(call.await.unwrap().unwrap(), "pina_CANARY1");
    assert_eq!(token_of(&other).await.unwrap(), "pina_CANARY1");
    assert_eq!(tokens.requests().len(), 2);
}

#[tokio::test]
async fn nothing_is_refreshed_while_redis_cannot_be_reached() {
    let Some(server) = Server::start() else {
        return;
    };
    let proxy = Proxy::to(server.port()).await;
    let tokens = TokenServer::start();
    put(&store(&server.url()), &expired(0)).await;
    proxy.set(Weather {
        delay: Duration::ZERO,
        drops: true,
    });
    let credentials = behind(&proxy, &tokens);
    let error = token_of(&credentials).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(
        error.to_string().contains("the token store cannot be used"),
        "{error}"
    );
    assert!(tokens.requests().is_empty());
    proxy.set(Weather::default());
    tokens.respond_at(TOKEN, Response::ok(pair(1)));
    assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY1");
}

#[tokio::test]
async fn nothing_is_refreshed_while_redis_is_out_of_memory() {
    let Some(server) = Server::start() else {
        return;
    };
    let tokens = TokenServer::start();
    put(&store(&server.url()), &expired(0)).await;
    server.command(&["CONFIG", "SET", "maxmemory", "1"]).await;
    let credentials = credentials(&server.url(), tokens.url());
    let error = token_of(&credentials).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    let message = error.to_string();
    assert!(
        message.contains("no new ones are requested") && message.contains("OOM"),
        "{message}"
    );
    assert!(tokens.requests().is_empty());
    server.command(&["CONFIG", "SET", "maxmemory", "0"]).await;
    tokens.respond_at(TOKEN, Response::ok(pair(1)));
    assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY1");
}

#[tokio::test]
async fn a_pair_that_was_issued_is_saved_though_redis_is_out_of_memory() {
    let Some(server) = Server::start() else {
        return;
    };
    let tokens = TokenServer::start();
    let held = tokens.hold_at(TOKEN, Response::ok(pair(1)));
    put(&store(&server.url()), &expired(0)).await;
    let one = credentials(&server.url(), tokens.url());
    let call = tokio::spawn(async move { token_of(&one).await });
    tokens.received(1).await;
    server.command(&["CONFIG", "SET", "maxmemory", "1"]).await;
    held.release();
    assert_eq!(call.await.unwrap().unwrap(), "pina_CANARY1");
    // Other processes can use it, too.
    let other = credentials(&server.url(), tokens.url());
    assert_eq!(token_of(&other).await.unwrap(), "pina_CANARY1");
}

#[tokio::test]
async fn an_evicted_pair_is_stored_again_by_who_has_it() {
    let Some(server) = Server::start() else {
        return;
    };
    let tokens = TokenServer::with_responses([Response::ok(pair(1)), Response::ok(pair(2))]);
    put(&store(&server.url()), &expired(0)).await;
    let has_it = credentials(&server.url(), tokens.url());
    assert_eq!(token_of(&has_it).await.unwrap(), "pina_CANARY1");
    server.command(&["DEL", TOKENS_KEY]).await;
    let lacks_it = credentials(&server.url(), tokens.url());
    let error = token_of(&lacks_it).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReauthorizationRequired);
    assert!(
        error.to_string().contains("the token store has no tokens"),
        "{error}"
    );
    // A token is not replaced within a minute after it was issued, so it is one from elsewhere.
    let seen = UserCredentials::from_store(oauth(tokens.url()), store(&server.url()));
    assert!(replaced(&seen, "pina_CANARY0").await.is_err());
    let lasting = expired(1).with_access_expiry(SystemTime::now() + Duration::from_secs(3_600));
    put(&store(&server.url()), &lasting).await;
    assert_eq!(token_of(&seen).await.unwrap(), "pina_CANARY1");
    server.command(&["DEL", TOKENS_KEY]).await;
    assert_eq!(
        replaced(&seen, "pina_CANARY1").await.unwrap().unwrap(),
        "pina_CANARY2"
    );
    assert_eq!(token_of(&lacks_it).await.unwrap(), "pina_CANARY2");
}

/// An eviction policy may remove the lease, which has a time to live.
#[tokio::test]
async fn an_evicted_lease_costs_no_pair() {
    let Some(server) = Server::start() else {
        return;
    };
    let tokens = TokenServer::start();
    let held = tokens.hold_at(TOKEN, Response::ok(pair(1)));
    put(&store(&server.url()), &expired(0)).await;
    let one = credentials(&server.url(), tokens.url());
    let call = tokio::spawn(async move { token_of(&one).await });
    tokens.received(1).await;
    server.command(&["DEL", LEASE_KEY]).await;
    tokens.respond_at(TOKEN, Response::json(401, REJECTED_REFRESH_TOKEN));
    let other = credentials(&server.url(), tokens.url());
    assert!(token_of(&other).await.is_err());
    held.release();
    assert_eq!(call.await.unwrap().unwrap(), "pina_CANARY1");
    assert_eq!(token_of(&other).await.unwrap(), "pina_CANARY1");
}

/// A failover to a replica that had not received the last pair.
#[tokio::test]
async fn an_older_pair_that_came_back_is_replaced() {
    let Some(server) = Server::start() else {
        return;
    };
    let store = store(&server.url());
    put(&store, &expired(0)).await;
    server.command(&["COPY", TOKENS_KEY, "copy"]).await;
    put(&store, &expired(1)).await;
    let mut locked = store.lock().await.unwrap();
    locked.load().await.unwrap();
    server
        .command(&["COPY", "copy", TOKENS_KEY, "REPLACE"])
        .await;
    assert_eq!(locked.save(&expired(2)).await.unwrap(), Saved::Stored);
    assert_eq!(stored(&store).await.unwrap(), "pina_CANARY2");
}

#[tokio::test]
async fn whoever_was_second_overwrites_nothing_even_after_an_eviction() {
    let Some(server) = Server::start() else {
        return;
    };
    let store = store(&server.url());
    put(&store, &expired(0)).await;
    let mut first = store.lock().await.unwrap();
    first.load().await.unwrap();
    server.command(&["DEL", TOKENS_KEY, LEASE_KEY]).await;
    let mut second = store.lock().await.unwrap();
    assert!(second.load().await.unwrap().is_none());
    assert_eq!(first.confirm(&expired(0)).await.unwrap(), Saved::Superseded);
    assert_eq!(second.save(&expired(1)).await.unwrap(), Saved::Stored);
    assert_eq!(second.save(&expired(2)).await.unwrap(), Saved::Stored);
    assert_eq!(first.save(&expired(3)).await.unwrap(), Saved::Superseded);
    drop(second);
    // The lease is free, but what was loaded is old.
    assert_eq!(first.confirm(&expired(0)).await.unwrap(), Saved::Superseded);
    first.load().await.unwrap();
    assert_eq!(first.save(&expired(3)).await.unwrap(), Saved::Stored);
    assert_eq!(stored(&store).await.unwrap(), "pina_CANARY3");
}
