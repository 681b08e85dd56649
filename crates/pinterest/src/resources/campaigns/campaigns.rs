//! Campaigns: an objective, a budget and a schedule, with ad groups in them.

use pinterest_client::operation;
use pinterest_client::types::{
    AdAccountId, AdsAnalyticsCampaignTargetingType, CampaignId, CampaignResultData, CampaignUpdate,
    DeliveryEstimateCampaign, NewCampaign, PinId,
};

use crate::batch::{Batch, One, Shape, results};
use crate::requests::{
    AdPinsAnalyticsGet, AdPinsAnalyticsGetRequired, CampaignDeliveryEstimatesGet,
    CampaignsAnalyticsGet, CampaignsAnalyticsGetRequired, CampaignsCreate, CampaignsGet,
    CampaignsList, CampaignsTargetingAnalyticsGet, CampaignsTargetingAnalyticsGetRequired,
    CampaignsUpdate,
};
use crate::resources::AdAccountHandle;
use crate::{AnalyticsQuery, Call, Client, List};

/// A handle for the campaigns of an ad account, created by [`AdAccountHandle::campaigns`].
///
/// # Examples
///
/// ```no_run
/// use pinterest::types::{ConversionObjectiveType, EntityStatus, MicroCurrency, NewCampaign};
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let campaigns = client.ad_account("549755885175").campaigns();
/// let paused = campaigns.list().with(|list| list.entity_statuses([EntityStatus::Paused]));
/// println!("{} paused", paused.send().await?.len());
///
/// let campaign = NewCampaign::new("Autumn", ConversionObjectiveType::Awareness)
///     .daily_spend_cap(MicroCurrency::from_units(25, 0));
/// let campaign = campaigns.create(campaign).await?;
/// println!("{:?}", campaign.id);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Campaigns {
    client: Client,
    ad_account: AdAccountId,
}

impl Campaigns {
    pub(super) fn new(ad_account: &AdAccountHandle) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the campaigns.
    ///
    /// Without a filter these are the active and the paused ones.
    ///
    #[doc = pinterest_client::facts!(CampaignsList)]
    pub fn list(&self) -> List<CampaignsList> {
        self.client.list(CampaignsList::new(&self.ad_account))
    }

    /// Creates a campaign.
    ///
    /// Amounts are in millionths of the account's currency.
    ///
    #[doc = pinterest_client::facts!(cost of CampaignsCreate)]
    pub fn create(
        &self,
        campaign: impl Into<NewCampaign>,
    ) -> Call<One<CampaignsCreate, CampaignResultData>> {
        Batch::one(&self.client, self.creation(), campaign, &creations())
    }

    /// Creates campaigns.
    ///
    /// Amounts are in millionths of the account's currency.
    ///
    #[doc = pinterest_client::facts!(cost of CampaignsCreate)]
    pub fn create_all(
        &self,
        campaigns: impl IntoIterator<Item = impl Into<NewCampaign>>,
    ) -> Batch<CampaignsCreate, NewCampaign, CampaignResultData> {
        Batch::new(&self.client, self.creation(), campaigns, creations())
    }

    /// Changes the fields of a campaign that the update sets.
    ///
    #[doc = pinterest_client::facts!(cost of CampaignsUpdate)]
    pub fn update(
        &self,
        update: impl Into<CampaignUpdate>,
    ) -> Call<One<CampaignsUpdate, CampaignResultData>> {
        Batch::one(&self.client, self.changes(), update, &updates())
    }

    /// Changes the fields of campaigns that the updates set.
    ///
    #[doc = pinterest_client::facts!(cost of CampaignsUpdate)]
    pub fn update_all(
        &self,
        updates: impl IntoIterator<Item = impl Into<CampaignUpdate>>,
    ) -> Batch<CampaignsUpdate, CampaignUpdate, CampaignResultData> {
        Batch::new(&self.client, self.changes(), updates, self::updates())
    }

    /// Gets metrics of campaigns.
    ///
    /// The range is at most 90 days and starts at most 90 days ago; with `Granularity::Hour` 3 and
    /// 8.
    ///
    /// [`AnalyticsRow`](crate::AnalyticsRow) reads the metrics of the response. [`Call::chunked`]
    /// splits a call about more days or ids.
    ///
    #[doc = pinterest_client::facts!(CampaignsAnalyticsGet)]
    pub fn analytics(
        &self,
        campaigns: impl IntoIterator<Item = impl Into<CampaignId>>,
        query: AnalyticsQuery,
    ) -> Call<CampaignsAnalyticsGet> {
        self.client
            .call(CampaignsAnalyticsGet::new(CampaignsAnalyticsGetRequired {
                ad_account_id: self.ad_account.clone(),
                start_date: query.days.start(),
                end_date: query.days.end(),
                campaign_ids: campaigns.into_iter().map(Into::into).collect(),
                columns: query.columns,
                granularity: query.granularity,
            }))
    }

