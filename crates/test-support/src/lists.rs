//! Lists that the server pages through.

use crate::{Request, Response};

/// Returns a handler for a list with pages of this size.
///
/// The nth item has the id n, counted from 1. The nth page, counted from 0, has the bookmark
/// `page-n` and is followed by the page `next(n)`.
pub fn paged_list(
    page_size: usize,
    next: impl Fn(usize) -> Option<usize> + Send + Sync,
) -> impl Fn(&Request) -> Response + Send + Sync {
    move |request| {
        let bookmark = request.parameter("bookmark").unwrap_or("page-0");
        let number = bookmark.strip_prefix("page-").and_then(|n| n.parse().ok());
        let Some(page) = number else {
            return Response::json(400, r#"{"code": 1, "message": "Invalid bookmark"}"#);
        };
        let items: Vec<String> = ids_on(page, page_size)
            .map(|id| format!(r#"{{"id": "{id}"}}"#))
            .collect();
        let bookmark = next(page).map_or("null".to_owned(), |next| format!(r#""page-{next}""#));
        let items = items.join(",");
        Response::ok(format!(r#"{{"items": [{items}], "bookmark": {bookmark}}}"#))
    }
}

/// Returns the ids of the items on a page of such a list.
pub fn ids_on(page: usize, page_size: usize) -> impl Iterator<Item = usize> {
    page * page_size + 1..=(page + 1) * page_size
}
