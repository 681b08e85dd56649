//! Tokens and the app's secret go to the environment of the client, and nowhere else.

use pinterest::auth::{ClientCredentials, CredentialSet, TokenFuture, UserCredentials};
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

/// Credentials that contain others pass the environment on.
#[tokio::test]
async fn credentials_of_a_program_are_told_the_environment() {
    #[derive(Debug)]
    struct Wrapped(UserCredentials);

    impl Credentials for Wrapped {
        fn access_token<'a>(&'a self, operation: &'static Operation) -> TokenFuture<'a> {
            self.0.access_token(operation)
        }

        fn bind(&self, environment: &Environment) -> Result<(), Error> {
            self.0.bind(environment)
        }
    }

    let (own, other) = (Server::start(), Server::start());
    let wrapped = Wrapped(refreshing(oauth(&other)));
    let builder = own.client_builder().with_credentials(wrapped);
    assert_mismatch(&builder.build().unwrap_err(), [&own, &other]);
}
