//! One feed.

use pinterest_client::types::{AdAccountId, FeedId, FeedProcessingResultId, FeedUpdate};

use super::{Catalogs, acting};
use crate::error::LimitViolation;
use crate::paging::List;
use crate::requests::{
    FeedProcessingResultsListQuery, FeedsDeleteQuery, FeedsGetQuery, FeedsIngestQuery,
    FeedsUpdateQuery, ItemsIssuesListQuery,
};
use crate::{Call, Client};

/// A file that Pinterest downloads once a day and turns into items; made by [`Catalogs::feed`].
#[derive(Clone, Debug)]
pub struct Feed {
    client: Client,
    id: FeedId,
    ad_account_id: Option<AdAccountId>,
}

impl Feed {
    pub(super) fn new(catalogs: &Catalogs, id: FeedId) -> Self {
        Self {
            client: catalogs.client.clone(),
            id,
            ad_account_id: catalogs.ad_account_id.clone(),
        }
    }

    /// The id of the feed.
    #[must_use]
    pub fn id(&self) -> &FeedId {
        &self.id
    }

    /// Gets the feed (`feeds/get`). Scope: `catalogs:read`.
    pub fn get(&self) -> Call<FeedsGetQuery> {
        Call::new(&self.client, acting!(self, FeedsGetQuery::new(&self.id)))
    }

    /// Changes the settings of the feed that `update` has (`feeds/update`). Scopes: `catalogs:read` and `catalogs:write`.
    pub fn update(&self, update: impl Into<FeedUpdate>) -> Call<FeedsUpdateQuery> {
        let query = FeedsUpdateQuery::new(&self.id, update);
        Call::new(&self.client, acting!(self, query))
    }

    /// Deletes the feed (`feeds/delete`). Scopes: `catalogs:read` and `catalogs:write`.
    ///
    /// What comes back is the feed as it was, where the service sends it.
    pub fn delete(&self) -> Call<FeedsDeleteQuery> {
        Call::new(&self.client, acting!(self, FeedsDeleteQuery::new(&self.id)))
    }

    /// Starts an extra run that downloads and processes the feed (`feeds/ingest`). Scope: `catalogs:write`.
    ///
    /// It does not wait for the run: see [`processing_results`](Self::processing_results) for what comes of it. Open to
    /// selected users only.
    pub fn ingest(&self) -> Call<FeedsIngestQuery> {
        Call::new(&self.client, acting!(self, FeedsIngestQuery::new(&self.id)))
    }

    /// Lists the runs in which the feed was downloaded and processed (`feed_processing_results/list`). Scope:
    /// `catalogs:read`.
    pub fn processing_results(&self) -> List<FeedProcessingResultsListQuery> {
        let query = FeedProcessingResultsListQuery::new(&self.id);
        List::new(&self.client, acting!(self, query))
    }

    /// Lists what a run over the feed has found wrong with single items (`items_issues/list`). Scope: `catalogs:read`.
    ///
    /// The run is one of [`processing_results`](Self::processing_results); its id alone is sent, not that of the feed. Of
    /// the items with one kind of issue there are up to 20, taken at random; to see more, ask for `item_numbers` or for an
    /// `item_validation_issue`, not for both.
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
