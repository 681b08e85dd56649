//! What the authorization server answers, and what its refusals mean.
//!
//! The fields are read one by one, by the names that `spec/oauth.yaml` has for them, and more forms are taken than it
//! describes: an answer that holds a token is never lost for a field beside it.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use pinterest_client::operation::SecurityScheme;
use pinterest_client::types::Scope;
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::tokens::time_at;
use super::{AccessToken, RefreshToken, Tokens};
use crate::error::{ErrorResponse, SHORTEST_SECRET, unescaped};
use crate::{Error, ErrorKind};

/// The API's code for a grant, such as a refresh token, that is not good (any more).
const INVALID_GRANT: i32 = 283;

/// The API's code for credentials that were not accepted.
const AUTHENTICATION_FAILED: i32 = 2;

/// Seconds since 1970 do not get this large before the year 5138; milliseconds do.
const FIRST_MILLISECONDS: u64 = 100_000_000_000;

/// What stands between the scopes of an answer; Pinterest's own separator is the comma, that of OAuth the space.
const SCOPE_SEPARATORS: [char; 2] = [',', ' '];

/// A response that reports success. The body is not part of what an error would show.
pub(super) struct Success {
    pub(super) answer: ErrorResponse,
    pub(super) body: Bytes,
}

/// Reads the answer to a grant. Only the access token must be there; a time that makes no sense counts as unknown, since
/// then the token is used until the server refuses it.
pub(super) fn tokens(
    success: &Success,
    scheme: SecurityScheme,
    asked_at: SystemTime,
) -> Result<Tokens, Error> {
    let fields = fields(success)?;
    let mut token = access_token(success, &fields)?.with_scheme(scheme);
    if let Some(scopes) = scopes(&fields) {
        token = token.with_scopes(scopes);
    }
    let mut tokens = Tokens::new(token);
    if let Some(expiry) = seconds(&fields, "expires_in").and_then(|s| asked_at.checked_add(s)) {
        tokens = tokens.with_access_expiry(expiry);
    }
    if let Some(refresh_token) = text(&fields, "refresh_token") {
        tokens = tokens.with_refresh_token(RefreshToken::new(refresh_token));
    }
    // The span comes first: it does not depend on how the clocks of both sides are set.
    let expiry = seconds(&fields, "refresh_token_expires_in")
        .and_then(|span| asked_at.checked_add(span))
        .or_else(|| moment(&fields, "refresh_token_expires_at"));
    Ok(match expiry {
        Some(expiry) => tokens.with_refresh_expiry(expiry),
        None => tokens,
    })
}

/// Reads the answer to the request for a conversion token.
pub(super) fn conversion_token(success: &Success) -> Result<AccessToken, Error> {
    let fields = fields(success)?;
    access_token(success, &fields).map(|token| token.with_scheme(SecurityScheme::ConversionToken))
}

fn fields(success: &Success) -> Result<Map<String, Value>, Error> {
    serde_json::from_slice(&success.body)
        .map_err(|_| undecodable(success, "its body is not a JSON object"))
}

fn access_token(success: &Success, fields: &Map<String, Value>) -> Result<AccessToken, Error> {
    text(fields, "access_token")
        .map(AccessToken::new)
        .ok_or_else(|| undecodable(success, "there is no access_token in it"))
}

/// Says nothing of the body, which may hold a token in another place than expected.
fn undecodable(success: &Success, why: &str) -> Error {
    let message = format!("the answer of the authorization server is not as described: {why}");
    Error::new(ErrorKind::Decode, message).with_response(success.answer.clone())
}

fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    let text = fields.get(name)?.as_str()?.trim();
    (!text.is_empty()).then_some(text)
}

/// A positive whole number; some servers send it as text.
fn number(fields: &Map<String, Value>, name: &str) -> Option<u64> {
    let value = fields.get(name)?;
    let number = value
        .as_u64()
        .or_else(|| value.as_str()?.trim().parse().ok());
    number.filter(|number| *number > 0)
}

