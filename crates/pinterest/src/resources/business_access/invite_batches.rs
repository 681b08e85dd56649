//! The batches behind [`Invites`](super::Invites).

use pinterest_client::types::{
    AssetAccessRequest, AssetAccessRequestError, AssetAccessRequests, AssetAccessRequestsResponse,
    AssetIdToPermissions, AssetInvite, CancelInviteResult, CancelInvitesRequest, CancelledInvite,
    CreateAssetInvitesRequest, CreatedInvite, InviteException, InviteId, InviteResult, InviteType,
    PartnerId,
};
use pinterest_client::{Sensitive, operation};

use super::permissions::AssetGrants;
use super::{keys, plain, user_keys};
use crate::batch::{ItemError, Reply, Shape, results};
use crate::requests::{
    AssetAccessRequestsCreate, AssetInvitesCreate, InvitesCancel, InvitesCreate,
};

/// Permissions to attach to an invite or request that has no response yet.
#[derive(Clone, Debug)]
pub struct InviteAssets {
    invite: InviteId,
    invite_type: InviteType,
    grants: AssetGrants,
}

impl InviteAssets {
    /// Creates permissions for an invite. `invite_type` is the type that the invite has.
    #[must_use]
    pub fn new(invite: impl Into<InviteId>, invite_type: InviteType, grants: AssetGrants) -> Self {
        Self {
            invite: invite.into(),
            invite_type,
            grants,
        }
    }

    /// Returns the invite or request.
    #[must_use]
    pub fn invite(&self) -> &InviteId {
        &self.invite
    }

    /// Returns the permissions that are attached.
    #[must_use]
    pub fn grants(&self) -> &AssetGrants {
        &self.grants
    }

    fn into_data(self) -> AssetInvite {
        let grants = AssetIdToPermissions::from(self.grants);
        AssetInvite::new(self.invite, self.invite_type, grants)
    }
}

/// Permissions to ask a partner for.
#[derive(Clone, Debug)]
pub struct AssetRequest {
    partner: PartnerId,
    grants: AssetGrants,
}

impl AssetRequest {
    /// Creates a request to `partner` for permissions on assets of theirs.
    #[must_use]
    pub fn new(partner: impl Into<PartnerId>, grants: AssetGrants) -> Self {
        Self {
            partner: partner.into(),
            grants,
        }
    }

    /// Returns the partner who is asked.
    #[must_use]
    pub fn partner(&self) -> &PartnerId {
        &self.partner
    }

    /// Returns the permissions that are asked for.
    #[must_use]
    pub fn grants(&self) -> &AssetGrants {
        &self.grants
    }

    fn into_data(self) -> AssetAccessRequest {
        AssetAccessRequest::new(self.partner, AssetIdToPermissions::from(self.grants))
    }
}

/// Invites of people, who may come back by another name than they were invited by.
#[inline]
pub(super) fn member_invites() -> Shape<InvitesCreate, Sensitive, CreatedInvite> {
    let fill = |request: &mut InvitesCreate, members: Vec<Sensitive>| {
        let body = request.body().clone().members(members);
        request.set_body(body);
    };
    let read = results::typed(Some("items"), |result| reply(result, Subject::Person));
    let operation = &operation::CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES;
    Shape::in_field(operation, "members", fill, read)
        .loosely_keyed_by(|member| keys(Some(&member.as_str())))
}

/// Offers of partnerships and requests for them.
#[inline]
pub(super) fn partner_invites() -> Shape<InvitesCreate, PartnerId, CreatedInvite> {
    let fill = |request: &mut InvitesCreate, partners: Vec<PartnerId>| {
        let body = request.body().clone().partners(partners);
        request.set_body(body);
    };
    let read = results::typed(Some("items"), |result| reply(result, Subject::Partner));
    let operation = &operation::CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES;
    Shape::in_field(operation, "partners", fill, read).keyed_by(|partner| keys(Some(partner)))
}

