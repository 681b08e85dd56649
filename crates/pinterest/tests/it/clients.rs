//! Clients of the servers that tests start.

use pinterest::{Client, ClientBuilder, Environment, RateLimits};
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
        Client::builder()
            .without_retries()
            .with_rate_limits(RateLimits::unlimited())
            .with_access_token(TOKEN)
            .with_environment(Environment::Custom(self.url()))
    }
}
