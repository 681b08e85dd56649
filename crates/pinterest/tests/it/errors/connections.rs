//! Calls that never get a response, or never leave.

use std::error::Error as StdError;
use std::future::Future;
use std::io;
use std::time::Duration;

use pinterest::auth::{AccessToken, Credentials, TokenFuture};
use pinterest::operation::Operation;
use pinterest::{Client, Environment, Error, ErrorKind, Url};
use pinterest_test_support::{Fault, Response, Server};
use tokio::net::TcpSocket;

use super::{error_of, update};
use crate::clients::{Clients, TOKEN};

/// Everything below the error, outermost first.
fn sources(error: &Error) -> Vec<&(dyn StdError + 'static)> {
    std::iter::successors(error.source(), |source| (*source).source()).collect()
}

#[track_caller]
fn assert_no_response(error: &Error, kind: ErrorKind) {
    assert_eq!(
        (error.kind(), error.operation()),
        (kind, Some("brand_accounts/update")),
        "{error:?}"
    );
    assert_eq!(
        (error.status(), error.code(), error.api_message()),
        (None, None, None)
    );
    assert_eq!(
        (error.request_id(), error.raw_body(), error.excerpt()),
        (None, None, None)
    );
    assert_eq!((error.retry_after(), error.json_path()), (None, None));
    assert!(error.limit().is_none());
}

/// What reports of errors print: the message, then each source, no text twice.
#[track_caller]
fn assert_sane_chain(error: &Error) {
    let mut texts = vec![error.to_string()];
    texts.extend(sources(error).iter().map(ToString::to_string));
    assert!(texts.len() > 1 && texts.len() < 10, "{texts:?}");
    for (index, text) in texts.iter().enumerate() {
        assert!(!text.is_empty(), "{texts:?}");
        assert!(!texts[..index].contains(text), "{texts:?}");
    }
    let cause = texts.last().unwrap();
    assert!(
        !texts[0].contains(cause.as_str()),
        "the message repeats its source: {texts:?}"
    );
}

#[tokio::test]
async fn a_refused_connection_is_an_error_of_connecting() {
    // A socket that does not listen keeps its port and rejects connections.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let url: Url = format!("http://{}/secret/v5", socket.local_addr().unwrap())
        .parse()
        .unwrap();
    let client = Client::builder()
        .without_retries()
        .with_access_token(TOKEN)
        .with_environment(Environment::Custom(url));
    let error = update(&client.build().unwrap()).await.unwrap_err();
    assert_no_response(&error, ErrorKind::Connect);
    assert_eq!(
        error.to_string(),
        "brand_accounts/update: could not connect to 127.0.0.1: connection refused"
    );
    assert!(!format!("{error:?}").contains("secret"), "{error:?}");
    assert_sane_chain(&error);
    let sources = sources(&error);
    let innermost = sources
        .iter()
        .rev()
        .find_map(|source| source.downcast_ref::<io::Error>());
    assert_eq!(
        innermost.map(io::Error::kind),
        Some(io::ErrorKind::ConnectionRefused)
    );
}

/// The error of a call whose response does not come in time; fails instead of hanging when there
/// is no timeout.
async fn late(response: Response) -> Error {
    let server = Server::with_responses([response]);
    let client = server
        .client_builder()
        .with_timeout(Duration::from_millis(30))
        .build()
        .unwrap();
    let outcome = tokio::time::timeout(Duration::from_secs(30), update(&client)).await;
    outcome.unwrap().unwrap_err()
}

#[tokio::test]
async fn a_response_that_is_late_is_a_timeout() {
    let error = late(Response::stalled()).await;
    assert_no_response(&error, ErrorKind::Timeout);
    assert!(error.to_string().contains("may have acted"), "{error}");
    assert_sane_chain(&error);
}

#[tokio::test]
async fn a_response_whose_end_is_late_is_a_timeout() {
    let error =
        late(Response::ok(r#"{"brand_account_id": "6660"}"#).with_fault(Fault::StalledInBody))
            .await;
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Timeout, Some("brand_accounts/update"))
    );
    assert!(error.to_string().contains("may have acted"), "{error}");
    assert_sane_chain(&error);
}

/// A resolver that never finds anything, so that connecting takes for ever.
struct Nowhere;

