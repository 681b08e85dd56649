//! Each exchange with the authorization server, as it stands on the wire.

use std::time::{Duration, SystemTime};

use pinterest::auth::{
    AccessToken, AuthorizationCode, ClientCredentials, CredentialSet, Credentials, RefreshToken,
};
use pinterest::operation::SecurityScheme;
use pinterest::types::Scope;
use pinterest::{Client, Environment, ErrorKind};
use pinterest_test_support::{Fault, Request, Response, Server};

use super::{
    BASIC, OPERATION, REJECTED_REFRESH_TOKEN, TOKEN, is_pair, oauth, oauth_at, pair, token_of,
};
use crate::clients::Clients;

const REDIRECT: &str = "https://shop.example/callback?x=1";

fn code() -> AuthorizationCode {
    AuthorizationCode::new("CANARYcode+1", REDIRECT)
}

#[track_caller]
fn assert_form(request: &Request, target: &str, body: &str) {
    assert_eq!((request.method(), request.target()), ("POST", target));
    assert_eq!(request.text(), body);
    assert_eq!(request.header("authorization"), [BASIC]);
    assert_eq!(
        request.header("content-type"),
        ["application/x-www-form-urlencoded"]
    );
    assert_eq!(request.header("accept"), ["application/json"]);
    assert!(request.header("user-agent")[0].starts_with("pinterest-rust/"));
}

#[tokio::test]
async fn a_code_is_exchanged() {
    let server = Server::start();
    server.respond_at(TOKEN, Response::json(201, pair(1)));
    let before = SystemTime::now();
    let tokens = oauth(&server).exchange(code()).await.unwrap();
    let body = "grant_type=authorization_code&code=CANARYcode%2B1\
                &redirect_uri=https%3A%2F%2Fshop.example%2Fcallback%3Fx%3D1&continuous_refresh=true";
    assert_form(&server.requests()[0], TOKEN, body);
    assert!(is_pair(&tokens, 1));
    let lifetime = tokens
        .access_expiry()
        .unwrap()
        .duration_since(before)
        .unwrap();
    assert!((2_592_000..2_592_060).contains(&lifetime.as_secs()));
    let granted = tokens.access_token().unwrap();
    assert_eq!(
        granted.scopes().unwrap(),
        [Scope::BizAccessRead, Scope::BizAccessWrite]
    );
    assert_eq!(granted.scheme(), Some(SecurityScheme::PinterestOauth2));
}

#[tokio::test]
async fn a_refresh_token_is_exchanged() {
    let server = Server::start();
    server.respond_at(TOKEN, Response::ok(pair(1)));
    server.respond_at(TOKEN, Response::ok(pair(2)));
    let token = RefreshToken::new("pinr_CANARY0\n");
    oauth(&server).refresh(&token).await.unwrap();
    let scopes = [Scope::AdsRead, Scope::PinsRead];
    oauth(&server)
        .refresh_with_scopes(&token, scopes)
        .await
        .unwrap();
    let body = "grant_type=refresh_token&refresh_token=pinr_CANARY0&continuous_refresh=true";
    assert_form(&server.requests()[0], TOKEN, body);
    let with_scopes = format!("{body}&scope=ads%3Aread%2Cpins%3Aread");
    assert_form(&server.requests()[1], TOKEN, &with_scopes);
}

#[tokio::test]
async fn an_app_gets_a_token_of_its_own_once() {
    let server = Server::start();
    let response = r#"{"access_token": "pina_app", "token_type": "bearer", "expires_in": 2592000, "scope": "ads:read"}"#;
    server.respond_at(TOKEN, Response::ok(response));
    let credentials = ClientCredentials::new(oauth(&server), [Scope::AdsRead]);
    let (one, other) = (credentials.clone(), credentials.clone());
    let (one, other) = tokio::join!(token_of(&one), token_of(&other));
    assert_eq!(
        (one.unwrap(), other.unwrap()),
        ("pina_app".into(), "pina_app".into())
    );
    let token = credentials.access_token(OPERATION).await.unwrap();
    assert_eq!(token.scheme(), Some(SecurityScheme::ClientCredentials));
    assert_eq!(server.requests().len(), 1);
    assert_form(
        &server.requests()[0],
        TOKEN,
        "grant_type=client_credentials&scope=ads%3Aread",
    );
}

#[tokio::test]
async fn tokens_are_revoked() {
    let server = Server::start();
    let target = "/oauth/token/revoke";
    server.respond_at(target, Response::ok(""));
    server.respond_at(target, Response::ok(""));
    server.respond_at(
        target,
        Response::json(401, r#"{"code": 2, "message": "Authentication failed."}"#),
    );
    let oauth = oauth(&server);
    oauth.revoke_access_token(&"pina_1".into()).await.unwrap();
    oauth.revoke_refresh_token(&"pinr_1".into()).await.unwrap();
    assert_form(
        &server.requests()[0],
        target,
        "token=pina_1&token_type_hint=access_token",
    );
    assert_form(
        &server.requests()[1],
        target,
        "token=pinr_1&token_type_hint=refresh_token",
    );
    let error = oauth
        .revoke_refresh_token(&"pinr_1".into())
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.status(), error.code()),
        (ErrorKind::Credentials, Some(401), Some(2))
    );
}

