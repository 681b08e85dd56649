//! A stream of the pages of a list.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_core::stream::FusedStream;
use pinterest_client::operation::Operation;
use pinterest_client::paging::ListPage;
use tokio::task::JoinHandle;
use tracing::{Instrument, Span};

use super::bookmark::{Followed, Next};
use super::{Page, Position, Report};
use crate::{Error, ErrorKind};

/// Requests the page that a bookmark names.
pub(super) type PageSource<P> = Arc<dyn Fn(Option<String>) -> PageFuture<P> + Send + Sync>;

type PageFuture<P> = Pin<Box<dyn Future<Output = Result<Page<P>, Error>> + Send>>;

/// A stream of the pages of a list, created by [`List::pages`](super::List::pages).
///
/// The stream ends after the last page, or after an error. It needs a Tokio runtime. Dropping it
/// cancels the request in progress.
///
/// # Errors
///
/// The item of a call that fails is its error. If the service repeats a bookmark, the last item is
/// an error of [`ErrorKind::RepeatedBookmark`]. If it sends too many pages without items in a row,
/// the last item is an error of [`ErrorKind::EmptyPages`].
///
/// # Examples
///
/// ```no_run
/// # #[cfg(feature = "boards")]
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// use futures_util::TryStreamExt;
///
/// let mut pages = client.boards().list().page_size(250).pages();
/// while let Some(page) = pages.try_next().await? {
///     println!("{} boards, resume at {}", page.len(), pages.position());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<P: ListPage> {
    source: PageSource<P>,
    settings: Settings,
    followed: Followed,
    /// How many pages without items were delivered since one with items.
    empty_pages: usize,
    state: State<P>,
    position: Position,
    /// Takes the errors of items, if they are not left in the pages.
    report: Option<Report>,
}

/// What a stream takes from its list.
#[derive(Clone, Copy)]
pub(super) struct Settings {
    pub(super) operation: &'static Operation,
    pub(super) prefetch: bool,
    pub(super) max_empty_pages: usize,
}

enum State<P: ListPage> {
    /// The next page is requested when the stream is polled.
    Idle(Option<String>),
    Fetching(PageFuture<P>),
    /// The next page is requested already.
    Ahead(Ahead<P>),
    /// The last page was delivered, and this is why the next one is not requested.
    Failed(Option<Error>),
    Ended,
}

impl<P: ListPage> Pages<P> {
    pub(super) fn new(source: PageSource<P>, settings: Settings, start: Position) -> Self {
        let mut followed = Followed::default();
        let state = match &start {
            Position::Start => State::Idle(None),
            Position::Bookmark(bookmark) => {
                followed.insert(bookmark);
                State::Idle(Some(bookmark.clone()))
            }
            Position::Finished => State::Ended,
        };
        Self {
            source,
            settings,
            followed,
            empty_pages: 0,
            state,
            position: start,
            report: None,
        }
    }

