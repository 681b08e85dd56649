//! What every page of a list has in common.

use serde::de::DeserializeOwned;

/// A page of a list, as an operation answers with it.
pub trait ListPage: DeserializeOwned + Send + 'static {
    /// What the list is of.
    type Item: DeserializeOwned + Send + 'static;
    /// What stands in the array: the item, or an `Option` of it where the service may send `null`.
    type Slot: DeserializeOwned + Into<Option<Self::Item>> + Send + 'static;

    /// The cursor of the next page; `None` at the end of the list.
    fn bookmark(&self) -> Option<&str>;

    /// Moves the items out; the page keeps its other fields.
    fn take_items(&mut self) -> Vec<Self::Slot>;
}
