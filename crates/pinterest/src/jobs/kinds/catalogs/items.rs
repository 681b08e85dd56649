//! Batches of items.

use pinterest_client::types::{AdAccountId, ItemsBatch, ItemsBatchId, ItemsBatchStatus};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Client;
use crate::jobs::kind::{Reading, sealed};
use crate::jobs::start::{NotStarted, on_behalf_of};
use crate::jobs::{JobKind, JobRequest};
use crate::requests::{ItemsBatchCreate, ItemsBatchGet};

/// A batch of items of a catalog.
///
/// A batch that is completed says nothing of its items: each has a status, errors and warnings; see
/// [`ItemsBatch::processed_items`](crate::types::ItemsBatch::processed_items).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ItemsBatchJob {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ad_account_id: Option<AdAccountId>,
    /// Null for a batch that was skipped; never absent.
    #[serde(deserialize_with = "Option::deserialize")]
    batch_id: Option<ItemsBatchId>,
}

/// What became of a batch of items.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ItemsBatchResult {
    /// The batch was processed. Each of its items may have failed nevertheless.
    Completed(ItemsBatch),
    /// The service skipped the batch, since the same was ingested shortly before. There is nothing
    /// to wait for.
    Skipped,
}

impl ItemsBatchResult {
    /// Returns the batch, unless it was skipped.
    #[must_use]
    pub fn batch(&self) -> Option<&ItemsBatch> {
        match self {
            Self::Completed(batch) => Some(batch),
            Self::Skipped => None,
        }
    }

    /// Returns whether the service skipped the batch.
    #[must_use]
    pub fn is_skipped(&self) -> bool {
        matches!(self, Self::Skipped)
    }
}

impl ItemsBatchJob {
    /// Creates the id of a batch that was submitted already.
    #[must_use]
    pub fn new(batch: impl Into<ItemsBatchId>) -> Self {
        Self {
            ad_account_id: None,
            batch_id: Some(batch.into()),
        }
    }

    on_behalf!();

    /// Returns the id of the batch, or `None` if it was skipped.
    #[must_use]
    pub fn batch_id(&self) -> Option<&ItemsBatchId> {
        self.batch_id.as_ref()
    }
}

impl sealed::Sealed for ItemsBatchJob {}

impl JobKind for ItemsBatchJob {
    const NAME: &'static str = "items_batch";
    type Output = ItemsBatchResult;
    type Poll = ItemsBatchGet;

    fn poll(&self) -> ItemsBatchGet {
        // Without an id there is no poll; an empty one is rejected before anything is sent.
        let id = self.batch_id.clone().unwrap_or_else(|| "".into());
        with_account!(self, ItemsBatchGet::new(id))
    }

    fn read(&self, _: &Client, response: ItemsBatch) -> Reading<ItemsBatchResult> {
        if is_skipped(&response) {
            return Reading::Finished(ItemsBatchResult::Skipped);
        }
        let Some(status) = status(&response) else {
            return Reading::Null;
        };
        match status {
            ItemsBatchStatus::Processing => Reading::running(status.as_str()),
            ItemsBatchStatus::Completed => Reading::Finished(ItemsBatchResult::Completed(response)),
            ItemsBatchStatus::Failed => Reading::failed(status.as_str(), reason(&response)),
            other => Reading::unknown(other.as_str()),
        }
    }

    fn settled(&self) -> Option<ItemsBatchResult> {
        self.batch_id.is_none().then_some(ItemsBatchResult::Skipped)
    }
}

/// A text of a batch, also of one for a type of catalog that this version does not know.
fn text<'a>(batch: &'a ItemsBatch, name: &str, known: Option<&'a str>) -> Option<&'a str> {
    match batch {
        ItemsBatch::Unknown(member) => member.as_value().get(name).and_then(Value::as_str),
        _ => known,
    }
}

fn status(batch: &ItemsBatch) -> Option<ItemsBatchStatus> {
    let known = batch.status().map(ItemsBatchStatus::as_str);
    text(batch, "status", known).map(ItemsBatchStatus::from_wire)
}

fn id(batch: &ItemsBatch) -> Option<ItemsBatchId> {
    let known = batch.batch_id().map(ItemsBatchId::as_str);
    text(batch, "batch_id", known).map(Into::into)
}

