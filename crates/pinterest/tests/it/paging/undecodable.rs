//! Items and pages that are not as described.

use super::*;

pub(super) const ASSETS: &str = "/businesses/729090764583391194/members/17/assets";

pub(super) fn asset(id: &str) -> String {
    format!(r#"{{"asset_id": "{id}", "asset_type": "PROFILE", "permissions": []}}"#)
}

#[tokio::test]
async fn an_item_without_what_it_cannot_do_without_costs_no_other_item() {
    const BAD: [(&str, &str); 5] = [
        (r#"{"asset_type":"PROFILE","permissions":[]}"#, "items[1]"),
        (
            r#"{"asset_id":{"n":7},"asset_type":"PROFILE","permissions":[]}"#,
            "items[1].asset_id",
        ),
        (
            r#"{"asset_id":"6","asset_type":"PROFILE","permissions":"ADMIN"}"#,
            "items[1].permissions",
        ),
        (
            r#"{"asset_id":"6","asset_type":"PROFILE","permissions":null}"#,
            "items[1].permissions",
        ),
        (r#"["6"]"#, "items[1]"),
    ];
    for (bad, path) in BAD {
        let server = Server::start();
        let (first, third, fourth) = (asset("5"), asset("7"), asset("8"));
        let page = |items: &str, bookmark: &str| {
            let body =
                format!(r#"{{"items": [{items}], "bookmark": {bookmark}, "total_data_count": 4}}"#);
            Response::ok(body)
        };
        let items = format!("{first},\n {bad} , {third}");
        server.respond_at(ASSETS, page(&items, r#""A""#));
        server.respond_at(format!("{ASSETS}?bookmark=A"), page(&fourth, "null"));
        let members = server.client().business(BUSINESS).members();
        let mut seen = Vec::new();
        let mut items = members.assets("17").items();
        while let Some(item) = items.next().await {
            seen.push(match item {
                Ok(asset) => asset.asset_id.to_string(),
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::Item, "{bad}: {error}");
                    assert_eq!(
                        (error.item_index(), error.json_path()),
                        (Some(1), Some(path))
                    );
                    assert_eq!(error.raw_body(), Some(bad.as_bytes()));
                    assert_eq!(error.status(), Some(200));
                    "bad".to_owned()
                }
            });
        }
        assert_eq!(seen, ["5", "bad", "7", "8"]);
    }
}

/// Items with an optional part that is not as described: the part, its JSON, and what is left.
const ODD: [(&str, &str, &str, &str); 4] = [
    (
        r#"{"id": "1", "created_time": "yesterday"}"#,
        "created_time",
        r#""yesterday""#,
        r#"{"id": "1"}"#,
    ),
    (
        r#"{"id": "1", "user": {"id": {"n": 7}, "username": "ada"}}"#,
        "user.id",
        r#"{"n": 7}"#,
        r#"{"id": "1", "user": {"username": "ada"}}"#,
    ),
    (
        r#"{"id": "1", "business_roles": ["PARTNER", 5]}"#,
        "business_roles[1]",
        "5",
        r#"{"id": "1", "business_roles": ["PARTNER"]}"#,
    ),
    (
        r#"{"id": "1", "user": [], "is_received_invite": true}"#,
        "user",
        "[]",
        r#"{"id": "1", "is_received_invite": true}"#,
    ),
];

#[tokio::test]
async fn an_optional_part_that_is_not_as_described_is_set_aside_and_costs_nothing_else() {
    for (item, path, part, left) in ODD {
        let server = Server::start();
        let body = format!(r#"{{"items": [{{"id": "0"}}, {item}]}}"#);
        server.respond_at(LIST, Response::ok(body));
        let page = invites(&server.client()).send().await.unwrap();
        assert_eq!(ids(&page), ["0", "1"], "{item}");
        let set_aside: Vec<_> = page.set_aside().iter().collect();
        assert_eq!(set_aside.len(), 1, "{item}: {set_aside:?}");
        assert_eq!(set_aside[0].path(), format!("items[1].{path}"));
        assert_eq!(set_aside[0].json(), part);
        assert!(!set_aside[0].mismatch().reason().is_empty());
        let invite = serde_json::to_value(page.items().last().unwrap()).unwrap();
        let left: Value = serde_json::from_str(left).unwrap();
        assert_eq!(invite, left, "{item}");
    }
}

#[tokio::test]
async fn strict_decoding_makes_an_item_of_which_a_part_is_set_aside_an_error() {
    for (item, path, ..) in ODD {
        let server = Server::start();
        let body = format!(r#"{{"items": [{{"id": "0"}}, {item}, {{"id": "2"}}]}}"#);
        server.respond_at(LIST, Response::ok(body));
        let list = invites(&server.client()).with_strict_decoding();
        let page = list.send().await.unwrap();
        assert_eq!(ids(&page), ["0", "2"], "{item}");
        let error = page.item_errors().next().unwrap();
        let path = format!("items[1].{path}");
        assert_eq!(
            (error.kind(), error.json_path()),
            (ErrorKind::Item, Some(&*path))
        );
    }
}

#[tokio::test]
async fn a_page_keeps_items_and_item_errors_apart() {
    let server = Server::start();
    server.respond_at(
        LIST,
        Response::ok(r#"{"items": [7, null, {"id": "2"}, [], null], "bookmark": "A", "new": 1}"#),
    );
    let page = invites(&server.client()).send().await.unwrap();
    assert_eq!(ids(&page), ["2"]);
    assert_eq!((page.len(), page.null_items()), (1, 2));
    let bad = page.item_errors().map(|error| error.item_index().unwrap());
    assert_eq!(bad.collect::<Vec<_>>(), [0, 3]);
    assert_eq!(page.position().bookmark(), Some("A"));
    assert_eq!(*page.response().extra["new"], 1);
    let in_order: Vec<_> = page.into_iter().map(outcome).collect();
    assert_eq!(in_order, ["Item", "2", "Item"]);
}

#[tokio::test]
async fn errors_that_a_list_finds_itself_name_the_operation_too() {
    let server = Server::start();
    server.respond_at(LIST, Response::ok(r#"{"items": [7], "bookmark": "A"}"#));
    server.respond_at(at("A"), Response::ok(r#"{"items": [], "bookmark": "A"}"#));
    let items = invites(&server.client()).items();
    let errors: Vec<_> = items
        .map(|item| item.unwrap_err())
        .map(|error| (error.kind(), error.operation()))
        .collect()
        .await;
    let operation = Some("get/invites");
    assert_eq!(
        errors,
        [
            (ErrorKind::Item, operation),
            (ErrorKind::RepeatedBookmark, operation)
        ]
    );
}

/// The name of a field may be written with escapes, whatever field it is.
#[tokio::test]
async fn escapes_in_the_page_do_not_make_a_bad_item_cost_the_others() {
    let server = Server::start();
    server.respond_at(
        LIST,
        Response::ok(r#"{"items": [{"id": "1"}, 2], "r\u00e9gion": 1, "bookmark": null}"#),
    );
    let items = invites(&server.client()).items();
    assert_eq!(outcomes(items).await, ["1", "Item"]);
}

#[tokio::test]
async fn what_this_version_does_not_know_is_kept() {
    let server = Server::start();
    let item = r#"{
        "id": "1",
        "business_roles": ["EMPLOYEE", "JUGGLER"],
        "invite_data": {"invite_status": "ON_HOLD", "invite_type": "X_INVITE", "mood": ["fine"]},
        "user": {"id": "7", "badge": {"level": 3}},
        "color": "green"
    }"#;
    server.respond_at(
        LIST,
        Response::ok(format!(r#"{{"items": [{item}], "tone": "b"}}"#)),
    );
    let page = invites(&server.client()).send().await.unwrap();
    assert_eq!(page.item_errors().count(), 0);
    assert_eq!(*page.response().extra["tone"], "b");
    let invite = page.items().next().unwrap();
    let status = invite.invite_data.as_ref().unwrap().invite_status.as_ref();
    assert_eq!(status.unwrap().as_str(), "ON_HOLD");
    let sent: Value = serde_json::from_str(item).unwrap();
    assert_eq!(serde_json::to_value(invite).unwrap(), sent);
}

#[tokio::test]
async fn a_null_in_place_of_an_item_is_counted_and_left_out() {
    let server = Server::start();
    server.respond_at(
        LIST,
        Response::ok(r#"{"items": [null, {"id": "1"}, null], "bookmark": "A"}"#),
    );
    server.respond_at(
        at("A"),
        Response::ok(r#"{"items": [null, [], {"id": "2"}]}"#),
    );
    let mut items = invites(&server.client()).items();
    assert_eq!(items.null_items(), 0);
    assert_eq!(outcomes(&mut items).await, ["1", "Item", "2"]);
    assert_eq!(items.null_items(), 3);
}

/// Bodies that are no page, and where reading stopped; nowhere in particular if empty.
pub(crate) const NO_PAGES: [(&str, &str); 5] = [
    (r#"{"items": {"id": "3"}, "bookmark": "B"}"#, "items"),
    (r#"{"bookmark": "B"}"#, ""),
    (r#"{"items": null, "bookmark": "B"}"#, "items"),
    (r#"[{"id": "3"}]"#, ""),
    ("<html>Maintenance</html>", ""),
];

#[tokio::test]
async fn what_is_no_page_is_an_error_that_ends_the_stream() {
    for (body, path) in NO_PAGES {
        let server = Server::start();
        let client = server.client();
        server.respond_at(
            LIST,
            Response::ok(r#"{"items": [{"id": "1"}], "bookmark": "A"}"#),
        );
        server.respond_at(at("A"), Response::ok(body));
        let mut items = invites(&client).items();
        assert_eq!(outcome(items.next().await.unwrap()), "1");
        let error = items.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}: {error}");
        assert_eq!(error.json_path().unwrap_or_default(), path, "{body}");
        assert_eq!(error.raw_body(), Some(body.as_bytes()));
        assert_eq!(
            (error.bookmark(), items.position().bookmark()),
            (Some("A"), Some("A"))
        );
        assert!(items.next().await.is_none());
        let targets = targets_when_settled(&server, &client).await;
        assert_eq!(targets, [LIST.to_owned(), at("A")]);
    }
}

#[tokio::test]
async fn a_bookmark_that_is_a_number_is_followed_as_its_text() {
    let server = Server::start();
    server.respond_at(
        LIST,
        Response::ok(r#"{"items": [{"id": "1"}], "bookmark": 7}"#),
    );
    server.respond_at(at("7"), Response::ok(r#"{"items": [{"id": "2"}]}"#));
    let items = invites(&server.client()).items();
    assert_eq!(outcomes(items).await, ["1", "2"]);
}

#[tokio::test]
async fn a_bookmark_that_cannot_be_read_is_an_error_after_the_items_of_its_page() {
    for prefetch in [false, true] {
        let server = Server::start();
        server.respond_at(
            LIST,
            Response::ok(r#"{"items": [{"id": "1"}, {"id": "2"}], "bookmark": ["A"]}"#),
        );
        let list = invites(&server.client()).with_prefetch(prefetch);
        let mut items = list.items();
        assert_eq!(outcomes(&mut items).await, ["1", "2", "Decode"]);
        assert!(items.next().await.is_none());
        assert_eq!(server.targets(), [LIST]);
    }
}

/// Two pages, each with items that are not as described.
fn odd_pages(server: &Server, end: Response) {
    let first = r#"{"items": [7, {"id": "1"}, null], "bookmark": "A"}"#;
    server.respond_at(LIST, Response::ok(first));
    let second = r#"{"items": [{"id": "2"}, [], "x", {"id": "3"}], "bookmark": "B"}"#;
    server.respond_at(at("A"), Response::ok(second));
    server.respond_at(at("B"), end);
}

/// Where an item was: the bookmark of its page, and its index there.
type Place = (Option<String>, usize);

/// The items of a list up to the first error of the stream, and the places of those that were
/// reported.
async fn skipping(list: List<InvitesList>) -> (Vec<String>, Vec<Place>, Option<Error>) {
    let (report, reported) = std::sync::mpsc::channel();
    let mut items = list.items().skip_undecodable(move |error: Error| {
        assert_eq!(error.kind(), ErrorKind::Item);
        let bookmark = error.bookmark().map(str::to_owned);
        report
            .send((bookmark, error.item_index().unwrap()))
            .unwrap();
    });
    let mut seen = Vec::new();
    let end = loop {
        match items.try_next().await {
            Ok(Some(invite)) => seen.push(invite.id.unwrap().to_string()),
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    assert_eq!(items.position().is_finished(), end.is_none());
    assert!(items.next().await.is_none());
    assert!(items.is_terminated());
    drop(items);
    (seen, reported.into_iter().collect(), end)
}

fn places() -> Vec<Place> {
    let second = Some("A".to_owned());
    vec![(None, 0), (second.clone(), 1), (second, 2)]
}

#[tokio::test]
async fn a_stream_that_skips_items_reports_them_and_goes_on() {
    for prefetch in [false, true] {
        let server = Server::start();
        odd_pages(&server, Response::ok(r#"{"items": [{"id": "4"}]}"#));
        let list = invites(&server.client()).with_prefetch(prefetch);
        let (seen, reported, end) = skipping(list).await;
        assert_eq!(seen, ["1", "2", "3", "4"]);
        assert_eq!(reported, places());
        assert!(end.is_none(), "{end:?}");
    }
}

#[tokio::test]
async fn a_stream_of_pages_that_skips_items_reports_them_with_their_page() {
    for prefetch in [false, true] {
        let server = Server::start();
        odd_pages(&server, Response::ok(r#"{"items": [{"id": "4"}]}"#));
        let (report, reported) = std::sync::mpsc::channel();
        let list = invites(&server.client()).with_prefetch(prefetch);
        let mut pages = list.pages().skip_undecodable(move |error: Error| {
            let bookmark = error.bookmark().map(str::to_owned);
            report
                .send((bookmark, error.item_index().unwrap()))
                .unwrap();
        });
        let mut seen: Vec<(String, usize, Vec<Place>)> = Vec::new();
        while let Some(page) = pages.try_next().await.unwrap() {
            assert_eq!(page.item_errors().count(), 0);
            let reported = reported.try_iter().collect();
            seen.push((ids(&page).join(" "), page.undecodable_items(), reported));
            assert!(page.into_iter().all(|item| item.is_ok()));
        }
        let places = places();
        let expected = [
            ("1".to_owned(), 1, places[..1].to_vec()),
            ("2 3".to_owned(), 2, places[1..].to_vec()),
            ("4".to_owned(), 0, Vec::new()),
        ];
        assert_eq!(seen, expected);
    }
}

/// A list whose items are all skipped goes on, as one whose items are all errors does.
#[tokio::test]
async fn a_page_of_skipped_items_is_no_empty_page() {
    let server = Server::start();
    odd_pages(&server, Response::ok(r#"{"items": [7], "bookmark": "C"}"#));
    server.respond_at(at("C"), Response::ok(r#"{"items": [{"id": "5"}]}"#));
    let list = invites(&server.client()).with_max_empty_pages(0);
    let pages = list.pages().skip_undecodable(drop);
    let lengths: Vec<usize> = pages.map_ok(|page| page.len()).try_collect().await.unwrap();
    assert_eq!(lengths, [1, 2, 0, 1]);
}

#[tokio::test]
async fn a_stream_that_skips_items_still_ends_with_the_error_of_a_page() {
    for (response, kind) in [
        (Response::json(404, "{}"), ErrorKind::Api),
        (Response::ok(r#"{"items": 7}"#), ErrorKind::Decode),
    ] {
        let server = Server::start();
        odd_pages(&server, response);
        let (seen, reported, end) = skipping(invites(&server.client())).await;
        assert_eq!(seen, ["1", "2", "3"]);
        assert_eq!(reported, places());
        let error = end.unwrap();
        assert_eq!((error.kind(), error.bookmark()), (kind, Some("B")));
    }
}