    /// Passes the errors of items that are not as described to `report`, page by page, and takes
    /// them out of the pages.
    ///
    /// [`Page::item_errors`] is empty then, iterating over a page returns items only, and
    /// [`Page::undecodable_items`] still counts the others. See [`Items::skip_undecodable`] for
    /// what the errors say.
    ///
    /// [`Items::skip_undecodable`]: super::Items::skip_undecodable
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # #[cfg(feature = "boards")]
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// use futures_util::TryStreamExt;
    ///
    /// let pages = client.boards().list().pages();
    /// let mut pages = pages.skip_undecodable(|error| eprintln!("skipped: {error}"));
    /// while let Some(page) = pages.try_next().await? {
    ///     println!("{} boards", page.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn skip_undecodable(mut self, report: impl FnMut(Error) + Send + 'static) -> Self {
        self.report = Some(Box::new(report));
        self
    }

    /// Returns where to resume: the position behind the last page, or that of the page that failed.
    ///
    /// Save it after the page has been handled. After an error of
    /// [`ErrorKind::RepeatedBookmark`] it is [`Position::Finished`], since the rest of the list
    /// cannot be requested.
    #[must_use]
    pub fn position(&self) -> &Position {
        &self.position
    }

    /// Delivers a page, and requests the next one if pages are fetched ahead.
    fn deliver(&mut self, mut page: Page<P>) -> Page<P> {
        self.position = page.position().clone();
        self.empty_pages = match page.yields_nothing() {
            true => self.empty_pages + 1,
            false => 0,
        };
        let operation = self.settings.operation;
        self.state = match page.next() {
            Next::End => State::Ended,
            Next::Unreadable => {
                let message = "the bookmark of the page is neither text nor null, so the next page \
                               cannot be requested";
                let error = Error::new(ErrorKind::Decode, message);
                State::Failed(Some(error.with_operation(operation)))
            }
            Next::Bookmark(bookmark) if !self.followed.insert(bookmark) => {
                let error = Error::repeated_bookmark(bookmark.clone());
                State::Failed(Some(error.with_operation(operation)))
            }
            Next::Bookmark(bookmark) if self.empty_pages > self.settings.max_empty_pages => {
                let error = Error::empty_pages(self.empty_pages, bookmark.clone());
                State::Failed(Some(error.with_operation(operation)))
            }
            Next::Bookmark(bookmark) if self.settings.prefetch => {
                let fetch = (self.source)(Some(bookmark.clone()));
                State::Ahead(Ahead {
                    bookmark: bookmark.clone(),
                    task: tokio::spawn(fetch.instrument(Span::current())),
                })
            }
            Next::Bookmark(bookmark) => State::Idle(Some(bookmark.clone())),
        };
        if let Some(report) = &mut self.report {
            page.take_item_errors().for_each(report);
        }
        page
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<P>, Error>>> {
        loop {
            let page = match &mut self.state {
                State::Idle(bookmark) => {
                    let fetch = (self.source)(bookmark.take());
                    self.state = State::Fetching(fetch);
                    continue;
                }
                State::Fetching(fetch) => ready!(fetch.as_mut().poll(context)),
                State::Ahead(ahead) => ready!(ahead.poll(context, self.settings.operation)),
                State::Failed(error) => {
                    let error = error.take();
                    if let Some(error) = &error
                        && error.kind() == ErrorKind::RepeatedBookmark
                    {
                        self.position = Position::Finished;
                    }
                    self.state = State::Ended;
                    return Poll::Ready(error.map(Err));
                }
                State::Ended => return Poll::Ready(None),
            };
            return Poll::Ready(Some(match page {
                Ok(page) => Ok(self.deliver(page)),
                // The stream ends; `position` is the page that failed.
                Err(error) => {
                    self.state = State::Ended;
                    Err(error)
                }
            }));
        }
    }
}

impl<P: ListPage> Unpin for Pages<P> {}

impl<P: ListPage> Stream for Pages<P> {
    type Item = Result<Page<P>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context)
    }
}

impl<P: ListPage> FusedStream for Pages<P> {
    fn is_terminated(&self) -> bool {
        matches!(self.state, State::Ended)
    }
}

impl<P: ListPage> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("position", &self.position)
            .finish_non_exhaustive()
    }
}

/// A page that is requested in a separate task; dropping it cancels the request.
struct Ahead<P: ListPage> {
    bookmark: String,
    task: JoinHandle<Result<Page<P>, Error>>,
}

impl<P: ListPage> Ahead<P> {
    fn poll(
        &mut self,
        context: &mut Context<'_>,
        operation: &'static Operation,
    ) -> Poll<Result<Page<P>, Error>> {
        let failure = match ready!(Pin::new(&mut self.task).poll(context)) {
            Ok(page) => return Poll::Ready(page),
            Err(failure) => failure,
        };
        match failure.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(cancelled) => {
                let message = "the Tokio runtime was shut down while a page was fetched";
                let error = Error::new(ErrorKind::Network, message)
                    .with_source(cancelled)
                    .with_operation(operation)
                    .with_bookmark(Some(self.bookmark.clone()));
                Poll::Ready(Err(error))
            }
        }
    }
}

impl<P: ListPage> Drop for Ahead<P> {
    fn drop(&mut self) {
        self.task.abort();
    }
}
