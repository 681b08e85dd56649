//! Clients of the servers that tests start.

use pinterest::{Client, ClientBuilder, Environment, RateLimits, Url};
#[cfg(all(feature = "http2", feature = "rustls"))]
use pinterest_test_support::Http2Server;
use pinterest_test_support::Server;

/// The access token of every client here. Nothing but the header `Authorization` may contain it.
pub(crate) const TOKEN: &str = "pina_CANARYTOKEN0123456789";

pub(crate) trait Clients {
    /// Starts to set up a client of this server, without retries and rate limits.
    fn client_builder(&self) -> ClientBuilder;

    /// Creates a client of this server.
    fn client(&self) -> Client {
        self.client_builder().build().unwrap()
    }
}

impl Clients for Server {
    fn client_builder(&self) -> ClientBuilder {
        client_builder_at(self.url())
    }
}

/// The client trusts the certificates of the server's authority alone.
#[cfg(all(feature = "http2", feature = "rustls"))]
impl Clients for Http2Server {
    fn client_builder(&self) -> ClientBuilder {
        let authority = reqwest::Certificate::from_der(self.authority()).unwrap();
        client_builder_at(self.url())
            .with_http_client_builder(move |http| http.tls_certs_only([authority.clone()]))
    }
}

/// Starts to set up a client of the server at this URL, without retries and rate limits.
pub(crate) fn client_builder_at(url: Url) -> ClientBuilder {
    Client::builder()
        .without_retries()
        .with_rate_limits(RateLimits::unlimited())
        .with_access_token(TOKEN)
        .with_environment(Environment::Custom(url))
}
