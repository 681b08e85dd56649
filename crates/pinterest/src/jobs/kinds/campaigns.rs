//! Bulk jobs, and the titles of ads.

use std::collections::BTreeSet;

use pinterest_client::types::{
    AdAccountId, AdGroupId, BulkDownloadResponse, BulkJob, BulkRequestId, BulkRequestStatus,
    BulkUpsertResponse, DynamicTitlesDownload, DynamicTitlesError, DynamicTitlesStatus,
    ProcessDynamicTitlesResponse,
};
use serde::{Deserialize, Serialize};

use crate::downloads::{Download, FileLink, FileRequest, sealed as of_files};
use crate::jobs::kind::{Ending, Reading, sealed};
use crate::jobs::start::{NotStarted, Recreation, in_path};
use crate::jobs::{JobErrorKind, JobKind, JobRequest, RepeatableJob};
use crate::requests::{
    BulkDownloadCreate, BulkRequestGet, BulkUpsertCreate, DynamicTitlesDownloadGet,
    DynamicTitlesProcess, DynamicTitlesStatusGet,
};
use crate::{Call, Client};

/// How many errors of a file of titles a message names.
const SHOWN_ERRORS: usize = 5;

macro_rules! bulk_job {
    (
        $(#[$meta:meta])*
        pub struct $job:ident = $name:literal with details $details:tt
            started by $create:ident -> $created:ident
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub struct $job {
            ad_account_id: AdAccountId,
            request_id: BulkRequestId,
        }

        impl $job {
            /// Creates the ids of a job that was started already.
            #[must_use]
            pub fn new(
                ad_account: impl Into<AdAccountId>,
                request: impl Into<BulkRequestId>,
            ) -> Self {
                Self {
                    ad_account_id: ad_account.into(),
                    request_id: request.into(),
                }
            }

            /// Returns the ad account.
            #[must_use]
            pub fn ad_account_id(&self) -> &AdAccountId {
                &self.ad_account_id
            }

            /// Returns the id of the bulk request.
            #[must_use]
            pub fn request_id(&self) -> &BulkRequestId {
                &self.request_id
            }
        }

        impl sealed::Sealed for $job {}

        impl JobKind for $job {
            const NAME: &'static str = $name;
            type Output = Download;
            type Poll = BulkRequestGet;

            fn poll(&self) -> BulkRequestGet {
                let request = BulkRequestGet::new(&self.ad_account_id, &self.request_id);
                match $details {
                    true => request.include_details(true),
                    false => request,
                }
            }

            fn read(&self, client: &Client, response: BulkJob) -> Reading<Download> {
                state(&response, || {
                    let link = BulkRequestGet::link(&response);
                    Download::new(client.call(self.poll()), link)
                })
            }
        }

        impl sealed::Sealed for $create {}

        impl JobRequest for $create {
            type Job = $job;

            fn job(&self, _: &Client, response: &$created) -> Result<$job, NotStarted> {
                let id = response.request_id.as_ref();
                let id = id.ok_or_else(|| NotStarted::without("request_id"))?;
                Ok($job {
                    ad_account_id: in_path(self, "ad_account_id"),
                    request_id: id.clone(),
                })
            }

            bulk_job!(@recreation $details $job);
        }
    };
    // A download reads.
    (@recreation false $job:ident) => {
        fn recreation(call: &Call<Self>) -> Option<Recreation<$job>> {
            Some(Recreation::new(call))
        }
    };
    (@recreation true $job:ident) => {};
}

bulk_job! {
    /// A download of campaigns, ad groups, ads and other entities of an ad account.
    pub struct BulkDownloadJob = "bulk_download" with details false
        started by BulkDownloadCreate -> BulkDownloadResponse
}

impl RepeatableJob for BulkDownloadJob {}

bulk_job! {
    /// A creation and change of many entities of an ad account.
    ///
    /// Its file has the result of every entity, with errors. A job that failed has one too:
    /// [`JobError::download`](crate::jobs::JobError::download).
    pub struct BulkUpsertJob = "bulk_upsert" with details true
        started by BulkUpsertCreate -> BulkUpsertResponse
}

fn state(job: &BulkJob, file: impl FnOnce() -> Download) -> Reading<Download> {
    let status = job.status.as_str();
    match job.status {
        BulkRequestStatus::Running => Reading::running(status),
        BulkRequestStatus::Succeeded => Reading::Finished(file()),
        BulkRequestStatus::Failed => {
            let mut ending = Ending::new(JobErrorKind::Failed, status);
            ending.file = job.result_url.is_some().then(file);
            Reading::Ended(ending)
        }
        _ => Reading::unknown(status),
    }
}

impl of_files::Sealed for BulkRequestGet {}

impl FileRequest for BulkRequestGet {
    fn link(job: &BulkJob) -> FileLink {
        FileLink::new(job.result_url.as_deref(), None)
    }
}

/// The processing of the dynamic titles of an ad group.
///
/// It resolves to the numbers of titles; [`Call::download`] of
/// [`DynamicTitles::download_url`](crate::campaigns::DynamicTitles::download_url) is the file with
/// the titles. Errors in the file that was uploaded are an error of [`Call::start`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DynamicTitlesJob {
    ad_account_id: AdAccountId,
    ad_group_id: AdGroupId,
}

