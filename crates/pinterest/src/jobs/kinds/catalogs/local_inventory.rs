//! Batches of what single stores have of single items.

use pinterest_client::types::{
    AdAccountId, CatalogId, ItemsBatchStatus, SupplementalItemsBatch, SupplementalItemsBatchId,
};
use serde::{Deserialize, Serialize};

use crate::Client;
use crate::jobs::kind::{Reading, sealed};
use crate::jobs::start::{NotStarted, in_path, on_behalf_of};
use crate::jobs::{JobKind, JobRequest};
use crate::requests::{LocalInventoryItemsBatchCreate, SupplementalItemsBatchGet};

/// A batch of prices and availabilities of items in single stores.
///
/// A batch that is completed says nothing of its operations: each has a status, errors and warnings
/// in `operation_results`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LocalInventoryBatchJob {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ad_account_id: Option<AdAccountId>,
    catalog_id: CatalogId,
    batch_id: SupplementalItemsBatchId,
}

impl LocalInventoryBatchJob {
    /// Creates the ids of a batch that was submitted already.
    #[must_use]
    pub fn new(catalog: impl Into<CatalogId>, batch: impl Into<SupplementalItemsBatchId>) -> Self {
        Self {
            ad_account_id: None,
            catalog_id: catalog.into(),
            batch_id: batch.into(),
        }
    }

    on_behalf!();

    /// Returns the catalog.
    #[must_use]
    pub fn catalog_id(&self) -> &CatalogId {
        &self.catalog_id
    }

    /// Returns the id of the batch.
    #[must_use]
    pub fn batch_id(&self) -> &SupplementalItemsBatchId {
        &self.batch_id
    }
}

impl sealed::Sealed for LocalInventoryBatchJob {}

impl JobKind for LocalInventoryBatchJob {
    const NAME: &'static str = "local_inventory_batch";
    type Output = SupplementalItemsBatch;
    type Poll = SupplementalItemsBatchGet;

    fn poll(&self) -> SupplementalItemsBatchGet {
        let request = SupplementalItemsBatchGet::new(&self.catalog_id, &self.batch_id);
        with_account!(self, request)
    }

    fn read(&self, _: &Client, response: SupplementalItemsBatch) -> Reading<Self::Output> {
        let status = response.status.as_str();
        match response.status {
            ItemsBatchStatus::Processing => Reading::running(status),
            ItemsBatchStatus::Completed => Reading::Finished(response),
            ItemsBatchStatus::Failed => {
                let results = response.operation_results.iter();
                let mut errors = results.flat_map(|result| result.errors.iter().flatten());
                let reason = errors.next().map(|error| error.message.as_str().to_owned());
                Reading::failed(status, reason)
            }
            _ => Reading::unknown(status),
        }
    }
}

impl sealed::Sealed for LocalInventoryItemsBatchCreate {}

impl JobRequest for LocalInventoryItemsBatchCreate {
    type Job = LocalInventoryBatchJob;

    fn job(
        &self,
        client: &Client,
        response: &SupplementalItemsBatch,
    ) -> Result<LocalInventoryBatchJob, NotStarted> {
        Ok(LocalInventoryBatchJob {
            ad_account_id: on_behalf_of(self, client),
            catalog_id: in_path(self, "catalog_id"),
            batch_id: response.batch_id.clone(),
        })
    }
}
