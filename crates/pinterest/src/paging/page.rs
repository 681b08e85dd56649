//! One page of a list.

use std::fmt;

use pinterest_client::paging::{ListPage, Slot};

use crate::Error;

/// One page of a list: its items, the bookmark of the next page, and what else the service said about the list.
///
/// Items that could not be decoded are kept apart, each with an error that has its index, path and text, so that they
/// cost none of the others. Where the service sends `null` in place of an item, the place is counted and left out.
pub struct Page<P: ListPage> {
    response: P,
    items: Slots<P>,
    bookmark: Option<String>,
}

/// The places of the array, in order.
pub(super) enum Slots<P: ListPage> {
    /// All could be decoded, which is nearly always so.
    Sound(Vec<P::Slot>),
    /// At least one could not.
    Mixed(Vec<Result<P::Slot, Error>>),
}

impl<P: ListPage> Page<P> {
    pub(super) fn new(mut response: P, bookmark: Option<String>) -> Self {
        let items = Slots::Sound(response.take_items());
        Self {
            response,
            items,
            bookmark,
        }
    }

    pub(super) fn mixed(
        response: P,
        items: Vec<Result<P::Slot, Error>>,
        bookmark: Option<String>,
    ) -> Self {
        Self {
            response,
            items: Slots::Mixed(items),
            bookmark,
        }
    }

    /// The items that could be decoded, in order.
    pub fn items(&self) -> impl Iterator<Item = &P::Item> {
        let (sound, mixed) = match &self.items {
            Slots::Sound(slots) => (slots.as_slice(), [].as_slice()),
            Slots::Mixed(slots) => ([].as_slice(), slots.as_slice()),
        };
        sound
            .iter()
            .chain(mixed.iter().filter_map(|slot| slot.as_ref().ok()))
            .filter_map(Slot::item)
    }

    /// The errors of the items that could not be decoded, in order.
    pub fn item_errors(&self) -> impl Iterator<Item = &Error> {
        let mixed = match &self.items {
            Slots::Sound(_) => [].as_slice(),
            Slots::Mixed(slots) => slots.as_slice(),
        };
        mixed.iter().filter_map(|slot| slot.as_ref().err())
    }

    /// How many items [`items`](Self::items) has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items().count()
    }

    /// Whether [`items`](Self::items) has none. An empty page is not the end of the list when it has a next bookmark.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items().next().is_none()
    }

    /// In how many places the service sent `null` instead of an item.
    #[must_use]
    pub fn null_items(&self) -> usize {
        let places = match &self.items {
            Slots::Sound(slots) => slots.len(),
            Slots::Mixed(slots) => slots.len(),
        };
        places - self.len() - self.item_errors().count()
    }

    /// The bookmark that this page was asked for with; `None` for the first page of a list.
    #[must_use]
    pub fn bookmark(&self) -> Option<&str> {
        self.bookmark.as_deref()
    }

    /// The bookmark of the next page; `None` when this is the last one.
    #[must_use]
    pub fn next_bookmark(&self) -> Option<&str> {
        self.response.bookmark()
    }

    /// The page as the operation answered it, without its items: totals, and fields that this version does not know.
    #[must_use]
    pub fn response(&self) -> &P {
        &self.response
    }
}

/// The items and item errors of the page, in order.
impl<P: ListPage> IntoIterator for Page<P> {
    type Item = Result<P::Item, Error>;
    type IntoIter = PageItems<P>;

    fn into_iter(self) -> PageItems<P> {
        PageItems(match self.items {
            Slots::Sound(slots) => Remaining::Sound(slots.into_iter()),
            Slots::Mixed(slots) => Remaining::Mixed(slots.into_iter()),
        })
    }
}

/// The items and item errors of a page, in order; made by iterating over a [`Page`].
pub struct PageItems<P: ListPage>(Remaining<P>);

enum Remaining<P: ListPage> {
    Sound(std::vec::IntoIter<P::Slot>),
    Mixed(std::vec::IntoIter<Result<P::Slot, Error>>),
}

impl<P: ListPage> PageItems<P> {
    /// Whether no place is left, not even an empty one.
    pub(super) fn is_empty(&self) -> bool {
        match &self.0 {
            Remaining::Sound(slots) => slots.as_slice().is_empty(),
            Remaining::Mixed(slots) => slots.as_slice().is_empty(),
        }
    }

    pub(super) fn none() -> Self {
        Self(Remaining::Sound(Vec::new().into_iter()))
    }
}

impl<P: ListPage> Iterator for PageItems<P> {
    type Item = Result<P::Item, Error>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Remaining::Sound(slots) => slots.find_map(Slot::into_item).map(Ok),
            Remaining::Mixed(slots) => slots.find_map(|slot| slot.map(Slot::into_item).transpose()),
        }
    }
}

impl<P: ListPage> fmt::Debug for Page<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("len", &self.len())
            .field("bookmark", &self.bookmark)
            .field("next_bookmark", &self.next_bookmark())
            .finish_non_exhaustive()
    }
}

impl<P: ListPage> fmt::Debug for PageItems<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageItems").finish_non_exhaustive()
    }
}
