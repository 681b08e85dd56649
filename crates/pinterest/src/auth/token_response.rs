//! The responses of the authorization server, and what its rejections mean.
//!
//! The fields are read one by one, by their names in `spec/oauth.yaml`. More forms are accepted
//! than it describes: a response with a token is never lost because of anything else in it.

mod fields;

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use fields::Fields;
use pinterest_client::operation::SecurityScheme;
use pinterest_client::types::Scope;

use super::tokens::time_at;
use super::{AccessToken, RefreshToken, Tokens};
use crate::error::{ErrorResponse, without_secret};
use crate::{Error, ErrorKind};

const ACCESS_TOKEN: &str = "access_token";

/// The API's code for a grant, such as a refresh token, that is not valid, or no longer.
const INVALID_GRANT: i32 = 283;

/// The API's code for credentials that were not accepted.
const AUTHENTICATION_FAILED: i32 = 2;

/// Times from this number on are milliseconds since 1970: as seconds it is the year 5138.
const FIRST_MILLISECONDS: u64 = 100_000_000_000;

/// The separators of scopes in a response: Pinterest's own is the comma, that of OAuth the space.
const SCOPE_SEPARATORS: [char; 2] = [',', ' '];

/// A response that reports success. The body is separate, so that no error shows it.
pub(super) struct Success {
    pub(super) response: ErrorResponse,
    pub(super) body: Bytes,
}

/// Reads the response to a grant. Only the access token is required. An invalid time counts as
/// unknown: the token is then used until the server rejects it.
pub(super) fn tokens(
    success: &Success,
    scheme: SecurityScheme,
    requested_at: SystemTime,
) -> Result<Tokens, Error> {
    let fields = Fields::with(&success.body, ACCESS_TOKEN);
    let mut token = access_token(success, &fields)?.with_scheme(scheme);
    if let Some(scopes) = scopes(&fields) {
        token = token.with_scopes(scopes);
    }
    let mut tokens = Tokens::new(token).with_issue_time(requested_at);
    if let Some(expiry) = seconds(&fields, "expires_in").and_then(|s| requested_at.checked_add(s)) {
        tokens = tokens.with_access_expiry(expiry);
    }
    // Without it, the user would have to authorize the app again.
    if let Some(refresh_token) = fields.text_anywhere("refresh_token") {
        tokens = tokens.with_refresh_token(RefreshToken::new(refresh_token));
    }
    // The duration has precedence: it does not depend on the clock of the server.
    let expiry = seconds(&fields, "refresh_token_expires_in")
        .and_then(|span| requested_at.checked_add(span))
        .or_else(|| moment(&fields, "refresh_token_expires_at"));
    Ok(match expiry {
        Some(expiry) => tokens.with_refresh_expiry(expiry),
        None => tokens,
    })
}

/// Reads the response to the request for a conversion token.
pub(super) fn conversion_token(success: &Success) -> Result<AccessToken, Error> {
    let fields = Fields::with(&success.body, ACCESS_TOKEN);
    access_token(success, &fields).map(|token| token.with_scheme(SecurityScheme::ConversionToken))
}

fn access_token(success: &Success, fields: &Fields<'_>) -> Result<AccessToken, Error> {
    fields
        .text(ACCESS_TOKEN)
        .map(AccessToken::new)
        .ok_or_else(|| undecodable(success, "it has no `access_token`"))
}

/// Returns an error that does not repeat the body, which may hold a token in an unexpected place.
fn undecodable(success: &Success, why: &str) -> Error {
    let message = format!("the response of the authorization server is not as described: {why}");
    Error::new(ErrorKind::Decode, message).with_response(success.response.clone())
}

fn seconds(fields: &Fields<'_>, name: &str) -> Option<Duration> {
    fields.number(name).map(Duration::from_secs)
}

fn moment(fields: &Fields<'_>, name: &str) -> Option<SystemTime> {
    let number = fields.number(name)?;
    let seconds = if number < FIRST_MILLISECONDS {
        number
    } else {
        number / 1000
    };
    time_at(seconds)
}

/// Reads the scopes; `None` if none of them is known, as such a list would only block calls.
fn scopes(fields: &Fields<'_>) -> Option<Vec<Scope>> {
    let text = fields.text("scope")?;
    let scopes: Vec<Scope> = text
        .split(SCOPE_SEPARATORS)
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(Scope::from_wire)
        .collect();
    scopes
        .iter()
        .any(|scope| !scope.is_unknown())
        .then_some(scopes)
}

/// What the server rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rejected {
    /// The refresh token or the code.
    Grant,
    /// App id and secret.
    App,
    /// One of the two, but the response does not say which.
    Either,
    /// Something else, or the failure is transient.
    Other,
}

/// Classifies a rejection, by the status first.
///
/// Code 283 was seen for a refresh token that is no longer valid. The description has code 2 with
/// status 401 for an app that is not accepted. `error` is the field of OAuth itself. Anything else
/// does not invalidate a token, as the user would have to authorize the app again without need.
fn what_is_rejected(error: &Error) -> Rejected {
    let Some(status @ (400 | 401)) = error.status() else {
        return Rejected::Other;
    };
    let fields = Fields::of(error.raw_body().unwrap_or_default());
    match fields.text("error").as_deref() {
        Some("invalid_grant") => return Rejected::Grant,
        Some("invalid_client" | "unauthorized_client") => return Rejected::App,
        _ => {}
    }
    let data = fields.text("data");
    let about_app = data.is_some_and(|data| data.contains("Application"));
    match (status, error.code()) {
        (_, Some(INVALID_GRANT)) if about_app => Rejected::App,
        (_, Some(INVALID_GRANT)) => Rejected::Grant,
        (401, Some(AUTHENTICATION_FAILED)) => Rejected::App,
        (401, _) => Rejected::Either,
        _ => Rejected::Other,
    }
}

/// Converts the rejection of a refresh token to [`ErrorKind::ReauthorizationRequired`], and returns
/// other errors as they are.
pub(super) fn refresh_token_rejected(error: Error) -> Error {
    match what_is_rejected(&error) {
        Rejected::Grant => error.meaning(
            ErrorKind::ReauthorizationRequired,
            "the refresh token is expired, used up or revoked; the user has to authorize the app again",
        ),
        _ => error,
    }
}

/// Converts the rejection of an app to [`ErrorKind::Credentials`], and returns other errors as they
/// are.
pub(super) fn app_rejected(error: Error) -> Error {
    if error.kind() != ErrorKind::Api {
        return error;
    }
    let message = match what_is_rejected(&error) {
        Rejected::App => "the authorization server rejected the app id and secret",
        Rejected::Either => {
            "the authorization server rejected the app id and secret, or the code or token to exchange"
        }
        Rejected::Grant | Rejected::Other => return error,
    };
    error.meaning(ErrorKind::Credentials, message)
}

/// Returns the body without the secrets of the request, neither as they are nor as they were
/// encoded in the form.
pub(super) fn without_secrets(body: Bytes, secrets: &[&str]) -> Bytes {
    let text = String::from_utf8_lossy(&body);
    let mut clean = text.clone().into_owned();
    for secret in secrets {
        clean = without_secret(&clean, secret, "[redacted]").into_owned();
    }
    if clean == text {
        return body;
    }
    Bytes::from(clean)
}

#[cfg(test)]
mod tests;
