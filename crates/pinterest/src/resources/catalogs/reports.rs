//! Reports on issues and items of catalogs.

use pinterest_client::types::{
    AdAccountId, CatalogReportStatsQuery, CatalogReportToken, NewCatalogReport,
};

use super::{Catalogs, acting};
use crate::paging::List;
use crate::requests::{ReportsCreateQuery, ReportsGetQuery, ReportsStatsQuery};
use crate::{Call, Client};

/// Reports on issues and items of catalogs; made by [`Catalogs::reports`].
#[derive(Clone, Debug)]
pub struct CatalogReports {
    client: Client,
    ad_account_id: Option<AdAccountId>,
}

impl CatalogReports {
    pub(super) fn new(catalogs: &Catalogs) -> Self {
        Self {
            client: catalogs.client.clone(),
            ad_account_id: catalogs.ad_account_id.clone(),
        }
    }

    /// Asks for a report and gets the token of it (`reports/create`). Scope: `catalogs:read`. Not in the sandbox.
    ///
    /// A report is made once a day: who asks again with the same parameters gets the same one, even if the catalog has
    /// changed. Reports on all items need to be enabled by Pinterest.
    pub fn request(&self, report: impl Into<NewCatalogReport>) -> Call<ReportsCreateQuery> {
        Call::new(&self.client, acting!(self, ReportsCreateQuery::new(report)))
    }

    /// Gets how far a report is and, once it is finished, where to download it (`reports/get`). Scope: `catalogs:read`. Not
    /// in the sandbox.
    pub fn get(&self, token: impl Into<CatalogReportToken>) -> Call<ReportsGetQuery> {
        Call::new(&self.client, acting!(self, ReportsGetQuery::new(token)))
    }

    /// Lists the kinds of issues that a catalog has, with their numbers (`reports/stats`). Scope: `catalogs:read`. Not in
    /// the sandbox.
    pub fn stats(&self, parameters: impl Into<CatalogReportStatsQuery>) -> List<ReportsStatsQuery> {
        let query = ReportsStatsQuery::new(parameters);
        List::new(&self.client, acting!(self, query))
    }
}
