//! A server for the run without a token. The tests have their own mocks.

use std::error::Error;

use pinterest::{Client, Environment, Url};
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

    pub(crate) fn client(&self) -> Result<Client, Box<dyn Error>> {
        client_of(&self.0)
    }
}

/// A client that sends its requests to the server.
pub(crate) fn client_of(server: &MockServer) -> Result<Client, Box<dyn Error>> {
    let url = Url::parse(&server.base_url())?;
    Ok(Client::builder()
        .with_access_token("pina_mock")
        .with_environment(Environment::Custom(url))
        .build()?)
}
