//! Calls by id take the same way as all others.

use pinterest::{Error, ErrorKind};
use pinterest_test_support::{Response, Server};
use serde_json::json;

use crate::clients::{Clients, TOKEN};

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

async fn refused(server: &Server, parameters: &[(&str, &str)]) -> Error {
    let client = server.client();
    let parameters = pairs(parameters);
    let answer = client.dispatch("get/invites", &parameters, None);
    answer.await.unwrap_err()
}

#[tokio::test]
async fn a_call_has_the_token_and_is_sent_again_after_a_failure_that_passes() {
    let page = r#"{"items": [{"id": "1", "new": [null]}], "bookmark": "b"}"#;
    let server = Server::with_responses([Response::json(503, "{}"), Response::ok(page)]);
    let parameters = pairs(&[
        ("business_id", "7290"),
        ("invite_status", "PENDING"),
        ("invite_status", "EXPIRED"),
    ]);
    let retries = pinterest::Backoff::default();
    let builder = server.client_builder().with_retry_policy(retries);
    let client = builder.build().unwrap();
    let answer = client
        .dispatch("get/invites", &parameters, None)
        .await
        .unwrap();
    assert_eq!(
        (answer.status, answer.body),
        (200, serde_json::from_str(page).unwrap())
    );
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for request in &requests {
        assert_eq!(request.header("authorization"), [format!("Bearer {TOKEN}")]);
        assert_eq!(
            request.query(),
            Some("invite_status=PENDING&invite_status=EXPIRED")
        );
    }
}

#[tokio::test]
async fn arguments_that_do_not_fit_are_not_sent() {
    let server = Server::start();
    let error = refused(
        &server,
        &[("business_id", "7290"), ("ada@example.com", "1")],
    )
    .await;
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::InvalidRequest, 0)
    );
    let text = error.to_string();
    assert!(
        text.contains("is_member") && !text.contains("ada@"),
        "{text}"
    );
    // A documented limit.
    let error = refused(&server, &[("business_id", "7290"), ("page_size", "0")]).await;
    assert!(error.limit().is_some(), "{error}");
    server.assert_untouched();
}

#[tokio::test]
async fn an_answer_of_another_form_is_refused_with_the_place() {
    let answer = || Response::ok(r#"{"items": [{"id": "1"}, {"id": {}}]}"#);
    let server = Server::with_responses(std::iter::repeat_with(answer).take(5));
    let error = refused(&server, &[("business_id", "7290")]).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.json_path(), Some("items[1].id"));
}

#[tokio::test]
async fn a_body_is_checked_and_sent_as_its_type() {
    let server = Server::with_responses([Response::ok(r#"{"brand_account_id": "5"}"#)]);
    let body = json!({"name": "n", "username": "u", "country": "NO", "new": [1]});
    let parameters = pairs(&[("business_hierarchy_id", "7290")]);
    let client = server.client();
    let outcome = client.dispatch("brand_accounts/create", &parameters, Some(body.clone()));
    let answer = outcome.await.unwrap();
    assert_eq!(answer.body, Some(json!({"brand_account_id": "5"})));
    assert_eq!(server.requests()[0].json(), body);
}
