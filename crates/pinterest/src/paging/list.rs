//! The request of a list.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use pinterest_client::request::ListRequest;

use super::pages::{PageSource, Settings};
use super::{Items, Page, Pages, Position};
use crate::client::Client;
use crate::error::{Error, LimitViolation};
use crate::options::{Options, option_setters};
use crate::pipeline;

/// How many pages without items a stream accepts in a row, unless
/// [`List::with_max_empty_pages`] sets another number: 1,000.
pub const DEFAULT_MAX_EMPTY_PAGES: usize = 1_000;

/// The request of a list, which is read as one page, as a stream of pages, or as a stream of items.
///
/// | use | result |
/// |---|---|
/// | `list.await`, or [`send`](Self::send) | one [`Page`]: the first, or that of [`resume_from`](Self::resume_from) |
/// | [`pages`](Self::pages) | a stream of pages to the end of the list |
/// | [`items`](Self::items) | a stream of items to the end of the list |
///
/// Nothing is sent until the list is awaited or a stream is polled.
///
/// `R` is the request, a type of [`requests`](crate::requests). Its page documents the filters,
/// which [`with`](Self::with) sets, and links the type of the items. Options of this library, such
/// as [`with_deadline`](Self::with_deadline), apply to each page.
///
/// An item that is not as described does not affect the others. In a page, it is one of
/// [`Page::item_errors`]. In a stream of items, it is an error in its place, unless
/// [`Items::skip_undecodable`] is used.
///
/// # Examples
///
/// ```no_run
/// # #[cfg(feature = "campaigns")]
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// use futures_util::TryStreamExt;
/// use pinterest::types::EntityStatus;
///
/// let campaigns = client.ad_account("549755885175").campaigns();
/// let mut paused = campaigns
///     .list()
///     .with(|list| list.entity_statuses([EntityStatus::Paused]))
///     .page_size(250)
///     .items()
///     .skip_undecodable(|error| eprintln!("skipped: {error}"));
/// while let Some(campaign) = paused.try_next().await? {
///     println!("{:?}", campaign.name);
/// }
///
/// let page = campaigns.list().await?;
/// println!("{} campaigns, more of them at {}", page.len(), page.position());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a list sends nothing until it is awaited, or `pages` or `items` is used"]
pub struct List<R> {
    client: Client,
    request: R,
    options: Options,
    prefetch: bool,
    max_empty_pages: usize,
    /// Whether it is resumed at its end.
    finished: bool,
    /// A page size for an operation that has none.
    unusable_page_size: Option<u32>,
}

impl Client {
    /// Returns the list of a request value.
    ///
    /// Handles have methods for all lists. Use this function for a request that the program builds
    /// itself.
    pub fn list<R: ListRequest>(&self, request: R) -> List<R> {
        List {
            client: self.clone(),
            request,
            options: Options::default(),
            prefetch: false,
            max_empty_pages: DEFAULT_MAX_EMPTY_PAGES,
            finished: false,
            unusable_page_size: None,
        }
    }
}

impl<R: ListRequest> List<R> {
    option_setters!();

    pub(crate) fn with_options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Changes the request, to set its filters.
    pub fn with(mut self, change: impl FnOnce(R) -> R) -> Self {
        self.request = change(self.request);
        self
    }

    /// Returns the request, without the options of this library.
    #[must_use]
    pub fn request(&self) -> &R {
        &self.request
    }

    /// Sets the maximum number of items of a page.
    ///
    /// Most operations allow 1 to 250. A value that the operation does not allow is an error when
    /// the list is sent. Default: what the service chooses, 25 for most operations.
    pub fn page_size(mut self, page_size: u32) -> Self {
        let is_set = self.request.set_page_size(page_size);
        self.unusable_page_size = (!is_set).then_some(page_size);
        self
    }

    /// Starts at this position instead of the first page.
    ///
    /// [`Page::position`], [`Pages::position`] and [`Items::position`] return positions, which can
    /// be saved. At [`Position::Finished`] the streams are empty and send nothing, and awaiting the
    /// list is an error of [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest).
    pub fn resume_from(mut self, position: impl Into<Position>) -> Self {
        let position = position.into();
        self.finished = position.is_finished();
        let bookmark = position.bookmark().map(str::to_owned);
        self.request.set_bookmark(bookmark);
        self
    }

    /// Starts at the page of this bookmark, such as one that another program or library got; the
    /// same as [`resume_from`](Self::resume_from) with [`Position::Bookmark`].
    pub fn bookmark(self, bookmark: impl Into<String>) -> Self {
        self.resume_from(Position::Bookmark(bookmark.into()))
    }

