//! Tokens and quotas in a real `redis-server`, which the tests start on free ports.
//!
//! Where there is none in `PATH`, the tests say that they left everything out and pass, unless the
//! variable `PINTEREST_REDIS_REQUIRED` is set.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A failed unwrap fails the test.

mod children;
mod compose;
mod encryption;
mod faults;
mod fleet;
mod kills;
mod paused;
mod proxy;
mod quotas;
mod server;
#[cfg(feature = "rustls")]
mod tls;

use std::time::{Duration, UNIX_EPOCH};

use pinterest::auth::{AccessToken, App, Credentials, OAuth, Tokens, UserCredentials};
use pinterest::operation::{GET_INVITES, Operation};
use pinterest::{Environment, Error, Url};
use pinterest_redis::{EncryptionKey, Redis, RedisTokenStore};

/// Where every grant is asked for.
const TOKEN: &str = "/oauth/token";

/// Any operation; all take the token of a user.
const OPERATION: &Operation = &GET_INVITES;

const USER: &str = "customer 17";

/// What was seen for a refresh token that is no longer good.
const REJECTED_REFRESH_TOKEN: &str =
    r#"{"code": 283, "message": "The authorization grant is invalid"}"#;

fn oauth(url: Url) -> OAuth {
    OAuth::new(App::new("1234567", "CANARYsecret0123"))
        .with_environment(Environment::Custom(url))
        .without_retries()
}

fn redis(url: &str) -> Redis {
    Redis::open(url).unwrap()
}

/// A store whose lease is short enough for tests.
fn store(url: &str) -> RedisTokenStore {
    RedisTokenStore::new(&redis(url), USER, EncryptionKey::new(1, [1; 32]))
        .with_lease(Duration::from_millis(300))
}

fn credentials(url: &str, server: Url) -> UserCredentials {
    UserCredentials::from_store(oauth(server), store(url))
}

/// The server's response to a refresh: the pair with this number.
fn pair(number: u32) -> String {
    format!(
        r#"{{"response_type": "refresh_token", "access_token": "pina_CANARY{number}", "token_type": "bearer",
             "expires_in": 2592000, "scope": "biz_access:read,biz_access:write", "refresh_token": "pinr_CANARY{number}",
             "refresh_token_expires_in": 5184000, "refresh_token_expires_at": 1900000000}}"#
    )
}

/// The pair with this number, whose access token has expired.
fn expired(number: u32) -> Tokens {
    Tokens::new(format!("pina_CANARY{number}"))
        .with_refresh_token(format!("pinr_CANARY{number}"))
        .with_access_expiry(UNIX_EPOCH + Duration::from_secs(1))
}

fn access_token(tokens: &Tokens) -> String {
    tokens.access_token().unwrap().expose_secret().to_owned()
}

async fn put(store: &impl pinterest::auth::TokenStore, tokens: &Tokens) {
    store.lock().await.unwrap().save(tokens).await.unwrap();
}

async fn stored(store: &impl pinterest::auth::TokenStore) -> Option<String> {
    let tokens = store.peek().await.unwrap();
    tokens.as_ref().map(access_token)
}

/// The text of the token that a call would be sent with.
async fn token_of(credentials: &impl Credentials) -> Result<String, Error> {
    let token = credentials.access_token(OPERATION).await?;
    Ok(token.expose_secret().to_owned())
}

/// What the credentials give for a token that was rejected.
async fn replaced(credentials: &impl Credentials, rejected: &str) -> Result<Option<String>, Error> {
    let rejected = AccessToken::new(rejected);
    let other = credentials.replacement(OPERATION, &rejected).await?;
    Ok(other.map(|token| token.expose_secret().to_owned()))
}

/// Says what a test has measured.
#[expect(clippy::print_stderr, reason = "people read it")]
fn tell(what: impl std::fmt::Display) {
    eprintln!("{what}");
}
