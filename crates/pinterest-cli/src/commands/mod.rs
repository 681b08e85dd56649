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

/// The commands. Their texts stand where their arguments are.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Api(api::Api),
    #[command(subcommand)]
    Auth(auth::Auth),
    Completion(completion::Completion),
    Describe(describe::Describe),
    Fake(fake::Fake),
    Man(man::Man),
    Operations(operations::Operations),
    #[command(subcommand)]
    Profile(profile::Profiles),
}

impl Command {
    /// Whether the command runs until Ctrl-C, which it handles itself.
    pub(crate) fn ends_with_ctrl_c(&self) -> bool {
        matches!(self, Self::Fake(_))
    }

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
