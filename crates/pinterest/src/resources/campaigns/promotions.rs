//! Promotions: discounts and other offers that ad groups can show with their ads.

use pinterest_client::operation;
use pinterest_client::types::{
    self, AdAccountId, NewPromotion, PromotionId, PromotionUpdate, PromotionsResponse,
};

use super::AdAccount;
use crate::batch::{BatchOutcome, Positional, results};
use crate::paging::List;
use crate::requests::{GetAdGroupsByPromotionIdsListQuery, PromotionsListQuery};
use crate::transport::call;
use crate::{Client, Error};

/// The promotions of an ad account; made by [`AdAccount::promotions`].
///
/// ```no_run
/// use pinterest::types::{NewPromotion, PromotionType};
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let promotions = client.ad_account("549755885175").promotions();
/// let promotion = NewPromotion::new("Free shipping this week", PromotionType::FreeShipping);
/// let outcome = promotions.create([promotion]).await?;
/// for (_, promotion) in outcome.successes() {
///     println!("{}", promotion.id);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Promotions {
    client: Client,
    ad_account: AdAccountId,
}

impl Promotions {
    pub(super) fn new(ad_account: &AdAccount) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the promotions (`promotions/list`). Scope: `ads:read`. Not in the sandbox.
    pub fn list(&self) -> List<PromotionsListQuery> {
        List::new(&self.client, PromotionsListQuery::new(&self.ad_account))
    }

    /// Lists the ad groups that up to 50 promotions are applied to (`get_ad_groups_by_promotion_ids/list`). Scope:
    /// `ads:read`. Not in the sandbox.
    pub fn ad_groups(
        &self,
        promotions: impl IntoIterator<Item = impl Into<PromotionId>>,
    ) -> List<GetAdGroupsByPromotionIdsListQuery> {
        let query = GetAdGroupsByPromotionIdsListQuery::new(&self.ad_account, promotions);
        List::new(&self.client, query)
    }

    /// Creates promotions (`promotions/create`, 30 a request). Scope: `ads:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn create(
        &self,
        promotions: impl IntoIterator<Item = NewPromotion>,
    ) -> Result<BatchOutcome<NewPromotion, types::Promotion>, Error> {
        let ad_account = &self.ad_account;
        Positional::of(&operation::PROMOTIONS_CREATE)
            .send(
                &self.client,
                promotions,
                <[NewPromotion]>::to_vec,
                |api, body| async move { api.promotions_create(ad_account, &body).await },
                |answer: PromotionsResponse| {
                    results!(
                        answer.promotions.into_iter().flatten(),
                        |item| item.data,
                        item.exception
                    )
                },
            )
            .await
    }

    /// Changes the fields of promotions that the updates set (`promotions/update`, 30 a request). Scope: `ads:write`.
    /// Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn update(
        &self,
        updates: impl IntoIterator<Item = PromotionUpdate>,
    ) -> Result<BatchOutcome<PromotionUpdate, types::Promotion>, Error> {
        let ad_account = &self.ad_account;
        Positional::of(&operation::PROMOTIONS_UPDATE)
            .keyed_by(|update: &PromotionUpdate| vec![update.id.to_string()])
            .send(
                &self.client,
                updates,
                <[PromotionUpdate]>::to_vec,
                |api, body| async move { api.promotions_update(ad_account, &body).await },
                |answer: PromotionsResponse| {
                    results!(
                        answer.promotions.into_iter().flatten(),
                        |item| item.data,
                        item.exception,
                        |promotion| [&promotion.id]
                    )
                },
            )
            .await
    }
}

/// A promotion; made by [`AdAccount::promotion`].
#[derive(Clone, Debug)]
pub struct Promotion {
    client: Client,
    ad_account: AdAccountId,
    id: PromotionId,
}

impl Promotion {
    pub(super) fn new(ad_account: &AdAccount, id: PromotionId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// The id of the promotion.
    #[must_use]
    pub fn id(&self) -> &PromotionId {
        &self.id
    }

    /// Gets the promotion (`promotions/get`). Scope: `ads:read`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When the id goes against a limit, or the call fails.
    pub async fn get(&self) -> Result<types::Promotion, Error> {
        call!(
            self.client,
            PROMOTIONS_GET,
            api.promotions_get(&self.ad_account, &self.id)
        )
    }

    /// Deletes the promotion (`promotions/delete`). Scope: `ads:write`. Not in the sandbox.
    ///
    /// Returns what was deleted, where the service says it.
    ///
    /// # Errors
    ///
    /// When the id goes against a limit, or the call fails.
    pub async fn delete(&self) -> Result<Option<types::Promotion>, Error> {
        call!(
            self.client,
            PROMOTIONS_DELETE,
            api.promotions_delete(&self.ad_account, &self.id)
        )
    }
}
