//! The batches that inputs are queued in.

use std::collections::BTreeSet;

use pinterest_client::types::{ItemsBatchId, SupplementalItemsBatchId};

use crate::BatchOutcome;

impl<I> BatchOutcome<I, ItemsBatchId> {
    /// Returns the ids of the batches that the inputs are queued in, each once, in the order of
    /// the inputs.
    ///
    /// [`CatalogItems::get_batch`](crate::catalogs::CatalogItems::get_batch) gets what became of
    /// the items of a batch.
    #[must_use]
    pub fn batch_ids(&self) -> Vec<&ItemsBatchId> {
        distinct(self)
    }
}

impl<I> BatchOutcome<I, SupplementalItemsBatchId> {
    /// Returns the ids of the batches that the inputs are queued in, each once, in the order of
    /// the inputs.
    ///
    /// [`LocalInventory::get_batch`](crate::catalogs::LocalInventory::get_batch) gets what became
    /// of the operations of a batch.
    #[must_use]
    pub fn batch_ids(&self) -> Vec<&SupplementalItemsBatchId> {
        distinct(self)
    }
}

fn distinct<I, T: Ord>(outcome: &BatchOutcome<I, T>) -> Vec<&T> {
    let mut seen = BTreeSet::new();
    let ids = outcome.successes().map(|(_, id)| id);
    ids.filter(|id| seen.insert(*id)).collect()
}
