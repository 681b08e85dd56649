//! The commands, one file or folder each.

mod accounts;
mod ads;
mod analytics;
mod api;
mod auth;
mod boards;
mod catalogs;
mod completion;
mod conversions;
mod customer_lists;
mod demo;
mod describe;
mod fake;
mod invites;
mod job;
mod leads;
mod man;
mod members;
mod operations;
mod partners;
mod pins;
mod profile;
mod report;

use clap::Subcommand;

use crate::context::Context;
use crate::failure::Failure;

/// The commands. Their texts stand where their arguments are.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(subcommand)]
    Accounts(accounts::Accounts),
    #[command(subcommand)]
    AdGroups(ads::AdGroups),
    #[command(subcommand)]
    Ads(ads::Ads),
    #[command(subcommand)]
    Analytics(analytics::Analytics),
    Api(api::Api),
    #[command(subcommand)]
    Auth(auth::Auth),
    #[command(subcommand)]
    Boards(boards::Boards),
    #[command(subcommand)]
    Campaigns(ads::Campaigns),
    #[command(subcommand)]
    Catalogs(catalogs::Catalogs),
    Completion(completion::Completion),
    #[command(subcommand)]
    Conversions(conversions::Conversions),
    #[command(subcommand)]
    CustomerLists(customer_lists::CustomerLists),
    Demo(demo::Demo),
    Describe(describe::Describe),
    Fake(fake::Fake),
    #[command(subcommand)]
    Invites(invites::Invites),
    #[command(subcommand)]
    Job(job::Jobs),
    #[command(subcommand)]
    Leads(leads::Leads),
    Man(man::Man),
    #[command(subcommand)]
    Members(members::Members),
    Operations(operations::Operations),
    #[command(subcommand)]
    Partners(partners::Partners),
    #[command(subcommand)]
    Pins(pins::Pins),
    #[command(subcommand)]
    Profile(profile::Profiles),
    #[command(subcommand)]
    Report(report::Report),
}

impl Command {
    /// Whether the command runs until Ctrl-C, which it handles itself.
    pub(crate) fn ends_with_ctrl_c(&self) -> bool {
        matches!(self, Self::Fake(_) | Self::Leads(leads::Leads::Listen(_)))
    }

    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::Accounts(command) => command.run(context).await,
            Self::AdGroups(command) => command.run(context).await,
            Self::Ads(command) => command.run(context).await,
            Self::Analytics(command) => command.run(context).await,
            Self::Boards(command) => command.run(context).await,
            Self::Campaigns(command) => command.run(context).await,
            Self::Catalogs(command) => command.run(context).await,
            Self::Conversions(command) => command.run(context).await,
            Self::CustomerLists(command) => command.run(context).await,
            Self::Demo(command) => command.run(context).await,
            Self::Invites(command) => command.run(context).await,
            Self::Job(command) => command.run(context).await,
            Self::Leads(command) => command.run(context).await,
            Self::Members(command) => command.run(context).await,
            Self::Partners(command) => command.run(context).await,
            Self::Pins(command) => command.run(context).await,
            Self::Report(command) => command.run(context).await,
            Self::Api(command) => command.run(context).await,
            Self::Auth(command) => command.run(context).await,
            Self::Completion(command) => command.run(context),
            Self::Describe(command) => command.run(context),
            Self::Fake(command) => command.run().await,
            Self::Man(command) => command.run(context),
            Self::Operations(command) => command.run(context).await,
            Self::Profile(command) => command.run(context).await,
        }
    }
}
