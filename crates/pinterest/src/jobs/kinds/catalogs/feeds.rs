//! Runs over feeds.

use pinterest_client::types::{
    AdAccountId, FeedId, FeedIngestion, FeedIngestionId, FeedProcessingResult,
    FeedProcessingResultPage, FeedProcessingStatus,
};
use serde::{Deserialize, Serialize};

use crate::Client;
use crate::jobs::kind::{Reading, sealed};
use crate::jobs::start::{NotStarted, on_behalf_of};
use crate::jobs::{JobKind, JobRequest};
use crate::requests::{FeedProcessingResultsList, FeedsIngest};

/// How many runs over a feed are looked through for one that was started.
const RECENT_RUNS: i32 = 100;

/// A run that downloads and processes a feed.
///
/// It resolves to the result of the run, with counts and issues. A run that is not among the 100
/// newest of the feed is taken as lost after some time.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FeedIngestionJob {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ad_account_id: Option<AdAccountId>,
    feed_id: FeedId,
    run_id: FeedIngestionId,
}

impl FeedIngestionJob {
    /// Creates the ids of a run that was started already.
    #[must_use]
    pub fn new(feed: impl Into<FeedId>, run: impl Into<FeedIngestionId>) -> Self {
        Self {
            ad_account_id: None,
            feed_id: feed.into(),
            run_id: run.into(),
        }
    }

    on_behalf!();

    /// Returns the feed.
    #[must_use]
    pub fn feed_id(&self) -> &FeedId {
        &self.feed_id
    }

    /// Returns the id of the run.
    #[must_use]
    pub fn run_id(&self) -> &FeedIngestionId {
        &self.run_id
    }
}

impl sealed::Sealed for FeedIngestionJob {}

impl JobKind for FeedIngestionJob {
    const NAME: &'static str = "feed_ingestion";
    type Output = FeedProcessingResult;
    type Poll = FeedProcessingResultsList;

    fn poll(&self) -> FeedProcessingResultsList {
        let request = FeedProcessingResultsList::new(&self.feed_id).page_size(RECENT_RUNS);
        with_account!(self, request)
    }

    fn read(&self, _: &Client, response: FeedProcessingResultPage) -> Reading<Self::Output> {
        let mut runs = response.items.into_iter();
        let run = runs.find(|run| run.id.as_str() == self.run_id.as_str());
        // It may take a moment until a run is listed.
        let Some(run) = run else {
            return Reading::Null;
        };
        let status = run.status.as_str();
        match run.status {
            FeedProcessingStatus::QueuedForProcessing | FeedProcessingStatus::Processing => {
                Reading::running(status)
            }
            FeedProcessingStatus::Completed => Reading::Finished(run),
            FeedProcessingStatus::Failed => Reading::failed(status, None),
            _ => Reading::unknown(status),
        }
    }
}

impl sealed::Sealed for FeedsIngest {}

impl JobRequest for FeedsIngest {
    type Job = FeedIngestionJob;

    fn job(
        &self,
        client: &Client,
        response: &FeedIngestion,
    ) -> Result<FeedIngestionJob, NotStarted> {
        Ok(FeedIngestionJob {
            ad_account_id: on_behalf_of(self, client),
            feed_id: response.feed_id.clone(),
            run_id: response.id.clone(),
        })
    }
}
