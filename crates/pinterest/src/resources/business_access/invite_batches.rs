//! The batches behind [`Invites`](super::Invites).

use pinterest_client::Sensitive;
use pinterest_client::operation::{self, Operation};
use pinterest_client::types::{
    self, AssetAccessRequests, AssetAccessRequestsResponse, AssetIdToPermissions, AssetInvite,
    BusinessId, BusinessRole, CancelInvitesRequest, CancelInvitesResponse,
    CreateAssetInvitesRequest, CreateAssetInvitesResponse, CreateInvitesRequest,
    CreateInvitesResponse, InviteException, InviteId, InviteResult, InviteType, MemberRole,
    PartnerId, UserSummary,
};

use super::permissions::AssetGrants;
use super::{limit, plain, user_keys};
use crate::batch::{Batch, ItemError, Keyed, Reply};
use crate::transport::{Api, Generated};

/// Permissions to attach to an invite or request that was not answered yet.
#[derive(Clone, Debug)]
pub struct InviteAssets {
    invite: InviteId,
    invite_type: InviteType,
    grants: AssetGrants,
}

impl InviteAssets {
    /// `invite_type` is the type that the invite has.
    #[must_use]
    pub fn new(invite: impl Into<InviteId>, invite_type: InviteType, grants: AssetGrants) -> Self {
        Self {
            invite: invite.into(),
            invite_type,
            grants,
        }
    }

    /// The invite or request.
    #[must_use]
    pub fn invite(&self) -> &InviteId {
        &self.invite
    }

    /// The permissions that are attached.
    #[must_use]
    pub fn grants(&self) -> &AssetGrants {
        &self.grants
    }
}

/// Permissions to ask a partner for.
#[derive(Clone, Debug)]
pub struct AssetRequest {
    partner: PartnerId,
    grants: AssetGrants,
}

impl AssetRequest {
    /// Asks `partner` for permissions on assets of theirs.
    #[must_use]
    pub fn new(partner: impl Into<PartnerId>, grants: AssetGrants) -> Self {
        Self {
            partner: partner.into(),
            grants,
        }
    }

    /// The partner who is asked.
    #[must_use]
    pub fn partner(&self) -> &PartnerId {
        &self.partner
    }

    /// The permissions that are asked for.
    #[must_use]
    pub fn grants(&self) -> &AssetGrants {
        &self.grants
    }
}

impl Keyed for Sensitive {
    const EXACT: bool = false;

    fn keys(&self) -> Vec<String> {
        vec![self.as_str().to_owned()]
    }
}

impl Keyed for InviteAssets {
    fn keys(&self) -> Vec<String> {
        self.invite.keys()
    }
}

impl Keyed for AssetRequest {
    /// Refusals name assets, and may name others than those of the input.
    const EXACT: bool = false;

    fn keys(&self) -> Vec<String> {
        let assets = self.grants.assets().map(|asset| asset.as_str().to_owned());
        self.partner.keys().into_iter().chain(assets).collect()
    }
}

/// Invites people to work for a business.
pub(super) struct InviteMembers {
    pub(super) business: BusinessId,
    pub(super) role: MemberRole,
}

impl Batch for InviteMembers {
    type Input = Sensitive;
    type Body = CreateInvitesRequest;
    type Answer = CreateInvitesResponse;
    type Value = types::CreatedInvite;
    const OPERATION: &'static Operation = &operation::CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES;

    fn limit(&self) -> Option<usize> {
        limit(Self::OPERATION, "members")
    }

    fn body(&self, members: &[Sensitive]) -> CreateInvitesRequest {
        let role = BusinessRole::from(self.role.as_str());
        CreateInvitesRequest::new(InviteType::MemberInvite, role).members(members)
    }

    async fn request<'a>(&'a self, api: &'a Api, body: &'a Self::Body) -> Generated<Self::Answer> {
        api.create_membership_or_partnership_invites(&self.business, body)
            .await
    }

    fn replies(&self, answer: CreateInvitesResponse) -> Vec<Reply<types::CreatedInvite>> {
        invite_replies(answer.items, Subject::Person)
    }
}

/// Connects a business with others, as their guest or their host.
pub(super) struct InvitePartners {
    pub(super) business: BusinessId,
    pub(super) invite_type: InviteType,
}

impl Batch for InvitePartners {
    type Input = PartnerId;
    type Body = CreateInvitesRequest;
    type Answer = CreateInvitesResponse;
    type Value = types::CreatedInvite;
    const OPERATION: &'static Operation = &operation::CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES;

    fn limit(&self) -> Option<usize> {
        limit(Self::OPERATION, "partners")
    }

    fn body(&self, partners: &[PartnerId]) -> CreateInvitesRequest {
        CreateInvitesRequest::new(self.invite_type.clone(), BusinessRole::Partner)
            .partners(partners)
    }

    async fn request<'a>(&'a self, api: &'a Api, body: &'a Self::Body) -> Generated<Self::Answer> {
        api.create_membership_or_partnership_invites(&self.business, body)
            .await
    }

    fn replies(&self, answer: CreateInvitesResponse) -> Vec<Reply<types::CreatedInvite>> {
        invite_replies(answer.items, Subject::Partner)
    }
}

/// Takes invites back.
pub(super) struct CancelInvites {
    pub(super) business: BusinessId,
}

impl Batch for CancelInvites {
    type Input = InviteId;
    type Body = CancelInvitesRequest;
    type Answer = CancelInvitesResponse;
    type Value = types::CancelledInvite;
    const OPERATION: &'static Operation = &operation::CANCEL_INVITES_OR_REQUESTS;

    fn limit(&self) -> Option<usize> {
        limit(Self::OPERATION, "invite_ids")
    }

