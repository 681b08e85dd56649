//! The people who work for a business.

use pinterest_client::operation;
use pinterest_client::types::{
    BusinessId, MemberId, MemberRole, Membership, RemoveMembersRequest, RemoveMembersResponse,
};

use super::{BusinessHandle, keys};
use crate::batch::{Batch, One, Reply, Shape, results};
use crate::requests::{BusinessMembersList, BusinessMembersRemove, BusinessMembersUpdate};
use crate::{Call, Client, List};

/// A handle for the members of a business, created by [`BusinessHandle::members`].
///
/// What they may use is the subject of [`assets`](Self::assets),
/// [`grant_assets`](Self::grant_assets) and [`revoke_assets`](Self::revoke_assets).
#[derive(Clone, Debug)]
pub struct Members {
    pub(super) client: Client,
    pub(super) business: BusinessId,
}

impl Members {
    pub(super) fn new(business: &BusinessHandle) -> Self {
        Self {
            client: business.client.clone(),
            business: business.id.clone(),
        }
    }

    /// Lists the members.
    ///
    #[doc = pinterest_client::facts!(BusinessMembersList)]
    pub fn list(&self) -> List<BusinessMembersList> {
        self.client.list(BusinessMembersList::new(&self.business))
    }

    /// Gives a member another role.
    ///
    #[doc = pinterest_client::facts!(cost of BusinessMembersUpdate)]
    pub fn update_role(
        &self,
        member: impl Into<MemberId>,
        role: MemberRole,
    ) -> Call<One<BusinessMembersUpdate, Membership>> {
        let membership = Membership::new(member, role);
        Batch::one(&self.client, self.no_updates(), membership, &updates())
    }

    /// Gives members other roles.
    ///
    #[doc = pinterest_client::facts!(cost of BusinessMembersUpdate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::MemberRole;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let members = client.business("729090764583391194").members();
    /// let outcome = members.update_roles([("140000000000001", MemberRole::BizAdmin)]).await?;
    /// assert!(outcome.is_complete());
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_roles(
        &self,
        roles: impl IntoIterator<Item = (impl Into<MemberId>, MemberRole)>,
    ) -> Batch<BusinessMembersUpdate, Membership, Membership> {
        let memberships = memberships(roles);
        Batch::new(&self.client, self.no_updates(), memberships, updates())
    }

    /// Ends the membership of a member, who comes with the role that they have.
    ///
    #[doc = pinterest_client::facts!(cost of BusinessMembersRemove)]
    pub fn remove(
        &self,
        member: impl Into<MemberId>,
        role: MemberRole,
    ) -> Call<One<BusinessMembersRemove, MemberId>> {
        let membership = Membership::new(member, role);
        Batch::one(&self.client, self.no_removals(), membership, &removals())
    }

    /// Ends memberships. Each member comes with the role that they have.
    ///
    #[doc = pinterest_client::facts!(cost of BusinessMembersRemove)]
    pub fn remove_all(
        &self,
        members: impl IntoIterator<Item = (impl Into<MemberId>, MemberRole)>,
    ) -> Batch<BusinessMembersRemove, Membership, MemberId> {
        let memberships = memberships(members);
        Batch::new(&self.client, self.no_removals(), memberships, removals())
    }

    fn no_updates(&self) -> BusinessMembersUpdate {
        BusinessMembersUpdate::new(&self.business, Vec::<Membership>::new())
    }

    fn no_removals(&self) -> BusinessMembersRemove {
        let body = RemoveMembersRequest::new(Vec::<Membership>::new());
        BusinessMembersRemove::new(&self.business, body)
    }
}

fn memberships(
    roles: impl IntoIterator<Item = (impl Into<MemberId>, MemberRole)>,
) -> impl Iterator<Item = Membership> {
    let roles = roles.into_iter();
    roles.map(|(member, role)| Membership::new(member, role))
}

#[inline]
fn updates() -> Shape<BusinessMembersUpdate, Membership, Membership> {
    let reply =
        |membership: Membership| Reply::success(keys(Some(&membership.member_id)), membership);
    let read = results::typed(Some("items"), reply);
    let operation = &operation::UPDATE_BUSINESS_MEMBERSHIPS;
    Shape::in_body(operation, BusinessMembersUpdate::set_body, read)
        .keyed_by(|membership| keys(Some(&membership.member_id)))
}

#[inline]
fn removals() -> Shape<BusinessMembersRemove, Membership, MemberId> {
    let fill = |request: &mut BusinessMembersRemove, members: Vec<Membership>| {
        request.set_body(RemoveMembersRequest::new(members));
    };
    let read = results::whole(|response: RemoveMembersResponse| {
        let removed = response.deleted_members.into_iter().flatten();
        removed
            .map(|member| Reply::success(keys(Some(&member)), member))
            .collect()
    });
    Shape::in_field(
        &operation::DELETE_BUSINESS_MEMBERSHIP,
        "members",
        fill,
        read,
    )
    .keyed_by(|membership| keys(Some(&membership.member_id)))
}
