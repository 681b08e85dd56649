//! Lists that other requests are built from: metrics, interests, countries, questions, targeting options.
//!
//! Everything starts at [`Client::resources`].

use pinterest_client::types::{
    AdAccountCountry, InterestId, InterestTargetingOption, MetricsReadyState, TargetingOptionType,
};

use crate::requests::{DeliveryMetricsGetQuery, TargetingOptionsGetQuery};
use crate::transport::call;
use crate::{Call, Client, Error};

/// What other requests are built from; made by [`Client::resources`].
#[derive(Clone, Debug)]
pub struct Resources {
    client: Client,
}

impl Client {
    /// Lists that other requests are built from: metrics, interests, countries, questions, targeting options.
    ///
    /// ```no_run
    /// use pinterest::types::{DeliveryMetricReportType, TargetingOptionType};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let resources = client.resources();
    /// let metrics = resources.delivery_metrics().report_type(DeliveryMetricReportType::Async).await?;
    /// let locations = resources.targeting_options(TargetingOptionType::Location).await?;
    /// let day = resources.metrics_ready_state("2026-03-14").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn resources(&self) -> Resources {
        Resources {
            client: self.clone(),
        }
    }
}

impl Resources {
    /// Lists the countries that ad accounts can be in, with their currencies (`ad_account_countries/get`). Scope:
    /// `ads:read`.
    ///
    /// # Errors
    ///
    /// When the call fails.
    pub async fn ad_account_countries(&self) -> Result<Vec<AdAccountCountry>, Error> {
        let countries = call!(
            self.client,
            AD_ACCOUNT_COUNTRIES_GET,
            api.ad_account_countries_get()
        )?;
        Ok(countries.items)
    }

    /// Lists the metrics that analytics and reports can contain (`delivery_metrics/get`). Scopes: `ads:read`, `pins:read`
    /// and `user_accounts:read`.
    pub fn delivery_metrics(&self) -> Call<DeliveryMetricsGetQuery> {
        Call::new(&self.client, DeliveryMetricsGetQuery::new())
    }

    /// Lists the types of questions for lead forms (`lead_form_questions/get`). Scope: `ads:read`.
    ///
    /// Pinterest does not describe the answer, and nothing of it is returned; the known types are those of
    /// `LeadFormQuestionType`, with the feature `leads`.
    ///
    /// # Errors
    ///
    /// When the call fails.
    pub async fn lead_form_questions(&self) -> Result<(), Error> {
        call!(
            self.client,
            LEAD_FORM_QUESTIONS_GET,
            api.lead_form_questions_get()
        )
    }

    /// Gets whether the metrics of a day (UTC, `YYYY-MM-DD`) are final, so that reports on it will not change any more
    /// (`metrics_ready_state/get`). Scope: `ads:read`.
    ///
    /// # Errors
    ///
    /// When the date is no date, or the call fails.
    pub async fn metrics_ready_state(
        &self,
        date: impl Into<String>,
    ) -> Result<MetricsReadyState, Error> {
        let date = date.into();
        call!(
            self.client,
            METRICS_READY_STATE_GET,
            api.metrics_ready_state_get(&date)
        )
    }

    /// Gets an interest that ads can target: its name, its level and its children (`interest_targeting_options/get`).
    /// Scope: `ads:read`.
    ///
    /// # Errors
    ///
    /// When the id goes against a limit, or the call fails.
    pub async fn targeting_interest(
        &self,
        id: impl Into<InterestId>,
    ) -> Result<InterestTargetingOption, Error> {
        let id = id.into();
        call!(
            self.client,
            INTEREST_TARGETING_OPTIONS_GET,
            api.interest_targeting_options_get(&id)
        )
    }

    /// Lists the values that ads can be targeted by (`targeting_options/get`). Scope: `ads:read`.
    ///
    /// Each object of the answer maps values to send to names for people to read.
    pub fn targeting_options(
        &self,
        targeting_type: TargetingOptionType,
    ) -> Call<TargetingOptionsGetQuery> {
        let query = TargetingOptionsGetQuery::new(targeting_type);
        Call::new(&self.client, query)
    }
}
