//! Responses with an error status, and those that send the caller elsewhere.

use std::error::Error as _;
use std::time::Duration;

use pinterest::{Client, ErrorKind};
use pinterest_httpmock::httpmock::{Method, MockServer};
use pinterest_httpmock::scenario::{ErrorResponse, REQUEST_ID};
use pinterest_test_support::{Response, Server};

use super::{error_of, errors_of, update};
use crate::clients::Clients;

#[tokio::test]
async fn an_error_of_the_api_says_everything_it_knows() {
    let body = r#"{"code": 29, "message": "No access"}"#;
    let error =
        error_of(Response::json(403, body).header("x-pinterest-rid", "4410203866152790")).await;
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.operation(), Some("brand_accounts/update"));
    assert_eq!((error.status(), error.code()), (Some(403), Some(29)));
    assert_eq!(error.api_message(), Some("No access"));
    assert_eq!(error.request_id(), Some("4410203866152790"));
    assert_eq!(error.retry_after(), None);
    assert_eq!(error.raw_body(), Some(body.as_bytes()));
    assert_eq!(error.excerpt().as_deref(), Some(body));
    assert!(error.limit().is_none() && error.json_path().is_none());
    assert!(error.item_index().is_none() && error.bookmark().is_none());
    assert!(error.source().is_none());
    assert_eq!(
        error.to_string(),
        "brand_accounts/update: the server responded with 403 Forbidden, code 29: No access; \
         either the user of the token is not permitted to do this, or the app has trial access, \
         which allows it only in the sandbox; this client talks to 127.0.0.1 \
         [request 4410203866152790]"
    );
    assert!(
        error
            .hint()
            .unwrap()
            .starts_with("either the user of the token")
    );
    assert!(error.is_forbidden() && !error.is_unauthorized());
}