impl reqwest::dns::Resolve for Nowhere {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn a_connection_that_takes_too_long_is_an_error_of_connecting() {
    let http = reqwest::Client::builder()
        .dns_resolver(Nowhere)
        .no_proxy()
        .connect_timeout(Duration::from_millis(30))
        .build()
        .unwrap();
    let url: Url = "http://localhost:9/v5".parse().unwrap();
    let client = Client::builder()
        .with_access_token(TOKEN)
        .with_environment(Environment::Custom(url))
        .with_http_client(http);
    let error = update(&client.build().unwrap()).await.unwrap_err();
    // Nothing was sent, so the server cannot have acted.
    assert_no_response(&error, ErrorKind::Connect);
    let message = "could not connect to localhost: timed out";
    assert!(error.to_string().contains(message), "{error}");
}

/// A resolver that knows no host.
struct Unknown;

impl reqwest::dns::Resolve for Unknown {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        Box::pin(async { Err(io::Error::other("No such host is known").into()) })
    }
}

#[tokio::test]
async fn a_host_that_is_not_found_is_named_without_path_and_query() {
    let http = reqwest::Client::builder()
        .dns_resolver(Unknown)
        .no_proxy()
        .build()
        .unwrap();
    let url: Url = "https://api.lakeside.example/secret/v5".parse().unwrap();
    let client = Client::builder()
        .without_retries()
        .with_access_token(TOKEN)
        .with_environment(Environment::Custom(url))
        .with_http_client(http);
    let list = client.build().unwrap().employers().list();
    let error = list.bookmark("secret").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (
            ErrorKind::Connect,
            "get/business_employers: could not connect to api.lakeside.example: no such host is known"
        )
    );
    assert!(!error.may_have_acted() && error.is_transient());
}

#[tokio::test]
async fn a_response_that_is_cut_is_an_error_of_the_network() {
    let error = error_of(Response::closed()).await;
    assert_no_response(&error, ErrorKind::Network);
    let message = "the connection to 127.0.0.1 failed; the server may have acted";
    assert!(error.to_string().contains(message), "{error}");
    assert_sane_chain(&error);
}

#[tokio::test]
async fn a_response_that_is_cut_short_still_says_its_status() {
    for status in [200, 500] {
        let response = Response::json(status, r#"{"code": 1, "message": "No"}"#).cut();
        let error = error_of(
            response
                .header("x-pinterest-rid", "17")
                .header("Retry-After", "3"),
        )
        .await;
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Network, Some(status))
        );
        assert_eq!(
            (error.operation(), error.request_id()),
            (Some("brand_accounts/update"), Some("17"))
        );
        assert_eq!(
            (error.code(), error.api_message()),
            (None, None),
            "the body is not complete"
        );
        let message = "the connection to 127.0.0.1 failed; ";
        assert!(error.to_string().contains(message), "{error}");
        assert_sane_chain(&error);
    }
}

#[derive(Debug)]
struct Locked;

impl Credentials for Locked {
    fn access_token<'a>(&'a self, operation: &'static Operation) -> TokenFuture<'a> {
        Box::pin(async move {
            Err(Error::credentials(format!(
                "no token for {}",
                operation.path
            )))
        })
    }
}

#[tokio::test]
async fn credentials_that_fail_keep_the_request_from_leaving() {
    let server = Server::start();
    let client = server
        .client_builder()
        .with_credentials(Locked)
        .build()
        .unwrap();
    let error = update(&client).await.unwrap_err();
    assert_no_response(&error, ErrorKind::Credentials);
    assert_eq!(
        error.to_string(),
        "brand_accounts/update: no token for /business_access/business_hierarchy/{business_hierarchy_id}/brand_accounts/{brand_account_id}"
    );
    let error = client
        .employers()
        .list()
        .bookmark("here")
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Credentials, Some("get/business_employers"))
    );
    assert_eq!(error.bookmark(), Some("here"));
    server.assert_untouched();
}

