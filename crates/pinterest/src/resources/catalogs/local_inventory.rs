//! Local inventory: what single stores have of single items.

use pinterest_client::request::Request;
use pinterest_client::types::{
    CatalogId, LocalInventoryItemKey, LocalInventoryItemOperation, LocalInventoryItemsBatchRequest,
    LocalInventoryItemsRequest, SupplementalItemsBatchId,
};

use super::CatalogHandle;
use crate::batch::{Batch, Shape, results};
use crate::requests::{
    LocalInventoryItemsBatchCreate, LocalInventoryItemsGet, SupplementalItemsBatchGet,
};
use crate::{Call, Client};

/// A handle for what single stores have of single items, created by
/// [`CatalogHandle::local_inventory`].
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
    ///
    #[doc = pinterest_client::facts!(LocalInventoryItemsGet)]
    pub fn get(
        &self,
        items: impl IntoIterator<Item = impl Into<LocalInventoryItemKey>>,
    ) -> Call<LocalInventoryItemsGet> {
        let body = LocalInventoryItemsRequest::new(items);
        let request = LocalInventoryItemsGet::new(&self.catalog, body);
        self.client.call(request)
    }

    /// Creates, changes and deletes prices and availabilities, in as many batches as their number
    /// makes necessary.
    ///
    /// The service queues each request as a batch before it looks at the operations. An input that
    /// succeeded is queued, and its value is the id of its batch.
    /// [`batch_ids`](crate::BatchOutcome::batch_ids) returns those of all batches, and a
    /// [`LocalInventoryBatchJob`](crate::jobs::LocalInventoryBatchJob) waits for what became of the
    /// operations of one.
    ///
    #[doc = pinterest_client::facts!(cost of LocalInventoryItemsBatchCreate)]
    pub fn change_all(
        &self,
        operations: impl IntoIterator<Item = impl Into<LocalInventoryItemOperation>>,
    ) -> Batch<LocalInventoryItemsBatchCreate, LocalInventoryItemOperation, SupplementalItemsBatchId>
    {
        let body = |operations: Vec<LocalInventoryItemOperation>| {
            LocalInventoryItemsBatchRequest::new(operations)
        };
        let request = LocalInventoryItemsBatchCreate::new(&self.catalog, body(Vec::new()));
        let fill = move |request: &mut LocalInventoryItemsBatchCreate, operations| {
            request.set_body(body(operations));
        };
        let operation = request.operation();
        let shape = Shape::in_field(operation, "operations", fill, results::queued("batch_id"));
        Batch::new(&self.client, request, operations, shape)
    }

    /// Gets the progress of a batch, and the result of each operation.
    ///
    #[doc = pinterest_client::facts!(SupplementalItemsBatchGet)]
    pub fn get_batch(
        &self,
        batch: impl Into<SupplementalItemsBatchId>,
    ) -> Call<SupplementalItemsBatchGet> {
        let request = SupplementalItemsBatchGet::new(&self.catalog, batch);
        self.client.call(request)
    }
}
