//! One page of a list.

use std::fmt;

use pinterest_client::json::{Decoder, RawJson, SetAsideParts};
use pinterest_client::paging::ListPage;

use super::Position;
use super::bookmark::{self, Next};
use super::collected::Collected;
use crate::error::Error;
use crate::pipeline::Received;
use crate::response::trace_set_aside;

/// A page of a list: its items, the position behind it, and the other fields of the response.
///
/// An item that is not as described does not affect the others: [`items`](Self::items) leaves it
/// out, and [`item_errors`](Self::item_errors) has an error with its index, path and text. A `null`
/// in place of an item is counted and left out. Iterating over a page by value returns both items
/// and errors, in order.
///
/// The memory of a page is bounded by a small multiple of its body, however many items are not as
/// described: the first 100 of them have an error each, and one error at the end says how many
/// others there are.
///
/// # Examples
///
/// ```no_run
/// # #[cfg(feature = "boards")]
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let page = client.boards().list().page_size(100).await?;
/// for board in page.items() {
///     println!("{:?}", board.name);
/// }
/// if !page.position().is_finished() {
///     let next = client.boards().list().page_size(100).resume_from(page.position()).await?;
///     println!("{} more", next.len());
/// }
/// # Ok(())
/// # }
/// ```
pub struct Page<P: ListPage> {
    response: P,
    items: Vec<Result<P::Item, Error>>,
    null_items: usize,
    undecodable: usize,
    /// The page itself.
    requested: Position,
    next: Next,
    /// What follows the page.
    position: Position,
    set_aside: SetAsideParts,
}

impl<P: ListPage> Page<P> {
    /// Reads a page item by item. With `strict`, an item that is not wholly as described is an
    /// error, and so is the page without its items.
    pub(super) fn read(
        received: &Received,
        bookmark: Option<String>,
        strict: bool,
    ) -> Result<Self, Error> {
        let mut decoder = Decoder::default();
        let mut collected = Collected::for_body(received.body.len());
        let rest = decoder.list(received.json(), P::ITEMS, &mut |decoder, index, reader| {
            if !collected.has_room() {
                return decoder.raw(reader).map(drop);
            }
            let item = decoder.list_element::<Option<P::Item>>(P::ITEMS, index, strict, reader)?;
            match item {
                Ok(item) => collected.add(item),
                Err(element) => {
                    collected.add_undecodable(received, bookmark.as_deref(), index, &element);
                }
            }
            Ok(())
        });
        let rest = rest.map_err(|mismatch| received.undecodable(&mismatch))?;
        collected.finish(received, bookmark.as_deref())?;
        let rest = RawJson::new(&rest);
        let response = decoder.body(rest);
        let response = response.map_err(|mismatch| received.undecodable(&mismatch))?;
        let set_aside = decoder.into_set_aside();
        trace_set_aside(&set_aside);
        if let Some(part) = set_aside.iter().next().filter(|_| strict) {
            return Err(received.undecodable(part.mismatch()));
        }
        let requested = Position::of_page(bookmark.as_deref());
        let next = bookmark::next(rest);
        let position = match &next {
            Next::Bookmark(next) => Position::of_page(Some(next)),
            Next::End => Position::Finished,
            Next::Unreadable => requested.clone(),
        };
        Ok(Self {
            response,
            items: collected.items,
            null_items: collected.null_items,
            undecodable: collected.undecodable,
            requested,
            next,
            position,
            set_aside,
        })
    }

    pub(super) fn next(&self) -> &Next {
        &self.next
    }

    /// The position of the page itself.
    pub(super) fn requested(&self) -> &Position {
        &self.requested
    }

    /// Takes the errors of items out of the page.
    pub(super) fn take_item_errors(&mut self) -> impl Iterator<Item = Error> {
        let errors = self.items.extract_if(.., |item| item.is_err());
        errors.filter_map(Result::err)
    }

    /// Whether iterating over the page returns nothing.
    pub(super) fn yields_nothing(&self) -> bool {
        self.items.is_empty()
    }

    /// Returns the items that are as described, in order.
    pub fn items(&self) -> impl Iterator<Item = &P::Item> {
        self.items.iter().filter_map(|item| item.as_ref().ok())
    }

    /// Returns the errors of the items that are not as described, in order.
    ///
    /// The first 100 of them have an error each. If there are more, the last error says how many
    /// others there are, and has no [`item_index`](Error::item_index).
    pub fn item_errors(&self) -> impl Iterator<Item = &Error> {
        self.items.iter().filter_map(|item| item.as_ref().err())
    }

    /// Returns the number of [`items`](Self::items).
    #[must_use]
    pub fn len(&self) -> usize {
        self.items().count()
    }

    /// Returns whether there are no [`items`](Self::items).
    ///
    /// An empty page is not the end of the list unless its [`position`](Self::position) is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items().next().is_none()
    }

    /// Returns how many items are not as described, including those that have no error of their
    /// own.
    #[must_use]
    pub fn undecodable_items(&self) -> usize {
        self.undecodable
    }

    /// Returns how many `null`s the service sent in place of items.
    #[must_use]
    pub fn null_items(&self) -> usize {
        self.null_items
    }

    /// Returns the position behind the page, for [`List::resume_from`](super::List::resume_from).
    ///
    /// If the bookmark of the next page is neither text nor null, it is the position of this page.
    /// A loop over pages is best left to [`List::pages`](super::List::pages), which makes an error
    /// of that and of a bookmark that is repeated.
    #[must_use]
    pub fn position(&self) -> &Position {
        &self.position
    }

    /// Returns the response without its items: totals, and fields that this version does not know.
    #[must_use]
    pub fn response(&self) -> &P {
        &self.response
    }

    /// Returns the parts of the page and its items that are not as described and were left out.
    #[must_use]
    pub fn set_aside(&self) -> &SetAsideParts {
        &self.set_aside
    }
}

/// Iterates over the items and item errors of the page, in order.
impl<P: ListPage> IntoIterator for Page<P> {
    type Item = Result<P::Item, Error>;
    type IntoIter = PageItems<P>;

    fn into_iter(self) -> PageItems<P> {
        PageItems(self.items.into_iter())
    }
}

/// An iterator over the items and item errors of a [`Page`], in order.
pub struct PageItems<P: ListPage>(std::vec::IntoIter<Result<P::Item, Error>>);

impl<P: ListPage> PageItems<P> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.as_slice().is_empty()
    }

    pub(super) fn none() -> Self {
        Self(Vec::new().into_iter())
    }
}

impl<P: ListPage> Iterator for PageItems<P> {
    type Item = Result<P::Item, Error>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

impl<P: ListPage> fmt::Debug for Page<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("len", &self.len())
            .field("position", &self.position)
            .finish_non_exhaustive()
    }
}

impl<P: ListPage> fmt::Debug for PageItems<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageItems").finish_non_exhaustive()
    }
}
