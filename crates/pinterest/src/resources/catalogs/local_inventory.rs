//! Local inventory: what single stores have of single items.

use pinterest_client::types::{
    AdAccountId, CatalogId, LocalInventoryItemKey, LocalInventoryItemOperation,
    LocalInventoryItemsBatchRequest, LocalInventoryItemsRequest, SupplementalItemsBatchId,
};

use super::{Catalog, acting};
use crate::requests::{
    CatalogsLocalInventoryItemsBatchOperateQuery, CatalogsLocalInventoryItemsPostQuery,
    CatalogsSupplementalItemsBatchGetQuery,
};
use crate::{Call, Client};

/// What single stores have of single items; made by [`Catalog::local_inventory`].
#[derive(Clone, Debug)]
pub struct LocalInventory {
    client: Client,
    catalog: CatalogId,
    ad_account_id: Option<AdAccountId>,
}

impl LocalInventory {
    pub(super) fn new(catalog: &Catalog) -> Self {
        Self {
            client: catalog.client.clone(),
            catalog: catalog.id.clone(),
            ad_account_id: catalog.ad_account_id.clone(),
        }
    }

    /// Looks up what stores have of items, up to 1000 pairs of both (`catalogs_local_inventory_items/post`). Scope:
    /// `catalogs:read`. Not in the sandbox.
    pub fn get(
        &self,
        items: impl IntoIterator<Item = LocalInventoryItemKey>,
    ) -> Call<CatalogsLocalInventoryItemsPostQuery> {
        let items: Vec<_> = items.into_iter().collect();
        let body = LocalInventoryItemsRequest::new(items);
        let query = CatalogsLocalInventoryItemsPostQuery::new(&self.catalog, body);
        Call::new(&self.client, acting!(self, query))
    }

    /// Hands in up to 1000 prices and availabilities to be created, changed or deleted
    /// (`catalogs_local_inventory_items_batch/operate`). Scope: `catalogs:write`. Not in the sandbox.
    ///
    /// The service answers at once with the id of the batch; ask [`get_batch`](Self::get_batch) for what becomes of it.
    pub fn submit_batch(
        &self,
        operations: impl IntoIterator<Item = impl Into<LocalInventoryItemOperation>>,
    ) -> Call<CatalogsLocalInventoryItemsBatchOperateQuery> {
        let operations: Vec<_> = operations.into_iter().map(Into::into).collect();
        let body = LocalInventoryItemsBatchRequest::new(operations);
        let query = CatalogsLocalInventoryItemsBatchOperateQuery::new(&self.catalog, body);
        Call::new(&self.client, acting!(self, query))
    }

    /// Gets how far a batch is, and how each operation ended (`catalogs_supplemental_items_batch/get`). Scope:
    /// `catalogs:read`. Not in the sandbox.
    pub fn get_batch(
        &self,
        batch: impl Into<SupplementalItemsBatchId>,
    ) -> Call<CatalogsSupplementalItemsBatchGetQuery> {
        let query = CatalogsSupplementalItemsBatchGetQuery::new(&self.catalog, batch);
        Call::new(&self.client, acting!(self, query))
    }
}
