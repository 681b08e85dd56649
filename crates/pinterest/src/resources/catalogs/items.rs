//! Items: products, hotels and creative assets.

use pinterest_client::types::{AdAccountId, ItemsBatchId, ItemsBatchRequest, ItemsRequest};

use super::{Catalogs, acting};
use crate::requests::{ItemsBatchGetQuery, ItemsBatchPostQuery, ItemsPostQuery};
use crate::{Call, Client};

/// Products, hotels and creative assets; made by [`Catalogs::items`].
#[derive(Clone, Debug)]
pub struct CatalogItems {
    client: Client,
    ad_account_id: Option<AdAccountId>,
}

impl CatalogItems {
    pub(super) fn new(catalogs: &Catalogs) -> Self {
        Self {
            client: catalogs.client.clone(),
            ad_account_id: catalogs.ad_account_id.clone(),
        }
    }

    /// Looks up items by their ids, up to 1000 (`items/post`). Scope: `catalogs:read`.
    ///
    /// Every item of the answer is what was found, or the errors that it has.
    ///
    /// ```no_run
    /// use pinterest::types::{CatalogLanguage, Country, ItemsRequest, RetailItemsFilter};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let ids = RetailItemsFilter::new(["mug-1".into(), "mug-2".into()]);
    /// let request = ItemsRequest::new(Country::Us, CatalogLanguage::En, ids);
    /// for item in client.catalogs().items().get(request).await?.items {
    ///     println!("{item:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(&self, request: ItemsRequest) -> Call<ItemsPostQuery> {
        Call::new(&self.client, acting!(self, ItemsPostQuery::new(request)))
    }

    /// Hands in up to 1000 items to be created, changed or deleted (`items_batch/post`). Scopes: `catalogs:read` and
    /// `catalogs:write`.
    ///
    /// The service answers at once with the id of the batch; ask [`get_batch`](Self::get_batch) for what becomes of it.
    /// Upserts are refused to users that have a feed; creative assets need to be enabled by Pinterest.
    ///
    /// ```no_run
    /// use pinterest::types::{
    ///     CatalogLanguage, Country, DeleteRetailItem, RetailItemsBatchRequest, VerticalItemsBatchRequest,
    /// };
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let operations = [DeleteRetailItem::new("mug-1").into()];
    /// let batch = RetailItemsBatchRequest::new(Country::Us, operations, CatalogLanguage::En);
    /// let batch = client.catalogs().items().submit_batch(VerticalItemsBatchRequest::from(batch)).await?;
    /// println!("{batch:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn submit_batch(&self, batch: impl Into<ItemsBatchRequest>) -> Call<ItemsBatchPostQuery> {
        Call::new(&self.client, acting!(self, ItemsBatchPostQuery::new(batch)))
    }

    /// Gets how far a batch is, and what became of each item (`items_batch/get`). Scope: `catalogs:read`.
    pub fn get_batch(&self, batch: impl Into<ItemsBatchId>) -> Call<ItemsBatchGetQuery> {
        Call::new(&self.client, acting!(self, ItemsBatchGetQuery::new(batch)))
    }
}
