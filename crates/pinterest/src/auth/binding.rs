//! What credentials are told about the client that they are given to.

use std::fmt;

use crate::Environment;
use crate::http_client::Source;

/// The client that credentials are given to, as far as it concerns them; the argument of
/// [`Credentials::bind`](super::Credentials::bind).
///
/// It has the environment, and the HTTP client (or its settings) that was given to the builder, with
/// which tokens are requested.
pub struct Binding<'a> {
    environment: &'a Environment,
    http: &'a Source,
}

impl<'a> Binding<'a> {
    /// `http` is what the HTTP client of the client is made of.
    pub(crate) fn new(environment: &'a Environment, http: &'a Source) -> Self {
        Self { environment, http }
    }

    /// Returns the environment of the client.
    #[must_use]
    pub fn environment(&self) -> &'a Environment {
        self.environment
    }

    pub(super) fn http(&self) -> &'a Source {
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
