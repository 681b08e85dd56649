//! One product group.

use pinterest_client::types::{AdAccountId, ProductGroupId, ProductGroupUpdate};

use super::{Catalogs, acting};
use crate::paging::List;
use crate::requests::{
    CatalogsProductGroupPinsListQuery, CatalogsProductGroupsDeleteQuery,
    CatalogsProductGroupsGetQuery, CatalogsProductGroupsProductCountsGetQuery,
    CatalogsProductGroupsUpdateQuery,
};
use crate::{Call, Client};

/// A filter over items, which ads can promote; made by [`Catalogs::product_group`].
#[derive(Clone, Debug)]
pub struct ProductGroup {
    client: Client,
    id: ProductGroupId,
    ad_account_id: Option<AdAccountId>,
}

impl ProductGroup {
    pub(super) fn new(catalogs: &Catalogs, id: ProductGroupId) -> Self {
        Self {
            client: catalogs.client.clone(),
            id,
            ad_account_id: catalogs.ad_account_id.clone(),
        }
    }

    /// The id of the product group.
    #[must_use]
    pub fn id(&self) -> &ProductGroupId {
        &self.id
    }

    /// Gets the product group (`catalogs_product_groups/get`). Scope: `catalogs:read`.
    pub fn get(&self) -> Call<CatalogsProductGroupsGetQuery> {
        let query = CatalogsProductGroupsGetQuery::new(&self.id);
        Call::new(&self.client, acting!(self, query))
    }

    /// Changes what `update` has of the product group (`catalogs_product_groups/update`). Scope: `catalogs:write`.
    pub fn update(
        &self,
        update: impl Into<ProductGroupUpdate>,
    ) -> Call<CatalogsProductGroupsUpdateQuery> {
        let query = CatalogsProductGroupsUpdateQuery::new(&self.id, update);
        Call::new(&self.client, acting!(self, query))
    }

    /// Deletes the product group (`catalogs_product_groups/delete`). Scope: `catalogs:write`.
    ///
    /// What comes back is the group as it was, where the service sends it.
    pub fn delete(&self) -> Call<CatalogsProductGroupsDeleteQuery> {
        let query = CatalogsProductGroupsDeleteQuery::new(&self.id);
        Call::new(&self.client, acting!(self, query))
    }

    /// Gets how many products the group has (`catalogs_product_groups/product_counts_get`). Scope: `catalogs:read`.
    pub fn product_counts(&self) -> Call<CatalogsProductGroupsProductCountsGetQuery> {
        let query = CatalogsProductGroupsProductCountsGetQuery::new(&self.id);
        Call::new(&self.client, acting!(self, query))
    }

    /// Lists the products of the group (`catalogs_product_group_pins/list`). Scopes: `boards:read`, `catalogs:read` and
    /// `pins:read`.
    pub fn products(&self) -> List<CatalogsProductGroupPinsListQuery> {
        let query = CatalogsProductGroupPinsListQuery::new(&self.id);
        List::new(&self.client, acting!(self, query))
    }
}
