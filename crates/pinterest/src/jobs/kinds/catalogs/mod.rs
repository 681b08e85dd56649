//! Batches of items, runs over feeds, and reports of catalogs.

/// A setter for the ad account, which all jobs of catalogs may have.
macro_rules! on_behalf {
    () => {
        /// Sets the ad account for whose owner the job was started, if it was started for another
        /// user than that of the token.
        #[must_use]
        pub fn for_owner_of(mut self, ad_account: impl Into<AdAccountId>) -> Self {
            self.ad_account_id = Some(ad_account.into());
            self
        }
    };
}

/// Sets the ad account of a request, if there is one.
macro_rules! with_account {
    ($job:expr, $request:expr) => {
        match &$job.ad_account_id {
            Some(ad_account) => $request.ad_account_id(ad_account),
            None => $request,
        }
    };
}

mod feeds;
mod items;
mod local_inventory;
mod reports;

pub use feeds::FeedIngestionJob;
pub use items::{ItemsBatchJob, ItemsBatchResult};
pub use local_inventory::LocalInventoryBatchJob;
pub use reports::CatalogReportJob;
