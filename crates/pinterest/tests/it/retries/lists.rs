//! Streams that meet failures on their way.

use futures_util::TryStreamExt;
use pinterest::{Client, Error, ErrorKind};
use pinterest_test_support::{Fault, Response, Server};

use super::{patient, quick};
use crate::clients::Clients;

fn page(ids: [u32; 2], bookmark: &str) -> Response {
    let [first, second] = ids;
    Response::ok(format!(
        r#"{{"items": [{{"id": "{first}"}}, {{"id": "{second}"}}], "bookmark": {bookmark}}}"#
    ))
}

async fn ids(client: &Client, prefetch: bool) -> Result<Vec<String>, Error> {
    let list = client
        .business("7290")
        .invites()
        .list()
        .with_prefetch(prefetch);
    let ids = list
        .items()
        .map_ok(|invite| invite.id.unwrap().as_str().to_owned());
    ids.try_collect().await
}

#[tokio::test]
async fn a_stream_survives_failures_in_its_middle() {
    for prefetch in [false, true] {
        let server = Server::with_responses([
            Response::closed(),
            page([1, 2], r#""b""#),
            Response::new(503, ""),
            Response::ok(r#"{"items": [{"id": "3"#).cut(),
            // Complete, as far as the transfer goes.
            Response::ok(r#"{"items": [{"id": "3"}], "bookmark": "c"#),
            page([3, 4], r#""c""#),
            Response::new(429, ""),
            page([5, 6], "null"),
        ]);
        let ids = ids(&patient(&server).build().unwrap(), prefetch)
            .await
            .unwrap();
        assert_eq!(ids, ["1", "2", "3", "4", "5", "6"], "prefetch {prefetch}");
        let requests = server.requests();
        let queries: Vec<_> = requests.iter().map(|request| request.query()).collect();
        let (b, c) = (Some("bookmark=b"), Some("bookmark=c"));
        assert_eq!(queries, [None, None, b, b, b, b, c, c]);
    }
}

/// The bookmark of a page that broke off is that of a page which comes later.
#[tokio::test]
async fn a_bookmark_in_a_body_that_breaks_off_leads_nowhere_and_may_be_followed_later() {
    for prefetch in [false, true] {
        let server = Server::start();
        let list = "/businesses/7290/invites";
        let broken = r#"{"bookmark": "c", "items": [{"id": "1"}]}"#;
        let broken = Response::ok(broken).with_fault(Fault::CutAfter(30));
        server.respond_at(list, broken);
        server.respond_at(list, Response::ok(page_with("1", r#""b""#)));
        for (bookmark, next) in [("b", r#""c""#), ("c", "null")] {
            let target = format!("{list}?bookmark={bookmark}");
            server.respond_at(target, Response::ok(page_with(bookmark, next)));
        }
        let client = server
            .client_builder()
            .with_retry_policy(quick())
            .build()
            .unwrap();
        let ids = ids(&client, prefetch).await.unwrap();
        assert_eq!(ids, ["1", "b", "c"], "prefetch {prefetch}");
        assert_eq!(server.requests().len(), 4, "prefetch {prefetch}");
    }
}

fn page_with(id: &str, bookmark: &str) -> String {
    format!(r#"{{"items": [{{"id": "{id}"}}], "bookmark": {bookmark}}}"#)
}

#[tokio::test]
async fn a_page_that_is_not_as_described_is_not_requested_again() {
    for body in [
        "<html>Hello</html>",
        "",
        "[1]",
        r#"{"items": 7}"#,
        r#"{"bookmark": "b"}"#,
    ] {
        let server = Server::with_responses([Response::ok(body)]);
        let client = patient(&server).build().unwrap();
        let error = ids(&client, false).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 1));
        assert!(!error.is_transient(), "{error}");
        assert_eq!(server.requests().len(), 1, "{body}");
    }
}

#[tokio::test]
async fn a_page_with_items_that_are_not_as_described_is_not_requested_again() {
    let mixed = r#"{"items": [{"id": "1"}, 7, {"id": "3"}], "bookmark": null}"#;
    let server = Server::with_responses([Response::ok(mixed)]);
    let client = patient(&server).build().unwrap();
    let page = client
        .business("7290")
        .invites()
        .list()
        .send()
        .await
        .unwrap();
    assert_eq!((page.len(), page.item_errors().count()), (2, 1));
    let error = page.item_errors().next().unwrap();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Item, Some("get/invites"))
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_stream_that_gives_up_can_be_resumed() {
    let mut responses = vec![page([1, 2], r#""b""#)];
    responses.extend(vec![Response::new(500, ""); 5]);
    responses.push(page([3, 4], "null"));
    let server = Server::with_responses(responses);
    let client = patient(&server).build().unwrap();
    let list = || client.business("7290").invites().list();
    let mut items = list().items();
    assert!(items.try_next().await.unwrap().is_some());
    assert!(items.try_next().await.unwrap().is_some());
    let error = items.try_next().await.unwrap_err();
    assert_eq!((error.attempts(), error.bookmark()), (5, Some("b")));
    let rest: Vec<_> = list()
        .resume_from(items.position())
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(rest.len(), 2);
}
