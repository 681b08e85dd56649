//! Campaigns, ad groups and ads of an ad account, and what belongs to them.
//!
//! Nearly everything starts at an ad account: [`AdAccountHandle::campaigns`],
//! [`AdAccountHandle::ad_groups`], [`AdAccountHandle::ads`] and so on for many,
//! [`AdAccountHandle::campaign`], [`AdAccountHandle::ad_group`], [`AdAccountHandle::ad`] for one.
//! The bid options of retail items start at [`Client::advanced_auction`].

mod ad_groups;
mod ad_previews;
mod ads;
mod advanced_auction;
mod bulk;
#[allow(clippy::module_inception)] // Named after the handle, as all are.
mod campaigns;
mod dynamic_titles;
mod label_results;
mod labels;
mod product_group_promotions;
mod promotions;
mod schedules;

pub use ad_groups::{AdGroupHandle, AdGroups};
pub use ad_previews::{AdPreviews, CampaignAdPreviews};
pub use ads::{AdHandle, Ads};
pub use advanced_auction::AdvancedAuction;
pub use bulk::Bulk;
pub use campaigns::{CampaignHandle, Campaigns};
pub use dynamic_titles::DynamicTitles;
pub use labels::{LabelHandle, Labels};
pub use product_group_promotions::{ProductGroupPromotionHandle, ProductGroupPromotions};
pub use promotions::{PromotionHandle, Promotions};
pub use schedules::Schedules;

use pinterest_client::types::{
    AdGroupId, AdId, CampaignId, CatalogId, LabelId, ProductGroupPromotionId, PromotionId,
};

use crate::Client;
use crate::resources::AdAccountHandle;

impl Client {
    /// Returns the handle for bids and bid factors of the retail items of a catalog.
    #[must_use]
    pub fn advanced_auction(&self, catalog: impl Into<CatalogId>) -> AdvancedAuction {
        AdvancedAuction::new(self, catalog.into())
    }
}

impl AdAccountHandle {
    /// Returns the handle for the campaigns of the ad account.
    #[must_use]
    pub fn campaigns(&self) -> Campaigns {
        Campaigns::new(self)
    }

    /// Returns the handle for a campaign, by its id.
    #[must_use]
    pub fn campaign(&self, id: impl Into<CampaignId>) -> CampaignHandle {
        CampaignHandle::new(self, id.into())
    }

    /// Returns the handle for the ad groups of the ad account.
    #[must_use]
    pub fn ad_groups(&self) -> AdGroups {
        AdGroups::new(self)
    }

    /// Returns the handle for an ad group, by its id.
    #[must_use]
    pub fn ad_group(&self, id: impl Into<AdGroupId>) -> AdGroupHandle {
        AdGroupHandle::new(self, id.into())
    }

    /// Returns the handle for the ads of the ad account.
    #[must_use]
    pub fn ads(&self) -> Ads {
        Ads::new(self)
    }

    /// Returns the handle for an ad, by its id.
    #[must_use]
    pub fn ad(&self, id: impl Into<AdId>) -> AdHandle {
        AdHandle::new(self, id.into())
    }

    /// Returns the handle for previews of ads that are made from a Pin, an image or a product
    /// group.
    #[must_use]
    pub fn ad_previews(&self) -> AdPreviews {
        AdPreviews::new(self)
    }

    /// Returns the handle for previews of the ads of ad groups.
    #[must_use]
    pub fn campaign_ad_previews(&self) -> CampaignAdPreviews {
        CampaignAdPreviews::new(self)
    }

    /// Returns the handle for promotions: discounts and other offers that ad groups can show with
    /// their ads.
    #[must_use]
    pub fn promotions(&self) -> Promotions {
        Promotions::new(self)
    }

    /// Returns the handle for a promotion, by its id.
    #[must_use]
    pub fn promotion(&self, id: impl Into<PromotionId>) -> PromotionHandle {
        PromotionHandle::new(self, id.into())
    }

    /// Returns the handle for product groups of a catalog that ad groups promote.
    #[must_use]
    pub fn product_group_promotions(&self) -> ProductGroupPromotions {
        ProductGroupPromotions::new(self)
    }

    /// Returns the handle for a product group that an ad group promotes, by the id of this
    /// promotion.
    #[must_use]
    pub fn product_group_promotion(
        &self,
        id: impl Into<ProductGroupPromotionId>,
    ) -> ProductGroupPromotionHandle {
        ProductGroupPromotionHandle::new(self, id.into())
    }

    /// Returns the handle for labels that campaigns are marked with.
    #[must_use]
    pub fn labels(&self) -> Labels {
        Labels::new(self)
    }

    /// Returns the handle for a label, by its id.
    #[must_use]
    pub fn label(&self, id: impl Into<LabelId>) -> LabelHandle {
        LabelHandle::new(self, id.into())
    }

    /// Returns the handle for schedules: planned changes of budgets and bid multipliers.
    #[must_use]
    pub fn schedules(&self) -> Schedules {
        Schedules::new(self)
    }

    /// Returns the handle for jobs that download or change many entities at once.
    #[must_use]
    pub fn bulk(&self) -> Bulk {
        Bulk::new(self)
    }
}
