//! One product group.

use pinterest_client::types::{ProductGroupId, ProductGroupUpdate};

use crate::requests::{
    ProductCountsGet, ProductGroupProductsList, ProductGroupsDelete, ProductGroupsGet,
    ProductGroupsUpdate,
};
use crate::{Call, Client, List};

/// A handle for a filter over items, which ads can promote, created by
/// [`Catalogs::product_group`](super::Catalogs::product_group).
#[derive(Clone, Debug)]
pub struct ProductGroupHandle {
    client: Client,
    id: ProductGroupId,
}

impl ProductGroupHandle {
    pub(super) fn new(client: &Client, id: ProductGroupId) -> Self {
        Self {
            client: client.clone(),
            id,
        }
    }

    /// Returns the id of the product group.
    #[must_use]
    pub fn id(&self) -> &ProductGroupId {
        &self.id
    }

    /// Gets the product group.
    ///
    #[doc = pinterest_client::facts!(ProductGroupsGet)]
    pub fn get(&self) -> Call<ProductGroupsGet> {
        self.client.call(ProductGroupsGet::new(&self.id))
    }

    /// Changes the parts of the product group that the update has.
    ///
    #[doc = pinterest_client::facts!(ProductGroupsUpdate)]
    pub fn update(&self, update: impl Into<ProductGroupUpdate>) -> Call<ProductGroupsUpdate> {
        self.client.call(ProductGroupsUpdate::new(&self.id, update))
    }

    /// Deletes the product group.
    ///
    /// The call resolves to the group as it was, where the service sends it.
    ///
    #[doc = pinterest_client::facts!(ProductGroupsDelete)]
    pub fn delete(&self) -> Call<ProductGroupsDelete> {
        self.client.call(ProductGroupsDelete::new(&self.id))
    }

    /// Gets how many products the group has.
    ///
    #[doc = pinterest_client::facts!(ProductCountsGet)]
    pub fn product_counts(&self) -> Call<ProductCountsGet> {
        self.client.call(ProductCountsGet::new(&self.id))
    }

    /// Lists the products of the group.
    ///
    #[doc = pinterest_client::facts!(ProductGroupProductsList)]
    pub fn products(&self) -> List<ProductGroupProductsList> {
        self.client.list(ProductGroupProductsList::new(&self.id))
    }
}
