//! `pinterest auth login`

use std::io::{self, Read};
use std::time::Duration;

use clap::Args;
use pinterest::auth::{App, Authorization, AuthorizationCode, OAuth, TokenStore, Tokens};
use pinterest::operation::SecurityScheme;
use pinterest::types::Scope;
use pinterest::{Environment, Url};

use super::callback::Listener;
use crate::arguments::duration;
use crate::context::{Context, ask, is_interactive};
use crate::failure::{Exit, Failure};
use crate::interruption::Asking;
use crate::settings::{self, Settings};

/// The redirect URI that an app needs unless another one is given.
const REDIRECT_URI: &str = "http://localhost:8085/";

/// Let a user authorize the app in a browser, and keep the tokens in the profile
///
/// The app must have the redirect URI among those that it is registered with; by default
/// http://localhost:8085/, where this command waits for the browser to come back. App id and secret
/// come from PINTEREST_APP_ID and PINTEREST_APP_SECRET, from the profile, or are asked for, and are
/// then kept in the profile too.
#[derive(Args, Debug)]
pub(crate) struct Login {
    /// Id of the app
    #[arg(long, value_name = "ID")]
    app_id: Option<String>,

    /// Scopes, separated by commas; all that operations need by default
    #[arg(long, value_name = "SCOPES", conflicts_with = "read_only")]
    scopes: Option<String>,

    /// Ask for scopes that only read
    #[arg(long)]
    read_only: bool,

    /// Redirect URI; with a host other than this machine, the URL is pasted
    #[arg(long, value_name = "URI")]
    redirect_uri: Option<String>,

    /// Print the URL of the page, and read the URL that the browser was sent back to
    #[arg(long)]
    no_browser: bool,

    /// How long to wait for the browser
    #[arg(long, value_name = "TIME", default_value = "5m", value_parser = duration)]
    wait: Duration,

    /// Read an access token from standard input instead
    #[arg(long, conflicts_with_all = ["app_id", "scopes", "read_only", "no_browser"])]
    with_token: bool,
}

impl Login {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        context.reject_dry_run()?;
        let settings = context.settings()?;
        if self.with_token {
            let _asking = Asking::new();
            let mut token = String::new();
            io::stdin().read_to_string(&mut token)?;
            let token = token.trim();
            if token.is_empty() || token.contains(char::is_whitespace) {
                return Err(Failure::usage("standard input has no access token"));
            }
            save(settings, &Tokens::new(token)).await?;
            keep_environment(settings)?;
            return said(context, settings);
        }
        let app_id = match self.app_id.clone() {
            Some(id) => id,
            None => known(settings.app_id.as_ref(), "app id", "PINTEREST_APP_ID", ask)?,
        };
        let app_secret = known(
            settings.app_secret.as_ref(),
            "app secret",
            "PINTEREST_APP_SECRET",
            |question| {
                let _asking = Asking::new();
                Ok(rpassword::prompt_password(question)?)
            },
        )?;
        let app = App::new(&app_id, &app_secret);
        let oauth = OAuth::new(app).with_environment(settings.environment.value.clone());
        let profile = settings.profile();
        let redirect_uri = self.redirect_uri.clone().or(profile.redirect_uri.clone());
        let redirect_uri = redirect_uri.unwrap_or_else(|| REDIRECT_URI.to_owned());
        let authorization = oauth.authorize_url(&redirect_uri, self.scopes(profile.scopes))?;
        let code = self.code(context, &authorization, &redirect_uri).await?;
        let tokens = oauth.exchange(code).await?;
        save(settings, &tokens).await?;
        let mut file = settings::ConfigurationFile::load()?;
        let profile = file.profile_mut(&settings.profile_name.value);
        profile.app_id = Some(app_id);
        profile.app_secret = Some(app_secret);
        profile.redirect_uri = self.redirect_uri.or(profile.redirect_uri.take());
        profile.environment = environment_of(settings);
        file.save()?;
        said(context, settings)
    }

    fn scopes(&self, of_profile: Option<String>) -> Vec<Scope> {
        if let Some(list) = self
            .scopes
            .clone()
            .or(of_profile.filter(|_| !self.read_only))
        {
            return settings::scopes(&list);
        }
        let all = settings::all_scopes(SecurityScheme::PinterestOauth2);
        let wanted = all
            .into_iter()
            .filter(|scope| !self.read_only || scope.as_str().contains(":read"));
        wanted.collect()
    }

    /// Lets the user authorize the app.
    async fn code(
        &self,
        context: &Context,
        authorization: &Authorization,
        redirect_uri: &str,
    ) -> Result<AuthorizationCode, Failure> {
        let page = page(authorization, &context.settings()?.environment.value);
        let here = Url::parse(redirect_uri).ok().filter(|uri| {
            let host = uri.host_str().unwrap_or_default();
            uri.scheme() == "http" && ["localhost", "127.0.0.1", "[::1]"].contains(&host)
        });
        match here {
            Some(uri) if !self.no_browser => {
                let listener = Listener::open(&uri).await?;
                context.note(format_args!("Opening {page}"));
                let opened = tokio::task::spawn_blocking(move || webbrowser::open(page.as_str()));
                if !matches!(opened.await, Ok(Ok(()))) {
                    context.note("There is no browser to open; open the URL above in one.");
                }
                let code = listener.code(authorization, context);
                tokio::time::timeout(self.wait, code)
                    .await
                    .unwrap_or_else(|_| {
                        Err(Failure::with_exit(
                            Exit::Authentication,
                            "the browser did not come back in time",
                        )
                        .with_hint("check that the app has the redirect URI, or give --no-browser"))
                    })
            }
            _ => {
                context.note(format_args!(
                    "Open this page, and paste the URL that the browser is sent back to:\n\n{page}\n"
                ));
                let callback = ask("URL: ")?;
                authorization.code_from(&callback).map_err(rejected)
            }
        }
    }
}

