//! A stream of the items of a list.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_core::stream::FusedStream;
use pinterest_client::paging::ListPage;

use super::page::PageItems;
use super::{Pages, Position, Report};
use crate::Error;

/// A stream of the items of a list, created by [`List::items`](super::List::items).
///
/// The stream requests pages as needed, and ends after the last item. Dropping it cancels the
/// request in progress.
///
/// # Errors
///
/// An item that is not as described is an error of [`ErrorKind::Item`](crate::ErrorKind::Item) in
/// its place, and the stream goes on. If a page has more than 100 such items, one more error at the
/// end of the page says how many others there are. A loop with `try_next().await?` ends there
/// nevertheless; [`skip_undecodable`](Self::skip_undecodable) keeps such items out of the stream.
/// After any other error the stream ends, and [`position`](Self::position) returns where to resume.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<P: ListPage> {
    pages: Pages<P>,
    current: PageItems<P>,
    /// The page of `current`.
    page: Position,
    null_items: usize,
    /// Takes the errors of items, if they are not part of the stream.
    report: Option<Report>,
}

impl<P: ListPage> Items<P> {
    pub(super) fn new(pages: Pages<P>) -> Self {
        let page = pages.position().clone();
        Self {
            pages,
            current: PageItems::none(),
            page,
            null_items: 0,
            report: None,
        }
    }

    /// Passes the errors of items that are not as described to `report`, and continues with the
    /// next item.
    ///
    /// Errors of pages remain in the stream. The error passed to `report` has the index, the path
    /// and the text of the item, and the bookmark of its page; see [`Error::item_index`],
    /// [`Error::json_path`], [`Error::raw_json`] and [`Error::bookmark`]. An error without an index
    /// stands for all further items of its page.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # #[cfg(feature = "boards")]
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// use futures_util::TryStreamExt;
    ///
    /// let boards = client.boards().list().items();
    /// let mut boards = boards.skip_undecodable(|error| eprintln!("skipped: {error}"));
    /// while let Some(board) = boards.try_next().await? {
    ///     println!("{:?}", board.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn skip_undecodable(mut self, report: impl FnMut(Error) + Send + 'static) -> Self {
        self.report = Some(Box::new(report));
        self
    }

    /// Returns where to resume without losing an item that the stream has not returned.
    ///
    /// Save it after the last item has been handled. In the middle of a page it is the position of
    /// that page, whose first items come again; after its last item, that of the next page, or
    /// [`Position::Finished`]. After an error it is the position of the page that failed, and after
    /// one of [`ErrorKind::RepeatedBookmark`](crate::ErrorKind::RepeatedBookmark)
    /// [`Position::Finished`], since the rest of the list cannot be requested.
    #[must_use]
    pub fn position(&self) -> &Position {
        match self.current.is_empty() {
            true => self.pages.position(),
            false => &self.page,
        }
    }

    /// Returns how many `null`s the service has sent so far in place of items. They are not in the
    /// stream.
    #[must_use]
    pub fn null_items(&self) -> usize {
        self.null_items
    }
}

/// Nothing in it is pinned in place: items wait in a vector, and what is under way is boxed.
impl<P: ListPage> Unpin for Items<P> {}

impl<P: ListPage> Stream for Items<P> {
    type Item = Result<P::Item, Error>;

    #[inline] // The way of nearly every item is short enough to be part of the caller's loop.
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let item = self.current.next();
            match (item, &mut self.report) {
                (Some(Err(error)), Some(report)) => {
                    report(error);
                    continue;
                }
                (Some(item), _) => return Poll::Ready(Some(item)),
                (None, _) => {}
            }
            match self.poll_page(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(()))) => {}
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(None) => return Poll::Ready(None),
            }
        }
    }
}

impl<P: ListPage> Items<P> {
    #[inline(never)] // Once a page: not worth a place in the loop over items.
    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<(), Error>>> {
        let page = match Pin::new(&mut self.pages).poll_next(context) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(page) => page,
        };
        Poll::Ready(page.map(|page| {
            let page = page?;
            self.page = page.requested().clone();
            self.null_items += page.null_items();
            self.current = page.into_iter();
            Ok(())
        }))
    }
}

impl<P: ListPage> FusedStream for Items<P> {
    fn is_terminated(&self) -> bool {
        self.pages.is_terminated() && self.current.is_empty()
    }
}

impl<P: ListPage> fmt::Debug for Items<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("position", self.position())
            .finish_non_exhaustive()
    }
}
