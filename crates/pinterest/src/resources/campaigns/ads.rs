//! Ads: Pins that are promoted as part of an ad group.

use pinterest_client::operation;
use pinterest_client::types::{
    self, AdAccountId, AdId, AdUpdate, AdsAnalyticsAdTargetingType, AdsResponse, AnalyticsColumn,
    Granularity, NewAd,
};

use super::AdAccount;
use crate::batch::{BatchOutcome, Positional, results};
use crate::paging::List;
use crate::requests::{AdTargetingAnalyticsGetQuery, AdsAnalyticsQuery, AdsListQuery};
use crate::transport::call;
use crate::{Call, Client, Error};

/// The ads of an ad account; made by [`AdAccount::ads`].
///
/// ```no_run
/// use pinterest::types::{CreativeType, NewAd};
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let ads = client.ad_account("549755885175").ads();
/// let ad = NewAd::new("2680059592705", CreativeType::Regular, "394205773611545468").name("Wool socks");
/// let outcome = ads.create([ad]).await?;
/// assert!(outcome.is_complete());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Ads {
    client: Client,
    ad_account: AdAccountId,
}

impl Ads {
    pub(super) fn new(ad_account: &AdAccount) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the ads (`ads/list`). Scope: `ads:read`.
    ///
    /// `campaign_ids`, `ad_group_ids` and `ad_ids` exclude each other.
    pub fn list(&self) -> List<AdsListQuery> {
        List::new(&self.client, AdsListQuery::new(&self.ad_account))
    }

    /// Creates ads (`ads/create`, 30 a request). Scope: `ads:write`.
    ///
    /// They are reviewed before they are shown.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn create(
        &self,
        ads: impl IntoIterator<Item = NewAd>,
    ) -> Result<BatchOutcome<NewAd, types::Ad>, Error> {
        let ad_account = &self.ad_account;
        Positional::of(&operation::ADS_CREATE)
            .send(
                &self.client,
                ads,
                <[NewAd]>::to_vec,
                |api, body| async move { api.ads_create(ad_account, &body).await },
                |answer: AdsResponse| results!(answer.items, |item| item.data, item.exceptions),
            )
            .await
    }

    /// Changes the fields of ads that the updates set (`ads/update`, 30 a request). Scope: `ads:write`.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn update(
        &self,
        updates: impl IntoIterator<Item = AdUpdate>,
    ) -> Result<BatchOutcome<AdUpdate, types::Ad>, Error> {
        let ad_account = &self.ad_account;
        Positional::of(&operation::ADS_UPDATE)
            .keyed_by(|update: &AdUpdate| vec![update.id.to_string()])
            .send(
                &self.client,
                updates,
                <[AdUpdate]>::to_vec,
                |api, body| async move { api.ads_update(ad_account, &body).await },
                |answer: AdsResponse| {
                    results!(answer.items, |item| item.data, item.exceptions, |ad| [
                        &ad.id
                    ])
                },
            )
            .await
    }

    /// Gets metrics of ads (`ads/analytics`). Scope: `ads:read`.
    ///
    /// Set `ad_ids`, or `campaign_ids` and `pin_ids` together. Dates are written `YYYY-MM-DD`. At most 90 days a
    /// request, and 90 days back; with `Granularity::Hour` 3 and 8.
    pub fn analytics(
        &self,
        start_date: impl Into<String>,
        end_date: impl Into<String>,
        columns: impl IntoIterator<Item = AnalyticsColumn>,
        granularity: Granularity,
    ) -> Call<AdsAnalyticsQuery> {
        let query =
            AdsAnalyticsQuery::new(&self.ad_account, start_date, end_date, columns, granularity);
        Call::new(&self.client, query)
    }

    /// Gets metrics of up to 250 ads, split by targeting (`ad_targeting_analytics/get`). Scope: `ads:read`.
    ///
    /// Dates are written `YYYY-MM-DD`. At most 90 days a request, and 90 days back; with `Granularity::Hour` 3 and 8.
    pub fn targeting_analytics(
        &self,
        ads: impl IntoIterator<Item = impl Into<AdId>>,
        start_date: impl Into<String>,
        end_date: impl Into<String>,
        targeting_types: impl IntoIterator<Item = AdsAnalyticsAdTargetingType>,
        columns: impl IntoIterator<Item = AnalyticsColumn>,
        granularity: Granularity,
    ) -> Call<AdTargetingAnalyticsGetQuery> {
        let query = AdTargetingAnalyticsGetQuery::new(
            &self.ad_account,
            ads,
            start_date,
            end_date,
            targeting_types,
            columns,
            granularity,
        );
        Call::new(&self.client, query)
    }
}

/// An ad; made by [`AdAccount::ad`].
#[derive(Clone, Debug)]
pub struct Ad {
    client: Client,
    ad_account: AdAccountId,
    id: AdId,
}

impl Ad {
    pub(super) fn new(ad_account: &AdAccount, id: AdId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// The id of the ad.
    #[must_use]
    pub fn id(&self) -> &AdId {
        &self.id
    }

    /// Gets the ad, with the state of its review (`ads/get`). Scope: `ads:read`.
    ///
    /// # Errors
    ///
    /// When the id goes against a limit, or the call fails.
    pub async fn get(&self) -> Result<types::Ad, Error> {
        call!(
            self.client,
            ADS_GET,
            api.ads_get(&self.ad_account, &self.id)
        )
    }
}
