//! Who calls, and whether the operation is for them.

use crate::description::Operation;
use crate::exchange::{Failure, Request};
use crate::state::State;

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

/// Lets a request in, or tells why not.
pub(crate) fn authorize(
    operation: &Operation,
    request: &Request,
    _state: &mut State,
) -> Result<Caller, Failure> {
    let header = request.header("authorization").unwrap_or_default();
    let scheme = operation.security.first().map_or("", |s| s.scheme.as_str());
    if header.is_empty() && !operation.security.is_empty() {
        return Err(Failure::new(401, 2, "Authentication failed."));
    }
    Ok(Caller {
        account: MAIN_ACCOUNT.to_owned(),
        app: MAIN_APP.to_owned(),
        scheme: scheme.to_owned(),
        scopes: None,
    })
}
