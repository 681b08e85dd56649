//! Lists that the server pages through.

use super::{Answer, Request};

/// Answers requests for a list of so many pages. The item at place n has the id n, counted from 1; the page at place n,
/// counted from 0, has the bookmark `page-n`, and what `next` says about n is the page that follows it.
pub(crate) fn paged_list(
    page_size: usize,
    next: impl Fn(usize) -> Option<usize> + Send + Sync,
) -> impl Fn(&Request) -> Answer + Send + Sync {
    move |request| {
        let bookmark = request.parameter("bookmark").unwrap_or("page-0");
        let number = bookmark.strip_prefix("page-").and_then(|n| n.parse().ok());
        let Some(page) = number else {
            return Answer::json(400, r#"{"code": 1, "message": "Invalid bookmark"}"#);
        };
        let items: Vec<String> = ids_on(page, page_size)
            .map(|id| format!(r#"{{"id": "{id}"}}"#))
            .collect();
        let bookmark = next(page).map_or("null".to_owned(), |next| format!(r#""page-{next}""#));
        let items = items.join(",");
        Answer::ok(format!(r#"{{"items": [{items}], "bookmark": {bookmark}}}"#))
    }
}

/// The ids of the items on a page of such a list.
pub(crate) fn ids_on(page: usize, page_size: usize) -> impl Iterator<Item = usize> {
    page * page_size + 1..=(page + 1) * page_size
}
