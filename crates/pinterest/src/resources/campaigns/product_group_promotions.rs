//! Product groups of a catalog that ad groups promote.

use pinterest_client::operation;
use pinterest_client::types::{
    AdAccountId, AdGroupId, CreateProductGroupPromotionsRequest, ProductGroupPromotion,
    ProductGroupPromotionId, UpdateProductGroupPromotionsRequest,
};

use crate::batch::{Batch, One, Shape, results};
use crate::requests::{
    ProductGroupPromotionsCreate, ProductGroupPromotionsGet, ProductGroupPromotionsList,
    ProductGroupPromotionsUpdate, ProductGroupsAnalyticsGet, ProductGroupsAnalyticsGetRequired,
};
use crate::resources::AdAccountHandle;
use crate::{AnalyticsQuery, Call, Client, List};

/// The name of the array of inputs, in bodies of both kinds.
const INPUTS: &str = "product_group_promotion";

/// A handle for the product groups that ad groups of an ad account promote, created by
/// [`AdAccountHandle::product_group_promotions`].
///
/// # Examples
///
/// ```no_run
/// use pinterest::types::{EntityStatus, ProductGroupPromotion};
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let promotions = client.ad_account("549755885175").product_group_promotions();
/// let pause = ProductGroupPromotion::new().id("2680059592705").status(EntityStatus::Paused);
/// promotions.update("2680060704746", pause).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct ProductGroupPromotions {
    client: Client,
    ad_account: AdAccountId,
}

impl ProductGroupPromotions {
    pub(super) fn new(ad_account: &AdAccountHandle) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists product group promotions.
    ///
    /// Set `ad_group_id` or `product_group_promotion_ids`; with neither the service rejects the
    /// request.
    ///
    #[doc = pinterest_client::facts!(ProductGroupPromotionsList)]
    pub fn list(&self) -> List<ProductGroupPromotionsList> {
        self.client
            .list(ProductGroupPromotionsList::new(&self.ad_account))
    }

    /// Adds a product group to an ad group.
    ///
    #[doc = pinterest_client::facts!(cost of ProductGroupPromotionsCreate)]
    pub fn create(
        &self,
        ad_group: impl Into<AdGroupId>,
        promotion: impl Into<ProductGroupPromotion>,
    ) -> Call<One<ProductGroupPromotionsCreate, ProductGroupPromotion>> {
        let ad_group = ad_group.into();
        let request = self.creation(&ad_group);
        Batch::one(&self.client, request, promotion, &creations(ad_group))
    }

    /// Adds product groups to an ad group.
    ///
    #[doc = pinterest_client::facts!(cost of ProductGroupPromotionsCreate)]
    pub fn create_all(
        &self,
        ad_group: impl Into<AdGroupId>,
        promotions: impl IntoIterator<Item = impl Into<ProductGroupPromotion>>,
    ) -> Batch<ProductGroupPromotionsCreate, ProductGroupPromotion, ProductGroupPromotion> {
        let ad_group = ad_group.into();
        let request = self.creation(&ad_group);
        Batch::new(&self.client, request, promotions, creations(ad_group))
    }

    /// Changes a product group promotion of an ad group; it names itself by its `id`.
    ///
    #[doc = pinterest_client::facts!(cost of ProductGroupPromotionsUpdate)]
    pub fn update(
        &self,
        ad_group: impl Into<AdGroupId>,
        promotion: impl Into<ProductGroupPromotion>,
    ) -> Call<One<ProductGroupPromotionsUpdate, ProductGroupPromotion>> {
        let ad_group = ad_group.into();
        let request = changes(&self.ad_account, &ad_group);
        Batch::one(&self.client, request, promotion, &updates(ad_group))
    }

    /// Changes product group promotions of an ad group; each names itself by its `id`.
    ///
    #[doc = pinterest_client::facts!(cost of ProductGroupPromotionsUpdate)]
    pub fn update_all(
        &self,
        ad_group: impl Into<AdGroupId>,
        promotions: impl IntoIterator<Item = impl Into<ProductGroupPromotion>>,
    ) -> Batch<ProductGroupPromotionsUpdate, ProductGroupPromotion, ProductGroupPromotion> {
        let ad_group = ad_group.into();
        let request = changes(&self.ad_account, &ad_group);
        Batch::new(&self.client, request, promotions, updates(ad_group))
    }

