//! No secret is in what shows itself: types, and errors on every path.

use std::time::Duration;

use pinterest::auth::{
    AccessToken, AuthorizationCode, AuthorizationState, ClientCredentials, CredentialSet,
    Credentials, FileTokenStore, MemoryTokenStore, RefreshToken, UserCredentials,
};
use pinterest::types::Scope;
use pinterest::{Client, Error};
use pinterest_test_support::{Fault, Response, Server};

use super::shown::chain;
use super::stores::WatchedStore;
use super::{
    BASIC, OPERATION, REJECTED_REFRESH_TOKEN, TOKEN, app, expired, oauth, oauth_at, pair, token_of,
    tokens,
};
use crate::clients::Clients;

#[track_caller]
fn assert_clean(shown: &str) {
    let lower = shown.to_lowercase();
    let basic = BASIC.strip_prefix("Basic ").unwrap().to_lowercase();
    for secret in ["canary", "pina_", "pinr_", "pinc_", &basic] {
        assert!(!lower.contains(secret), "{secret} is in {shown}");
    }
}

#[track_caller]
fn assert_error_is_clean(error: &Error) {
    assert_clean(&chain(error));
}

#[tokio::test]
async fn no_type_shows_a_secret() {
    let server = Server::start();
    let oauth = oauth(&server);
    let authorization = oauth
        .authorize_url("https://shop.example/", [Scope::AdsRead])
        .unwrap();
    let state = authorization.state().clone();
    let shown = format!("{authorization:?} {state:?}");
    assert!(!shown.contains(state.expose_secret()));
    let user = UserCredentials::new(oauth.clone(), tokens(1), MemoryTokenStore::from(tokens(2)));
    let app_itself = ClientCredentials::new(oauth.clone(), [Scope::AdsRead]);
    let set = CredentialSet::new()
        .with(user.clone())
        .with(app_itself.clone());
    let builder = Client::builder().with_credentials(set.clone());
    let all = format!(
        "{:?} {oauth:#?} {:?} {:?} {:#?} {:?} {:?} {:?} {:?} {user:#?} {app_itself:?} {set:#?} {builder:#?} {:?}",
        app(),
        AccessToken::new("pina_CANARY"),
        RefreshToken::new("pinr_CANARY"),
        expired(1),
        AuthorizationCode::new("CANARY", "https://shop.example/"),
        AuthorizationState::new("CANARY", "https://shop.example/"),
        MemoryTokenStore::from(tokens(1)),
        FileTokenStore::new("tokens.json"),
        builder_of(&user).build(),
    );
    assert_clean(&all);
}

fn builder_of(user: &UserCredentials) -> pinterest::ClientBuilder {
    Client::builder().with_credentials(user.clone())
}

/// What each of the exchanges below sends, and a token that the server adds.
const SENT: [&str; 5] = [
    "CANARYsecret0123 CANARYcode1 access_token=pina_CANARY9",
    "CANARYsecret0123 pinr_CANARY0",
    "CANARYsecret0123",
    "CANARYsecret0123 (pinr_CANARY0)",
    "pina_CANARY0 'pinc_CANARY9'",
];

/// Responses that repeat what was sent, in every way a server may.
fn leaks(secrets: &str) -> Vec<Response> {
    let basic = BASIC;
    let mut responses = Vec::new();
    for status in [302, 400, 401, 403, 429, 500] {
        responses.push(Response::json(
            status,
            format!(r#"{{"code": 2, "message": "{secrets} {basic}"}}"#),
        ));
        responses.push(Response::json(
            status,
            format!(r#"{{"code": 283, "message": "{secrets}", "data": "{basic}"}}"#),
        ));
        responses.push(Response::json(
            status,
            format!(r#"{{"error": "{basic}", "error_description": "{secrets}"}}"#),
        ));
        responses.push(Response::json(status, format!("<html>{secrets} {basic}")));
    }
    responses.push(Response::ok(format!(r#"{{"token": "{secrets}"}}"#)));
    responses.push(Response::ok(format!(r#""{secrets}""#)));
    responses.push(Response::ok(pair(1)).with_fault(Fault::CutAfter(60)));
    responses.push(Response::ok(format!("{}{}", pair(1), " ".repeat(1 << 20))));
    responses.push(Response::json(401, REJECTED_REFRESH_TOKEN));
    responses.push(Response::closed());
    responses
}

#[tokio::test]
async fn no_error_shows_a_secret() {
    // Setting up TLS takes longer than all the rest.
    let http = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none());
    let http = http.build().unwrap();
    for (path, sent) in SENT.iter().enumerate() {
        for which in 0..leaks(sent).len() {
            let server = Server::start();
            for target in [TOKEN, "/oauth/token/revoke", "/oauth/conversion_token"] {
                server.respond_at(target, leaks(sent).swap_remove(which));
            }
            let oauth = oauth(&server).with_http_client(http.clone());
            let error = match path {
                0 => {
                    let code = AuthorizationCode::new("CANARYcode1", "https://shop.example/");
                    oauth.exchange(code).await.map(drop)
                }
                1 => token_of(&UserCredentials::in_memory(oauth, expired(0)))
                    .await
                    .map(drop),
                2 => oauth.client_credentials([Scope::AdsRead]).await.map(drop),
                3 => oauth.revoke_refresh_token(&"pinr_CANARY0".into()).await,
                _ => oauth
                    .conversion_token(&"pina_CANARY0".into())
                    .await
                    .map(drop),
            };
            match error {
                Err(error) => assert_error_is_clean(&error),
                Ok(()) => assert_eq!(path, 3, "a revocation needs no particular body"),
            }
        }
    }
}

#[tokio::test]
async fn no_error_without_a_response_shows_a_secret() {
    let nowhere = oauth_at("http://127.0.0.1:1".parse().unwrap());
    let refresh = RefreshToken::new("pinr_CANARY0");
    assert_error_is_clean(&nowhere.refresh(&refresh).await.unwrap_err());
    let far = oauth_at("http://api.example".parse().unwrap());
    assert_error_is_clean(&far.refresh(&refresh).await.unwrap_err());

    let server = Server::start();
    server.respond_at(
        TOKEN,
        Response::ok(pair(1)).with_fault(Fault::StalledAfter(60)),
    );
    let slow = oauth(&server).with_timeout(Duration::from_millis(20));
    assert_error_is_clean(&slow.refresh(&refresh).await.unwrap_err());
    server.respond_at(TOKEN, Response::ok(pair(1)));
    let store = WatchedStore::with(expired(0));
    store.fail_next_saves(1);
    let user = UserCredentials::from_store(oauth(&server), store);
    assert_error_is_clean(&user.access_token(OPERATION).await.unwrap_err());
    let lacking = AccessToken::new("pina_CANARY0").with_scopes([Scope::AdsRead]);
    assert_error_is_clean(&oauth(&server).conversion_token(&lacking).await.unwrap_err());
    for odd in ["pina_CANARY\r\nx: y", "CANARY\u{1F600}\n1"] {
        let client = server
            .client_builder()
            .with_access_token(odd)
            .build()
            .unwrap();
        assert_error_is_clean(
            &client
                .business("1")
                .invites()
                .list()
                .send()
                .await
                .unwrap_err(),
        );
    }
}
