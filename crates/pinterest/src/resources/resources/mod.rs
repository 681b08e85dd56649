//! What other requests are built from: metrics, interests, countries, questions, targeting options.
//!
//! Everything starts at [`Client::resources`].

use pinterest_client::types::{InterestId, TargetingOptionType};

use crate::requests::{
    AdAccountCountriesList, DeliveryMetricsList, InterestTargetingOptionsGet,
    LeadFormQuestionsList, MetricsReadyStateGet, TargetingOptionsList,
};
use crate::{Call, Client, Date};

/// A handle for what other requests are built from, created by [`Client::resources`].
#[derive(Clone, Debug)]
pub struct Resources {
    client: Client,
}

impl Client {
    /// Returns the handle for what other requests are built from: metrics, interests, countries,
    /// questions, targeting options.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::Date;
    /// use pinterest::types::{DeliveryMetricReportType, TargetingOptionType};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let resources = client.resources();
    /// let metrics = resources
    ///     .delivery_metrics()
    ///     .with(|metrics| metrics.report_type(DeliveryMetricReportType::Async))
    ///     .await?;
    /// let locations = resources.targeting_options(TargetingOptionType::Location).await?;
    /// let day = resources.metrics_ready_state(Date::new(2026, 3, 14)?).await?;
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
    /// Gets the countries that ad accounts can be in, with their currencies.
    ///
    #[doc = pinterest_client::facts!(AdAccountCountriesList)]
    pub fn ad_account_countries(&self) -> Call<AdAccountCountriesList> {
        self.client.call(AdAccountCountriesList::new())
    }

    /// Gets the metrics that analytics and reports can contain.
    ///
    #[doc = pinterest_client::facts!(DeliveryMetricsList)]
    pub fn delivery_metrics(&self) -> Call<DeliveryMetricsList> {
        self.client.call(DeliveryMetricsList::new())
    }

    /// Gets the types of questions for lead forms.
    ///
    /// Pinterest does not describe the response; its text is in
    /// [`Response::body`](crate::Response::body). The known types are those of
    /// `LeadFormQuestionType`, with the feature `leads`.
    ///
    #[doc = pinterest_client::facts!(LeadFormQuestionsList)]
    pub fn lead_form_questions(&self) -> Call<LeadFormQuestionsList> {
        self.client.call(LeadFormQuestionsList::new())
    }

    /// Gets whether the metrics of a day are final, so that reports on it will not change any more.
    ///
    /// The day is one of UTC.
    ///
    #[doc = pinterest_client::facts!(MetricsReadyStateGet)]
    pub fn metrics_ready_state(&self, date: impl Into<Date>) -> Call<MetricsReadyStateGet> {
        self.client.call(MetricsReadyStateGet::new(date))
    }

    /// Gets an interest that ads can target: its name, its level and its children.
    ///
    #[doc = pinterest_client::facts!(InterestTargetingOptionsGet)]
    pub fn targeting_interest(
        &self,
        id: impl Into<InterestId>,
    ) -> Call<InterestTargetingOptionsGet> {
        self.client.call(InterestTargetingOptionsGet::new(id))
    }

    /// Gets the values that ads can be targeted by.
    ///
    /// Each object of the response maps values to send to names for people to read.
    ///
    #[doc = pinterest_client::facts!(TargetingOptionsList)]
    pub fn targeting_options(
        &self,
        targeting_type: TargetingOptionType,
    ) -> Call<TargetingOptionsList> {
        self.client.call(TargetingOptionsList::new(targeting_type))
    }
}
