//! Reports on issues and items of catalogs.

use pinterest_client::types::{CatalogReportStatsQuery, CatalogReportToken, NewCatalogReport};

use crate::requests::{CatalogReportStatsList, CatalogReportsCreate, CatalogReportsGet};
use crate::{Call, Client, List};

/// A handle for reports on issues and items of catalogs, created by
/// [`Catalogs::reports`](super::Catalogs::reports).
#[derive(Clone, Debug)]
pub struct CatalogReports {
    client: Client,
}

impl CatalogReports {
    pub(super) fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
        }
    }

    /// Requests a report; the response has its token, and [`start`](Call::start) returns the job to
    /// wait for.
    ///
    /// A report is made once a day: a second request with the same parameters gets the same report,
    /// even if the catalog has changed. Reports on all items need to be enabled by Pinterest.
    ///
    #[doc = pinterest_client::facts!(CatalogReportsCreate)]
    pub fn request(&self, report: impl Into<NewCatalogReport>) -> Call<CatalogReportsCreate> {
        self.client.call(CatalogReportsCreate::new(report))
    }

    /// Gets the progress of a report and, once it is finished, where to download it.
    ///
    #[doc = pinterest_client::facts!(CatalogReportsGet)]
    pub fn get(&self, token: impl Into<CatalogReportToken>) -> Call<CatalogReportsGet> {
        self.client.call(CatalogReportsGet::new(token))
    }

    /// Lists the kinds of issues that a catalog has, with their numbers.
    ///
    #[doc = pinterest_client::facts!(CatalogReportStatsList)]
    pub fn stats(
        &self,
        parameters: impl Into<CatalogReportStatsQuery>,
    ) -> List<CatalogReportStatsList> {
        self.client.list(CatalogReportStatsList::new(parameters))
    }
}
