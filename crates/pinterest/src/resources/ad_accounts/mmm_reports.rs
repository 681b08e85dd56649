//! Reports for marketing mix modeling.

use pinterest_client::types::{AdAccountId, MmmReport, NewMmmReport, ReportToken};

use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// Reports for marketing mix modeling; made by [`AdAccount::mmm_reports`].
#[derive(Clone, Debug)]
pub struct MmmReports {
    client: Client,
    ad_account: AdAccountId,
}

impl MmmReports {
    pub(super) fn new(account: &AdAccount) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Asks for a report, which is made in the background (`analytics/create_mmm_report`). Scope: `ads:read`. Not in the
    /// sandbox.
    ///
    /// The service takes 5 requests a minute for each advertiser. The answer has the token for [`get`](Self::get).
    ///
    /// # Errors
    ///
    /// When a field goes against a limit, or the call fails.
    pub async fn request(&self, report: NewMmmReport) -> Result<MmmReport, Error> {
        call!(
            self.client,
            ANALYTICS_CREATE_MMM_REPORT,
            api.analytics_create_mmm_report(&self.ad_account, &report)
        )
    }

    /// Gets how far a report is and, once it is finished, where to download it (`analytics/get_mmm_report`). Scope:
    /// `ads:read`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When the call fails.
    pub async fn get(&self, token: impl Into<ReportToken>) -> Result<MmmReport, Error> {
        let token = token.into();
        call!(
            self.client,
            ANALYTICS_GET_MMM_REPORT,
            api.analytics_get_mmm_report(&self.ad_account, &token)
        )
    }
}
