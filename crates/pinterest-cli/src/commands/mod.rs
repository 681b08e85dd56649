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

use std::future::ready;
use std::pin::Pin;

use clap::Subcommand;

use crate::context::Context;
use crate::failure::Failure;

/// A command that runs.
pub(crate) type Running<'a> = Pin<Box<dyn Future<Output = Result<(), Failure>> + 'a>>;

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

    /// Runs the command. Each is boxed, so that it is compiled by itself: all in one future take the
    /// compiler much longer, and make a larger program.
    pub(crate) fn run(self, context: &Context) -> Running<'_> {
        match self {
            Self::Accounts(command) => Box::pin(command.run(context)),
            Self::AdGroups(command) => Box::pin(command.run(context)),
            Self::Ads(command) => Box::pin(command.run(context)),
            Self::Analytics(command) => Box::pin(command.run(context)),
            Self::Boards(command) => Box::pin(command.run(context)),
            Self::Campaigns(command) => Box::pin(command.run(context)),
            Self::Catalogs(command) => Box::pin(command.run(context)),
            Self::Conversions(command) => Box::pin(command.run(context)),
            Self::CustomerLists(command) => Box::pin(command.run(context)),
            Self::Demo(command) => Box::pin(command.run(context)),
            Self::Invites(command) => Box::pin(command.run(context)),
            Self::Job(command) => Box::pin(command.run(context)),
            Self::Leads(command) => Box::pin(command.run(context)),
            Self::Members(command) => Box::pin(command.run(context)),
            Self::Partners(command) => Box::pin(command.run(context)),
            Self::Pins(command) => Box::pin(command.run(context)),
            Self::Report(command) => Box::pin(command.run(context)),
            Self::Api(command) => Box::pin(command.run(context)),
            Self::Auth(command) => Box::pin(command.run(context)),
            Self::Completion(command) => Box::pin(ready(command.run(context))),
            Self::Describe(command) => Box::pin(ready(command.run(context))),
            Self::Fake(command) => Box::pin(command.run()),
            Self::Man(command) => Box::pin(ready(command.run(context))),
            Self::Operations(command) => Box::pin(command.run(context)),
            Self::Profile(command) => Box::pin(command.run(context)),
        }
    }
}
