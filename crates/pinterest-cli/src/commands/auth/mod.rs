//! `pinterest auth`

mod callback;
mod login;
mod status;
mod tokens;

use clap::Subcommand;

use crate::context::Context;
use crate::failure::Failure;

/// Log in and out, and say where settings come from
///
/// Values come from arguments, then from the environment (PINTEREST_ACCESS_TOKEN,
/// PINTEREST_REFRESH_ACCESS_TOKEN, PINTEREST_TOKEN_FILE, PINTEREST_APP_ID, PINTEREST_APP_SECRET,
/// PINTEREST_SCOPES, PINTEREST_API_URI), then from the profile.
#[derive(Debug, Subcommand)]
pub(crate) enum Auth {
    Login(login::Login),
    Status(status::Status),
    /// Exchange the refresh token of the profile for new tokens
    Refresh,
    /// Remove the tokens of the profile
    Logout,
    Token(tokens::Token),
}

impl Auth {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::Login(command) => command.run(context).await,
            Self::Status(command) => command.run(context).await,
            Self::Refresh => tokens::refresh(context).await,
            Self::Logout => tokens::logout(context),
            Self::Token(command) => command.run(context).await,
        }
    }
}
