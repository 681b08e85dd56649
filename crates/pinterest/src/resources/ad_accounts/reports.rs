//! Reports on ads.

use pinterest_client::types::{
    AdAccountId, AdsReport, CreateAdsReportResponse, NewAdsReport, ReportToken,
};

use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// Reports on ads and what came of them; made by [`AdAccount::reports`].
///
/// ```no_run
/// use pinterest::types::{Granularity, NewAdsReport};
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let reports = client.ad_account("549755885175").reports();
/// let report = NewAdsReport::new("2026-01-01", "2026-01-31", Granularity::Day);
/// if let Some(token) = reports.request(report).await?.token {
///     // Some time later:
///     let report = reports.get(token).await?;
///     println!("{:?}", report.report_status);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Reports {
    client: Client,
    ad_account: AdAccountId,
}

impl Reports {
    pub(super) fn new(account: &AdAccount) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Asks for a report, which is made in the background (`analytics/create_report`). Scope: `ads:read`. Not in the
    /// sandbox.
    ///
    /// A report covers at most 186 days, at most 914 days back (UTC); by hour, 3 days, at most 8 days back; on product
    /// items, 31 days, at most 92 days back. The answer has the token for [`get`](Self::get).
    ///
    /// # Errors
    ///
    /// When a field goes against a limit, or the call fails.
    pub async fn request(&self, report: NewAdsReport) -> Result<CreateAdsReportResponse, Error> {
        call!(
            self.client,
            ANALYTICS_CREATE_REPORT,
            api.analytics_create_report(&self.ad_account, &report)
        )
    }

    /// Gets how far a report is and, once it is finished, where to download it (`analytics/get_report`). Scope:
    /// `ads:read`. Not in the sandbox.
    ///
    /// It is for reports made from a template too. The address works for five minutes, the report is kept for an hour.
    ///
    /// # Errors
    ///
    /// When the call fails.
    pub async fn get(&self, token: impl Into<ReportToken>) -> Result<AdsReport, Error> {
        let token = token.into();
        call!(
            self.client,
            ANALYTICS_GET_REPORT,
            api.analytics_get_report(&self.ad_account, &token)
        )
    }
}