    /// Gets metrics of campaigns, split by targeting.
    ///
    /// The range is at most 90 days and starts at most 90 days ago; with `Granularity::Hour` 3 and
    /// 8.
    ///
    /// [`AnalyticsRow`](crate::AnalyticsRow) reads the metrics of the response. [`Call::chunked`]
    /// splits a call about more days or ids.
    ///
    #[doc = pinterest_client::facts!(CampaignsTargetingAnalyticsGet)]
    pub fn targeting_analytics(
        &self,
        campaigns: impl IntoIterator<Item = impl Into<CampaignId>>,
        targeting_types: impl IntoIterator<Item = impl Into<AdsAnalyticsCampaignTargetingType>>,
        query: AnalyticsQuery,
    ) -> Call<CampaignsTargetingAnalyticsGet> {
        self.client.call(CampaignsTargetingAnalyticsGet::new(
            CampaignsTargetingAnalyticsGetRequired {
                ad_account_id: self.ad_account.clone(),
                campaign_ids: campaigns.into_iter().map(Into::into).collect(),
                start_date: query.days.start(),
                end_date: query.days.end(),
                targeting_types: targeting_types.into_iter().map(Into::into).collect(),
                columns: query.columns,
                granularity: query.granularity,
            },
        ))
    }

    /// Estimates what a planned campaign could deliver over a range of budgets.
    ///
    /// Nothing is created.
    ///
    #[doc = pinterest_client::facts!(CampaignDeliveryEstimatesGet)]
    pub fn delivery_estimates(
        &self,
        plan: impl Into<DeliveryEstimateCampaign>,
    ) -> Call<CampaignDeliveryEstimatesGet> {
        let request = CampaignDeliveryEstimatesGet::new(&self.ad_account, [plan]);
        self.client.call(request)
    }

    fn creation(&self) -> CampaignsCreate {
        CampaignsCreate::new(&self.ad_account, Vec::<NewCampaign>::new())
    }

    fn changes(&self) -> CampaignsUpdate {
        CampaignsUpdate::new(&self.ad_account, Vec::<CampaignUpdate>::new())
    }
}

#[inline]
fn creations() -> Shape<CampaignsCreate, NewCampaign, CampaignResultData> {
    let read = results::standard(Some("items"));
    Shape::in_body(
        &operation::CAMPAIGNS_CREATE,
        CampaignsCreate::set_body,
        read,
    )
}

#[inline]
fn updates() -> Shape<CampaignsUpdate, CampaignUpdate, CampaignResultData> {
    let read = results::standard_keyed(Some("items"), "id");
    Shape::in_body(
        &operation::CAMPAIGNS_UPDATE,
        CampaignsUpdate::set_body,
        read,
    )
    .keyed_by(|update: &CampaignUpdate| vec![update.id.to_string()])
}

/// A handle for a campaign, created by [`AdAccountHandle::campaign`].
#[derive(Clone, Debug)]
pub struct CampaignHandle {
    client: Client,
    ad_account: AdAccountId,
    id: CampaignId,
}

impl CampaignHandle {
    pub(super) fn new(ad_account: &AdAccountHandle, id: CampaignId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// Returns the id of the campaign.
    #[must_use]
    pub fn id(&self) -> &CampaignId {
        &self.id
    }

    /// Gets the campaign.
    ///
    #[doc = pinterest_client::facts!(CampaignsGet)]
    pub fn get(&self) -> Call<CampaignsGet> {
        self.client
            .call(CampaignsGet::new(&self.ad_account, &self.id))
    }

    /// Changes the fields of the campaign that `change` sets.
    ///
    #[doc = pinterest_client::facts!(cost of CampaignsUpdate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// use pinterest::types::EntityStatus;
    ///
    /// let campaign = client.ad_account("549755885175").campaign("626735565838");
    /// campaign.update(|update| update.status(EntityStatus::Paused)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update(
        &self,
        change: impl FnOnce(CampaignUpdate) -> CampaignUpdate,
    ) -> Call<One<CampaignsUpdate, CampaignResultData>> {
        let update = change(CampaignUpdate::new(&self.id));
        let request = CampaignsUpdate::new(&self.ad_account, Vec::<CampaignUpdate>::new());
        Batch::one(&self.client, request, update, &updates())
    }

    /// Gets metrics of Pins within the campaign.
    ///
    /// There are none about conversions. The range is at most 90 days and starts at most 90 days
    /// ago; with `Granularity::Hour` 3 and 8.
    ///
    /// [`AnalyticsRow`](crate::AnalyticsRow) reads the metrics of the response. [`Call::chunked`]
    /// splits a call about more days or ids.
    ///
    #[doc = pinterest_client::facts!(AdPinsAnalyticsGet)]
    pub fn pin_analytics(
        &self,
        pins: impl IntoIterator<Item = impl Into<PinId>>,
        query: AnalyticsQuery,
    ) -> Call<AdPinsAnalyticsGet> {
        self.client
            .call(AdPinsAnalyticsGet::new(AdPinsAnalyticsGetRequired {
                ad_account_id: self.ad_account.clone(),
                campaign_id: self.id.clone(),
                pin_ids: pins.into_iter().map(Into::into).collect(),
                start_date: query.days.start(),
                end_date: query.days.end(),
                columns: query.columns,
                granularity: query.granularity,
            }))
    }
}
