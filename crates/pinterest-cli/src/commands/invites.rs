//! `pinterest invites`

use clap::{Args, Subcommand, ValueEnum};
use pinterest::business_access::InviteResponse;
use pinterest::types::{InviteId, MemberRole};

use crate::arguments::{Business, Paging};
use crate::batches::{self, counted};
use crate::context::Context;
use crate::failure::Failure;
use crate::listing::Reading;
use crate::output::Column;

const COLUMNS: &[Column] = &[
    Column::new("ID", "id"),
    Column::new("TYPE", "invite_data.invite_type"),
    Column::new("STATUS", "invite_data.invite_status"),
    Column::new("USER", "user.username"),
    Column::new("ROLES", "business_roles"),
    Column::new("RECEIVED", "is_received_invite"),
    Column::new("EXPIRES", "invite_data.invite_expiration").milliseconds(),
];

/// Invites of a business: list, send, accept, decline, cancel
#[derive(Debug, Subcommand)]
pub(crate) enum Invites {
    /// List the invites and requests of a business, sent and received
    List(List),
    /// Invite people to work for the business
    #[command(visible_alias = "invite")]
    Send(Send),
    /// Accept invites or requests that were received
    Accept(Respond),
    /// Decline invites or requests that were received
    Decline(Respond),
    /// Cancel invites or requests that were sent
    Cancel(Cancel),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    business: Business,

    /// Only invites with this status
    #[arg(long, value_name = "STATUS")]
    status: Option<Status>,

    /// Only invites of this type
    #[arg(long = "type", value_name = "TYPE")]
    invite_type: Option<Type>,

    /// Invites of partners instead of people
    #[arg(long)]
    partners: bool,

    #[command(flatten)]
    paging: Paging,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Status {
    Pending,
    Expired,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Type {
    /// A person is invited to be a member
    Member,
    /// A business is invited to be a partner
    Partner,
    /// A business asks to be a partner
    Request,
}

/// The role of a member.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Role {
    /// Works with what was assigned
    Employee,
    /// Manages the business
    Admin,
}

impl From<Role> for MemberRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Employee => Self::Employee,
            Role::Admin => Self::BizAdmin,
        }
    }
}

#[derive(Args, Debug)]
pub(crate) struct Send {
    /// E-mail addresses or usernames of people; ids of businesses with --partners
    #[arg(required = true, value_name = "WHO")]
    who: Vec<String>,

    /// Role of the people in the business
    #[arg(long, default_value = "employee", conflicts_with = "partners")]
    role: Role,

    /// Invite businesses to be partners
    #[arg(long)]
    partners: bool,

    #[command(flatten)]
    business: Business,
}

#[derive(Args, Debug)]
pub(crate) struct Respond {
    /// Ids of invites or requests
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Cancel {
    /// Ids of invites or requests
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,

    #[command(flatten)]
    business: Business,
}

impl Invites {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::List(command) => command.run(context).await,
            Self::Send(command) => command.run(context).await,
            Self::Accept(command) => command.run(context, InviteResponse::accept).await,
            Self::Decline(command) => command.run(context, InviteResponse::decline).await,
            Self::Cancel(command) => command.run(context).await,
        }
    }
}

impl List {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let status = self.status.map(|status| match status {
            Status::Pending => "PENDING",
            Status::Expired => "EXPIRED",
        });
        let invite_type = self.invite_type.map(|invite_type| match invite_type {
            Type::Member => "MEMBER_INVITE",
            Type::Partner => "PARTNER_INVITE",
            Type::Request => "PARTNER_REQUEST",
        });
        let is_about_partners =
            self.partners || matches!(self.invite_type, Some(Type::Partner | Type::Request));
        Reading::of("get/invites")
            .with("business_id", context.business_id(self.business.business)?)
            .with_all("is_member", is_about_partners.then_some("false"))
            .with_all("invite_status", status)
            .with_all("invite_type", invite_type)
            .list(context, &self.paging, COLUMNS)
            .await
    }
}

impl Send {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let business = context.business_id(self.business.business)?;
        let invites = context.client()?.business(business).invites();
        match self.partners {
            true => {
                let batch = invites.invite_partners(self.who);
                batches::run(context, batch, |partner| partner.to_string()).await
            }
            false => {
                let batch = invites.invite_members(self.who, self.role.into());
                batches::run(context, batch, |person| person.as_str().to_owned()).await
            }
        }
    }
}

impl Respond {
    async fn run(
        self,
        context: &Context,
        response: impl Fn(InviteId) -> InviteResponse,
    ) -> Result<(), Failure> {
        let responses = self.ids.into_iter().map(|id| response(id.into()));
        let batch = context.client()?.received_invites().respond_all(responses);
        batches::run(context, batch, |response| response.invite().to_string()).await
    }
}

impl Cancel {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let business = context.business_id(self.business.business)?;
        context.confirm(&format!("Cancel {}?", counted(self.ids.len(), "invite")))?;
        let invites = context.client()?.business(business).invites();
        let batch = invites.cancel_all(self.ids);
        batches::run(context, batch, |invite| invite.to_string()).await
    }
}
