//! Access tokens, whose text is not shown.

use std::fmt;
use std::sync::Arc;

use http::HeaderValue;
use pinterest_client::operation::SecurityScheme;
use pinterest_client::types::Scope;
use secrecy::{ExposeSecret, SecretString};

use crate::{Error, ErrorKind};

/// The prefix of conversion tokens.
const CONVERSION_PREFIX: &str = "pinc";

/// An access token. Its text is in no `Debug` output, error or trace. Clones share it.
///
/// The known facts about the token are checked before a request is sent. A call of an operation
/// that takes no token of its [`scheme`](Self::scheme) fails with [`ErrorKind::Credentials`]. A
/// call of an operation that needs a scope beyond its [`scopes`](Self::scopes) fails with
/// [`ErrorKind::MissingScope`]. Unknown facts are left to the server.
///
/// # Examples
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
    /// Creates a token from the text that the authorization server issued, without surrounding
    /// white space.
    ///
    /// A token that begins with `pinc` counts as a conversion token, any other as one of a user or
    /// an app.
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

    /// Creates a conversion token, which can only send conversion events.
    ///
    /// [`OAuth::conversion_token`](super::OAuth::conversion_token) obtains one. Calls of operations
    /// that do not take such a token fail before anything is sent.
    #[must_use]
    pub fn conversion(token: impl Into<String>) -> Self {
        Self::new(token).with_scheme(SecurityScheme::ConversionToken)
    }

    /// Sets the scopes of the token, so that a missing scope is found before a request is sent.
    #[must_use]
    pub fn with_scopes(mut self, scopes: impl IntoIterator<Item = impl Into<Scope>>) -> Self {
        let scopes = scopes.into_iter().map(Into::into).collect();
        Arc::make_mut(&mut self.0).scopes = Some(scopes);
        self
    }

    /// Sets the kind of the token.
    #[must_use]
    pub fn with_scheme(mut self, scheme: SecurityScheme) -> Self {
        Arc::make_mut(&mut self.0).scheme = Some(scheme);
        self
    }

    /// Returns the kind of the token, if it is known. `None` is a token of a user or an app.
    #[must_use]
    pub fn scheme(&self) -> Option<SecurityScheme> {
        self.0.scheme
    }

    /// Returns the scopes of the token, if they are known.
    #[must_use]
    pub fn scopes(&self) -> Option<&[Scope]> {
        self.0.scopes.as_deref()
    }

    /// Returns the text of the token, to store it. Do not print it.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.0.secret.expose_secret()
    }

    /// Returns the text as a secret.
    pub(crate) fn secret(&self) -> SecretString {
        self.0.secret.clone()
    }

    /// Whether both have the same text, whatever their scheme and scopes.
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.expose_secret() == other.expose_secret()
    }

    /// Returns the value of the `Authorization` header.
    pub(crate) fn header(&self) -> Result<HeaderValue, Error> {
        self.0
            .header
            .clone()
            .map_err(|why| Error::new(ErrorKind::Credentials, why))
    }

    /// Returns the kinds that the token may have.
    pub(super) fn possible_schemes(&self) -> &'static [SecurityScheme] {
        match self.scheme() {
            None => &[
                SecurityScheme::PinterestOauth2,
                SecurityScheme::ClientCredentials,
            ],
            Some(SecurityScheme::PinterestOauth2) => &[SecurityScheme::PinterestOauth2],
            Some(SecurityScheme::ClientCredentials) => &[SecurityScheme::ClientCredentials],
            Some(SecurityScheme::ConversionToken) => &[SecurityScheme::ConversionToken],
            // App id and secret are no access token, so no operation takes them here.
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
            "the access token begins with `Bearer`, which is added automatically; give only the token",
        );
    }
    // Other characters, such as a byte order mark, come from copying. The server would respond with
    // 401 and no reason.
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(
            "the access token has a space, or a character that is not visible ASCII; give only the token",
        );
    }
    let mut value = HeaderValue::try_from(format!("Bearer {token}"))
        .map_err(|_| "the access token has characters that are not allowed in a header")?;
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
    fn a_token_becomes_a_header_without_a_trailing_newline() {
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
    fn the_kind_comes_from_the_prefix_or_the_caller() {
        assert_eq!(AccessToken::new("pina_1").scheme(), None);
        let conversion = Some(SecurityScheme::ConversionToken);
        assert_eq!(AccessToken::new(" pinc_1").scheme(), conversion);
        assert_eq!(AccessToken::conversion("odd").scheme(), conversion);
    }

    #[test]
    fn setting_a_fact_of_a_token_does_not_change_its_clones() {
        let plain = AccessToken::new("pina_1");
        let scoped = plain.clone().with_scopes([Scope::AdsRead]);
        assert_eq!(
            (plain.scopes(), scoped.scopes()),
            (None, Some(&[Scope::AdsRead][..]))
        );
        assert!(plain.is_same_as(&scoped) && !plain.is_same_as(&AccessToken::new("pina_2")));
    }
}
