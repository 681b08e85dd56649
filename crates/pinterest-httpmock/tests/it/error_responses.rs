//! Responses that report errors.

use pinterest_httpmock::httpmock::{Method, MockServer};
use pinterest_httpmock::scenario::{ErrorResponse, Pages};

use crate::{get, panic_message};

const PATH: &str = "/businesses/employers";

#[tokio::test]
async fn an_error_response_has_its_status_code_and_message() {
    let ready_made = [
        (
            ErrorResponse::new(409, -7, "a \"b\"\n"),
            409,
            r#"{"code": -7, "message": "a \"b\"\n"}"#,
        ),
        (ErrorResponse::rate_limited(1), 429, r#"{"code": 8, "#),
        (ErrorResponse::spam(), 429, r#"{"code": 8, "#),
        (
            ErrorResponse::transient(),
            400,
            r#"{"code": 12, "message": "Something went wrong"#,
        ),
        (
            ErrorResponse::authentication_failed(),
            401,
            r#"{"code": 2, "#,
        ),
        (ErrorResponse::trial_access(), 403, r#"{"code": 29, "#),
    ];
    for (response, status, body) in ready_made {
        let server = MockServer::start();
        let mock = response.serve(&server, Method::GET, PATH);
        let received = get(&server, PATH, &[("page_size", "25")]).await;
        assert_eq!(
            (received.status, received.content_type.as_str()),
            (status, "application/json")
        );
        assert!(received.body.starts_with(body), "{received:?}");
        serde_json::from_str::<serde_json::Value>(&received.body).unwrap();
        mock.assert();
    }
}

#[tokio::test]
async fn messages_say_what_cannot_be_told_from_the_code() {
    let server = MockServer::start();
    for (response, path, text) in [
        (ErrorResponse::spam(), "/spam", "spam"),
        (
            ErrorResponse::trial_access(),
            "/trial",
            "https://api-sandbox.pinterest.com",
        ),
    ] {
        response.serve(&server, Method::GET, path);
        let received = get(&server, path, &[]).await;
        assert!(received.body.contains(text), "{received:?}");
    }
    ErrorResponse::rate_limited(1).serve(&server, Method::GET, "/limit");
    assert!(!get(&server, "/limit", &[]).await.body.contains("spam"));
}

#[tokio::test]
async fn a_rate_limit_has_the_headers_that_were_seen() {
    let server = MockServer::start();
    ErrorResponse::rate_limited(67_150).serve(&server, Method::GET, PATH);
    let response = reqwest::get(server.url(PATH)).await.unwrap();
    let header = |name: &str| response.headers()[name].to_str().unwrap();
    assert_eq!(header("x-ratelimit-limit"), "100, 100;w=1, 1000;w=60");
    assert_eq!(header("x-ratelimit-remaining"), "0");
    assert_eq!(header("x-ratelimit-reset"), "67150");
    assert!(!response.headers().contains_key("retry-after"));
}

#[tokio::test]
async fn the_page_of_a_proxy_is_not_json() {
    let server = MockServer::start();
    ErrorResponse::html(502).serve(&server, Method::GET, PATH);
    let received = get(&server, PATH, &[]).await;
    assert_eq!(
        (received.status, received.content_type.as_str()),
        (502, "text/html")
    );
    assert!(received.body.starts_with("<html>"), "{received:?}");
}

#[tokio::test]
async fn headers_can_be_added() {
    let server = MockServer::start();
    ErrorResponse::transient()
        .with_header("Retry-After", "3")
        .serve(&server, Method::GET, PATH);
    let response = reqwest::get(server.url(PATH)).await.unwrap();
    assert_eq!(response.headers()["retry-after"], "3");
}

#[tokio::test]
async fn only_requests_with_the_method_and_the_path_are_rejected() {
    let server = MockServer::start();
    let mock = ErrorResponse::spam().serve(&server, Method::POST, PATH);
    assert_eq!(reqwest::get(server.url(PATH)).await.unwrap().status(), 404);
    mock.assert_calls(0);
}

#[tokio::test]
async fn a_limited_error_response_makes_way_for_the_mock_after_it() {
    let server = MockServer::start();
    let rejected = ErrorResponse::transient().serve(&server, Method::GET, PATH);
    rejected.up_to_n_times(2);
    let listed = Pages::of(["1"]).serve(&server, PATH);
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(get(&server, PATH, &[]).await.status);
    }
    assert_eq!(statuses, [400, 400, 200]);
    rejected.assert_calls(2);
    listed.assert();
}

#[test]
fn bad_input_panics_and_is_named() {
    for status in [0, 200, 399, 600] {
        let message = panic_message(|| ErrorResponse::new(status, 1, ""));
        assert_eq!(message, format!("{status} is not the status of an error"));
    }
    let message = panic_message(|| ErrorResponse::html(304));
    assert!(message.starts_with("304 "), "{message}");
    for (name, value) in [("a b", "1"), ("a", "1\n2")] {
        let message = panic_message(|| ErrorResponse::spam().with_header(name, value));
        assert!(
            message.starts_with(&format!("{name}: {value} cannot stand in a header")),
            "{message}"
        );
    }
}
