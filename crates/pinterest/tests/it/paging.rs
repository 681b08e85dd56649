//! Lists, one request after the other.

use std::time::Duration;

use futures_util::stream::FusedStream;
use futures_util::{FutureExt, Stream, StreamExt, TryStreamExt};
use pinterest::requests::InvitesList;
use pinterest::types::{Invite, InvitePage, InviteStatusFilter, InviteType};
use pinterest::{Client, Error, ErrorKind, Items, List, Position, Url};
use pinterest_test_support::{Response, Server};
use serde_json::Value;

use crate::clients::{Clients, TOKEN};

mod bounds;
mod connections;
mod no_json;
pub(super) mod resuming;
pub(super) mod undecodable;

pub(super) const BUSINESS: &str = "729090764583391194";

/// Where the first page of the list is.
pub(super) const LIST: &str = "/businesses/729090764583391194/invites";

/// Where the page is that `bookmark` leads to.
pub(super) fn at(bookmark: &str) -> String {
    format!("{LIST}?bookmark={bookmark}")
}

pub(super) fn invites(client: &Client) -> List<InvitesList> {
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
/// The client does three exchanges about something else first. On a current-thread runtime each one
/// ends with the thread having nothing else to do, so that what was under way has gone out by then.
pub(super) async fn targets_when_settled(server: &Server, client: &Client) -> Vec<String> {
    const OTHER: &str = "/businesses/1/invites";
    for _ in 0..3 {
        server.respond_at(OTHER, Response::json(404, "{}"));
        let response = client.business("1").invites().list().send().await;
        assert_eq!(response.unwrap_err().status(), Some(404));
    }
    let mut targets = server.targets();
    targets.retain(|target| target != OTHER);
    targets
}

#[tokio::test]
async fn one_page_is_requested_as_it_was_described() {
    let server = Server::start();
    let target = format!(
        "{LIST}?bookmark=B&invite_status=PENDING&invite_status=EXPIRED\
         &invite_type=MEMBER_INVITE&is_member=false&page_size=250"
    );
    server.respond_at(
        &target,
        Response::ok(r#"{"items": [{"id": "1"}], "bookmark": "C"}"#),
    );

    let page = invites(&server.client())
        .page_size(250)
        .bookmark("B")
        .with(|list| {
            list.invite_status([InviteStatusFilter::Pending, InviteStatusFilter::Expired])
                .invite_type(InviteType::MemberInvite)
                .is_member(false)
        })
        .send()
        .await
        .unwrap();

    assert_eq!(ids(&page), ["1"]);
    assert_eq!(page.position().bookmark(), Some("C"));
    let [request] = &server.requests()[..] else {
        panic!("one page is one request: {:?}", server.requests());
    };
    assert_eq!(
        (request.method(), request.target()),
        ("GET", target.as_str())
    );
    assert_eq!(request.header("authorization"), [format!("Bearer {TOKEN}")]);
    assert_eq!(request.text(), "");
}

#[tokio::test]
async fn a_list_that_is_awaited_is_one_page() {
    let server = Server::start();
    let body = r#"{"items": [{"id": "1"}], "bookmark": "C"}"#;
    server.respond_at(at("B"), Response::ok(body));
    let list = invites(&server.client()).bookmark("B");
    let page = tokio::spawn(list.into_future()).await.unwrap().unwrap();
    assert_eq!(
        (ids(&page), page.position().bookmark()),
        (vec!["1"], Some("C"))
    );

    server.respond_at(LIST, Response::json(404, "{}"));
    let error = invites(&server.client()).await.unwrap_err();
    assert_eq!(error.status(), Some(404));
    assert_eq!(server.targets(), [at("B"), LIST.to_owned()]);
}

#[tokio::test]
async fn what_was_not_set_is_not_sent() {
    let server = Server::start();
    server.respond_at(LIST, Response::ok(r#"{"items": []}"#));
    let page = invites(&server.client()).send().await.unwrap();
    assert!(page.is_empty());
    assert_eq!(*page.position(), Position::Finished);
    assert_eq!(server.targets(), [LIST]);
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_polled() {
    let server = Server::start();
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
fn serve_list(server: &Server, last: &str) {
    server.respond_at(
        LIST,
        Response::ok(r#"{"items": [{"id": "1"}, {"id": "2"}], "bookmark": "A"}"#),
    );
    server.respond_at(
        at("A"),
        Response::ok(r#"{"bookmark": "B", "items": [{"id": "3"}]}"#),
    );
    server.respond_at(at("B"), Response::ok(r#"{"items": [], "bookmark": "C"}"#));
    server.respond_at(at("C"), Response::ok(last));
}

const LAST_PAGES: [&str; 2] = [
    r#"{"items": [{"id": "4"}], "bookmark": null}"#,
    r#"{"items": [{"id": "4"}]}"#,
];

#[tokio::test]
async fn items_come_in_order_and_once_up_to_a_null_or_absent_bookmark() {
    for last in LAST_PAGES {
        let server = Server::start();
        serve_list(&server, last);
        let mut items = invites(&server.client()).items();
        assert_eq!(outcomes(&mut items).await, ["1", "2", "3", "4"]);
        assert!(items.next().await.is_none(), "the end is the end");
        let all = [LIST.to_owned(), at("A"), at("B"), at("C")];
        assert_eq!(server.targets(), all);
    }
}

#[tokio::test]
async fn pages_come_in_order_with_the_positions_behind_them() {
    for last in LAST_PAGES {
        let server = Server::start();
        serve_list(&server, last);
        let mut pages = invites(&server.client()).pages();
        assert_eq!(*pages.position(), Position::Start);
        for (expected, next) in [
            (&["1", "2"][..], Some("A")),
            (&["3"], Some("B")),
            (&[], Some("C")),
            (&["4"], None),
        ] {
            let page = pages.try_next().await.unwrap().unwrap();
            assert_eq!(ids(&page), expected);
            assert_eq!(page.position().bookmark(), next);
            assert_eq!(page.position().is_finished(), next.is_none());
            assert_eq!(pages.position(), page.position());
        }
        assert!(pages.try_next().await.unwrap().is_none());
        assert_eq!(*pages.position(), Position::Finished);
    }
}

#[tokio::test]
async fn the_filters_are_sent_with_every_page() {
    let server = Server::start();
    server.respond_at(
        format!("{LIST}?invite_status=EXPIRED&page_size=1"),
        Response::ok(r#"{"items": [{"id": "1"}], "bookmark": "A"}"#),
    );
    server.respond_at(
        format!("{LIST}?bookmark=A&invite_status=EXPIRED&page_size=1"),
        Response::ok(r#"{"items": [{"id": "2"}]}"#),
    );
    let items = invites(&server.client())
        .with(|list| list.invite_status([InviteStatusFilter::Expired]))
        .page_size(1)
        .items();
    assert_eq!(outcomes(items).await, ["1", "2"]);
}

#[tokio::test]
async fn a_page_keeps_what_the_service_said_about_the_list() {
    let server = Server::start();
    let assets = "/businesses/729090764583391194/members/17/assets";
    server.respond_at(
        assets,
        Response::ok(
            r#"{
                "items": [
                    {"asset_id": "5", "asset_type": "AD_ACCOUNT", "permissions": ["ADMIN"]},
                    {"asset_id": 6, "asset_type": "AD_ACCOUNT", "permissions": []},
                    {"asset_id": "7", "asset_type": "AD_ACCOUNT", "permissions": ["ADMIN", 8]}
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
    assert_eq!((page.len(), page.item_errors().count()), (2, 1));
    let set_aside: Vec<_> = page.set_aside().iter().map(|part| part.path()).collect();
    assert_eq!(set_aside, ["items[2].permissions[1]"]);
    let response = page.response();
    assert_eq!(response.total_data_count, 41);
    let by_status = response.total_data_count_by_status.as_ref().unwrap();
    assert_eq!((by_status.active, by_status.archived), (Some(40), Some(1)));
    assert_eq!(response.extra["new_total"]["x"], 7);
}

#[tokio::test]
async fn bookmarks_arrive_as_they_were_sent() {
    let server = Server::start();
    let first = "Y2&a=b/c+d %2B#?é\u{1F600}\"\\;";
    let second = "+";
    server.respond_at(
        format!("{LIST}?bookmark=Y2%26a%3Db%2Fc%2Bd+%252B%23%3F%C3%A9%F0%9F%98%80%22%5C%3B"),
        Response::ok(r#"{"items": [{"id": "2"}], "bookmark": "\u002B"}"#),
    );
    server.respond_at(
        LIST,
        Response::ok(
            r##"{"items": [{"id": "1"}], "bookmark": "Y2&a=b\/c+d %2B#?\u00e9\ud83d\ude00\"\\;"}"##,
        ),
    );
    server.respond_at(at("%2B"), Response::ok(r#"{"items": [{"id": "3"}]}"#));
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