    /// Sets whether a stream requests the next page while the caller handles the current one.
    /// Default: `false`.
    ///
    /// At most one page is requested in advance. This takes the memory of one more page, and an
    /// unneeded request if the stream is dropped early.
    pub fn with_prefetch(mut self, prefetch: bool) -> Self {
        self.prefetch = prefetch;
        self
    }

    /// Sets how many pages without items in a row a stream accepts. Default:
    /// [`DEFAULT_MAX_EMPTY_PAGES`], 1,000.
    ///
    /// A page may be empty although others follow, as when a filter leaves nothing of it. If more
    /// than this number of pages in a row are empty and there is still a next bookmark, the stream
    /// ends with an error of [`ErrorKind::EmptyPages`](crate::ErrorKind::EmptyPages). It can be
    /// resumed at [`Pages::position`] or [`Items::position`].
    pub fn with_max_empty_pages(mut self, pages: usize) -> Self {
        self.max_empty_pages = pages;
        self
    }

    /// Requests one page; `await` does the same.
    ///
    /// # Errors
    ///
    /// Returns an error if the request violates a documented limit, if the call fails, if the
    /// response is not a page, or if the list is resumed at [`Position::Finished`]. An item that is not as described is not an error; see
    /// [`Page::item_errors`].
    pub async fn send(self) -> Result<Page<R::Response>, Error> {
        if self.finished {
            let message = "the list is finished, so there is no page at its position";
            let error = Error::invalid_request(message);
            return Err(error.with_operation(self.request.operation()));
        }
        let bookmark = self.request.bookmark().map(str::to_owned);
        self.fetch(bookmark).await
    }

    /// Returns a stream of pages to the end of the list.
    ///
    /// The stream ends after an error. [`Pages::position`] returns where to resume.
    pub fn pages(self) -> Pages<R::Response> {
        let start = self.start();
        let settings = Settings {
            operation: self.request.operation(),
            prefetch: self.prefetch,
            max_empty_pages: self.max_empty_pages,
        };
        let list = Arc::new(self);
        let source: PageSource<R::Response> = Arc::new(move |bookmark| {
            let list = Arc::clone(&list);
            Box::pin(async move { list.fetch(bookmark).await })
        });
        Pages::new(source, settings, start)
    }

    /// Returns a stream of items to the end of the list.
    ///
    /// An item that is not as described is an error of [`ErrorKind::Item`](crate::ErrorKind::Item),
    /// after which the stream goes on; [`Items::skip_undecodable`] keeps such items out of the
    /// stream. The stream ends after any other error, and [`Items::position`] returns where to
    /// resume.
    pub fn items(self) -> Items<R::Response> {
        Items::new(self.pages())
    }

    /// Returns the HTTP request of the page at the position of the list, without the access token.
    /// Nothing is sent.
    ///
    /// # Errors
    ///
    /// Returns an error if the request cannot be sent as it is.
    pub fn http_request(&self) -> Result<http::Request<Bytes>, Error> {
        let bookmark = self.request.bookmark().map(str::to_owned);
        self.prepare(bookmark)?.into_http_request()
    }

    fn start(&self) -> Position {
        match self.finished {
            true => Position::Finished,
            false => Position::of_page(self.request.bookmark()),
        }
    }

    async fn fetch(&self, bookmark: Option<String>) -> Result<Page<R::Response>, Error> {
        let page = async {
            let prepared = self.prepare(bookmark.clone())?;
            pipeline::run(self.client.clone(), prepared, self.options.clone()).await
        };
        let outcome = match page.await {
            Ok(received) => Page::read(&received, bookmark.clone(), self.options.strict_decoding),
            Err(error) => Err(error),
        };
        outcome.map_err(|error| error.with_bookmark(bookmark))
    }

    fn prepare(&self, bookmark: Option<String>) -> Result<pipeline::Prepared, Error> {
        let operation = self.request.operation();
        if let Some(page_size) = self.unusable_page_size {
            let violation = LimitViolation {
                field: "page_size".to_owned(),
                limit: "left out, since the operation has no page size".to_owned(),
                value: page_size.to_string(),
            };
            return Err(Error::limit_violation(violation).with_operation(operation));
        }
        let mut request = self.request.clone();
        request.set_bookmark(bookmark);
        pipeline::prepare(&self.client, operation, request.parts(), &self.options)
    }
}

impl<R: ListRequest> IntoFuture for List<R> {
    type Output = Result<Page<R::Response>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<R: ListRequest> fmt::Debug for List<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("List")
            .field("operation", &self.request.operation().id)
            .field("position", &self.start())
            .field("prefetch", &self.prefetch)
            .finish_non_exhaustive()
    }
}
