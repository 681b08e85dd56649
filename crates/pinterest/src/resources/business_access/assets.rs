//! What a business may use, and who else may.

use pinterest_client::types::{AssetId, BusinessId};

use super::Business;
use crate::Client;
use crate::paging::List;
use crate::requests::{
    BusinessAssetMembersGetQuery, BusinessAssetPartnersGetQuery, BusinessAssetsGetQuery,
};

/// The assets of a business; made by [`Business::assets`].
#[derive(Clone, Debug)]
pub struct Assets {
    client: Client,
    business: BusinessId,
}

impl Assets {
    pub(super) fn new(business: &Business) -> Self {
        Self {
            client: business.client.clone(),
            business: business.id.clone(),
        }
    }

    /// Lists the assets that the business owns or may use (`business_assets/get`). Scope: `biz_access:read`. Not in the
    /// sandbox.
    pub fn list(&self) -> List<BusinessAssetsGetQuery> {
        let query = BusinessAssetsGetQuery::new(&self.business);
        List::new(&self.client, query)
    }

    /// Lists the members who may use an asset (`business_asset_members/get`). Scope: `biz_access:read`. Not in the
    /// sandbox.
    pub fn members(&self, asset: impl Into<AssetId>) -> List<BusinessAssetMembersGetQuery> {
        let query = BusinessAssetMembersGetQuery::new(&self.business, asset);
        List::new(&self.client, query)
    }

    /// Lists the partners who may use an asset (`business_asset_partners/get`). Empty for an asset of a partner: it
    /// cannot be passed on. Scope: `biz_access:read`. Not in the sandbox.
    pub fn partners(&self, asset: impl Into<AssetId>) -> List<BusinessAssetPartnersGetQuery> {
        let query = BusinessAssetPartnersGetQuery::new(&self.business, asset);
        List::new(&self.client, query)
    }
}
