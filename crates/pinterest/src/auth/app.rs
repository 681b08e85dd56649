//! What an app shows to the authorization server.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::{Error, ErrorKind};

/// An app as Pinterest registered it: its id, which is public, and its secret, which no `Debug` output shows.
#[derive(Clone)]
pub struct App {
    id: String,
    secret: SecretString,
}

impl App {
    /// The id and the secret that Pinterest's page of the app shows; surrounding white space is dropped.
    #[must_use]
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        let (id, secret): (String, String) = (id.into(), secret.into());
        Self {
            id: id.trim().to_owned(),
            secret: SecretString::from(secret.trim()),
        }
    }

    /// The app's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn secret(&self) -> &str {
        self.secret.expose_secret()
    }

    /// Whether id and secret can be sent at all.
    pub(super) fn check(&self) -> Result<(), Error> {
        let why = if self.id.is_empty() {
            "the app id is empty"
        } else if self.id.contains(':') {
            "the app id has a colon, which ends it in the header that carries it"
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
    fn what_cannot_be_sent_is_refused() {
        for (id, secret) in [("", "s"), ("1:2", "s"), ("1", " ")] {
            let error = App::new(id, secret).check().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
        }
        App::new(" 1 ", "s\n").check().unwrap();
    }
}
