//! A mock of the operations that the example uses, and of the authorization server: raw JSON, as
//! the service would send it.

use pinterest_httpmock::httpmock::{Method, MockServer};

/// A server on loopback, for as long as the value lives.
pub(crate) struct Server(MockServer);

impl Server {
    /// Each refresh token is accepted for its user alone, and each access token too.
    pub(crate) async fn start() -> Self {
        let server = MockServer::start_async().await;
        for user in ["ada", "grace"] {
            let refreshed = server.mock(|when, then| {
                when.method(Method::POST)
                    .path("/oauth/token")
                    .form_urlencoded_tuple("grant_type", "refresh_token")
                    .form_urlencoded_tuple("refresh_token", format!("pinr_{user}"));
                then.status(200)
                    .header("content-type", "application/json")
                    .body(tokens(user));
            });
            // It rotates.
            refreshed.up_to_n_times(1);
            server.mock(|when, then| {
                when.method(Method::GET)
                    .path("/user_account")
                    .header("authorization", format!("Bearer pina_{user}"));
                then.status(200)
                    .header("content-type", "application/json")
                    .body(format!(
                        r#"{{"id": "140943737684417", "username": "{user}", "account_type": "BUSINESS"}}"#
                    ));
            });
        }
        Self(server)
    }

    pub(crate) fn base_url(&self) -> String {
        self.0.base_url()
    }
}

fn tokens(user: &str) -> String {
    format!(
        r#"{{"response_type": "refresh_token", "access_token": "pina_{user}", "token_type": "bearer",
            "expires_in": 2592000, "scope": "user_accounts:read", "refresh_token": "pinr_{user}_2",
            "refresh_token_expires_in": 5184000, "refresh_token_expires_at": 1900000000}}"#
    )
}
