//! Ad groups: ads of a campaign that share budget, bid, schedule, targeting and placement.

use pinterest_client::operation;
use pinterest_client::types::{
    AdAccountId, AdGroup, AdGroupAudienceSizingRequest, AdGroupId, AdGroupUpdate,
    AdsAnalyticsAdGroupTargetingType, BidFloorRequest, NewAdGroup,
};

use super::DynamicTitles;
use crate::batch::{Batch, One, Shape, results};
use crate::requests::{
    AdGroupAudienceSizingGet, AdGroupsAnalyticsGet, AdGroupsAnalyticsGetRequired, AdGroupsCreate,
    AdGroupsGet, AdGroupsList, AdGroupsTargetingAnalyticsGet,
    AdGroupsTargetingAnalyticsGetRequired, AdGroupsUpdate, BidFloorGet,
};
use crate::resources::AdAccountHandle;
use crate::{AnalyticsQuery, Call, Client, List};

/// A handle for the ad groups of an ad account, created by [`AdAccountHandle::ad_groups`].
///
/// # Examples
///
/// ```no_run
/// use futures_util::TryStreamExt;
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let ad_groups = client.ad_account("549755885175").ad_groups().list();
/// let mut of_campaign = ad_groups.with(|list| list.campaign_ids(["626735565838"])).items();
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
    pub(super) fn new(ad_account: &AdAccountHandle) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the ad groups.
    ///
    /// Without a filter these are the active and the paused ones. `campaign_ids` and
    /// `ad_group_ids` exclude each other.
    ///
    #[doc = pinterest_client::facts!(AdGroupsList)]
    pub fn list(&self) -> List<AdGroupsList> {
        self.client.list(AdGroupsList::new(&self.ad_account))
    }

    /// Creates an ad group.
    ///
    /// Amounts are in millionths of the account's currency, times in seconds since 1970.
    ///
    #[doc = pinterest_client::facts!(cost of AdGroupsCreate)]
    pub fn create(&self, ad_group: impl Into<NewAdGroup>) -> Call<One<AdGroupsCreate, AdGroup>> {
        Batch::one(&self.client, self.creation(), ad_group, &creations())
    }

    /// Creates ad groups.
    ///
    /// Amounts are in millionths of the account's currency, times in seconds since 1970.
    ///
    #[doc = pinterest_client::facts!(cost of AdGroupsCreate)]
    pub fn create_all(
        &self,
        ad_groups: impl IntoIterator<Item = impl Into<NewAdGroup>>,
    ) -> Batch<AdGroupsCreate, NewAdGroup, AdGroup> {
        Batch::new(&self.client, self.creation(), ad_groups, creations())
    }

    /// Changes the fields of an ad group that the update sets.
    ///
    #[doc = pinterest_client::facts!(cost of AdGroupsUpdate)]
    pub fn update(&self, update: impl Into<AdGroupUpdate>) -> Call<One<AdGroupsUpdate, AdGroup>> {
        Batch::one(&self.client, changes(&self.ad_account), update, &updates())
    }

    /// Changes the fields of ad groups that the updates set.
    ///
    #[doc = pinterest_client::facts!(cost of AdGroupsUpdate)]
    pub fn update_all(
        &self,
        updates: impl IntoIterator<Item = impl Into<AdGroupUpdate>>,
    ) -> Batch<AdGroupsUpdate, AdGroupUpdate, AdGroup> {
        let request = changes(&self.ad_account);
        Batch::new(&self.client, request, updates, self::updates())
    }

    /// Gets metrics of ad groups.
    ///
    /// The range is at most 90 days and starts at most 90 days ago; with `Granularity::Hour` 3 and
    /// 8.
    ///
    /// [`AnalyticsRow`](crate::AnalyticsRow) reads the metrics of the response. [`Call::chunked`]
    /// splits a call about more days or ids.
    ///
    #[doc = pinterest_client::facts!(AdGroupsAnalyticsGet)]
    pub fn analytics(
        &self,
        ad_groups: impl IntoIterator<Item = impl Into<AdGroupId>>,
        query: AnalyticsQuery,
    ) -> Call<AdGroupsAnalyticsGet> {
        self.client
            .call(AdGroupsAnalyticsGet::new(AdGroupsAnalyticsGetRequired {
                ad_account_id: self.ad_account.clone(),
                start_date: query.days.start(),
                end_date: query.days.end(),
                ad_group_ids: ad_groups.into_iter().map(Into::into).collect(),
                columns: query.columns,
                granularity: query.granularity,
            }))
    }

    /// Gets metrics of ad groups, split by targeting.
    ///
    /// The range is at most 90 days and starts at most 90 days ago; with `Granularity::Hour` 3 and
    /// 8.
    ///
    /// [`AnalyticsRow`](crate::AnalyticsRow) reads the metrics of the response. [`Call::chunked`]
    /// splits a call about more days or ids.
    ///
    #[doc = pinterest_client::facts!(AdGroupsTargetingAnalyticsGet)]
    pub fn targeting_analytics(
        &self,
        ad_groups: impl IntoIterator<Item = impl Into<AdGroupId>>,
        targeting_types: impl IntoIterator<Item = impl Into<AdsAnalyticsAdGroupTargetingType>>,
        query: AnalyticsQuery,
    ) -> Call<AdGroupsTargetingAnalyticsGet> {
        self.client.call(AdGroupsTargetingAnalyticsGet::new(
            AdGroupsTargetingAnalyticsGetRequired {
                ad_account_id: self.ad_account.clone(),
                ad_group_ids: ad_groups.into_iter().map(Into::into).collect(),
                start_date: query.days.start(),
                end_date: query.days.end(),
                targeting_types: targeting_types.into_iter().map(Into::into).collect(),
                columns: query.columns,
                granularity: query.granularity,
            },
        ))
    }

    /// Estimates how many people a month targeting reaches.
    ///
    /// Nothing is created. Bid, budget and schedule do not count.
    ///
    #[doc = pinterest_client::facts!(AdGroupAudienceSizingGet)]
    pub fn audience_sizing(
        &self,
        targeting: impl Into<AdGroupAudienceSizingRequest>,
    ) -> Call<AdGroupAudienceSizingGet> {
        self.client
            .call(AdGroupAudienceSizingGet::new(&self.ad_account, targeting))
    }

    /// Gets the lowest bids that are accepted for some settings.
    ///
    /// The bids come in the order of the settings, in millionths of the currency that each names.
    ///
    #[doc = pinterest_client::facts!(BidFloorGet)]
    pub fn bid_floor(&self, settings: impl Into<BidFloorRequest>) -> Call<BidFloorGet> {
        self.client
            .call(BidFloorGet::new(&self.ad_account, settings))
    }

    fn creation(&self) -> AdGroupsCreate {
        AdGroupsCreate::new(&self.ad_account, Vec::<NewAdGroup>::new())
    }
}

