//! Feeds: files that Pinterest downloads and turns into items.

use pinterest_client::types::{AdAccountId, FeedId, FeedProcessingResultId, FeedUpdate, NewFeed};

use super::{Catalogs, acting};
use crate::error::LimitViolation;
use crate::paging::List;
use crate::requests::{
    FeedProcessingResultsListQuery, FeedsCreateQuery, FeedsDeleteQuery, FeedsGetQuery,
    FeedsIngestQuery, FeedsListQuery, FeedsUpdateQuery, ItemsIssuesListQuery,
};
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

    /// Reads a feed (`feeds/get`). Scope: `catalogs:read`.
    pub fn get(&self, feed: impl Into<FeedId>) -> Call<FeedsGetQuery> {
        Call::new(&self.client, acting!(self, FeedsGetQuery::new(feed)))
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

    /// Changes the settings of a feed that `update` has (`feeds/update`). Scopes: `catalogs:read` and `catalogs:write`.
    pub fn update(
        &self,
        feed: impl Into<FeedId>,
        update: impl Into<FeedUpdate>,
    ) -> Call<FeedsUpdateQuery> {
        let query = FeedsUpdateQuery::new(feed, update);
        Call::new(&self.client, acting!(self, query))
    }

    /// Deletes a feed (`feeds/delete`). Scopes: `catalogs:read` and `catalogs:write`.
    ///
    /// What comes back is the feed as it was, where the service sends it.
    pub fn delete(&self, feed: impl Into<FeedId>) -> Call<FeedsDeleteQuery> {
        Call::new(&self.client, acting!(self, FeedsDeleteQuery::new(feed)))
    }

    /// Starts an extra run that downloads and processes a feed (`feeds/ingest`). Scope: `catalogs:write`.
    ///
    /// It does not wait for the run: see [`processing_results`](Self::processing_results) for what comes of it. Open to
    /// selected users only.
    pub fn ingest(&self, feed: impl Into<FeedId>) -> Call<FeedsIngestQuery> {
        Call::new(&self.client, acting!(self, FeedsIngestQuery::new(feed)))
    }

    /// Lists the runs in which a feed was downloaded and processed (`feed_processing_results/list`). Scope:
    /// `catalogs:read`.
    pub fn processing_results(
        &self,
        feed: impl Into<FeedId>,
    ) -> List<FeedProcessingResultsListQuery> {
        let query = FeedProcessingResultsListQuery::new(feed);
        List::new(&self.client, acting!(self, query))
    }

    /// Lists what a run over a feed has found wrong with single items (`items_issues/list`). Scope: `catalogs:read`.
    ///
    /// The run is one of [`processing_results`](Self::processing_results). Of the items with one kind of issue there are up
    /// to 20, taken at random; to see more, ask for `item_numbers` or for an `item_validation_issue`, not for both.
    pub fn item_issues(
        &self,
        processing_result: impl Into<FeedProcessingResultId>,
    ) -> List<ItemsIssuesListQuery> {
        let query = ItemsIssuesListQuery::new(processing_result);
        List::new(&self.client, acting!(self, query)).checked(one_filter)
    }
}

/// Refuses the two filters that exclude each other.
fn one_filter(query: &ItemsIssuesListQuery) -> Result<(), LimitViolation> {
    match (&query.item_numbers, &query.item_validation_issue) {
        (Some(_), Some(issue)) => Err(LimitViolation {
            field: "item_validation_issue".to_owned(),
            limit: "left out beside item_numbers".to_owned(),
            value: issue.to_string(),
        }),
        _ => Ok(()),
    }
}
