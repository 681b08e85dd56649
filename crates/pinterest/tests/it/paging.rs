//! Lists, one request after the other.

use std::time::Duration;

use futures_util::stream::FusedStream;
use futures_util::{FutureExt, Stream, StreamExt, TryStreamExt};
use pinterest::business_access::InvitesQuery;
use pinterest::types::{Invite, InvitePage, InviteStatus, InviteType};
use pinterest::{Client, Error, ErrorKind, Items, List, Url};
use serde_json::Value;

use super::scripted_server::{Answer, ScriptedServer};

pub(super) const BUSINESS: &str = "729090764583391194";

/// Where the first page of the list is.
pub(super) const LIST: &str = "/businesses/729090764583391194/invites";

/// Where the page is that `bookmark` leads to.
pub(super) fn at(bookmark: &str) -> String {
    format!("{LIST}?bookmark={bookmark}")
}

pub(super) fn invites(client: &Client) -> List<InvitesQuery> {
    client.business(BUSINESS).invites().list()
}

/// The id of an invite, or the kind of the error that came instead.
pub(super) fn outcome(invite: Result<Invite, Error>) -> String {
    match invite {
        Ok(invite) => invite.id.unwrap().to_string(),
        Err(error) => format!("{:?}", error.kind()),
    }
}

pub(super) async fn outcomes(items: impl Stream<Item = Result<Invite, Error>>) -> Vec<String> {
    items.map(outcome).collect().await
}

pub(super) fn ids(page: &pinterest::Page<InvitePage>) -> Vec<&str> {
    page.items()
        .map(|invite| invite.id.as_ref().unwrap().as_str())
        .collect()
}

/// The targets of the requests so far, those included that the client was about to send.
///
/// The client does three exchanges about something else first. On a current-thread runtime each one ends with the
/// thread having nothing else to do, so that what was under way has gone out by then.
pub(super) async fn targets_when_settled(server: &ScriptedServer, client: &Client) -> Vec<String> {
    const OTHER: &str = "/businesses/1/invites";
    for _ in 0..3 {
        let answer = client.business("1").invites().list().send().await;
        assert_eq!(answer.unwrap_err().status(), Some(404));
    }
    let mut targets = server.targets();
    targets.retain(|target| target != OTHER);
    targets
}

