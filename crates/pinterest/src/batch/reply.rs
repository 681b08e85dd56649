//! One result in the response to a batch.

use super::outcome::{ItemError, ItemState};

/// One result in the response to a batch.
#[derive(Clone, Debug)]
pub(crate) struct Reply<V> {
    /// What the result says it is about: ids, names. Empty when it says nothing, so that only its
    /// position tells.
    pub(crate) keys: Vec<String>,
    pub(crate) value: Option<V>,
    pub(crate) error: Option<ItemError>,
}

impl<V> Reply<V> {
    pub(crate) fn success(keys: Vec<String>, value: V) -> Self {
        Self {
            keys,
            value: Some(value),
            error: None,
        }
    }

    pub(crate) fn failure(keys: Vec<String>, error: ItemError) -> Self {
        Self {
            keys,
            value: None,
            error: Some(error),
        }
    }

    /// A result that cannot be read, which confirms nothing.
    pub(crate) fn unreadable() -> Self {
        Self {
            keys: Vec::new(),
            value: None,
            error: None,
        }
    }

    pub(super) fn into_state(self) -> ItemState<V> {
        match (self.error, self.value) {
            (Some(error), partial) => ItemState::Failed { error, partial },
            (None, Some(value)) => ItemState::Succeeded(value),
            (None, None) => ItemState::Unconfirmed,
        }
    }
}
