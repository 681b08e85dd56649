//! Ads: Pins that are promoted as part of an ad group.

use pinterest_client::operation;
use pinterest_client::types::{
    Ad, AdAccountId, AdId, AdUpdate, AdsAnalyticsAdTargetingType, NewAd,
};

use crate::batch::{Batch, One, Shape, results};
use crate::requests::{
    AdsAnalyticsGet, AdsAnalyticsGetRequired, AdsCreate, AdsGet, AdsList, AdsTargetingAnalyticsGet,
    AdsTargetingAnalyticsGetRequired, AdsUpdate,
};
use crate::resources::AdAccountHandle;
use crate::{AnalyticsQuery, Call, Client, List};

/// A handle for the ads of an ad account, created by [`AdAccountHandle::ads`].
///
/// # Examples
///
/// ```no_run
/// use pinterest::types::{CreativeType, NewAd};
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let ads = client.ad_account("549755885175").ads();
/// let ad = NewAd::new("2680059592705", "394205773611545468", CreativeType::Regular);
/// let ad = ads.create(ad.name("Wool socks")).await?;
/// println!("{}", ad.id);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Ads {
    client: Client,
    ad_account: AdAccountId,
}

impl Ads {
    pub(super) fn new(ad_account: &AdAccountHandle) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the ads.
    ///
    /// `campaign_ids`, `ad_group_ids` and `ad_ids` exclude each other.
    ///
    #[doc = pinterest_client::facts!(AdsList)]
    pub fn list(&self) -> List<AdsList> {
        self.client.list(AdsList::new(&self.ad_account))
    }

    /// Creates an ad, which is reviewed before it is shown.
    ///
    #[doc = pinterest_client::facts!(cost of AdsCreate)]
    pub fn create(&self, ad: impl Into<NewAd>) -> Call<One<AdsCreate, Ad>> {
        Batch::one(&self.client, self.creation(), ad, &creations())
    }

    /// Creates ads, which are reviewed before they are shown.
    ///
    #[doc = pinterest_client::facts!(cost of AdsCreate)]
    pub fn create_all(
        &self,
        ads: impl IntoIterator<Item = impl Into<NewAd>>,
    ) -> Batch<AdsCreate, NewAd, Ad> {
        Batch::new(&self.client, self.creation(), ads, creations())
    }

    /// Changes the fields of an ad that the update sets.
    ///
    #[doc = pinterest_client::facts!(cost of AdsUpdate)]
    pub fn update(&self, update: impl Into<AdUpdate>) -> Call<One<AdsUpdate, Ad>> {
        Batch::one(&self.client, changes(&self.ad_account), update, &updates())
    }

    /// Changes the fields of ads that the updates set.
    ///
    #[doc = pinterest_client::facts!(cost of AdsUpdate)]
    pub fn update_all(
        &self,
        updates: impl IntoIterator<Item = impl Into<AdUpdate>>,
    ) -> Batch<AdsUpdate, AdUpdate, Ad> {
        let request = changes(&self.ad_account);
        Batch::new(&self.client, request, updates, self::updates())
    }

    /// Gets metrics of ads.
    ///
    /// The range is at most 90 days and starts at most 90 days ago; with `Granularity::Hour` 3 and
    /// 8. To name the ads by `campaign_ids` and `pin_ids` instead of their own ids, pass an
    /// [`AdsAnalyticsGet`] to [`Client::call`].
    ///
    /// [`AnalyticsRow`](crate::AnalyticsRow) reads the metrics of the response. [`Call::chunked`]
    /// splits a call about more days or ids.
    ///
    #[doc = pinterest_client::facts!(AdsAnalyticsGet)]
    pub fn analytics(
        &self,
        ads: impl IntoIterator<Item = impl Into<AdId>>,
        query: AnalyticsQuery,
    ) -> Call<AdsAnalyticsGet> {
        let request = AdsAnalyticsGet::new(AdsAnalyticsGetRequired {
            ad_account_id: self.ad_account.clone(),
            start_date: query.days.start(),
            end_date: query.days.end(),
            columns: query.columns,
            granularity: query.granularity,
        });
        self.client.call(request.ad_ids(ads))
    }

    /// Gets metrics of ads, split by targeting.
    ///
    /// The range is at most 90 days and starts at most 90 days ago; with `Granularity::Hour` 3 and
    /// 8.
    ///
    /// [`AnalyticsRow`](crate::AnalyticsRow) reads the metrics of the response. [`Call::chunked`]
    /// splits a call about more days or ids.
    ///
    #[doc = pinterest_client::facts!(AdsTargetingAnalyticsGet)]
    pub fn targeting_analytics(
        &self,
        ads: impl IntoIterator<Item = impl Into<AdId>>,
        targeting_types: impl IntoIterator<Item = impl Into<AdsAnalyticsAdTargetingType>>,
        query: AnalyticsQuery,
    ) -> Call<AdsTargetingAnalyticsGet> {
        self.client.call(AdsTargetingAnalyticsGet::new(
            AdsTargetingAnalyticsGetRequired {
                ad_account_id: self.ad_account.clone(),
                ad_ids: ads.into_iter().map(Into::into).collect(),
                start_date: query.days.start(),
                end_date: query.days.end(),
                targeting_types: targeting_types.into_iter().map(Into::into).collect(),
                columns: query.columns,
                granularity: query.granularity,
            },
        ))
    }

    fn creation(&self) -> AdsCreate {
        AdsCreate::new(&self.ad_account, Vec::<NewAd>::new())
    }
}

fn changes(ad_account: &AdAccountId) -> AdsUpdate {
    AdsUpdate::new(ad_account, Vec::<AdUpdate>::new())
}

#[inline]
fn creations() -> Shape<AdsCreate, NewAd, Ad> {
    let read = results::standard(Some("items"));
    Shape::in_body(&operation::ADS_CREATE, AdsCreate::set_body, read)
}

#[inline]
fn updates() -> Shape<AdsUpdate, AdUpdate, Ad> {
    let read = results::standard_keyed(Some("items"), "id");
    Shape::in_body(&operation::ADS_UPDATE, AdsUpdate::set_body, read)
        .keyed_by(|update: &AdUpdate| vec![update.id.to_string()])
}

/// A handle for an ad, created by [`AdAccountHandle::ad`].
#[derive(Clone, Debug)]
pub struct AdHandle {
    client: Client,
    ad_account: AdAccountId,
    id: AdId,
}

impl AdHandle {
    pub(super) fn new(ad_account: &AdAccountHandle, id: AdId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// Returns the id of the ad.
    #[must_use]
    pub fn id(&self) -> &AdId {
        &self.id
    }

    /// Gets the ad, with the status of its review.
    ///
    #[doc = pinterest_client::facts!(AdsGet)]
    pub fn get(&self) -> Call<AdsGet> {
        self.client.call(AdsGet::new(&self.ad_account, &self.id))
    }

    /// Changes the fields of the ad that `change` sets.
    ///
    #[doc = pinterest_client::facts!(cost of AdsUpdate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// use pinterest::types::EntityStatus;
    ///
    /// let ad = client.ad_account("549755885175").ad("687195134316");
    /// ad.update(|update| update.status(EntityStatus::Paused)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update(&self, change: impl FnOnce(AdUpdate) -> AdUpdate) -> Call<One<AdsUpdate, Ad>> {
        let update = change(AdUpdate::new(&self.id));
        Batch::one(&self.client, changes(&self.ad_account), update, &updates())
    }
}
