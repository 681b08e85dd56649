//! Promotions: discounts and other offers that ad groups can show with their ads.

use pinterest_client::operation;
use pinterest_client::types::{AdAccountId, NewPromotion, Promotion, PromotionId, PromotionUpdate};

use crate::batch::{Batch, One, Shape, results};
use crate::requests::{
    PromotionAdGroupsList, PromotionsCreate, PromotionsDelete, PromotionsGet, PromotionsList,
    PromotionsUpdate,
};
use crate::resources::AdAccountHandle;
use crate::{Call, Client, List};

/// A handle for the promotions of an ad account, created by [`AdAccountHandle::promotions`].
///
/// # Examples
///
/// ```no_run
/// use pinterest::types::{NewPromotion, PromotionType};
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let promotions = client.ad_account("549755885175").promotions();
/// let promotion = NewPromotion::new("Free shipping this week", PromotionType::FreeShipping);
/// println!("{}", promotions.create(promotion).await?.id);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Promotions {
    client: Client,
    ad_account: AdAccountId,
}

impl Promotions {
    pub(super) fn new(ad_account: &AdAccountHandle) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the promotions.
    ///
    #[doc = pinterest_client::facts!(PromotionsList)]
    pub fn list(&self) -> List<PromotionsList> {
        self.client.list(PromotionsList::new(&self.ad_account))
    }

    /// Lists the ad groups that promotions are applied to.
    ///
    #[doc = pinterest_client::facts!(PromotionAdGroupsList)]
    pub fn ad_groups(
        &self,
        promotions: impl IntoIterator<Item = impl Into<PromotionId>>,
    ) -> List<PromotionAdGroupsList> {
        let request = PromotionAdGroupsList::new(&self.ad_account, promotions);
        self.client.list(request)
    }

    /// Creates a promotion.
    ///
    #[doc = pinterest_client::facts!(cost of PromotionsCreate)]
    pub fn create(
        &self,
        promotion: impl Into<NewPromotion>,
    ) -> Call<One<PromotionsCreate, Promotion>> {
        Batch::one(&self.client, self.creation(), promotion, &creations())
    }

    /// Creates promotions.
    ///
    #[doc = pinterest_client::facts!(cost of PromotionsCreate)]
    pub fn create_all(
        &self,
        promotions: impl IntoIterator<Item = impl Into<NewPromotion>>,
    ) -> Batch<PromotionsCreate, NewPromotion, Promotion> {
        Batch::new(&self.client, self.creation(), promotions, creations())
    }

    /// Changes the fields of a promotion that the update sets.
    ///
    #[doc = pinterest_client::facts!(cost of PromotionsUpdate)]
    pub fn update(
        &self,
        update: impl Into<PromotionUpdate>,
    ) -> Call<One<PromotionsUpdate, Promotion>> {
        Batch::one(&self.client, changes(&self.ad_account), update, &updates())
    }

    /// Changes the fields of promotions that the updates set.
    ///
    #[doc = pinterest_client::facts!(cost of PromotionsUpdate)]
    pub fn update_all(
        &self,
        updates: impl IntoIterator<Item = impl Into<PromotionUpdate>>,
    ) -> Batch<PromotionsUpdate, PromotionUpdate, Promotion> {
        let request = changes(&self.ad_account);
        Batch::new(&self.client, request, updates, self::updates())
    }

    fn creation(&self) -> PromotionsCreate {
        PromotionsCreate::new(&self.ad_account, Vec::<NewPromotion>::new())
    }
}

fn changes(ad_account: &AdAccountId) -> PromotionsUpdate {
    PromotionsUpdate::new(ad_account, Vec::<PromotionUpdate>::new())
}

#[inline]
fn creations() -> Shape<PromotionsCreate, NewPromotion, Promotion> {
    let operation = &operation::PROMOTIONS_CREATE;
    let read = results::standard(Some("promotions"));
    Shape::in_body(operation, PromotionsCreate::set_body, read)
}

#[inline]
fn updates() -> Shape<PromotionsUpdate, PromotionUpdate, Promotion> {
    let operation = &operation::PROMOTIONS_UPDATE;
    let read = results::standard_keyed(Some("promotions"), "id");
    Shape::in_body(operation, PromotionsUpdate::set_body, read)
        .keyed_by(|update: &PromotionUpdate| vec![update.id.to_string()])
}

/// A handle for a promotion, created by [`AdAccountHandle::promotion`].
#[derive(Clone, Debug)]
pub struct PromotionHandle {
    client: Client,
    ad_account: AdAccountId,
    id: PromotionId,
}

impl PromotionHandle {
    pub(super) fn new(ad_account: &AdAccountHandle, id: PromotionId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// Returns the id of the promotion.
    #[must_use]
    pub fn id(&self) -> &PromotionId {
        &self.id
    }

    /// Gets the promotion.
    ///
    #[doc = pinterest_client::facts!(PromotionsGet)]
    pub fn get(&self) -> Call<PromotionsGet> {
        self.client
            .call(PromotionsGet::new(&self.ad_account, &self.id))
    }

    /// Changes the fields of the promotion that `change` sets.
    ///
    #[doc = pinterest_client::facts!(cost of PromotionsUpdate)]
    pub fn update(
        &self,
        change: impl FnOnce(PromotionUpdate) -> PromotionUpdate,
    ) -> Call<One<PromotionsUpdate, Promotion>> {
        let update = change(PromotionUpdate::new(&self.id));
        Batch::one(&self.client, changes(&self.ad_account), update, &updates())
    }

    /// Deletes the promotion.
    ///
    /// The call resolves to what was deleted, where the service sends it.
    ///
    #[doc = pinterest_client::facts!(PromotionsDelete)]
    pub fn delete(&self) -> Call<PromotionsDelete> {
        self.client
            .call(PromotionsDelete::new(&self.ad_account, &self.id))
    }
}
