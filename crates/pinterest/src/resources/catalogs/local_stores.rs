//! Local stores: stores in the real world that sell the items of a catalog.

use pinterest_client::operation;
use pinterest_client::types::{
    CatalogId, LocalStore, LocalStoreDeletion, LocalStoreDeletionStatus, LocalStoreId,
    LocalStoreUpdate, NewLocalStore,
};

use super::CatalogHandle;
use crate::batch::{Batch, One, Reply, Shape, results};
use crate::requests::{LocalStoresCreate, LocalStoresDelete, LocalStoresList, LocalStoresUpdate};
use crate::{Call, Client, List};

/// The description has no limit; this is that of the other operations on what catalogs have.
const STORES_IN_A_REQUEST: usize = 1_000;

/// A handle for stores in the real world that sell the items of a catalog, created by
/// [`CatalogHandle::local_stores`].
#[derive(Clone, Debug)]
pub struct LocalStores {
    client: Client,
    catalog: CatalogId,
}

impl LocalStores {
    pub(super) fn new(catalog: &CatalogHandle) -> Self {
        Self {
            client: catalog.client.clone(),
            catalog: catalog.id.clone(),
        }
    }

    /// Lists the stores.
    ///
    #[doc = pinterest_client::facts!(LocalStoresList)]
    pub fn list(&self) -> List<LocalStoresList> {
        self.client.list(LocalStoresList::new(&self.catalog))
    }

    /// Creates a store.
    ///
    #[doc = pinterest_client::facts!(cost of LocalStoresCreate)]
    pub fn create(
        &self,
        store: impl Into<NewLocalStore>,
    ) -> Call<One<LocalStoresCreate, LocalStore>> {
        Batch::one(&self.client, self.creation(), store, &creations())
    }

    /// Creates stores.
    ///
    /// A request has at most 1,000 of them.
    ///
    #[doc = pinterest_client::facts!(cost of LocalStoresCreate)]
    pub fn create_all(
        &self,
        stores: impl IntoIterator<Item = impl Into<NewLocalStore>>,
    ) -> Batch<LocalStoresCreate, NewLocalStore, LocalStore> {
        Batch::new(&self.client, self.creation(), stores, creations())
    }

    /// Changes the fields of a store that the update sets.
    ///
    #[doc = pinterest_client::facts!(cost of LocalStoresUpdate)]
    pub fn update(
        &self,
        update: impl Into<LocalStoreUpdate>,
    ) -> Call<One<LocalStoresUpdate, LocalStore>> {
        Batch::one(&self.client, self.changes(), update, &updates())
    }

    /// Changes the fields of stores that the updates set.
    ///
    /// A request has at most 1,000 of them.
    ///
    #[doc = pinterest_client::facts!(cost of LocalStoresUpdate)]
    pub fn update_all(
        &self,
        updates: impl IntoIterator<Item = impl Into<LocalStoreUpdate>>,
    ) -> Batch<LocalStoresUpdate, LocalStoreUpdate, LocalStore> {
        Batch::new(&self.client, self.changes(), updates, self::updates())
    }

    /// Deletes a store, by its id.
    ///
    #[doc = pinterest_client::facts!(cost of LocalStoresDelete)]
    pub fn delete(&self, store: impl Into<LocalStoreId>) -> Call<One<LocalStoresDelete, ()>> {
        Batch::one(&self.client, self.deletion(), store, &deletions())
    }

    /// Deletes stores, by their ids.
    ///
    #[doc = pinterest_client::facts!(cost of LocalStoresDelete)]
    pub fn delete_all(
        &self,
        stores: impl IntoIterator<Item = impl Into<LocalStoreId>>,
    ) -> Batch<LocalStoresDelete, LocalStoreId, ()> {
        Batch::new(&self.client, self.deletion(), stores, deletions())
    }

    fn creation(&self) -> LocalStoresCreate {
        LocalStoresCreate::new(&self.catalog, Vec::<NewLocalStore>::new())
    }

    fn changes(&self) -> LocalStoresUpdate {
        LocalStoresUpdate::new(&self.catalog, Vec::<LocalStoreUpdate>::new())
    }

    fn deletion(&self) -> LocalStoresDelete {
        LocalStoresDelete::new(&self.catalog, Vec::<LocalStoreId>::new())
    }
}

/// A store that was not created has no code that its input could be known by.
#[inline]
fn creations() -> Shape<LocalStoresCreate, NewLocalStore, LocalStore> {
    let operation = &operation::CATALOGS_LOCAL_STORES_CREATE;
    let read = results::standard_keyed(None, "store_code");
    Shape::in_body(operation, LocalStoresCreate::set_body, read)
        .at_most(STORES_IN_A_REQUEST)
        .keyed_by(|store: &NewLocalStore| vec![store.store_code.to_string()])
}

#[inline]
fn updates() -> Shape<LocalStoresUpdate, LocalStoreUpdate, LocalStore> {
    let operation = &operation::CATALOGS_LOCAL_STORES_UPDATE;
    let read = results::standard_keyed(None, "id");
    Shape::in_body(operation, LocalStoresUpdate::set_body, read)
        .at_most(STORES_IN_A_REQUEST)
        .keyed_by(|update: &LocalStoreUpdate| vec![update.id.to_string()])
}

#[inline]
fn deletions() -> Shape<LocalStoresDelete, LocalStoreId, ()> {
    let operation = &operation::CATALOGS_LOCAL_STORES_DELETE;
    let read = results::or_no_body(results::typed(None, deleted));
    Shape::in_query(operation, "ids", LocalStoresDelete::set_ids, read)
        .keyed_by(|store: &LocalStoreId| vec![store.to_string()])
}

/// A status of a form that is not known confirms nothing.
fn deleted(deletion: LocalStoreDeletion) -> Reply<()> {
    let (value, error) = match deletion.status {
        LocalStoreDeletionStatus::NoContentStatus(_) => (Some(()), None),
        LocalStoreDeletionStatus::Error(error) => (None, Some(results::item_error(*error))),
        _ => (None, None),
    };
    Reply {
        keys: vec![deletion.id.to_string()],
        value,
        error,
    }
}
