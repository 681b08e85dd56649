//! What is needed to go on with a job in another process.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Job, JobKind};
use crate::{Client, Error};

/// The kind and the ids of a job, and when it was started.
///
/// It holds no secret, so it can be saved and shown. It serializes in any format of serde.
///
/// # Examples
///
/// ```no_run
/// # #[cfg(feature = "ad_accounts")]
/// # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use pinterest::jobs::{AdsReportJob, JobHandle};
///
/// let account = client.ad_account("549755885175");
/// let job = account.report_template("4131425364").request_report().start().await?;
/// std::fs::write("job.json", serde_json::to_vec(&job.handle())?)?;
///
/// // In another process:
/// let handle: JobHandle = serde_json::from_slice(&std::fs::read("job.json")?)?;
/// let file = client.resume_job::<AdsReportJob>(handle)?.await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobHandle {
    kind: String,
    ids: Value,
    /// In milliseconds since the Unix epoch.
    started_at: u64,
}

impl JobHandle {
    pub(super) fn new<K: JobKind>(kind: &K, started_at: SystemTime) -> Self {
        let since = started_at.duration_since(UNIX_EPOCH).unwrap_or_default();
        Self {
            kind: K::NAME.to_owned(),
            // Ids are texts, which always have a value in JSON.
            ids: serde_json::to_value(kind).unwrap_or_default(),
            started_at: u64::try_from(since.as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// Returns the kind of the job, such as `ads_report`: the [`JobKind::NAME`] of the type that
    /// [`Client::resume_job`] takes.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Returns the ids, as an object whose fields have the names of the API.
    #[must_use]
    pub fn ids(&self) -> &Value {
        &self.ids
    }

    /// Returns when the job was started, or when waiting for it began if its start is not known.
    #[must_use]
    pub fn started_at(&self) -> SystemTime {
        let since = Duration::from_millis(self.started_at);
        UNIX_EPOCH.checked_add(since).unwrap_or(UNIX_EPOCH)
    }

    fn read<K: JobKind>(&self) -> Result<K, Error> {
        if self.kind != K::NAME {
            let message = format!(
                "the handle is that of a job of the kind `{}`, not `{}`",
                self.kind,
                K::NAME
            );
            return Err(Error::invalid_request(message));
        }
        K::deserialize(&self.ids).map_err(|error| {
            let message = format!("the handle lacks ids of a job of the kind `{}`", K::NAME);
            Error::invalid_request(message).with_source(error)
        })
    }
}

impl Client {
    /// Returns the job of a handle, to wait for its result. Nothing is sent.
    ///
    /// The client must be of the same user as the one that started the job.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the handle is that
    /// of a job of another kind.
    pub fn resume_job<K: JobKind>(&self, handle: JobHandle) -> Result<Job<K>, Error> {
        let kind = handle.read()?;
        Ok(Job::resumed(self, kind, handle.started_at()))
    }
}

#[cfg(all(test, feature = "ad_accounts", feature = "catalogs"))]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ErrorKind;
    use crate::jobs::{AdsReportJob, ItemsBatchJob};

    #[test]
    fn a_handle_comes_back_from_text() {
        let started_at = UNIX_EPOCH + Duration::from_millis(1_769_860_800_123);
        let handle = JobHandle::new(&AdsReportJob::new("549755885175", "a1b2"), started_at);
        let text = serde_json::to_string(&handle).unwrap();
        let expected = json!({
            "kind": "ads_report",
            "ids": {"ad_account_id": "549755885175", "token": "a1b2"},
            "started_at": 1_769_860_800_123_u64,
        });
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), expected);
        let read: JobHandle = serde_json::from_str(&text).unwrap();
        assert_eq!((&read, read.started_at()), (&handle, started_at));
        let kind: AdsReportJob = read.read().unwrap();
        assert_eq!(kind, AdsReportJob::new("549755885175", "a1b2"));
    }

    #[test]
    fn a_handle_of_another_kind_is_rejected() {
        let handle = JobHandle::new(&AdsReportJob::new("5", "a"), SystemTime::now());
        let error = handle.read::<ItemsBatchJob>().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("`ads_report`"), "{error}");
        let text = r#"{"kind": "ads_report", "ids": {"token": 7}, "started_at": 0}"#;
        let handle: JobHandle = serde_json::from_str(text).unwrap();
        let error = handle.read::<AdsReportJob>().unwrap_err();
        assert!(error.to_string().contains("lacks ids"), "{error}");
    }
}
