//! Items: products, hotels and creative assets.

use pinterest_client::types::{ItemsBatchId, ItemsBatchRequest, ItemsRequest};

use crate::requests::{ItemsBatchCreate, ItemsBatchGet, ItemsGet};
use crate::{Call, Client};

/// Products, hotels and creative assets; made by [`Catalogs::items`](super::Catalogs::items).
#[derive(Clone, Debug)]
pub struct CatalogItems {
    client: Client,
}

impl CatalogItems {
    pub(super) fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
        }
    }

    /// Gets items by their ids.
    ///
    /// Each item of the response is what was found, or the errors that it has.
    ///
    /// ```no_run
    /// use pinterest::types::{CatalogLanguage, Country, ItemsRequest, RetailItemsFilter};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let ids = RetailItemsFilter::new(["mug-1", "mug-2"]);
    /// let request = ItemsRequest::new(Country::Us, CatalogLanguage::En, ids);
    /// for item in client.catalogs().items().get(request).await?.items {
    ///     println!("{item:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(&self, request: impl Into<ItemsRequest>) -> Call<ItemsGet> {
        self.client.call(ItemsGet::new(request))
    }

    /// Submits items to be created, changed or deleted.
    ///
    /// The service responds at once with the id of the batch, with which
    /// [`get_batch`](Self::get_batch) gets the progress. Upserts are rejected for users that have
    /// a feed; creative assets need to be enabled by Pinterest.
    ///
    /// ```no_run
    /// use pinterest::types::{
    ///     CatalogLanguage, Country, DeleteRetailItem, RetailItemsBatchRequest,
    /// };
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let operations = [DeleteRetailItem::new("mug-1")];
    /// let batch = RetailItemsBatchRequest::new(Country::Us, operations, CatalogLanguage::En);
    /// let items = client.catalogs().items();
    /// let batch = items.submit_batch(batch).await?;
    /// println!("{batch:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn submit_batch(&self, batch: impl Into<ItemsBatchRequest>) -> Call<ItemsBatchCreate> {
        self.client.call(ItemsBatchCreate::new(batch))
    }

    /// Gets the progress of a batch, and the result of each item.
    pub fn get_batch(&self, batch: impl Into<ItemsBatchId>) -> Call<ItemsBatchGet> {
        self.client.call(ItemsBatchGet::new(batch))
    }
}
