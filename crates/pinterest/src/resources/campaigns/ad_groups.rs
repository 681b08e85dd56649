//! Ad groups: ads of a campaign that share budget, bid, schedule, targeting and placement.

use pinterest_client::operation;
use pinterest_client::types::{
    self, AdAccountId, AdGroupAudienceSizing, AdGroupAudienceSizingRequest, AdGroupId,
    AdGroupUpdate, AdGroupsResponse, AdsAnalyticsAdGroupTargetingType, AnalyticsColumn, BidFloor,
    BidFloorRequest, Granularity, NewAdGroup,
};

use super::{AdAccount, DynamicTitles};
use crate::batch::{BatchOutcome, Positional, results};
use crate::paging::List;
use crate::requests::{
    AdGroupsAnalyticsQuery, AdGroupsListQuery, AdGroupsTargetingAnalyticsGetQuery,
};
use crate::transport::call;
use crate::{Call, Client, Error};

/// The ad groups of an ad account; made by [`AdAccount::ad_groups`].
///
/// ```no_run
/// use futures_util::TryStreamExt;
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let ad_groups = client.ad_account("549755885175").ad_groups();
/// let mut of_campaign = ad_groups.list().campaign_ids(["626735565838"]).items();
/// while let Some(ad_group) = of_campaign.try_next().await? {
///     println!("{}: {:?}", ad_group.name, ad_group.status);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct AdGroups {
    client: Client,
    ad_account: AdAccountId,
}

impl AdGroups {
    pub(super) fn new(ad_account: &AdAccount) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the ad groups (`ad_groups/list`). Scope: `ads:read`.
    ///
    /// Without a filter these are the active and the paused ones. `campaign_ids` and `ad_group_ids` exclude each other.
    pub fn list(&self) -> List<AdGroupsListQuery> {
        List::new(&self.client, AdGroupsListQuery::new(&self.ad_account))
    }

