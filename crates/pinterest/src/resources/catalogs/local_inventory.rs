//! Local inventory: what single stores have of single items.

use pinterest_client::types::{
    CatalogId, LocalInventoryItemKey, LocalInventoryItemOperation, LocalInventoryItemsBatchRequest,
    LocalInventoryItemsRequest, SupplementalItemsBatchId,
};

use super::CatalogHandle;
use crate::requests::{
    LocalInventoryItemsBatchCreate, LocalInventoryItemsGet, SupplementalItemsBatchGet,
};
use crate::{Call, Client};

/// What single stores have of single items; made by [`CatalogHandle::local_inventory`].
#[derive(Clone, Debug)]
pub struct LocalInventory {
    client: Client,
    catalog: CatalogId,
}

impl LocalInventory {
    pub(super) fn new(catalog: &CatalogHandle) -> Self {
        Self {
            client: catalog.client.clone(),
            catalog: catalog.id.clone(),
        }
    }

    /// Gets what stores have of items, by pairs of both.
    pub fn get(
        &self,
        items: impl IntoIterator<Item = impl Into<LocalInventoryItemKey>>,
    ) -> Call<LocalInventoryItemsGet> {
        let body = LocalInventoryItemsRequest::new(items);
        let request = LocalInventoryItemsGet::new(&self.catalog, body);
        self.client.call(request)
    }

    /// Submits prices and availabilities to be created, changed or deleted.
    ///
    /// The service responds at once with the id of the batch, with which
    /// [`get_batch`](Self::get_batch) gets the progress.
    pub fn submit_batch(
        &self,
        operations: impl IntoIterator<Item = impl Into<LocalInventoryItemOperation>>,
    ) -> Call<LocalInventoryItemsBatchCreate> {
        let body = LocalInventoryItemsBatchRequest::new(operations);
        let request = LocalInventoryItemsBatchCreate::new(&self.catalog, body);
        self.client.call(request)
    }

    /// Gets the progress of a batch, and the result of each operation.
    pub fn get_batch(
        &self,
        batch: impl Into<SupplementalItemsBatchId>,
    ) -> Call<SupplementalItemsBatchGet> {
        let request = SupplementalItemsBatchGet::new(&self.catalog, batch);
        self.client.call(request)
    }
}
