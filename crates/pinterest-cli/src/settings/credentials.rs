//! Where the token of a run comes from.

use std::collections::BTreeSet;
use std::path::PathBuf;

use pinterest::ClientBuilder;
use pinterest::auth::{
    AccessToken, App, ClientCredentials, FileTokenStore, OAuth, RefreshToken, Tokens,
    UserCredentials,
};
use pinterest::operation::{OPERATIONS, SecurityScheme};
use pinterest::types::Scope;

use super::{Settings, variable};
use crate::failure::{Exit, Failure};

/// Where the token of a run comes from.
pub(crate) enum TokenSource {
    /// `PINTEREST_ACCESS_TOKEN`.
    AccessVariable(AccessToken),
    /// `PINTEREST_REFRESH_ACCESS_TOKEN`, with the app that refreshes it; what is rotated is lost at
    /// the end of the run unless there is a file.
    RefreshVariable {
        app: App,
        tokens: Tokens,
        file: Option<PathBuf>,
    },
    /// `PINTEREST_TOKEN_FILE`.
    FileVariable { app: App, file: PathBuf },
    /// The tokens of the profile; without the app they are not refreshed.
    Profile {
        app: Option<App>,
        file: PathBuf,
        tokens: Tokens,
    },
    /// Tokens of the app itself.
    App(App),
}

/// Finds the token of a run.
pub(crate) fn find(settings: &Settings) -> Result<TokenSource, Failure> {
    let access = variable("PINTEREST_ACCESS_TOKEN").map(AccessToken::new);
    let refresh = variable("PINTEREST_REFRESH_ACCESS_TOKEN").map(RefreshToken::new);
    let file = variable("PINTEREST_TOKEN_FILE").map(PathBuf::from);
    if refresh.is_some() || file.is_some() {
        let app = settings.app().ok_or_else(no_app)?;
        return Ok(match (refresh, file) {
            (Some(refresh), file) => {
                let tokens = match access {
                    Some(access) => Tokens::new(access).with_refresh_token(refresh),
                    None => Tokens::from_refresh_token(refresh),
                };
                TokenSource::RefreshVariable { app, tokens, file }
            }
            (None, Some(file)) => TokenSource::FileVariable { app, file },
            (None, None) => return Err(no_app()),
        });
    }
    if let Some(token) = access {
        return Ok(TokenSource::AccessVariable(token));
    }
    let file = settings.token_path()?;
    if let Some(tokens) = read(&file)? {
        if settings.is_environment_of_profile()? {
            let app = settings.app();
            return Ok(TokenSource::Profile { app, file, tokens });
        }
        return Err(elsewhere(settings, "tokens"));
    }
    match settings.app() {
        Some(_) if !settings.is_app_for_environment()? => Err(elsewhere(settings, "app secret")),
        Some(app) => Ok(TokenSource::App(app)),
        None => Err(
            Failure::with_exit(Exit::Authentication, "there is no access token")
                .with_hint("run `pinterest auth login`, or set PINTEREST_ACCESS_TOKEN"),
        ),
    }
}

/// Reads tokens from a file of a token store.
pub(crate) fn read(path: &std::path::Path) -> Result<Option<Tokens>, Failure> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(Tokens::from_json(&text).map_err(|error| {
            let message = format!("{}: {error}", path.display());
            Failure::with_exit(Exit::Authentication, message)
        })?)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::file(path, &error)),
    }
}

/// No token and no secret of a profile goes to a server that it is not for.
fn elsewhere(settings: &Settings, what: &str) -> Failure {
    let name = &settings.profile_name.value;
    let url = super::base_url(&settings.environment.value);
    let message =
        format!("the profile `{name}`, which has the {what}, is for another server than {url}");
    Failure::with_exit(Exit::Authentication, message)
        .with_hint("choose another profile with --profile, or set PINTEREST_ACCESS_TOKEN")
}

fn no_app() -> Failure {
    Failure::with_exit(
        Exit::Authentication,
        "refreshing tokens requires the id and the secret of the app",
    )
    .with_hint("set PINTEREST_APP_ID and PINTEREST_APP_SECRET")
}

impl TokenSource {
    /// Gives the credentials to a client.
    pub(super) fn add_to(
        self,
        builder: ClientBuilder,
        settings: &Settings,
    ) -> Result<ClientBuilder, Failure> {
        let oauth = |app| OAuth::new(app).with_environment(settings.environment.value.clone());
        Ok(match self {
            Self::AccessVariable(token) => builder.with_access_token(token),
            Self::RefreshVariable { app, tokens, file } => builder.with_credentials(match file {
                Some(file) => UserCredentials::new(oauth(app), tokens, FileTokenStore::new(file)),
                None => UserCredentials::in_memory(oauth(app), tokens),
            }),
            Self::FileVariable { app, file } => builder.with_credentials(
                UserCredentials::from_store(oauth(app), FileTokenStore::new(file)),
            ),
            Self::Profile { app, file, tokens } => {
                match (app, tokens.access_token().cloned(), tokens.refresh_token()) {
                    (Some(app), _, Some(_)) => builder.with_credentials(
                        UserCredentials::from_store(oauth(app), FileTokenStore::new(file)),
                    ),
                    (_, Some(token), _) => builder.with_access_token(token),
                    (None, None, _) | (_, None, None) => return Err(no_app()),
                }
            }
            Self::App(app) => {
                let scopes = match variable("PINTEREST_SCOPES").or(settings.profile().scopes) {
                    Some(list) => scopes(&list),
                    None => all_scopes(SecurityScheme::ClientCredentials),
                };
                builder.with_credentials(ClientCredentials::new(oauth(app), scopes))
            }
        })
    }

    /// The environment variable or file that it is from, for people.
    pub(crate) fn origin(&self) -> String {
        match self {
            Self::AccessVariable(_) => "PINTEREST_ACCESS_TOKEN".to_owned(),
            Self::RefreshVariable { .. } => "PINTEREST_REFRESH_ACCESS_TOKEN".to_owned(),
            Self::FileVariable { .. } => "PINTEREST_TOKEN_FILE".to_owned(),
            Self::Profile { .. } => "profile".to_owned(),
            Self::App(_) => "app id and secret".to_owned(),
        }
    }

    /// The tokens as far as they are known without a request.
    pub(crate) fn tokens(&self) -> Result<Option<Tokens>, Failure> {
        match self {
            Self::AccessVariable(token) => Ok(Some(Tokens::new(token.clone()))),
            Self::RefreshVariable { tokens, file, .. } => {
                let stored = file.as_deref().map(read).transpose()?.flatten();
                Ok(stored.or_else(|| Some(tokens.clone())))
            }
            Self::FileVariable { file, .. } => read(file),
            Self::Profile { tokens, .. } => Ok(Some(tokens.clone())),
            Self::App(_) => Ok(None),
        }
    }
}

/// Reads scopes that commas or spaces separate.
pub(crate) fn scopes(list: &str) -> Vec<Scope> {
    let words = list.split([',', ' ']).filter(|word| !word.is_empty());
    words.map(Scope::from_wire).collect()
}

/// The scopes that the operations need of tokens of a kind.
pub(crate) fn all_scopes(scheme: SecurityScheme) -> Vec<Scope> {
    let requirements = OPERATIONS.iter().flat_map(|operation| operation.security);
    let names: BTreeSet<&str> = requirements
        .filter(|requirement| requirement.scheme == scheme)
        .flat_map(|requirement| requirement.scopes.iter().copied())
        .collect();
    names.into_iter().map(Scope::from_wire).collect()
}
