//! One ad account: what it is, its analytics and its terms of service.

use pinterest_client::types::{
    self, AdAccountAnalyticsTargetingType, AnalyticsColumn, Granularity,
};

use crate::requests::{
    AdAccountAnalyticsQuery, AdAccountTargetingAnalyticsGetQuery, TermsOfServiceGetQuery,
};
use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Call, Error};

impl AdAccount {
    /// Gets the ad account (`ad_accounts/get`). Scope: `ads:read`.
    ///
    /// # Errors
    ///
    /// When the id goes against a limit, or the call fails.
    pub async fn get(&self) -> Result<types::AdAccount, Error> {
        call!(self.client, AD_ACCOUNTS_GET, api.ad_accounts_get(&self.id))
    }

    /// Gets metrics of the ad account as a whole (`ad_account/analytics`). Scope: `ads:read`.
    ///
    /// The days are written `YYYY-MM-DD`, in UTC: at most 90, at most 90 days back; by hour, at most 8 days back.
    ///
    /// ```no_run
    /// use pinterest::types::{AnalyticsColumn, Granularity};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let account = client.ad_account("549755885175");
    /// let columns = [AnalyticsColumn::SpendInDollar, AnalyticsColumn::TotalClickthrough];
    /// let days = account
    ///     .analytics("2026-01-01", "2026-01-31", columns, Granularity::Day)
    ///     .click_window_days(30)
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn analytics(
        &self,
        start_date: impl Into<String>,
        end_date: impl Into<String>,
        columns: impl IntoIterator<Item = AnalyticsColumn>,
        granularity: Granularity,
    ) -> Call<AdAccountAnalyticsQuery> {
        let query =
            AdAccountAnalyticsQuery::new(&self.id, start_date, end_date, columns, granularity);
        Call::new(&self.client, query)
    }

    /// Gets metrics of the ad account, broken down by targeting criteria (`ad_account_targeting_analytics/get`, 1 to
    /// 15 criteria). Scope: `ads:read`.
    ///
    /// The days are written `YYYY-MM-DD`, in UTC: at most 90, at most 90 days back; by hour, at most 8 days back.
    pub fn targeting_analytics(
        &self,
        start_date: impl Into<String>,
        end_date: impl Into<String>,
        targeting_types: impl IntoIterator<Item = AdAccountAnalyticsTargetingType>,
        columns: impl IntoIterator<Item = AnalyticsColumn>,
        granularity: Granularity,
    ) -> Call<AdAccountTargetingAnalyticsGetQuery> {
        let query = AdAccountTargetingAnalyticsGetQuery::new(
            &self.id,
            start_date,
            end_date,
            targeting_types,
            columns,
            granularity,
        );
        Call::new(&self.client, query)
    }

    /// Gets the advertising terms of service, and whether the ad account has accepted them (`terms_of_service/get`).
    /// Scope: `ads:read`.
    pub fn terms_of_service(&self) -> Call<TermsOfServiceGetQuery> {
        Call::new(&self.client, TermsOfServiceGetQuery::new(&self.id))
    }

    /// Deletes an ad account of the sandbox, with all its ads data (`sandbox/delete`). Scope: `ads:write`.
    ///
    /// Production refuses it. The answer is a sentence about the outcome, meant for people.
    ///
    /// # Errors
    ///
    /// When the id goes against a limit, or the call fails.
    pub async fn delete_sandbox(&self) -> Result<String, Error> {
        call!(self.client, SANDBOX_DELETE, api.sandbox_delete(&self.id))
    }
}