/// Whether the service skipped a batch, as a duplicate of one that it ingested shortly before: it
/// was not created, and perhaps has no id. A batch that has ended was not skipped.
fn is_skipped(batch: &ItemsBatch) -> bool {
    let created = text(batch, "created_time", batch.created_time());
    let has_ended = matches!(
        status(batch),
        Some(ItemsBatchStatus::Completed | ItemsBatchStatus::Failed)
    );
    created.is_none() && !has_ended
}

/// What the first item says that has an error.
fn reason(batch: &ItemsBatch) -> Option<String> {
    let items = batch.processed_items();
    let mut errors = items.iter().flat_map(|item| item.errors);
    errors.find_map(|error| Some(error.message.as_ref()?.as_str().to_owned()))
}

impl sealed::Sealed for ItemsBatchCreate {}

impl JobRequest for ItemsBatchCreate {
    type Job = ItemsBatchJob;

    fn job(&self, client: &Client, response: &ItemsBatch) -> Result<ItemsBatchJob, NotStarted> {
        let batch_id = match is_skipped(response) {
            true => None,
            false => Some(id(response).ok_or_else(|| NotStarted::without("batch_id"))?),
        };
        Ok(ItemsBatchJob {
            ad_account_id: on_behalf_of(self, client),
            batch_id,
        })
    }
}

#[cfg(test)]
mod tests {
    use pinterest_client::ForTest;
    use serde_json::json;

    use super::*;

    fn client() -> Client {
        Client::builder()
            .with_access_token("pina_a")
            .build()
            .unwrap()
    }

    fn read(batch: Value) -> Reading<ItemsBatchResult> {
        ItemsBatchJob::new("7").read(&client(), ItemsBatch::for_test(batch))
    }

    #[test]
    fn a_batch_that_was_not_created_is_skipped() {
        for batch in [
            json!({"catalog_type": "RETAIL", "created_time": null, "items": []}),
            json!({"catalog_type": "HOTEL", "items": []}),
            json!({"catalog_type": "RETAIL", "batch_id": "7", "created_time": null,
                   "status": "PROCESSING"}),
            json!({"catalog_type": "PETS", "created_time": null}),
        ] {
            let reading = read(batch.clone());
            let is_skipped = matches!(reading, Reading::Finished(ItemsBatchResult::Skipped));
            assert!(is_skipped, "{batch}");
        }
    }

    #[test]
    fn a_completed_batch_is_a_result_whatever_its_items_say() {
        let batch = json!({
            "catalog_type": "RETAIL", "batch_id": "7", "status": "COMPLETED",
            "created_time": "2026-01-31T12:00:00",
            "items": [{"item_id": "a", "status": "FAILURE", "errors": [{"code": 2}]}],
        });
        let Reading::Finished(result) = read(batch) else {
            panic!("it is completed");
        };
        let items = result.batch().unwrap().processed_items();
        assert_eq!(items.first().unwrap().errors.len(), 1);
    }

    #[test]
    fn a_batch_of_a_newer_type_of_catalog_is_followed() {
        let time = "2026-01-31T12:00:00";
        let batch = |status: &str| {
            json!({"catalog_type": "PETS", "batch_id": "7", "created_time": time,
                   "status": status})
        };
        assert!(matches!(
            read(batch("PROCESSING")),
            Reading::Running(Some(_))
        ));
        let completed = read(batch("COMPLETED"));
        assert!(matches!(
            completed,
            Reading::Finished(ItemsBatchResult::Completed(_))
        ));
    }

    #[test]
    fn a_failed_batch_says_what_its_first_item_says() {
        let batch = json!({
            "catalog_type": "RETAIL", "batch_id": "7", "status": "FAILED",
            "created_time": "2026-01-31T12:00:00",
            "items": [{"item_id": "a"},
                      {"item_id": "b", "errors": [{"code": 2, "message": "no price"}]}],
        });
        let Reading::Ended(ending) = read(batch) else {
            panic!("it has failed");
        };
        assert_eq!(ending.reason.as_deref(), Some("no price"));
    }

    #[test]
    fn a_skipped_batch_comes_back_from_its_handle() {
        let skipped = ItemsBatchJob {
            ad_account_id: None,
            batch_id: None,
        };
        let text = serde_json::to_string(&skipped).unwrap();
        let read: ItemsBatchJob = serde_json::from_str(&text).unwrap();
        assert_eq!(read.settled(), Some(ItemsBatchResult::Skipped));
        assert!(serde_json::from_str::<ItemsBatchJob>("{}").is_err());
    }
}
