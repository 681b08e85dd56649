//! No token and no e-mail address is in what errors show, whichever way they come about.

use std::error::Error as StdError;
use std::time::Duration;

use pinterest::auth::{AccessToken, Credentials, TokenFuture};
use pinterest::business_access::{AssetGrants, AssetRequest, Permissions};
use pinterest::operation::Operation;
use pinterest::types::{AssetSearchBy, MemberRole, PartnerType, Permission};
use pinterest::{Client, Environment, Error, ErrorKind, LimitViolation};
use pinterest_test_support::{Response, Server};
use tokio::net::TcpSocket;

use super::{error_of, errors_of, update};
use crate::clients::{Clients, TOKEN};

pub(super) const EMAIL: &str = "Canary.Person+tag@canary-mail.example";

/// What is left of a token or an address when a part of it gets through.
const TRACES: [&str; 4] = ["canary", "person", "pina_", "@"];

/// Everything that an error shows without being asked for it: itself in all forms, and its sources.
pub(super) fn shown(error: &Error) -> String {
    let mut shown = format!("{error} {error:#} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(inner) = source {
        shown += &format!(" {inner} {inner:#} {inner:?} {inner:#?}");
        source = inner.source();
    }
    let limit = error
        .limit()
        .map_or(String::new(), LimitViolation::to_string);
    format!(
        "{shown} {limit} {:?} {:?} {:?}",
        error.limit(),
        error.excerpt(),
        error.request_id()
    )
}

#[track_caller]
pub(super) fn assert_clean(what: &str, shown: &str) {
    let lower = shown.to_lowercase();
    for trace in TRACES {
        assert!(!lower.contains(trace), "{what} shows {trace:?}: {shown}");
    }
}

/// Texts of the server with an address and tokens in them, as they might come in a message or on a
/// page.
fn leaky_texts() -> Vec<String> {
    vec![
        format!("User {EMAIL} is not a member."),
        format!("{EMAIL}"),
        format!("Unknown users: [{EMAIL}, {EMAIL}]; \"{EMAIL}\" ({EMAIL})"),
        format!("The token {TOKEN} has expired"),
        format!("Authorization: Bearer {TOKEN}"),
        format!(
            "token='{TOKEN}', refresh_token=\"{}\"",
            TOKEN.replace("pina", "pinr")
        ),
        EMAIL.replace('+', "%2B").replace('@', "%40"),
    ]
}

