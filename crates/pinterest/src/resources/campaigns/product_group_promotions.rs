//! Product groups of a catalog that ad groups promote.

use pinterest_client::operation;
use pinterest_client::types::{
    self, AdAccountId, AdGroupId, AnalyticsColumn, CreateProductGroupPromotionsRequest,
    Granularity, ProductGroupPromotionId, ProductGroupPromotionsResponse,
    UpdateProductGroupPromotionsRequest,
};

use super::AdAccount;
use crate::batch::{BatchOutcome, Positional, results};
use crate::paging::List;
use crate::requests::{ProductGroupPromotionsListQuery, ProductGroupsAnalyticsQuery};
use crate::transport::call;
use crate::{Call, Client, Error};

/// The product groups that ad groups of an ad account promote; made by [`AdAccount::product_group_promotions`].
///
/// ```no_run
/// use pinterest::types::{EntityStatus, ProductGroupPromotion};
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let promotions = client.ad_account("549755885175").product_group_promotions();
/// let pause = ProductGroupPromotion::new().id("2680059592705").status(EntityStatus::Paused);
/// let outcome = promotions.update("2680060704746", [pause]).await?;
/// assert!(outcome.is_complete());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct ProductGroupPromotions {
    client: Client,
    ad_account: AdAccountId,
}

impl ProductGroupPromotions {
    pub(super) fn new(ad_account: &AdAccount) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists product group promotions (`product_group_promotions/list`). Scope: `ads:read`. Not in the sandbox.
    ///
    /// Set `ad_group_id` or `product_group_promotion_ids`; with neither the service refuses the request.
    pub fn list(&self) -> List<ProductGroupPromotionsListQuery> {
        let query = ProductGroupPromotionsListQuery::new(&self.ad_account);
        List::new(&self.client, query)
    }

    /// Adds product groups to an ad group (`product_group_promotions/create`, all in one request). Scope: `ads:write`.
    /// Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the request did certainly not take effect.
    pub async fn create(
        &self,
        ad_group: impl Into<AdGroupId>,
        promotions: impl IntoIterator<Item = types::ProductGroupPromotion>,
    ) -> Result<BatchOutcome<types::ProductGroupPromotion, types::ProductGroupPromotion>, Error>
    {
        let (ad_account, ad_group) = (&self.ad_account, &ad_group.into());
        Positional::of(&operation::PRODUCT_GROUP_PROMOTIONS_CREATE)
            .in_field("product_group_promotion")
            .send(
                &self.client,
                promotions,
                |promotions: &[_]| CreateProductGroupPromotionsRequest::new(ad_group, promotions),
                |api, body| async move {
                    api.product_group_promotions_create(ad_account, &body).await
                },
                |answer: ProductGroupPromotionsResponse| {
                    results!(
                        answer.items.into_iter().flatten(),
                        |item| item.data,
                        item.exceptions.into_iter().flatten()
                    )
                },
            )
            .await
    }

    /// Changes product group promotions of an ad group; each names itself by its `id`
    /// (`product_group_promotions/update`, all in one request). Scope: `ads:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the request did certainly not take effect.
    pub async fn update(
        &self,
        ad_group: impl Into<AdGroupId>,
        promotions: impl IntoIterator<Item = types::ProductGroupPromotion>,
    ) -> Result<BatchOutcome<types::ProductGroupPromotion, types::ProductGroupPromotion>, Error>
    {
        let (ad_account, ad_group) = (&self.ad_account, &ad_group.into());
        Positional::of(&operation::PRODUCT_GROUP_PROMOTIONS_UPDATE)
            .in_field("product_group_promotion")
            .keyed_by(|promotion: &types::ProductGroupPromotion| {
                promotion.id.iter().map(ToString::to_string).collect()
            })
            .send(
                &self.client,
                promotions,
                |promotions: &[_]| UpdateProductGroupPromotionsRequest::new(ad_group, promotions),
                |api, body| async move {
                    api.product_group_promotions_update(ad_account, &body).await
                },
                |answer: ProductGroupPromotionsResponse| {
                    results!(
                        answer.items.into_iter().flatten(),
                        |item| item.data,
                        item.exceptions.into_iter().flatten(),
                        |promotion| promotion.id.as_ref()
                    )
                },
            )
            .await
    }

    /// Gets metrics of up to 250 product groups (`product_groups/analytics`). Scope: `ads:read`. Not in the sandbox.
    ///
    /// Dates are written `YYYY-MM-DD`. At most 90 days a request, and 90 days back; with `Granularity::Hour` 3 and 8.
    pub fn analytics(
        &self,
        product_groups: impl IntoIterator<Item = impl Into<String>>,
        start_date: impl Into<String>,
        end_date: impl Into<String>,
        columns: impl IntoIterator<Item = AnalyticsColumn>,
        granularity: Granularity,
    ) -> Call<ProductGroupsAnalyticsQuery> {
        let query = ProductGroupsAnalyticsQuery::new(
            &self.ad_account,
            start_date,
            end_date,
            product_groups,
            columns,
            granularity,
        );
        Call::new(&self.client, query)
    }
}

/// A product group that an ad group promotes; made by [`AdAccount::product_group_promotion`].
#[derive(Clone, Debug)]
pub struct ProductGroupPromotion {
    client: Client,
    ad_account: AdAccountId,
    id: ProductGroupPromotionId,
}

impl ProductGroupPromotion {
    pub(super) fn new(ad_account: &AdAccount, id: ProductGroupPromotionId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// The id of the product group promotion.
    #[must_use]
    pub fn id(&self) -> &ProductGroupPromotionId {
        &self.id
    }

    /// Gets the product group promotion (`product_group_promotions/get`). Scope: `ads:read`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When the id goes against a limit, or the call fails.
    pub async fn get(&self) -> Result<types::ProductGroupPromotion, Error> {
        call!(
            self.client,
            PRODUCT_GROUP_PROMOTIONS_GET,
            api.product_group_promotions_get(&self.ad_account, &self.id)
        )
    }
}