impl DynamicTitlesJob {
    /// Creates the ids of a job that was started already.
    #[must_use]
    pub fn new(ad_account: impl Into<AdAccountId>, ad_group: impl Into<AdGroupId>) -> Self {
        Self {
            ad_account_id: ad_account.into(),
            ad_group_id: ad_group.into(),
        }
    }

    /// Returns the ad account.
    #[must_use]
    pub fn ad_account_id(&self) -> &AdAccountId {
        &self.ad_account_id
    }

    /// Returns the ad group.
    #[must_use]
    pub fn ad_group_id(&self) -> &AdGroupId {
        &self.ad_group_id
    }
}

impl sealed::Sealed for DynamicTitlesJob {}

impl JobKind for DynamicTitlesJob {
    const NAME: &'static str = "dynamic_titles";
    type Output = DynamicTitlesStatus;
    type Poll = DynamicTitlesStatusGet;

    fn poll(&self) -> DynamicTitlesStatusGet {
        DynamicTitlesStatusGet::new(&self.ad_account_id, &self.ad_group_id)
    }

    fn read(&self, _: &Client, response: DynamicTitlesStatus) -> Reading<DynamicTitlesStatus> {
        match response.is_ready {
            Some(true) => Reading::Finished(response),
            Some(false) => Reading::Running(None),
            None => Reading::Null,
        }
    }
}

impl sealed::Sealed for DynamicTitlesProcess {}

impl JobRequest for DynamicTitlesProcess {
    type Job = DynamicTitlesJob;

    fn job(
        &self,
        _: &Client,
        response: &ProcessDynamicTitlesResponse,
    ) -> Result<DynamicTitlesJob, NotStarted> {
        match response.errors.as_deref().unwrap_or_default() {
            [] => Ok(DynamicTitlesJob {
                ad_account_id: in_path(self, "ad_account_id"),
                ad_group_id: in_path(self, "ad_group_id"),
            }),
            errors => Err(NotStarted(wrong(errors))),
        }
    }
}

fn wrong(errors: &[DynamicTitlesError]) -> String {
    let shown = errors.iter().map(|error| {
        let kind = error.error_type.as_ref();
        let kind = kind.map_or("an error", |kind| kind.as_str());
        match error.row_number {
            Some(row) => format!("{kind} in row {row}"),
            None => kind.to_owned(),
        }
    });
    let shown: BTreeSet<String> = shown.take(SHOWN_ERRORS).collect();
    let shown: Vec<String> = shown.into_iter().collect();
    format!(
        "the service found {} errors in the file of titles ({}); `Client::job` waits for what it \
         made of the rest",
        errors.len(),
        shown.join(", ")
    )
}

impl of_files::Sealed for DynamicTitlesDownloadGet {}

impl FileRequest for DynamicTitlesDownloadGet {
    fn link(download: &DynamicTitlesDownload) -> FileLink {
        FileLink::new(download.download_url.as_deref(), None)
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

    #[test]
    fn a_bulk_job_that_failed_has_the_file_with_the_errors() {
        let job = BulkUpsertJob::new("5", "7");
        let failed = json!({"status": "FAILED", "result_url": "https://a.example/r"});
        let Reading::Ended(ending) = job.read(&client(), BulkJob::for_test(failed)) else {
            panic!("it has failed");
        };
        assert!(ending.kind == JobErrorKind::Failed && ending.file.is_some());
        let running = job.read(&client(), BulkJob::for_test(json!({"status": "RUNNING"})));
        assert!(matches!(running, Reading::Running(Some(_))));
        let newer = job.read(&client(), BulkJob::for_test(json!({"status": "QUEUED"})));
        assert!(matches!(newer, Reading::Unknown(_)));
    }

    #[test]
    fn errors_in_a_file_of_titles_are_named() {
        let process = DynamicTitlesProcess::new(
            "5",
            "6",
            pinterest_client::types::ProcessDynamicTitlesRequest::new("7"),
        );
        let response = json!({"errors": [
            {"error_type": "ROW_VALIDATION_FAILED", "row_number": 3}, {"error_type": "INVALID_FILE"}
        ]});
        let response = ProcessDynamicTitlesResponse::for_test(response);
        let NotStarted(message) = process.job(&client(), &response).unwrap_err();
        assert!(message.contains("found 2 errors"), "{message}");
        assert!(
            message.contains("INVALID_FILE, ROW_VALIDATION_FAILED in row 3"),
            "{message}"
        );
        let response = ProcessDynamicTitlesResponse::for_test(json!({"status": "QUEUED"}));
        let job = process.job(&client(), &response).unwrap();
        assert_eq!(job, DynamicTitlesJob::new("5", "6"));
    }
}
