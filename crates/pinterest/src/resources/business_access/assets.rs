//! What a business may use, and who else may.

use pinterest_client::types::{AssetId, BusinessId};

use super::BusinessHandle;
use crate::requests::{BusinessAssetMembersList, BusinessAssetPartnersList, BusinessAssetsList};
use crate::{Client, List};

/// A handle for the assets of a business, created by [`BusinessHandle::assets`].
#[derive(Clone, Debug)]
pub struct Assets {
    client: Client,
    business: BusinessId,
}

impl Assets {
    pub(super) fn new(business: &BusinessHandle) -> Self {
        Self {
            client: business.client.clone(),
            business: business.id.clone(),
        }
    }

    /// Lists the assets that the business owns or may use.
    ///
    #[doc = pinterest_client::facts!(BusinessAssetsList)]
    pub fn list(&self) -> List<BusinessAssetsList> {
        self.client.list(BusinessAssetsList::new(&self.business))
    }

    /// Lists the members who may use an asset.
    ///
    #[doc = pinterest_client::facts!(BusinessAssetMembersList)]
    pub fn members(&self, asset: impl Into<AssetId>) -> List<BusinessAssetMembersList> {
        self.client
            .list(BusinessAssetMembersList::new(&self.business, asset))
    }

    /// Lists the partners who may use an asset.
    ///
    /// There are none for an asset of a partner: it cannot be passed on.
    ///
    #[doc = pinterest_client::facts!(BusinessAssetPartnersList)]
    pub fn partners(&self, asset: impl Into<AssetId>) -> List<BusinessAssetPartnersList> {
        self.client
            .list(BusinessAssetPartnersList::new(&self.business, asset))
    }
}
