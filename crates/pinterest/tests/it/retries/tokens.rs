//! A token that is rejected, and the one that replaces it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use pinterest::auth::{AccessToken, Credentials, ReplacementFuture, TokenFuture};
use pinterest::operation::Operation;
use pinterest::{Client, Error, ErrorKind};
use pinterest_test_support::{Request, Response, Server};

use super::{UPDATED, act, patient, quick};
use crate::clients::Clients;

/// Has a second token, if it is to have one.
#[derive(Clone, Debug, Default)]
struct Two {
    fails: bool,
    asked: Arc<AtomicUsize>,
}

impl Credentials for Two {
    fn access_token<'a>(&'a self, _: &'static Operation) -> TokenFuture<'a> {
        Box::pin(async { Ok(AccessToken::new("pina_first")) })
    }

    fn replacement<'a>(
        &'a self,
        _: &'static Operation,
        _: &'a AccessToken,
    ) -> ReplacementFuture<'a> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            if self.fails {
                return Err(Error::credentials("there is no other"));
            }
            Ok(Some(AccessToken::new("pina_second")))
        })
    }
}

fn rejected() -> Response {
    Response::json(401, r#"{"code": 2, "message": "Authentication failed."}"#)
}

fn tokens(server: &Server) -> Vec<String> {
    let requests = server.requests();
    let header = |request: &Request| request.header("authorization").concat();
    requests.iter().map(header).collect()
}

fn client(server: &Server, two: &Two) -> Client {
    patient(server)
        .with_credentials(two.clone())
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_rejected_token_is_replaced_once_also_for_what_may_not_be_repeated() {
    let two = Two::default();
    let server = Server::with_responses([rejected(), Response::ok(UPDATED)]);
    act(&client(&server, &two)).await.unwrap();
    assert_eq!(tokens(&server), ["Bearer pina_first", "Bearer pina_second"]);

    let server = Server::with_responses([rejected(), rejected()]);
    let error = act(&client(&server, &two)).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(401), 2));
    assert!(error.hint().unwrap().contains("sandbox"), "{error}");
    assert_eq!(server.requests().len(), 2);
    assert_eq!(two.asked.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn without_retries_a_rejected_token_is_replaced_all_the_same() {
    let server = Server::with_responses([rejected(), Response::ok(UPDATED)]);
    let builder = server.client_builder().with_credentials(Two::default());
    act(&builder.build().unwrap()).await.unwrap();
}

#[tokio::test]
async fn credentials_that_have_no_other_token_end_the_call() {
    let two = Two {
        fails: true,
        ..Two::default()
    };
    let server = Server::with_responses([rejected()]);
    let error = act(&client(&server, &two)).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Credentials, 1)
    );
    assert_eq!(error.operation(), Some("brand_accounts/update"));
}

#[tokio::test]
async fn a_fixed_token_that_is_rejected_is_an_error_after_one_request() {
    let server = Server::with_responses([rejected()]);
    let client = server
        .client_builder()
        .with_retry_policy(quick())
        .build()
        .unwrap();
    let error = act(&client).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(401), 1));
    assert_eq!(server.requests().len(), 1);
}
