//! The authorization server and one list, as raw JSON; and a user who agrees to everything.

use pinterest::auth::Authorization;
use pinterest_httpmock::httpmock::{Method, MockServer};

pub(crate) const REDIRECT_URI: &str = "https://shop.example/callback";

/// A server on loopback, for as long as the value lives.
pub(crate) struct Server(MockServer);

impl Server {
    pub(crate) async fn start() -> Self {
        let server = MockServer::start_async().await;
        server.mock(|when, then| {
            when.method(Method::POST)
                .path("/oauth/token")
                .body_includes("grant_type=authorization_code");
            then.status(200)
                .header("content-type", "application/json")
                .body(TOKENS);
        });
        server.mock(|when, then| {
            when.method(Method::GET)
                .path("/businesses/employers")
                .header("authorization", "Bearer pina_mock");
            then.status(200)
                .header("content-type", "application/json")
                .header("x-ratelimit-limit", "100, 100;w=1, 1000;w=60")
                .header("x-ratelimit-remaining", "99")
                .header("x-ratelimit-reset", "1")
                .body(r#"{"items": [{"id": "729090764583391194"}, {"id": "729090764583391195"}], "bookmark": null}"#);
        });
        Self(server)
    }

    pub(crate) fn base_url(&self) -> String {
        self.0.base_url()
    }
}

const TOKENS: &str = r#"{"response_type": "authorization_code", "access_token": "pina_mock", "token_type": "bearer",
    "expires_in": 2592000, "scope": "biz_access:read", "refresh_token": "pinr_mock",
    "refresh_token_expires_in": 5184000, "refresh_token_expires_at": 1900000000}"#;

/// Where a user who agrees is sent.
pub(crate) fn agree(authorization: &Authorization) -> std::io::Result<String> {
    let state = authorization.state().expose_secret();
    Ok(format!("{REDIRECT_URI}?code=from-the-mock&state={state}"))
}
