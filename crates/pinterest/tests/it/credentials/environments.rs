//! Tokens and the app's secret go to the environment of the client, and nowhere else.

use pinterest::auth::{Binding, ClientCredentials, CredentialSet, TokenFuture, UserCredentials};
use pinterest::types::Scope;
use pinterest::{Client, ErrorKind};
use pinterest_test_support::Response;

use super::*;
use crate::clients::Clients;

/// Credentials of an app, for which no environment was set.
fn open() -> OAuth {
    OAuth::new(app()).without_retries()
}

fn refreshing(oauth: OAuth) -> UserCredentials {
    UserCredentials::in_memory(oauth, expired(0))
}

/// The request for a token, and that of the call.
fn respond(server: &Server) {
    server.respond_at(TOKEN, Response::ok(pair(1)));
    server.respond_at(
        "/businesses/employers",
        Response::ok(r#"{"items": [], "bookmark": null}"#),
    );
}

async fn call(client: &Client) -> Result<(), Error> {
    client.employers().list().send().await.map(drop)
}

#[track_caller]
fn assert_mismatch(error: &Error, servers: [&Server; 2]) {
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error:?}");
    let shown = error.to_string();
    for server in servers {
        let port = server.url().port().unwrap();
        assert!(shown.contains(&format!("127.0.0.1:{port}")), "{shown}");
    }
    assert!(!shown.contains("CANARY"), "{shown}");
}

#[tokio::test]
async fn credentials_take_the_environment_of_their_client() {
    let server = Server::start();
    respond(&server);
    let builder = server.client_builder();
    let client = builder.with_credentials(refreshing(open())).build();
    call(&client.unwrap()).await.unwrap();
    assert_eq!(server.targets(), [TOKEN, "/businesses/employers"]);
}

#[tokio::test]
async fn credentials_in_a_set_take_the_environment_of_their_client() {
    let server = Server::start();
    respond(&server);
    let set = CredentialSet::new().with(refreshing(open()));
    let client = server.client_builder().with_credentials(set).build();
    call(&client.unwrap()).await.unwrap();
    assert_eq!(server.targets(), [TOKEN, "/businesses/employers"]);
}

#[tokio::test]
async fn credentials_of_one_app_serve_clients_of_different_environments() {
    let oauth = open();
    for server in [Server::start(), Server::start()] {
        respond(&server);
        let credentials = refreshing(oauth.clone());
        let client = server.client_builder().with_credentials(credentials);
        call(&client.build().unwrap()).await.unwrap();
        assert_eq!(server.targets(), [TOKEN, "/businesses/employers"]);
    }
}

#[test]
fn credentials_of_another_environment_are_rejected_when_the_client_is_built() {
    let (own, other) = (Server::start(), Server::start());
    let build = |credentials: CredentialSet| {
        let builder = own.client_builder().with_credentials(credentials);
        builder.build().unwrap_err()
    };
    let user = CredentialSet::new().with(refreshing(oauth(&other)));
    assert_mismatch(&build(user), [&own, &other]);
    let app = ClientCredentials::new(oauth(&other), [Scope::AdsRead]);
    assert_mismatch(&build(CredentialSet::new().with(app)), [&own, &other]);
}

#[test]
fn credentials_that_have_a_client_are_rejected_by_one_of_another_environment() {
    let (first, second) = (Server::start(), Server::start());
    let credentials = refreshing(open());
    let build = |server: &Server| {
        let builder = server.client_builder();
        builder.with_credentials(credentials.clone()).build()
    };
    build(&first).unwrap();
    build(&first).unwrap();
    assert_mismatch(&build(&second).unwrap_err(), [&first, &second]);
}

#[tokio::test]
async fn a_client_for_another_user_sends_nothing_with_credentials_of_another_environment() {
    let (own, other) = (Server::start(), Server::start());
    let client = own.client().with_credentials(refreshing(oauth(&other)));
    let error = call(&client).await.unwrap_err();
    assert_mismatch(&error, [&own, &other]);
    assert!(!error.may_have_acted() && !error.is_transient());
    own.assert_untouched();
    other.assert_untouched();
}

/// An HTTP client whose requests have this name in a header.
fn http_client(name: &'static str) -> reqwest::Client {
    let mut headers = http::HeaderMap::new();
    headers.insert("x-http-client", http::HeaderValue::from_static(name));
    let builder = reqwest::Client::builder().default_headers(headers);
    builder.no_proxy().build().unwrap()
}

/// The HTTP clients of the request for a token, and of the call.
async fn used_http_clients(client: &Client, server: &Server) -> [Vec<String>; 2] {
    respond(server);
    call(client).await.unwrap();
    let requests = server.take_requests();
    let targets: Vec<&str> = requests.iter().map(|request| request.target()).collect();
    assert_eq!(targets, [TOKEN, "/businesses/employers"]);
    [0, 1].map(|index| {
        let names = requests[index].header("x-http-client").into_iter();
        names.map(ToString::to_string).collect()
    })
}

#[tokio::test]
async fn tokens_are_requested_with_the_http_client_of_the_client() {
    let server = Server::start();
    let builder = || {
        let builder = server.client_builder();
        builder.with_http_client(http_client("given"))
    };
    let built =
        |credentials: UserCredentials| builder().with_credentials(credentials).build().unwrap();
    let with_own = open().with_http_client(http_client("own"));
    let set = CredentialSet::new().with(refreshing(open()));
    for (client, expected) in [
        (built(refreshing(open())), "given"),
        (built(refreshing(oauth(&server))), "given"),
        (builder().with_credentials(set).build().unwrap(), "given"),
        (
            builder()
                .build()
                .unwrap()
                .with_credentials(refreshing(open())),
            "given",
        ),
        (built(refreshing(with_own)), "own"),
    ] {
        let used = used_http_clients(&client, &server).await;
        assert_eq!(used, [[expected], ["given"]]);
    }
}

#[tokio::test]
async fn credentials_of_two_clients_use_the_http_client_of_the_first() {
    let server = Server::start();
    let credentials = refreshing(open());
    let clients = ["first", "second"].map(|name| {
        let builder = server.client_builder().with_http_client(http_client(name));
        let builder = builder.with_credentials(credentials.clone());
        builder.build().unwrap()
    });
    let used = used_http_clients(&clients[1], &server).await;
    assert_eq!(used, [["first"], ["second"]]);
}

#[tokio::test]
async fn without_an_http_client_of_the_user_tokens_are_requested_with_one_of_this_library() {
    let server = Server::start();
    let builder = server.client_builder();
    let client = builder.with_credentials(refreshing(open())).build();
    let used = used_http_clients(&client.unwrap(), &server).await;
    assert_eq!(used, [[""; 0], [""; 0]]);
}

/// Credentials that contain others pass on what they are told.
#[tokio::test]
async fn credentials_of_a_program_are_told_about_the_client() {
    #[derive(Debug)]
    struct Wrapped(UserCredentials);

    impl Credentials for Wrapped {
        fn access_token<'a>(&'a self, operation: &'static Operation) -> TokenFuture<'a> {
            self.0.access_token(operation)
        }

        fn bind(&self, client: &Binding<'_>) -> Result<(), Error> {
            self.0.bind(client)
        }
    }

    let (own, other) = (Server::start(), Server::start());
    let wrapped = Wrapped(refreshing(oauth(&other)));
    let builder = own.client_builder().with_credentials(wrapped);
    assert_mismatch(&builder.build().unwrap_err(), [&own, &other]);
}
