//! A mock of the operations that the example uses: raw JSON, as the service would send it.

use pinterest::Client;
use pinterest_httpmock::client_for;
use pinterest_httpmock::httpmock::{Method, MockServer};
use pinterest_httpmock::scenario::ErrorResponse;

/// A server on loopback, for as long as the value lives.
pub(crate) struct Server(MockServer);

impl Server {
    pub(crate) async fn start() -> Self {
        let server = MockServer::start_async().await;
        for (path, response) in [
            (
                "/pins/813744226420795884",
                ErrorResponse::new(404, 50, "Pin not found."),
            ),
            (
                "/catalogs/feeds",
                ErrorResponse::new(409, 4182, "The user has no catalog."),
            ),
            ("/user_account", ErrorResponse::authentication_failed()),
            ("/boards", ErrorResponse::rate_limited(3600)),
        ] {
            response.serve(&server, Method::GET, path);
        }
        server.mock(|when, then| {
            when.method(Method::GET)
                .path("/trends/of_tomorrow")
                .query_param("page_size", "2");
            then.status(200)
                .header("content-type", "application/json")
                .body(r#"{"items": ["lake prints", "oak frames"], "bookmark": null}"#);
        });
        Self(server)
    }

    pub(crate) fn client(&self) -> Client {
        client_for(&self.0)
    }
}