#[derive(Debug)]
struct Chosen(&'static str);

impl Credentials for Chosen {
    fn access_token<'a>(&'a self, operation: &'static Operation) -> TokenFuture<'a> {
        let token = if operation.paged { self.0 } else { "" };
        Box::pin(async move { Ok(AccessToken::new(token)) })
    }
}

#[tokio::test]
async fn credentials_see_which_operation_needs_a_token() {
    let server = Server::with_responses([Response::ok(r#"{"items": []}"#)]);
    let client = server
        .client_builder()
        .with_credentials(Chosen("pina_lists"))
        .build()
        .unwrap();
    client.employers().list().send().await.unwrap();
    let error = update(&client).await.unwrap_err();
    assert_no_response(&error, ErrorKind::Credentials);
    let requests = server.requests();
    let sent: Vec<_> = requests
        .iter()
        .map(|request| request.header("authorization"))
        .collect();
    assert_eq!(sent, [["Bearer pina_lists"]]);
}

#[tokio::test]
async fn a_token_that_no_header_can_hold_is_an_error_of_credentials() {
    let server = Server::start();
    for token in ["", " \n", "pina_1\r\nx-evil: 1", "pina_\u{7f}"] {
        let client = server
            .client_builder()
            .with_access_token(token)
            .build()
            .unwrap();
        assert_no_response(&update(&client).await.unwrap_err(), ErrorKind::Credentials);
    }
    server.assert_untouched();
}

#[test]
fn a_client_that_cannot_be_set_up_says_why() {
    let with_url = |url: &str| {
        let environment = Environment::Custom(url.parse().unwrap());
        Client::builder()
            .with_access_token(TOKEN)
            .with_environment(environment)
            .build()
    };
    let cases = [
        (Client::builder().build(), "with_access_token"),
        (with_url("http://api.pinterest.com/v5"), "unencrypted"),
        (with_url("ftp://localhost/"), "scheme"),
        (
            with_url("https://ada:secret@localhost/"),
            "user or password",
        ),
        (with_url("https://localhost/?token=secret"), "query"),
        (
            Client::builder()
                .with_access_token(TOKEN)
                .with_user_agent("a\nb")
                .build(),
            "user agent",
        ),
    ];
    for (outcome, expected) in cases {
        let error = outcome.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::Configuration, None)
        );
        assert!(error.to_string().contains(expected), "{error}");
        assert!(
            !format!("{error:?} {error}").contains("secret"),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn an_argument_that_violates_a_limit_is_named_with_the_limit_and_the_value() {
    let server = Server::start();
    let list = server
        .client()
        .business("7290")
        .invites()
        .list()
        .page_size(251)
        .bookmark("here");
    let error = list.send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::InvalidRequest, Some("get/invites"))
    );
    let limit = error.limit().unwrap();
    assert_eq!(
        (&*limit.field, &*limit.limit, &*limit.value),
        ("page_size", "at most 250", "251")
    );
    assert_eq!(
        error.to_string(),
        "get/invites: page_size must be at most 250, but is 251"
    );
    assert_eq!((error.bookmark(), error.status()), (Some("here"), None));
    assert!(error.source().is_none());
    server.assert_untouched();
}

#[test]
fn errors_and_futures_can_cross_threads() {
    fn assert_send_and_sync<T: Send + Sync + 'static>() {}
    fn assert_send<F: Future + Send + 'static>(_: F) {}
    fn assert_owned<T: Send + Sync + 'static>(_: T) {}
    assert_send_and_sync::<Error>();
    assert_send_and_sync::<Client>();
    let client = Client::builder().with_access_token(TOKEN).build().unwrap();
    assert_send(client.employers().list().send());
    let invites = client.business("1").invites();
    let (one, all) = (invites.cancel("1"), invites.cancel_all(["1"]));
    assert_owned(one.clone());
    assert_owned(all.clone());
    assert_owned(invites.list());
    assert_send(one.send());
    assert_send(all.send());
}

#[tokio::test]
async fn a_connection_that_was_idle_for_too_long_is_not_used() {
    for (idle, connections) in [
        (None, 1),
        (Some(Duration::from_nanos(1)), 3),
        (Some(Duration::ZERO), 3),
    ] {
        let server = Server::start();
        server.always_respond(Response::ok(r#"{"items": [], "bookmark": null}"#));
        let mut builder = server.client_builder();
        if let Some(idle) = idle {
            builder = builder.with_pool_idle_timeout(idle);
        }
        let client = builder.build().unwrap();
        for _ in 0..3 {
            client.business("1").invites().list().send().await.unwrap();
        }
        assert_eq!(server.connections(), connections, "{idle:?}");
    }
}
