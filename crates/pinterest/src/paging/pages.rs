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

use super::Page;
use super::bookmark::{Followed, Next};
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
///     println!("{} boards, resume at {:?}", page.len(), pages.bookmark());
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
    resume_at: Option<String>,
    finished: bool,
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
    pub(super) fn new(source: PageSource<P>, settings: Settings, start: Option<String>) -> Self {
        let mut followed = Followed::default();
        if let Some(start) = &start {
            followed.insert(start);
        }
        Self {
            source,
            settings,
            followed,
            empty_pages: 0,
            state: State::Idle(start.clone()),
            resume_at: start,
            finished: false,
        }
    }

    /// Returns where to resume: the bookmark of the next page, or of the page that failed. `None`
    /// is the first page.
    ///
    /// It has no meaning once the list [`is_finished`](Self::is_finished).
    #[must_use]
    pub fn bookmark(&self) -> Option<&str> {
        self.resume_at.as_deref()
    }

    /// Returns whether nothing is left to resume: the last page was returned, or a bookmark was
    /// repeated.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// Delivers a page, and requests the next one if pages are fetched ahead.
    fn deliver(&mut self, page: Page<P>) -> Page<P> {
        self.resume_at = page.next_bookmark().map(str::to_owned);
        self.empty_pages = match page.yields_nothing() {
            true => self.empty_pages + 1,
            false => 0,
        };
        let operation = self.settings.operation;
        self.state = match page.next() {
            Next::End => {
                self.finished = true;
                State::Ended
            }
            Next::Unreadable => {
                // The page is requested again when the list is resumed.
                self.resume_at = page.bookmark().map(str::to_owned);
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
                        self.resume_at = None;
                        self.finished = true;
                    }
                    self.state = State::Ended;
                    return Poll::Ready(error.map(Err));
                }
                State::Ended => return Poll::Ready(None),
            };
            return Poll::Ready(Some(match page {
                Ok(page) => Ok(self.deliver(page)),
                // The stream ends; `resume_at` is the page that failed.
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
            .field("bookmark", &self.resume_at)
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
