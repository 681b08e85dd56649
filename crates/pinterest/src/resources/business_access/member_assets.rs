//! What members of a business may use.

use pinterest_client::UnknownField;
use pinterest_client::operation::{self, Operation};
use pinterest_client::types::{
    AssetId, AssetPermissionType, AssetSearchBy, AssetSortBy, BusinessId,
    DeleteMemberAssetAccessRequest, DeleteMemberAssetAccessResponse, EntityStatusFilter,
    GrantedMemberAccess, MemberAssetAccess, MemberAssetAccessResult, MemberAssetPage,
    MemberAssetRef, MemberAssetTypeFilter, MemberId, RevokedMemberAccess,
    UpdateMemberAssetAccessRequest, UpdateMemberAssetAccessResponse,
};

use serde_json::Value;

use super::permissions::Permissions;
use super::{Members, limit, pair};
use crate::batch::{self, Batch, BatchOutcome, ItemError, Keyed, Reply};
use crate::paging::{Cursor, List, filled, sealed};
use crate::transport::{Api, Generated};
use crate::{Error, LimitViolation};

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
    pub fn assets(&self, member: impl Into<MemberId>) -> List<MemberAssetsQuery> {
        let query = MemberAssetsQuery {
            business: self.business.clone(),
            member: member.into(),
            ad_account_statuses: None,
            asset_permission_type: None,
            asset_type: None,
            search_by: None,
            search_value: None,
            sort_ascending: None,
            sort_by: None,
            start_index: None,
        };
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

/// The filters and the order of [`Members::assets`].
#[derive(Clone, Debug)]
pub struct MemberAssetsQuery {
    business: BusinessId,
    member: MemberId,
    ad_account_statuses: Option<Vec<EntityStatusFilter>>,
    asset_permission_type: Option<AssetPermissionType>,
    asset_type: Option<MemberAssetTypeFilter>,
    search_by: Option<AssetSearchBy>,
    search_value: Option<String>,
    sort_ascending: Option<bool>,
    sort_by: Option<AssetSortBy>,
    start_index: Option<u32>,
}

impl List<MemberAssetsQuery> {
    /// Only ad accounts in one of these states.
    pub fn ad_account_statuses(
        self,
        statuses: impl IntoIterator<Item = EntityStatusFilter>,
    ) -> Self {
        self.with_query(|query| query.ad_account_statuses = Some(statuses.into_iter().collect()))
    }

    /// Which permissions count.
    pub fn asset_permission_type(self, permission_type: AssetPermissionType) -> Self {
        self.with_query(|query| query.asset_permission_type = Some(permission_type))
    }

    /// Only assets of this type. Default: ad accounts.
    pub fn asset_type(self, asset_type: MemberAssetTypeFilter) -> Self {
        self.with_query(|query| query.asset_type = Some(asset_type))
    }

    /// Only assets that have `value` in the field that `by` names.
    pub fn search(self, by: AssetSearchBy, value: impl Into<String>) -> Self {
        self.with_query(|query| {
            (query.search_by, query.search_value) = (Some(by), Some(value.into()))
        })
    }

    /// Sorts upwards or downwards. Default: upwards.
    pub fn sort_ascending(self, ascending: bool) -> Self {
        self.with_query(|query| query.sort_ascending = Some(ascending))
    }

    /// What to sort by.
    pub fn sort_by(self, sort_by: AssetSortBy) -> Self {
        self.with_query(|query| query.sort_by = Some(sort_by))
    }

    /// How many assets to skip at the beginning of the list. Default: 0.
    pub fn start_index(self, start_index: u32) -> Self {
        self.with_query(|query| query.start_index = Some(start_index))
    }
}

impl sealed::Fetch for MemberAssetsQuery {
    type Page = MemberAssetPage;
    const OPERATION: &'static Operation = &operation::BUSINESS_MEMBER_ASSETS_GET;

    fn check(&self) -> Result<(), LimitViolation> {
        filled("ad_account_statuses", self.ad_account_statuses.as_deref())
    }

    async fn request<'a>(&'a self, api: &'a Api, cursor: Cursor<'a>) -> Generated<Self::Page> {
        api.business_member_assets_get(
            &self.business,
            &self.member,
            self.ad_account_statuses.as_ref(),
            self.asset_permission_type.as_ref(),
            self.asset_type.as_ref(),
            cursor.bookmark,
            cursor.page_size,
            self.search_by.as_ref(),
            self.search_value.as_deref(),
            self.sort_ascending,
            self.sort_by.as_ref(),
            crate::paging::index(self.start_index),
        )
        .await
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
