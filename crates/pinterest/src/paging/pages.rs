//! A stream of the pages of a list.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_core::stream::FusedStream;
use pinterest_client::operation::Operation;
use pinterest_client::paging::ListPage;
use tokio::task::JoinHandle;
use tracing::{Instrument, Span};

use super::Page;
use super::bookmark::Followed;
use super::list::{NextBookmark, PageSource};
use crate::lock::lock;
use crate::{Error, ErrorKind};

/// The pages of a list, made by [`List::pages`](super::List::pages).
///
/// Use it with `try_next` of `futures_util::TryStreamExt` or the like. Dropping it stops a request that is under
/// way. It needs a Tokio runtime, as every call of this crate does.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<P: ListPage> {
    state: State<P>,
    resume_at: Option<String>,
    finished: bool,
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
        let route = Route {
            source,
            followed: Mutex::new(followed),
        };
        let walk = Walk {
            route: Arc::new(route),
            next: Next::Page(start.clone()),
            ahead: None,
            prefetch,
        };
        Self {
            state: State::Idle(Box::new(walk)),
            resume_at: start,
            finished: false,
        }
    }

    /// Where to resume: the bookmark of the page that comes next, or of the one that failed; `None` for the first page.
    /// It says nothing when the list [`is_finished`](Self::is_finished).
    #[must_use]
    pub fn bookmark(&self) -> Option<&str> {
        self.resume_at.as_deref()
    }

    /// Whether nothing is left to resume: the last page has come, or a bookmark was repeated.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.finished
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
        match &outcome {
            Some(Ok(page)) => {
                self.resume_at = page.next_bookmark().map(str::to_owned);
                self.finished = self.resume_at.is_none();
                self.state = State::Idle(walk);
            }
            Some(Err(error)) if error.kind() == ErrorKind::RepeatedBookmark => {
                self.resume_at = None;
                self.finished = true;
            }
            // The stream has ended; `resume_at` points at the page that failed, if one did.
            Some(Err(_)) | None => {}
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
    route: Arc<Route<P>>,
    next: Next,
    /// The request for the next page, if it was sent early.
    ahead: Option<Flight<P>>,
    prefetch: bool,
}

impl<P: ListPage> Walk<P> {
    async fn step(mut self: Box<Self>) -> Step<P> {
        let outcome = match std::mem::replace(&mut self.next, Next::End) {
            Next::Page(bookmark) if self.prefetch => Some(self.fetch_ahead(bookmark).await),
            Next::Page(bookmark) => Some(self.fetch(bookmark).await),
            Next::RepeatedBookmark(bookmark) => {
                let error = Error::repeated_bookmark(bookmark);
                Some(Err(error.with_operation(self.route.source.operation())))
            }
            Next::End => None,
        };
        (self, outcome)
    }

    async fn fetch(&mut self, bookmark: Option<String>) -> Result<Page<P>, Error> {
        let page = Arc::clone(&self.route.source).fetch(bookmark, None).await?;
        self.next = self.route.after(page.next_bookmark());
        Ok(page)
    }

    /// Fetches a page in a task, which sends the request for the page after it before it decodes its own.
    async fn fetch_ahead(&mut self, bookmark: Option<String>) -> Result<Page<P>, Error> {
        let mut flight = match self.ahead.take() {
            Some(flight) => flight,
            None => Flight::launch(&self.route, bookmark, &Span::current()),
        };
        Relay::want(&flight.relay, &self.route);
        let page = flight.finish(self.route.source.operation()).await?;
        // What was asked for early may have been read from a body that did not decode and was asked for again.
        self.next = self.route.after(page.next_bookmark());
        self.ahead = Relay::take(&flight.relay).filter(|ahead| self.next.is_page(&ahead.bookmark));
        Ok(page)
    }
}

/// What the next step is.
enum Next {
    Page(Option<String>),
    RepeatedBookmark(String),
    End,
}

impl Next {
    fn is_page(&self, bookmark: &Option<String>) -> bool {
        matches!(self, Self::Page(own) if own == bookmark)
    }
}

/// Where pages come from, and which bookmarks were followed.
struct Route<P: ListPage> {
    source: Arc<dyn PageSource<P>>,
    followed: Mutex<Followed>,
}

