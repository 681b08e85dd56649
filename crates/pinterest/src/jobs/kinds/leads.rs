//! Exports of leads.

use pinterest_client::types::{
    AdAccountId, CreateLeadsExportResponse, LeadsExport, LeadsExportId, LeadsExportStatus,
};
use serde::{Deserialize, Serialize};

use crate::downloads::{Download, FileLink, FileRequest, sealed as of_files};
use crate::jobs::kind::{Reading, sealed};
use crate::jobs::start::{NotStarted, Recreation, in_path};
use crate::jobs::{JobKind, JobRequest, RepeatableJob};
use crate::requests::{LeadsExportCreate, LeadsExportGet};
use crate::{Call, Client};

/// An export of the leads of an ad. Its file has personal data.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LeadsExportJob {
    ad_account_id: AdAccountId,
    leads_export_id: LeadsExportId,
}

impl LeadsExportJob {
    /// Creates the ids of an export that was started already.
    #[must_use]
    pub fn new(ad_account: impl Into<AdAccountId>, export: impl Into<LeadsExportId>) -> Self {
        Self {
            ad_account_id: ad_account.into(),
            leads_export_id: export.into(),
        }
    }

    /// Returns the ad account.
    #[must_use]
    pub fn ad_account_id(&self) -> &AdAccountId {
        &self.ad_account_id
    }

    /// Returns the id of the export.
    #[must_use]
    pub fn leads_export_id(&self) -> &LeadsExportId {
        &self.leads_export_id
    }
}

impl sealed::Sealed for LeadsExportJob {}

impl RepeatableJob for LeadsExportJob {}

impl JobKind for LeadsExportJob {
    const NAME: &'static str = "leads_export";
    type Output = Download;
    type Poll = LeadsExportGet;

    fn poll(&self) -> LeadsExportGet {
        LeadsExportGet::new(&self.ad_account_id, &self.leads_export_id)
    }

    fn read(&self, client: &Client, response: LeadsExport) -> Reading<Download> {
        let Some(status) = &response.export_status else {
            return Reading::Null;
        };
        match status {
            LeadsExportStatus::InProgress => Reading::running(status.as_str()),
            LeadsExportStatus::Finished => {
                let link = LeadsExportGet::link(&response);
                Reading::Finished(Download::new(client.call(self.poll()), link))
            }
            LeadsExportStatus::Failed => Reading::failed(status.as_str(), None),
            other => Reading::unknown(other.as_str()),
        }
    }
}

impl of_files::Sealed for LeadsExportGet {}

impl FileRequest for LeadsExportGet {
    fn link(export: &LeadsExport) -> FileLink {
        FileLink::new(export.download_url.as_deref(), None)
    }
}

impl sealed::Sealed for LeadsExportCreate {}

impl JobRequest for LeadsExportCreate {
    type Job = LeadsExportJob;

    fn job(
        &self,
        _: &Client,
        response: &CreateLeadsExportResponse,
    ) -> Result<LeadsExportJob, NotStarted> {
        let id = response.leads_export_id.as_ref();
        let id = id.ok_or_else(|| NotStarted::without("leads_export_id"))?;
        Ok(LeadsExportJob {
            ad_account_id: in_path(self, "ad_account_id"),
            leads_export_id: id.clone(),
        })
    }

    fn recreation(call: &Call<Self>) -> Option<Recreation<LeadsExportJob>> {
        Some(Recreation::new(call))
    }
}
