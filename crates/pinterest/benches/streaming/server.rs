//! A server on loopback that responds with precomputed pages.

use std::time::Duration;

use bytes::Bytes;
use pinterest_test_support::{Request, Response, Server};

/// How a list is served.
#[derive(Clone, Copy)]
pub(crate) struct Listing {
    pub(crate) items: usize,
    pub(crate) page_size: usize,
    /// How long the server works on a page.
    pub(crate) delay: Duration,
}

/// In the form of Pinterest's, with numbers that a benchmark does not reach: it measures what
/// regarding them costs.
const RATE_LIMIT: &str = "1000000, 1000000;w=1, 60000000;w=60";

/// Starts the server, which runs until it is dropped.
pub(crate) fn start(listing: Listing) -> Server {
    let pages = Pages::new(listing);
    let headers = Response::new(200, "")
        .header("content-type", "application/json")
        .header("x-pinterest-rid", "4410203866152790")
        .header("x-ratelimit-limit", RATE_LIMIT)
        .header("x-ratelimit-remaining", "999999")
        .header("x-ratelimit-reset", "1");
    Server::builder()
        .handler(move |request| headers.clone().body(pages.body(request)))
        .latency(listing.delay)
        .without_journal()
        .start()
}

/// The bodies of all pages; those of long lists share their items, so that the server's memory does
/// not grow.
struct Pages {
    listing: Listing,
    first: Vec<Bytes>,
    shared_items: String,
}

/// Up to this many pages have items of their own.
const DISTINCT_PAGES: usize = 200;

impl Pages {
    fn new(listing: Listing) -> Self {
        let page_items = |page: usize| {
            let start = page * listing.page_size;
            let end = (start + listing.page_size).min(listing.items);
            (start..end).map(invite).collect::<Vec<_>>().join(",")
        };
        let count = listing.items.div_ceil(listing.page_size);
        let first = (0..count.min(DISTINCT_PAGES))
            .map(|page| page_body(&page_items(page), page, count))
            .collect();
        Self {
            listing,
            first,
            shared_items: page_items(0),
        }
    }

    fn body(&self, request: &Request) -> Bytes {
        let bookmark = request.parameter("bookmark");
        let page: usize = bookmark.map_or(0, |text| text.parse().expect("one of our bookmarks"));
        let count = self.listing.items.div_ceil(self.listing.page_size);
        match self.first.get(page) {
            Some(body) => body.clone(),
            None => page_body(&self.shared_items, page, count),
        }
    }
}

/// The items come first, so that the bookmark is at the end of the body, where it is hardest to
/// find early.
fn page_body(items: &str, page: usize, count: usize) -> Bytes {
    let bookmark = if page + 1 < count {
        format!("\"{}\"", page + 1)
    } else {
        "null".to_owned()
    };
    Bytes::from(format!("{{\"items\":[{items}],\"bookmark\":{bookmark}}}"))
}

fn invite(number: usize) -> String {
    let id = 5_349_280_584_552_000_000 + number;
    let (role, kind) = if number.is_multiple_of(3) {
        ("PARTNER", "PARTNER_INVITE")
    } else {
        ("EMPLOYEE", "MEMBER_INVITE")
    };
    format!(
        r#"{{"id":"{id}","is_received_invite":{},"user":{{"id":"7290907{number:08}","username":"shop_{number}","email":"person{number}@example.com"}},"created_by_user":{{"id":"140943737684417","username":"admin","email":"admin@example.com"}},"created_by_business":{{"id":"729090764583391194","username":"a_business","email":null}},"business_roles":["{role}"],"created_time":1646767577{:03},"invite_data":{{"invite_status":"PENDING","invite_type":"{kind}","sent_at":1646767577816,"last_updated_time":1646767577816,"invite_expiration":1709748104775}},"assets_summary":{{"ad_accounts":[{{"id":"549755885175","permissions":["ANALYST","CAMPAIGN_MANAGER"]}}],"profiles":[]}}}}"#,
        number.is_multiple_of(2),
        number % 1000,
    )
}
