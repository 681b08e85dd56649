//! What an ad account itself can be asked for.

use pinterest_client::types::AdAccountAnalyticsTargetingType;

use crate::requests::{
    AdAccountAnalyticsGet, AdAccountAnalyticsGetRequired, AdAccountTargetingAnalyticsGet,
    AdAccountTargetingAnalyticsGetRequired, AdAccountsGet, SandboxDelete, TermsOfServiceGet,
};
use crate::resources::AdAccountHandle;
use crate::{AnalyticsQuery, Call};

impl AdAccountHandle {
    /// Gets the ad account.
    ///
    #[doc = pinterest_client::facts!(AdAccountsGet)]
    pub fn get(&self) -> Call<AdAccountsGet> {
        self.client.call(AdAccountsGet::new(&self.id))
    }

    /// Gets metrics of the ad account as a whole.
    ///
    /// Days are those of UTC. The range is at most 90 days and starts at most 90 days ago; with
    /// `Granularity::Hour` it starts at most 8 days ago.
    ///
    /// [`AnalyticsRow`](crate::AnalyticsRow) reads the metrics of the response. [`Call::chunked`]
    /// splits a call about more days or ids.
    ///
    #[doc = pinterest_client::facts!(AdAccountAnalyticsGet)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::{AnalyticsColumn, Granularity};
    /// use pinterest::{AnalyticsQuery, AnalyticsRow, Date, DateRange};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let account = client.ad_account("549755885175");
    /// let columns = [AnalyticsColumn::SpendInDollar, AnalyticsColumn::TotalClickthrough];
    /// let january = DateRange::new(Date::new(2026, 1, 1)?, Date::new(2026, 1, 31)?)?;
    /// let rows = account
    ///     .analytics(AnalyticsQuery::new(january, columns, Granularity::Day))
    ///     .with(|request| request.click_window_days(30))
    ///     .await?;
    /// for row in rows {
    ///     let spend = row.metric(&AnalyticsColumn::SpendInDollar);
    ///     println!("{:?}: {spend:?}", row.date);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn analytics(&self, query: AnalyticsQuery) -> Call<AdAccountAnalyticsGet> {
        self.client
            .call(AdAccountAnalyticsGet::new(AdAccountAnalyticsGetRequired {
                ad_account_id: self.id.clone(),
                start_date: query.days.start(),
                end_date: query.days.end(),
                columns: query.columns,
                granularity: query.granularity,
            }))
    }

    /// Gets metrics of the ad account, split by targeting.
    ///
    /// Days are those of UTC. The range is at most 90 days and starts at most 90 days ago; with
    /// `Granularity::Hour` it starts at most 8 days ago.
    ///
    /// [`AnalyticsRow`](crate::AnalyticsRow) reads the metrics of the response. [`Call::chunked`]
    /// splits a call about more days or ids.
    ///
    #[doc = pinterest_client::facts!(AdAccountTargetingAnalyticsGet)]
    pub fn targeting_analytics(
        &self,
        targeting_types: impl IntoIterator<Item = impl Into<AdAccountAnalyticsTargetingType>>,
        query: AnalyticsQuery,
    ) -> Call<AdAccountTargetingAnalyticsGet> {
        self.client.call(AdAccountTargetingAnalyticsGet::new(
            AdAccountTargetingAnalyticsGetRequired {
                ad_account_id: self.id.clone(),
                start_date: query.days.start(),
                end_date: query.days.end(),
                targeting_types: targeting_types.into_iter().map(Into::into).collect(),
                columns: query.columns,
                granularity: query.granularity,
            },
        ))
    }

    /// Gets the advertising terms of service, and whether the ad account has accepted them.
    ///
    #[doc = pinterest_client::facts!(TermsOfServiceGet)]
    pub fn terms_of_service(&self) -> Call<TermsOfServiceGet> {
        self.client.call(TermsOfServiceGet::new(&self.id))
    }

    /// Deletes an ad account of the sandbox, with all its ads data.
    ///
    /// Production rejects it. The response is a sentence about the outcome, meant for people.
    ///
    #[doc = pinterest_client::facts!(SandboxDelete)]
    pub fn delete_sandbox(&self) -> Call<SandboxDelete> {
        self.client.call(SandboxDelete::new(&self.id))
    }
}
