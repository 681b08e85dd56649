//! The commands, one file or folder each.

mod api;
mod auth;
mod completion;
mod describe;
mod fake;
mod man;
mod operations;
mod profile;

use clap::Subcommand;

use crate::context::Context;
use crate::failure::Failure;

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
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
