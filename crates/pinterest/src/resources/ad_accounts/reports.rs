//! Reports on ads.

use pinterest_client::types::{AdAccountId, NewAdsReport, ReportToken};

use crate::ranges;
use crate::requests::{AdsReportsCreate, AdsReportsGet};
use crate::resources::AdAccountHandle;
use crate::{Call, Chunk, Client, Error};

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

    /// Splits a report on more days, ids or statuses than one report can be about into reports that
    /// the service accepts, each with the [`Chunk`] that names what it is about. Nothing is sent.
    ///
    /// They are the product of ranges of days (186; by the hour 3; on product items 31) and of
    /// groups of the values of each list (500 ids, 6 statuses, 7 objectives). Weeks and months are
    /// not divided. Each row is in one of the reports; rows are sorted within each.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the last day is
    /// before the first, or if the granularity is `TOTAL` and the days are too many: a sum cannot
    /// be put together from sums of parts for every metric.
    ///
    /// # Examples
    ///
    /// ```
    /// use pinterest::types::{Granularity, NewAdsReport};
    /// use pinterest::{Client, Date};
    ///
    /// # fn run(client: &Client) -> Result<(), pinterest::Error> {
    /// let reports = client.ad_account("549755885175").reports();
    /// let (start, end) = (Date::new(2024, 1, 1)?, Date::new(2025, 12, 31)?);
    /// let report = NewAdsReport::new(start, end, Granularity::Month);
    /// for (chunk, report) in reports.split(report)? {
    ///     println!("{chunk}"); // 2024-01-01 to 2024-06-30, ..
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn split(
        &self,
        report: impl Into<NewAdsReport>,
    ) -> Result<Vec<(Chunk, NewAdsReport)>, Error> {
        ranges::split_report(&report.into())
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
