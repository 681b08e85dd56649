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

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Ad accounts, the user account, and the businesses that the user works for
    #[command(subcommand)]
    Accounts(accounts::Accounts),
    /// Ad groups: list, show, pause, activate, budget
    #[command(subcommand)]
    AdGroups(ads::AdGroups),
    /// Ads: list, show, pause, activate
    #[command(subcommand)]
    Ads(ads::Ads),
    /// Analytics of the user account, of Pins and of ads, as rows, charts and plots
    #[command(subcommand)]
    Analytics(analytics::Analytics),
    /// Boards: list, show, create, delete, and their Pins
    #[command(subcommand)]
    Boards(boards::Boards),
    /// Campaigns: list, show, pause, activate, budget
    #[command(subcommand)]
    Campaigns(ads::Campaigns),
    /// Catalogs: feeds, upload of items, and what is wrong with items
    #[command(subcommand)]
    Catalogs(catalogs::Catalogs),
    /// Conversion events: send from CSV or JSON lines
    #[command(subcommand)]
    Conversions(conversions::Conversions),
    /// Customer lists: list, create, add, remove, upload
    #[command(subcommand)]
    CustomerLists(customer_lists::CustomerLists),
    /// Walk through the main commands against a fake of the service, without a token
    Demo(demo::Demo),
    /// Invites of a business: list, send, accept, decline, cancel
    #[command(subcommand)]
    Invites(invites::Invites),
    /// Jobs that the service does in the background: resume, status
    #[command(subcommand)]
    Job(job::Jobs),
    /// Leads: listen for them, subscriptions
    #[command(subcommand)]
    Leads(leads::Leads),
    /// People who work for a business: list, change of role, removal
    #[command(subcommand)]
    Members(members::Members),
    /// Businesses that a business works with: list, removal
    #[command(subcommand)]
    Partners(partners::Partners),
    /// Pins: list, show, create from images or a video, delete
    #[command(subcommand)]
    Pins(pins::Pins),
    /// Reports on ads: run, templates
    #[command(subcommand)]
    Report(report::Report),
    /// Call any operation by its id, or any path
    Api(api::Api),
    /// Log in and out, and say where settings come from
    #[command(subcommand)]
    Auth(auth::Auth),
    /// Print the completions of a shell
    Completion(completion::Completion),
    /// Describe an operation, its parameters and its body
    Describe(describe::Describe),
    /// Run a fake of the service on this machine
    Fake(fake::Fake),
    /// Print manual pages
    Man(man::Man),
    /// List the operations of the API
    Operations(operations::Operations),
    /// Change the settings of profiles
    #[command(subcommand)]
    Profile(profile::Profiles),
}

impl Command {
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
