//! The tokens that the authorization server issues, and their stored format.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use pinterest_client::operation::SecurityScheme;
use pinterest_client::types::Scope;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::AccessToken;
use crate::{Error, ErrorKind};

/// The version of the stored format.
const VERSION: u64 = 1;

/// The difference between two times that are stored as different ones.
const TICK: Duration = Duration::from_secs(1);

/// A refresh token, which is exchanged for new access tokens.
///
/// Pinterest's are valid for 60 days and for one use, which returns the next one. Its text is in no
/// `Debug` output, error or trace.
#[derive(Clone)]
pub struct RefreshToken(SecretString);

impl RefreshToken {
    /// Creates a token from the text that the authorization server issued, without surrounding
    /// white space.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        let token: String = token.into();
        Self(SecretString::from(token.trim()))
    }

    /// Returns the text of the token, to store it. Do not print it.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.0.expose_secret()
    }

    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        self.expose_secret() == other.expose_secret()
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RefreshToken([redacted])")
    }
}

impl From<&str> for RefreshToken {
    fn from(token: &str) -> Self {
        Self::new(token)
    }
}

impl From<String> for RefreshToken {
    fn from(token: String) -> Self {
        Self::new(token)
    }
}

/// An access token with its refresh token, and the expiries of both.
///
/// It does not implement `Serialize`, so that it is not serialized by accident; see
/// [`to_json_with_secrets`](Self::to_json_with_secrets).
///
/// # Examples
///
/// ```
/// use pinterest::auth::{RefreshToken, Tokens};
///
/// // A refresh token is enough: the first call then obtains an access token.
/// let tokens = Tokens::from_refresh_token("pinr...");
/// assert!(tokens.access_token().is_none());
/// ```
#[derive(Clone)]
pub struct Tokens {
    access_token: Option<AccessToken>,
    access_expiry: Option<SystemTime>,
    refresh_token: Option<RefreshToken>,
    refresh_expiry: Option<SystemTime>,
    issue_time: Option<SystemTime>,
}

impl Tokens {
    /// Creates tokens from an access token alone. Its expiry is unknown: it is used until the
    /// server rejects it.
    #[must_use]
    pub fn new(access_token: impl Into<AccessToken>) -> Self {
        Self {
            access_token: Some(access_token.into()),
            access_expiry: None,
            refresh_token: None,
            refresh_expiry: None,
            issue_time: None,
        }
    }

    /// Creates tokens from a refresh token alone.
    #[must_use]
    pub fn from_refresh_token(refresh_token: impl Into<RefreshToken>) -> Self {
        Self {
            access_token: None,
            access_expiry: None,
            refresh_token: Some(refresh_token.into()),
            refresh_expiry: None,
            issue_time: None,
        }
    }

    /// Sets the refresh token.
    #[must_use]
    pub fn with_refresh_token(mut self, refresh_token: impl Into<RefreshToken>) -> Self {
        self.refresh_token = Some(refresh_token.into());
        self
    }

    /// Sets the expiry of the access token.
    #[must_use]
    pub fn with_access_expiry(mut self, expiry: SystemTime) -> Self {
        self.access_expiry = Some(expiry);
        self
    }

    /// Sets the expiry of the refresh token.
    #[must_use]
    pub fn with_refresh_expiry(mut self, expiry: SystemTime) -> Self {
        self.refresh_expiry = Some(expiry);
        self
    }

    /// Sets the time at which the server issued the tokens. Of two pairs with a time, the later one
    /// is used; see [`UserCredentials`](super::UserCredentials#rotation).
    #[must_use]
    pub fn with_issue_time(mut self, time: SystemTime) -> Self {
        self.issue_time = Some(time);
        self
    }

    /// Returns the access token. Its [`scopes`](AccessToken::scopes) are those that the server
    /// granted.
    #[must_use]
    pub fn access_token(&self) -> Option<&AccessToken> {
        self.access_token.as_ref()
    }

    /// Returns the expiry of the access token, if it is known.
    #[must_use]
    pub fn access_expiry(&self) -> Option<SystemTime> {
        self.access_expiry
    }

    /// Returns the refresh token.
    #[must_use]
    pub fn refresh_token(&self) -> Option<&RefreshToken> {
        self.refresh_token.as_ref()
    }

    /// Returns the expiry of the refresh token, if it is known.
    #[must_use]
    pub fn refresh_expiry(&self) -> Option<SystemTime> {
        self.refresh_expiry
    }

    /// Returns the time at which the server issued the tokens, if it is known. It is known for
    /// tokens that this library obtained.
    #[must_use]
    pub fn issue_time(&self) -> Option<SystemTime> {
        self.issue_time
    }

    /// Whether both pairs have the same tokens.
    pub(super) fn are_same_as(&self, other: &Self) -> bool {
        self.texts() == other.texts()
    }

    fn texts(&self) -> (Option<&str>, Option<&str>) {
        (
            self.access_token.as_ref().map(AccessToken::expose_secret),
            self.refresh_token.as_ref().map(RefreshToken::expose_secret),
        )
    }

    /// Completes the tokens of a refresh with those before it: a response may leave out what has
    /// not changed. They are later than those before, whatever the clocks were.
    pub(super) fn renewed_from(mut self, before: &Self) -> Self {
        let next = before.issue_time.and_then(|time| time.checked_add(TICK));
        self.issue_time = self.issue_time.max(next);
        if self.refresh_token.is_none() {
            self.refresh_token.clone_from(&before.refresh_token);
            self.refresh_expiry = self.refresh_expiry.or(before.refresh_expiry);
        }
        let scopes_before = before.access_token().and_then(AccessToken::scopes);
        if let (Some(token), Some(scopes)) = (&self.access_token, scopes_before)
            && token.scopes().is_none()
        {
            self.access_token = Some(token.clone().with_scopes(scopes));
        }
        self
    }

