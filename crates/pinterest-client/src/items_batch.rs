//! What batches of items have in common, whatever the type of the catalog.

use crate::types::{
    ItemProcessingStatus, ItemValidationEvent, ItemsBatch, ItemsBatchId, ItemsBatchStatus,
};

/// The outcome of one operation of an [`ItemsBatch`], whatever the type of the catalog; returned
/// by [`ItemsBatch::processed_items`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct ProcessedItem<'a> {
    /// The merchant's own id of the item.
    pub id: Option<&'a str>,
    /// How the operation on the item ended.
    pub status: Option<&'a ItemProcessingStatus>,
    /// Errors of the item. If there are any, its operation has failed.
    pub errors: &'a [ItemValidationEvent],
    /// Warnings about the item.
    pub warnings: &'a [ItemValidationEvent],
}

/// An optional field of the batch, which all known members have.
macro_rules! field_of {
    ($batch:expr, $field:ident) => {
        match $batch {
            ItemsBatch::CreativeAssets(batch) => batch.$field.as_ref(),
            ItemsBatch::Hotel(batch) => batch.$field.as_ref(),
            ItemsBatch::Retail(batch) => batch.$field.as_ref(),
            ItemsBatch::Unknown(_) => None,
        }
    };
}

/// The items of one member, whose ids have this name.
macro_rules! items_of {
    ($batch:expr, $id:ident) => {
        $batch
            .items
            .iter()
            .flatten()
            .map(|item| ProcessedItem {
                id: item.$id.as_ref().map(|id| id.as_str()),
                status: item.status.as_ref(),
                errors: item.errors.as_deref().unwrap_or_default(),
                warnings: item.warnings.as_deref().unwrap_or_default(),
            })
            .collect()
    };
}

impl ItemsBatch {
    /// Returns the id of the batch.
    ///
    /// It is absent if the response lacks it, or the member is unknown.
    #[must_use]
    pub fn batch_id(&self) -> Option<&ItemsBatchId> {
        field_of!(self, batch_id)
    }

    /// Returns how far the batch is.
    ///
    /// A batch that is completed can have items that failed; see
    /// [`processed_items`](Self::processed_items). The status is absent if the response lacks it,
    /// or the member is unknown.
    #[must_use]
    pub fn status(&self) -> Option<&ItemsBatchStatus> {
        field_of!(self, status)
    }

    /// Returns when the batch was created, in UTC, as the service writes it.
    ///
    /// It is absent if the service skipped the batch because the same was ingested shortly before,
    /// if the response lacks it, or the member is unknown.
    #[must_use]
    pub fn created_time(&self) -> Option<&str> {
        field_of!(self, created_time).map(String::as_str)
    }

    /// Returns when the batch was completed, in UTC, as the service writes it.
    ///
    /// It is absent until then, if the response lacks it, or the member is unknown.
    #[must_use]
    pub fn completed_time(&self) -> Option<&str> {
        field_of!(self, completed_time).map(String::as_str)
    }

    /// Returns the outcome of each operation, with the errors of its item.
    ///
    /// There are none if the response has none, or the member is unknown.
    #[must_use]
    pub fn processed_items(&self) -> Vec<ProcessedItem<'_>> {
        match self {
            Self::CreativeAssets(batch) => items_of!(batch, creative_assets_id),
            Self::Hotel(batch) => items_of!(batch, hotel_id),
            Self::Retail(batch) => items_of!(batch, item_id),
            Self::Unknown(_) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(catalog_type: &str, id: &str) -> ItemsBatch {
        let text = format!(
            r#"{{"catalog_type": "{catalog_type}", "batch_id": "7", "status": "COMPLETED",
                "created_time": "2026-01-01T00:00:00", "completed_time": null, "items": [
                {{"{id}": "a", "status": "FAILURE", "errors": [{{"code": 113}}, {{"code": 2}}],
                  "warnings": null}},
                {{"status": "SUCCESS", "warnings": [{{"code": 142}}]}}]}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    fn codes(events: &[ItemValidationEvent]) -> Vec<Option<i64>> {
        events.iter().map(|event| event.code).collect()
    }

    #[test]
    fn a_batch_of_every_type_of_catalog_is_read_in_the_same_way() {
        for (catalog_type, id) in [
            ("CREATIVE_ASSETS", "creative_assets_id"),
            ("HOTEL", "hotel_id"),
            ("RETAIL", "item_id"),
        ] {
            let batch = batch(catalog_type, id);
            assert!(!batch.is_unknown());
            assert_eq!(batch.batch_id().map(ItemsBatchId::as_str), Some("7"));
            assert_eq!(batch.status(), Some(&ItemsBatchStatus::Completed));
            assert_eq!(batch.created_time(), Some("2026-01-01T00:00:00"));
            assert_eq!(batch.completed_time(), None);
            let items = batch.processed_items();
            let [first, second] = &items[..] else {
                panic!("{items:?}");
            };
            assert_eq!((first.id, second.id), (Some("a"), None));
            assert_eq!(first.status, Some(&ItemProcessingStatus::Failure));
            assert_eq!(codes(first.errors), [Some(113), Some(2)]);
            assert_eq!(codes(second.warnings), [Some(142)]);
            assert!(first.warnings.is_empty() && second.errors.is_empty());
        }
    }

    #[test]
    fn an_unknown_member_has_nothing_that_this_version_can_read() {
        let batch = batch("PETS", "pet_id");
        assert!(batch.is_unknown() && batch.processed_items().is_empty());
        assert!(batch.batch_id().is_none() && batch.status().is_none());
    }
}
