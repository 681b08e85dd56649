//! Answering invites and requests.

use pinterest_client::operation::{self, Operation};
use pinterest_client::types::{
    self, InviteAnswer, InviteAnswerAction, InviteId, RespondToInvitesRequest,
    RespondToInvitesResponse,
};

use super::invite_batches::exception_error;
use super::limit;
use super::permissions::AssetGrants;
use crate::batch::{self, Batch, BatchOutcome, Keyed, Reply};
use crate::transport::{Api, Generated};
use crate::{Client, Error};

/// Invites and requests that the user of the token has received; made by [`Client::invites`].
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

    /// Accepts or declines invites and requests (`respond_business_access_invites`, 100 a request). Scopes:
    /// `biz_access:read` and `biz_access:write`.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    ///
    /// ```no_run
    /// use pinterest::business_access::{Answer, AssetGrants};
    /// use pinterest::types::Permission;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let grants = AssetGrants::new("549755885175", Permission::Analyst);
    /// let answers = [Answer::accept_with_assets("1234567890", grants), Answer::decline("1234567891")];
    /// let outcome = client.invites().respond(answers).await?;
    /// assert!(outcome.is_complete());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn respond(
        &self,
        answers: impl IntoIterator<Item = Answer>,
    ) -> Result<BatchOutcome<Answer, types::AnsweredInvite>, Error> {
        batch::run(&self.client, &Respond, answers).await
    }
}

/// An answer to an invite or request. Only an acceptance can come with permissions.
#[derive(Clone, Debug)]
pub struct Answer {
    invite: InviteId,
    reaction: Reaction,
}

#[derive(Clone, Debug)]
enum Reaction {
    Accept(Option<AssetGrants>),
    Decline,
}

impl Answer {
    /// Accepts, with the permissions that the invite or request came with.
    #[must_use]
    pub fn accept(invite: impl Into<InviteId>) -> Self {
        Self {
            invite: invite.into(),
            reaction: Reaction::Accept(None),
        }
    }

    /// Accepts, and gives the other side these permissions.
    #[must_use]
    pub fn accept_with_assets(invite: impl Into<InviteId>, grants: AssetGrants) -> Self {
        Self {
            invite: invite.into(),
            reaction: Reaction::Accept(Some(grants)),
        }
    }

    /// Declines.
    #[must_use]
    pub fn decline(invite: impl Into<InviteId>) -> Self {
        Self {
            invite: invite.into(),
            reaction: Reaction::Decline,
        }
    }

    /// The invite or request that is answered.
    #[must_use]
    pub fn invite(&self) -> &InviteId {
        &self.invite
    }

    /// Whether it accepts.
    #[must_use]
    pub fn is_acceptance(&self) -> bool {
        matches!(self.reaction, Reaction::Accept(_))
    }

    fn action(&self) -> InviteAnswerAction {
        match &self.reaction {
            Reaction::Accept(Some(grants)) => {
                InviteAnswerAction::new(true).asset_id_to_permissions(grants.clone())
            }
            Reaction::Accept(None) => InviteAnswerAction::new(true),
            Reaction::Decline => InviteAnswerAction::new(false),
        }
    }
}

impl Keyed for Answer {
    fn keys(&self) -> Vec<String> {
        self.invite.keys()
    }
}

struct Respond;

impl Batch for Respond {
    type Input = Answer;
    type Body = RespondToInvitesRequest;
    type Answer = RespondToInvitesResponse;
    type Value = types::AnsweredInvite;
    const OPERATION: &'static Operation = &operation::RESPOND_BUSINESS_ACCESS_INVITES;

    fn limit(&self) -> Option<usize> {
        limit(Self::OPERATION, "invites")
    }

    fn body(&self, answers: &[Answer]) -> RespondToInvitesRequest {
        let answer = |answer: &Answer| InviteAnswer::new(&answer.invite, answer.action());
        RespondToInvitesRequest::new(answers.iter().map(answer).collect::<Vec<_>>())
    }

    async fn request<'a>(&'a self, api: &'a Api, body: &'a Self::Body) -> Generated<Self::Answer> {
        api.respond_business_access_invites(body).await
    }

    fn replies(&self, answer: RespondToInvitesResponse) -> Vec<Reply<types::AnsweredInvite>> {
        let reply = |result: types::InviteAnswerResult| {
            let ids = [
                result.invite.as_ref().and_then(|invite| invite.id.clone()),
                result
                    .exception
                    .as_ref()
                    .and_then(|exception| exception.invite_or_request_id.clone()),
            ];
            Reply {
                keys: ids.iter().flatten().flat_map(Keyed::keys).collect(),
                value: result.invite,
                error: result.exception.map(exception_error),
            }
        };
        answer.items.into_iter().flatten().map(reply).collect()
    }
}
