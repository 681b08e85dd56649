//! Campaigns: an objective, a budget and a schedule, with ad groups in them.

use pinterest_client::operation;
use pinterest_client::types::{
    self, AdAccountId, AdsAnalyticsCampaignTargetingType, AnalyticsColumn,
    CampaignDeliveryEstimates, CampaignId, CampaignResultData, CampaignUpdate, CampaignsResponse,
    DeliveryEstimateCampaign, Granularity, NewCampaign, PinId,
};

use super::AdAccount;
use crate::batch::{BatchOutcome, Positional, results};
use crate::paging::List;
use crate::requests::{
    AdPinsAnalyticsQuery, CampaignTargetingAnalyticsGetQuery, CampaignsAnalyticsQuery,
    CampaignsListQuery,
};
use crate::transport::call;
use crate::{Call, Client, Error};

/// The campaigns of an ad account; made by [`AdAccount::campaigns`].
///
/// ```no_run
/// use pinterest::types::{ConversionObjectiveType, EntityStatus, NewCampaign};
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let campaigns = client.ad_account("549755885175").campaigns();
/// let paused = campaigns.list().entity_statuses([EntityStatus::Paused]).send().await?;
///
/// let campaign = NewCampaign::new("Autumn", ConversionObjectiveType::Awareness).daily_spend_cap(25_000_000);
/// let outcome = campaigns.create([campaign]).await?;
/// for failure in outcome.failures() {
///     eprintln!("{}: {}", failure.input.name, failure.error);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Campaigns {
    client: Client,
    ad_account: AdAccountId,
}

impl Campaigns {
    pub(super) fn new(ad_account: &AdAccount) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the campaigns (`campaigns/list`). Scope: `ads:read`.
    ///
    /// Without a filter these are the active and the paused ones.
    pub fn list(&self) -> List<CampaignsListQuery> {
        List::new(&self.client, CampaignsListQuery::new(&self.ad_account))
    }

