//! Jobs: what the service does in the background, from its start to its result.
//!
//! [`Call::start`] sends the request that starts a job, and resolves to a [`Job`], which is awaited
//! for the result:
//!
//! ```no_run
//! # #[cfg(feature = "ad_accounts")]
//! # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
//! use pinterest::types::{Granularity, NewAdsReport};
//! use pinterest::{Date, DateRange};
//!
//! let days = DateRange::ending(Date::new(2026, 1, 31)?, 31)?;
//! let report = NewAdsReport::new(days.start(), days.end(), Granularity::Day);
//! let job = client.ad_account("549755885175").reports().request(report).start().await?;
//! let file = job.await?;
//! let mut bytes = Vec::new();
//! file.write_to(&mut bytes).await?;
//! # Ok(())
//! # }
//! ```
//!
//! | job | started by | result |
//! |---|---|---|
//! | `AdsReportJob` | `Reports::request`, `ReportTemplateHandle::request_report` | a `Download` |
//! | `MmmReportJob` | `MmmReports::request` | a `Download` |
//! | `ConversionProductReportJob` | `ConversionProductReports::request` | a `Download` |
//! | `BulkDownloadJob` | `Bulk::request_download` | a `Download` |
//! | `BulkUpsertJob` | `Bulk::request_upsert` | a `Download`, also of a job that failed |
//! | `LeadsExportJob` | `LeadsExports::request` | a `Download` |
//! | `CatalogReportJob` | `CatalogReports::request` | a `Download` |
//! | `ItemsBatchJob` | `CatalogItems::submit_batch` | an `ItemsBatchResult`, with the result of each item |
//! | `LocalInventoryBatchJob` | a call of `LocalInventoryItemsBatchCreate` | the batch, with the result of each operation |
//! | `FeedIngestionJob` | `FeedHandle::ingest`, `Feeds::ingest` | the `FeedProcessingResult` |
//! | `CustomerListUploadJob` | `CustomerListUploadHandle::run` | the `CustomerListUpload`, with counts |
//! | `DynamicTitlesJob` | `DynamicTitles::process` | the `DynamicTitlesStatus`, with counts |
//! | `MediaJob` | the upload of the file | the `Media` |
//!
//! [`Client::job`] returns the job of known ids, for instance of each id that
//! [`BatchOutcome::batch_ids`](crate::BatchOutcome) has, or of a video that was uploaded.
//!
//! # Waiting
//!
//! A job is polled every 1 to 10 seconds ([`Job::with_poll_interval`]), or when the service asks for
//! it (`Retry-After`), until its deadline ([`Job::with_deadline`], an hour by default).
//! [`Job::progress`] returns the polls as a stream. A poll that fails temporarily is repeated.
//!
//! A state that this version does not know counts as running, and is in a trace. A job whose state
//! is null counts as running too, but is lost if it stays so ([`Job::with_lost_after`]).
//!
//! Dropping a job, its future or its stream ends the waiting alone: **the service goes on with the
//! job**, and no job can be cancelled over the API.
//!
//! # Another process
//!
//! [`Job::handle`] returns a [`JobHandle`] with the ids of the job and without secrets, to be saved
//! in any format of serde. [`Client::resume_job`] makes a job of it. A [`JobError`] has the handle
//! too, so a job whose deadline has passed is not lost.
//!
//! # Creating anew
//!
//! [`Job::with_recreations`] creates a job that failed, expired or was lost anew. Only jobs that
//! read, such as reports, can be created twice; for a job that makes changes there is no such
//! method.

mod error;
mod event;
mod handle;
mod job;
mod kind;
mod kinds;
mod progress;
mod start;
mod watch;

pub use error::{JobError, JobErrorKind};
pub use event::{JobEvent, JobState};
pub use handle::JobHandle;
pub use job::{
    DEFAULT_DEADLINE, DEFAULT_LOST_AFTER, DEFAULT_MAX_POLL_INTERVAL, DEFAULT_MIN_POLL_INTERVAL, Job,
};
pub use kind::{JobKind, RepeatableJob};
pub use kinds::*;
pub use progress::JobProgress;
pub use start::JobRequest;

#[cfg(doc)]
use crate::{Call, Client};
