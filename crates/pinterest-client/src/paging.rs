//! What every page of a list has in common.

use crate::json::Decode;

/// A page of a list, as an operation responds with it.
///
/// Its items are read one by one, so that one that is not as described costs none of the others.
pub trait ListPage: Decode + Send + 'static {
    /// What the list is of.
    type Item: Decode + Send + 'static;

    /// The name of the field that holds the items.
    const ITEMS: &'static str;

    /// The cursor of the next page; `None` at the end of the list, where the service sends null,
    /// nothing or no text.
    fn bookmark(&self) -> Option<&str>;
}
