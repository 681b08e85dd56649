//! What members of a business may use.

use pinterest_client::UnknownField;
use pinterest_client::operation::{self, Operation};
use pinterest_client::types::{
    AssetId, AssetSearchBy, BusinessId, DeleteMemberAssetAccessRequest,
    DeleteMemberAssetAccessResponse, GrantedMemberAccess, MemberAssetAccess,
    MemberAssetAccessResult, MemberAssetRef, MemberId, RevokedMemberAccess,
    UpdateMemberAssetAccessRequest, UpdateMemberAssetAccessResponse,
};

use serde_json::Value;

use super::permissions::Permissions;
use super::{Members, limit, pair};
use crate::Error;
use crate::batch::{self, Batch, BatchOutcome, ItemError, Keyed, Reply};
use crate::paging::List;
use crate::requests::BusinessMemberAssetsGetQuery;
use crate::transport::{Api, Generated};

/// Permissions on an asset, to be given to a member.
#[derive(Clone, Debug)]
pub struct MemberGrant {
    member: MemberId,
    asset: AssetId,
    permissions: Permissions,
}

impl MemberGrant {
    /// Gives `member` these permissions on `asset`, in place of those it has.
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

    /// The member.
    #[must_use]
    pub fn member(&self) -> &MemberId {
        &self.member
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

impl Members {
    /// Lists the assets that a member may use (`business_member_assets/get`). Scope: `biz_access:read`. Not in the
    /// sandbox. The pages carry totals: see [`Page::response`](crate::Page::response).
    pub fn assets(&self, member: impl Into<MemberId>) -> List<BusinessMemberAssetsGetQuery> {
        let query = BusinessMemberAssetsGetQuery::new(&self.business, member);
        List::new(&self.client, query)
    }

    /// Gives members permissions on assets, in place of those they have (`business_members_asset_access/update`, 50 a
    /// request). Scope: `biz_access:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn grant_assets(
        &self,
        grants: impl IntoIterator<Item = MemberGrant>,
    ) -> Result<BatchOutcome<MemberGrant, GrantedMemberAccess>, Error> {
        batch::run(
            &self.client,
            &GrantToMembers {
                business: self.business.clone(),
            },
            grants,
        )
        .await
    }

    /// Takes from members all permissions on assets (`business_members_asset_access/delete`, 100 a request). Scope:
    /// `biz_access:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn revoke_assets<M: Into<MemberId>, A: Into<AssetId>>(
        &self,
        accesses: impl IntoIterator<Item = (M, A)>,
    ) -> Result<BatchOutcome<MemberAssetRef, RevokedMemberAccess>, Error> {
        let accesses = accesses
            .into_iter()
            .map(|(member, asset)| MemberAssetRef::new(member, asset));
        batch::run(
            &self.client,
            &RevokeFromMembers {
                business: self.business.clone(),
            },
            accesses,
        )
        .await
    }
}

impl List<BusinessMemberAssetsGetQuery> {
    /// Only assets that have `value` in the field that `by` names.
    pub fn search(self, by: AssetSearchBy, value: impl Into<String>) -> Self {
        self.search_by(by).search_value(value)
    }
}

impl Keyed for MemberGrant {
    fn keys(&self) -> Vec<String> {
        pair(Some(&self.asset), Some(&self.member))
    }
}

impl Keyed for MemberAssetRef {
    fn keys(&self) -> Vec<String> {
        pair(Some(&self.asset_id), Some(&self.member_id))
    }
}

struct GrantToMembers {
    business: BusinessId,
}

impl Batch for GrantToMembers {
    type Input = MemberGrant;
    type Body = UpdateMemberAssetAccessRequest;
    type Answer = UpdateMemberAssetAccessResponse;
    type Value = GrantedMemberAccess;
    const OPERATION: &'static Operation = &operation::BUSINESS_MEMBERS_ASSET_ACCESS_UPDATE;

    fn limit(&self) -> Option<usize> {
        limit(Self::OPERATION, "accesses")
    }

    fn body(&self, grants: &[MemberGrant]) -> Self::Body {
        let access = |grant: &MemberGrant| {
            MemberAssetAccess::new(&grant.member, &grant.asset, grant.permissions.as_slice())
        };
        UpdateMemberAssetAccessRequest::new(grants.iter().map(access).collect::<Vec<_>>())
    }

    async fn request<'a>(&'a self, api: &'a Api, body: &'a Self::Body) -> Generated<Self::Answer> {
        api.business_members_asset_access_update(&self.business, body)
            .await
    }

    fn replies(&self, answer: UpdateMemberAssetAccessResponse) -> Vec<Reply<GrantedMemberAccess>> {
        let reply = |result: MemberAssetAccessResult| {
            let access = result.response;
            let keys = access.as_ref().map_or_else(Vec::new, |access| {
                pair(access.asset_id.as_ref(), access.member_id.as_ref())
            });
            let error = access
                .is_none()
                .then(|| undescribed_error(result.extra.get("exception")));
            Reply {
                keys,
                value: access,
                error,
            }
        };
        answer.items.into_iter().flatten().map(reply).collect()
    }
}

/// The description says that a refused grant has no `response`, but not what stands there instead. An
/// `exception` in the form of other operations is read if it is there.
fn undescribed_error(exception: Option<&UnknownField>) -> ItemError {
    let field = |name| exception.and_then(|exception| exception.as_value().get(name));
    let code = field("code")
        .and_then(Value::as_i64)
        .and_then(|code| i32::try_from(code).ok());
    ItemError::new(
        code,
        field("message").and_then(Value::as_str).map(str::to_owned),
    )
}

struct RevokeFromMembers {
    business: BusinessId,
}

impl Batch for RevokeFromMembers {
    type Input = MemberAssetRef;
    type Body = DeleteMemberAssetAccessRequest;
    type Answer = DeleteMemberAssetAccessResponse;
    type Value = RevokedMemberAccess;
    const OPERATION: &'static Operation = &operation::BUSINESS_MEMBERS_ASSET_ACCESS_DELETE;

    fn limit(&self) -> Option<usize> {
        limit(Self::OPERATION, "accesses")
    }

    fn body(&self, accesses: &[MemberAssetRef]) -> Self::Body {
        DeleteMemberAssetAccessRequest::new(accesses)
    }

    async fn request<'a>(&'a self, api: &'a Api, body: &'a Self::Body) -> Generated<Self::Answer> {
        api.business_members_asset_access_delete(&self.business, body)
            .await
    }

    fn replies(&self, answer: DeleteMemberAssetAccessResponse) -> Vec<Reply<RevokedMemberAccess>> {
        let reply = |access: RevokedMemberAccess| {
            Reply::success(
                pair(access.asset_id.as_ref(), access.member_id.as_ref()),
                access,
            )
        };
        answer.items.into_iter().flatten().map(reply).collect()
    }
}
