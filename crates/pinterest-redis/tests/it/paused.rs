//! Processes that are paused past their lease.

use pinterest::ErrorKind;
use pinterest_test_support::{Response, Server as TokenServer};

use super::children::{Running, assignment, listen, say};
use super::server::Server;
use super::{
    REJECTED_REFRESH_TOKEN, TOKEN, credentials, expired, pair, put, store, stored, token_of,
};

#[tokio::test]
#[ignore = "another test starts it in a separate process"]
async fn child_that_refreshes() {
    let [redis, server] = assignment();
    let credentials = credentials(&redis, server.parse().unwrap());
    match token_of(&credentials).await {
        Ok(token) => say(token),
        Err(error) => say(error),
    }
    listen();
}

/// A child whose refresh was sent, and which was paused before it has the response.
async fn paused_child(server: &Server, tokens: &TokenServer) -> Running {
    put(&store(&server.url()), &expired(0)).await;
    let arguments = [server.url(), tokens.url().to_string()];
    let arguments = arguments.each_ref().map(String::as_str);
    let child = Running::start("paused::child_that_refreshes", &arguments);
    tokens.received(1).await;
    child.pause();
    child
}

#[tokio::test]
async fn a_process_that_was_paused_past_its_lease_overwrites_nothing() {
    let Some(server) = Server::start() else {
        return;
    };
    let tokens = TokenServer::start();
    let held = tokens.hold_at(TOKEN, Response::ok(pair(1)));
    let mut child = paused_child(&server, &tokens).await;
    // It ends its lease, so another process refreshes with the same refresh token.
    tokens.respond_at(TOKEN, Response::ok(pair(2)));
    let other = credentials(&server.url(), tokens.url());
    assert_eq!(token_of(&other).await.unwrap(), "pina_CANARY2");
    held.release();
    child.resume();
    assert_eq!(child.hear().as_deref(), Some("pina_CANARY2"));
    assert_eq!(stored(&store(&server.url())).await.unwrap(), "pina_CANARY2");
    assert_eq!(tokens.requests().len(), 2);
}

/// Its pair is the only valid one.
#[tokio::test]
async fn a_process_that_was_paused_past_its_lease_still_saves_the_only_valid_pair() {
    let Some(server) = Server::start() else {
        return;
    };
    let tokens = TokenServer::start();
    let held = tokens.hold_at(TOKEN, Response::ok(pair(1)));
    let mut child = paused_child(&server, &tokens).await;
    tokens.respond_at(TOKEN, Response::json(401, REJECTED_REFRESH_TOKEN));
    let other = credentials(&server.url(), tokens.url());
    let error = token_of(&other).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReauthorizationRequired);
    held.release();
    child.resume();
    assert_eq!(child.hear().as_deref(), Some("pina_CANARY1"));
    assert_eq!(token_of(&other).await.unwrap(), "pina_CANARY1");
    assert_eq!(tokens.requests().len(), 2);
}

/// The lease is renewed for as long as the server takes.
#[tokio::test]
async fn a_refresh_that_takes_many_leases_is_made_once() {
    let Some(server) = Server::start() else {
        return;
    };
    let tokens = TokenServer::start();
    let held = tokens.hold_at(TOKEN, Response::ok(pair(1)));
    put(&store(&server.url()), &expired(0)).await;
    let arguments = [server.url(), tokens.url().to_string()];
    let arguments = arguments.each_ref().map(String::as_str);
    let mut child = Running::start("paused::child_that_refreshes", &arguments);
    tokens.received(1).await;
    let impatient = store(&server.url()).with_lock_timeout(std::time::Duration::from_millis(1_500));
    use pinterest::auth::TokenStore;
    let Err(error) = impatient.lock().await else {
        panic!("the lease ended");
    };
    assert!(
        error
            .to_string()
            .contains("could not be locked within 1.5 s"),
        "{error}"
    );
    held.release();
    assert_eq!(child.hear().as_deref(), Some("pina_CANARY1"));
    assert_eq!(tokens.requests().len(), 1);
}

#[tokio::test]
async fn the_lease_of_a_process_that_was_killed_ends() {
    let Some(server) = Server::start() else {
        return;
    };
    let tokens = TokenServer::start();
    let _never = tokens.hold_at(TOKEN, Response::ok(pair(1)));
    let mut child = paused_child(&server, &tokens).await;
    child.kill();
    tokens.respond_at(TOKEN, Response::ok(pair(2)));
    let other = credentials(&server.url(), tokens.url());
    assert_eq!(token_of(&other).await.unwrap(), "pina_CANARY2");
}
