//! Responding to invites and requests.

use pinterest_client::operation;
use pinterest_client::types::{
    AnsweredInvite, InviteAnswer, InviteAnswerAction, InviteAnswerResult, InviteId,
    RespondToInvitesRequest,
};

use super::invite_batches::item_error;
use super::keys;
use super::permissions::AssetGrants;
use crate::batch::{Batch, One, Reply, Shape, results};
use crate::requests::InvitesRespond;
use crate::{Call, Client};

/// A handle for the invites and requests that the user of the token has received, created by
/// [`Client::received_invites`].
///
/// To list those of a business, use [`Invites::list`](super::Invites::list).
#[derive(Clone, Debug)]
pub struct ReceivedInvites {
    client: Client,
}

impl ReceivedInvites {
    pub(super) fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
        }
    }

    /// Accepts or declines an invite or request.
    ///
    #[doc = pinterest_client::facts!(cost of InvitesRespond)]
    pub fn respond(
        &self,
        response: impl Into<InviteResponse>,
    ) -> Call<One<InvitesRespond, AnsweredInvite>> {
        Batch::one(&self.client, no_responses(), response, &responses())
    }

    /// Accepts or declines invites and requests.
    ///
    #[doc = pinterest_client::facts!(cost of InvitesRespond)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::business_access::{AssetGrants, InviteResponse};
    /// use pinterest::types::Permission;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let grants = AssetGrants::new("549755885175", Permission::Analyst);
    /// let responses = [
    ///     InviteResponse::accept_with_assets("1234567890", grants),
    ///     InviteResponse::decline("1234567891"),
    /// ];
    /// let outcome = client.received_invites().respond_all(responses).await?;
    /// assert!(outcome.is_complete());
    /// # Ok(())
    /// # }
    /// ```
    pub fn respond_all(
        &self,
        responses: impl IntoIterator<Item = impl Into<InviteResponse>>,
    ) -> Batch<InvitesRespond, InviteResponse, AnsweredInvite> {
        Batch::new(&self.client, no_responses(), responses, self::responses())
    }
}

/// A response to an invite or request. Only an acceptance can come with permissions.
#[derive(Clone, Debug)]
pub struct InviteResponse {
    invite: InviteId,
    reaction: Reaction,
}

#[derive(Clone, Debug)]
enum Reaction {
    Accept(Option<AssetGrants>),
    Decline,
}

impl InviteResponse {
    /// Creates an acceptance, with the permissions that the invite or request came with.
    #[must_use]
    pub fn accept(invite: impl Into<InviteId>) -> Self {
        Self {
            invite: invite.into(),
            reaction: Reaction::Accept(None),
        }
    }

    /// Creates an acceptance that gives the other side these permissions.
    #[must_use]
    pub fn accept_with_assets(invite: impl Into<InviteId>, grants: AssetGrants) -> Self {
        Self {
            invite: invite.into(),
            reaction: Reaction::Accept(Some(grants)),
        }
    }

    /// Creates a refusal.
    #[must_use]
    pub fn decline(invite: impl Into<InviteId>) -> Self {
        Self {
            invite: invite.into(),
            reaction: Reaction::Decline,
        }
    }

    /// Returns the invite or request.
    #[must_use]
    pub fn invite(&self) -> &InviteId {
        &self.invite
    }

    /// Returns whether the response is an acceptance.
    #[must_use]
    pub fn is_acceptance(&self) -> bool {
        matches!(self.reaction, Reaction::Accept(_))
    }

    fn into_data(self) -> InviteAnswer {
        let action = match self.reaction {
            Reaction::Accept(Some(grants)) => {
                InviteAnswerAction::new(true).asset_id_to_permissions(grants)
            }
            Reaction::Accept(None) => InviteAnswerAction::new(true),
            Reaction::Decline => InviteAnswerAction::new(false),
        };
        InviteAnswer::new(self.invite, action)
    }
}

fn no_responses() -> InvitesRespond {
    InvitesRespond::new(RespondToInvitesRequest::new(Vec::<InviteAnswer>::new()))
}

#[inline]
fn responses() -> Shape<InvitesRespond, InviteResponse, AnsweredInvite> {
    let fill = |request: &mut InvitesRespond, responses: Vec<InviteResponse>| {
        let invites = responses.into_iter().map(InviteResponse::into_data);
        request.set_body(RespondToInvitesRequest::new(invites.collect::<Vec<_>>()));
    };
    let reply = |result: InviteAnswerResult| {
        let (invite, exception) = (result.invite, result.exception);
        let of_invite = invite.as_ref().and_then(|invite| invite.id.as_ref());
        let of_exception = exception
            .as_ref()
            .and_then(|exception| exception.invite_or_request_id.as_ref());
        Reply {
            keys: [keys(of_invite), keys(of_exception)].concat(),
            value: invite,
            error: exception.map(item_error),
        }
    };
    let read = results::typed(Some("items"), reply);
    let operation = &operation::RESPOND_BUSINESS_ACCESS_INVITES;
    Shape::in_field(operation, "invites", fill, read)
        .keyed_by(|response| keys(Some(&response.invite)))
}
