//! `auth` writes out by hand what it sends to the authorization server, and reads by hand what
//! comes back, since it is there without any domain. The names are those of the description: of the
//! types that are generated from it.

use std::time::{Duration, SystemTime};

use pinterest::Environment;
use pinterest::auth::{AccessToken, App, AuthorizationCode, OAuth, RefreshToken};
use pinterest::operation::{self, Operation};
use pinterest::types::{
    ConversionAccessToken, OauthAccessToken, OauthAccessTokenRequest, Scope, TokenGrantType,
    TokenRevocationRequest, TokenTypeHint,
};
use pinterest_test_support::{Request, Response, Server};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

const TOKEN_RESPONSE: &str = r#"{"access_token": "pina_1", "expires_in": 60, "refresh_token": "pinr_1",
    "refresh_token_expires_in": 120, "response_type": "authorization_code", "scope": "ads:read",
    "token_type": "bearer"}"#;

fn oauth(server: &Server) -> OAuth {
    OAuth::new(App::new("1234", "secret"))
        .with_environment(Environment::Custom(server.url()))
        .without_retries()
}

#[track_caller]
fn assert_sent_to(operation: &Operation, request: &Request) {
    let expected = (operation.method.to_string(), operation.path);
    assert_eq!((request.method().to_owned(), request.target()), expected);
}

/// The form as the type of the description. A name that the type does not have is in its `extra`,
/// and so makes it unequal to any that was built.
#[track_caller]
fn form<T: DeserializeOwned>(request: &Request) -> T {
    let url = pinterest::Url::parse(&format!("form:?{}", request.text())).unwrap();
    let fields: Map<String, Value> = url
        .query_pairs()
        .map(|(name, value)| match &*value {
            "true" => (name.into_owned(), true.into()),
            _ => (name.into_owned(), value.into()),
        })
        .collect();
    serde_json::from_value(fields.into()).unwrap()
}

/// The response as the type of the description, which has a name for every field in it.
#[track_caller]
fn described<T: DeserializeOwned + Serialize>(response: &str) -> T {
    let value: T = serde_json::from_str(response).unwrap();
    let fields: Value = serde_json::from_str(response).unwrap();
    assert_eq!(serde_json::to_value(&value).unwrap(), fields);
    value
}

#[tokio::test]
async fn grants_are_asked_for_by_the_names_of_the_description() {
    let server = Server::with_responses([(); 4].map(|()| Response::ok(TOKEN_RESPONSE)));
    let oauth = oauth(&server);
    let code = AuthorizationCode::new("code_1", "https://shop.example/back");
    oauth.exchange(code).await.unwrap();
    let old = RefreshToken::new("pinr_0");
    oauth.refresh(&old).await.unwrap();
    let scopes = [Scope::AdsRead];
    oauth.refresh_with_scopes(&old, scopes).await.unwrap();
    oauth.client_credentials([Scope::AdsRead]).await.unwrap();

    let renewal = OauthAccessTokenRequest::new(TokenGrantType::RefreshToken)
        .refresh_token("pinr_0")
        .continuous_refresh(true);
    let expected = [
        OauthAccessTokenRequest::new(TokenGrantType::AuthorizationCode)
            .code("code_1")
            .redirect_uri("https://shop.example/back")
            .continuous_refresh(true),
        renewal.clone(),
        renewal.scope("ads:read"),
        OauthAccessTokenRequest::new(TokenGrantType::ClientCredentials).scope("ads:read"),
    ];
    for (request, expected) in server.requests().iter().zip(expected) {
        assert_sent_to(&operation::OAUTH_TOKEN, request);
        assert_eq!(form::<OauthAccessTokenRequest>(request), expected);
    }
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn tokens_are_read_by_the_names_of_the_description() {
    let until = r#"{"access_token": "pina_2", "expires_in": 60, "token_type": "bearer",
        "refresh_token_expires_at": 4102444800}"#;
    let server = Server::with_responses([TOKEN_RESPONSE, until].map(Response::ok));
    let old = RefreshToken::new("pinr_0");

    let response: OauthAccessToken = described(TOKEN_RESPONSE);
    assert!(response.extra.is_empty());
    let before = SystemTime::now();
    let tokens = oauth(&server).refresh(&old).await.unwrap();
    let in_seconds = |at: Option<SystemTime>| {
        let left = at.unwrap().duration_since(before).unwrap();
        i64::try_from(left.as_secs()).unwrap()
    };
    let access = tokens.access_token().unwrap();
    assert_eq!(access.expose_secret(), response.access_token.as_str());
    assert_eq!(access.scopes().unwrap(), [Scope::AdsRead]);
    assert_eq!(
        tokens.refresh_token().unwrap().expose_secret(),
        response.refresh_token.unwrap().as_str()
    );
    let (access, refresh) = (tokens.access_expiry(), tokens.refresh_expiry());
    assert!((response.expires_in..response.expires_in + 30).contains(&in_seconds(access)));
    assert!((120..150).contains(&in_seconds(refresh)));

    let response: OauthAccessToken = described(until);
    assert!(response.extra.is_empty());
    let tokens = oauth(&server).refresh(&old).await.unwrap();
    let expiry = SystemTime::UNIX_EPOCH + Duration::from_secs(4_102_444_800);
    assert_eq!(tokens.refresh_expiry(), Some(expiry));
}

#[tokio::test]
async fn tokens_are_revoked_by_the_names_of_the_description() {
    let server = Server::with_responses([Response::new(200, ""), Response::new(200, "")]);
    let oauth = oauth(&server);
    let (access, refresh) = (AccessToken::new("pina_1"), RefreshToken::new("pinr_1"));
    oauth.revoke_access_token(&access).await.unwrap();
    oauth.revoke_refresh_token(&refresh).await.unwrap();
    let expected = [
        TokenRevocationRequest::new("pina_1").token_type_hint(TokenTypeHint::AccessToken),
        TokenRevocationRequest::new("pinr_1").token_type_hint(TokenTypeHint::RefreshToken),
    ];
    for (request, expected) in server.requests().iter().zip(expected) {
        assert_sent_to(&operation::TOKEN_REVOKE, request);
        assert_eq!(form::<TokenRevocationRequest>(request), expected);
    }
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_conversion_token_is_read_by_the_names_of_the_description() {
    let text = r#"{"access_token": "pinc_1", "token_type": "conversion"}"#;
    let response: ConversionAccessToken = described(text);
    assert!(response.extra.is_empty());
    let server = Server::with_responses([Response::ok(text)]);
    let user = AccessToken::new("pina_1");
    let token = oauth(&server).conversion_token(&user).await.unwrap();
    assert_eq!(token.expose_secret(), response.access_token.as_str());
    assert_sent_to(&operation::OAUTH_CONVERSION_TOKEN, &server.requests()[0]);
}
