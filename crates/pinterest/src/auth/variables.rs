//! Credentials from environment variables.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use pinterest_client::operation::{OPERATIONS, SecurityScheme};
use pinterest_client::types::Scope;

use super::{
    AccessToken, App, Binding, ClientCredentials, Credentials, FileTokenStore, MemoryTokenStore,
    OAuth, RefreshToken, Tokens, UserCredentials,
};
use crate::http_client::Source;
use crate::retry::Retries;
use crate::{Environment, Error, ErrorKind};

const ACCESS_TOKEN: &str = "PINTEREST_ACCESS_TOKEN";
const REFRESH_TOKEN: &str = "PINTEREST_REFRESH_ACCESS_TOKEN";
const APP_ID: &str = "PINTEREST_APP_ID";
const APP_SECRET: &str = "PINTEREST_APP_SECRET";
const TOKEN_FILE: &str = "PINTEREST_TOKEN_FILE";
const SCOPES: &str = "PINTEREST_SCOPES";

/// Access to variables by name. Empty ones count as not set.
pub(crate) struct Variables<F>(pub(crate) F);

impl<F: Fn(&str) -> Option<OsString>> Variables<F> {
    pub(crate) fn text(&self, name: &'static str) -> Result<Option<String>, Error> {
        match (self.0)(name).map(OsString::into_string) {
            Some(Ok(text)) if text.trim().is_empty() => Ok(None),
            Some(Ok(text)) => Ok(Some(text)),
            Some(Err(_)) => Err(invalid(format!("the variable {name} is not valid Unicode"))),
            None => Ok(None),
        }
    }

    /// Returns a path, which need not be Unicode.
    fn path(&self, name: &'static str) -> Option<PathBuf> {
        let is_blank = |path: &OsString| path.to_str().is_some_and(|text| text.trim().is_empty());
        (self.0)(name)
            .filter(|path| !is_blank(path))
            .map(PathBuf::from)
    }

    /// Returns app id and secret, if both are set. It fails if they are not and `needed` is set.
    fn app(&self, needed: Option<&str>) -> Result<Option<App>, Error> {
        let missing = match (self.text(APP_ID)?, self.text(APP_SECRET)?) {
            (Some(id), Some(secret)) => return Ok(Some(App::new(id, secret))),
            (Some(_), None) => APP_SECRET,
            (None, Some(_)) => APP_ID,
            (None, None) => "PINTEREST_APP_ID and PINTEREST_APP_SECRET",
        };
        match needed {
            Some(by) => Err(invalid(format!("{by} requires {missing} to be set too"))),
            None => Ok(None),
        }
    }

    /// Returns the credentials in the variables, in the order that `ClientBuilder::from_env`
    /// documents.
    pub(crate) fn credentials(&self) -> Result<CredentialsSource, Error> {
        let access_token = self.text(ACCESS_TOKEN)?.map(AccessToken::new);
        let refresh_token = self.text(REFRESH_TOKEN)?.map(RefreshToken::new);
        let file = self.path(TOKEN_FILE);
        let refreshing = match (&refresh_token, &file) {
            (Some(_), _) => Some(REFRESH_TOKEN),
            (None, Some(_)) => Some(TOKEN_FILE),
            (None, None) => None,
        };
        if let Some(app) = self.app(refreshing)?.filter(|_| refreshing.is_some()) {
            return Ok(CredentialsSource::User {
                app,
                tokens: seed(access_token, refresh_token),
                file,
            });
        }
        if let Some(token) = access_token {
            return Ok(CredentialsSource::Given(Arc::new(token)));
        }
        if self.text(APP_ID)?.is_none() && self.text(APP_SECRET)?.is_none() {
            return Err(invalid(format!(
                "neither {ACCESS_TOKEN} (an access token, which begins with `pina`) nor {APP_ID} and {APP_SECRET} are set"
            )));
        }
        let Some(app) = self.app(Some("getting a token of the app"))? else {
            return Err(invalid(format!("{APP_ID} is not set")));
        };
        let scopes = match self.text(SCOPES)? {
            Some(list) => named(&list)?,
            None => scopes_of_operations(),
        };
        Ok(CredentialsSource::App { app, scopes })
    }
}

