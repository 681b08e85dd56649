//! What credentials are told about the client that they are given to.

use std::fmt;

use crate::Environment;

/// The client that credentials are given to, as far as it concerns them; the argument of
/// [`Credentials::bind`](super::Credentials::bind).
///
/// It has the environment, and the HTTP client that was given to the builder, with which tokens are
/// requested.
pub struct Binding<'a> {
    environment: &'a Environment,
    http: Option<&'a reqwest::Client>,
}

impl<'a> Binding<'a> {
    /// `http` is the HTTP client of the user, if there is one.
    pub(crate) fn new(environment: &'a Environment, http: Option<&'a reqwest::Client>) -> Self {
        Self { environment, http }
    }

    /// Returns the environment of the client.
    #[must_use]
    pub fn environment(&self) -> &'a Environment {
        self.environment
    }

    pub(super) fn http_client(&self) -> Option<&'a reqwest::Client> {
        self.http
    }
}

/// Leaves out the HTTP client, whose default headers may hold secrets.
impl fmt::Debug for Binding<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Binding")
            .field("environment", &self.environment)
            .finish_non_exhaustive()
    }
}
