//! Catalogs: feeds, items, product groups, reports.
//!
//! Everything starts at a handle: [`Client::catalogs`] for what belongs to the user of the token, [`Client::catalog`] for
//! what belongs to one catalog. Both can stand for the owner of an ad account instead: see [`Catalogs::ad_account_id`].

mod feed;
mod feeds;
mod items;
mod local_inventory;
mod local_stores;
mod product_group;
mod product_groups;
mod reports;

pub use feed::Feed;
pub use feeds::Feeds;
pub use items::CatalogItems;
pub use local_inventory::LocalInventory;
pub use local_stores::LocalStores;
pub use product_group::ProductGroup;
pub use product_groups::ProductGroups;
pub use reports::CatalogReports;

use pinterest_client::types::{AdAccountId, CatalogId, FeedId, NewCatalog, ProductGroupId};

use crate::paging::List;
use crate::requests::{CatalogsAvailableFilterValuesQuery, CatalogsCreateQuery, CatalogsListQuery};
use crate::{Call, Client};

/// A query for the ad account of a handle; a setter of the call can name another.
macro_rules! acting {
    ($handle:expr, $query:expr) => {{
        let mut query = $query;
        query.ad_account_id.clone_from(&$handle.ad_account_id);
        query
    }};
}

use acting;

/// The catalogs of the user, and what is in them; made by [`Client::catalogs`].
#[derive(Clone, Debug)]
pub struct Catalogs {
    client: Client,
    ad_account_id: Option<AdAccountId>,
}

/// A catalog; made by [`Client::catalog`].
///
/// What has ids of its own, such as feeds and product groups, is at [`Client::catalogs`].
#[derive(Clone, Debug)]
pub struct Catalog {
    client: Client,
    id: CatalogId,
    ad_account_id: Option<AdAccountId>,
}

impl Client {
    /// The catalogs of the user, with their feeds, items, product groups and reports. Nothing is sent.
    ///
    /// ```no_run
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let mut feeds = client.catalogs().feeds().list().catalog_id("2680059592705").items();
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
            ad_account_id: None,
        }
    }

    /// A catalog, by its id. Nothing is sent.
    ///
    /// ```no_run
    /// use pinterest::types::{Country, NewLocalStore};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let catalog = client.catalog("2680059592705");
    /// let stores = [NewLocalStore::new(Country::De, "Lakeside Berlin", "berlin-1")];
    /// let outcome = catalog.local_stores().create(stores).await?;
    /// for (_, store) in outcome.successes() {
    ///     println!("{:?} has the id {:?}", store.name, store.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn catalog(&self, id: impl Into<CatalogId>) -> Catalog {
        Catalog {
            client: self.clone(),
            id: id.into(),
            ad_account_id: None,
        }
    }
}

impl Catalogs {
    /// What belongs to the owner of this ad account, instead of to the user: for all calls of this handle and of those
    /// that it makes. A call with the setter `ad_account_id` can name another ad account.
    #[must_use]
    pub fn ad_account_id(self, ad_account_id: impl Into<AdAccountId>) -> Self {
        Self {
            ad_account_id: Some(ad_account_id.into()),
            ..self
        }
    }

    /// Lists the catalogs (`catalogs/list`). Scope: `catalogs:read`.
    pub fn list(&self) -> List<CatalogsListQuery> {
        List::new(&self.client, acting!(self, CatalogsListQuery::new()))
    }

    /// Creates a catalog without items (`catalogs/create`). Scope: `catalogs:write`.
    ///
    /// Some types, such as creative assets, need to be enabled by Pinterest.
    pub fn create(&self, catalog: NewCatalog) -> Call<CatalogsCreateQuery> {
        Call::new(
            &self.client,
            acting!(self, CatalogsCreateQuery::new(catalog)),
        )
    }

    /// Files that Pinterest downloads and turns into items.
    #[must_use]
    pub fn feeds(&self) -> Feeds {
        Feeds::new(self)
    }

    /// A feed, by its id. Nothing is sent.
    #[must_use]
    pub fn feed(&self, id: impl Into<FeedId>) -> Feed {
        Feed::new(self, id.into())
    }

    /// Products, hotels and creative assets.
    #[must_use]
    pub fn items(&self) -> CatalogItems {
        CatalogItems::new(self)
    }

    /// Filters over items, which ads can promote.
    #[must_use]
    pub fn product_groups(&self) -> ProductGroups {
        ProductGroups::new(self)
    }

    /// A product group, by its id. Nothing is sent.
    #[must_use]
    pub fn product_group(&self, id: impl Into<ProductGroupId>) -> ProductGroup {
        ProductGroup::new(self, id.into())
    }

    /// Reports on issues and items.
    #[must_use]
    pub fn reports(&self) -> CatalogReports {
        CatalogReports::new(self)
    }
}

impl Catalog {
    /// The id of the catalog.
    #[must_use]
    pub fn id(&self) -> &CatalogId {
        &self.id
    }

    /// The catalog as one of the owner of this ad account, instead of one of the user: for all calls of this handle and
    /// of those that it makes. A call with the setter `ad_account_id` can name another ad account.
    #[must_use]
    pub fn ad_account_id(self, ad_account_id: impl Into<AdAccountId>) -> Self {
        Self {
            ad_account_id: Some(ad_account_id.into()),
            ..self
        }
    }

    /// Gets values that filters of product groups can use (`catalogs/available_filter_values`). Scope: `catalogs:read`.
    ///
    /// They come from a sample of at most 1000 items, so some may be missing.
    pub fn available_filter_values(&self) -> Call<CatalogsAvailableFilterValuesQuery> {
        let query = CatalogsAvailableFilterValuesQuery::new(&self.id);
        Call::new(&self.client, acting!(self, query))
    }

    /// Stores in the real world that sell the items.
    #[must_use]
    pub fn local_stores(&self) -> LocalStores {
        LocalStores::new(self)
    }

    /// What single stores have of single items.
    #[must_use]
    pub fn local_inventory(&self) -> LocalInventory {
        LocalInventory::new(self)
    }
}
