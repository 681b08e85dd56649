//! A server for the run without a token. The tests have their own mocks.

use pinterest::Client;
use pinterest_httpmock::client_for;
use pinterest_httpmock::httpmock::MockServer;
use pinterest_httpmock::scenario::Pages;

/// A server on loopback, for as long as the value lives.
pub(crate) struct Server(MockServer);

impl Server {
    pub(crate) async fn start() -> Self {
        let server = MockServer::start_async().await;
        let boards = [
            r#"{"id": "549755885175", "name": "Frames", "privacy": "PUBLIC"}"#,
            r#"{"id": "549755885176", "name": "Prints", "privacy": "SECRET"}"#,
        ];
        Pages::of(boards).serve(&server, "/boards");
        Self(server)
    }

    pub(crate) fn client(&self) -> Client {
        client_for(&self.0)
    }
}
