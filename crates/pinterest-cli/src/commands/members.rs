//! `pinterest members`

use clap::{Args, Subcommand};
use pinterest::types::MemberRole;

use super::invites::Role;
use crate::arguments::{Business, Paging};
use crate::batches::{self, counted};
use crate::context::Context;
use crate::failure::Failure;
use crate::listing::Reading;
use crate::output::Column;

pub(super) const COLUMNS: &[Column] = &[
    Column::new("ID", "id"),
    Column::new("USERNAME", "user.username"),
    Column::new("EMAIL", "user.email"),
    Column::new("ROLES", "business_roles"),
    Column::new("SINCE", "created_time").milliseconds(),
];

/// People who work for a business: list, change of role, removal
#[derive(Debug, Subcommand)]
pub(crate) enum Members {
    /// List the members of a business
    List(List),
    /// Change the role of members
    Role(ChangeRole),
    /// Remove members from the business
    Remove(Remove),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    business: Business,

    /// Only members with this role
    #[arg(long)]
    role: Option<Role>,

    /// Show what each member may use, which takes the service longer
    #[arg(long)]
    assets: bool,

    #[command(flatten)]
    paging: Paging,
}

#[derive(Args, Debug)]
pub(crate) struct ChangeRole {
    /// The new role
    role: Role,

    /// Ids of members
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,

    #[command(flatten)]
    business: Business,
}

#[derive(Args, Debug)]
pub(crate) struct Remove {
    /// Ids of members
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,

    /// The role that they have
    #[arg(long, default_value = "employee")]
    role: Role,

    #[command(flatten)]
    business: Business,
}

impl Members {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::List(command) => command.run(context).await,
            Self::Role(command) => command.run(context).await,
            Self::Remove(command) => command.run(context).await,
        }
    }
}

impl List {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let role = self.role.map(MemberRole::from);
        Reading::of("get/business_members")
            .with("business_id", context.business_id(self.business.business)?)
            .with_all("business_roles", role.map(|role| role.to_string()))
            .with_all("assets_summary", self.assets.then_some("true"))
            .list(context, &self.paging, COLUMNS)
            .await
    }
}

impl ChangeRole {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let business = context.business_id(self.business.business)?;
        let members = context.client()?.business(business).members();
        let roles = self.ids.into_iter().map(|id| (id, self.role.into()));
        let batch = members.update_roles(roles);
        batches::run(context, batch, |member| member.member_id.to_string()).await
    }
}

impl Remove {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let business = context.business_id(self.business.business)?;
        context.confirm(&format!("Remove {}?", counted(self.ids.len(), "member")))?;
        let members = context.client()?.business(business).members();
        let memberships = self.ids.into_iter().map(|id| (id, self.role.into()));
        let batch = members.remove_all(memberships);
        batches::run(context, batch, |member| member.member_id.to_string()).await
    }
}
