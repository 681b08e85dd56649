//! Product groups: filters over items, which ads can promote.

use pinterest_client::operation;
use pinterest_client::types::{NewProductGroup, ProductGroupId, ProductsRequest};

use crate::batch::{Batch, Shape, results};
use crate::requests::{
    FilteredProductsList, ProductGroupsCreate, ProductGroupsCreateMany, ProductGroupsDeleteMany,
    ProductGroupsList,
};
use crate::{Call, Client, List};

/// A handle for filters over items, which ads can promote, created by
/// [`Catalogs::product_groups`](super::Catalogs::product_groups).
#[derive(Clone, Debug)]
pub struct ProductGroups {
    client: Client,
}

impl ProductGroups {
    pub(super) fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
        }
    }

    /// Lists product groups.
    ///
    #[doc = pinterest_client::facts!(ProductGroupsList)]
    pub fn list(&self) -> List<ProductGroupsList> {
        self.client.list(ProductGroupsList::new())
    }

    /// Creates a product group.
    ///
    /// A group of a catalog takes items of all its feeds and those that came through the API; a
    /// retail catalog that only feeds fill takes groups of a feed instead. Creative assets need to
    /// be enabled by Pinterest.
    ///
    #[doc = pinterest_client::facts!(ProductGroupsCreate)]
    pub fn create(&self, group: impl Into<NewProductGroup>) -> Call<ProductGroupsCreate> {
        self.client.call(ProductGroupsCreate::new(group))
    }

    /// Creates product groups. The results are their ids.
    ///
    #[doc = pinterest_client::facts!(cost of ProductGroupsCreateMany)]
    pub fn create_all(
        &self,
        groups: impl IntoIterator<Item = impl Into<NewProductGroup>>,
    ) -> Batch<ProductGroupsCreateMany, NewProductGroup, ProductGroupId> {
        let request = ProductGroupsCreateMany::new(Vec::<NewProductGroup>::new());
        let shape = Shape::in_body(
            &operation::CATALOGS_PRODUCT_GROUPS_CREATE_MANY,
            ProductGroupsCreateMany::set_body,
            results::standard(None),
        );
        Batch::new(&self.client, request, groups, shape)
    }

    /// Deletes product groups.
    ///
    /// A request deletes all of its groups or none.
    ///
    #[doc = pinterest_client::facts!(cost of ProductGroupsDeleteMany)]
    pub fn delete_all(
        &self,
        groups: impl IntoIterator<Item = impl Into<ProductGroupId>>,
    ) -> Batch<ProductGroupsDeleteMany, ProductGroupId, ()> {
        let request = ProductGroupsDeleteMany::new(Vec::<ProductGroupId>::new());
        let shape = Shape::in_query(
            &operation::CATALOGS_PRODUCT_GROUPS_DELETE_MANY,
            "id",
            ProductGroupsDeleteMany::set_id,
            results::all_or_nothing(),
        );
        Batch::new(&self.client, request, groups, shape)
    }

    /// Lists the products that a group with these filters would have.
    ///
    /// It creates no group. It serves retail catalogs only.
    ///
    #[doc = pinterest_client::facts!(FilteredProductsList)]
    pub fn products_by_filter(
        &self,
        filters: impl Into<ProductsRequest>,
    ) -> List<FilteredProductsList> {
        self.client.list(FilteredProductsList::new(filters))
    }
}
