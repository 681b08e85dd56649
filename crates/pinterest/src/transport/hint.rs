//! What usually is behind errors that say too little.

use crate::Error;
use crate::client::Settings;

/// Adds what the API's own message leaves out.
pub(super) fn explain(error: Error, settings: &Settings) -> Error {
    let host = &settings.host;
    let hint = match (error.status(), error.code()) {
        (Some(401), Some(2)) => format!(
            "the access token is expired, revoked, or of another host: tokens of the sandbox and of production are \
             different, and this client talks to {host}"
        ),
        (Some(403), Some(29)) if !settings.sandbox => format!(
            "an app with trial access may use the sandbox only: choose Environment::Sandbox with a token of the \
             sandbox, or ask for standard access; this client talks to {host}"
        ),
        _ => return error,
    };
    error.with_hint(hint)
}
