//! Reports for marketing mix modeling.

use pinterest_client::types::{AdAccountId, NewMmmReport, ReportToken};

use crate::requests::{MmmReportsCreate, MmmReportsGet};
use crate::resources::AdAccountHandle;
use crate::{Call, Client};

/// A handle for reports for marketing mix modeling, created by [`AdAccountHandle::mmm_reports`].
#[derive(Clone, Debug)]
pub struct MmmReports {
    client: Client,
    ad_account: AdAccountId,
}

impl MmmReports {
    pub(super) fn new(account: &AdAccountHandle) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Requests a report, which is made in the background.
    ///
    /// The service accepts 5 requests a minute for each advertiser. [`start`](Call::start) returns
    /// the job to wait for; otherwise, the response has the token for [`get`](Self::get).
    ///
    #[doc = pinterest_client::facts!(MmmReportsCreate)]
    pub fn request(&self, report: impl Into<NewMmmReport>) -> Call<MmmReportsCreate> {
        self.client
            .call(MmmReportsCreate::new(&self.ad_account, report))
    }

    /// Gets the progress of a report and, once it is finished, where to download it.
    ///
    #[doc = pinterest_client::facts!(MmmReportsGet)]
    pub fn get(&self, token: impl Into<ReportToken>) -> Call<MmmReportsGet> {
        self.client
            .call(MmmReportsGet::new(&self.ad_account, token))
    }
}
