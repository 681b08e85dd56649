//! An argument that goes against a documented limit.

use std::fmt;

/// A documented limit, and the argument that goes against it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LimitViolation {
    /// Where the value stands: a parameter, or a path into the body such as `invites[3].invite_id`.
    pub field: String,
    /// What is allowed, e.g. `at most 250`.
    pub limit: String,
    /// The value, shortened; `[redacted]` where it may be personal.
    pub value: String,
}

impl fmt::Display for LimitViolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} must be {}, but is {}",
            self.field, self.limit, self.value
        )
    }
}
