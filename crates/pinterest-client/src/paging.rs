//! What every page of a list has in common.

use crate::json::Decode;

/// A page of a list, as an operation responds with it.
///
/// Its items are read one by one, so that an item that is not as described does not affect the
/// others.
pub trait ListPage: Decode + Send + 'static {
    /// The type of the items.
    type Item: Decode + Send + 'static;

    /// The name of the field that holds the items.
    const ITEMS: &'static str;

    /// Returns the bookmark of the next page, or `None` at the end of the list, where the service
    /// sends null, no bookmark or an empty one.
    fn bookmark(&self) -> Option<&str>;
}
