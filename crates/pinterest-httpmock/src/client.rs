//! Clients of the crate `pinterest` for a mock server.

use httpmock::MockServer;
use pinterest::{Client, ClientBuilder, Environment, RateLimits, Url};

/// The token that no service has issued.
const ACCESS_TOKEN: &str = "pina_mock";

/// Creates a client that sends its requests to the mock server.
///
/// It sends every request at once and only once: it does not retry, and does not wait for rate
/// limits. What a mock responds with is what the call returns, and
/// [`assert`](httpmock::Mock::assert) counts calls. [`client_builder_for`] is for tests of other
/// settings.
///
/// # Panics
///
/// Panics if the client cannot be built, for example because the server is a remote one, to which a
/// client sends no token over plain HTTP.
///
/// # Examples
///
/// ```
/// use pinterest_httpmock::client_for;
/// use pinterest_httpmock::httpmock::{Method, MockServer};
/// use pinterest_httpmock::scenario::ErrorResponse;
///
/// # #[tokio::main]
/// # async fn main() {
/// let server = MockServer::start();
/// ErrorResponse::new(404, 50, "Ad account not found.")
///     .serve(&server, Method::GET, "/ad_accounts/549755885175/campaigns/626735565838");
///
/// let client = client_for(&server);
/// let campaign = client.ad_account("549755885175").campaign("626735565838");
/// assert!(campaign.get().await.unwrap_err().is_not_found());
/// # }
/// ```
#[must_use]
#[track_caller]
#[allow(clippy::panic)] // A test without its client fails.
pub fn client_for(server: &MockServer) -> Client {
    match client_builder_for(server).build() {
        Ok(client) => client,
        Err(error) => panic!("no client for {}: {error}", server.base_url()),
    }
}

/// Returns the builder of the client that [`client_for`] creates, to change its settings.
///
/// The access token is `pina_mock`.
///
/// # Panics
///
/// Panics if the address of the server is not a URL.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use pinterest::Backoff;
/// use pinterest_httpmock::client_builder_for;
/// use pinterest_httpmock::httpmock::MockServer;
///
/// # fn main() -> Result<(), pinterest::Error> {
/// let server = MockServer::start();
/// let quick = Backoff::default().with_base(Duration::from_millis(1));
/// let client = client_builder_for(&server).with_retry_policy(quick).build()?;
/// # Ok(())
/// # }
/// ```
#[track_caller]
#[allow(clippy::panic)] // A test without its client fails.
pub fn client_builder_for(server: &MockServer) -> ClientBuilder {
    let url = match Url::parse(&server.base_url()) {
        Ok(url) => url,
        Err(error) => panic!("no client for {}: {error}", server.base_url()),
    };
    Client::builder()
        .with_access_token(ACCESS_TOKEN)
        .with_environment(Environment::Custom(url))
        .with_rate_limits(RateLimits::unlimited())
        .without_retries()
}
