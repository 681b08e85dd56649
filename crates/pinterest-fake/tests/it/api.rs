//! Calls of a fake, as raw JSON.

use std::time::Duration;

use pinterest_fake::{Builder, Fake};
use reqwest::Method;
use serde_json::Value;

/// A fake and a plain HTTP client for it.
#[derive(Debug)]
pub(crate) struct Api {
    pub(crate) fake: Fake,
    pub(crate) http: reqwest::Client,
    token: String,
}

/// A response that has arrived.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: String,
}

impl Response {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl Api {
    pub(crate) async fn start() -> Self {
        Self::of(Fake::builder()).await
    }

    /// The clock stands, so that nothing happens between two requests, however long they take.
    pub(crate) async fn of(builder: Builder) -> Self {
        let fake = builder.start().await.unwrap();
        fake.stop_clock();
        Self {
            fake,
            http: reqwest::Client::new(),
            token: "pina_test".to_owned(),
        }
    }

    /// The same fake for another token.
    pub(crate) fn with_token(mut self, token: &str) -> Self {
        self.token = token.to_owned();
        self
    }

    pub(crate) fn advance(&self, seconds: u64) {
        self.fake.advance(Duration::from_secs(seconds));
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Response {
        self.send(self.request(Method::DELETE, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Response {
        self.send(self.request(Method::POST, path).json(&body))
            .await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Response {
        self.send(self.request(Method::PATCH, path).json(&body))
            .await
    }

    /// Adds rows to tables.
    pub(crate) async fn seed(&self, tables: Value) {
        let url = format!("{}seed", self.fake.admin_url());
        let response = self.send(self.http.post(url).json(&tables)).await;
        assert_eq!(response.status, 200, "{response:?}");
    }

    /// A request with the token; the path is below `/v5` and may have a query.
    pub(crate) fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}{path}", self.fake.url());
        self.http.request(method, url).bearer_auth(&self.token)
    }

    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Response {
        let response = request.send().await.unwrap();
        Response {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.text().await.unwrap(),
        }
    }
}