#[tokio::test]
async fn every_status_beyond_success_is_an_error_of_the_api() {
    for status in [
        300, 400, 401, 404, 409, 418, 422, 429, 499, 500, 502, 503, 599,
    ] {
        let error = error_of(Response::json(status, r#"{"code": 1, "message": "No"}"#)).await;
        let kind = if status == 429 {
            ErrorKind::RateLimited
        } else {
            ErrorKind::Api
        };
        assert_eq!(
            (error.kind(), error.status()),
            (kind, Some(status)),
            "{error:?}"
        );
        assert_eq!(error.api_message(), Some("No"), "{status}");
    }
}

#[tokio::test]
async fn advice_to_wait_comes_from_headers_or_from_the_message() {
    let slow_down = |status| Response::json(status, r#"{"code": 8, "message": "Slow down"}"#);
    let message = r#"{"code": 8, "message": "Rate limit hit. Retry after 12 seconds."}"#;
    let cases = [
        (slow_down(429).header("Retry-After", "3"), Some(3)),
        (slow_down(503).header("retry-after", "0"), Some(0)),
        (
            slow_down(429).header("X-RateLimit-Reset", "67150"),
            Some(67_150),
        ),
        (
            slow_down(429)
                .header("X-RateLimit-Reset", "7")
                .header("Retry-After", "3"),
            Some(3),
        ),
        (Response::json(400, message), Some(12)),
        (
            Response::json(400, message).header("X-RateLimit-Reset", "7"),
            Some(12),
        ),
        // These come with every response, and say when the limit starts anew, not that it was hit.
        (
            Response::json(400, r#"{"code": 1}"#).header("X-RateLimit-Reset", "7"),
            None,
        ),
        (slow_down(400).header("X-RateLimit-Reset", "7"), Some(7)),
        // By the clock of the server, whatever that of this machine is.
        (
            slow_down(503)
                .header("Date", "Sun, 06 Nov 1994 08:49:37 GMT")
                .header("Retry-After", "Sun, 06 Nov 1994 08:50:07 GMT"),
            Some(30),
        ),
        (
            slow_down(429)
                .header("Date", "Thu, 09 Jul 2026 10:00:00 GMT")
                .header("X-RateLimit-Reset", "1783591240"),
            Some(40),
        ),
        // They cannot be true.
        (slow_down(503).header("Retry-After", "4000000000"), None),
        (
            slow_down(429).header("X-RateLimit-Reset", "4000000000"),
            None,
        ),
        (slow_down(429).header("Retry-After", "soon"), None),
        (slow_down(429).header("Retry-After", "-1"), None),
        (slow_down(429), None),
    ];
    for (response, seconds) in cases {
        let what = format!("{response:?}");
        let error = error_of(response).await;
        assert_eq!(
            error.retry_after(),
            seconds.map(Duration::from_secs),
            "{what}"
        );
        let shown = error.to_string();
        assert_eq!(
            shown.contains("try again after"),
            seconds.is_some(),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn the_rejections_of_the_service_are_told_apart() {
    let cases = [
        (ErrorResponse::rate_limited(1), 429, Some(8), Some(1)),
        (ErrorResponse::spam(), 429, Some(8), None),
        (ErrorResponse::transient(), 400, Some(12), None),
        (ErrorResponse::authentication_failed(), 401, Some(2), None),
        (ErrorResponse::trial_access(), 403, Some(29), None),
        (
            ErrorResponse::html(503).with_header("Retry-After", "5"),
            503,
            None,
            Some(5),
        ),
    ];
    for (rejection, status, code, wait) in cases {
        let server = MockServer::start();
        let mock = rejection.serve(&server, Method::GET, "/businesses/employers");
        let client = Client::builder()
            .without_retries()
            .with_access_token("pina_1")
            .with_environment(pinterest::Environment::Custom(
                server.base_url().parse().unwrap(),
            ));
        let list = client.build().unwrap().employers().list().bookmark("here");
        let error = list.send().await.unwrap_err();
        assert_eq!((error.status(), error.code()), (Some(status), code));
        assert_eq!(error.retry_after(), wait.map(Duration::from_secs));
        assert_eq!(error.request_id(), Some(REQUEST_ID));
        assert_eq!(
            (error.operation(), error.bookmark()),
            (Some("get/business_employers"), Some("here"))
        );
        mock.assert();
    }
}

#[tokio::test]
async fn the_error_page_of_a_proxy_is_shown_in_part() {
    let page = format!(
        "<html>\n<h1>502 Bad Gateway</h1>\r\n{}</html>",
        "<p>nginx</p>\n".repeat(10_000)
    );
    let error = error_of(Response::new(502, &page).header("content-type", "text/html")).await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Api, Some(502)));
    assert_eq!((error.code(), error.api_message()), (None, None));
    assert_eq!(error.raw_body(), Some(page.as_bytes()));
    let excerpt = error.excerpt().unwrap();
    assert!(
        excerpt.starts_with("<html> <h1>502 Bad Gateway</h1>"),
        "{excerpt}"
    );
    let length = excerpt.trim_end_matches('…').chars().count();
    assert!((200..=300).contains(&length), "{length}: {excerpt}");
    for shown in [error.to_string(), format!("{error:?}")] {
        assert!(
            shown.contains("502 Bad Gateway") && shown.contains("brand_accounts/update"),
            "{shown}"
        );
        assert!(
            shown.chars().count() < 500 && !shown.contains('\n'),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn an_error_without_a_body_says_so() {
    let error = error_of(Response::new(404, "")).await;
    assert_eq!(
        error.to_string(),
        "brand_accounts/update: the server responded with 404 Not Found without a body"
    );
    assert_eq!(
        (error.raw_body(), error.excerpt().as_deref()),
        (Some(&b""[..]), Some(""))
    );
    assert_eq!(
        (error.code(), error.api_message(), error.request_id()),
        (None, None, None)
    );
}

#[tokio::test]
async fn an_error_in_another_form_than_documented_loses_nothing() {
    let cases = [
        (
            r#"{"message": "Oops"}"#,
            None,
            Some("Oops"),
            "the server responded with 500 Internal Server Error: Oops",
        ),
        (
            r#"{"code": 12}"#,
            Some(12),
            None,
            "the server responded with 500 Internal Server Error, code 12",
        ),
        (
            r#"{"code": "x", "message": "Oops", "detail": {"a": [1]}}"#,
            None,
            Some("Oops"),
            "the server responded with 500 Internal Server Error: Oops",
        ),
        (
            r#"{"status": "failure"}"#,
            None,
            None,
            r#"the server responded with 500 Internal Server Error: {"status": "failure"}"#,
        ),
        (
            r#"["no"]"#,
            None,
            None,
            r#"the server responded with 500 Internal Server Error: ["no"]"#,
        ),
        (
            "upstream gone",
            None,
            None,
            "the server responded with 500 Internal Server Error: upstream gone",
        ),
    ];
    for (body, code, message, shown) in cases {
        let error = error_of(Response::json(500, body)).await;
        assert_eq!(
            (error.kind(), error.code(), error.api_message()),
            (ErrorKind::Api, code, message)
        );
        assert_eq!(error.raw_body(), Some(body.as_bytes()));
        assert_eq!(error.to_string(), format!("brand_accounts/update: {shown}"));
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::start();
    for status in [301, 302, 303, 307, 308] {
        let location = elsewhere.url().join("/v5/elsewhere").unwrap();
        let error = error_of(Response::new(status, "").header("Location", location.as_str())).await;
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Api, Some(status))
        );
        elsewhere.assert_untouched();
    }
}

/// Where the redirects are the business of somebody else's HTTP client.
#[tokio::test]
async fn a_redirect_that_is_followed_takes_no_token_along_and_its_response_is_not_used() {
    let elsewhere = Server::with_responses([Response::ok(r#"{"items": []}"#)]);
    let location = elsewhere.url().join("/v5/elsewhere").unwrap();
    let server =
        Server::with_responses([Response::new(302, "").header("Location", location.as_str())]);
    let client = server
        .client_builder()
        .with_http_client(reqwest::Client::builder().no_proxy().build().unwrap())
        .build()
        .unwrap();
    let error = client.employers().list().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirected);
    assert!(error.to_string().contains("another host"), "{error}");
    let requests = elsewhere.requests();
    assert_eq!(requests[0].target(), "/v5/elsewhere");
    assert_eq!(requests[0].header("authorization"), [""; 0]);
}

#[tokio::test]
async fn an_invalid_request_is_rejected_by_this_client_or_by_the_server() {
    let rejected = [
        Response::json(400, r#"{"code": 1, "message": "Invalid name"}"#),
        Response::json(422, r#"{"code": 1, "message": "Invalid name"}"#),
    ];
    for error in errors_of(rejected).await {
        assert!(
            error.is_invalid_request() && error.kind() == ErrorKind::Api,
            "{error:?}"
        );
    }
    let others = [
        Response::json(403, r#"{"code": 29, "message": "No access"}"#),
        Response::json(422, r#"{"code": 2625, "message": "Merchant disapproved"}"#),
    ];
    for error in errors_of(others).await {
        assert!(!error.is_invalid_request(), "{error:?}");
    }
    let server = Server::start();
    let list = server.client().employers().list().page_size(0);
    let error = list.await.unwrap_err();
    assert!(error.is_invalid_request() && error.limit().is_some());
    server.assert_untouched();
}

#[tokio::test]
async fn a_success_is_one_after_an_error() {
    let server = Server::with_responses([
        Response::json(500, "{}"),
        Response::ok(r#"{"brand_account_id": "6660"}"#),
    ]);
    let client = server.client();
    assert_eq!(update(&client).await.unwrap_err().status(), Some(500));
    assert_eq!(
        update(&client).await.unwrap().brand_account_id.as_str(),
        "6660"
    );
}
