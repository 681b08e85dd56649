//! Who calls, and whether the operation is for them.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::description::Operation;
use crate::exchange::{Failure, Request};
use crate::rate_limits::Access;
use crate::state::State;
use crate::tokens::{self, Found, Grant, Kind};

/// The account and app that a request is made for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Caller {
    /// Id of the user account.
    pub(crate) account: String,
    /// Id of the app.
    pub(crate) app: String,
    /// The scheme that let the request in, e.g. `pinterest_oauth2`.
    pub(crate) scheme: String,
    /// The scopes of the token; all of them if it has no list.
    pub(crate) scopes: Option<Vec<String>>,
    /// Whether tokens that the fake did not issue are accepted.
    pub(crate) accepts_unissued: bool,
    /// Whether refresh tokens are issued only where `continuous_refresh` asks for them.
    pub(crate) has_older_app: bool,
}

impl Caller {
    /// Tells whether the token has a scope, e.g. `boards:read_secret`.
    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        let scopes = self.scopes.as_ref();
        scopes.is_none_or(|scopes| scopes.iter().any(|of_token| of_token == scope))
    }
}

/// Id of the account that tokens which the fake did not issue act for.
pub(crate) const MAIN_ACCOUNT: &str = "549755885175";

/// Id of the app that such tokens belong to.
pub(crate) const MAIN_APP: &str = "1234567";

/// The names that the description has for ways to authorize a request.
pub(crate) mod scheme {
    /// The token of a user.
    pub(crate) const USER: &str = "pinterest_oauth2";
    /// The token of an app, which acts for the account that owns it.
    pub(crate) const APP: &str = "client_credentials";
    /// A token that is good for conversion events only.
    pub(crate) const CONVERSION: &str = "conversion_token";
    /// App id and secret.
    pub(crate) const BASIC: &str = "basic";

    /// Returns the scheme of a token that nothing else is known about.
    pub(crate) fn of_token(token: &str) -> &'static str {
        match token.starts_with("pinc") {
            true => CONVERSION,
            false => USER,
        }
    }
}

/// What the fake accepts: tokens, apps, redirect URIs, and how often.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    /// Whether tokens that the fake did not issue are rejected.
    pub(crate) issued_only: bool,
    /// The only app; without it, any id and secret are accepted.
    pub(crate) app: Option<App>,
    /// Whether apps were made before refresh tokens rotated for all of them.
    pub(crate) has_older_app: bool,
    /// Where the authorize page redirects to, beside any address of the loopback interface.
    pub(crate) redirect_uris: Vec<String>,
    /// Whether the authorize page waits for a click.
    pub(crate) asks_user: bool,
    /// The access whose rate limits are in force; without it, there are none.
    pub(crate) limits: Option<Access>,
}

impl Rules {
    /// Returns the id of the app that tokens belong to if nothing says otherwise.
    pub(crate) fn app_id(&self) -> &str {
        self.app.as_ref().map_or(MAIN_APP, |app| &app.id)
    }

    fn accepts_app(&self, id: &str, secret: &str) -> bool {
        match &self.app {
            Some(app) => app.id == id && app.secret == secret,
            None => !id.is_empty() && !secret.is_empty(),
        }
    }
}

/// Id and secret of an app.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) id: String,
    pub(crate) secret: String,
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Lets a request in, or tells why not.
pub(crate) fn authorize(
    rules: &Rules,
    operation: &Operation,
    request: &Request,
    state: &State,
) -> Result<Caller, Failure> {
    let header = request.header("authorization").unwrap_or_default();
    let (kind, credentials) = header.split_once(' ').ok_or_else(failed)?;
    let grant = match kind.to_ascii_lowercase().as_str() {
        "bearer" => of_token(rules, credentials.trim(), state)?,
        "basic" => of_app(rules, credentials.trim())?,
        _ => return Err(failed()),
    };
    check(operation, &grant)?;
    Ok(Caller {
        account: grant.account,
        app: grant.app,
        scheme: grant.scheme,
        scopes: grant.scopes,
        accepts_unissued: !rules.issued_only,
        has_older_app: rules.has_older_app,
    })
}

/// 401, code 2: who calls is not known.
fn failed() -> Failure {
    Failure::new(401, 2, "Authentication failed.")
}

fn of_token(rules: &Rules, token: &str, state: &State) -> Result<Grant, Failure> {
    match tokens::find(state, Kind::Access, token) {
        Found::Valid(grant, _) => Ok(grant),
        Found::Ended => Err(failed()),
        // A refresh token is good for the token endpoint only.
        Found::Unknown if rules.issued_only || token.is_empty() || token.starts_with("pinr") => {
            Err(failed())
        }
        Found::Unknown => Ok(Grant::of_main_account(
            rules.app_id(),
            scheme::of_token(token),
        )),
    }
}

fn of_app(rules: &Rules, credentials: &str) -> Result<Grant, Failure> {
    let bytes = STANDARD.decode(credentials).map_err(|_| failed())?;
    let text = String::from_utf8(bytes).map_err(|_| failed())?;
    match text.split_once(':') {
        Some((id, secret)) if rules.accepts_app(id, secret) => {
            Ok(Grant::of_main_account(id, scheme::BASIC))
        }
        _ => Err(failed()),
    }
}

/// Fails if the operation does not take what the request was authorized with, or needs more scopes.
fn check(operation: &Operation, grant: &Grant) -> Result<(), Failure> {
    let takes = |scheme: &str| operation.security.iter().find(|s| s.scheme == scheme);
    let Some(requirement) = takes(&grant.scheme) else {
        let is_about_app = grant.scheme == scheme::BASIC || takes(scheme::BASIC).is_some();
        return Err(match is_about_app {
            true => failed(),
            false => insufficient(&format!("It is no token for {}", operation.id)),
        });
    };
    let Some(scopes) = &grant.scopes else {
        return Ok(());
    };
    let needed = requirement.scopes.iter();
    let missing: Vec<&str> = needed
        .filter(|scope| !scopes.contains(scope))
        .map(String::as_str)
        .collect();
    match missing.is_empty() {
        true => Ok(()),
        false => Err(insufficient(&format!(
            "Missing scopes: {}",
            missing.join(", ")
        ))),
    }
}

/// 401, code 3: the token is valid, but not for this. The service says no more than the first
/// sentence.
fn insufficient(why: &str) -> Failure {
    Failure::new(
        401,
        3,
        format!("Your token does not have sufficient permissions for this. {why}"),
    )
}
