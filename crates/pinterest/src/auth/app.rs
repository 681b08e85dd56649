//! The id and secret with which an app identifies itself to the authorization server.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::{Error, ErrorKind};

/// The id and the secret of an app that is registered with Pinterest. `Debug` does not show the
/// secret.
#[derive(Clone)]
pub struct App {
    id: String,
    secret: SecretString,
}

impl App {
    /// Creates an app from the id and the secret that Pinterest's page of the app shows, without
    /// surrounding white space.
    #[must_use]
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        let (id, secret): (String, String) = (id.into(), secret.into());
        Self {
            id: id.trim().to_owned(),
            secret: SecretString::from(secret.trim()),
        }
    }

    /// Returns the id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn secret(&self) -> &str {
        self.secret.expose_secret()
    }

    /// Checks that id and secret can be sent.
    pub(super) fn check(&self) -> Result<(), Error> {
        let why = if self.id.is_empty() {
            "the app id is empty"
        } else if self.id.contains(':') {
            "the app id has a colon, which HTTP basic authentication does not allow"
        } else if self.secret().is_empty() {
            "the app secret is empty"
        } else {
            return Ok(());
        };
        Err(Error::new(ErrorKind::Configuration, why))
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("id", &self.id)
            .field("secret", &"[redacted]")
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_not_shown() {
        let app = App::new("1234", "CANARY");
        assert_eq!(
            format!("{app:?}"),
            "App { id: \"1234\", secret: \"[redacted]\" }"
        );
    }

    #[test]
    fn an_id_or_a_secret_that_cannot_be_sent_is_rejected() {
        for (id, secret) in [("", "s"), ("1:2", "s"), ("1", " ")] {
            let error = App::new(id, secret).check().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
        }
        App::new(" 1 ", "s\n").check().unwrap();
    }
}