/// Invites that are taken back.
#[inline]
pub(super) fn cancellations() -> Shape<InvitesCancel, InviteId, CancelledInvite> {
    let fill = |request: &mut InvitesCancel, invites: Vec<InviteId>| {
        request.set_body(CancelInvitesRequest::new(invites));
    };
    let reply = |result: CancelInviteResult| {
        let (invite, exception) = (result.invite, result.exception);
        let of_invite = invite.as_ref().and_then(|invite| invite.id.as_ref());
        let of_exception = exception
            .as_ref()
            .and_then(|exception| exception.invite_id.as_ref());
        Reply {
            keys: [keys(of_invite), keys(of_exception)].concat(),
            value: invite,
            error: exception.map(|exception| ItemError::new(None, plain(exception.message))),
        }
    };
    let read = results::typed(Some("items"), reply);
    let operation = &operation::CANCEL_INVITES_OR_REQUESTS;
    Shape::in_field(operation, "invite_ids", fill, read).keyed_by(|invite| keys(Some(invite)))
}

/// Permissions that are attached to invites.
#[inline]
pub(super) fn invite_assets() -> Shape<AssetInvitesCreate, InviteAssets, CreatedInvite> {
    let fill = |request: &mut AssetInvitesCreate, inputs: Vec<InviteAssets>| {
        let invites = inputs.into_iter().map(InviteAssets::into_data);
        request.set_body(CreateAssetInvitesRequest::new(invites.collect::<Vec<_>>()));
    };
    let read = results::typed(Some("items"), |result| reply(result, Subject::Invite));
    Shape::in_field(&operation::CREATE_ASSET_INVITES, "invites", fill, read)
        .keyed_by(|input| keys(Some(&input.invite)))
}

/// Requests for permissions. Errors name assets, and may name others than those of the input.
#[inline]
pub(super) fn asset_requests() -> Shape<AssetAccessRequestsCreate, AssetRequest, InviteId> {
    let fill = |request: &mut AssetAccessRequestsCreate, inputs: Vec<AssetRequest>| {
        let requests = inputs.into_iter().map(AssetRequest::into_data);
        request.set_body(AssetAccessRequests::new(requests.collect::<Vec<_>>()));
    };
    let read = results::whole(|response: AssetAccessRequestsResponse| {
        let failed = response.exceptions.into_iter().flatten().map(failure);
        let done = response.invites.into_iter().flatten();
        let done = done.map(|(partner, invite)| Reply::success(vec![partner], invite));
        failed.chain(done).collect()
    });
    let operation = &operation::ASSET_ACCESS_REQUESTS_CREATE;
    Shape::in_field(operation, "asset_requests", fill, read).loosely_keyed_by(|input| {
        let assets = input.grants.assets().map(|asset| asset.as_str().to_owned());
        keys(Some(&input.partner))
            .into_iter()
            .chain(assets)
            .collect()
    })
}

fn failure(exception: AssetAccessRequestError) -> Reply<InviteId> {
    let messages = exception.messages.map(|messages| {
        let messages = messages.iter().map(Sensitive::as_str);
        messages.collect::<Vec<_>>().join("; ")
    });
    let keys = messages.as_deref().map_or_else(Vec::new, numbers);
    Reply::failure(keys, ItemError::new(exception.code, messages))
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

fn reply(result: InviteResult, subject: Subject) -> Reply<CreatedInvite> {
    let mut names = Vec::new();
    if let Some(invite) = &result.invite {
        let user = invite.user.as_ref();
        names.extend(match subject {
            Subject::Person => user_keys(user),
            Subject::Partner => keys(user.and_then(|user| user.id.as_ref())),
            Subject::Invite => keys(invite.id.as_ref()),
        });
    }
    if let Some(exception) = &result.exception {
        match subject {
            Subject::Person | Subject::Partner => {
                let users = exception.users_or_partner_ids.iter().flatten();
                names.extend(users.map(|user| user.as_str().to_owned()));
            }
            Subject::Invite => names.extend(keys(exception.invite_or_request_id.as_ref())),
        }
    }
    Reply {
        keys: names,
        value: result.invite,
        error: result.exception.map(item_error),
    }
}

pub(super) fn item_error(exception: InviteException) -> ItemError {
    ItemError::new(exception.code, plain(exception.message))
}