fn seconds(fields: &Map<String, Value>, name: &str) -> Option<Duration> {
    number(fields, name).map(Duration::from_secs)
}

fn moment(fields: &Map<String, Value>, name: &str) -> Option<SystemTime> {
    let number = number(fields, name)?;
    let seconds = if number < FIRST_MILLISECONDS {
        number
    } else {
        number / 1000
    };
    time_at(seconds)
}

/// `None` when the server says nothing that can be understood: a list without one known scope would only block calls.
fn scopes(fields: &Map<String, Value>) -> Option<Vec<Scope>> {
    let words = text(fields, "scope")?.split(SCOPE_SEPARATORS);
    let scopes: Vec<Scope> = words
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(Scope::from)
        .collect();
    scopes
        .iter()
        .any(|scope| !scope.is_unknown())
        .then_some(scopes)
}

/// What a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    /// The refresh token or the code.
    Grant,
    /// App id and secret.
    App,
    /// One of the two, but the answer does not say which.
    Either,
    /// Something else, or nothing that lasts.
    Other,
}

/// Decides on the status first. Code 283 is what was seen for a refresh token that is no longer good, and code 2 with
/// status 401 is what the description has for an app that is not accepted; `error` is how OAuth itself says it. A token
/// is never given up for less than that, since the user would have to be asked again for nothing.
fn what_is_refused(error: &Error) -> Refused {
    let Some(status @ (400 | 401)) = error.status() else {
        return Refused::Other;
    };
    let fields: Map<String, Value> =
        serde_json::from_slice(error.raw_body().unwrap_or_default()).unwrap_or_default();
    match text(&fields, "error") {
        Some("invalid_grant") => return Refused::Grant,
        Some("invalid_client" | "unauthorized_client") => return Refused::App,
        _ => {}
    }
    let about_app = text(&fields, "data").is_some_and(|data| data.contains("Application"));
    match (status, error.code()) {
        (_, Some(INVALID_GRANT)) if about_app => Refused::App,
        (_, Some(INVALID_GRANT)) => Refused::Grant,
        (401, Some(AUTHENTICATION_FAILED)) => Refused::App,
        (401, _) => Refused::Either,
        _ => Refused::Other,
    }
}

/// A refresh token that is no longer good ends everything; other errors pass.
pub(super) fn refusal_of_refresh_token(error: Error) -> Error {
    match what_is_refused(&error) {
        Refused::Grant => error.meaning(
            ErrorKind::ReauthorizationRequired,
            "the refresh token is expired, used up or revoked; the user has to authorise the app again",
        ),
        _ => error,
    }
}

/// An app that is not accepted, or may not be; other errors pass.
pub(super) fn refusal_of_app(error: Error) -> Error {
    if error.kind() != ErrorKind::Api {
        return error;
    }
    let message = match what_is_refused(&error) {
        Refused::App => "the authorization server does not accept the app id and secret",
        Refused::Either => {
            "the authorization server does not accept the app id and secret, or not what is to be exchanged"
        }
        Refused::Grant | Refused::Other => return error,
    };
    error.meaning(ErrorKind::Credentials, message)
}

/// A body that repeats no secret of the request, neither plainly nor as it stood in the form.
pub(super) fn without_secrets(body: Bytes, secrets: &[&str]) -> Bytes {
    let text = String::from_utf8_lossy(&body);
    let text = unescaped(&text);
    let mut clean = text.clone();
    for secret in secrets
        .iter()
        .filter(|secret| secret.len() >= SHORTEST_SECRET)
    {
        let encoded: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        for form in [*secret, &encoded] {
            if clean.contains(form) {
                clean = clean.replace(form, "[redacted]").into();
            }
        }
    }
    if clean == text {
        return body;
    }
    Bytes::from(clean.into_owned())
}

#[cfg(test)]
mod tests;