/// A callback without a code.
pub(super) fn rejected(error: pinterest::auth::CallbackError) -> Failure {
    Failure::with_exit(Exit::Authentication, error)
}

/// The page that asks the user. Servers other than Pinterest's have their own.
fn page(authorization: &Authorization, environment: &Environment) -> Url {
    let mut page = authorization.url().clone();
    if let Environment::Custom(url) = environment {
        let mut own = url.clone();
        own.set_path(page.path());
        own.set_query(page.query());
        page = own;
    }
    page
}

/// A value of the settings, or one that is asked for.
fn known(
    setting: Option<&settings::Setting<String>>,
    what: &str,
    variable: &str,
    ask: impl FnOnce(&str) -> Result<String, Failure>,
) -> Result<String, Failure> {
    if let Some(setting) = setting {
        return Ok(setting.value.clone());
    }
    if is_interactive() {
        let answer = ask(&format!("{}: ", capitalized(what)))?;
        if !answer.trim().is_empty() {
            return Ok(answer.trim().to_owned());
        }
    }
    Err(Failure::usage(format!("the login needs an {what}")).with_hint(format!("set {variable}")))
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

async fn save(settings: &Settings, tokens: &Tokens) -> Result<(), Failure> {
    settings.create_token_folder()?;
    let store = settings.token_store()?;
    store.lock().await?.save(tokens).await?;
    Ok(())
}

/// Tokens are for one environment, which the profile names from now on.
fn keep_environment(settings: &Settings) -> Result<(), Failure> {
    let mut file = settings::ConfigurationFile::load()?;
    let profile = file.profile_mut(&settings.profile_name.value);
    profile.environment = environment_of(settings);
    file.save()
}

fn environment_of(settings: &Settings) -> Option<String> {
    match &settings.environment.value {
        Environment::Production => None,
        Environment::Sandbox => Some("sandbox".to_owned()),
        other => Some(settings::base_url(other)),
    }
}

fn said(context: &Context, settings: &Settings) -> Result<(), Failure> {
    let name = &settings.profile_name.value;
    let path = settings.token_path()?;
    context.note(format_args!(
        "Logged in: the tokens of the profile `{name}` are in {}",
        path.display()
    ));
    Ok(())
}
