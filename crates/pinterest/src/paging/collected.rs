//! The items of a page while it is read, and what bounds them.

use bytes::Bytes;
use pinterest_client::json::UnreadElement;

use crate::error::Error;
use crate::pipeline::Received;

/// How many items that are not as described have an error each; the others are only counted.
const KEPT: usize = 100;

/// The most bytes of the text of such an item that are kept.
const KEPT_BYTES: usize = 16 << 10;

/// How many bytes the items of a page may always take, without what they point to: those of
/// thousands of the largest type, where the pages of most operations have at most 250.
const ALWAYS_ACCEPTED: usize = 16 << 20;

/// How many bytes the items may take for each byte of the body. An item such as `{}` takes a
/// hundred times the memory of its text.
const ACCEPTED_PER_BYTE: usize = 8;

/// The items of a page.
pub(super) struct Collected<T> {
    pub(super) items: Vec<Result<T, Error>>,
    pub(super) null_items: usize,
    /// How many items are not as described.
    pub(super) undecodable: usize,
    /// The most items that are kept.
    accepted: usize,
    /// How many items there are beyond those.
    excess: usize,
}

impl<T> Collected<T> {
    /// For the items of a body of this many bytes.
    pub(super) fn for_body(length: usize) -> Self {
        let bytes = length.saturating_mul(ACCEPTED_PER_BYTE);
        Self {
            items: Vec::new(),
            null_items: 0,
            undecodable: 0,
            accepted: bytes.max(ALWAYS_ACCEPTED) / size_of::<Result<T, Error>>(),
            excess: 0,
        }
    }

    /// Whether there is room for another item; counts one that has none.
    pub(super) fn has_room(&mut self) -> bool {
        let has_room = self.items.len() < self.accepted;
        self.excess += usize::from(!has_room);
        has_room
    }

    /// Adds an item, or the null in place of one.
    pub(super) fn add(&mut self, item: Option<T>) {
        match item {
            Some(item) => self.items.push(Ok(item)),
            None => self.null_items += 1,
        }
    }

    /// Adds an item that is not as described.
    pub(super) fn add_undecodable(
        &mut self,
        received: &Received,
        bookmark: Option<&str>,
        index: usize,
        element: &UnreadElement<'_>,
    ) {
        self.undecodable += 1;
        if self.undecodable > KEPT {
            return;
        }
        let error = undecodable(received, bookmark, index, element);
        self.items.push(Err(error));
    }

    /// Adds an error for those that have none, at the end of the page.
    ///
    /// # Errors
    ///
    /// When there was no room for an item.
    pub(super) fn finish(
        &mut self,
        received: &Received,
        bookmark: Option<&str>,
    ) -> Result<(), Error> {
        if self.excess > 0 {
            let count = self.items.len() + self.excess;
            return Err(too_many(received, count));
        }
        if self.undecodable > KEPT {
            let error = more_undecodable(received, bookmark, self.undecodable - KEPT);
            self.items.push(Err(error));
        }
        Ok(())
    }
}

// Not generic, so that they are compiled once.

fn undecodable(
    received: &Received,
    bookmark: Option<&str>,
    index: usize,
    element: &UnreadElement<'_>,
) -> Error {
    let text = element.json.as_bytes();
    // Copied, since otherwise one error would keep the whole body in memory.
    let text = Bytes::copy_from_slice(&text[..text.len().min(KEPT_BYTES)]);
    let response = received.response().with_body(text);
    let error = Error::undecodable_item(response, index, &element.mismatch);
    let error = received.told(error);
    error.with_bookmark(bookmark.map(str::to_owned))
}

fn more_undecodable(received: &Received, bookmark: Option<&str>, count: usize) -> Error {
    let response = received.response().without_body();
    let error = received.told(Error::more_undecodable_items(response, count));
    error.with_bookmark(bookmark.map(str::to_owned))
}

fn too_many(received: &Received, count: usize) -> Error {
    received.told(Error::too_many_items(received.response(), count))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A large type.
    type Large = [u64; 512];

    #[test]
    fn what_the_items_take_is_bounded_by_the_body() {
        let accepted = |length| {
            let mut collected = Collected::<Large>::for_body(length);
            let mut count = 0;
            while collected.has_room() {
                collected
                    .items
                    .push(Err(Error::credentials("in place of an item")));
                count += 1;
            }
            assert_eq!(collected.excess, 1);
            count * size_of::<Result<Large, Error>>()
        };
        let size = size_of::<Result<Large, Error>>();
        for (length, bytes) in [
            (0, ALWAYS_ACCEPTED),
            (1 << 20, ALWAYS_ACCEPTED),
            (6 << 20, 48 << 20),
        ] {
            let accepted = accepted(length);
            assert!(
                accepted <= bytes && accepted + size > bytes,
                "{length}: {accepted}"
            );
        }
        assert!(
            ALWAYS_ACCEPTED / size > 1_000,
            "pages of any size are accepted"
        );
    }
}