    /// Returns the tokens as JSON **with their secrets**, for stores.
    /// [`from_json`](Self::from_json) reads it. Times are whole seconds since 1970.
    #[must_use]
    pub fn to_json_with_secrets(&self) -> String {
        let access = self.access_token.as_ref();
        let stored: Stored<&str> = Stored {
            version: VERSION,
            access_token: access.map(AccessToken::expose_secret),
            access_token_expires_at: self.access_expiry.map(seconds_since_1970),
            kind: access
                .and_then(AccessToken::scheme)
                .map(SecurityScheme::as_str),
            scopes: access
                .and_then(AccessToken::scopes)
                .map(|scopes| scopes.iter().map(Scope::as_str).collect()),
            refresh_token: self.refresh_token.as_ref().map(RefreshToken::expose_secret),
            refresh_token_expires_at: self.refresh_expiry.map(seconds_since_1970),
            issued_at: self.issue_time.map(seconds_since_1970),
        };
        // The serialization of strings and numbers cannot fail.
        serde_json::to_string_pretty(&stored).unwrap_or_default()
    }

    /// Reads the JSON of [`to_json_with_secrets`](Self::to_json_with_secrets). Unknown fields are
    /// ignored.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Credentials`] if it is not such JSON, if it has no token, or if it has
    /// the format of a later version of this library.
    pub fn from_json(json: &str) -> Result<Self, Error> {
        // Some editors begin a text with a byte order mark.
        let json = json.trim_start_matches('\u{feff}');
        let fail = |why: String| Err(Error::new(ErrorKind::Credentials, why));
        #[derive(Deserialize)]
        struct Version {
            version: u64,
        }
        match serde_json::from_str::<Version>(json) {
            Ok(Version { version: VERSION }) => {}
            Ok(Version { version }) => {
                return fail(format!(
                    "the stored tokens have format version {version}, but this version of the library reads only {VERSION}; use a later version"
                ));
            }
            Err(failure) => return fail(unreadable(&failure)),
        }
        let stored: Stored<String> = match serde_json::from_str(json) {
            Ok(stored) => stored,
            Err(failure) => return fail(unreadable(&failure)),
        };
        let tokens = stored.into_tokens();
        if tokens.access_token.is_none() && tokens.refresh_token.is_none() {
            return fail(
                "the stored tokens have neither an access token nor a refresh token".to_owned(),
            );
        }
        Ok(tokens)
    }
}

/// Returns the position of the error. The message of serde may repeat a secret.
fn unreadable(failure: &serde_json::Error) -> String {
    format!(
        "the text is not the JSON of stored tokens (line {}, column {})",
        failure.line(),
        failure.column()
    )
}

/// The stored format.
#[derive(Deserialize, Serialize)]
struct Stored<T> {
    version: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_token: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_token_expires_at: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scopes: Option<Vec<T>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token_expires_at: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued_at: Option<u64>,
}

impl Stored<String> {
    fn into_tokens(self) -> Tokens {
        let access_token = self
            .access_token
            .filter(|text| !text.trim().is_empty())
            .map(|text| {
                let mut token = AccessToken::new(text);
                if let Some(scheme) = self.kind.as_deref().and_then(scheme_named) {
                    token = token.with_scheme(scheme);
                }
                match self.scopes {
                    Some(scopes) => {
                        token.with_scopes(scopes.iter().map(|scope| Scope::from_wire(scope)))
                    }
                    None => token,
                }
            });
        Tokens {
            access_token,
            access_expiry: self.access_token_expires_at.and_then(time_at),
            refresh_token: self
                .refresh_token
                .filter(|text| !text.trim().is_empty())
                .map(RefreshToken::new),
            refresh_expiry: self.refresh_token_expires_at.and_then(time_at),
            issue_time: self.issued_at.and_then(time_at),
        }
    }
}

fn scheme_named(name: &str) -> Option<SecurityScheme> {
    [
        SecurityScheme::PinterestOauth2,
        SecurityScheme::ClientCredentials,
        SecurityScheme::ConversionToken,
    ]
    .into_iter()
    .find(|scheme| scheme.as_str() == name)
}

pub(super) fn seconds_since_1970(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// Returns the time; `None` if the clock cannot represent it.
pub(super) fn time_at(seconds_since_1970: u64) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds_since_1970))
}

/// The name of a scope, unless it is unknown: it may be anything then, a token in the wrong place
/// included.
fn shown(scope: &Scope) -> &str {
    match scope {
        Scope::Unknown(_) => "[unknown]",
        known => known.as_str(),
    }
}

/// Shows which tokens there are and their expiries, but not the tokens.
impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scopes = self.access_token().and_then(AccessToken::scopes);
        let scopes = scopes.map(|scopes| scopes.iter().map(shown).collect::<Vec<_>>());
        f.debug_struct("Tokens")
            .field("access_token", &self.access_token)
            .field("access_expiry", &self.access_expiry)
            .field("scopes", &scopes)
            .field("refresh_token", &self.refresh_token)
            .field("refresh_expiry", &self.refresh_expiry)
            .field("issue_time", &self.issue_time)
            .finish()
    }
}

#[cfg(test)]
mod tests;
