//! One failure that several callers have waited for.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use super::Error;

impl Error {
    /// The same error for one more of those who waited for the same thing.
    #[must_use]
    pub(crate) fn shared(self: &Arc<Self>) -> Self {
        let mut error = Self::new(self.kind(), self.0.message.clone());
        error.0.operation = self.0.operation;
        error.0.unsent = self.0.unsent;
        error.0.retry_after = self.0.retry_after;
        error.0.hint.clone_from(&self.0.hint);
        error.0.response.clone_from(&self.0.response);
        if self.0.source.is_some() {
            error = error.with_source(SharedSource(Arc::clone(self)));
        }
        error
    }
}

/// The cause of an error that several have.
struct SharedSource(Arc<Error>);

impl SharedSource {
    fn get(&self) -> &dyn StdError {
        self.0.source().unwrap_or(&*self.0)
    }
}

impl fmt::Display for SharedSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.get(), f)
    }
}

impl fmt::Debug for SharedSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.get(), f)
    }
}

impl StdError for SharedSource {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source().and_then(StdError::source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    #[test]
    fn everybody_gets_kind_message_and_causes() {
        let inner = Error::new(ErrorKind::Network, "inner").with_source(fmt::Error);
        let error = Arc::new(Error::new(ErrorKind::Credentials, "outer").with_source(inner));
        let shared = error.shared();
        assert_eq!(
            (shared.kind(), shared.to_string()),
            (ErrorKind::Credentials, "outer".into())
        );
        let source = shared.source().unwrap();
        assert_eq!(source.to_string(), "inner");
        assert_eq!(source.source().unwrap().to_string(), fmt::Error.to_string());
        assert!(
            Arc::new(Error::credentials("alone"))
                .shared()
                .source()
                .is_none()
        );
    }
}
