//! Search over boards and Pins; it starts at [`Client::search`].

use pinterest_client::types::Country;

use crate::Client;
use crate::paging::List;
use crate::requests::{SearchPartnerPinsQuery, SearchUserBoardsGetQuery, SearchUserPinsListQuery};

/// Search; made by [`Client::search`].
#[derive(Clone, Debug)]
pub struct Search {
    client: Client,
}

impl Client {
    /// Search over boards and Pins.
    #[must_use]
    pub fn search(&self) -> Search {
        Search {
            client: self.clone(),
        }
    }
}

impl Search {
    /// Lists the boards of the user, or, with `query`, those that match it (`search_user_boards/get`). Scopes:
    /// `boards:read` and `boards:read_secret`. Not in the sandbox.
    pub fn boards(&self) -> List<SearchUserBoardsGetQuery> {
        List::new(&self.client, SearchUserBoardsGetQuery::new())
    }

    /// Lists the Pins of the user that match words of their descriptions, or ids separated by commas
    /// (`search_user_pins/list`). Scopes: `boards:read`, `boards:read_secret`, `pins:read` and `pins:read_secret`. Not
    /// in the sandbox.
    ///
    /// The service decides how many items a page has.
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
    pub fn pins(&self, query: impl Into<String>) -> List<SearchUserPinsListQuery> {
        List::new(&self.client, SearchUserPinsListQuery::new(query))
    }

    /// Lists the top Pins of all of Pinterest for a search term in a country (`search_partner_pins`). Scopes:
    /// `boards:read` and `pins:read`. Not in the sandbox.
    ///
    /// `limit` says how many items a page has, 1 to 50, in place of `page_size`. A beta feature that not every app may
    /// use.
    pub fn partner_pins(
        &self,
        term: impl Into<String>,
        country_code: Country,
    ) -> List<SearchPartnerPinsQuery> {
        List::new(
            &self.client,
            SearchPartnerPinsQuery::new(term, country_code),
        )
    }
}
