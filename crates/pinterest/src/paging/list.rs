//! A list operation before it is sent.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use pinterest_client::operation::Operation;
use pinterest_client::paging::ListPage;

use super::{Items, Page, Pages, bookmark, decode};
use crate::client::Client;
use crate::transport::{Api, BodyWatcher, Generated};
use crate::{Error, ErrorKind, LimitViolation};

/// A list that can be asked for: as one page, as a stream of pages, or as a stream of items.
///
/// `Q` is the query with its filters, whose setters stand on `List<Q>` too. Nothing is sent before
/// [`send`](Self::send) is called or a stream is polled.
#[derive(Clone)]
#[must_use = "a list sends nothing until `send`, `pages` or `items` is used"]
pub struct List<Q> {
    client: Client,
    query: Q,
    further_check: Check<Q>,
    bookmark: Option<String>,
    page_size: Option<u32>,
    prefetch: bool,
}

/// Refuses filters that no request can hold.
type Check<Q> = fn(&Q) -> Result<(), LimitViolation>;

/// The filters of one list operation; implemented by the queries of this crate only.
pub trait ListQuery: sealed::Fetch {}

impl<Q: sealed::Fetch> ListQuery for Q {}

/// What queries implement; not nameable outside of the crate, so that queries are the crate's alone and the generated
/// client stays out of its public API.
pub(crate) mod sealed {
    use super::{Api, Future, Generated, ListPage, Operation};
    use crate::LimitViolation;

    /// The place in a list that a request asks for.
    #[derive(Clone, Copy, Debug)]
    pub struct Cursor<'a> {
        /// The page; the first one without.
        pub bookmark: Option<&'a str>,
        /// The most items of a page.
        pub page_size: Option<i32>,
    }

    /// Sends the request of one list operation.
    pub trait Fetch: Send + Sync + 'static {
        /// What the operation answers with.
        type Page: ListPage;
        /// The operation, from the table.
        const OPERATION: &'static Operation;

        /// Refuses filters that no request can hold.
        fn check(&self) -> Result<(), LimitViolation> {
            Ok(())
        }

        /// Calls the generated function.
        fn request<'a>(
            &'a self,
            api: &'a Api,
            cursor: Cursor<'a>,
        ) -> impl Future<Output = Generated<Self::Page>> + Send + 'a;
    }
}

impl<Q> List<Q> {
    pub(crate) fn new(client: &Client, query: Q) -> Self {
        Self {
            client: client.clone(),
            query,
            further_check: |_| Ok(()),
            bookmark: None,
            page_size: None,
            prefetch: false,
        }
    }

    /// Changes the query; for the setters of filters.
    pub(crate) fn with_query(mut self, change: impl FnOnce(&mut Q)) -> Self {
        change(&mut self.query);
        self
    }

    /// Checks the filters, beside what every query checks, each time before a page is asked for.
    pub(crate) fn checked(mut self, check: Check<Q>) -> Self {
        self.further_check = check;
        self
    }

    /// How many items a page has at the most. The range is that of the operation, 1 to 250 for most; a value outside
    /// of it is an error when the list is sent. Without it the service chooses, 25 for most.
    pub fn page_size(mut self, page_size: u32) -> Self {
        self.page_size = Some(page_size);
        self
    }

    /// Starts at the page that this bookmark names instead of the first; see [`Page::next_bookmark`].
    pub fn bookmark(mut self, bookmark: impl Into<String>) -> Self {
        self.bookmark = Some(bookmark.into());
        self
    }

    /// Fetches the next page while the caller works on the current one. Off unless set.
    ///
    /// The next request is started as soon as its bookmark is known, before the items of the page that had it are
    /// decoded; never more than one page is ahead of the caller. It costs the memory of one more page, and one
    /// request too many when the stream is dropped early.
    pub fn with_prefetch(mut self, prefetch: bool) -> Self {
        self.prefetch = prefetch;
        self
    }
}

impl<Q: ListQuery> List<Q> {
    /// Asks for one page.
    ///
    /// # Errors
    ///
    /// When the call fails, or its answer is no page at all. An item that cannot be decoded is part of the page; see
    /// [`Page::item_errors`].
    pub async fn send(self) -> Result<Page<Q::Page>, Error> {
        let bookmark = self.bookmark.clone();
        self.fetch(bookmark, None).await
    }

    /// A stream of pages to the end of the list.
    ///
    /// After an error the stream ends. [`Pages::bookmark`] tells where to resume.
    pub fn pages(self) -> Pages<Q::Page> {
        let (start, prefetch) = (self.bookmark.clone(), self.prefetch);
        Pages::new(Arc::new(self), start, prefetch)
    }

