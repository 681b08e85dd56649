//! Search over boards and Pins; it starts at [`Client::search`].

use pinterest_client::types::Country;

use crate::requests::{BoardsSearch, PartnerPinsSearch, PinsSearch};
use crate::{Client, List};

/// A handle for search, created by [`Client::search`].
#[derive(Clone, Debug)]
pub struct Search {
    client: Client,
}

impl Client {
    /// Returns the handle for search over boards and Pins.
    #[must_use]
    pub fn search(&self) -> Search {
        Search {
            client: self.clone(),
        }
    }
}

impl Search {
    /// Lists the boards of the user, or, with `query`, those that match it.
    ///
    #[doc = pinterest_client::facts!(BoardsSearch)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let boards = client.search().boards().with(|search| search.query("prints"));
    /// let page = boards.send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn boards(&self) -> List<BoardsSearch> {
        self.client.list(BoardsSearch::new())
    }

    /// Lists the Pins of the user that match words of their descriptions, or ids separated by
    /// commas.
    ///
    /// The service decides how many items a page has.
    ///
    #[doc = pinterest_client::facts!(PinsSearch)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let mut pins = client.search().pins("lake print").items();
    /// while let Some(pin) = pins.try_next().await? {
    ///     println!("{:?} {:?}", pin.id, pin.title);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pins(&self, query: impl Into<String>) -> List<PinsSearch> {
        self.client.list(PinsSearch::new(query))
    }

    /// Lists the top Pins of all of Pinterest for a search term in a country.
    ///
    /// `limit` says how many items a page has, in place of `page_size`. This is a beta feature that
    /// not every app may use.
    ///
    #[doc = pinterest_client::facts!(PartnerPinsSearch)]
    pub fn partner_pins(
        &self,
        term: impl Into<String>,
        country_code: Country,
    ) -> List<PartnerPinsSearch> {
        self.client.list(PartnerPinsSearch::new(term, country_code))
    }
}
