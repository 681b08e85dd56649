//! `pinterest auth refresh`, `logout` and `token`

use std::time::SystemTime;

use clap::Args;
use pinterest::auth::{OAuth, TokenStore, Tokens};

use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::settings::{self, TokenSource};

/// Print the access token to a pipe, for other programs
///
/// It is refreshed if it has expired.
#[derive(Args, Debug)]
pub(crate) struct Token {
    /// Print it on a terminal too
    #[arg(long)]
    show: bool,
}

impl Token {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        if context.output.is_terminal() && !self.show {
            return Err(Failure::usage("the token is not shown on a terminal")
                .with_hint("write it to a pipe, or give --show"));
        }
        let settings = context.settings()?;
        let source = settings::find_token(settings)?;
        let tokens = match source.tokens()? {
            Some(tokens) if is_usable(&tokens) => tokens,
            Some(_) => refreshed(context, &source).await?,
            None => return Err(no_token()),
        };
        let token = tokens.access_token().ok_or_else(no_token)?;
        context.output.text(&format!("{}\n", token.expose_secret()))
    }
}

fn no_token() -> Failure {
    Failure::with_exit(Exit::Authentication, "there is no access token of a user")
        .with_hint("run `pinterest auth login`")
}

fn is_usable(tokens: &Tokens) -> bool {
    let has_expired = tokens
        .access_expiry()
        .is_some_and(|expiry| expiry <= SystemTime::now());
    tokens.access_token().is_some() && !has_expired
}

/// Exchanges the refresh token.
pub(super) async fn refresh(context: &Context) -> Result<(), Failure> {
    let settings = context.settings()?;
    let source = settings::find_token(settings)?;
    refreshed(context, &source).await?;
    context.note("refreshed the tokens");
    Ok(())
}

/// Exchanges the refresh token and stores what comes, while no other process does so.
async fn refreshed(context: &Context, source: &TokenSource) -> Result<Tokens, Failure> {
    context.reject_dry_run()?;
    let settings = context.settings()?;
    let (app, store) = match source {
        TokenSource::Profile { app, .. } => (app.clone(), settings.token_store()?),
        TokenSource::FileVariable { app, file }
        | TokenSource::RefreshVariable {
            app,
            file: Some(file),
            ..
        } => (
            Some(app.clone()),
            pinterest::auth::FileTokenStore::new(file),
        ),
        _ => {
            return Err(Failure::usage(format!(
                "the token comes from {}, so a new one could not be kept",
                source.origin()
            )));
        }
    };
    let app = app.ok_or_else(|| {
        Failure::with_exit(
            Exit::Authentication,
            "refreshing tokens requires the id and the secret of the app",
        )
        .with_hint("set PINTEREST_APP_ID and PINTEREST_APP_SECRET")
    })?;
    let mut locked = store.lock().await?;
    let before = locked.load().await?;
    let refresh_token = before
        .as_ref()
        .and_then(Tokens::refresh_token)
        .cloned()
        .ok_or_else(|| {
            Failure::with_exit(Exit::Authentication, "there is no refresh token")
                .with_hint("run `pinterest auth login`")
        })?;
    let oauth = OAuth::new(app).with_environment(settings.environment.value.clone());
    let mut tokens = oauth.refresh(&refresh_token).await?;
    if tokens.refresh_token().is_none() {
        tokens = tokens.with_refresh_token(refresh_token);
    }
    locked.save(&tokens).await?;
    Ok(tokens)
}

/// Removes the tokens of the profile.
pub(super) fn logout(context: &Context) -> Result<(), Failure> {
    context.reject_dry_run()?;
    let settings = context.settings()?;
    let name = &settings.profile_name.value;
    match settings::remove_tokens(name)? {
        true => context.note(format_args!(
            "Removed the tokens of the profile `{name}`. They are valid until they expire, unless \
             the user removes the app's access in the settings of Pinterest."
        )),
        false => context.note(format_args!("The profile `{name}` has no tokens.")),
    }
    Ok(())
}
