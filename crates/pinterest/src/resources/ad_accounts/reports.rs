//! Reports on ads.

use pinterest_client::types::{AdAccountId, NewAdsReport, ReportToken};

use crate::requests::{AdsReportsCreate, AdsReportsGet};
use crate::resources::AdAccountHandle;
use crate::{Call, Client};

/// A handle for reports on ads and what came of them, created by [`AdAccountHandle::reports`].
///
/// # Examples
///
/// ```no_run
/// use pinterest::types::{Granularity, NewAdsReport};
/// use pinterest::{Date, DateRange};
///
/// # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let reports = client.ad_account("549755885175").reports();
/// let days = DateRange::ending(Date::new(2026, 1, 31)?, 31)?;
/// let report = NewAdsReport::new(days.start(), days.end(), Granularity::Day);
/// let file = reports.request(report).start().await?.with_recreations(1).await?;
/// println!("{:?} bytes", file.size());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Reports {
    client: Client,
    ad_account: AdAccountId,
}

impl Reports {
    pub(super) fn new(account: &AdAccountHandle) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Requests a report, which is made in the background.
    ///
    /// A report covers at most 186 days and starts at most 914 days ago (UTC); by hour, 3 days and
    /// 8 days ago; on product items, 31 days and 92 days ago. [`start`](Call::start) returns the
    /// job to wait for; otherwise, the response has the token for [`get`](Self::get).
    ///
    #[doc = pinterest_client::facts!(AdsReportsCreate)]
    pub fn request(&self, report: impl Into<NewAdsReport>) -> Call<AdsReportsCreate> {
        self.client
            .call(AdsReportsCreate::new(&self.ad_account, report))
    }

    /// Gets the progress of a report and, once it is finished, where to download it.
    ///
    /// It serves reports made from a template too. The URL works for five minutes; the report is
    /// kept for an hour.
    ///
    #[doc = pinterest_client::facts!(AdsReportsGet)]
    pub fn get(&self, token: impl Into<ReportToken>) -> Call<AdsReportsGet> {
        self.client
            .call(AdsReportsGet::new(&self.ad_account, token))
    }
}