#[tokio::test]
async fn one_page_is_asked_for_as_it_was_described() {
    let server = ScriptedServer::start();
    let target = format!(
        "{LIST}?bookmark=B&invite_status=PENDING&invite_status=EXPIRED\
         &invite_type=MEMBER_INVITE&is_member=false&page_size=250"
    );
    server.answer(
        &target,
        Answer::ok(r#"{"items": [{"id": "1"}], "bookmark": "C"}"#),
    );

    let page = invites(&server.client())
        .page_size(250)
        .bookmark("B")
        .statuses([InviteStatus::Pending, InviteStatus::Expired])
        .invite_type(InviteType::MemberInvite)
        .is_member(false)
        .send()
        .await
        .unwrap();

    assert_eq!(ids(&page), ["1"]);
    assert_eq!(
        (page.bookmark(), page.next_bookmark()),
        (Some("B"), Some("C"))
    );
    let [request] = &server.requests()[..] else {
        panic!("one page is one request: {:?}", server.requests());
    };
    assert_eq!((&request.method[..], &request.target), ("GET", &target));
    assert_eq!(request.headers["authorization"], "Bearer pina_TESTTESTTEST");
    assert_eq!(request.body, "");
}

#[tokio::test]
async fn what_was_not_set_is_not_sent() {
    let server = ScriptedServer::start();
    server.answer(LIST, Answer::ok(r#"{"items": []}"#));
    let page = invites(&server.client()).send().await.unwrap();
    assert!(page.is_empty());
    assert_eq!((page.bookmark(), page.next_bookmark()), (None, None));
    assert_eq!(server.targets(), [LIST]);
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_polled() {
    let server = ScriptedServer::start();
    let client = server.client();
    let page = invites(&client).send();
    let pages = invites(&client).pages();
    let items = invites(&client).items();
    let ahead = invites(&client).with_prefetch(true).items();
    assert!(targets_when_settled(&server, &client).await.is_empty());
    drop((page, pages, items, ahead));
    assert!(targets_when_settled(&server, &client).await.is_empty());
}

/// A list of four pages, the third of them empty.
fn serve_list(server: &ScriptedServer, last: &str) {
    server.answer(
        LIST,
        Answer::ok(r#"{"items": [{"id": "1"}, {"id": "2"}], "bookmark": "A"}"#),
    );
    server.answer(
        at("A"),
        Answer::ok(r#"{"bookmark": "B", "items": [{"id": "3"}]}"#),
    );
    server.answer(at("B"), Answer::ok(r#"{"items": [], "bookmark": "C"}"#));
    server.answer(at("C"), Answer::ok(last));
}

const LAST_PAGES: [&str; 2] = [
    r#"{"items": [{"id": "4"}], "bookmark": null}"#,
    r#"{"items": [{"id": "4"}]}"#,
];

#[tokio::test]
async fn items_come_in_order_and_once_up_to_a_null_or_absent_bookmark() {
    for last in LAST_PAGES {
        let server = ScriptedServer::start();
        serve_list(&server, last);
        let mut items = invites(&server.client()).items();
        assert_eq!(outcomes(&mut items).await, ["1", "2", "3", "4"]);
        assert!(items.next().await.is_none(), "the end is the end");
        let all = [LIST.to_owned(), at("A"), at("B"), at("C")];
        assert_eq!(server.targets(), all);
    }
}

#[tokio::test]
async fn pages_come_in_order_with_their_bookmarks() {
    for last in LAST_PAGES {
        let server = ScriptedServer::start();
        serve_list(&server, last);
        let mut pages = invites(&server.client()).pages();
        assert_eq!(pages.bookmark(), None);
        for (expected, bookmark, next) in [
            (&["1", "2"][..], None, Some("A")),
            (&["3"], Some("A"), Some("B")),
            (&[], Some("B"), Some("C")),
            (&["4"], Some("C"), None),
        ] {
            let page = pages.try_next().await.unwrap().unwrap();
            assert_eq!(ids(&page), expected);
            assert_eq!((page.bookmark(), page.next_bookmark()), (bookmark, next));
            assert_eq!(pages.bookmark(), next, "resume at the page to come");
        }
        assert!(pages.try_next().await.unwrap().is_none());
        assert_eq!(pages.bookmark(), None);
    }
}

#[tokio::test]
async fn the_filters_are_sent_with_every_page() {
    let server = ScriptedServer::start();
    server.answer(
        format!("{LIST}?invite_status=EXPIRED&page_size=1"),
        Answer::ok(r#"{"items": [{"id": "1"}], "bookmark": "A"}"#),
    );
    server.answer(
        format!("{LIST}?bookmark=A&invite_status=EXPIRED&page_size=1"),
        Answer::ok(r#"{"items": [{"id": "2"}]}"#),
    );
    let items = invites(&server.client())
        .statuses([InviteStatus::Expired])
        .page_size(1)
        .items();
    assert_eq!(outcomes(items).await, ["1", "2"]);
}

#[tokio::test]
async fn a_page_keeps_what_the_service_said_about_the_list() {
    let server = ScriptedServer::start();
    let assets = "/businesses/729090764583391194/members/17/assets";
    server.answer(
        assets,
        Answer::ok(
            r#"{
                "items": [
                    {"asset_id": "5", "asset_type": "AD_ACCOUNT", "permissions": ["ADMIN"]},
                    {"asset_id": 6, "asset_type": "AD_ACCOUNT", "permissions": []}
                ],
                "bookmark": "A",
                "total_data_count": 41,
                "total_data_count_by_status": {"ACTIVE": 40, "ARCHIVED": 1},
                "new_total": {"x": 7}
            }"#,
        ),
    );
    let list = server.client().business(BUSINESS).members().assets("17");
    let page = list.send().await.unwrap();
    assert_eq!((page.len(), page.item_errors().count()), (1, 1));
    let response = page.response();
    assert_eq!(response.total_data_count, 41);
    let by_status = response.total_data_count_by_status.as_ref().unwrap();
    assert_eq!((by_status.active, by_status.archived), (Some(40), Some(1)));
    assert_eq!(response.extra["new_total"]["x"], 7);
}

#[tokio::test]
async fn bookmarks_arrive_as_they_were_sent() {
    let server = ScriptedServer::start();
    let first = "Y2&a=b/c+d %2B#?é\u{1F600}\"\\;";
    let second = "+";
    server.answer(
        format!("{LIST}?bookmark=Y2%26a%3Db%2Fc%2Bd+%252B%23%3F%C3%A9%F0%9F%98%80%22%5C%3B"),
        Answer::ok(r#"{"items": [{"id": "2"}], "bookmark": "\u002B"}"#),
    );
    server.answer(
        LIST,
        Answer::ok(
            r##"{"items": [{"id": "1"}], "bookmark": "Y2&a=b\/c+d %2B#?\u00e9\ud83d\ude00\"\\;"}"##,
        ),
    );
    server.answer(at("%2B"), Answer::ok(r#"{"items": [{"id": "3"}]}"#));
    let items = invites(&server.client()).items();
    assert_eq!(outcomes(items).await, ["1", "2", "3"]);
    // What a server makes of the queries.
    let received = server.targets().into_iter().filter_map(|target| {
        let url = Url::parse(&format!("http://localhost{target}")).unwrap();
        let (_, bookmark) = url.query_pairs().next()?;
        Some(bookmark.into_owned())
    });
    assert_eq!(received.collect::<Vec<_>>(), [first, second]);
}

#[tokio::test]
async fn a_list_is_resumed_at_the_next_bookmark_of_a_page() {
    let server = ScriptedServer::start();
    serve_list(&server, LAST_PAGES[0]);
    let client = server.client();
    let first = invites(&client).send().await.unwrap();
    let rest = invites(&client).bookmark(first.next_bookmark().unwrap());
    assert_eq!(ids(&first), ["1", "2"]);
    assert_eq!(outcomes(rest.items()).await, ["3", "4"]);
}

#[tokio::test]
async fn a_list_is_resumed_after_a_page_that_failed() {
    let server = ScriptedServer::start();
    let client = server.client();
    server.answer(
        LIST,
        Answer::ok(r#"{"items": [{"id": "1"}, {"id": "2"}], "bookmark": "A"}"#),
    );
    server.answer(
        at("A"),
        Answer::new(503, r#"{"code": 4197, "message": "Not now."}"#),
    );
    server.answer(
        at("A"),
        Answer::ok(r#"{"items": [{"id": "3"}, {"id": "4"}]}"#),
    );

    let mut items = invites(&client).items();
    let seen: Vec<Invite> = (&mut items).take(2).try_collect().await.unwrap();
    let error = items.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.bookmark(), Some("A"));
    assert_eq!(items.bookmark(), Some("A"));
    assert!(items.next().await.is_none(), "an error ends the stream");
    assert_eq!(server.requests().len(), 2);

    let rest = invites(&client).bookmark(items.bookmark().unwrap()).items();
    assert_eq!(seen.len(), 2);
    assert_eq!(outcomes(rest).await, ["3", "4"]);
}

#[tokio::test]
async fn a_stream_knows_whether_something_is_left_to_resume() {
    for prefetch in [false, true] {
        let server = ScriptedServer::start();
        let client = server.client();
        server.answer(
            LIST,
            Answer::ok(r#"{"items": [{"id": "1"}], "bookmark": "A"}"#),
        );
        server.answer(at("A"), Answer::new(500, ""));
        server.answer(
            at("A"),
            Answer::ok(r#"{"items": [{"id": "2"}, {"id": "3"}]}"#),
        );
        let mut items = invites(&client).with_prefetch(prefetch).items();
        let mut finished = vec![items.is_finished()];
        while items.next().await.is_some() {
            finished.push(items.is_finished());
        }
        finished.push(items.is_finished());
        assert_eq!(
            finished, [false; 4],
            "at first, after 1, after the error, at the end"
        );
        let rest = invites(&client).bookmark(items.bookmark().unwrap());
        let mut items = rest.with_prefetch(prefetch).items();
        let mut finished = vec![items.is_finished()];
        while items.next().await.is_some() {
            finished.push(items.is_finished());
        }
        assert_eq!(finished, [false, false, true], "at first, after 2, after 3");
        assert!(items.is_terminated());
    }
}

#[tokio::test]
async fn a_stream_of_pages_names_the_page_that_failed() {
    let server = ScriptedServer::start();
    server.answer(LIST, Answer::ok(r#"{"items": [], "bookmark": "A"}"#));
    server.answer(at("A"), Answer::new(500, ""));
    let mut pages = invites(&server.client()).pages();
    pages.try_next().await.unwrap();
    let error = pages.try_next().await.unwrap_err();
    assert_eq!((error.bookmark(), pages.bookmark()), (Some("A"), Some("A")));
    assert!(pages.next().await.is_none(), "an error ends the stream");
}

#[tokio::test]
async fn a_first_page_that_failed_has_no_bookmark() {
    let server = ScriptedServer::start();
    server.answer(LIST, Answer::new(500, ""));
    let mut items = invites(&server.client()).items();
    let error = items.try_next().await.unwrap_err();
    assert_eq!((error.bookmark(), items.bookmark()), (None, None));
}

/// In the middle of a page the stream knows the page, not the place in it.
#[tokio::test]
async fn resuming_in_the_middle_of_a_page_repeats_that_page_and_no_other() {
    let server = ScriptedServer::start();
    let client = server.client();
    let second = r#"{"items": [{"id": "3"}, {"id": "4"}], "bookmark": "B"}"#;
    server.answer(
        LIST,
        Answer::ok(r#"{"items": [{"id": "1"}, {"id": "2"}], "bookmark": "A"}"#),
    );
    server.answer(at("A"), Answer::ok(second));
    server.answer(at("A"), Answer::ok(second));
    server.answer(at("B"), Answer::ok(r#"{"items": [{"id": "5"}]}"#));

    let mut items = invites(&client).items();
    let mut bookmarks = Vec::new();
    for expected in ["1", "2", "3"] {
        assert_eq!(outcome(items.next().await.unwrap()), expected);
        bookmarks.push(items.bookmark().map(str::to_owned));
    }
    assert_eq!(bookmarks, [None, None, Some("A".to_owned())]);

    let rest = invites(&client).bookmark(items.bookmark().unwrap());
    drop(items);
    assert_eq!(outcomes(rest.items()).await, ["3", "4", "5"]);
}

#[tokio::test]
async fn a_stream_starts_with_the_bookmark_it_was_given() {
    let server = ScriptedServer::start();
    let client = server.client();
    let list = || invites(&client).bookmark("A");
    assert_eq!(list().items().bookmark(), Some("A"));
    assert_eq!(list().pages().bookmark(), Some("A"));
}

/// How a list goes round in circles: the start, and what follows which bookmark.
pub(super) struct Circle {
    pub(super) start: Option<&'static str>,
    pub(super) pages: &'static [(&'static str, &'static str)],
    pub(super) repeated: &'static str,
    pub(super) outcomes: &'static [&'static str],
}

pub(super) const CIRCLES: [Circle; 4] = [
    Circle {
        start: None,
        pages: &[
            ("", r#"{"items": [{"id": "1"}], "bookmark": "A"}"#),
            ("A", r#"{"items": [{"id": "2"}], "bookmark": "A"}"#),
        ],
        repeated: "A",
        outcomes: &["1", "2", "RepeatedBookmark"],
    },
    Circle {
        start: None,
        pages: &[
            ("", r#"{"items": [{"id": "1"}], "bookmark": "A"}"#),
            ("A", r#"{"items": [{"id": "2"}], "bookmark": "B"}"#),
            (
                "B",
                r#"{"items": [{"id": "3"}, {"id": "4"}], "bookmark": "A"}"#,
            ),
        ],
        repeated: "A",
        outcomes: &["1", "2", "3", "4", "RepeatedBookmark"],
    },
    Circle {
        start: Some("A"),
        pages: &[("A", r#"{"items": [{"id": "2"}], "bookmark": "A"}"#)],
        repeated: "A",
        outcomes: &["2", "RepeatedBookmark"],
    },
    Circle {
        start: Some("A"),
        pages: &[
            ("A", r#"{"bookmark": "B", "items": [{"id": "2"}]}"#),
            ("B", r#"{"bookmark": "A", "items": []}"#),
        ],
        repeated: "A",
        outcomes: &["2", "RepeatedBookmark"],
    },
];

pub(super) async fn check_circle(circle: &Circle, prefetch: bool) {
    let server = ScriptedServer::start();
    let client = server.client();
    let mut targets = Vec::new();
    for (bookmark, body) in circle.pages {
        let target = match *bookmark {
            "" => LIST.to_owned(),
            bookmark => at(bookmark),
        };
        server.answer(&target, Answer::ok(*body));
        targets.push(target);
    }
    let mut list = invites(&client).with_prefetch(prefetch);
    if let Some(start) = circle.start {
        list = list.bookmark(start);
    }
    let mut items = list.items();
    let mut seen = Vec::new();
    while let Some(item) = items.next().await {
        if let Err(error) = &item {
            assert_eq!(error.bookmark(), Some(circle.repeated));
        }
        seen.push(outcome(item));
    }
    assert_eq!(seen, circle.outcomes);
    assert!(items.next().await.is_none(), "the stream has ended");
    assert_eq!(targets_when_settled(&server, &client).await, targets);
}

#[tokio::test]
async fn a_repeated_bookmark_ends_the_stream_after_all_items_before_it() {
    for circle in &CIRCLES {
        check_circle(circle, false).await;
    }
}

#[tokio::test]
async fn a_repeated_bookmark_ends_a_stream_of_pages_too() {
    let server = ScriptedServer::start();
    server.answer(LIST, Answer::ok(r#"{"items": [], "bookmark": "A"}"#));
    server.answer(at("A"), Answer::ok(r#"{"items": [], "bookmark": "A"}"#));
    let mut pages = invites(&server.client()).pages();
    pages.try_next().await.unwrap().unwrap();
    let last = pages.try_next().await.unwrap().unwrap();
    assert_eq!(last.next_bookmark(), Some("A"));
    let error = pages.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RepeatedBookmark);
    assert_eq!(error.bookmark(), Some("A"));
    assert!(pages.is_finished(), "to resume there would only repeat it");
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn an_item_that_cannot_be_decoded_costs_no_other_item() {
    const BAD: [(&str, &str); 5] = [
        (
            r#"{"id": "2", "created_time": "yesterday"}"#,
            "items[1].created_time",
        ),
        (
            r#"{"id": "2",  "user": {"id": {"n": 7}}}"#,
            "items[1].user.id",
        ),
        (
            r#"{"business_roles": ["PARTNER", 5]}"#,
            "items[1].business_roles[1]",
        ),
        (r#"[ "2" ]"#, "items[1]"),
        (
            r#"{"user": {"username": "cut \ud83d"}}"#,
            "items[1].user.username",
        ),
    ];
    for (bad, path) in BAD {
        let server = ScriptedServer::start();
        server.answer(
            LIST,
            Answer::ok(format!(
                "{{\"items\": [{{\"id\": \"1\"}},\n {bad} , {{\"id\": \"3\"}}], \"bookmark\": \"A\"}}"
            )),
        );
        server.answer(at("A"), Answer::ok(r#"{"items": [{"id": "4"}]}"#));
        let mut items = invites(&server.client()).items();
        assert_eq!(outcome(items.next().await.unwrap()), "1");
        let error = items.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Item, "{bad}: {error}");
        assert_eq!(
            (error.item_index(), error.json_path()),
            (Some(1), Some(path))
        );
        assert_eq!(error.raw_body(), Some(bad.as_bytes()));
        assert_eq!(error.status(), Some(200));
        assert_eq!(outcomes(items).await, ["3", "4"]);
    }
}

#[tokio::test]
async fn a_page_keeps_items_and_item_errors_apart() {
    let server = ScriptedServer::start();
    server.answer(
        LIST,
        Answer::ok(
            r#"{"items": [{"id": 1}, null, {"id": "2"}, {"id": []}, null], "bookmark": "A", "new": 1}"#,
        ),
    );
    let page = invites(&server.client()).send().await.unwrap();
    assert_eq!(ids(&page), ["2"]);
    assert_eq!((page.len(), page.null_items()), (1, 2));
    let bad = page.item_errors().map(|error| error.item_index().unwrap());
    assert_eq!(bad.collect::<Vec<_>>(), [0, 3]);
    assert_eq!(page.next_bookmark(), Some("A"));
    assert_eq!(*page.response().extra["new"], 1);
    let in_order: Vec<_> = page.into_iter().map(outcome).collect();
    assert_eq!(in_order, ["Item", "2", "Item"]);
}

#[tokio::test]
async fn errors_that_a_list_finds_itself_name_the_operation_too() {
    let server = ScriptedServer::start();
    server.answer(
        LIST,
        Answer::ok(r#"{"items": [{"id": 1}], "bookmark": "A"}"#),
    );
    server.answer(at("A"), Answer::ok(r#"{"items": [], "bookmark": "A"}"#));
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
    let server = ScriptedServer::start();
    server.answer(
        LIST,
        Answer::ok(r#"{"items": [{"id": "1"}, {"id": 2}], "r\u00e9gion": 1, "bookmark": null}"#),
    );
    let items = invites(&server.client()).items();
    assert_eq!(outcomes(items).await, ["1", "Item"]);
}

#[tokio::test]
async fn what_this_version_does_not_know_is_kept() {
    let server = ScriptedServer::start();
    let item = r#"{
        "id": "1",
        "business_roles": ["EMPLOYEE", "JUGGLER"],
        "invite_data": {"invite_status": "ON_HOLD", "invite_type": "X_INVITE", "mood": ["fine"]},
        "user": {"id": "7", "badge": {"level": 3}},
        "colour": "green"
    }"#;
    server.answer(
        LIST,
        Answer::ok(format!(r#"{{"items": [{item}], "tone": "b"}}"#)),
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
    let server = ScriptedServer::start();
    server.answer(
        LIST,
        Answer::ok(r#"{"items": [null, {"id": "1"}, null], "bookmark": "A"}"#),
    );
    server.answer(
        at("A"),
        Answer::ok(r#"{"items": [null, {"id": []}, {"id": "2"}]}"#),
    );
    let mut items = invites(&server.client()).items();
    assert_eq!(items.null_items(), 0);
    assert_eq!(outcomes(&mut items).await, ["1", "Item", "2"]);
    assert_eq!(items.null_items(), 3);
}

/// Bodies that are no page, and where the decoder says that it stopped.
pub(super) const NO_PAGES: [(&str, &str); 6] = [
    (r#"{"items": {"id": "3"}, "bookmark": "B"}"#, "items"),
    (r#"{"bookmark": "B"}"#, "."),
    (r#"{"items": null, "bookmark": "B"}"#, "items"),
    (r#"{"items": [], "bookmark": 7}"#, "bookmark"),
    (r#"[{"id": "3"}]"#, "."),
    ("<html>Maintenance</html>", "."),
];

#[tokio::test]
async fn what_is_no_page_is_an_error_that_ends_the_stream() {
    for (body, path) in NO_PAGES {
        let server = ScriptedServer::start();
        let client = server.client();
        server.answer(
            LIST,
            Answer::ok(r#"{"items": [{"id": "1"}], "bookmark": "A"}"#),
        );
        server.answer(at("A"), Answer::ok(body));
        let mut items = invites(&client).items();
        assert_eq!(outcome(items.next().await.unwrap()), "1");
        let error = items.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}: {error}");
        assert_eq!(error.json_path(), Some(path), "{body}");
        assert_eq!(error.raw_body(), Some(body.as_bytes()));
        assert_eq!((error.bookmark(), items.bookmark()), (Some("A"), Some("A")));
        assert!(items.next().await.is_none());
        let targets = targets_when_settled(&server, &client).await;
        assert_eq!(targets, [LIST.to_owned(), at("A")]);
    }
}

#[tokio::test]
async fn arguments_that_cannot_be_right_are_refused_without_a_request() {
    let server = ScriptedServer::start();
    let client = server.client();
    for page_size in [0, 251, u32::MAX] {
        let mut items = invites(&client).page_size(page_size).items();
        let error = items.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.limit().unwrap().field, "page_size");
        assert!(items.next().await.is_none());
    }
    assert!(targets_when_settled(&server, &client).await.is_empty());
}

#[tokio::test]
async fn dropping_a_stream_stops_its_request_and_sends_no_other() {
    let server = ScriptedServer::start();
    let client = server.client();
    server.answer(
        LIST,
        Answer::ok(r#"{"items": [{"id": "1"}], "bookmark": "A"}"#),
    );
    let _held = server.hold(at("A"), Answer::ok(r#"{"items": [], "bookmark": "B"}"#));
    let mut items = invites(&client).items();
    assert_eq!(outcome(items.next().await.unwrap()), "1");
    tokio::select! {
        item = items.next() => panic!("came without an answer: {item:?}"),
        () = server.received(2) => {}
    }
    drop(items);
    server.abandoned(&at("A")).await;
    let targets = targets_when_settled(&server, &client).await;
    assert_eq!(targets, [LIST.to_owned(), at("A")]);
}

#[tokio::test]
async fn a_stream_sends_nothing_between_two_pages() {
    let server = ScriptedServer::start();
    let client = server.client();
    server.answer(
        LIST,
        Answer::ok(r#"{"items": [{"id": "1"}], "bookmark": "A"}"#),
    );
    let mut items = invites(&client).items();
    assert_eq!(outcome(items.next().await.unwrap()), "1");
    assert_eq!(targets_when_settled(&server, &client).await, [LIST]);
    drop(items);
    assert_eq!(targets_when_settled(&server, &client).await, [LIST]);
}

/// What `select!` and timeouts do: they drop the future of `next`, not the stream.
#[tokio::test]
async fn giving_up_on_one_poll_loses_nothing() {
    for prefetch in [false, true] {
        let server = ScriptedServer::start();
        let held = server.hold(
            LIST,
            Answer::ok(r#"{"items": [{"id": "1"}], "bookmark": "A"}"#),
        );
        server.answer(at("A"), Answer::ok(r#"{"items": [{"id": "2"}]}"#));
        let mut items = invites(&server.client()).with_prefetch(prefetch).items();
        tokio::select! {
            item = items.next() => panic!("came without an answer: {item:?}"),
            () = server.received(1) => {}
        }
        assert!(items.next().now_or_never().is_none());
        held.release();
        assert_eq!(outcomes(items).await, ["1", "2"]);
        assert_eq!(server.targets(), [LIST.to_owned(), at("A")]);
    }
}

#[tokio::test]
async fn a_connection_that_breaks_ends_the_stream_where_it_can_be_resumed() {
    let body = r#"{"items": [{"id": "2"}, {"id": "3"}], "bookmark": null}"#;
    let broken = [
        Answer::ok(body).cut_after(0),
        Answer::ok(body).cut_after(24),
        Answer::ok(body).cut_after(body.len() - 1),
        Answer::hung_up(),
    ];
    for answer in broken {
        let server = ScriptedServer::start();
        let client = server.client();
        server.answer(
            LIST,
            Answer::ok(r#"{"items": [{"id": "1"}], "bookmark": "A"}"#),
        );
        server.answer(at("A"), answer);
        server.answer(at("A"), Answer::ok(body));
        let mut items = invites(&client).items();
        assert_eq!(outcome(items.next().await.unwrap()), "1");
        let error = items.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Network, "{error:?}");
        assert_eq!((error.bookmark(), items.bookmark()), (Some("A"), Some("A")));
        assert!(items.next().await.is_none());
        let rest = invites(&client).bookmark(items.bookmark().unwrap()).items();
        assert_eq!(outcomes(rest).await, ["2", "3"]);
    }
}

#[tokio::test]
async fn an_answer_that_stops_in_its_middle_is_a_timeout() {
    let server = ScriptedServer::start();
    let body = r#"{"items": [{"id": "2"}]}"#;
    server.answer(at("A"), Answer::ok(body).stalled_after(12));
    // The answer never ends, so the time only says how long the test takes.
    let client = server
        .client_builder()
        .with_timeout(Duration::from_millis(50));
    let mut items = invites(&client.build().unwrap()).bookmark("A").items();
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
    assert_eq!((error.bookmark(), items.bookmark()), (Some("A"), Some("A")));
    assert!(items.next().await.is_none());
}

/// Streams go into tasks, and into `select!` without being pinned first.
#[test]
fn streams_are_send_and_unpin() {
    fn check<T: Send + Unpin + 'static>() {}
    check::<Items<InvitePage>>();
    check::<pinterest::Pages<InvitePage>>();
}
