//! The people who work for a business.

use pinterest_client::operation::{self, Operation};
use pinterest_client::types::{
    BusinessId, MemberId, MemberRole, Membership, RemoveMembersRequest, RemoveMembersResponse,
    UpdateMembershipsResponse,
};

use super::{Business, joined, limit};
use crate::batch::{self, Batch, BatchOutcome, Keyed, Positional, Reply};
use crate::paging::{List, filled};
use crate::requests::GetBusinessMembersQuery;
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
    pub fn list(&self) -> List<GetBusinessMembersQuery> {
        let query = GetBusinessMembersQuery::new(&self.business);
        List::new(&self.client, query).checked(no_empty_ids)
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
        let business = &self.business;
        Positional::of(&operation::UPDATE_BUSINESS_MEMBERSHIPS)
            .keyed_by(Keyed::keys)
            .send(
                &self.client,
                memberships(roles),
                <[Membership]>::to_vec,
                |api, body| async move { api.update_business_memberships(business, &body).await },
                |answer: UpdateMembershipsResponse| {
                    let reply =
                        |membership: Membership| Reply::success(membership.keys(), membership);
                    answer.items.into_iter().flatten().map(reply).collect()
                },
            )
            .await
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

impl List<GetBusinessMembersQuery> {
    /// Only these members; together with their commas the ids may have 500 characters.
    pub fn member_ids<I: Into<MemberId>>(self, ids: impl IntoIterator<Item = I>) -> Self {
        let ids: Vec<MemberId> = ids.into_iter().map(Into::into).collect();
        self.with_query(|query| query.member_ids = Some(joined(&ids)))
    }
}

/// Refuses a list of ids that has none: the service would list all members.
fn no_empty_ids(query: &GetBusinessMembersQuery) -> Result<(), LimitViolation> {
    match query.member_ids.as_deref() {
        Some("") => filled::<MemberId>("member_ids", Some(&[])),
        _ => Ok(()),
    }
}

impl Keyed for Membership {
    fn keys(&self) -> Vec<String> {
        vec![self.member_id.as_str().to_owned()]
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