fn changes(ad_account: &AdAccountId) -> AdGroupsUpdate {
    AdGroupsUpdate::new(ad_account, Vec::<AdGroupUpdate>::new())
}

#[inline]
fn creations() -> Shape<AdGroupsCreate, NewAdGroup, AdGroup> {
    let read = results::standard(Some("items"));
    Shape::in_body(&operation::AD_GROUPS_CREATE, AdGroupsCreate::set_body, read)
}

#[inline]
fn updates() -> Shape<AdGroupsUpdate, AdGroupUpdate, AdGroup> {
    let read = results::standard_keyed(Some("items"), "id");
    Shape::in_body(&operation::AD_GROUPS_UPDATE, AdGroupsUpdate::set_body, read)
        .keyed_by(|update: &AdGroupUpdate| vec![update.id.to_string()])
}

/// A handle for an ad group, created by [`AdAccountHandle::ad_group`].
#[derive(Clone, Debug)]
pub struct AdGroupHandle {
    pub(super) client: Client,
    pub(super) ad_account: AdAccountId,
    pub(super) id: AdGroupId,
}

impl AdGroupHandle {
    pub(super) fn new(ad_account: &AdAccountHandle, id: AdGroupId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// Returns the id of the ad group.
    #[must_use]
    pub fn id(&self) -> &AdGroupId {
        &self.id
    }

    /// Gets the ad group.
    ///
    #[doc = pinterest_client::facts!(AdGroupsGet)]
    pub fn get(&self) -> Call<AdGroupsGet> {
        self.client
            .call(AdGroupsGet::new(&self.ad_account, &self.id))
    }

    /// Changes the fields of the ad group that `change` sets.
    ///
    #[doc = pinterest_client::facts!(cost of AdGroupsUpdate)]
    pub fn update(
        &self,
        change: impl FnOnce(AdGroupUpdate) -> AdGroupUpdate,
    ) -> Call<One<AdGroupsUpdate, AdGroup>> {
        let update = change(AdGroupUpdate::new(&self.id));
        Batch::one(&self.client, changes(&self.ad_account), update, &updates())
    }

    /// Returns the handle for titles of the ad group's ads that are uploaded as a CSV file.
    #[must_use]
    pub fn dynamic_titles(&self) -> DynamicTitles {
        DynamicTitles::new(self)
    }
}
