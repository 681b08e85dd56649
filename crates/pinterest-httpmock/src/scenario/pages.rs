//! Lists that come page by page.

use httpmock::{HttpMockRequest, HttpMockResponse, Method, Mock, MockServer, Then};
use serde_json::Value;

use super::{CONTENT_TYPE_HEADER, ErrorResponse, JSON, REQUEST_ID, REQUEST_ID_HEADER};

/// The size of the service's pages when the request does not set one.
const DEFAULT_PAGE_SIZE: usize = 25;

/// The query parameter, and the field of a page, that hold the cursor.
const BOOKMARK: &str = "bookmark";
const ITEMS: &str = "items";

/// A list that is served page by page.
///
/// A request without `bookmark` gets the first page. Every page but the last has the bookmark of
/// the next one; the last has `"bookmark": null`. Bookmarks are opaque, and contain characters that
/// a client must encode. The list keeps no state, so that a client can resume from any page.
///
/// A bookmark that this list did not give out is rejected with status 400 and code 1. The
/// `page_size` of requests is ignored: [`page_size`](Self::page_size) alone sets the size of the
/// pages. Pages that a service in trouble would send, such as empty ones or those that repeat a
/// bookmark, are faults of the crate `pinterest-fake`.
///
/// ```
/// # use pinterest_httpmock::{httpmock::MockServer, scenario::Pages};
/// let server = MockServer::start();
/// let list = Pages::of([r#"{"id": "1"}"#, "null", r#"{"id": "3"}"#])
///     .page_size(2)
///     .with_field("total_count", "3")
///     .serve(&server, "/businesses/employers");
/// # list.assert_calls(0);
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is served before `serve` or `respond`"]
pub struct Pages {
    items: Vec<String>,
    page_size: usize,
    absent_at_end: bool,
    fields: String,
}

impl Pages {
    /// Creates a list of these items, each the text of one JSON value. The texts are sent as they
    /// are.
    ///
    /// # Panics
    ///
    /// Panics if an item is not JSON.
    #[track_caller]
    pub fn of<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Self {
        let items: Vec<String> = items.into_iter().map(Into::into).collect();
        for (index, item) in items.iter().enumerate() {
            check_json(&format!("item {index}"), item);
        }
        Self {
            items,
            page_size: DEFAULT_PAGE_SIZE,
            absent_at_end: false,
            fields: String::new(),
        }
    }

    /// Sets the number of items on every page but the last. Default: 25.
    ///
    /// # Panics
    ///
    /// Panics if it is 0.
    #[track_caller]
    pub fn page_size(mut self, page_size: usize) -> Self {
        assert_ne!(page_size, 0, "page_size is 0: no page would hold an item");
        self.page_size = page_size;
        self
    }

    /// Leaves the field `bookmark` out of the last page, where it is `null` otherwise. The service
    /// does both.
    pub fn with_bookmark_absent_at_end(mut self) -> Self {
        self.absent_at_end = true;
        self
    }

    /// Adds a field next to `items` and `bookmark` to every page. `value` is JSON text, which is
    /// sent as it is.
    ///
    /// # Panics
    ///
    /// Panics if `value` is not JSON, or `name` is `items` or `bookmark`.
    #[track_caller]
    pub fn with_field(mut self, name: &str, value: &str) -> Self {
        assert!(
            ![ITEMS, BOOKMARK].contains(&name),
            "the field {name} is the list's own"
        );
        check_json(&format!("the field {name}"), value);
        self.fields
            .push_str(&format!(", {}: {value}", Value::from(name)));
        self
    }

    /// Serves the list to `GET` requests at exactly this path.
    pub fn serve<'a>(&self, server: &'a MockServer, path: &str) -> Mock<'a> {
        let pages = self.laid_out();
        server.mock(|when, then| {
            when.method(Method::GET).path(path);
            respond_with(pages, then);
        })
    }

    /// Makes the list the response of a mock, whose matcher decides which requests get it.
    ///
    /// # Panics
    ///
    /// Panics if the server is a remote one, which cannot have a response that depends on the
    /// request.
    #[track_caller]
    pub fn respond(&self, then: Then) -> Then {
        respond_with(self.laid_out(), then)
    }

    /// Returns the bodies of the pages, in order.
    fn laid_out(&self) -> Vec<String> {
        let mut pages: Vec<&[String]> = self.items.chunks(self.page_size).collect();
        if pages.is_empty() {
            pages.push(&[]);
        }
        let last = pages.len() - 1;
        let body = |(index, items): (usize, &&[String])| {
            self.body(items, (index < last).then_some(index + 1))
        };
        pages.iter().enumerate().map(body).collect()
    }

    fn body(&self, items: &[String], next: Option<usize>) -> String {
        let bookmark = match next {
            Some(index) => format!(r#", "{BOOKMARK}": {}"#, Value::from(bookmark(index))),
            None if self.absent_at_end => String::new(),
            None => format!(r#", "{BOOKMARK}": null"#),
        };
        let (items, fields) = (items.join(", "), &self.fields);
        format!(r#"{{"{ITEMS}": [{items}]{bookmark}{fields}}}"#)
    }
}

/// Returns the bookmark that requests the page at `index`.
fn bookmark(index: usize) -> String {
    format!("UGFnZQ=={index}|+/&é%2B")
}

fn respond_with(pages: Vec<String>, then: Then) -> Then {
    let bookmarks: Vec<String> = (0..pages.len()).map(bookmark).collect();
    then.respond_with(move |request| {
        let page = requested(request, &bookmarks).and_then(|index| pages.get(index));
        match page {
            Some(body) => HttpMockResponse::builder()
                .status(200)
                .header(CONTENT_TYPE_HEADER, JSON)
                .header(REQUEST_ID_HEADER, REQUEST_ID)
                .body(body.clone())
                .build(),
            None => ErrorResponse::new(400, 1, "Invalid bookmark.").response(),
        }
    })
}

/// Returns the index of the requested page, or `None` for a bookmark that leads nowhere.
fn requested(request: &HttpMockRequest, bookmarks: &[String]) -> Option<usize> {
    let mut sent = request
        .query_params()
        .into_iter()
        .filter(|(name, _)| name == BOOKMARK);
    match (sent.next(), sent.next()) {
        (None, _) => Some(0),
        (Some((_, bookmark)), None) => bookmarks
            .iter()
            .skip(1) // No page leads to the first.
            .position(|known| *known == bookmark)
            .map(|position| position + 1),
        (Some(_), Some(_)) => None,
    }
}

#[track_caller]
#[allow(clippy::panic)] // Bad input is a mistake in a test, which fails here.
fn check_json(what: &str, text: &str) {
    if let Err(error) = serde_json::from_str::<Value>(text) {
        panic!("{what} is not JSON ({error}): {text}");
    }
}
