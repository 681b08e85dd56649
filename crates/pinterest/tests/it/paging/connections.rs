//! Streams that are rejected, dropped, given up for a while or cut off.

use pinterest_test_support::Fault;

use super::*;

#[tokio::test]
async fn arguments_that_cannot_be_right_are_rejected_without_a_request() {
    let server = Server::start();
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
    let server = Server::start();
    let client = server.client();
    server.respond_at(
        LIST,
        Response::ok(r#"{"items": [{"id": "1"}], "bookmark": "A"}"#),
    );
    let _held = server.hold_at(at("A"), Response::ok(r#"{"items": [], "bookmark": "B"}"#));
    let mut items = invites(&client).items();
    assert_eq!(outcome(items.next().await.unwrap()), "1");
    tokio::select! {
        item = items.next() => panic!("came without a response: {item:?}"),
        () = server.received(2) => {}
    }
    drop(items);
    server.abandoned(&at("A")).await;
    let targets = targets_when_settled(&server, &client).await;
    assert_eq!(targets, [LIST.to_owned(), at("A")]);
}

#[tokio::test]
async fn a_stream_sends_nothing_between_two_pages() {
    let server = Server::start();
    let client = server.client();
    server.respond_at(
        LIST,
        Response::ok(r#"{"items": [{"id": "1"}], "bookmark": "A"}"#),
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
        let server = Server::start();
        let held = server.hold_at(
            LIST,
            Response::ok(r#"{"items": [{"id": "1"}], "bookmark": "A"}"#),
        );
        server.respond_at(at("A"), Response::ok(r#"{"items": [{"id": "2"}]}"#));
        let mut items = invites(&server.client()).with_prefetch(prefetch).items();
        tokio::select! {
            item = items.next() => panic!("came without a response: {item:?}"),
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
        Response::ok(body).with_fault(Fault::CutAfter(0)),
        Response::ok(body).with_fault(Fault::CutAfter(24)),
        Response::ok(body).with_fault(Fault::CutAfter(body.len() - 1)),
        Response::closed(),
    ];
    for response in broken {
        let server = Server::start();
        let client = server.client();
        server.respond_at(
            LIST,
            Response::ok(r#"{"items": [{"id": "1"}], "bookmark": "A"}"#),
        );
        server.respond_at(at("A"), response);
        server.respond_at(at("A"), Response::ok(body));
        let mut items = invites(&client).items();
        assert_eq!(outcome(items.next().await.unwrap()), "1");
        let error = items.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Network, "{error:?}");
        assert_eq!(
            (error.bookmark(), items.position().bookmark()),
            (Some("A"), Some("A"))
        );
        assert!(items.next().await.is_none());
        let rest = invites(&client).resume_from(items.position()).items();
        assert_eq!(outcomes(rest).await, ["2", "3"]);
    }
}

#[tokio::test]
async fn a_response_that_stops_in_its_middle_is_a_timeout() {
    let server = Server::start();
    let body = r#"{"items": [{"id": "2"}]}"#;
    server.respond_at(
        at("A"),
        Response::ok(body).with_fault(Fault::StalledAfter(12)),
    );
    // The response never ends, so the time only says how long the test takes.
    let client = server
        .client_builder()
        .with_timeout(Duration::from_millis(50));
    let mut items = invites(&client.build().unwrap()).bookmark("A").items();
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
    assert_eq!(
        (error.bookmark(), items.position().bookmark()),
        (Some("A"), Some("A"))
    );
    assert!(items.next().await.is_none());
}

/// Streams go into tasks, and into `select!` without being pinned first.
#[test]
fn streams_are_send_and_unpin() {
    fn check<T: Send + Unpin + 'static>() {}
    check::<Items<InvitePage>>();
    check::<pinterest::Pages<InvitePage>>();
}
