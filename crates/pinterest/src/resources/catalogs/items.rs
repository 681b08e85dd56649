//! Items: products, hotels and creative assets.

use pinterest_client::types::{
    CatalogId, CatalogLanguage, Country, ItemsBatchId, ItemsBatchRequest, ItemsRequest,
};

use super::item_operations::{CreateItems, DeleteItems, ItemOperation, UpdateItems, UpsertItems};
use crate::batch::{Batch, Shape, results};
use crate::requests::{ItemsBatchCreate, ItemsBatchGet, ItemsGet};
use crate::{Call, Client};

/// A handle for products, hotels and creative assets, created by
/// [`Catalogs::items`](super::Catalogs::items).
///
/// # Many items
///
/// [`create_all`](Self::create_all), [`update_all`](Self::update_all),
/// [`upsert_all`](Self::upsert_all) and [`delete_all`](Self::delete_all) take any number of items,
/// and [`change_all`](Self::change_all) a mixture. The service queues each request as a batch and
/// responds with its id before it looks at the items. So an input that succeeded is one that is
/// queued, and its value is the id of its batch. [`batch_ids`](crate::BatchOutcome::batch_ids)
/// returns those of all batches, and an [`ItemsBatchJob`](crate::jobs::ItemsBatchJob) waits for what
/// became of the items of one.
/// More items than memory should hold go through a [`BatchStream`](crate::BatchStream).
///
/// # Examples
///
/// ```no_run
/// use pinterest::jobs::ItemsBatchJob;
/// use pinterest::types::{CatalogLanguage, Country, DeleteRetailItem};
///
/// # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let items = client.catalogs().items();
/// let sold_out = (1..=2500).map(|number| DeleteRetailItem::new(format!("mug-{number}")));
/// let outcome = items.delete_all(Country::Us, CatalogLanguage::En, sold_out).await?;
/// for id in outcome.batch_ids() {
///     let result = client.job(ItemsBatchJob::new(id)).await?;
///     for item in result.batch().into_iter().flat_map(|batch| batch.processed_items()) {
///         println!("{:?}: {:?}", item.id, item.errors);
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct CatalogItems {
    client: Client,
    catalog: Option<CatalogId>,
}

impl CatalogItems {
    pub(super) fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
            catalog: None,
        }
    }

    /// Returns the handle for the items of one catalog. Without a catalog, batches are for the
    /// oldest catalog of their type.
    #[must_use]
    pub fn of_catalog(mut self, catalog: impl Into<CatalogId>) -> Self {
        self.catalog = Some(catalog.into());
        self
    }

    /// Gets items by their ids.
    ///
    /// Each item of the response is what was found, or the errors that it has.
    ///
    #[doc = pinterest_client::facts!(ItemsGet)]
    ///
    /// # Examples
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

    /// Creates items, in as many batches as their number makes necessary.
    ///
    #[doc = pinterest_client::facts!(cost of ItemsBatchCreate)]
    pub fn create_all<I: ItemOperation<Action = CreateItems>>(
        &self,
        country: impl Into<Country>,
        language: impl Into<CatalogLanguage>,
        items: impl IntoIterator<Item = I>,
    ) -> Batch<ItemsBatchCreate, I, ItemsBatchId> {
        self.change_all(country, language, items)
    }

    /// Changes items, in as many batches as their number makes necessary.
    ///
    #[doc = pinterest_client::facts!(cost of ItemsBatchCreate)]
    pub fn update_all<I: ItemOperation<Action = UpdateItems>>(
        &self,
        country: impl Into<Country>,
        language: impl Into<CatalogLanguage>,
        items: impl IntoIterator<Item = I>,
    ) -> Batch<ItemsBatchCreate, I, ItemsBatchId> {
        self.change_all(country, language, items)
    }

    /// Creates items or changes those that exist, in as many batches as their number makes
    /// necessary.
    ///
    /// The service rejects upserts of users that have a feed.
    ///
    #[doc = pinterest_client::facts!(cost of ItemsBatchCreate)]
    pub fn upsert_all<I: ItemOperation<Action = UpsertItems>>(
        &self,
        country: impl Into<Country>,
        language: impl Into<CatalogLanguage>,
        items: impl IntoIterator<Item = I>,
    ) -> Batch<ItemsBatchCreate, I, ItemsBatchId> {
        self.change_all(country, language, items)
    }

    /// Deletes items, in as many batches as their number makes necessary.
    ///
    #[doc = pinterest_client::facts!(cost of ItemsBatchCreate)]
    pub fn delete_all<I: ItemOperation<Action = DeleteItems>>(
        &self,
        country: impl Into<Country>,
        language: impl Into<CatalogLanguage>,
        items: impl IntoIterator<Item = I>,
    ) -> Batch<ItemsBatchCreate, I, ItemsBatchId> {
        self.change_all(country, language, items)
    }

    /// Creates, changes and deletes items, in as many batches as their number makes necessary.
    ///
    /// The operations are of one type, such as
    /// [`RetailItemOperation`](crate::types::RetailItemOperation), into which those for single
    /// actions convert.
    ///
    #[doc = pinterest_client::facts!(cost of ItemsBatchCreate)]
    pub fn change_all<I: ItemOperation>(
        &self,
        country: impl Into<Country>,
        language: impl Into<CatalogLanguage>,
        items: impl IntoIterator<Item = I>,
    ) -> Batch<ItemsBatchCreate, I, ItemsBatchId> {
        let (country, language) = (country.into(), language.into());
        let catalog = self.catalog.clone();
        let body = move |items: Vec<I>| {
            I::into_batch(items, country.clone(), language.clone(), catalog.clone())
        };
        let request = ItemsBatchCreate::new(body(Vec::new()));
        let fill = move |request: &mut ItemsBatchCreate, items: Vec<I>| {
            request.set_body(body(items).into());
        };
        let read = results::queued("batch_id");
        let shape = Shape::in_member(&request, Some("items"), fill, read)
            .repeating_safely(I::REPEATS_SAFELY);
        Batch::new(&self.client, request, items, shape)
    }

    /// Submits a batch as it is: at most as many items as one request may have.
    ///
    /// The service responds at once with the id of the batch, with which
    /// [`get_batch`](Self::get_batch) gets the progress; [`start`](Call::start) returns the job to
    /// wait for. Upserts are rejected for users that have
    /// a feed; creative assets need to be enabled by Pinterest.
    ///
    #[doc = pinterest_client::facts!(ItemsBatchCreate)]
    ///
    /// # Examples
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
    ///
    #[doc = pinterest_client::facts!(ItemsBatchGet)]
    pub fn get_batch(&self, batch: impl Into<ItemsBatchId>) -> Call<ItemsBatchGet> {
        self.client.call(ItemsBatchGet::new(batch))
    }
}
