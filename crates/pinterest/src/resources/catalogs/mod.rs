//! Catalogs: feeds, items, product groups, reports.
//!
//! Everything starts at a handle: [`Client::catalogs`] for what belongs to the user of the token,
//! [`Client::catalog`] for what belongs to one catalog. [`Client::acting_for`] makes both stand for
//! the owner of an ad account instead.

mod batch_ids;
mod feed;
mod feeds;
mod item_operations;
mod items;
mod local_inventory;
mod local_stores;
mod product_group;
mod product_groups;
mod reports;

pub use feed::FeedHandle;
pub use feeds::Feeds;
pub use item_operations::{
    ChangeItems, CreateItems, DeleteItems, ItemOperation, UpdateItems, UpsertItems,
};
pub use items::CatalogItems;
pub use local_inventory::LocalInventory;
pub use local_stores::LocalStores;
pub use pinterest_client::ProcessedItem;
pub use product_group::ProductGroupHandle;
pub use product_groups::ProductGroups;
pub use reports::CatalogReports;

use pinterest_client::types::{CatalogId, FeedId, NewCatalog, ProductGroupId};

use crate::requests::{AvailableFilterValuesList, CatalogsCreate, CatalogsList};
use crate::{Call, Client, List};

/// A handle for the catalogs of the user, and what is in them, created by [`Client::catalogs`].
#[derive(Clone, Debug)]
pub struct Catalogs {
    client: Client,
}

/// A handle for a catalog, created by [`Client::catalog`].
///
/// What has ids of its own, such as feeds and product groups, is at [`Client::catalogs`].
#[derive(Clone, Debug)]
pub struct CatalogHandle {
    client: Client,
    id: CatalogId,
}

impl Client {
    /// Returns the handle for the catalogs of the user, with their feeds, items, product groups and
    /// reports.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let feeds = client.catalogs().feeds().list();
    /// let mut feeds = feeds.with(|list| list.catalog_id("2680059592705")).items();
    /// while let Some(feed) = feeds.try_next().await? {
    ///     println!("{feed:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn catalogs(&self) -> Catalogs {
        Catalogs {
            client: self.clone(),
        }
    }

    /// Returns the handle for a catalog, by its id.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::{Country, NewLocalStore};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let catalog = client.catalog("2680059592705");
    /// let stores = [NewLocalStore::new(Country::De, "Lakeside Berlin", "berlin-1")];
    /// let outcome = catalog.local_stores().create_all(stores).await?;
    /// for (_, store) in outcome.successes() {
    ///     println!("{:?} has the id {:?}", store.name, store.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn catalog(&self, id: impl Into<CatalogId>) -> CatalogHandle {
        CatalogHandle {
            client: self.clone(),
            id: id.into(),
        }
    }
}

impl Catalogs {
    /// Lists the catalogs.
    ///
    #[doc = pinterest_client::facts!(CatalogsList)]
    pub fn list(&self) -> List<CatalogsList> {
        self.client.list(CatalogsList::new())
    }

    /// Creates a catalog without items.
    ///
    /// Some types, such as creative assets, need to be enabled by Pinterest.
    ///
    #[doc = pinterest_client::facts!(CatalogsCreate)]
    pub fn create(&self, catalog: impl Into<NewCatalog>) -> Call<CatalogsCreate> {
        self.client.call(CatalogsCreate::new(catalog))
    }

    /// Returns the handle for feeds: files that Pinterest downloads and turns into items.
    #[must_use]
    pub fn feeds(&self) -> Feeds {
        Feeds::new(&self.client)
    }

    /// Returns the handle for a feed, by its id.
    #[must_use]
    pub fn feed(&self, id: impl Into<FeedId>) -> FeedHandle {
        FeedHandle::new(&self.client, id.into())
    }

    /// Returns the handle for products, hotels and creative assets.
    #[must_use]
    pub fn items(&self) -> CatalogItems {
        CatalogItems::new(&self.client)
    }

    /// Returns the handle for product groups: filters over items, which ads can promote.
    #[must_use]
    pub fn product_groups(&self) -> ProductGroups {
        ProductGroups::new(&self.client)
    }

    /// Returns the handle for a product group, by its id.
    #[must_use]
    pub fn product_group(&self, id: impl Into<ProductGroupId>) -> ProductGroupHandle {
        ProductGroupHandle::new(&self.client, id.into())
    }

    /// Returns the handle for reports on issues and items.
    #[must_use]
    pub fn reports(&self) -> CatalogReports {
        CatalogReports::new(&self.client)
    }
}

impl CatalogHandle {
    /// Returns the id of the catalog.
    #[must_use]
    pub fn id(&self) -> &CatalogId {
        &self.id
    }

    /// Gets values that filters of product groups can use.
    ///
    /// They come from a sample of at most 1,000 items, so some may be missing.
    ///
    #[doc = pinterest_client::facts!(AvailableFilterValuesList)]
    pub fn available_filter_values(&self) -> Call<AvailableFilterValuesList> {
        self.client.call(AvailableFilterValuesList::new(&self.id))
    }

    /// Returns the handle for local stores that sell the items.
    #[must_use]
    pub fn local_stores(&self) -> LocalStores {
        LocalStores::new(self)
    }

    /// Returns the handle for the prices and availabilities of items in single stores.
    #[must_use]
    pub fn local_inventory(&self) -> LocalInventory {
        LocalInventory::new(self)
    }
}
