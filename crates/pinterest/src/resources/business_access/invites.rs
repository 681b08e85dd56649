//! Invites and requests of a business: listing, sending, cancelling.

use pinterest_client::operation;
use pinterest_client::types::{
    BusinessId, BusinessRole, InviteId, InviteStatus, InviteStatusFilter, InviteType, MemberRole,
    PartnerId,
};
use pinterest_client::{Sensitive, types};

use super::Business;
use super::invite_batches::{
    AssetRequest, CancelInvites, InviteAssets, InviteMembers, InvitePartners, InviteWithAssets,
    RequestAssets,
};
use crate::batch::{self, BatchOutcome};
use crate::error::LimitViolation;
use crate::paging::List;
use crate::requests::GetInvitesQuery;
use crate::{Client, Error};

/// Invites and requests of a business; made by [`Business::invites`].
///
/// Inputs beyond the documented 50 or 100 a request are split and sent in order; the [`BatchOutcome`] has the result
/// of every input. All inputs are checked before the first request leaves.
#[derive(Clone, Debug)]
pub struct Invites {
    client: Client,
    business: BusinessId,
}

impl Invites {
    pub(super) fn new(business: &Business) -> Self {
        Self {
            client: business.client.clone(),
            business: business.id.clone(),
        }
    }

    /// Lists invites and requests (`get/invites`). Scope: `biz_access:read`. Not in the sandbox.
    ///
    /// The service may send `null` in place of an invite; such places are counted, see
    /// [`Items::null_items`](crate::Items::null_items), and left out.
    ///
    /// ```no_run
    /// use futures_util::TryStreamExt;
    /// use pinterest::types::InviteStatus;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let mut invites = client
    ///     .business("729090764583391194")
    ///     .invites()
    ///     .list()
    ///     .statuses([InviteStatus::Pending])
    ///     .page_size(250)
    ///     .items();
    /// while let Some(invite) = invites.try_next().await? {
    ///     println!("{:?}", invite.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> List<GetInvitesQuery> {
        let query = GetInvitesQuery::new(&self.business);
        List::new(&self.client, query).checked(filterable)
    }

    /// Invites people to work for the business, by e-mail address or user name
    /// (`create_membership_or_partnership_invites`, 50 a request). Scope: `biz_access:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    ///
    /// ```no_run
    /// use pinterest::types::MemberRole;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let invites = client.business("729090764583391194").invites();
    /// let outcome = invites.invite_members(["ada@example.com", "grace"], MemberRole::Employee).await?;
    /// for failure in outcome.failures() {
    ///     println!("{}: {}", failure.input.as_str(), failure.error);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn invite_members<M: Into<Sensitive>>(
        &self,
        members: impl IntoIterator<Item = M>,
        role: MemberRole,
    ) -> Result<BatchOutcome<Sensitive, types::CreatedInvite>, Error> {
        // An open enum can hold any text; the role of partners is the one text that is never a member's.
        if role.as_str() == BusinessRole::Partner.as_str() {
            let violation = LimitViolation {
                field: "business_role".to_owned(),
                limit: "the role of a member".to_owned(),
                value: role.to_string(),
            };
            let operation = &operation::CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES;
            return Err(Error::limit_violation(violation).with_operation(operation));
        }
        let batch = InviteMembers {
            business: self.business.clone(),
            role,
        };
        batch::run(&self.client, &batch, members.into_iter().map(Into::into)).await
    }

    /// Offers other businesses a partnership in which they use assets of this one
    /// (`create_membership_or_partnership_invites`, 50 a request). Scope: `biz_access:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn invite_partners<P: Into<PartnerId>>(
        &self,
        partners: impl IntoIterator<Item = P>,
    ) -> Result<BatchOutcome<PartnerId, types::CreatedInvite>, Error> {
        self.connect_partners(InviteType::PartnerInvite, partners)
            .await
    }

    /// Asks other businesses for a partnership in which this one uses their assets
    /// (`create_membership_or_partnership_invites`, 50 a request). Scope: `biz_access:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn request_partnerships<P: Into<PartnerId>>(
        &self,
        partners: impl IntoIterator<Item = P>,
    ) -> Result<BatchOutcome<PartnerId, types::CreatedInvite>, Error> {
        self.connect_partners(InviteType::PartnerRequest, partners)
            .await
    }

    async fn connect_partners<P: Into<PartnerId>>(
        &self,
        invite_type: InviteType,
        partners: impl IntoIterator<Item = P>,
    ) -> Result<BatchOutcome<PartnerId, types::CreatedInvite>, Error> {
        let batch = InvitePartners {
            business: self.business.clone(),
            invite_type,
        };
        batch::run(&self.client, &batch, partners.into_iter().map(Into::into)).await
    }

    /// Takes back invites and requests that were not answered yet (`cancel_invites_or_requests`, 50 a request). Scope:
    /// `biz_access:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn cancel<I: Into<InviteId>>(
        &self,
        invites: impl IntoIterator<Item = I>,
    ) -> Result<BatchOutcome<InviteId, types::CancelledInvite>, Error> {
        let batch = CancelInvites {
            business: self.business.clone(),
        };
        batch::run(&self.client, &batch, invites.into_iter().map(Into::into)).await
    }

    /// Attaches permissions to invites and requests that were not answered yet (`create_asset_invites`, 50 a request).
    /// Scopes: `biz_access:read` and `biz_access:write`. Not in the sandbox.
    ///
    /// Once the other side has accepted, use [`Members::grant_assets`](super::Members::grant_assets),
    /// [`Partners::grant_assets`](super::Partners::grant_assets) or [`request_assets`](Self::request_assets).
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn assign_assets(
        &self,
        invites: impl IntoIterator<Item = InviteAssets>,
    ) -> Result<BatchOutcome<InviteAssets, types::CreatedInvite>, Error> {
        let batch = InviteWithAssets {
            business: self.business.clone(),
        };
        batch::run(&self.client, &batch, invites).await
    }

    /// Asks partners for permissions on their assets (`asset_access_requests/create`, 100 a request). Scopes:
    /// `biz_access:read` and `biz_access:write`. Not in the sandbox.
    ///
    /// The service answers with one request id a partner, and reports refusals without saying for which partner; a
    /// refusal is matched by the asset ids in its message. Where only a part of an input was refused, the failure has
    /// the request id as its [`partial`](crate::BatchFailure::partial) result.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn request_assets(
        &self,
        requests: impl IntoIterator<Item = AssetRequest>,
    ) -> Result<BatchOutcome<AssetRequest, InviteId>, Error> {
        let batch = RequestAssets {
            business: self.business.clone(),
        };
        batch::run(&self.client, &batch, requests).await
    }
}

impl List<GetInvitesQuery> {
    /// Like [`invite_status`](Self::invite_status), with the states that invites have. The service filters by `Pending` and
    /// `Expired`; another known state, or none at all, is an error when the list is sent.
    pub fn statuses(self, statuses: impl IntoIterator<Item = InviteStatus>) -> Self {
        let filters = statuses
            .into_iter()
            .map(|status| InviteStatusFilter::from(status.as_str()));
        self.invite_status(filters)
    }
}

/// Refuses a state that the library knows, but not as a filter. One that it does not know may be a new filter.
fn filterable(query: &GetInvitesQuery) -> Result<(), LimitViolation> {
    let refused = |status: &&InviteStatusFilter| {
        status.is_unknown() && !InviteStatus::from(status.as_str()).is_unknown()
    };
    match query.invite_status.iter().flatten().find(refused) {
        None => Ok(()),
        Some(status) => {
            let known: Vec<&str> = InviteStatusFilter::KNOWN
                .iter()
                .map(InviteStatusFilter::as_str)
                .collect();
            Err(LimitViolation {
                field: "invite_status".to_owned(),
                limit: format!("one of {}", known.join(", ")),
                value: status.to_string(),
            })
        }
    }
}