    /// Gets metrics of product groups.
    ///
    /// The range is at most 90 days and starts at most 90 days ago; with `Granularity::Hour` 3 and
    /// 8.
    ///
    /// [`AnalyticsRow`](crate::AnalyticsRow) reads the metrics of the response. [`Call::chunked`]
    /// splits a call about more days or ids.
    ///
    #[doc = pinterest_client::facts!(ProductGroupsAnalyticsGet)]
    pub fn analytics(
        &self,
        product_groups: impl IntoIterator<Item = impl Into<String>>,
        query: AnalyticsQuery,
    ) -> Call<ProductGroupsAnalyticsGet> {
        self.client.call(ProductGroupsAnalyticsGet::new(
            ProductGroupsAnalyticsGetRequired {
                ad_account_id: self.ad_account.clone(),
                start_date: query.days.start(),
                end_date: query.days.end(),
                product_group_ids: product_groups.into_iter().map(Into::into).collect(),
                columns: query.columns,
                granularity: query.granularity,
            },
        ))
    }

    fn creation(&self, ad_group: &AdGroupId) -> ProductGroupPromotionsCreate {
        let nothing = Vec::<ProductGroupPromotion>::new();
        let body = CreateProductGroupPromotionsRequest::new(ad_group, nothing);
        ProductGroupPromotionsCreate::new(&self.ad_account, body)
    }
}

fn changes(ad_account: &AdAccountId, ad_group: &AdGroupId) -> ProductGroupPromotionsUpdate {
    let nothing = Vec::<ProductGroupPromotion>::new();
    let body = UpdateProductGroupPromotionsRequest::new(ad_group, nothing);
    ProductGroupPromotionsUpdate::new(ad_account, body)
}

#[inline]
fn creations(
    ad_group: AdGroupId,
) -> Shape<ProductGroupPromotionsCreate, ProductGroupPromotion, ProductGroupPromotion> {
    let operation = &operation::PRODUCT_GROUP_PROMOTIONS_CREATE;
    let fill = move |request: &mut ProductGroupPromotionsCreate, promotions: Vec<_>| {
        let body = CreateProductGroupPromotionsRequest::new(&ad_group, promotions);
        request.set_body(body);
    };
    Shape::in_field(operation, INPUTS, fill, results::standard(Some("items")))
}

#[inline]
fn updates(
    ad_group: AdGroupId,
) -> Shape<ProductGroupPromotionsUpdate, ProductGroupPromotion, ProductGroupPromotion> {
    let operation = &operation::PRODUCT_GROUP_PROMOTIONS_UPDATE;
    let fill = move |request: &mut ProductGroupPromotionsUpdate, promotions: Vec<_>| {
        let body = UpdateProductGroupPromotionsRequest::new(&ad_group, promotions);
        request.set_body(body);
    };
    let read = results::standard_keyed(Some("items"), "id");
    Shape::in_field(operation, INPUTS, fill, read).keyed_by(|promotion: &ProductGroupPromotion| {
        promotion.id.iter().map(ToString::to_string).collect()
    })
}

/// A handle for a product group that an ad group promotes, created by
/// [`AdAccountHandle::product_group_promotion`].
#[derive(Clone, Debug)]
pub struct ProductGroupPromotionHandle {
    client: Client,
    ad_account: AdAccountId,
    id: ProductGroupPromotionId,
}

impl ProductGroupPromotionHandle {
    pub(super) fn new(ad_account: &AdAccountHandle, id: ProductGroupPromotionId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// Returns the id of the product group promotion.
    #[must_use]
    pub fn id(&self) -> &ProductGroupPromotionId {
        &self.id
    }

    /// Gets the product group promotion.
    ///
    #[doc = pinterest_client::facts!(ProductGroupPromotionsGet)]
    pub fn get(&self) -> Call<ProductGroupPromotionsGet> {
        self.client
            .call(ProductGroupPromotionsGet::new(&self.ad_account, &self.id))
    }

    /// Changes the fields of the product group promotion that `change` sets.
    ///
    /// The request names the ad group that promotes the product group.
    ///
    #[doc = pinterest_client::facts!(cost of ProductGroupPromotionsUpdate)]
    pub fn update(
        &self,
        ad_group: impl Into<AdGroupId>,
        change: impl FnOnce(ProductGroupPromotion) -> ProductGroupPromotion,
    ) -> Call<One<ProductGroupPromotionsUpdate, ProductGroupPromotion>> {
        let ad_group = ad_group.into();
        let request = changes(&self.ad_account, &ad_group);
        let update = change(ProductGroupPromotion::new().id(&self.id));
        Batch::one(&self.client, request, update, &updates(ad_group))
    }
}
