//! Lists whose next page is fetched while the caller works on the current one.

use std::collections::HashSet;

use futures_util::{StreamExt, TryStreamExt};
use pinterest::types::InvitePage;
use pinterest::{Client, ErrorKind, Items, Pages, Position};
use pinterest_test_support::{Fault, Response, Server};
use proptest::prelude::*;
use tokio::runtime::{self, Runtime};

use super::paging::resuming::{CIRCLES, check_circle};
use super::paging::undecodable::NO_PAGES;
use super::paging::{LIST, at, ids, invites, outcome, outcomes, targets_when_settled};
use crate::clients::Clients;

/// Runs each test on a current-thread and on a multi-thread runtime.
macro_rules! on_both_runtimes {
    ($($(#[$meta:meta])* async fn $name:ident() $body:block)+) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn test() $body

            #[tokio::test]
            async fn current_thread() {
                test().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn multi_thread() {
                // In a task, because the thread of the test is not one of the runtime's.
                tokio::spawn(test()).await.unwrap();
            }
        }
    )+};
}

fn items_ahead(client: &Client) -> Items<InvitePage> {
    invites(client).with_prefetch(true).items()
}

fn pages_ahead(client: &Client) -> Pages<InvitePage> {
    invites(client).with_prefetch(true).pages()
}

const FIRST: &str = r#"{"items": [{"id": "1"}, {"id": "2"}], "bookmark": "A"}"#;
const SECOND: &str = r#"{"bookmark": "B", "items": [{"id": "3"}]}"#;
const THIRD: &str = r#"{"items": [{"id": "4"}], "bookmark": "C"}"#;
const LAST: &str = r#"{"items": [{"id": "5"}], "bookmark": null}"#;

on_both_runtimes! {
    async fn the_next_page_is_requested_while_the_caller_has_the_current_one() {
        let server = Server::start();
        server.respond_at(LIST, Response::ok(FIRST));
        let held = server.hold_at(at("A"), Response::ok(r#"{"items": [{"id": "3"}]}"#));
        let mut items = items_ahead(&server.client());
        assert_eq!(outcome(items.next().await.unwrap()), "1");
        // Nobody polls the stream here.
        server.received(2).await;
        assert_eq!(server.targets(), [LIST.to_owned(), at("A")]);
        assert_eq!(outcome(items.next().await.unwrap()), "2");
        held.release();
        assert_eq!(outcomes(items).await, ["3"]);
        assert_eq!(server.requests().len(), 2);
    }

    async fn never_more_than_one_page_is_ahead() {
        let server = Server::start();
        let client = server.client();
        let list = [LIST.to_owned(), at("A"), at("B"), at("C")];
        for (target, body) in list.iter().zip([FIRST, SECOND, THIRD, LAST]) {
            server.respond_at(target, Response::ok(body));
        }
        let mut pages = pages_ahead(&client);
        for (index, expected) in [&["1", "2"][..], &["3"], &["4"], &["5"]].iter().enumerate() {
            let page = pages.try_next().await.unwrap().unwrap();
            assert_eq!(&ids(&page), expected);
            let ahead = (index + 2).min(list.len());
            server.received_at(&list[ahead - 1]).await;
            // The page that is ahead has a bookmark too, which must wait.
            let targets = targets_when_settled(&server, &client).await;
            assert_eq!(targets, list[..ahead]);
        }
        assert!(pages.try_next().await.unwrap().is_none());
        assert_eq!(targets_when_settled(&server, &client).await, list);
    }

    async fn a_stream_of_items_is_never_more_than_one_page_ahead() {
        let server = Server::start();
        let client = server.client();
        server.respond_at(LIST, Response::ok(FIRST));
        server.respond_at(at("A"), Response::ok(SECOND));
        server.respond_at(at("B"), Response::ok(THIRD));
        server.respond_at(at("C"), Response::ok(LAST));
        let mut items = items_ahead(&client);
        for expected in ["1", "2"] {
            assert_eq!(outcome(items.next().await.unwrap()), expected);
            server.received_at(&at("A")).await;
            let targets = targets_when_settled(&server, &client).await;
            assert_eq!(targets, [LIST.to_owned(), at("A")]);
        }
        assert_eq!(outcomes(items).await, ["3", "4", "5"]);
        let targets = targets_when_settled(&server, &client).await;
        assert_eq!(targets, [LIST.to_owned(), at("A"), at("B"), at("C")]);
    }

    async fn the_end_is_found_whether_the_bookmark_is_null_or_absent() {
        for last in [LAST, r#"{"items": [{"id": "5"}]}"#] {
            let server = Server::start();
            let client = server.client();
            server.respond_at(LIST, Response::ok(FIRST));
            server.respond_at(at("A"), Response::ok(r#"{"items": [], "bookmark": "B"}"#));
            server.respond_at(at("B"), Response::ok(last));
            let mut items = items_ahead(&client);
            assert_eq!(outcomes(&mut items).await, ["1", "2", "5"]);
            assert!(items.next().await.is_none());
            let targets = targets_when_settled(&server, &client).await;
            assert_eq!(targets, [LIST.to_owned(), at("A"), at("B")]);
        }
    }

    async fn an_error_of_the_page_ahead_comes_after_the_items_before_it() {
        let broken = [
            (Response::json(500, "Oops"), ErrorKind::Api),
            (Response::closed(), ErrorKind::Network),
            (Response::ok(SECOND).with_fault(Fault::CutAfter(20)), ErrorKind::Network),
        ];
        for (response, kind) in broken {
            let server = Server::start();
            let client = server.client();
            server.respond_at(LIST, Response::ok(FIRST));
            server.respond_at(at("A"), response);
            server.respond_at(at("A"), Response::ok(r#"{"items": [{"id": "3"}]}"#));
            let mut items = items_ahead(&client);
            assert_eq!(outcome(items.next().await.unwrap()), "1");
            targets_when_settled(&server, &client).await;
            assert_eq!(*items.position(), Position::Start, "the page ahead does not show yet");
            assert_eq!(outcome(items.next().await.unwrap()), "2");
            let error = items.next().await.unwrap().unwrap_err();
            assert_eq!(error.kind(), kind, "{error:?}");
            assert_eq!((error.bookmark(), items.position().bookmark()), (Some("A"), Some("A")));
            assert!(items.next().await.is_none(), "an error ends the stream");
            let rest = invites(&client).resume_from(items.position());
            assert_eq!(outcomes(rest.with_prefetch(true).items()).await, ["3"]);
        }
    }

    async fn what_is_no_page_is_an_error_and_its_bookmark_is_not_followed() {
        for (body, path) in NO_PAGES {
            let server = Server::start();
            let client = server.client();
            server.respond_at(LIST, Response::ok(FIRST));
            server.respond_at(at("A"), Response::ok(body));
            let mut items = items_ahead(&client);
            let seen: Vec<_> = (&mut items).take(2).map(outcome).collect().await;
            assert_eq!(seen, ["1", "2"]);
            let error = items.next().await.unwrap().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode, "{body}: {error}");
            assert_eq!(error.json_path().unwrap_or_default(), path, "{body}");
            assert_eq!((error.bookmark(), items.position().bookmark()), (Some("A"), Some("A")));
            assert!(items.next().await.is_none());
            let targets = targets_when_settled(&server, &client).await;
            assert_eq!(targets, [LIST.to_owned(), at("A")]);
        }
    }

    async fn a_repeated_bookmark_is_noticed_before_it_is_followed() {
        for circle in &CIRCLES {
            check_circle(circle, true).await;
        }
    }

    async fn dropping_the_stream_stops_the_request_that_is_ahead() {
        let server = Server::start();
        let client = server.client();
        server.respond_at(LIST, Response::ok(FIRST));
        let _held = server.hold_at(at("A"), Response::ok(SECOND));
        let mut items = items_ahead(&client);
        assert_eq!(outcome(items.next().await.unwrap()), "1");
        server.received(2).await;
        drop(items);
        server.abandoned(&at("A")).await;
        let targets = targets_when_settled(&server, &client).await;
        assert_eq!(targets, [LIST.to_owned(), at("A")]);
    }

    async fn dropping_a_stream_that_is_waited_for_stops_its_request() {
        let server = Server::start();
        let client = server.client();
        let _held = server.hold_at(LIST, Response::ok(FIRST));
        let mut items = items_ahead(&client);
        tokio::select! {
            item = items.next() => panic!("came without a response: {item:?}"),
            () = server.received(1) => {}
        }
        drop(items);
        server.abandoned(LIST).await;
        assert_eq!(targets_when_settled(&server, &client).await, [LIST]);
    }

    async fn dropping_the_stream_when_the_page_ahead_is_there_sends_nothing_more() {
        let server = Server::start();
        let client = server.client();
        server.respond_at(LIST, Response::ok(FIRST));
        server.respond_at(at("A"), Response::ok(SECOND));
        let mut items = items_ahead(&client);
        assert_eq!(outcome(items.next().await.unwrap()), "1");
        server.received(2).await;
        let expected = [LIST.to_owned(), at("A")];
        assert_eq!(targets_when_settled(&server, &client).await, expected);
        drop(items);
        assert_eq!(targets_when_settled(&server, &client).await, expected);
    }

    /// The position is behind the item that the caller has, not behind the page that is ahead.
    async fn a_stream_that_is_ahead_is_resumed_where_the_caller_is() {
        let server = Server::start();
        let client = server.client();
        server.respond_at(LIST, Response::ok(FIRST));
        server.respond_at(at("A"), Response::ok(SECOND));
        for body in [THIRD, THIRD] {
            server.respond_at(at("B"), Response::ok(body));
        }
        server.respond_at(at("C"), Response::ok(LAST));
        let mut items = items_ahead(&client);
        let seen: Vec<_> = (&mut items).take(3).map(outcome).collect().await;
        assert_eq!(seen, ["1", "2", "3"]);
        server.received(3).await;
        targets_when_settled(&server, &client).await;
        assert_eq!(items.position().bookmark(), Some("B"));
        let rest = invites(&client).resume_from(items.position());
        drop(items);
        assert_eq!(outcomes(rest.with_prefetch(true).items()).await, ["4", "5"]);
    }
}

fn current_thread() -> Runtime {
    runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

/// The request of a page that is ahead belongs to the runtime that it was sent from.
#[test]
fn the_end_of_the_runtime_is_an_error_of_the_page_ahead() {
    let server = Server::start();
    server.respond_at(LIST, Response::ok(FIRST));
    let _held = server.hold_at(at("A"), Response::ok(SECOND));
    let first = current_thread();
    let mut items = first.block_on(async {
        let mut items = items_ahead(&server.client());
        let seen: Vec<_> = (&mut items).take(2).map(outcome).collect().await;
        assert_eq!(seen, ["1", "2"]);
        server.received(2).await;
        items
    });
    drop(first);
    let error = current_thread().block_on(items.try_next()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network, "{error:?}");
    assert_eq!(
        (items.position().bookmark(), error.bookmark()),
        (Some("A"), Some("A"))
    );
}

/// What stands in the array of a page.
#[derive(Clone, Copy, Debug)]
enum Place {
    Sound,
    /// Something that is no invite.
    Bad,
    Null,
}

/// Serves pages of these places, and returns what the caller should see.
fn serve_layout(server: &Server, layout: &[Vec<Place>]) -> Vec<String> {
    let mut expected = Vec::new();
    for (index, places) in layout.iter().enumerate() {
        let items: Vec<_> = places
            .iter()
            .enumerate()
            .map(|(place, kind)| match kind {
                Place::Null => "null".to_owned(),
                Place::Bad => {
                    expected.push("Item".to_owned());
                    r#"["no invite"]"#.to_owned()
                }
                Place::Sound => {
                    let id = format!("{index}.{place}");
                    expected.push(id.clone());
                    format!(r#"{{"id": "{id}", "is_received_invite": true}}"#)
                }
            })
            .collect();
        let items = items.join(", ");
        let body = match (index + 1 < layout.len(), index % 2) {
            (true, 0) => format!(r#"{{"items": [{items}], "bookmark": "P{}"}}"#, index + 1),
            (true, _) => format!(r#"{{"bookmark": "P{}", "items": [{items}]}}"#, index + 1),
            (false, 0) => format!(r#"{{"items": [{items}], "bookmark": null}}"#),
            (false, _) => format!(r#"{{"items": [{items}]}}"#),
        };
        let target = match index {
            0 => LIST.to_owned(),
            _ => at(&format!("P{index}")),
        };
        for _ in 0..2 {
            server.respond_at(&target, Response::ok(body.clone()));
        }
    }
    expected
}

fn layouts() -> impl Strategy<Value = Vec<Vec<Place>>> {
    let place = prop_oneof![
        4 => Just(Place::Sound),
        1 => Just(Place::Bad),
        1 => Just(Place::Null),
    ];
    prop::collection::vec(prop::collection::vec(place, 0..5), 1..7)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn with_and_without_prefetch_the_same_items_come_in_the_same_order(layout in layouts()) {
        let server = Server::start();
        let expected = serve_layout(&server, &layout);
        let nulls = layout.iter().flatten().filter(|place| matches!(place, Place::Null)).count();
        for prefetch in [false, true] {
            let (seen, null_items) = current_thread().block_on(async {
                let mut items = invites(&server.client()).with_prefetch(prefetch).items();
                (outcomes(&mut items).await, items.null_items())
            });
            prop_assert_eq!(&seen, &expected);
            prop_assert_eq!(null_items, nulls);
        }
        let (first, second) = (server.targets(), server.targets().split_off(layout.len()));
        prop_assert_eq!(&first[..layout.len()], &second[..]);
        prop_assert_eq!(second.iter().collect::<HashSet<_>>().len(), layout.len());
    }
}
