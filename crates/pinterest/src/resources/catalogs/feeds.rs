//! Feeds: files that Pinterest downloads and turns into items.

use pinterest_client::types::{AdAccountId, FeedId, NewFeed};

use super::{Catalogs, acting};
use crate::paging::List;
use crate::requests::{FeedsCreateQuery, FeedsIngestQuery, FeedsListQuery};
use crate::{Call, Client};

/// Files that Pinterest downloads once a day and turns into items; made by [`Catalogs::feeds`].
#[derive(Clone, Debug)]
pub struct Feeds {
    client: Client,
    ad_account_id: Option<AdAccountId>,
}

impl Feeds {
    pub(super) fn new(catalogs: &Catalogs) -> Self {
        Self {
            client: catalogs.client.clone(),
            ad_account_id: catalogs.ad_account_id.clone(),
        }
    }

    /// Lists feeds (`feeds/list`). Scope: `catalogs:read`.
    pub fn list(&self) -> List<FeedsListQuery> {
        List::new(&self.client, acting!(self, FeedsListQuery::new()))
    }

    /// Creates a feed (`feeds/create`). Scopes: `catalogs:read` and `catalogs:write`.
    ///
    /// Feeds of creative assets need to be enabled by Pinterest.
    ///
    /// ```no_run
    /// use pinterest::types::{CatalogLocale, Country, FeedFormat, NewRetailFeed, NewVerticalFeed};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let location = "https://shop.example/products.csv";
    /// let feed = NewRetailFeed::new(Country::Us, CatalogLocale::EnUs, FeedFormat::Csv, location, "Products");
    /// let feed = client.catalogs().feeds().create(NewVerticalFeed::from(feed)).await?;
    /// println!("{feed:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(&self, feed: impl Into<NewFeed>) -> Call<FeedsCreateQuery> {
        Call::new(&self.client, acting!(self, FeedsCreateQuery::new(feed)))
    }

    /// Starts an extra run that downloads and processes a feed (`feeds/ingest`). Scope: `catalogs:write`.
    ///
    /// The same as [`Feed::ingest`](super::Feed::ingest).
    pub fn ingest(&self, feed: impl Into<FeedId>) -> Call<FeedsIngestQuery> {
        Call::new(&self.client, acting!(self, FeedsIngestQuery::new(feed)))
    }
}
