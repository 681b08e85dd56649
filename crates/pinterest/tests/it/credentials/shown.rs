//! Nothing that a public type shows is a secret or personal.

use std::error::Error as StdError;
use std::time::Duration;

use futures_util::StreamExt;
use pinterest::auth::{
    AccessToken, App, AuthorizationCode, AuthorizationState, CallbackError, ClientCredentials,
    CredentialSet, FileTokenStore, MemoryTokenStore, OAuth, RefreshToken, Tokens, UserCredentials,
};
use pinterest::business_access::{AssetGrants, AssetRequest, InviteAssets};
use pinterest::types::{self, AssetSearchBy, MemberRole, Permission, Scope};
use pinterest::{
    Client, Environment, Error, FailedAttempt, RateLimiter, RateLimits, RetryPolicy, Sensitive,
    UnknownField,
};
use pinterest_test_support::{Response, Server};

use super::{TOKEN, app, expired, oauth_at, pair, tokens};
use crate::clients::Clients;

const EMAIL: &str = "Canary.Person+tag@canary-mail.example";

#[track_caller]
fn clean(what: &str, shown: &str) {
    let lower = shown.to_lowercase();
    for trace in ["canary", "person", "pina_", "pinr_", "pinc_", "@"] {
        assert!(!lower.contains(trace), "{what} shows {trace:?}: {shown}");
    }
}

macro_rules! clean {
    ($($value:expr),+ $(,)?) => {{
        $({
            let value = &$value;
            clean(stringify!($value), &format!("{value:?} {value:#?}"));
        })+
    }};
}

/// Everything that an error shows without being asked for secrets, and what came back from the
/// server.
pub(super) fn chain(error: &Error) -> String {
    let mut shown = format!(
        "{error} {error:#} {error:?} {error:#?} {:?}",
        error.excerpt()
    );
    let mut source = error.source();
    while let Some(inner) = source {
        shown += &format!(" {inner} {inner:?}");
        source = inner.source();
    }
    shown
}

#[test]
fn types_of_tokens_show_none() {
    let app = App::new("1234567", "CANARYsecret0123");
    let oauth = OAuth::new(app.clone());
    let token = AccessToken::new("pina_CANARY").with_scopes([Scope::AdsRead]);
    let user = UserCredentials::in_memory(oauth.clone(), tokens(1));
    let for_app = ClientCredentials::new(oauth.clone(), [Scope::AdsRead]);
    let set = CredentialSet::new()
        .with(token.clone())
        .with(user.clone())
        .with(for_app.clone())
        .with(AccessToken::conversion("pinc_CANARY"));
    clean!(
        app,
        oauth,
        token,
        user,
        for_app,
        set,
        RefreshToken::new("pinr_CANARY"),
        Tokens::from_refresh_token("pinr_CANARY"),
        expired(1),
        AuthorizationCode::new("CANARY", "https://shop.example/"),
        AuthorizationState::new("CANARY", "https://shop.example/"),
        MemoryTokenStore::from(tokens(1)),
        FileTokenStore::new("tokens.json"),
    );
    let authorization = oauth
        .authorize_url("https://shop.example/", [Scope::AdsRead])
        .unwrap();
    let state = authorization.state().expose_secret();
    assert!(!format!("{authorization:?} {:?}", authorization.state()).contains(state));

    let state = AuthorizationState::new("CANARYstate", "https://shop.example/");
    for rest in [
        "state=CANARYother&code=CANARYcode",
        "code=CANARYcode",
        "state=CANARYstate",
        "state=CANARYstate&code=CANARY1&code=CANARY2",
        "state=CANARYstate&error=access_denied&error_description=pina_CANARY",
        "state=CANARYstate&error=pina_CANARY012345&error_description=for+Canary.Person%40mail.example",
    ] {
        let error: CallbackError = state.code_from(&format!("/?{rest}")).unwrap_err();
        clean(rest, &format!("{error} {error:?} {error:#?}"));
        clean(rest, &chain(&Error::from(error)));
    }
}

#[test]
fn types_of_clients_show_no_token() {
    let client = |token: &str| Client::builder().with_access_token(token);
    let secret_url = "https://user:CANARY@proxy.example/v5?key=CANARY#CANARY";
    let environment = Environment::Custom(secret_url.parse().unwrap());
    clean!(environment);
    let builder = client("pina_CANARY").with_environment(environment);
    clean!(builder);
    clean("a bad URL", &chain(&builder.build().unwrap_err()));
    let built = client("pina_CANARY").build().unwrap();
    clean!(
        built,
        built.rate_limiter(),
        built.business("1"),
        built.business("1").invites(),
        built.received_invites()
    );
    clean!(
        built.business("1").members(),
        built.with_credentials(AccessToken::new("pina_CANARY"))
    );
    clean!(RateLimiter::new(RateLimits::standard()));
}

