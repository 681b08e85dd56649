//! An argument that violates a documented limit.

use std::fmt;

/// A documented limit, and the argument that violates it.
///
/// [`Error::limit`](crate::Error::limit) returns it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LimitViolation {
    /// The parameter, or the path into the body, such as `invites[3].invite_id`. Where one of
    /// several fields is required: all of them.
    pub field: String,
    /// The allowed values, such as `at most 250`.
    pub limit: String,
    /// The value, shortened, or `[redacted]` if it may be personal.
    pub value: String,
}

impl LimitViolation {
    /// For a part of a longer list: the first index in the field counts from the beginning of the
    /// whole list.
    pub(crate) fn with_first_index_moved(mut self, offset: usize) -> Self {
        let Some((list, rest)) = self.field.split_once('[') else {
            return self;
        };
        let Some((index, rest)) = rest.split_once(']') else {
            return self;
        };
        if let Ok(index) = index.parse::<usize>() {
            self.field = format!("{list}[{}]{rest}", index + offset);
        }
        self
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_index_counts_from_the_beginning_of_all_inputs() {
        let moved = |field: &str| {
            let violation = LimitViolation {
                field: field.to_owned(),
                limit: String::new(),
                value: String::new(),
            };
            violation.with_first_index_moved(50).field
        };
        assert_eq!(moved("invites[3].ids[2]"), "invites[53].ids[2]");
        assert_eq!(moved("invites"), "invites");
    }
}
