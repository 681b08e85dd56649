//! `pinterest fake`

use clap::Args;
use pinterest_fake::cli;

use crate::failure::Failure;

/// Run a fake of the service on this machine, which remembers what it was sent
///
/// Point other programs at it with the variables that it prints, and this command with
/// --base-url.
#[derive(Args, Debug)]
pub(crate) struct Fake {
    #[command(flatten)]
    options: cli::Options,
}

impl Fake {
    pub(crate) async fn run(self) -> Result<(), Failure> {
        Ok(cli::run(self.options).await?)
    }
}