    fn body(&self, invites: &[InviteId]) -> CancelInvitesRequest {
        CancelInvitesRequest::new(invites)
    }

    async fn request<'a>(&'a self, api: &'a Api, body: &'a Self::Body) -> Generated<Self::Answer> {
        api.cancel_invites_or_requests(&self.business, body).await
    }

    fn replies(&self, answer: CancelInvitesResponse) -> Vec<Reply<types::CancelledInvite>> {
        let reply = |result: types::CancelInviteResult| {
            let ids = [
                result.invite.as_ref().and_then(|invite| invite.id.clone()),
                result
                    .exception
                    .as_ref()
                    .and_then(|exception| exception.invite_id.clone()),
            ];
            Reply {
                keys: ids.iter().flatten().flat_map(Keyed::keys).collect(),
                value: result.invite,
                error: result
                    .exception
                    .map(|exception| ItemError::new(None, plain(exception.message))),
            }
        };
        answer.items.into_iter().flatten().map(reply).collect()
    }
}

/// Attaches permissions to invites.
pub(super) struct InviteWithAssets {
    pub(super) business: BusinessId,
}

impl Batch for InviteWithAssets {
    type Input = InviteAssets;
    type Body = CreateAssetInvitesRequest;
    type Answer = CreateAssetInvitesResponse;
    type Value = types::CreatedInvite;
    const OPERATION: &'static Operation = &operation::CREATE_ASSET_INVITES;

    fn limit(&self) -> Option<usize> {
        limit(Self::OPERATION, "invites")
    }

    fn body(&self, inputs: &[InviteAssets]) -> CreateAssetInvitesRequest {
        let invite = |input: &InviteAssets| {
            let grants = AssetIdToPermissions::from(input.grants.clone());
            AssetInvite::new(&input.invite, input.invite_type.clone(), grants)
        };
        CreateAssetInvitesRequest::new(inputs.iter().map(invite).collect::<Vec<_>>())
    }

    async fn request<'a>(&'a self, api: &'a Api, body: &'a Self::Body) -> Generated<Self::Answer> {
        api.create_asset_invites(&self.business, body).await
    }

    fn replies(&self, answer: CreateAssetInvitesResponse) -> Vec<Reply<types::CreatedInvite>> {
        invite_replies(answer.items, Subject::Invite)
    }
}

/// Asks partners for permissions.
pub(super) struct RequestAssets {
    pub(super) business: BusinessId,
}

impl Batch for RequestAssets {
    type Input = AssetRequest;
    type Body = AssetAccessRequests;
    type Answer = AssetAccessRequestsResponse;
    type Value = InviteId;
    const OPERATION: &'static Operation = &operation::ASSET_ACCESS_REQUESTS_CREATE;

    fn limit(&self) -> Option<usize> {
        limit(Self::OPERATION, "asset_requests")
    }

    fn body(&self, inputs: &[AssetRequest]) -> AssetAccessRequests {
        let request = |input: &AssetRequest| {
            types::AssetAccessRequest::new(
                &input.partner,
                AssetIdToPermissions::from(input.grants.clone()),
            )
        };
        AssetAccessRequests::new(inputs.iter().map(request).collect::<Vec<_>>())
    }

    async fn request<'a>(&'a self, api: &'a Api, body: &'a Self::Body) -> Generated<Self::Answer> {
        api.asset_access_requests_create(&self.business, body).await
    }

    fn replies(&self, answer: AssetAccessRequestsResponse) -> Vec<Reply<InviteId>> {
        let refused = answer.exceptions.into_iter().flatten().map(|exception| {
            let messages = exception.messages.map(|messages| {
                messages
                    .iter()
                    .map(|text| text.as_str().to_owned())
                    .collect::<Vec<_>>()
            });
            let text = messages.map(|messages| messages.join("; "));
            let keys = text.as_deref().map_or_else(Vec::new, numbers);
            Reply::failure(keys, ItemError::new(exception.code, text))
        });
        let done = answer.invites.into_iter().flatten();
        refused
            .chain(done.map(|(partner, invite)| Reply::success(vec![partner], invite)))
            .collect()
    }
}

/// The ids in a message such as `Invalid asset id: 549760723247`.
fn numbers(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What the results of a batch are told apart by.
#[derive(Clone, Copy)]
enum Subject {
    /// The person who was invited.
    Person,
    /// The partner who was invited, known by id.
    Partner,
    /// The invite that was changed.
    Invite,
}

fn invite_replies(
    results: Option<Vec<InviteResult>>,
    subject: Subject,
) -> Vec<Reply<types::CreatedInvite>> {
    let reply = |result: InviteResult| {
        let mut keys = Vec::new();
        if let Some(invite) = &result.invite {
            match subject {
                Subject::Person => keys.extend(user_keys(invite.user.as_ref())),
                Subject::Partner => keys.extend(partner_key(invite.user.as_ref())),
                Subject::Invite => keys.extend(invite.id.iter().flat_map(Keyed::keys)),
            }
        }
        if let Some(exception) = &result.exception {
            match subject {
                Subject::Person | Subject::Partner => keys.extend(
                    exception
                        .users_or_partner_ids
                        .iter()
                        .flatten()
                        .flat_map(Keyed::keys),
                ),
                Subject::Invite => {
                    keys.extend(exception.invite_or_request_id.iter().flat_map(Keyed::keys))
                }
            }
        }
        Reply {
            keys,
            value: result.invite,
            error: result.exception.map(exception_error),
        }
    };
    results.into_iter().flatten().map(reply).collect()
}

fn partner_key(partner: Option<&UserSummary>) -> Option<String> {
    Some(partner?.id.as_ref()?.as_str().to_owned())
}

pub(super) fn exception_error(exception: InviteException) -> ItemError {
    ItemError::new(exception.code, plain(exception.message))
}