#[tokio::test]
async fn a_conversion_token_is_made_and_taken_only_where_it_fits() {
    let server = Server::start();
    let target = "/oauth/conversion_token";
    server.respond_at(
        target,
        Response::ok(r#"{"access_token": "odd", "token_type": "conversion"}"#),
    );
    let user = AccessToken::new("pina_1").with_scopes([Scope::AdsWrite]);
    let conversion = oauth(&server).conversion_token(&user).await.unwrap();
    assert_eq!(conversion.scheme(), Some(SecurityScheme::ConversionToken));
    let request = &server.requests()[0];
    assert_eq!((request.method(), request.text()), ("POST", ""));
    assert_eq!(request.header("authorization"), ["Bearer pina_1"]);
    assert_eq!(request.header("content-length"), ["0"]);

    let lacking = user.with_scopes([Scope::AdsRead]);
    let error = oauth(&server).conversion_token(&lacking).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MissingScope);
    assert!(error.to_string().contains("ads:write"), "{error}");
    let client = server
        .client_builder()
        .with_credentials(conversion.clone())
        .build()
        .unwrap();
    let error = client
        .business("1")
        .invites()
        .list()
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Credentials, Some("get/invites"))
    );
    let set = CredentialSet::new().with(conversion);
    let client = server
        .client_builder()
        .with_credentials(set)
        .build()
        .unwrap();
    let error = client
        .business("1")
        .invites()
        .list()
        .send()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("CredentialSet::with"), "{error}");
    assert_eq!(server.requests().len(), 1, "nothing else was sent");
}

#[tokio::test]
async fn a_token_that_lacks_a_scope_is_not_sent() {
    let server = Server::start();
    let token = AccessToken::new("pina_1").with_scopes([Scope::AdsRead]);
    let client: Client = server
        .client_builder()
        .with_access_token(token)
        .build()
        .unwrap();
    let error = client
        .business("1")
        .invites()
        .list()
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MissingScope);
    assert!(error.to_string().contains("biz_access:read"), "{error}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn the_path_of_the_environment_stands_before_that_of_the_exchange() {
    let server = Server::start();
    server.respond_at("/v5/oauth/token", Response::ok(pair(1)));
    let url = server.url().join("v5/").unwrap();
    oauth_at(url).exchange(code()).await.unwrap();
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let other = Server::start();
    let location = other.url().join(TOKEN).unwrap();
    let redirect = Response::new(307, "").header("location", location.as_str());
    let server = Server::with_responses([redirect]);
    let error = oauth_at(server.url()).exchange(code()).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Api, Some(307)));
    other.assert_untouched();
}

#[tokio::test]
async fn a_response_without_end_is_not_read_to_it() {
    let server = Server::start();
    server.respond_at(TOKEN, Response::ok(" ".repeat((1 << 20) + 1)));
    server.respond_at(
        TOKEN,
        Response::ok(format!("{}{}", " ".repeat(1000), pair(1))),
    );
    let error = oauth(&server).exchange(code()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::ResponseTooLarge, Some(200))
    );
    oauth(&server).exchange(code()).await.unwrap();
}

#[tokio::test]
async fn what_may_pass_is_passed_on_as_it_is() {
    let refresh = "pinr_1".into();
    for (response, kind, status) in [
        (
            Response::json(429, r#"{"code": 8, "message": "Retry after 7 seconds"}"#),
            ErrorKind::RateLimited,
            Some(429),
        ),
        (Response::json(503, "<html>"), ErrorKind::Api, Some(503)),
        (
            Response::json(400, r#"{"code": 12, "message": "Something went wrong"}"#),
            ErrorKind::Api,
            Some(400),
        ),
        (Response::closed(), ErrorKind::Network, None),
        (
            Response::ok(pair(1)).with_fault(Fault::CutAfter(20)),
            ErrorKind::Network,
            Some(200),
        ),
        (
            Response::json(401, REJECTED_REFRESH_TOKEN).with_fault(Fault::CutAfter(20)),
            ErrorKind::Network,
            Some(401),
        ),
        (Response::ok("{}"), ErrorKind::Decode, Some(200)),
    ] {
        let server = Server::start();
        server.respond_at(TOKEN, response);
        let error = oauth(&server).refresh(&refresh).await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (kind, status), "{error}");
        if status == Some(429) {
            assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
        }
    }
    let nowhere = oauth_at("http://127.0.0.1:1".parse().unwrap());
    assert_eq!(
        nowhere.refresh(&refresh).await.unwrap_err().kind(),
        ErrorKind::Connect
    );
}

#[tokio::test]
async fn an_exchange_has_a_timeout() {
    let server = Server::start();
    server.respond_at(
        TOKEN,
        Response::ok(pair(1)).with_fault(Fault::StalledAfter(10)),
    );
    let oauth = oauth(&server).with_timeout(Duration::from_millis(50));
    assert_eq!(
        oauth.exchange(code()).await.unwrap_err().kind(),
        ErrorKind::Timeout
    );
}

#[tokio::test]
async fn the_client_of_a_program_is_used() {
    let server = Server::start();
    server.respond_at(TOKEN, Response::ok(pair(1)));
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let oauth = oauth(&server).with_http_client(http);
    let debug = format!("{oauth:?}");
    oauth.exchange(code()).await.unwrap();
    assert!(!debug.contains("CANARY"), "{debug}");
    let sandbox = oauth.with_environment(Environment::Sandbox);
    assert!(format!("{sandbox:?}").contains("Sandbox"));
}

#[tokio::test]
async fn an_app_that_is_not_accepted_asks_once_for_many_calls() {
    let server = Server::start();
    let rejection = r#"{"code": 2, "message": "Authentication failed."}"#;
    server.respond_at(TOKEN, Response::json(401, rejection));
    let credentials = ClientCredentials::new(oauth(&server), [Scope::AdsRead]);
    for _ in 0..10 {
        let error = token_of(&credentials).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
    }
    assert_eq!(server.requests().len(), 1);
}
