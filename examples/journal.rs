//! A mock server on loopback that keeps what it receives. It responds with raw JSON.

#![allow(dead_code)] // No example uses all of it.

use std::sync::{Arc, Mutex, PoisonError};

use pinterest::Client;
use pinterest_httpmock::client_for;
use pinterest_httpmock::httpmock::{HttpMockRequest, HttpMockResponse, Method, MockServer};
use serde_json::Value;

/// A server on loopback, for as long as the value lives.
pub(crate) struct Journal {
    server: MockServer,
    received: Arc<Mutex<Vec<Received>>>,
}

/// A request that the server received.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    /// Method and path, such as `POST /pins`.
    pub(crate) line: String,
    pub(crate) parameters: Vec<(String, String)>,
    /// Null when it is not JSON.
    pub(crate) body: Value,
}

impl Received {
    fn new(request: &HttpMockRequest) -> Self {
        Self {
            line: format!("{} {}", request.method_str(), request.uri().path()),
            parameters: request.query_params(),
            body: serde_json::from_slice(request.body_ref()).unwrap_or_default(),
        }
    }

    /// The values of a parameter of the query, in order.
    pub(crate) fn parameter(&self, name: &str) -> Vec<&str> {
        let named = self.parameters.iter().filter(|(key, _)| key == name);
        named.map(|(_, value)| value.as_str()).collect()
    }
}

impl Journal {
    pub(crate) async fn start() -> Self {
        Self {
            server: MockServer::start_async().await,
            received: Arc::default(),
        }
    }

    pub(crate) fn server(&self) -> &MockServer {
        &self.server
    }

    /// A client that talks to this server.
    pub(crate) fn client(&self) -> Client {
        client_for(&self.server)
    }

    /// Responds to requests with this method at exactly this path with a status and JSON.
    pub(crate) fn on(
        &self,
        method: Method,
        path: &str,
        respond: impl Fn(&Received) -> (u16, String) + Send + Sync + 'static,
    ) {
        let received = Arc::clone(&self.received);
        self.server.mock(|when, then| {
            when.method(method).path(path);
            then.respond_with(move |request| {
                let request = Received::new(request);
                let (status, body) = respond(&request);
                let mut received = received.lock().unwrap_or_else(PoisonError::into_inner);
                received.push(request);
                HttpMockResponse::builder()
                    .status(status)
                    .header("content-type", "application/json")
                    .body(body)
                    .build()
            });
        });
    }

    /// The requests that [`on`](Self::on) has responded to, in order.
    pub(crate) fn received(&self) -> Vec<Received> {
        let received = self.received.lock();
        received.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Method and path of each of these requests.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.received()
            .into_iter()
            .map(|request| request.line)
            .collect()
    }
}
