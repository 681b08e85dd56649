//! `pinterest job`

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use pinterest::downloads::Download;
use pinterest::jobs::{
    AdsReportJob, BulkDownloadJob, BulkUpsertJob, CatalogReportJob, ConversionProductReportJob,
    CustomerListUploadJob, DynamicTitlesJob, FeedIngestionJob, ItemsBatchJob, ItemsBatchResult,
    JobHandle, JobKind, JobState, LeadsExportJob, LocalInventoryBatchJob, MediaJob, MmmReportJob,
};
use serde::Serialize;
use serde_json::{json, to_value};

use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::inputs;
use crate::waiting::{self, FileOptions, WaitOptions};

/// Jobs that the service does in the background: resume, status
#[derive(Debug, Subcommand)]
pub(crate) enum Jobs {
    /// Wait for a job that an earlier command started, and fetch its result
    Resume(Resume),
    /// Show the present state of a job
    Status(Status),
}

#[derive(Args, Debug)]
pub(crate) struct Resume {
    #[command(flatten)]
    saved: Saved,

    #[command(flatten)]
    file: FileOptions,

    #[command(flatten)]
    options: WaitOptions,
}

#[derive(Args, Debug)]
pub(crate) struct Status {
    #[command(flatten)]
    saved: Saved,
}

#[derive(Args, Debug)]
struct Saved {
    /// File that a command saved the job in; - is standard input
    #[arg(value_name = "FILE")]
    job: PathBuf,
}

impl Saved {
    fn read(&self) -> Result<JobHandle, Failure> {
        serde_json::from_slice(&inputs::read(&self.job)?)
            .map_err(|error| Failure::usage(format!("{} is no job: {error}", self.job.display())))
    }

    fn path(&self) -> Option<&Path> {
        Some(&*self.job).filter(|path| path.as_os_str() != "-")
    }
}

/// Calls a function for the kind that a handle names, with the type of the kind: one for each group
/// of kinds.
macro_rules! by_kind {
    ($handle:ident, $context:expr, $command:expr, $($function:ident for $($kind:ident)+),+) => {
        match $handle.kind() {
            $($(<$kind as JobKind>::NAME => $function::<$kind>($context, $command, $handle).await,)+)+
            other => Err(Failure::usage(format!("there are no jobs of the kind `{other}`"))),
        }
    };
}

impl Jobs {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        context.reject_dry_run()?;
        match self {
            Self::Resume(resume) => {
                let handle = resume.saved.read()?;
                by_kind!(
                    handle,
                    context,
                    &resume,
                    file for AdsReportJob MmmReportJob ConversionProductReportJob BulkDownloadJob
                        BulkUpsertJob LeadsExportJob CatalogReportJob,
                    value for LocalInventoryBatchJob FeedIngestionJob CustomerListUploadJob
                        DynamicTitlesJob MediaJob,
                    items for ItemsBatchJob
                )
            }
            Self::Status(status) => status.run(context).await,
        }
    }
}

async fn wait<K: JobKind>(
    context: &Context,
    resume: &Resume,
    handle: JobHandle,
) -> Result<K::Output, Failure> {
    let job = context.client()?.resume_job::<K>(handle)?;
    let saved = resume.saved.path();
    waiting::wait(context, job, &resume.options, saved, "Waiting").await
}

async fn file<K: JobKind<Output = Download>>(
    context: &Context,
    resume: &Resume,
    handle: JobHandle,
) -> Result<(), Failure> {
    let download = wait::<K>(context, resume, handle).await?;
    resume.file.deliver(context, download).await
}

async fn value<K: JobKind<Output: Serialize>>(
    context: &Context,
    resume: &Resume,
    handle: JobHandle,
) -> Result<(), Failure> {
    let value = wait::<K>(context, resume, handle).await?;
    context
        .output
        .value(&to_value(value).map_err(Failure::new)?)
}

async fn items<K: JobKind<Output = ItemsBatchResult>>(
    context: &Context,
    resume: &Resume,
    handle: JobHandle,
) -> Result<(), Failure> {
    let result = wait::<K>(context, resume, handle).await?;
    let ItemsBatchResult::Completed(batch) = result else {
        return context.output.value(&json!({"status": "SKIPPED"}));
    };
    let items = batch.processed_items();
    let failed = items.iter().filter(|item| !item.errors.is_empty()).count();
    let all = items.len();
    context
        .output
        .value(&to_value(&batch).map_err(Failure::new)?)?;
    match failed {
        0 => Ok(()),
        _ => Err(Failure::with_exit(
            Exit::Partial,
            format!("{failed} of {all} items failed"),
        )),
    }
}

impl Status {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let handle = self.saved.read()?;
        by_kind!(
            handle,
            context,
            &self,
            poll for AdsReportJob MmmReportJob ConversionProductReportJob BulkDownloadJob
                BulkUpsertJob LeadsExportJob CatalogReportJob LocalInventoryBatchJob
                FeedIngestionJob CustomerListUploadJob DynamicTitlesJob MediaJob ItemsBatchJob
        )
    }
}

async fn poll<K: JobKind>(
    context: &Context,
    status: &Status,
    handle: JobHandle,
) -> Result<(), Failure> {
    let mut job = context.client()?.resume_job::<K>(handle)?;
    let state = job.poll_once().await;
    let state = state.map_err(|error| {
        let saved = status.saved.path();
        waiting::failure(&error, |handle| waiting::resumption(handle, saved))
    })?;
    let (state, status) = match state {
        JobState::Running { status, .. } => ("running", status),
        _ => ("finished", None),
    };
    let handle = job.handle();
    context.output.value(&json!({
        "kind": handle.kind(),
        "ids": handle.ids(),
        "state": state,
        "status": status,
    }))
}
