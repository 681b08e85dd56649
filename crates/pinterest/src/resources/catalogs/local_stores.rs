//! Local stores: stores in the real world that sell the items of a catalog.

use pinterest_client::operation;
use pinterest_client::types::{
    AdAccountId, CatalogId, LocalStore, LocalStoreDeletion, LocalStoreDeletionStatus, LocalStoreId,
    LocalStoreOutcome, LocalStoreResult, LocalStoreUpdate, NewLocalStore,
};

use super::{Catalog, acting};
use crate::batch::{BatchOutcome, ItemError, Positional, Reply};
use crate::paging::List;
use crate::requests::CatalogsLocalStoresListQuery;
use crate::{Client, Error};

/// The description has no limit; this is that of the other operations on what catalogs have.
const STORES_IN_A_REQUEST: usize = 1_000;

/// Stores in the real world that sell the items of a catalog; made by [`Catalog::local_stores`].
#[derive(Clone, Debug)]
pub struct LocalStores {
    client: Client,
    catalog: CatalogId,
    ad_account_id: Option<AdAccountId>,
}

impl LocalStores {
    pub(super) fn new(catalog: &Catalog) -> Self {
        Self {
            client: catalog.client.clone(),
            catalog: catalog.id.clone(),
            ad_account_id: catalog.ad_account_id.clone(),
        }
    }

    /// Lists the stores (`catalogs_local_stores/list`). Scope: `catalogs:read`. Not in the sandbox.
    pub fn list(&self) -> List<CatalogsLocalStoresListQuery> {
        let query = CatalogsLocalStoresListQuery::new(&self.catalog);
        List::new(&self.client, acting!(self, query))
    }

    /// Creates stores (`catalogs_local_stores/create`, 1000 a request). Scope: `catalogs:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn create(
        &self,
        stores: impl IntoIterator<Item = NewLocalStore>,
    ) -> Result<BatchOutcome<NewLocalStore, LocalStore>, Error> {
        let (catalog, ad_account) = (&self.catalog, self.ad_account_id.as_ref());
        Positional::of(&operation::CATALOGS_LOCAL_STORES_CREATE)
            .at_most(STORES_IN_A_REQUEST)
            .keyed_by(|store: &NewLocalStore| vec![store.store_code.to_string()])
            .send(
                &self.client,
                stores,
                <[NewLocalStore]>::to_vec,
                |api, body| async move {
                    api.catalogs_local_stores_create(catalog, ad_account, &body)
                        .await
                },
                // A store that was not created has no id that an input could be known by.
                |answer| replies(answer, |store| store.store_code.to_string(), |_| None),
            )
            .await
    }

    /// Changes what the updates have of stores (`catalogs_local_stores/update`, 1000 a request). Scope: `catalogs:write`.
    /// Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn update(
        &self,
        updates: impl IntoIterator<Item = LocalStoreUpdate>,
    ) -> Result<BatchOutcome<LocalStoreUpdate, LocalStore>, Error> {
        let (catalog, ad_account) = (&self.catalog, self.ad_account_id.as_ref());
        Positional::of(&operation::CATALOGS_LOCAL_STORES_UPDATE)
            .at_most(STORES_IN_A_REQUEST)
            .keyed_by(|update: &LocalStoreUpdate| vec![update.id.to_string()])
            .send(
                &self.client,
                updates,
                <[LocalStoreUpdate]>::to_vec,
                |api, body| async move {
                    api.catalogs_local_stores_update(catalog, ad_account, &body)
                        .await
                },
                |answer| {
                    replies(
                        answer,
                        |store| store.id.to_string(),
                        |id| Some(id.to_string()),
                    )
                },
            )
            .await
    }

    /// Deletes stores (`catalogs_local_stores/delete`, 250 a request). Scope: `catalogs:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn delete<S: Into<LocalStoreId>>(
        &self,
        stores: impl IntoIterator<Item = S>,
    ) -> Result<BatchOutcome<LocalStoreId, ()>, Error> {
        let (catalog, ad_account) = (&self.catalog, self.ad_account_id.as_ref());
        Positional::of(&operation::CATALOGS_LOCAL_STORES_DELETE)
            .in_query("ids")
            .keyed_by(|store: &LocalStoreId| vec![store.to_string()])
            .send(
                &self.client,
                stores,
                <[LocalStoreId]>::to_vec,
                |api, ids| async move {
                    let answer = api
                        .catalogs_local_stores_delete(catalog, ad_account, &ids)
                        .await?;
                    answer.map(|deletions| one_each(deletions, ids.len()))
                },
                |answer: Vec<Deletion>| answer.into_iter().map(deleted).collect(),
            )
            .await
    }
}

/// `key_of_store` and `key_of_failure` are what an input is known by. A result of a form that is not known confirms nothing.
fn replies(
    answer: Vec<LocalStoreResult>,
    key_of_store: fn(&LocalStore) -> String,
    key_of_failure: fn(&LocalStoreId) -> Option<String>,
) -> Vec<Reply<LocalStore>> {
    let reply = |result: LocalStoreResult| match result.data {
        LocalStoreOutcome::LocalStore(store) => Reply::success(vec![key_of_store(&store)], *store),
        LocalStoreOutcome::LocalStoreFailure(failure) => {
            let error = ItemError::of(failure.exceptions.code, failure.exceptions.message);
            let keys = failure.id.iter().filter_map(key_of_failure);
            Reply::failure(keys.collect(), error)
        }
        _ => Reply::of(None, []),
    };
    answer.into_iter().map(reply).collect()
}

/// What became of a store; `None` when it was deleted without a word.
type Deletion = Option<LocalStoreDeletion>;

/// An answer without a body (status 204) is a success of all stores of its request.
fn one_each(deletions: Option<Vec<LocalStoreDeletion>>, count: usize) -> Vec<Deletion> {
    match deletions {
        Some(deletions) => deletions.into_iter().map(Some).collect(),
        None => vec![None; count],
    }
}

fn deleted(deletion: Deletion) -> Reply<()> {
    let Some(deletion) = deletion else {
        return Reply::of(Some(()), []);
    };
    let reply = match deletion.status {
        LocalStoreDeletionStatus::NoContentStatus(_) => Reply::of(Some(()), []),
        LocalStoreDeletionStatus::Error(error) => {
            Reply::of(None, [ItemError::of(error.code, error.message)])
        }
        _ => Reply::of(None, []),
    };
    reply.keyed(vec![deletion.id.to_string()])
}