    /// Creates ad groups (`ad_groups/create`, 30 a request). Scope: `ads:write`.
    ///
    /// Amounts are in millionths of the account's currency, times in seconds since 1970.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn create(
        &self,
        ad_groups: impl IntoIterator<Item = NewAdGroup>,
    ) -> Result<BatchOutcome<NewAdGroup, types::AdGroup>, Error> {
        let ad_account = &self.ad_account;
        Positional::of(&operation::AD_GROUPS_CREATE)
            .send(
                &self.client,
                ad_groups,
                <[NewAdGroup]>::to_vec,
                |api, body| async move { api.ad_groups_create(ad_account, &body).await },
                |answer: AdGroupsResponse| {
                    results!(
                        answer.items,
                        |item| item.data,
                        item.exceptions.into_iter().flatten()
                    )
                },
            )
            .await
    }

    /// Changes the fields of ad groups that the updates set (`ad_groups/update`, 30 a request). Scope: `ads:write`.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn update(
        &self,
        updates: impl IntoIterator<Item = AdGroupUpdate>,
    ) -> Result<BatchOutcome<AdGroupUpdate, types::AdGroup>, Error> {
        let ad_account = &self.ad_account;
        Positional::of(&operation::AD_GROUPS_UPDATE)
            .keyed_by(|update: &AdGroupUpdate| vec![update.id.to_string()])
            .send(
                &self.client,
                updates,
                <[AdGroupUpdate]>::to_vec,
                |api, body| async move { api.ad_groups_update(ad_account, &body).await },
                |answer: AdGroupsResponse| {
                    results!(
                        answer.items,
                        |item| item.data,
                        item.exceptions.into_iter().flatten(),
                        |ad_group| [&ad_group.id]
                    )
                },
            )
            .await
    }

    /// Gets metrics of up to 250 ad groups (`ad_groups/analytics`). Scope: `ads:read`.
    ///
    /// Dates are written `YYYY-MM-DD`. At most 90 days a request, and 90 days back; with `Granularity::Hour` 3 and 8.
    pub fn analytics(
        &self,
        ad_groups: impl IntoIterator<Item = impl Into<AdGroupId>>,
        start_date: impl Into<String>,
        end_date: impl Into<String>,
        columns: impl IntoIterator<Item = AnalyticsColumn>,
        granularity: Granularity,
    ) -> Call<AdGroupsAnalyticsQuery> {
        let query = AdGroupsAnalyticsQuery::new(
            &self.ad_account,
            start_date,
            end_date,
            ad_groups,
            columns,
            granularity,
        );
        Call::new(&self.client, query)
    }

    /// Gets metrics of up to 250 ad groups, split by targeting (`ad_groups_targeting_analytics/get`). Scope: `ads:read`.
    ///
    /// Dates are written `YYYY-MM-DD`. At most 90 days a request, and 90 days back; with `Granularity::Hour` 3 and 8.
    pub fn targeting_analytics(
        &self,
        ad_groups: impl IntoIterator<Item = impl Into<AdGroupId>>,
        start_date: impl Into<String>,
        end_date: impl Into<String>,
        targeting_types: impl IntoIterator<Item = AdsAnalyticsAdGroupTargetingType>,
        columns: impl IntoIterator<Item = AnalyticsColumn>,
        granularity: Granularity,
    ) -> Call<AdGroupsTargetingAnalyticsGetQuery> {
        let query = AdGroupsTargetingAnalyticsGetQuery::new(
            &self.ad_account,
            ad_groups,
            start_date,
            end_date,
            targeting_types,
            columns,
            granularity,
        );
        Call::new(&self.client, query)
    }

    /// Estimates how many people a month targeting reaches (`ad_groups/audience_sizing`). Scope: `ads:read`.
    ///
    /// Nothing is created. Bid, budget and schedule do not count.
    ///
    /// # Errors
    ///
    /// When the targeting goes against a limit, or the call fails.
    pub async fn audience_sizing(
        &self,
        targeting: AdGroupAudienceSizingRequest,
    ) -> Result<AdGroupAudienceSizing, Error> {
        call!(
            self.client,
            AD_GROUPS_AUDIENCE_SIZING,
            api.ad_groups_audience_sizing(&self.ad_account, &targeting)
        )
    }

    /// Gets the lowest bids that are accepted for some settings (`ad_groups_bid_floor/get`). Scope: `ads:read`.
    ///
    /// The bids come in the order of the settings, in millionths of the currency that each names.
    ///
    /// # Errors
    ///
    /// When the settings go against a limit, or the call fails.
    pub async fn bid_floor(&self, settings: BidFloorRequest) -> Result<BidFloor, Error> {
        call!(
            self.client,
            AD_GROUPS_BID_FLOOR_GET,
            api.ad_groups_bid_floor_get(&self.ad_account, &settings)
        )
    }
}

/// An ad group; made by [`AdAccount::ad_group`].
#[derive(Clone, Debug)]
pub struct AdGroup {
    pub(super) client: Client,
    pub(super) ad_account: AdAccountId,
    pub(super) id: AdGroupId,
}

impl AdGroup {
    pub(super) fn new(ad_account: &AdAccount, id: AdGroupId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// The id of the ad group.
    #[must_use]
    pub fn id(&self) -> &AdGroupId {
        &self.id
    }

    /// Gets the ad group (`ad_groups/get`). Scope: `ads:read`.
    ///
    /// # Errors
    ///
    /// When the id goes against a limit, or the call fails.
    pub async fn get(&self) -> Result<types::AdGroup, Error> {
        call!(
            self.client,
            AD_GROUPS_GET,
            api.ad_groups_get(&self.ad_account, &self.id)
        )
    }

    /// Titles of the ad group's ads that are uploaded as a CSV file.
    #[must_use]
    pub fn dynamic_titles(&self) -> DynamicTitles {
        DynamicTitles::new(self)
    }
}