    /// A stream of items to the end of the list.
    ///
    /// An item that cannot be decoded is an error of [`ErrorKind::Item`], after which the stream goes on; after any
    /// other error it ends. [`Items::bookmark`] tells where to resume.
    pub fn items(self) -> Items<Q::Page> {
        Items::new(self.pages())
    }

    async fn fetch(
        &self,
        bookmark: Option<String>,
        watcher: Option<BodyWatcher>,
    ) -> Result<Page<Q::Page>, Error> {
        let cursor = sealed::Cursor {
            bookmark: bookmark.as_deref(),
            page_size: index(self.page_size),
        };
        let query = &self.query;
        let checked = query.check().and_then(|()| (self.further_check)(query));
        if let Err(violation) = checked.and_then(|()| self.check_page_size()) {
            return Err(Error::limit_violation(violation).with_operation(Q::OPERATION));
        }
        let finish = |outcome| match outcome {
            Ok(response) => Ok(Page::new(response, bookmark.clone())),
            Err(error) if is_of_decoder(&error) => {
                decode::item_by_item(error.with_operation(Q::OPERATION), bookmark.clone())
            }
            Err(error) => Err(error),
        };
        let request = move |api: Api| async move { query.request(&api, cursor).await };
        self.client
            .call_watched(Q::OPERATION, watcher, request, finish)
            .await
            .map_err(|error| error.with_bookmark(bookmark.clone()))
    }
}

impl<Q: ListQuery> List<Q> {
    /// A few operations decide themselves how many items a page has.
    fn check_page_size(&self) -> Result<(), LimitViolation> {
        let Some(page_size) = self.page_size else {
            return Ok(());
        };
        let mut parameters = Q::OPERATION.parameters.iter();
        if parameters.any(|parameter| parameter.name == "page_size") {
            return Ok(());
        }
        Err(LimitViolation {
            field: "page_size".to_owned(),
            limit: "not set: the operation has none".to_owned(),
            value: page_size.to_string(),
        })
    }
}

/// Whether it was the decoder that stopped: it says where.
fn is_of_decoder(error: &Error) -> bool {
    error.kind() == ErrorKind::Decode && error.json_path().is_some()
}

/// Fetches pages of one type, whatever the query is.
pub(super) trait PageSource<P: ListPage>: Send + Sync {
    /// The operation that answers with the pages.
    fn operation(&self) -> &'static Operation;

    /// Fetches a page; `next` is told the bookmark of the page after it as soon as that is known.
    fn fetch(
        self: Arc<Self>,
        bookmark: Option<String>,
        next: Option<NextBookmark>,
    ) -> PageFuture<P>;
}

pub(super) type PageFuture<P> = Pin<Box<dyn Future<Output = Result<Page<P>, Error>> + Send>>;

/// Is told the bookmark of the next page, `None` at the end of the list.
pub(super) type NextBookmark = Box<dyn FnOnce(Option<String>) + Send>;

impl<Q: ListQuery> PageSource<Q::Page> for List<Q> {
    fn operation(&self) -> &'static Operation {
        Q::OPERATION
    }

    fn fetch(
        self: Arc<Self>,
        bookmark: Option<String>,
        next: Option<NextBookmark>,
    ) -> PageFuture<Q::Page> {
        let watcher = next.map(|next| -> BodyWatcher {
            Box::new(move |body| {
                // Without a bookmark here the next page is asked for when this one is decoded.
                if let Ok(found) = bookmark::find(body) {
                    next(found);
                }
            })
        });
        Box::pin(async move { List::fetch(&self, bookmark, watcher).await })
    }
}

impl<Q> fmt::Debug for List<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("List")
            .field("bookmark", &self.bookmark)
            .field("page_size", &self.page_size)
            .field("prefetch", &self.prefetch)
            .finish_non_exhaustive()
    }
}

/// Refuses a filter that is set to nothing: the query would not have it, and the list would be all there is.
pub(crate) fn filled<T>(field: &str, filter: Option<&[T]>) -> Result<(), LimitViolation> {
    match filter {
        Some([]) => Err(LimitViolation {
            field: field.to_owned(),
            limit: "a list of at least 1, or not set".to_owned(),
            value: "a list of 0".to_owned(),
        }),
        _ => Ok(()),
    }
}

/// Refuses a list that the request must have and that has nothing in it: the request would go without it.
pub(crate) fn not_empty<T>(field: &str, list: &[T]) -> Result<(), LimitViolation> {
    if list.is_empty() {
        return Err(LimitViolation {
            field: field.to_owned(),
            limit: "a list of at least 1".to_owned(),
            value: "a list of 0".to_owned(),
        });
    }
    Ok(())
}

/// A number of items as the generated functions take it. One that does not fit is cut: it is beyond every documented
/// limit, which the check of the request reports, and beyond the end of every list.
fn index(number: Option<u32>) -> Option<i32> {
    number.map(|number| i32::try_from(number).unwrap_or(i32::MAX))
}
