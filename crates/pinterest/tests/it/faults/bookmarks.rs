//! Lists whose bookmarks lead round in circles.

use std::collections::HashSet;

use futures_util::StreamExt;
use pinterest::{Client, ErrorKind};
use pinterest_test_support::{Random, Server, ids_on, paged_list};

use crate::clients::Clients;

/// A list: how many items a page has, and the page that follows each page.
#[derive(Debug)]
struct Shape {
    page_size: usize,
    next: Vec<Option<usize>>,
}

impl Shape {
    /// Most pages lead to the one behind them. Any may lead anywhere, itself and the first one
    /// included, or nowhere.
    fn random(number: usize) -> Self {
        let mut random = Random::nth(0xb00c, number as u64);
        let pages = 1 + random.below(8);
        let page_size = random.below(4);
        let mut next = |page| match random.below(12) {
            0..4 => Some(random.below(pages)),
            4 => None,
            _ => (page + 1 < pages).then_some(page + 1),
        };
        Self {
            page_size,
            next: (0..pages).map(&mut next).collect(),
        }
    }

    /// The pages that come, and the bookmark that comes again if one does. The first page is
    /// requested without one, so that only its second coming can be noticed.
    fn walk(&self) -> (Vec<usize>, Option<String>) {
        let mut pages = vec![0];
        let mut followed = HashSet::new();
        while let Some(next) = self.next[pages[pages.len() - 1]] {
            if !followed.insert(next) {
                return (pages, Some(format!("page-{next}")));
            }
            pages.push(next);
        }
        (pages, None)
    }
}

/// Reads the list of this business, which is the one of that number.
async fn check(client: &Client, server: &Server, number: usize, prefetch: bool) {
    let shape = Shape::random(number);
    let before = server.requests().len();
    let list = client.business(number.to_string()).invites().list();
    let mut items = list.with_prefetch(prefetch).items();
    let (mut seen, mut repeated) = (Vec::new(), None);
    while let Some(item) = items.next().await {
        assert_eq!(repeated, None, "an item after the error: {shape:?}");
        match item {
            Ok(invite) => seen.push(invite.id.unwrap().to_string()),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::RepeatedBookmark, "{shape:?}");
                assert_eq!(error.operation(), Some(super::LIST));
                repeated = error.bookmark().map(str::to_owned);
            }
        }
    }
    let (pages, expected_repetition) = shape.walk();
    let ids = pages.iter().flat_map(|page| ids_on(*page, shape.page_size));
    let ids: Vec<String> = ids.map(|id| id.to_string()).collect();
    assert_eq!((seen, repeated), (ids, expected_repetition), "{shape:?}");
    assert!(items.position().is_finished());
    let requests = server.requests().len() - before;
    assert_eq!(requests, pages.len(), "{shape:?} with prefetch {prefetch}");
}

async fn check_many(prefetch: bool) {
    const LISTS: usize = 150;
    let circles = (0..LISTS).filter(|number| Shape::random(*number).walk().1.is_some());
    assert!(circles.count() > LISTS / 3);
    let server = Server::with_handler(|request| {
        let number = request.path_number().unwrap();
        let shape = Shape::random(number);
        paged_list(shape.page_size, |page| shape.next[page])(request)
    });
    let client = server.client();
    for number in 0..LISTS {
        check(&client, &server, number, prefetch).await;
    }
}

#[tokio::test]
async fn a_repeated_bookmark_is_an_error_after_all_items_before_it() {
    check_many(false).await;
}

#[tokio::test]
async fn a_repeated_bookmark_is_an_error_after_all_items_before_it_with_prefetch() {
    check_many(true).await;
}
