//! What Redis has, and with which keys.

use pinterest::auth::TokenStore;
use pinterest_redis::{EncryptionKey, Redis, RedisTokenStore};

use super::server::Server;
use super::{USER, expired, put, redis, store, stored};

fn key(number: u32) -> EncryptionKey {
    EncryptionKey::new(number, [u8::try_from(number).unwrap(); 32])
}

#[tokio::test]
async fn no_token_is_in_redis_in_the_clear() {
    let Some(server) = Server::start() else {
        return;
    };
    let store = store(&server.url());
    put(&store, &expired(0)).await;
    let files = server.files();
    let has = |text: &[u8]| files.windows(text.len()).any(|window| window == text);
    assert!(has(b"customer 17") && !has(b"CANARY") && !has(b"pina"));
    let shown = format!("{store:?} {:?}", redis(&server.url()));
    assert!(
        !shown.contains("redis://") && !shown.contains("[1, 1"),
        "{shown}"
    );
}

#[tokio::test]
async fn keys_can_be_rotated() {
    let Some(server) = Server::start() else {
        return;
    };
    let redis = redis(&server.url());
    let with = |key| RedisTokenStore::new(&redis, USER, key);
    put(&with(key(1)), &expired(0)).await;
    let both = with(key(2)).with_previous_key(key(1));
    assert_eq!(stored(&both).await.unwrap(), "pina_CANARY0");
    let error = with(key(2)).peek().await.unwrap_err();
    assert!(
        error.to_string().contains("key 1, which was not given"),
        "{error}"
    );
    assert!(both.encrypt_again().await.unwrap());
    assert_eq!(stored(&with(key(2))).await.unwrap(), "pina_CANARY0");
    assert!(with(key(1)).peek().await.is_err());
}

#[tokio::test]
async fn the_tokens_of_one_user_are_not_those_of_another() {
    let Some(server) = Server::start() else {
        return;
    };
    let redis = redis(&server.url());
    put(&RedisTokenStore::new(&redis, "one", key(1)), &expired(0)).await;
    server
        .command(&["COPY", "pinterest:{one}:tokens", "pinterest:{other}:tokens"])
        .await;
    let other = RedisTokenStore::new(&redis, "other", key(1));
    let error = other.peek().await.unwrap_err();
    assert!(error.to_string().contains("cannot be decrypted"), "{error}");
    // Another prefix is another app.
    let prefixed = redis.with_prefix("shop");
    let prefixed = RedisTokenStore::new(&prefixed, "one", key(1));
    assert_eq!(stored(&prefixed).await, None);
    assert!(!prefixed.encrypt_again().await.unwrap());
}

#[tokio::test]
async fn what_is_no_encrypted_pair_is_an_error_and_stays() {
    let Some(server) = Server::start() else {
        return;
    };
    server
        .command(&[
            "HSET",
            "pinterest:{customer 17}:tokens",
            "tokens",
            "by hand",
        ])
        .await;
    let store = store(&server.url());
    let error = store.lock().await.unwrap().load().await.unwrap_err();
    assert!(
        error.to_string().contains("not encrypted tokens"),
        "{error}"
    );
    server
        .command(&["SET", "pinterest:{other}:tokens", "by hand"])
        .await;
    let other = RedisTokenStore::new(&redis(&server.url()), "other", key(1));
    let error = other.peek().await.unwrap_err();
    assert!(error.to_string().contains("WRONGTYPE"), "{error}");
}

#[tokio::test]
async fn a_connection_can_be_given() {
    let Some(server) = Server::start() else {
        return;
    };
    let client = redis::Client::open(server.url()).unwrap();
    let connection = client.get_multiplexed_async_connection().await.unwrap();
    let given = RedisTokenStore::new(&Redis::with_connection(connection), USER, key(1));
    put(&given, &expired(0)).await;
    let made = RedisTokenStore::new(&Redis::new(client), USER, key(1));
    assert_eq!(stored(&made).await.unwrap(), "pina_CANARY0");
}