#[tokio::test]
async fn messages_of_the_api_are_shown_without_them_and_kept_in_full() {
    for text in leaky_texts() {
        let message = serde_json::Value::from(text.as_str());
        let body = format!(r#"{{"code": 1, "message": {message}}}"#);
        let response = |status| Response::json(status, &body).header("x-pinterest-rid", EMAIL);
        for error in errors_of([400, 401, 429, 500].map(response)).await {
            assert_clean("an error of the API", &shown(&error));
            assert_eq!(error.api_message(), Some(&*text));
            assert_eq!(error.request_id(), None, "it has not the form of an id");
            assert_eq!(error.raw_body(), Some(body.as_bytes()));
        }
    }
}

#[tokio::test]
async fn bodies_that_are_not_as_described_are_shown_without_them_and_kept_in_full() {
    for text in leaky_texts() {
        let json = serde_json::Value::from(text.as_str());
        let bodies = [
            format!("<html><body>{text}</body></html>"),
            text.clone(),
            format!(r#"{{"error": {json}}}"#),
            format!(r#"{{"code": {json}, "message": [{json}]}}"#),
            format!(r#"{{"brand_account_id": [{json}]}}"#),
            format!(r#"{{"brand_account_id": "1"}} {text}"#),
            format!("[{json}]"),
            json.to_string(),
        ];
        let responses = |body: &String| [200, 202, 502].map(|status| Response::new(status, body));
        let errors = errors_of(bodies.iter().flat_map(responses)).await;
        for (error, body) in errors.iter().zip(bodies.iter().flat_map(|body| [body; 3])) {
            assert_clean(body, &shown(error));
            assert_eq!(error.raw_body(), Some(body.as_bytes()));
        }
    }
}

#[tokio::test]
async fn values_in_places_of_other_values_are_not_shown() {
    let body = format!(r#"{{"items": [{{"exception": "{EMAIL}"}}]}}"#);
    let server = Server::with_responses(vec![Response::ok(&body); 2]);
    let invites = server.client().business("7290").invites();
    let outcome = invites.invite_partners(["8091"]).await.unwrap();
    let parts = outcome.set_aside();
    assert_eq!(parts.len(), 1);
    assert_eq!(parts[0].json(), format!("\"{EMAIL}\""));
    let mismatch = parts[0].mismatch();
    assert_clean(
        "an undecodable result",
        &format!("{outcome:?} {parts:?} {parts:#?} {mismatch} {mismatch:?}"),
    );
    // An exception of another form is an exception all the same.
    let error = invites.cancel("5341").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_clean("an undecodable single result", &shown(&error));
    assert_eq!(error.raw_body(), Some(body.as_bytes()));
}

#[tokio::test]
async fn keys_in_the_path_to_an_undecodable_value_are_not_shown() {
    let body = format!(r#"{{"invites": {{"{EMAIL}": 7}}}}"#);
    let server = Server::with_responses([Response::ok(&body)]);
    let request = AssetRequest::new("8091", AssetGrants::new("5491", Permission::Admin));
    let invites = server.client().business("7290").invites();
    let outcome = invites.request_assets([request]).await.unwrap();
    let parts = outcome.set_aside();
    assert_eq!(parts.len(), 1);
    assert_eq!(parts[0].path(), format!("invites.{EMAIL}"));
    let mismatch = parts[0].mismatch();
    assert_eq!(mismatch.shown_path(), "invites.*");
    assert_clean(
        "an undecodable map",
        &format!("{outcome:?} {parts:?} {parts:#?} {mismatch} {mismatch:?}"),
    );
}

#[tokio::test]
async fn arguments_that_violate_a_limit_are_named_without_them() {
    let server = Server::start();
    let client = server.client();
    let business = client.business("7290");
    for argument in [EMAIL, TOKEN] {
        let errors = [
            client
                .business(argument)
                .invites()
                .list()
                .send()
                .await
                .unwrap_err(),
            client
                .business(argument)
                .invites()
                .cancel_all(["1"])
                .await
                .unwrap_err(),
            business
                .members()
                .assets(argument)
                .send()
                .await
                .unwrap_err(),
            business
                .system_users()
                .rename(argument, "Nightly")
                .await
                .unwrap_err(),
            business
                .members()
                .remove_all([(argument, MemberRole::Employee)])
                .await
                .unwrap_err(),
            business
                .partners()
                .remove_all(["8091", argument], PartnerType::Internal)
                .await
                .unwrap_err(),
            business
                .partners()
                .remove(argument, PartnerType::Internal)
                .await
                .unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            assert_clean("a violated limit", &shown(&error));
        }
    }
    server.assert_untouched();
}

#[tokio::test]
async fn arguments_that_are_keys_are_named_without_them() {
    let server = Server::start();
    let invites = server.client().business("7290").invites();
    let many = Permissions::try_from(vec![Permission::Analyst; 51]).unwrap();
    let request = AssetRequest::new("8091", AssetGrants::new(EMAIL, many));
    let error = invites.request_assets([request]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_clean("a violated limit below a key", &shown(&error));
}

/// A request with an address in its query, and a batch with one in its body.
async fn personal_calls(client: &Client) -> [Error; 2] {
    let business = client.business("7290");
    let list = business
        .members()
        .assets("1401")
        .with(|list| list.search_by(AssetSearchBy::Name).search_value(EMAIL));
    let people = [EMAIL, TOKEN];
    let invited = business
        .invites()
        .invite_members(people, MemberRole::Employee)
        .await;
    // Without a connection nothing was done at all; otherwise the outcome has the error.
    let invited = invited.map_or_else(Some, |mut outcome| outcome.take_error());
    [list.send().await.unwrap_err(), invited.unwrap()]
}

#[tokio::test]
async fn failures_of_the_connection_do_not_show_what_was_sent() {
    let kept = TcpSocket::new_v4().unwrap();
    kept.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let url = format!("http://{}", kept.local_addr().unwrap());
    let unreachable = Client::builder()
        .with_access_token(TOKEN)
        .with_environment(Environment::Custom(url.parse().unwrap()))
        .build()
        .unwrap();
    for error in personal_calls(&unreachable).await {
        assert_eq!(error.kind(), ErrorKind::Connect);
        assert_clean("a rejected connection", &shown(&error));
    }

    let held = Server::with_responses(vec![Response::stalled(); 2]);
    let client = held
        .client_builder()
        .with_timeout(Duration::from_millis(30))
        .build()
        .unwrap();
    for error in personal_calls(&client).await {
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert_clean("a timeout", &shown(&error));
    }

    let leaky = Response::ok(format!(r#"{{"items": ["{EMAIL} {TOKEN}"]}}"#)).cut();
    for response in [Response::closed(), leaky] {
        let cut = Server::with_responses(vec![response; 2]);
        for error in personal_calls(&cut.client()).await {
            assert_eq!(error.kind(), ErrorKind::Network);
            assert_clean("a cut connection", &shown(&error));
        }
    }
}

#[tokio::test]
async fn a_redirect_does_not_show_where_to() {
    let location = format!("https://{EMAIL}/?access_token={TOKEN}");
    let error = error_of(Response::new(302, "").header("Location", &location)).await;
    assert_clean("a redirect", &shown(&error));
}

#[derive(Debug)]
struct Vault(AccessToken);

impl Credentials for Vault {
    fn access_token<'a>(&'a self, _: &'static Operation) -> TokenFuture<'a> {
        Box::pin(async move { Ok(self.0.clone()) })
    }
}

#[tokio::test]
async fn the_token_is_not_shown_by_anything_that_holds_it() {
    let server = Server::start();
    let unusable = format!("{TOKEN}\r\nx-evil: {EMAIL}");
    let builder = server
        .client_builder()
        .with_credentials(Vault(unusable.into()));
    assert_clean("a builder", &format!("{builder:?} {builder:#?}"));
    let client = builder.build().unwrap();
    assert_clean("a client", &format!("{client:?} {client:#?}"));
    let error = update(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_clean("an unusable token", &shown(&error));
    server.assert_untouched();
}

/// As they stand in queries, in encoded headers, and in JSON with escapes; apostrophes are common
/// in addresses.
#[tokio::test]
async fn tokens_and_addresses_are_recognized_in_odd_surroundings() {
    let texts = [
        "GET /v5/user_account?access_token=pina_CANARY0123 HTTP/1.1",
        "grant_type=refresh_token&refresh_token=pinr_CANARY0123",
        "Authorization%3A%20Bearer%20pina_CANARY0123",
        "No such user: canary'person@canary-mail.example",
        r"No such user: canary.person\u0040canary-mail.example",
    ];
    let mut failures = Vec::new();
    for text in texts {
        let shown =
            shown(&error_of(Response::new(502, format!("<p>{text}</p>"))).await).to_lowercase();
        if TRACES.iter().any(|trace| shown.contains(trace)) {
            failures.push(text);
        }
    }
    assert!(
        failures.is_empty(),
        "shown in full or in part: {failures:#?}"
    );
}
