//! The commands, one file or folder each.

mod operations;

use clap::Subcommand;

use crate::context::Context;
use crate::failure::Failure;

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the operations of the API
    Operations(operations::Operations),
}

impl Command {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::Operations(command) => command.run(context).await,
        }
    }
}
