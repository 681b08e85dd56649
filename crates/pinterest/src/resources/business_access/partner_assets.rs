//! What partners of a business may use, and what it may use of theirs.

use pinterest_client::operation::{self, Operation};
use pinterest_client::types::{
    AssetId, AssetSearchBy, BusinessId, DeletePartnerAssetAccessRequest,
    DeletePartnerAssetAccessResponse, GrantedPartnerAccess, PartnerAssetAccess, PartnerAssetRef,
    PartnerId, RevokedPartnerAccess, UpdatePartnerAssetAccessRequest,
    UpdatePartnerAssetAccessResponse,
};

use super::permissions::Permissions;
use super::{Partners, limit, pair};
use crate::Error;
use crate::batch::{self, Batch, BatchOutcome, Keyed, Reply};
use crate::paging::List;
use crate::requests::BusinessPartnerAssetAccessGetQuery;
use crate::transport::{Api, Generated};

/// Permissions on an asset, to be given to a partner.
#[derive(Clone, Debug)]
pub struct PartnerGrant {
    partner: PartnerId,
    asset: AssetId,
    permissions: Permissions,
}

impl PartnerGrant {
    /// Gives `partner` these permissions on `asset`, in place of those it has.
    #[must_use]
    pub fn new(
        partner: impl Into<PartnerId>,
        asset: impl Into<AssetId>,
        permissions: impl Into<Permissions>,
    ) -> Self {
        Self {
            partner: partner.into(),
            asset: asset.into(),
            permissions: permissions.into(),
        }
    }

    /// The partner.
    #[must_use]
    pub fn partner(&self) -> &PartnerId {
        &self.partner
    }

    /// The asset.
    #[must_use]
    pub fn asset(&self) -> &AssetId {
        &self.asset
    }

    /// The permissions.
    #[must_use]
    pub fn permissions(&self) -> &Permissions {
        &self.permissions
    }
}

impl Partners {
    /// Lists the assets that are shared with a partner (`business_partner_asset_access/get`). Scope: `biz_access:read`.
    /// Not in the sandbox.
    pub fn assets(
        &self,
        partner: impl Into<PartnerId>,
    ) -> List<BusinessPartnerAssetAccessGetQuery> {
        let query = BusinessPartnerAssetAccessGetQuery::new(&self.business, partner);
        List::new(&self.client, query)
    }

    /// Gives partners permissions on assets, in place of those they have
    /// (`update_partner_asset_access_handler_impl`, 50 a request). Scope: `biz_access:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn grant_assets(
        &self,
        grants: impl IntoIterator<Item = PartnerGrant>,
    ) -> Result<BatchOutcome<PartnerGrant, GrantedPartnerAccess>, Error> {
        batch::run(
            &self.client,
            &GrantToPartners {
                business: self.business.clone(),
            },
            grants,
        )
        .await
    }

    /// Ends permissions on assets (`delete_partner_asset_access_handler_impl`, 50 a request): those of a partner on
    /// assets of this business, or, with [`PartnerAssetRef::partner_type`] set to external, those of this business on
    /// assets of the partner. Scope: `biz_access:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn revoke_assets(
        &self,
        accesses: impl IntoIterator<Item = PartnerAssetRef>,
    ) -> Result<BatchOutcome<PartnerAssetRef, RevokedPartnerAccess>, Error> {
        batch::run(
            &self.client,
            &RevokeFromPartners {
                business: self.business.clone(),
            },
            accesses,
        )
        .await
    }
}

impl List<BusinessPartnerAssetAccessGetQuery> {
    /// Only assets that have `value` in the field that `by` names.
    pub fn search(self, by: AssetSearchBy, value: impl Into<String>) -> Self {
        self.search_by(by).search_value(value)
    }
}

impl Keyed for PartnerGrant {
    fn keys(&self) -> Vec<String> {
        pair(Some(&self.asset), Some(&self.partner))
    }
}

impl Keyed for PartnerAssetRef {
    fn keys(&self) -> Vec<String> {
        pair(Some(&self.asset_id), Some(&self.partner_id))
    }
}

struct GrantToPartners {
    business: BusinessId,
}

impl Batch for GrantToPartners {
    type Input = PartnerGrant;
    type Body = UpdatePartnerAssetAccessRequest;
    type Answer = UpdatePartnerAssetAccessResponse;
    type Value = GrantedPartnerAccess;
    const OPERATION: &'static Operation = &operation::UPDATE_PARTNER_ASSET_ACCESS_HANDLER_IMPL;

    fn limit(&self) -> Option<usize> {
        limit(Self::OPERATION, "accesses")
    }

    fn body(&self, grants: &[PartnerGrant]) -> Self::Body {
        let access = |grant: &PartnerGrant| {
            PartnerAssetAccess::new(&grant.partner, &grant.asset, grant.permissions.as_slice())
        };
        UpdatePartnerAssetAccessRequest::new(grants.iter().map(access).collect::<Vec<_>>())
    }

    async fn request<'a>(&'a self, api: &'a Api, body: &'a Self::Body) -> Generated<Self::Answer> {
        api.update_partner_asset_access_handler_impl(&self.business, body)
            .await
    }

    fn replies(
        &self,
        answer: UpdatePartnerAssetAccessResponse,
    ) -> Vec<Reply<GrantedPartnerAccess>> {
        let reply = |access: GrantedPartnerAccess| {
            Reply::success(
                pair(access.asset_id.as_ref(), access.partner_id.as_ref()),
                access,
            )
        };
        answer.items.into_iter().flatten().map(reply).collect()
    }
}

struct RevokeFromPartners {
    business: BusinessId,
}

impl Batch for RevokeFromPartners {
    type Input = PartnerAssetRef;
    type Body = DeletePartnerAssetAccessRequest;
    type Answer = DeletePartnerAssetAccessResponse;
    type Value = RevokedPartnerAccess;
    const OPERATION: &'static Operation = &operation::DELETE_PARTNER_ASSET_ACCESS_HANDLER_IMPL;

    fn limit(&self) -> Option<usize> {
        limit(Self::OPERATION, "accesses")
    }

    fn body(&self, accesses: &[PartnerAssetRef]) -> Self::Body {
        DeletePartnerAssetAccessRequest::new(accesses)
    }

    async fn request<'a>(&'a self, api: &'a Api, body: &'a Self::Body) -> Generated<Self::Answer> {
        api.delete_partner_asset_access_handler_impl(&self.business, body)
            .await
    }

    fn replies(
        &self,
        answer: DeletePartnerAssetAccessResponse,
    ) -> Vec<Reply<RevokedPartnerAccess>> {
        let reply = |access: RevokedPartnerAccess| {
            Reply::success(
                pair(access.asset_id.as_ref(), access.partner_id.as_ref()),
                access,
            )
        };
        answer.items.into_iter().flatten().map(reply).collect()
    }
}
