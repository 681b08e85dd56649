//! What members of a business may use.

use pinterest_client::json::{Decoder, RawJson};
use pinterest_client::operation;
use pinterest_client::types::{
    AssetId, DeleteMemberAssetAccessRequest, GrantedMemberAccess, MemberAssetAccess,
    MemberAssetRef, MemberId, RevokedMemberAccess, UpdateMemberAssetAccessRequest,
};

use super::permissions::Permissions;
use super::{Members, pair};
use crate::List;
use crate::batch::{Batch, ItemError, Reply, Shape, results};
use crate::requests::{MemberAssetAccessDelete, MemberAssetAccessUpdate, MemberAssetsList};

/// Permissions on an asset, to be given to a member.
#[derive(Clone, Debug)]
pub struct MemberGrant {
    member: MemberId,
    asset: AssetId,
    permissions: Permissions,
}

impl MemberGrant {
    /// Creates a grant that gives `member` these permissions on `asset`, in place of those they
    /// have.
    #[must_use]
    pub fn new(
        member: impl Into<MemberId>,
        asset: impl Into<AssetId>,
        permissions: impl Into<Permissions>,
    ) -> Self {
        Self {
            member: member.into(),
            asset: asset.into(),
            permissions: permissions.into(),
        }
    }

    /// Returns the member.
    #[must_use]
    pub fn member(&self) -> &MemberId {
        &self.member
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

    fn into_data(self) -> MemberAssetAccess {
        MemberAssetAccess::new(self.member, self.asset, self.permissions.into_vec())
    }
}

impl Members {
    /// Lists the assets that a member may use.
    ///
    /// The pages have totals: see [`Page::response`](crate::Page::response).
    ///
    #[doc = pinterest_client::facts!(MemberAssetsList)]
    pub fn assets(&self, member: impl Into<MemberId>) -> List<MemberAssetsList> {
        self.client
            .list(MemberAssetsList::new(&self.business, member))
    }

    /// Gives members permissions on assets, in place of those they have.
    ///
    #[doc = pinterest_client::facts!(cost of MemberAssetAccessUpdate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::business_access::MemberGrant;
    /// use pinterest::types::Permission;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let members = client.business("729090764583391194").members();
    /// let permissions = [Permission::Analyst, Permission::FinanceView];
    /// let grant = MemberGrant::new("140000000000001", "549755885175", permissions);
    /// let outcome = members.grant_assets([grant]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn grant_assets(
        &self,
        grants: impl IntoIterator<Item = impl Into<MemberGrant>>,
    ) -> Batch<MemberAssetAccessUpdate, MemberGrant, GrantedMemberAccess> {
        let body = UpdateMemberAssetAccessRequest::new(Vec::<MemberAssetAccess>::new());
        let request = MemberAssetAccessUpdate::new(&self.business, body);
        Batch::new(&self.client, request, grants, self::grants())
    }

    /// Takes from members all permissions on assets.
    ///
    #[doc = pinterest_client::facts!(cost of MemberAssetAccessDelete)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let members = client.business("729090764583391194").members();
    /// let outcome = members.revoke_assets([("140000000000001", "549755885175")]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn revoke_assets(
        &self,
        accesses: impl IntoIterator<Item = (impl Into<MemberId>, impl Into<AssetId>)>,
    ) -> Batch<MemberAssetAccessDelete, MemberAssetRef, RevokedMemberAccess> {
        let body = DeleteMemberAssetAccessRequest::new(Vec::<MemberAssetRef>::new());
        let request = MemberAssetAccessDelete::new(&self.business, body);
        let accesses = accesses.into_iter();
        let accesses = accesses.map(|(member, asset)| MemberAssetRef::new(member, asset));
        Batch::new(&self.client, request, accesses, revocations())
    }
}

#[inline]
fn grants() -> Shape<MemberAssetAccessUpdate, MemberGrant, GrantedMemberAccess> {
    let fill = |request: &mut MemberAssetAccessUpdate, grants: Vec<MemberGrant>| {
        let accesses = grants.into_iter().map(MemberGrant::into_data);
        let accesses: Vec<MemberAssetAccess> = accesses.collect();
        request.set_body(UpdateMemberAssetAccessRequest::new(accesses));
    };
    let read = results::each(Some("items"), granted);
    let operation = &operation::BUSINESS_MEMBERS_ASSET_ACCESS_UPDATE;
    Shape::in_field(operation, "accesses", fill, read)
        .keyed_by(|grant| pair(Some(&grant.asset), Some(&grant.member)))
}

/// A grant that failed has no `response`. The description does not say what stands there instead;
/// an `exception` in the form of other operations is read if it is there.
fn granted(index: usize, result: RawJson<'_>, decoder: &mut Decoder) -> Reply<GrantedMemberAccess> {
    let response = result
        .get("response")
        .filter(|response| !response.is_null());
    let (response, field) = match response {
        Some(response) => (response, Some("response")),
        None if result.is_object() => {
            let error = results::errors(result.get("exception"));
            let unexplained = || ItemError::new(None, None);
            return Reply::failure(Vec::new(), error.unwrap_or_else(unexplained));
        }
        None => (result, None),
    };
    match decoder.element::<GrantedMemberAccess>(Some("items"), index, field, response) {
        Ok(access) => {
            let keys = pair(access.asset_id.as_ref(), access.member_id.as_ref());
            Reply::success(keys, access)
        }
        Err(mismatch) => {
            decoder.set_aside_element(Some("items"), index, result, mismatch);
            Reply::unreadable()
        }
    }
}

#[inline]
fn revocations() -> Shape<MemberAssetAccessDelete, MemberAssetRef, RevokedMemberAccess> {
    let fill = |request: &mut MemberAssetAccessDelete, accesses: Vec<MemberAssetRef>| {
        request.set_body(DeleteMemberAssetAccessRequest::new(accesses));
    };
    let reply = |access: RevokedMemberAccess| {
        let keys = pair(access.asset_id.as_ref(), access.member_id.as_ref());
        Reply::success(keys, access)
    };
    let read = results::typed(Some("items"), reply);
    let operation = &operation::BUSINESS_MEMBERS_ASSET_ACCESS_DELETE;
    Shape::in_field(operation, "accesses", fill, read)
        .keyed_by(|access| pair(Some(&access.asset_id), Some(&access.member_id)))
}
