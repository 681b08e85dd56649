//! Feeds: files that Pinterest downloads and turns into items.

use pinterest_client::types::{FeedId, NewFeed};

use crate::requests::{FeedsCreate, FeedsIngest, FeedsList};
use crate::{Call, Client, List};

/// A handle for files that Pinterest downloads once a day and turns into items, created by
/// [`Catalogs::feeds`](super::Catalogs::feeds).
#[derive(Clone, Debug)]
pub struct Feeds {
    client: Client,
}

impl Feeds {
    pub(super) fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
        }
    }

    /// Lists feeds.
    ///
    #[doc = pinterest_client::facts!(FeedsList)]
    pub fn list(&self) -> List<FeedsList> {
        self.client.list(FeedsList::new())
    }

    /// Creates a feed.
    ///
    /// Feeds of creative assets need to be enabled by Pinterest. A merchant whom Pinterest has
    /// disapproved (code 2625) or reviews (code 2626) cannot create one.
    ///
    #[doc = pinterest_client::facts!(FeedsCreate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::{
    ///     CatalogLocale, Country, FeedFormat, NewRetailFeed, NewRetailFeedRequired, NewVerticalFeed,
    /// };
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let feed = NewRetailFeed::new(NewRetailFeedRequired {
    ///     format: FeedFormat::Csv,
    ///     location: "https://shop.example/products.csv".into(),
    ///     name: "Products".into(),
    ///     default_country: Country::Us,
    ///     default_locale: CatalogLocale::EnUs,
    /// });
    /// let feed = client.catalogs().feeds().create(NewVerticalFeed::from(feed)).await?;
    /// println!("{feed:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(&self, feed: impl Into<NewFeed>) -> Call<FeedsCreate> {
        self.client.call(FeedsCreate::new(feed))
    }

    /// Starts an extra run that downloads and processes a feed, as
    /// [`FeedHandle::ingest`](super::FeedHandle::ingest) does.
    ///
    #[doc = pinterest_client::facts!(FeedsIngest)]
    pub fn ingest(&self, feed: impl Into<FeedId>) -> Call<FeedsIngest> {
        self.client.call(FeedsIngest::new(feed))
    }
}