#[test]
fn values_that_people_pass_are_not_shown() {
    let field: UnknownField = serde_json::from_value(serde_json::json!({"phone": EMAIL})).unwrap();
    clean!(Sensitive::from(EMAIL), field);
    let json = serde_json::json!({"code": 1, "message": EMAIL, "new": {"a": [EMAIL]}});
    clean!(serde_json::from_value::<types::Error>(json).unwrap());
    let grants = AssetGrants::new("5491", Permission::Admin);
    clean!(
        AssetRequest::new("8091", grants.clone()),
        InviteAssets::new("1", types::InviteType::MemberInvite, grants)
    );
}

#[tokio::test]
async fn lists_and_their_pages_show_nobody() {
    let server = Server::start();
    let target = "/businesses/1/invites";
    let body = format!(
        r#"{{"items": [{{"id": "1", "user": {{"email": "{EMAIL}"}}, "new": "{EMAIL}"}}, {{"id": ["{EMAIL}"]}}, ["{EMAIL}"]]}}"#
    );
    for _ in 0..3 {
        server.respond_at(target, Response::ok(&body));
    }
    let client = server
        .client_builder()
        .with_access_token("pina_CANARY")
        .build()
        .unwrap();
    let list = client.business("1").invites().list();
    let search = client
        .business("1")
        .members()
        .assets("1")
        .with(|list| list.search_by(AssetSearchBy::Name).search_value(EMAIL));
    clean!(list, search);
    let page = list.clone().send().await.unwrap();
    assert_eq!((page.set_aside().len(), page.item_errors().count()), (1, 1));
    clean!(page, page.set_aside());
    clean!(page.into_iter());
    let mut pages = list.clone().pages();
    clean!(pages);
    let _ = pages.next().await;
    clean!(pages);
    let mut items = list.items();
    while let Some(item) = items.next().await {
        clean!(items);
        match item {
            Ok(item) => clean!(item),
            Err(error) => clean("an item", &chain(&error)),
        }
    }
}

#[tokio::test]
async fn batches_show_nobody() {
    let server = Server::start();
    let rejection = format!(
        r#"{{"items": [{{"exception": {{"code": 30, "message": "no {EMAIL}", "x": "{EMAIL}"}}}}]}}"#
    );
    server.respond_at("/businesses/1/invites", Response::ok(rejection));
    let client = server
        .client_builder()
        .with_access_token("pina_CANARY")
        .build()
        .unwrap();
    let batch = client
        .business("1")
        .invites()
        .invite_members([EMAIL], MemberRole::Employee);
    clean!(batch);
    let outcome = batch.await.unwrap();
    clean!(outcome, outcome.items());
    for item in outcome.items() {
        clean!(item, item.state);
    }
    for failure in outcome.failures() {
        clean!(failure, failure.error);
        clean("an item's error", &failure.error.to_string());
    }
}

