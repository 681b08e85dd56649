//! What an ad account itself can be asked for.

use pinterest_client::types::{AdAccountAnalyticsTargetingType, AnalyticsColumn, Granularity};

use crate::Call;
use crate::requests::{
    AdAccountAnalyticsGet, AdAccountAnalyticsGetRequired, AdAccountTargetingAnalyticsGet,
    AdAccountTargetingAnalyticsGetRequired, AdAccountsGet, SandboxDelete, TermsOfServiceGet,
};
use crate::resources::AdAccountHandle;

impl AdAccountHandle {
    /// Gets the ad account.
    pub fn get(&self) -> Call<AdAccountsGet> {
        self.client.call(AdAccountsGet::new(&self.id))
    }

    /// Gets metrics of the ad account as a whole.
    ///
    /// Dates are written `YYYY-MM-DD`, in UTC. The range is at most 90 days and starts at most 90
    /// days ago; with `Granularity::Hour` it starts at most 8 days ago.
    ///
    /// ```no_run
    /// use pinterest::types::{AnalyticsColumn, Granularity};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let account = client.ad_account("549755885175");
    /// let columns = [AnalyticsColumn::SpendInDollar, AnalyticsColumn::TotalClickthrough];
    /// let days = account
    ///     .analytics("2026-01-01", "2026-01-31", columns, Granularity::Day)
    ///     .with(|request| request.click_window_days(30))
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn analytics(
        &self,
        start_date: impl Into<String>,
        end_date: impl Into<String>,
        columns: impl IntoIterator<Item = impl Into<AnalyticsColumn>>,
        granularity: Granularity,
    ) -> Call<AdAccountAnalyticsGet> {
        self.client
            .call(AdAccountAnalyticsGet::new(AdAccountAnalyticsGetRequired {
                ad_account_id: self.id.clone(),
                start_date: start_date.into(),
                end_date: end_date.into(),
                columns: columns.into_iter().map(Into::into).collect(),
                granularity,
            }))
    }

    /// Gets metrics of the ad account, split by targeting.
    ///
    /// Dates are written `YYYY-MM-DD`, in UTC. The range is at most 90 days and starts at most 90
    /// days ago; with `Granularity::Hour` it starts at most 8 days ago.
    pub fn targeting_analytics(
        &self,
        start_date: impl Into<String>,
        end_date: impl Into<String>,
        targeting_types: impl IntoIterator<Item = impl Into<AdAccountAnalyticsTargetingType>>,
        columns: impl IntoIterator<Item = impl Into<AnalyticsColumn>>,
        granularity: Granularity,
    ) -> Call<AdAccountTargetingAnalyticsGet> {
        self.client.call(AdAccountTargetingAnalyticsGet::new(
            AdAccountTargetingAnalyticsGetRequired {
                ad_account_id: self.id.clone(),
                start_date: start_date.into(),
                end_date: end_date.into(),
                targeting_types: targeting_types.into_iter().map(Into::into).collect(),
                columns: columns.into_iter().map(Into::into).collect(),
                granularity,
            },
        ))
    }

    /// Gets the advertising terms of service, and whether the ad account has accepted them.
    pub fn terms_of_service(&self) -> Call<TermsOfServiceGet> {
        self.client.call(TermsOfServiceGet::new(&self.id))
    }

    /// Deletes an ad account of the sandbox, with all its ads data.
    ///
    /// Production rejects it. The response is a sentence about the outcome, meant for people.
    pub fn delete_sandbox(&self) -> Call<SandboxDelete> {
        self.client.call(SandboxDelete::new(&self.id))
    }
}
