//! What partners of a business may use, and what it may use of theirs.

use pinterest_client::operation;
use pinterest_client::types::{
    AssetId, DeletePartnerAssetAccessRequest, GrantedPartnerAccess, PartnerAssetAccess,
    PartnerAssetRef, PartnerId, RevokedPartnerAccess, UpdatePartnerAssetAccessRequest,
};

use super::permissions::Permissions;
use super::{Partners, pair};
use crate::List;
use crate::batch::{Batch, Reply, Shape, results};
use crate::requests::{PartnerAssetAccessDelete, PartnerAssetAccessUpdate, PartnerAssetsList};

/// Permissions on an asset, to be given to a partner.
#[derive(Clone, Debug)]
pub struct PartnerGrant {
    partner: PartnerId,
    asset: AssetId,
    permissions: Permissions,
}

impl PartnerGrant {
    /// Creates a grant that gives `partner` these permissions on `asset`, in place of those it has.
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

    /// Returns the partner.
    #[must_use]
    pub fn partner(&self) -> &PartnerId {
        &self.partner
    }

    /// Returns the asset.
    #[must_use]
    pub fn asset(&self) -> &AssetId {
        &self.asset
    }

    /// Returns the permissions.
    #[must_use]
    pub fn permissions(&self) -> &Permissions {
        &self.permissions
    }

    fn into_data(self) -> PartnerAssetAccess {
        PartnerAssetAccess::new(self.partner, self.asset, self.permissions.into_vec())
    }
}

impl Partners {
    /// Lists the assets that are shared with a partner.
    ///
    #[doc = pinterest_client::facts!(PartnerAssetsList)]
    pub fn assets(&self, partner: impl Into<PartnerId>) -> List<PartnerAssetsList> {
        self.client
            .list(PartnerAssetsList::new(&self.business, partner))
    }

    /// Gives partners permissions on assets, in place of those they have.
    ///
    #[doc = pinterest_client::facts!(cost of PartnerAssetAccessUpdate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::business_access::PartnerGrant;
    /// use pinterest::types::Permission;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let partners = client.business("729090764583391194").partners();
    /// let grant = PartnerGrant::new("809000000000000001", "549755885175", Permission::Analyst);
    /// let outcome = partners.grant_assets([grant]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn grant_assets(
        &self,
        grants: impl IntoIterator<Item = impl Into<PartnerGrant>>,
    ) -> Batch<PartnerAssetAccessUpdate, PartnerGrant, GrantedPartnerAccess> {
        let body = UpdatePartnerAssetAccessRequest::new(Vec::<PartnerAssetAccess>::new());
        let request = PartnerAssetAccessUpdate::new(&self.business, body);
        Batch::new(&self.client, request, grants, self::grants())
    }

    /// Ends permissions on assets: those of a partner on assets of this business, or, with
    /// [`PartnerAssetRef::partner_type`] set to external, those of this business on assets of the
    /// partner.
    ///
    #[doc = pinterest_client::facts!(cost of PartnerAssetAccessDelete)]
    pub fn revoke_assets(
        &self,
        accesses: impl IntoIterator<Item = impl Into<PartnerAssetRef>>,
    ) -> Batch<PartnerAssetAccessDelete, PartnerAssetRef, RevokedPartnerAccess> {
        let body = DeletePartnerAssetAccessRequest::new(Vec::<PartnerAssetRef>::new());
        let request = PartnerAssetAccessDelete::new(&self.business, body);
        Batch::new(&self.client, request, accesses, revocations())
    }
}

#[inline]
fn grants() -> Shape<PartnerAssetAccessUpdate, PartnerGrant, GrantedPartnerAccess> {
    let fill = |request: &mut PartnerAssetAccessUpdate, grants: Vec<PartnerGrant>| {
        let accesses = grants.into_iter().map(PartnerGrant::into_data);
        let accesses: Vec<PartnerAssetAccess> = accesses.collect();
        request.set_body(UpdatePartnerAssetAccessRequest::new(accesses));
    };
    let reply = |access: GrantedPartnerAccess| {
        let keys = pair(access.asset_id.as_ref(), access.partner_id.as_ref());
        Reply::success(keys, access)
    };
    let read = results::typed(Some("items"), reply);
    let operation = &operation::UPDATE_PARTNER_ASSET_ACCESS_HANDLER_IMPL;
    Shape::in_field(operation, "accesses", fill, read)
        .keyed_by(|grant| pair(Some(&grant.asset), Some(&grant.partner)))
}

#[inline]
fn revocations() -> Shape<PartnerAssetAccessDelete, PartnerAssetRef, RevokedPartnerAccess> {
    let fill = |request: &mut PartnerAssetAccessDelete, accesses: Vec<PartnerAssetRef>| {
        request.set_body(DeletePartnerAssetAccessRequest::new(accesses));
    };
    let reply = |access: RevokedPartnerAccess| {
        let keys = pair(access.asset_id.as_ref(), access.partner_id.as_ref());
        Reply::success(keys, access)
    };
    let read = results::typed(Some("items"), reply);
    let operation = &operation::DELETE_PARTNER_ASSET_ACCESS_HANDLER_IMPL;
    Shape::in_field(operation, "accesses", fill, read)
        .keyed_by(|access| pair(Some(&access.asset_id), Some(&access.partner_id)))
}