    /// Creates campaigns (`campaigns/create`, 30 a request). Scope: `ads:write`.
    ///
    /// Amounts are in millionths of the account's currency.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn create(
        &self,
        campaigns: impl IntoIterator<Item = NewCampaign>,
    ) -> Result<BatchOutcome<NewCampaign, CampaignResultData>, Error> {
        let ad_account = &self.ad_account;
        Positional::of(&operation::CAMPAIGNS_CREATE)
            .send(
                &self.client,
                campaigns,
                <[NewCampaign]>::to_vec,
                |api, body| async move { api.campaigns_create(ad_account, &body).await },
                |answer: CampaignsResponse| {
                    results!(
                        answer.items,
                        |item| item.data,
                        item.exceptions.into_iter().flatten()
                    )
                },
            )
            .await
    }

    /// Changes the fields of campaigns that the updates set (`campaigns/update`, 30 a request). Scope: `ads:write`.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn update(
        &self,
        updates: impl IntoIterator<Item = CampaignUpdate>,
    ) -> Result<BatchOutcome<CampaignUpdate, CampaignResultData>, Error> {
        let ad_account = &self.ad_account;
        Positional::of(&operation::CAMPAIGNS_UPDATE)
            .keyed_by(|update: &CampaignUpdate| vec![update.id.to_string()])
            .send(
                &self.client,
                updates,
                <[CampaignUpdate]>::to_vec,
                |api, body| async move { api.campaigns_update(ad_account, &body).await },
                |answer: CampaignsResponse| {
                    results!(
                        answer.items,
                        |item| item.data,
                        item.exceptions.into_iter().flatten(),
                        |campaign| campaign.id.as_ref()
                    )
                },
            )
            .await
    }

    /// Gets metrics of up to 250 campaigns (`campaigns/analytics`). Scope: `ads:read`.
    ///
    /// Dates are written `YYYY-MM-DD`. At most 90 days a request, and 90 days back; with `Granularity::Hour` 3 and 8.
    pub fn analytics(
        &self,
        campaigns: impl IntoIterator<Item = impl Into<CampaignId>>,
        start_date: impl Into<String>,
        end_date: impl Into<String>,
        columns: impl IntoIterator<Item = AnalyticsColumn>,
        granularity: Granularity,
    ) -> Call<CampaignsAnalyticsQuery> {
        let query = CampaignsAnalyticsQuery::new(
            &self.ad_account,
            start_date,
            end_date,
            campaigns,
            columns,
            granularity,
        );
        Call::new(&self.client, query)
    }

    /// Gets metrics of up to 250 campaigns, split by targeting (`campaign_targeting_analytics/get`). Scope: `ads:read`.
    ///
    /// Dates are written `YYYY-MM-DD`. At most 90 days a request, and 90 days back; with `Granularity::Hour` 3 and 8.
    pub fn targeting_analytics(
        &self,
        campaigns: impl IntoIterator<Item = impl Into<CampaignId>>,
        start_date: impl Into<String>,
        end_date: impl Into<String>,
        targeting_types: impl IntoIterator<Item = AdsAnalyticsCampaignTargetingType>,
        columns: impl IntoIterator<Item = AnalyticsColumn>,
        granularity: Granularity,
    ) -> Call<CampaignTargetingAnalyticsGetQuery> {
        let query = CampaignTargetingAnalyticsGetQuery::new(
            &self.ad_account,
            campaigns,
            start_date,
            end_date,
            targeting_types,
            columns,
            granularity,
        );
        Call::new(&self.client, query)
    }

    /// Estimates what a planned campaign could deliver over a range of budgets (`get_campaign_delivery_estimates`).
    /// Scope: `ads:read`. Not in the sandbox.
    ///
    /// Nothing is created.
    ///
    /// # Errors
    ///
    /// When the plan goes against a limit, or the call fails.
    pub async fn delivery_estimates(
        &self,
        plan: DeliveryEstimateCampaign,
    ) -> Result<CampaignDeliveryEstimates, Error> {
        let body = vec![plan];
        call!(
            self.client,
            GET_CAMPAIGN_DELIVERY_ESTIMATES,
            api.get_campaign_delivery_estimates(&self.ad_account, &body)
        )
    }
}

/// A campaign; made by [`AdAccount::campaign`].
#[derive(Clone, Debug)]
pub struct Campaign {
    client: Client,
    ad_account: AdAccountId,
    id: CampaignId,
}

impl Campaign {
    pub(super) fn new(ad_account: &AdAccount, id: CampaignId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// The id of the campaign.
    #[must_use]
    pub fn id(&self) -> &CampaignId {
        &self.id
    }

    /// Gets the campaign (`campaigns/get`). Scope: `ads:read`.
    ///
    /// # Errors
    ///
    /// When the id goes against a limit, or the call fails.
    pub async fn get(&self) -> Result<types::Campaign, Error> {
        call!(
            self.client,
            CAMPAIGNS_GET,
            api.campaigns_get(&self.ad_account, &self.id)
        )
    }

    /// Gets metrics of up to 100 Pins within the campaign (`ad_pins/analytics`). Scope: `ads:read`. Not in the sandbox.
    ///
    /// There is nothing about conversions. Dates are written `YYYY-MM-DD`. At most 90 days a request, and 90 days back;
    /// with `Granularity::Hour` 3 and 8.
    pub fn pin_analytics(
        &self,
        pins: impl IntoIterator<Item = impl Into<PinId>>,
        start_date: impl Into<String>,
        end_date: impl Into<String>,
        columns: impl IntoIterator<Item = AnalyticsColumn>,
        granularity: Granularity,
    ) -> Call<AdPinsAnalyticsQuery> {
        let query = AdPinsAnalyticsQuery::new(
            &self.ad_account,
            &self.id,
            pins,
            start_date,
            end_date,
            columns,
            granularity,
        );
        Call::new(&self.client, query)
    }
}
