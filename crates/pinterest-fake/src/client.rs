//! Clients of the crate `pinterest` for a fake.

use pinterest::{Client, ClientBuilder, Environment, Error, Url};

use crate::Fake;

/// The token of the clients; the fake takes any token that it did not issue.
const ACCESS_TOKEN: &str = "pina_fake";

/// With the feature `client`.
#[cfg_attr(docsrs, doc(cfg(feature = "client")))]
impl Fake {
    /// Returns the environment of clients that talk to this fake.
    ///
    /// # Examples
    ///
    /// ```
    /// use pinterest::Client;
    /// use pinterest_fake::Fake;
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let fake = Fake::start().await?;
    /// let client = Client::builder()
    ///     .with_environment(fake.client_environment())
    ///     .with_access_token("pina_any")
    ///     .build()?;
    /// let boards = client.boards().list().await?;
    /// assert!(boards.items().next().is_some());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    #[allow(clippy::missing_panics_doc)] // It cannot happen.
    pub fn client_environment(&self) -> Environment {
        // An address and a path without spaces are always a URL.
        #[allow(clippy::expect_used)]
        let url = Url::parse(&self.url()).expect("an address is a URL");
        Environment::Custom(url)
    }

    /// Creates a client of the fake's main account, with all scopes and the settings that clients
    /// have by default: it retries, and waits for rate limits.
    ///
    /// # Errors
    ///
    /// Returns an error if the client cannot be built, for example because its TLS library cannot
    /// be initialized.
    pub fn client(&self) -> Result<Client, Error> {
        self.client_builder().build()
    }

    /// Returns the builder of the client that [`client`](Self::client) creates, to change its
    /// settings.
    pub fn client_builder(&self) -> ClientBuilder {
        Client::builder()
            .with_environment(self.client_environment())
            .with_access_token(ACCESS_TOKEN)
    }
}
