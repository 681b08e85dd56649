//! One feed.

use pinterest_client::types::{FeedId, FeedProcessingResultId, FeedUpdate};

use crate::requests::{
    FeedProcessingResultsList, FeedsDelete, FeedsGet, FeedsIngest, FeedsUpdate, ItemIssuesList,
};
use crate::{Call, Client, List};

/// A handle for a file that Pinterest downloads once a day and turns into items, created by
/// [`Catalogs::feed`](super::Catalogs::feed).
#[derive(Clone, Debug)]
pub struct FeedHandle {
    client: Client,
    id: FeedId,
}

impl FeedHandle {
    pub(super) fn new(client: &Client, id: FeedId) -> Self {
        Self {
            client: client.clone(),
            id,
        }
    }

    /// Returns the id of the feed.
    #[must_use]
    pub fn id(&self) -> &FeedId {
        &self.id
    }

    /// Gets the feed.
    ///
    #[doc = pinterest_client::facts!(FeedsGet)]
    pub fn get(&self) -> Call<FeedsGet> {
        self.client.call(FeedsGet::new(&self.id))
    }

    /// Changes the settings of the feed that the update has.
    ///
    #[doc = pinterest_client::facts!(FeedsUpdate)]
    pub fn update(&self, update: impl Into<FeedUpdate>) -> Call<FeedsUpdate> {
        self.client.call(FeedsUpdate::new(&self.id, update))
    }

    /// Deletes the feed.
    ///
    /// The call resolves to the feed as it was, where the service sends it. A feed whose products are
    /// promoted cannot be deleted (code 4162): end the promotions first.
    ///
    #[doc = pinterest_client::facts!(FeedsDelete)]
    pub fn delete(&self) -> Call<FeedsDelete> {
        self.client.call(FeedsDelete::new(&self.id))
    }

    /// Starts an extra run that downloads and processes the feed.
    ///
    /// It does not wait for the run: [`start`](Call::start) returns the job to wait for, and
    /// [`processing_results`](Self::processing_results) has its result. Pinterest opens this to selected users only.
    ///
    #[doc = pinterest_client::facts!(FeedsIngest)]
    pub fn ingest(&self) -> Call<FeedsIngest> {
        self.client.call(FeedsIngest::new(&self.id))
    }

    /// Lists the runs in which the feed was downloaded and processed.
    ///
    #[doc = pinterest_client::facts!(FeedProcessingResultsList)]
    pub fn processing_results(&self) -> List<FeedProcessingResultsList> {
        self.client.list(FeedProcessingResultsList::new(&self.id))
    }

    /// Lists the issues that a run over the feed has found with single items.
    ///
    /// The run is one of [`processing_results`](Self::processing_results); its id alone is sent,
    /// not that of the feed. Of the items with one kind of issue there are up to 20, taken at
    /// random. To see more, ask for `item_numbers` or for an `item_validation_issue`; the service
    /// rejects both together.
    ///
    #[doc = pinterest_client::facts!(ItemIssuesList)]
    pub fn item_issues(
        &self,
        processing_result: impl Into<FeedProcessingResultId>,
    ) -> List<ItemIssuesList> {
        self.client.list(ItemIssuesList::new(processing_result))
    }
}
