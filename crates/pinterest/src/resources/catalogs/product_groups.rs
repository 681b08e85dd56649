//! Product groups: filters over items, which ads can promote.

use pinterest_client::operation;
use pinterest_client::types::{AdAccountId, NewProductGroup, ProductGroupId, ProductsRequest};

use super::{Catalogs, acting};
use crate::batch::{BatchOutcome, Positional, Reply};
use crate::paging::List;
use crate::requests::{
    CatalogsProductGroupsCreateQuery, CatalogsProductGroupsListQuery,
    ProductsByProductGroupFilterListQuery,
};
use crate::{Call, Client, Error};

/// Filters over items, which ads can promote; made by [`Catalogs::product_groups`].
#[derive(Clone, Debug)]
pub struct ProductGroups {
    client: Client,
    ad_account_id: Option<AdAccountId>,
}

impl ProductGroups {
    pub(super) fn new(catalogs: &Catalogs) -> Self {
        Self {
            client: catalogs.client.clone(),
            ad_account_id: catalogs.ad_account_id.clone(),
        }
    }

    /// Lists product groups (`catalogs_product_groups/list`). Scope: `catalogs:read`.
    pub fn list(&self) -> List<CatalogsProductGroupsListQuery> {
        let query = CatalogsProductGroupsListQuery::new();
        List::new(&self.client, acting!(self, query))
    }

    /// Creates a product group (`catalogs_product_groups/create`). Scope: `catalogs:write`.
    ///
    /// A group of a catalog takes items of all its feeds and those that came through the API; a retail catalog that only
    /// feeds fill takes groups of a feed instead. Creative assets need to be enabled by Pinterest.
    pub fn create(
        &self,
        group: impl Into<NewProductGroup>,
    ) -> Call<CatalogsProductGroupsCreateQuery> {
        let query = CatalogsProductGroupsCreateQuery::new(group);
        Call::new(&self.client, acting!(self, query))
    }

    /// Creates product groups and returns their ids (`catalogs_product_groups/create_many`, 1000 a request). Scope:
    /// `catalogs:write`.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn create_many<G: Into<NewProductGroup>>(
        &self,
        groups: impl IntoIterator<Item = G>,
    ) -> Result<BatchOutcome<NewProductGroup, ProductGroupId>, Error> {
        let ad_account = self.ad_account_id.as_ref();
        Positional::of(&operation::CATALOGS_PRODUCT_GROUPS_CREATE_MANY)
            .send(
                &self.client,
                groups,
                <[NewProductGroup]>::to_vec,
                |api, body| async move {
                    api.catalogs_product_groups_create_many(ad_account, &body)
                        .await
                },
                |ids: Vec<ProductGroupId>| {
                    ids.into_iter().map(|id| Reply::of(Some(id), [])).collect()
                },
            )
            .await
    }

    /// Deletes product groups (`catalogs_product_groups/delete_many`, 250 a request). Scope: `catalogs:write`.
    ///
    /// A request deletes all of its groups or none.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn delete_many<G: Into<ProductGroupId>>(
        &self,
        groups: impl IntoIterator<Item = G>,
    ) -> Result<BatchOutcome<ProductGroupId, ()>, Error> {
        let ad_account = self.ad_account_id.as_ref();
        Positional::of(&operation::CATALOGS_PRODUCT_GROUPS_DELETE_MANY)
            .in_query("id")
            .send_whole(
                &self.client,
                groups,
                <[ProductGroupId]>::to_vec,
                |api, ids| async move {
                    api.catalogs_product_groups_delete_many(ad_account, &ids)
                        .await
                },
            )
            .await
    }

    /// Lists the products that a group with these filters would have (`products_by_product_group_filter/list`). Scopes:
    /// `boards:read`, `catalogs:read` and `pins:read`.
    ///
    /// It creates no group. Retail catalogs only.
    pub fn products_by_filter(
        &self,
        request: impl Into<ProductsRequest>,
    ) -> List<ProductsByProductGroupFilterListQuery> {
        let query = ProductsByProductGroupFilterListQuery::new(request);
        List::new(&self.client, acting!(self, query))
    }
}
