//! What users of the mocks rely on, over loopback.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // They fail the test, as they should.

mod client;
mod error_responses;
#[cfg(feature = "business_access")]
mod operations;
mod pages;
mod values;

use pinterest_httpmock::httpmock::MockServer;
use pinterest_httpmock::scenario::REQUEST_ID;

/// A response, as text.
#[derive(Debug, PartialEq)]
struct Response {
    status: u16,
    content_type: String,
    body: String,
}

/// Sends a `GET` with these query parameters and checks what every scenario has in common.
async fn get(server: &MockServer, path: &str, query: &[(&str, &str)]) -> Response {
    let url = reqwest::Url::parse_with_params(&server.url(path), query).unwrap();
    let response = reqwest::get(url).await.unwrap();
    assert_eq!(response.headers()["x-pinterest-rid"], REQUEST_ID);
    Response {
        status: response.status().as_u16(),
        content_type: response.headers()["content-type"]
            .to_str()
            .unwrap()
            .to_owned(),
        body: response.text().await.unwrap(),
    }
}

/// Runs what must panic and returns the message.
fn panic_message<T>(action: impl FnOnce() -> T + std::panic::UnwindSafe) -> String {
    let payload = std::panic::catch_unwind(action)
        .err()
        .expect("it must panic");
    match payload.downcast::<String>() {
        Ok(message) => *message,
        Err(payload) => (*payload.downcast::<&str>().unwrap()).to_owned(),
    }
}