#[tokio::test]
async fn calls_and_their_responses_show_nobody() {
    let server = Server::start();
    let body = format!(r#"{{"brand_account_id": "6660", "about": "{EMAIL}"}}"#);
    server.respond_at(
        "/business_access/business_hierarchy/1/brand_accounts/6660",
        Response::ok(body),
    );
    let client = server
        .client_builder()
        .with_access_token("pina_CANARY")
        .build()
        .unwrap();
    let update = types::BrandAccountUpdate::new().about(EMAIL);
    let accounts = client.business("1").brand_accounts();
    let call = accounts.update("6660", update);
    clean!(call);
    let response = call.response().await.unwrap();
    clean!(response, response.value());
}

/// A map whose keys are texts of the caller, with an entry that is not as described.
#[tokio::test]
async fn parts_that_are_set_aside_show_nobody() {
    let server = Server::start();
    let body = format!(r#"{{"invites": {{"{EMAIL}": ["{EMAIL}"]}}}}"#);
    server.respond_at("/businesses/1/requests/assets/access", Response::ok(body));
    let grants = AssetGrants::new("5491", Permission::Admin);
    let invites = server.client().business("1").invites();
    let outcome = invites
        .request_assets([AssetRequest::new("8091", grants)])
        .await
        .unwrap();
    assert_eq!(outcome.set_aside().len(), 1);
    clean!(outcome, outcome.set_aside());
}

/// Sees the error of every attempt.
#[derive(Debug)]
struct Looking;

impl RetryPolicy for Looking {
    fn wait(&self, failed: &FailedAttempt<'_>) -> Option<Duration> {
        clean!(failed);
        None
    }
}

#[tokio::test]
async fn policies_are_shown_nobody() {
    let server = Server::start();
    server.respond_at(
        "/businesses/1/invites",
        Response::json(503, format!("for {EMAIL} with pina_CANARY0123")),
    );
    let client = server
        .client_builder()
        .with_access_token("pina_CANARY")
        .with_retry_policy(Looking)
        .build()
        .unwrap();
    let error = client
        .business("1")
        .invites()
        .list()
        .send()
        .await
        .unwrap_err();
    clean("a rejection", &chain(&error));
    let error = client
        .business(EMAIL)
        .invites()
        .list()
        .send()
        .await
        .unwrap_err();
    clean("a limit", &format!("{} {:?}", chain(&error), error.limit()));
}

/// What an HTTP client that was set up elsewhere has in its headers is its own business, and so is
/// a path.
#[tokio::test]
async fn settings_of_http_clients_and_paths_are_not_shown() {
    let mut headers = http::HeaderMap::new();
    headers.insert("x-api-key", "CANARYkey".parse().unwrap());
    let http = reqwest::Client::builder().default_headers(headers);
    let http = http.build().unwrap();
    let url = "http://127.0.0.1:1/CANARYkey/v5".parse().unwrap();
    let environment = Environment::Custom(url);
    let builder = Client::builder()
        .with_access_token("pina_CANARY")
        .with_environment(environment.clone())
        .with_http_client(http.clone());
    clean!(builder);
    let client = builder.build().unwrap();
    clean!(client, client.business("1"));
    let oauth = OAuth::new(app()).with_environment(environment);
    let oauth = oauth.with_http_client(http).without_retries();
    oauth.refresh(&"pinr_CANARY".into()).await.unwrap_err();
    clean!(oauth);
}

#[tokio::test]
async fn secrets_are_found_in_other_words() {
    for written in [
        r"CANARY\/sec+ret",
        r"\u0043ANARY/sec+ret",
        "CANARY%2fsec%2bret",
    ] {
        let server = Server::start();
        let body = format!(r#"{{"code": 1, "message": "bad client_secret {written}"}}"#);
        server.respond_at(TOKEN, Response::json(400, body));
        let oauth = OAuth::new(App::new("1", "CANARY/sec+ret"))
            .with_environment(Environment::Custom(server.url()));
        let error = oauth.refresh(&"pinr_abcdefgh".into()).await.unwrap_err();
        clean(written, &chain(&error));
        assert_eq!(
            error.code(),
            Some(1),
            "the response is understood all the same"
        );
    }
    let server = Server::start();
    let body = r#"{"code": 1, "message": "bad token CANARYtoken0123"}"#;
    server.respond_at("/businesses/employers", Response::json(400, body));
    let client = server.client_builder().with_access_token("CANARYtoken0123");
    let list = client.build().unwrap().employers().list();
    let error = list.send().await.unwrap_err();
    clean("a token of another form", &chain(&error));
}

#[tokio::test]
async fn no_secret_follows_a_redirect() {
    let elsewhere = Server::start();
    elsewhere.respond_at(TOKEN, Response::ok(pair(1)));
    let location = elsewhere.url().join(TOKEN).unwrap();
    let redirect = Response::new(307, "").header("location", location.as_str());
    let server = Server::with_responses(vec![redirect; 2]);
    let http = || reqwest::Client::builder().no_proxy().build().unwrap();
    let oauth = oauth_at(server.url()).with_http_client(http());
    oauth.refresh(&"pinr_CANARY0".into()).await.unwrap_err();
    let client = server.client_builder().with_http_client(http());
    let accounts = client.build().unwrap().business("1").brand_accounts();
    let update = types::BrandAccountUpdate::new().about(EMAIL);
    accounts.update("6660", update).await.unwrap_err();
    assert_eq!(server.requests().len(), 2);
    assert!(elsewhere.requests().is_empty(), "{:?}", elsewhere.targets());
}
