//! A token that does not show itself.

use std::fmt;

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use crate::{Error, ErrorKind};

/// An access token. Its text is in no `Debug` output, error or trace.
#[derive(Clone)]
pub struct AccessToken(SecretString);

impl AccessToken {
    /// A token as the authorization server issued it; surrounding white space is dropped.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        let token: String = token.into();
        let trimmed = token.trim();
        Self(if trimmed.len() == token.len() {
            SecretString::from(token)
        } else {
            SecretString::from(trimmed)
        })
    }

    /// The value of the `Authorization` header.
    pub(crate) fn header(&self) -> Result<HeaderValue, Error> {
        let refuse = |why| Err(Error::new(ErrorKind::Credentials, why));
        let token = self.0.expose_secret();
        if token.is_empty() {
            return refuse("the access token is empty");
        }
        match HeaderValue::try_from(format!("Bearer {token}")) {
            Ok(mut value) => {
                value.set_sensitive(true);
                Ok(value)
            }
            Err(_) => refuse("the access token has characters that a header cannot hold"),
        }
    }
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
        for token in ["pina_1\r\nX-Evil: 1", ""] {
            let error = AccessToken::new(token).header().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Credentials);
            assert!(!format!("{error:?} {error}").contains("pina"));
        }
        assert!(!format!("{:?}", AccessToken::new("pina_1")).contains("pina"));
    }
}
