//! A token that does not show itself.

use std::fmt;
use std::sync::Arc;

use http::HeaderValue;
use pinterest_client::operation::SecurityScheme;
use pinterest_client::types::Scope;
use secrecy::{ExposeSecret, SecretString};

use crate::{Error, ErrorKind};

/// What a conversion token begins with.
const CONVERSION_PREFIX: &str = "pinc";

/// An access token. Its text is in no `Debug` output, error or trace. Clones share it.
///
/// What is known about the token is checked before a request is sent: an operation that takes no token of its
/// [`scheme`](Self::scheme) is refused with [`ErrorKind::Credentials`], one that needs a scope beyond its
/// [`scopes`](Self::scopes) with [`ErrorKind::MissingScope`]. What is not known is left to the server.
///
/// ```
/// use pinterest::auth::AccessToken;
/// use pinterest::types::Scope;
///
/// let token = AccessToken::new("pina_...").with_scopes([Scope::BizAccessRead, Scope::AdsRead]);
/// assert_eq!(format!("{token:?}"), "AccessToken([redacted])");
/// ```
#[derive(Clone)]
pub struct AccessToken(Arc<Facts>);

#[derive(Clone)]
struct Facts {
    secret: SecretString,
    header: Result<HeaderValue, &'static str>,
    scheme: Option<SecurityScheme>,
    scopes: Option<Vec<Scope>>,
}

impl AccessToken {
    /// A token as the authorization server issued it; surrounding white space is dropped.
    ///
    /// A token that begins with `pinc` is taken for a conversion token, any other for one of a user or of an app.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        let token: String = token.into();
        let trimmed = token.trim();
        let secret = if trimmed.len() == token.len() {
            SecretString::from(token)
        } else {
            SecretString::from(trimmed)
        };
        let text = secret.expose_secret();
        Self(Arc::new(Facts {
            header: bearer(text),
            scheme: text
                .starts_with(CONVERSION_PREFIX)
                .then_some(SecurityScheme::ConversionToken),
            scopes: None,
            secret,
        }))
    }

    /// A token that does nothing but send conversion events; see
    /// [`OAuth::conversion_token`](super::OAuth::conversion_token), which makes one. Operations that do not take such
    /// a token are refused before anything is sent.
    #[must_use]
    pub fn conversion(token: impl Into<String>) -> Self {
        Self::new(token).with_scheme(SecurityScheme::ConversionToken)
    }

    /// Says what the token is allowed to do, so that a missing scope is found before a request is sent.
    #[must_use]
    pub fn with_scopes(mut self, scopes: impl IntoIterator<Item = impl Into<Scope>>) -> Self {
        let scopes = scopes.into_iter().map(Into::into).collect();
        Arc::make_mut(&mut self.0).scopes = Some(scopes);
        self
    }

    /// Says which kind of token it is.
    #[must_use]
    pub fn with_scheme(mut self, scheme: SecurityScheme) -> Self {
        Arc::make_mut(&mut self.0).scheme = Some(scheme);
        self
    }

    /// The kind of token, as far as it is known. `None` stands for a token of a user or of an app.
    #[must_use]
    pub fn scheme(&self) -> Option<SecurityScheme> {
        self.0.scheme
    }

    /// What the token is allowed to do, if that is known.
    #[must_use]
    pub fn scopes(&self) -> Option<&[Scope]> {
        self.0.scopes.as_deref()
    }

    /// The text of the token, for storing it. Do not print it.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.0.secret.expose_secret()
    }

    /// The text, still as a secret.
    pub(crate) fn secret(&self) -> SecretString {
        self.0.secret.clone()
    }

    /// Whether both have the same text, whatever is known about them.
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.expose_secret() == other.expose_secret()
    }

    /// The value of the `Authorization` header.
    pub(crate) fn header(&self) -> Result<HeaderValue, Error> {
        self.0
            .header
            .clone()
            .map_err(|why| Error::new(ErrorKind::Credentials, why))
    }

    /// The kinds that the token may be of.
    pub(super) fn possible_schemes(&self) -> &'static [SecurityScheme] {
        match self.scheme() {
            None => &[
                SecurityScheme::PinterestOauth2,
                SecurityScheme::ClientCredentials,
            ],
            Some(SecurityScheme::PinterestOauth2) => &[SecurityScheme::PinterestOauth2],
            Some(SecurityScheme::ClientCredentials) => &[SecurityScheme::ClientCredentials],
            Some(SecurityScheme::ConversionToken) => &[SecurityScheme::ConversionToken],
            // App id and secret are no token, so nothing can be done with it.
            Some(_) => &[],
        }
    }
}

fn bearer(token: &str) -> Result<HeaderValue, &'static str> {
    if token.is_empty() {
        return Err("the access token is empty");
    }
    let first = token.split_whitespace().next().unwrap_or_default();
    if first.eq_ignore_ascii_case("bearer") {
        return Err(
            "the access token begins with `Bearer`, which is added by itself; give only the token",
        );
    }
    // Others come from copying, as a byte order mark or a space without width does, and the server would only say no.
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(
            "the access token has a space, or a character that is invisible or not ASCII; give only the token",
        );
    }
    let mut value = HeaderValue::try_from(format!("Bearer {token}"))
        .map_err(|_| "the access token has characters that a header cannot hold")?;
    value.set_sensitive(true);
    Ok(value)
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken([redacted])")
    }
}

impl From<&str> for AccessToken {
    fn from(token: &str) -> Self {
        Self::new(token)
    }
}

impl From<String> for AccessToken {
    fn from(token: String) -> Self {
        Self::new(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_becomes_a_header_without_the_line_end_of_its_file() {
        let header = AccessToken::new("pina_1\n").header().unwrap();
        assert_eq!(header.to_str().unwrap(), "Bearer pina_1");
        assert!(header.is_sensitive());
    }

    #[test]
    fn a_token_cannot_add_a_header_and_is_not_shown() {
        for token in [
            "pina_1\r\nX-Evil: 1",
            "",
            "\u{feff}pina_1",
            "pina\u{200b}_1",
            "pina_1 2",
        ] {
            let error = AccessToken::new(token).header().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Credentials);
            assert!(!format!("{error:?} {error}").contains("pina"));
        }
        assert!(!format!("{:?}", AccessToken::new("pina_1")).contains("pina"));
    }

    #[test]
    fn a_whole_header_is_not_taken_for_a_token() {
        for text in ["Bearer pina_1", "bearer  pina_1"] {
            let error = AccessToken::new(text).header().unwrap_err().to_string();
            assert!(
                error.contains("`Bearer`") && !error.contains("pina"),
                "{error}"
            );
        }
        AccessToken::new("bearer_of_news").header().unwrap();
    }

    #[test]
    fn the_kind_is_told_by_the_beginning_or_by_the_caller() {
        assert_eq!(AccessToken::new("pina_1").scheme(), None);
        let conversion = Some(SecurityScheme::ConversionToken);
        assert_eq!(AccessToken::new(" pinc_1").scheme(), conversion);
        assert_eq!(AccessToken::conversion("odd").scheme(), conversion);
    }

    #[test]
    fn what_is_said_about_a_token_leaves_its_clones_alone() {
        let plain = AccessToken::new("pina_1");
        let scoped = plain.clone().with_scopes(["ads:read"]);
        assert_eq!(
            (plain.scopes(), scoped.scopes()),
            (None, Some(&[Scope::AdsRead][..]))
        );
        assert!(plain.is_same_as(&scoped) && !plain.is_same_as(&AccessToken::new("pina_2")));
    }
}
