//! Lists that would take all memory, or all time.

use std::sync::mpsc;

use pinterest::Page;
use pinterest::types::MemberAssetPage;

use super::undecodable::{ASSETS, asset};
use super::*;

/// A page of these items, then one that is as described.
fn page_of(items: &str, bookmark: &str) -> Response {
    let last = asset("7");
    let body =
        format!(r#"{{"items": [{items}{last}], "bookmark": {bookmark}, "total_data_count": 1}}"#);
    Response::ok(body)
}

async fn assets(server: &Server) -> Page<MemberAssetPage> {
    let members = server.client().business(BUSINESS).members();
    members.assets("17").send().await.unwrap()
}

const MANY: usize = 200_000;

/// An item that takes three bytes costs an error that takes hundreds.
#[tokio::test]
async fn of_items_that_are_not_as_described_a_hundred_have_an_error_each() {
    let server = Server::start();
    server.respond_at(ASSETS, page_of(&"{},".repeat(MANY), "null"));
    let page = assets(&server).await;
    assert_eq!((page.len(), page.undecodable_items()), (1, MANY));
    let errors: Vec<&Error> = page.item_errors().collect();
    assert_eq!(errors.len(), 101);
    for (index, error) in errors[..100].iter().enumerate() {
        assert_eq!(error.item_index(), Some(index));
        assert_eq!(error.raw_body(), Some(&b"{}"[..]));
    }
    let last = errors[100];
    assert_eq!((last.kind(), last.status()), (ErrorKind::Item, Some(200)));
    assert_eq!((last.item_index(), last.raw_body()), (None, None));
    let more = format!("{} more items of the page are not as described", MANY - 100);
    assert!(last.to_string().contains(&more), "{last}");
    let in_order: Vec<_> = page.into_iter().map(|item| item.is_ok()).collect();
    assert_eq!(in_order.len(), 102);
    assert!(in_order[100] && !in_order[99] && !in_order[101]);
}

#[tokio::test]
async fn of_long_items_that_are_not_as_described_the_beginning_is_kept() {
    const LONG: usize = 100_000;
    let item = format!(r#"["{}"],"#, "x".repeat(LONG));
    let server = Server::start();
    server.respond_at(ASSETS, page_of(&item.repeat(101), "null"));
    let page = assets(&server).await;
    assert_eq!(page.undecodable_items(), 101);
    let lengths = page
        .item_errors()
        .map(|error| error.raw_body().map_or(0, <[u8]>::len));
    let lengths: Vec<usize> = lengths.collect();
    assert_eq!(lengths, [vec![16 << 10; 100], vec![0]].concat());
    let last = page.item_errors().last().unwrap().to_string();
    assert!(
        last.contains("1 more item of the page is not as described"),
        "{last}"
    );
}

#[tokio::test]
async fn a_stream_returns_the_errors_that_are_kept_and_goes_on() {
    let serve = || {
        let server = Server::start();
        server.respond_at(ASSETS, page_of(&"{},".repeat(150), r#""A""#));
        server.respond_at(format!("{ASSETS}?bookmark=A"), page_of("", "null"));
        server
    };
    let server = serve();
    let members = server.client().business(BUSINESS).members();
    let items: Vec<_> = members.assets("17").items().collect().await;
    assert_eq!(items.iter().filter(|item| item.is_err()).count(), 101);
    assert_eq!(items.iter().filter(|item| item.is_ok()).count(), 2);
    assert!(items.last().unwrap().is_ok());

    let server = serve();
    let members = server.client().business(BUSINESS).members();
    let (report, reported) = mpsc::channel();
    let items = members.assets("17").items();
    let items = items.skip_undecodable(move |error| report.send(error.item_index()).unwrap());
    let items: Vec<_> = items.try_collect().await.unwrap();
    assert_eq!(items.len(), 2);
    let reported: Vec<_> = reported.into_iter().collect();
    let expected: Vec<_> = (0..100).map(Some).chain([None]).collect();
    assert_eq!(reported, expected);
}

/// Each item is as described, and takes a hundred times the memory of its text.
#[tokio::test]
async fn a_page_whose_items_take_far_more_than_its_body_is_too_large() {
    const COUNT: usize = 2_000_000;
    let server = Server::start();
    let items = "{},".repeat(COUNT - 1);
    let body = format!(r#"{{"items": [{items}{{}}], "bookmark": "B"}}"#);
    server.respond_at(at("A"), Response::ok(body));
    let mut items = invites(&server.client()).bookmark("A").items();
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::ResponseTooLarge, Some(200))
    );
    assert!(error.to_string().contains(&COUNT.to_string()), "{error}");
    assert_eq!(
        (error.bookmark(), items.position().bookmark()),
        (Some("A"), Some("A"))
    );
    assert!(items.next().await.is_none());
}

/// A server of pages with these items, each with a new bookmark.
fn endless(items: impl Fn(u64) -> &'static str + Send + Sync + 'static) -> Server {
    Server::with_handler(move |request| {
        let number = request.number();
        let items = items(number);
        Response::ok(format!(
            r#"{{"items": [{items}], "bookmark": "B{number}"}}"#
        ))
    })
}

#[tokio::test]
async fn too_many_pages_without_items_end_a_stream_where_it_can_be_resumed() {
    for prefetch in [false, true] {
        // A null in place of an item is no item.
        let server = endless(|number| if number % 2 == 0 { "" } else { "null" });
        let client = server.client();
        let list = || {
            invites(&client)
                .with_prefetch(prefetch)
                .with_max_empty_pages(3)
        };
        let mut items = list().items();
        let error = items.next().await.unwrap().unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::EmptyPages, Some("get/invites"))
        );
        assert!(error.to_string().contains("4 pages in a row"), "{error}");
        assert!(!error.is_transient());
        assert_eq!(
            (error.bookmark(), items.position().bookmark()),
            (Some("B3"), Some("B3"))
        );
        assert!(!items.position().is_finished());
        assert!(items.next().await.is_none());
        let first = [LIST.to_owned(), at("B0"), at("B1"), at("B2")];
        assert_eq!(server.targets(), first);

        let rest = list().resume_from(items.position()).items();
        assert_eq!(outcomes(rest).await, ["EmptyPages"]);
        assert_eq!(server.targets()[first.len()..][0], at("B3"));
    }
}

#[tokio::test]
async fn a_stream_of_pages_delivers_the_empty_pages_first() {
    for prefetch in [false, true] {
        let server = endless(|_| "");
        let list = invites(&server.client()).with_prefetch(prefetch);
        let mut pages = list.with_max_empty_pages(2).pages();
        for _ in 0..3 {
            assert!(pages.try_next().await.unwrap().unwrap().is_empty());
        }
        let error = pages.try_next().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::EmptyPages);
        assert_eq!(
            (error.bookmark(), pages.position().bookmark()),
            (Some("B2"), Some("B2"))
        );
        assert!(!pages.position().is_finished() && pages.is_terminated());
        assert_eq!(server.requests().len(), 3);
    }
}

/// An item that is not as described is an item all the same.
#[tokio::test]
async fn only_pages_in_a_row_count() {
    for prefetch in [false, true] {
        let server = endless(|number| match number % 6 {
            2 => r#"{"id": "1"}"#,
            5 => "7",
            _ => "",
        });
        let list = invites(&server.client()).with_prefetch(prefetch);
        let items = list.with_max_empty_pages(2).items().take(6);
        assert_eq!(
            outcomes(items).await,
            ["1", "Item", "1", "Item", "1", "Item"]
        );
    }
}

#[tokio::test]
async fn an_empty_page_at_the_end_is_the_end() {
    let server = Server::with_responses([Response::ok(r#"{"items": [], "bookmark": null}"#)]);
    let mut items = invites(&server.client()).with_max_empty_pages(0).items();
    assert!(items.next().await.is_none());
    assert!(items.position().is_finished());
}
