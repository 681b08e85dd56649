//! Reports of catalogs.

use pinterest_client::types::{
    AdAccountId, CatalogReport, CatalogReportStatus, CatalogReportToken,
    CreateCatalogReportResponse,
};
use serde::{Deserialize, Serialize};

use crate::Client;
use crate::downloads::{Download, FileLink, FileRequest, sealed as of_files};
use crate::jobs::kind::{Reading, sealed};
use crate::jobs::start::{NotStarted, on_behalf_of};
use crate::jobs::{JobKind, JobRequest};
use crate::requests::{CatalogReportsCreate, CatalogReportsGet};

/// A report on issues or items of a catalog.
///
/// The first request of a day with the same parameters fixes the content of the report.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CatalogReportJob {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ad_account_id: Option<AdAccountId>,
    token: CatalogReportToken,
}

impl CatalogReportJob {
    /// Creates the token of a report that was requested already.
    #[must_use]
    pub fn new(token: impl Into<CatalogReportToken>) -> Self {
        Self {
            ad_account_id: None,
            token: token.into(),
        }
    }

    on_behalf!();

    /// Returns the token of the report.
    #[must_use]
    pub fn token(&self) -> &CatalogReportToken {
        &self.token
    }
}

impl sealed::Sealed for CatalogReportJob {}

impl JobKind for CatalogReportJob {
    const NAME: &'static str = "catalog_report";
    type Output = Download;
    type Poll = CatalogReportsGet;

    fn poll(&self) -> CatalogReportsGet {
        with_account!(self, CatalogReportsGet::new(&self.token))
    }

    fn read(&self, client: &Client, response: CatalogReport) -> Reading<Download> {
        let Some(status) = &response.report_status else {
            return Reading::Null;
        };
        match status {
            CatalogReportStatus::InProgress => Reading::running(status.as_str()),
            CatalogReportStatus::Finished => {
                let link = CatalogReportsGet::link(&response);
                Reading::Finished(Download::new(client.call(self.poll()), link))
            }
            other => Reading::unknown(other.as_str()),
        }
    }
}

impl of_files::Sealed for CatalogReportsGet {}

impl FileRequest for CatalogReportsGet {
    fn link(report: &CatalogReport) -> FileLink {
        FileLink::new(report.url.as_deref(), report.size)
    }
}

impl sealed::Sealed for CatalogReportsCreate {}

impl JobRequest for CatalogReportsCreate {
    type Job = CatalogReportJob;

    fn job(
        &self,
        client: &Client,
        response: &CreateCatalogReportResponse,
    ) -> Result<CatalogReportJob, NotStarted> {
        let token = response.token.as_ref();
        let token = token.ok_or_else(|| NotStarted::without("token"))?;
        Ok(CatalogReportJob {
            ad_account_id: on_behalf_of(self, client),
            token: token.clone(),
        })
    }
}