impl<P: ListPage> Route<P> {
    /// What follows a page that is delivered; its bookmark counts as followed from then on.
    fn after(&self, bookmark: Option<&str>) -> Next {
        match bookmark {
            None => Next::End,
            Some(bookmark) if lock(&self.followed).insert(bookmark) => {
                Next::Page(Some(bookmark.to_owned()))
            }
            Some(bookmark) => Next::RepeatedBookmark(bookmark.to_owned()),
        }
    }

    fn has_followed(&self, bookmark: &str) -> bool {
        lock(&self.followed).contains(bookmark)
    }
}

/// A request that runs in a task of its own; dropping it stops the request, and the one after it.
struct Flight<P: ListPage> {
    bookmark: Option<String>,
    task: JoinHandle<Result<Page<P>, Error>>,
    relay: Arc<Mutex<Relay<P>>>,
}

impl<P: ListPage> Flight<P> {
    /// `span` is the caller's, also when the task of another flight launches this one.
    fn launch(route: &Arc<Route<P>>, bookmark: Option<String>, span: &Span) -> Self {
        let relay = Arc::new(Mutex::new(Relay::Pending { wanted: false }));
        let watch: NextBookmark = {
            let (route, relay, span) = (Arc::clone(route), Arc::clone(&relay), span.clone());
            Box::new(move |next| Relay::found(&relay, &route, &span, next))
        };
        let fetch = Arc::clone(&route.source).fetch(bookmark.clone(), Some(watch));
        Self {
            bookmark,
            task: tokio::spawn(fetch.instrument(span.clone())),
            relay,
        }
    }

    async fn finish(&mut self, operation: &'static Operation) -> Result<Page<P>, Error> {
        match (&mut self.task).await {
            Ok(page) => page,
            Err(failure) => match failure.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(cancelled) => {
                    let message = "the Tokio runtime shut down while a page was being fetched";
                    Err(Error::new(ErrorKind::Network, message)
                        .with_source(cancelled)
                        .with_operation(operation)
                        .with_bookmark(self.bookmark.take()))
                }
            },
        }
    }
}

impl<P: ListPage> Drop for Flight<P> {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Decides who sends the request for the page after a flight's: the flight's task when the caller is waiting for its
/// page, else the caller, when it comes to that page. So one page is ahead of the caller, and never two.
enum Relay<P: ListPage> {
    /// The bookmark is not known yet.
    Pending { wanted: bool },
    /// The bookmark is known, and the caller is not there yet.
    Found(Option<String>),
    /// The request is under way, if there is one to send.
    Onward(Option<Flight<P>>),
}

impl<P: ListPage> Relay<P> {
    /// The caller waits for the page.
    fn want(relay: &Mutex<Self>, route: &Arc<Route<P>>) {
        let mut relay = lock(relay);
        *relay = match std::mem::replace(&mut *relay, Self::Pending { wanted: true }) {
            Self::Found(bookmark) => Self::onward(bookmark, route, &Span::current()),
            other @ Self::Onward(..) => other,
            Self::Pending { .. } => Self::Pending { wanted: true },
        };
    }

    /// The bookmark of the next page is known.
    fn found(relay: &Mutex<Self>, route: &Arc<Route<P>>, span: &Span, bookmark: Option<String>) {
        let mut relay = lock(relay);
        *relay = match &*relay {
            Self::Pending { wanted: true } => Self::onward(bookmark, route, span),
            _ => Self::Found(bookmark),
        };
    }

    /// The caller wants the page, so the one before it was delivered, and every bookmark up to here counts as followed.
    fn onward(bookmark: Option<String>, route: &Arc<Route<P>>, span: &Span) -> Self {
        let bookmark = bookmark.filter(|bookmark| !route.has_followed(bookmark));
        Self::Onward(bookmark.map(|bookmark| Flight::launch(route, Some(bookmark), span)))
    }

    /// The page was delivered; the request for the one after it, if it is under way.
    fn take(relay: &Mutex<Self>) -> Option<Flight<P>> {
        match std::mem::replace(&mut *lock(relay), Self::Pending { wanted: true }) {
            Self::Onward(flight) => flight,
            // The caller has wanted the page, so a bookmark that was found was followed.
            Self::Found(_) | Self::Pending { .. } => None,
        }
    }
}