fn seed(access_token: Option<AccessToken>, refresh_token: Option<RefreshToken>) -> Option<Tokens> {
    match (access_token, refresh_token) {
        (Some(access), Some(refresh)) => Some(Tokens::new(access).with_refresh_token(refresh)),
        (Some(access), None) => Some(Tokens::new(access)),
        (None, Some(refresh)) => Some(Tokens::from_refresh_token(refresh)),
        (None, None) => None,
    }
}

fn named(list: &str) -> Result<Vec<Scope>, Error> {
    let words = list.split([',', ' ']).map(str::trim);
    let scopes: Vec<Scope> = words
        .filter(|word| !word.is_empty())
        .map(Scope::from_wire)
        .collect();
    if scopes.is_empty() {
        return Err(invalid(format!(
            "the variable {SCOPES} is set, but names no scope; name some, such as `ads:read,pins:read`, or unset it"
        )));
    }
    Ok(scopes)
}

/// Returns the scopes that the operations of this build need for the token of an app, or for any
/// token if none takes that of an app.
fn scopes_of_operations() -> Vec<Scope> {
    let of = |fits: fn(SecurityScheme) -> bool| -> BTreeSet<&str> {
        OPERATIONS
            .iter()
            .flat_map(|operation| operation.security)
            .filter(|requirement| fits(requirement.scheme))
            .flat_map(|requirement| requirement.scopes.iter().copied())
            .collect()
    };
    let mut names = of(|scheme| scheme == SecurityScheme::ClientCredentials);
    if names.is_empty() {
        names = of(|_| true);
    }
    names.into_iter().map(Scope::from_wire).collect()
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

/// Credentials that are complete only once the environment is known.
#[derive(Clone, Debug)]
pub(crate) enum CredentialsSource {
    Given(Arc<dyn Credentials>),
    User {
        app: App,
        tokens: Option<Tokens>,
        file: Option<PathBuf>,
    },
    App {
        app: App,
        scopes: Vec<Scope>,
    },
}

impl CredentialsSource {
    pub(crate) fn connect(
        self,
        environment: &Environment,
        http: &Source,
        retries: &Retries,
    ) -> Result<Arc<dyn Credentials>, Error> {
        let oauth = |app| {
            OAuth::new(app)
                .with_environment(environment.clone())
                .with_retries(retries.clone())
                .with_http(http.clone())
        };
        let credentials: Arc<dyn Credentials> = match self {
            Self::Given(credentials) => {
                credentials.bind(&Binding::new(environment, http))?;
                credentials
            }
            Self::App { app, scopes } => Arc::new(ClientCredentials::new(oauth(app), scopes)),
            Self::User { app, tokens, file } => Arc::new(match (tokens, file) {
                (Some(tokens), Some(file)) => {
                    UserCredentials::new(oauth(app), tokens, FileTokenStore::new(file))
                }
                (None, Some(file)) => {
                    UserCredentials::from_store(oauth(app), FileTokenStore::new(file))
                }
                (Some(tokens), None) => UserCredentials::in_memory(oauth(app), tokens),
                (None, None) => UserCredentials::from_store(oauth(app), MemoryTokenStore::new()),
            }),
        };
        Ok(credentials)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(
        variables: &'static [(&'static str, &'static str)],
    ) -> Result<CredentialsSource, Error> {
        Variables(|name: &str| {
            variables
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| value.into())
        })
        .credentials()
    }

    #[track_caller]
    fn assert_rejected(variables: &'static [(&'static str, &'static str)], named: &[&str]) {
        let error = from(variables).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let shown = error.to_string();
        for name in named {
            assert!(shown.contains(name), "{shown}");
        }
        assert!(!shown.contains("CANARY"), "{shown}");
    }

    #[test]
    fn an_access_token_alone_is_used_for_every_request() {
        for variables in [
            &[(ACCESS_TOKEN, "pina_CANARY")][..],
            &[(ACCESS_TOKEN, "pina_CANARY"), (APP_ID, "1")],
            &[
                (ACCESS_TOKEN, "pina_CANARY"),
                (APP_ID, "1"),
                (APP_SECRET, "CANARY"),
            ],
            &[(ACCESS_TOKEN, "pina_CANARY"), (TOKEN_FILE, " ")],
        ] {
            let CredentialsSource::Given(given) = from(variables).unwrap() else {
                panic!("not the access token");
            };
            assert!(format!("{given:?}").contains("AccessToken"));
        }
    }

    #[test]
    fn tokens_are_refreshed_with_a_refresh_token_or_a_file() {
        let app = [(APP_ID, "1"), (APP_SECRET, "CANARY")];
        let with = |more: &[(&'static str, &'static str)]| {
            let all: Vec<_> = app.iter().chain(more).copied().collect();
            let source = from(Box::leak(all.into_boxed_slice())).unwrap();
            assert!(!format!("{source:?}").contains("CANARY"), "{source:?}");
            let CredentialsSource::User { tokens, file, .. } = source else {
                panic!("not refreshing");
            };
            (tokens, file)
        };
        let (tokens, file) = with(&[(REFRESH_TOKEN, "pinr_CANARY")]);
        assert!(tokens.unwrap().access_token().is_none() && file.is_none());
        let (tokens, file) = with(&[
            (REFRESH_TOKEN, "pinr_CANARY"),
            (ACCESS_TOKEN, "pina_CANARY"),
            (TOKEN_FILE, "/tmp/tokens.json"),
        ]);
        let tokens = tokens.unwrap();
        assert!(tokens.access_token().is_some() && tokens.refresh_token().is_some());
        assert_eq!(file.unwrap(), PathBuf::from("/tmp/tokens.json"));
        let (tokens, file) = with(&[(TOKEN_FILE, "tokens.json")]);
        assert!(tokens.is_none() && file.is_some());
    }

    #[test]
    fn an_app_alone_obtains_tokens_of_the_app() {
        let source = from(&[(APP_ID, "1"), (APP_SECRET, "CANARY")]).unwrap();
        let CredentialsSource::App { scopes, .. } = source else {
            panic!("not the app");
        };
        assert_eq!(scopes.is_empty(), OPERATIONS.is_empty());
        let source = from(&[
            (APP_ID, "1"),
            (APP_SECRET, "CANARY"),
            (SCOPES, "ads:read, pins:read"),
        ]);
        let CredentialsSource::App { scopes, .. } = source.unwrap() else {
            panic!("not the app");
        };
        assert_eq!(scopes, [Scope::AdsRead, Scope::PinsRead]);
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_rejected(&[], &[ACCESS_TOKEN, APP_ID, APP_SECRET]);
        assert_rejected(&[(ACCESS_TOKEN, " ")], &[ACCESS_TOKEN]);
        assert_rejected(&[(APP_ID, "1")], &[APP_SECRET]);
        assert_rejected(&[(APP_SECRET, "CANARY")], &[APP_ID]);
        assert_rejected(
            &[(REFRESH_TOKEN, "CANARY"), (APP_ID, "1")],
            &[REFRESH_TOKEN, APP_SECRET],
        );
        assert_rejected(
            &[(REFRESH_TOKEN, "CANARY"), (ACCESS_TOKEN, "CANARY")],
            &[REFRESH_TOKEN, APP_ID, APP_SECRET],
        );
        assert_rejected(&[(TOKEN_FILE, "tokens.json")], &[TOKEN_FILE, APP_ID]);
        assert_rejected(
            &[(APP_ID, "1"), (APP_SECRET, "CANARY"), (SCOPES, " , ")],
            &[SCOPES],
        );
    }
}
