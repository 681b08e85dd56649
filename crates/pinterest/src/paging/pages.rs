//! A stream of the pages of a list.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_core::stream::FusedStream;
use pinterest_client::paging::ListPage;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tracing::Instrument;

use super::Page;
use super::bookmark::Followed;
use super::list::PageSource;
use crate::Error;

/// The pages of a list, made by [`List::pages`](super::List::pages).
///
/// Use it with `try_next` of `futures_util::TryStreamExt` or the like. Dropping it stops a request that is under
/// way. It needs a Tokio runtime, as every call of this crate does.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<P: ListPage> {
    state: State<P>,
    resume_at: Option<String>,
}

enum State<P: ListPage> {
    Idle(Box<Walk<P>>),
    Fetching(Pin<Box<dyn Future<Output = Step<P>> + Send>>),
    Ended,
}

type Step<P> = (Box<Walk<P>>, Option<Result<Page<P>, Error>>);

impl<P: ListPage> Pages<P> {
    pub(super) fn new(
        source: Arc<dyn PageSource<P>>,
        start: Option<String>,
        prefetch: bool,
    ) -> Self {
        let mut followed = Followed::default();
        if let Some(start) = &start {
            followed.insert(start);
        }
        let walk = Walk {
            source,
            next: Next::Page(start.clone()),
            ahead: None,
            followed,
            prefetch,
        };
        Self {
            state: State::Idle(Box::new(walk)),
            resume_at: start,
        }
    }

    /// Where to resume: the bookmark of the page that comes next, or of the one that failed. `None` means the first
    /// page, or, after the stream has ended without an error, that nothing is left.
    #[must_use]
    pub fn bookmark(&self) -> Option<&str> {
        self.resume_at.as_deref()
    }
}

impl<P: ListPage> Stream for Pages<P> {
    type Item = Result<Page<P>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut future = match std::mem::replace(&mut self.state, State::Ended) {
            State::Idle(walk) => Box::pin(walk.step()),
            State::Fetching(future) => future,
            State::Ended => return Poll::Ready(None),
        };
        let Poll::Ready((walk, outcome)) = future.as_mut().poll(context) else {
            self.state = State::Fetching(future);
            return Poll::Pending;
        };
        // After a failed page the stream has ended, and `resume_at` points at that page already.
        if let Some(Ok(page)) = &outcome {
            self.resume_at = page.next_bookmark().map(str::to_owned);
            self.state = State::Idle(walk);
        }
        Poll::Ready(outcome)
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

/// A walk through a list, page by page.
struct Walk<P: ListPage> {
    source: Arc<dyn PageSource<P>>,
    next: Next,
    /// The request for the next page, if it was sent early.
    ahead: Option<Flight<P>>,
    followed: Followed,
    prefetch: bool,
}

/// What the next step is.
enum Next {
    Page(Option<String>),
    RepeatedBookmark(String),
    End,
}

impl<P: ListPage> Walk<P> {
    async fn step(mut self: Box<Self>) -> Step<P> {
        let outcome = match std::mem::replace(&mut self.next, Next::End) {
            Next::Page(bookmark) if self.prefetch => Some(self.fetch_ahead(bookmark).await),
            Next::Page(bookmark) => Some(self.fetch(bookmark).await),
            Next::RepeatedBookmark(bookmark) => Some(Err(Error::repeated_bookmark(bookmark))),
            Next::End => None,
        };
        (self, outcome)
    }

    async fn fetch(&mut self, bookmark: Option<String>) -> Result<Page<P>, Error> {
        let page = Arc::clone(&self.source).fetch(bookmark, None).await?;
        self.next = self.after(page.next_bookmark());
        Ok(page)
    }

    /// Fetches a page, and sends the request for the one after it before this one is decoded.
    async fn fetch_ahead(&mut self, bookmark: Option<String>) -> Result<Page<P>, Error> {
        let mut flight = match self.ahead.take() {
            Some(flight) => flight,
            None => self.launch(bookmark),
        };
        // The sender is dropped unused when the call failed or the body is not a page that can be searched.
        let early = (&mut flight.next_bookmark).await.ok();
        if let Some(found) = &early {
            self.next = self.after(found.as_deref());
            if let Next::Page(next) = &self.next {
                self.ahead = Some(self.launch(next.clone()));
            }
        }
        let page = flight.finish().await;
        match &page {
            Ok(page) if early.is_none() => self.next = self.after(page.next_bookmark()),
            Ok(_) => {}
            Err(_) => {
                self.ahead = None;
                self.next = Next::End;
            }
        }
        page
    }

    fn launch(&self, bookmark: Option<String>) -> Flight<P> {
        let (sender, next_bookmark) = oneshot::channel();
        let fetch = Arc::clone(&self.source).fetch(bookmark, Some(sender));
        Flight {
            task: tokio::spawn(fetch.in_current_span()),
            next_bookmark,
        }
    }

    fn after(&mut self, bookmark: Option<&str>) -> Next {
        match bookmark {
            None => Next::End,
            Some(bookmark) if self.followed.insert(bookmark) => {
                Next::Page(Some(bookmark.to_owned()))
            }
            Some(bookmark) => Next::RepeatedBookmark(bookmark.to_owned()),
        }
    }
}

/// A request that runs in a task of its own; dropping it stops the request.
struct Flight<P: ListPage> {
    task: JoinHandle<Result<Page<P>, Error>>,
    next_bookmark: oneshot::Receiver<Option<String>>,
}

impl<P: ListPage> Flight<P> {
    async fn finish(mut self) -> Result<Page<P>, Error> {
        match (&mut self.task).await {
            Ok(page) => page,
            Err(failure) => match failure.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(cancelled) => Err(Error::new(
                    crate::ErrorKind::Network,
                    "the Tokio runtime shut down while a page was being fetched",
                )
                .with_source(cancelled)),
            },
        }
    }
}

impl<P: ListPage> Drop for Flight<P> {
    fn drop(&mut self) {
        self.task.abort();
    }
}
