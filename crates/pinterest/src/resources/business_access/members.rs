//! The people who work for a business.

use pinterest_client::operation::{self, Operation};
use pinterest_client::types::{
    BusinessId, BusinessRelationshipPage, MemberId, MemberRole, Membership, RemoveMembersRequest,
    RemoveMembersResponse, UpdateMembershipsResponse,
};

use super::{Business, joined, limit};
use crate::batch::{self, Batch, BatchOutcome, Keyed, Reply};
use crate::paging::{Cursor, List, filled, sealed};
use crate::transport::{Api, Generated};
use crate::{Client, Error, LimitViolation};

/// The members of a business; made by [`Business::members`].
///
/// What they may use is in the second half of the functions: [`assets`](Self::assets),
/// [`grant_assets`](Self::grant_assets), [`revoke_assets`](Self::revoke_assets).
#[derive(Clone, Debug)]
pub struct Members {
    pub(super) client: Client,
    pub(super) business: BusinessId,
}

impl Members {
    pub(super) fn new(business: &Business) -> Self {
        Self {
            client: business.client.clone(),
            business: business.id.clone(),
        }
    }

    /// Lists the members (`get/business_members`). Scope: `biz_access:read`. Not in the sandbox.
    pub fn list(&self) -> List<MembersQuery> {
        let query = MembersQuery {
            business: self.business.clone(),
            assets_summary: None,
            business_roles: None,
            fetch_system_users: None,
            member_ids: None,
            start_index: None,
        };
        List::new(&self.client, query)
    }

    /// Gives members other roles (`update/business_memberships`, all in one request). Scope: `biz_access:write`. Not in
    /// the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the request did certainly not take effect.
    pub async fn update_roles<M: Into<MemberId>>(
        &self,
        roles: impl IntoIterator<Item = (M, MemberRole)>,
    ) -> Result<BatchOutcome<Membership, Membership>, Error> {
        let batch = UpdateRoles {
            business: self.business.clone(),
        };
        batch::run(&self.client, &batch, memberships(roles)).await
    }

    /// Ends memberships (`delete_business_membership`, 50 a request). Each member comes with the role that it has.
    /// Scopes: `biz_access:read` and `biz_access:write`.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn remove<M: Into<MemberId>>(
        &self,
        members: impl IntoIterator<Item = (M, MemberRole)>,
    ) -> Result<BatchOutcome<Membership, MemberId>, Error> {
        let batch = RemoveMembers {
            business: self.business.clone(),
        };
        batch::run(&self.client, &batch, memberships(members)).await
    }
}

fn memberships<M: Into<MemberId>>(
    roles: impl IntoIterator<Item = (M, MemberRole)>,
) -> impl Iterator<Item = Membership> {
    roles
        .into_iter()
        .map(|(member, role)| Membership::new(member, role))
}

/// The filters of [`Members::list`].
#[derive(Clone, Debug)]
pub struct MembersQuery {
    business: BusinessId,
    assets_summary: Option<bool>,
    business_roles: Option<Vec<MemberRole>>,
    fetch_system_users: Option<bool>,
    member_ids: Option<Vec<MemberId>>,
    start_index: Option<u32>,
}

impl List<MembersQuery> {
    /// Whether each member comes with the assets that it may use. Default: `false`.
    pub fn assets_summary(self, assets_summary: bool) -> Self {
        self.with_query(|query| query.assets_summary = Some(assets_summary))
    }

    /// Only members with one of these roles.
    pub fn business_roles(self, roles: impl IntoIterator<Item = MemberRole>) -> Self {
        self.with_query(|query| query.business_roles = Some(roles.into_iter().collect()))
    }

    /// System users instead of people. Default: `false`.
    pub fn fetch_system_users(self, fetch_system_users: bool) -> Self {
        self.with_query(|query| query.fetch_system_users = Some(fetch_system_users))
    }

    /// Only these members; together with their commas the ids may have 500 characters.
    pub fn member_ids<M: Into<MemberId>>(self, ids: impl IntoIterator<Item = M>) -> Self {
        self.with_query(|query| query.member_ids = Some(ids.into_iter().map(Into::into).collect()))
    }

    /// How many members to skip at the beginning of the list. Default: 0.
    pub fn start_index(self, start_index: u32) -> Self {
        self.with_query(|query| query.start_index = Some(start_index))
    }
}

impl sealed::Fetch for MembersQuery {
    type Page = BusinessRelationshipPage;
    const OPERATION: &'static Operation = &operation::GET_BUSINESS_MEMBERS;

    fn check(&self) -> Result<(), LimitViolation> {
        filled("business_roles", self.business_roles.as_deref())?;
        filled("member_ids", self.member_ids.as_deref())
    }

    async fn request<'a>(&'a self, api: &'a Api, cursor: Cursor<'a>) -> Generated<Self::Page> {
        api.get_business_members(
            &self.business,
            self.assets_summary,
            cursor.bookmark,
            self.business_roles.as_ref(),
            self.fetch_system_users,
            self.member_ids.as_ref().map(joined).as_deref(),
            cursor.page_size,
            crate::paging::index(self.start_index),
        )
        .await
    }
}

impl Keyed for Membership {
    fn keys(&self) -> Vec<String> {
        vec![self.member_id.as_str().to_owned()]
    }
}

struct UpdateRoles {
    business: BusinessId,
}

impl Batch for UpdateRoles {
    type Input = Membership;
    type Body = Vec<Membership>;
    type Answer = UpdateMembershipsResponse;
    type Value = Membership;
    const OPERATION: &'static Operation = &operation::UPDATE_BUSINESS_MEMBERSHIPS;

    fn limit(&self) -> Option<usize> {
        Self::OPERATION.body.max_items
    }

    fn body(&self, memberships: &[Membership]) -> Vec<Membership> {
        memberships.to_vec()
    }

    async fn request<'a>(&'a self, api: &'a Api, body: &'a Self::Body) -> Generated<Self::Answer> {
        api.update_business_memberships(&self.business, body).await
    }

    fn replies(&self, answer: UpdateMembershipsResponse) -> Vec<Reply<Membership>> {
        let reply = |membership: Membership| Reply::success(membership.keys(), membership);
        answer.items.into_iter().flatten().map(reply).collect()
    }
}

struct RemoveMembers {
    business: BusinessId,
}

impl Batch for RemoveMembers {
    type Input = Membership;
    type Body = RemoveMembersRequest;
    type Answer = RemoveMembersResponse;
    type Value = MemberId;
    const OPERATION: &'static Operation = &operation::DELETE_BUSINESS_MEMBERSHIP;

    fn limit(&self) -> Option<usize> {
        limit(Self::OPERATION, "members")
    }

    fn body(&self, memberships: &[Membership]) -> RemoveMembersRequest {
        RemoveMembersRequest::new(memberships)
    }

    async fn request<'a>(&'a self, api: &'a Api, body: &'a Self::Body) -> Generated<Self::Answer> {
        api.delete_business_membership(&self.business, body).await
    }

    fn replies(&self, answer: RemoveMembersResponse) -> Vec<Reply<MemberId>> {
        let reply = |member: MemberId| Reply::success(vec![member.as_str().to_owned()], member);
        answer
            .deleted_members
            .into_iter()
            .flatten()
            .map(reply)
            .collect()
    }
}
