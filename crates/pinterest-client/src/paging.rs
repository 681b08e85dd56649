//! What every page of a list has in common.

use serde::de::DeserializeOwned;

/// A page of a list, as an operation answers with it.
pub trait ListPage: DeserializeOwned + Send + 'static {
    /// What the list is of.
    type Item: DeserializeOwned + Send + 'static;
    /// What stands in the array: the item, or an `Option` of it where the service may send `null`.
    type Slot: DeserializeOwned + Slot<Self::Item> + Send + 'static;

    /// The cursor of the next page; `None` at the end of the list, where the service sends null, nothing or no text.
    fn bookmark(&self) -> Option<&str>;

    /// Moves the items out; the page keeps its other fields.
    fn take_items(&mut self) -> Vec<Self::Slot>;
}

/// A place in the array of a page, which may be empty.
pub trait Slot<T> {
    /// The item, unless the service sent `null` in its place.
    fn item(&self) -> Option<&T>;

    /// Moves the item out.
    fn into_item(self) -> Option<T>;
}

impl<T> Slot<T> for T {
    fn item(&self) -> Option<&T> {
        Some(self)
    }

    fn into_item(self) -> Option<T> {
        Some(self)
    }
}

impl<T> Slot<T> for Option<T> {
    fn item(&self) -> Option<&T> {
        self.as_ref()
    }

    fn into_item(self) -> Option<T> {
        self
    }
}
