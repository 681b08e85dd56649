//! Invites and requests of a business: listing, sending, cancelling.

use pinterest_client::Sensitive;
use pinterest_client::types::{
    AssetAccessRequest, AssetAccessRequests, AssetInvite, BusinessId, BusinessRole,
    CancelInvitesRequest, CancelledInvite, CreateAssetInvitesRequest, CreateInvitesRequest,
    CreatedInvite, InviteId, InviteType, MemberRole, PartnerId,
};

use super::BusinessHandle;
use super::invite_batches::{
    self as batches, AssetRequest, InviteAssets, cancellations, member_invites, partner_invites,
};
use crate::batch::{Batch, One};
use crate::requests::{
    AssetAccessRequestsCreate, AssetInvitesCreate, InvitesCancel, InvitesCreate, InvitesList,
};
use crate::{Call, Client, List};

/// A handle for invites and requests of a business, created by [`BusinessHandle::invites`].
///
/// To respond to those that the user of the token has received, use
/// [`Client::received_invites`].
#[derive(Clone, Debug)]
pub struct Invites {
    client: Client,
    business: BusinessId,
}

impl Invites {
    pub(super) fn new(business: &BusinessHandle) -> Self {
        Self {
            client: business.client.clone(),
            business: business.id.clone(),
        }
    }

    /// Lists invites and requests.
    ///
    /// The service may send `null` in place of an invite; such places are counted, see
    /// [`Items::null_items`](crate::Items::null_items), and left out.
    ///
    #[doc = pinterest_client::facts!(InvitesList)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use futures_util::TryStreamExt;
    /// use pinterest::types::InviteStatusFilter;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let mut invites = client
    ///     .business("729090764583391194")
    ///     .invites()
    ///     .list()
    ///     .with(|list| list.invite_status([InviteStatusFilter::Pending]))
    ///     .page_size(250)
    ///     .items();
    /// while let Some(invite) = invites.try_next().await? {
    ///     println!("{:?}", invite.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> List<InvitesList> {
        self.client.list(InvitesList::new(&self.business))
    }

    /// Invites people to work for the business, by e-mail address or user name.
    ///
    #[doc = pinterest_client::facts!(cost of InvitesCreate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::MemberRole;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let invites = client.business("729090764583391194").invites();
    /// let members = ["ada@example.com", "grace"];
    /// let outcome = invites.invite_members(members, MemberRole::Employee).await?;
    /// for failure in outcome.failures() {
    ///     println!("{}: {}", failure.input.as_str(), failure.error);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn invite_members(
        &self,
        members: impl IntoIterator<Item = impl Into<Sensitive>>,
        role: MemberRole,
    ) -> Batch<InvitesCreate, Sensitive, CreatedInvite> {
        let request = self.creation(
            InviteType::MemberInvite,
            BusinessRole::from_wire(role.as_str()),
        );
        Batch::new(&self.client, request, members, member_invites())
    }

    /// Offers other businesses a partnership in which they use assets of this one.
    ///
    #[doc = pinterest_client::facts!(cost of InvitesCreate)]
    pub fn invite_partners(
        &self,
        partners: impl IntoIterator<Item = impl Into<PartnerId>>,
    ) -> Batch<InvitesCreate, PartnerId, CreatedInvite> {
        let request = self.creation(InviteType::PartnerInvite, BusinessRole::Partner);
        Batch::new(&self.client, request, partners, partner_invites())
    }

    /// Asks other businesses for a partnership in which this one uses their assets.
    ///
    #[doc = pinterest_client::facts!(cost of InvitesCreate)]
    pub fn request_partnerships(
        &self,
        partners: impl IntoIterator<Item = impl Into<PartnerId>>,
    ) -> Batch<InvitesCreate, PartnerId, CreatedInvite> {
        let request = self.creation(InviteType::PartnerRequest, BusinessRole::Partner);
        Batch::new(&self.client, request, partners, partner_invites())
    }

    /// Takes back an invite or request that has no response yet.
    ///
    #[doc = pinterest_client::facts!(cost of InvitesCancel)]
    pub fn cancel(&self, invite: impl Into<InviteId>) -> Call<One<InvitesCancel, CancelledInvite>> {
        Batch::one(
            &self.client,
            self.no_cancellations(),
            invite,
            &cancellations(),
        )
    }

    /// Takes back invites and requests that have no response yet.
    ///
    #[doc = pinterest_client::facts!(cost of InvitesCancel)]
    pub fn cancel_all(
        &self,
        invites: impl IntoIterator<Item = impl Into<InviteId>>,
    ) -> Batch<InvitesCancel, InviteId, CancelledInvite> {
        Batch::new(
            &self.client,
            self.no_cancellations(),
            invites,
            cancellations(),
        )
    }

    /// Attaches permissions to invites and requests that have no response yet.
    ///
    /// Once the other side has accepted, use
    /// [`Members::grant_assets`](super::Members::grant_assets),
    /// [`Partners::grant_assets`](super::Partners::grant_assets) or
    /// [`request_assets`](Self::request_assets).
    ///
    #[doc = pinterest_client::facts!(cost of AssetInvitesCreate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::business_access::{AssetGrants, InviteAssets};
    /// use pinterest::types::{InviteType, Permission};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let invites = client.business("729090764583391194").invites();
    /// let grants = AssetGrants::new("549755885175", Permission::Analyst);
    /// let assets = InviteAssets::new("1234567890", InviteType::MemberInvite, grants);
    /// let outcome = invites.assign_assets([assets]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn assign_assets(
        &self,
        invites: impl IntoIterator<Item = impl Into<InviteAssets>>,
    ) -> Batch<AssetInvitesCreate, InviteAssets, CreatedInvite> {
        let body = CreateAssetInvitesRequest::new(Vec::<AssetInvite>::new());
        let request = AssetInvitesCreate::new(&self.business, body);
        Batch::new(&self.client, request, invites, batches::invite_assets())
    }

    /// Asks partners for permissions on their assets.
    ///
    /// The service responds with one request id for each partner, and does not say which partner an
    /// error is about; an error is matched by the asset ids in its message. Where only a part of an
    /// input failed, the failure has the request id as its
    /// [`partial`](crate::BatchFailure::partial) result.
    ///
    #[doc = pinterest_client::facts!(cost of AssetAccessRequestsCreate)]
    pub fn request_assets(
        &self,
        requests: impl IntoIterator<Item = impl Into<AssetRequest>>,
    ) -> Batch<AssetAccessRequestsCreate, AssetRequest, InviteId> {
        let body = AssetAccessRequests::new(Vec::<AssetAccessRequest>::new());
        let request = AssetAccessRequestsCreate::new(&self.business, body);
        Batch::new(&self.client, request, requests, batches::asset_requests())
    }

    fn creation(&self, invite_type: InviteType, role: BusinessRole) -> InvitesCreate {
        InvitesCreate::new(&self.business, CreateInvitesRequest::new(invite_type, role))
    }

    fn no_cancellations(&self) -> InvitesCancel {
        let body = CancelInvitesRequest::new(Vec::<InviteId>::new());
        InvitesCancel::new(&self.business, body)
    }
}
