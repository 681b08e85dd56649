//! Lists that are resumed, and lists that go round in circles.

use super::*;

#[tokio::test]
async fn a_list_is_resumed_at_the_position_behind_a_page() {
    let server = Server::start();
    serve_list(&server, LAST_PAGES[0]);
    let client = server.client();
    let first = invites(&client).send().await.unwrap();
    let rest = invites(&client).resume_from(first.position());
    assert_eq!(ids(&first), ["1", "2"]);
    assert_eq!(outcomes(rest.items()).await, ["3", "4"]);
}

#[tokio::test]
async fn a_list_is_resumed_after_a_page_that_failed() {
    let server = Server::start();
    let client = server.client();
    server.respond_at(
        LIST,
        Response::ok(r#"{"items": [{"id": "1"}, {"id": "2"}], "bookmark": "A"}"#),
    );
    server.respond_at(
        at("A"),
        Response::json(503, r#"{"code": 4197, "message": "Not now."}"#),
    );
    server.respond_at(
        at("A"),
        Response::ok(r#"{"items": [{"id": "3"}, {"id": "4"}]}"#),
    );

    let mut items = invites(&client).items();
    let seen: Vec<Invite> = (&mut items).take(2).try_collect().await.unwrap();
    let error = items.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.bookmark(), Some("A"));
    assert_eq!(items.position().bookmark(), Some("A"));
    assert!(items.next().await.is_none(), "an error ends the stream");
    assert_eq!(server.requests().len(), 2);

    let rest = invites(&client).resume_from(items.position()).items();
    assert_eq!(seen.len(), 2);
    assert_eq!(outcomes(rest).await, ["3", "4"]);
}

#[tokio::test]
async fn a_stream_knows_whether_something_is_left_to_resume() {
    for prefetch in [false, true] {
        let server = Server::start();
        let client = server.client();
        server.respond_at(
            LIST,
            Response::ok(r#"{"items": [{"id": "1"}], "bookmark": "A"}"#),
        );
        server.respond_at(at("A"), Response::json(500, ""));
        server.respond_at(
            at("A"),
            Response::ok(r#"{"items": [{"id": "2"}, {"id": "3"}]}"#),
        );
        let mut items = invites(&client).with_prefetch(prefetch).items();
        let mut finished = vec![items.position().is_finished()];
        while items.next().await.is_some() {
            finished.push(items.position().is_finished());
        }
        finished.push(items.position().is_finished());
        assert_eq!(
            finished, [false; 4],
            "at first, after 1, after the error, at the end"
        );
        let rest = invites(&client).resume_from(items.position());
        let mut items = rest.with_prefetch(prefetch).items();
        let mut finished = vec![items.position().is_finished()];
        while items.next().await.is_some() {
            finished.push(items.position().is_finished());
        }
        assert_eq!(finished, [false, false, true], "at first, after 2, after 3");
        assert!(items.is_terminated());
    }
}

#[tokio::test]
async fn a_stream_of_pages_names_the_page_that_failed() {
    let server = Server::start();
    server.respond_at(LIST, Response::ok(r#"{"items": [], "bookmark": "A"}"#));
    server.respond_at(at("A"), Response::json(500, ""));
    let mut pages = invites(&server.client()).pages();
    pages.try_next().await.unwrap();
    let error = pages.try_next().await.unwrap_err();
    assert_eq!(
        (error.bookmark(), pages.position().bookmark()),
        (Some("A"), Some("A"))
    );
    assert!(pages.next().await.is_none(), "an error ends the stream");
}

#[tokio::test]
async fn after_a_first_page_that_failed_a_list_is_resumed_at_its_start() {
    let server = Server::start();
    server.respond_at(LIST, Response::json(500, ""));
    let mut items = invites(&server.client()).items();
    let error = items.try_next().await.unwrap_err();
    assert_eq!(error.bookmark(), None);
    assert_eq!(*items.position(), Position::Start);
}

/// In the middle of a page the stream knows the page, not the place in it.
#[tokio::test]
async fn resuming_in_the_middle_of_a_page_repeats_that_page_and_no_other() {
    let server = Server::start();
    let client = server.client();
    let second = r#"{"items": [{"id": "3"}, {"id": "4"}], "bookmark": "B"}"#;
    server.respond_at(
        LIST,
        Response::ok(r#"{"items": [{"id": "1"}, {"id": "2"}], "bookmark": "A"}"#),
    );
    server.respond_at(at("A"), Response::ok(second));
    server.respond_at(at("A"), Response::ok(second));
    server.respond_at(at("B"), Response::ok(r#"{"items": [{"id": "5"}]}"#));

    let mut items = invites(&client).items();
    let mut positions = Vec::new();
    for expected in ["1", "2", "3"] {
        assert_eq!(outcome(items.next().await.unwrap()), expected);
        positions.push(items.position().to_string());
    }
    assert_eq!(positions, ["start", "bookmark:A", "bookmark:A"]);

    let rest = invites(&client).resume_from(items.position());
    drop(items);
    assert_eq!(outcomes(rest.items()).await, ["3", "4", "5"]);
}

#[tokio::test]
async fn a_list_that_is_resumed_after_its_end_sends_nothing() {
    for prefetch in [false, true] {
        let server = Server::start();
        let client = server.client();
        server.respond_at(LIST, Response::ok(r#"{"items": [{"id": "1"}]}"#));
        let mut items = invites(&client).with_prefetch(prefetch).items();
        // A program that saves the position after each item, and not at the end of the stream.
        let mut saved = items.position().to_string();
        while items.next().await.is_some() {
            saved = items.position().to_string();
        }
        assert_eq!(saved, "finished");

        let position: Position = saved.parse().unwrap();
        let list = || {
            let list = invites(&client).with_prefetch(prefetch);
            list.resume_from(&position)
        };
        let mut items = list().items();
        assert!(items.is_terminated() && items.next().await.is_none());
        let mut pages = list().pages();
        assert!(pages.is_terminated() && pages.next().await.is_none());
        assert_eq!(*items.position(), Position::Finished);
        assert_eq!(*pages.position(), Position::Finished);
        let error = list().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.operation(), Some("get/invites"));
        assert!(!error.may_have_acted());
        assert_eq!(server.targets(), [LIST]);
    }
}

#[tokio::test]
async fn the_last_position_that_is_set_counts() {
    let server = Server::start();
    let client = server.client();
    let finished = || invites(&client).resume_from(Position::Finished);
    for _ in 0..2 {
        server.respond_at(LIST, Response::ok(r#"{"items": [{"id": "1"}]}"#));
    }
    server.respond_at(at("A"), Response::ok(r#"{"items": [{"id": "2"}]}"#));
    assert_eq!(
        outcomes(finished().resume_from(Position::Start).items()).await,
        ["1"]
    );
    assert_eq!(outcomes(finished().bookmark("A").items()).await, ["2"]);
    let start = invites(&client)
        .bookmark("A")
        .resume_from(Position::default());
    assert_eq!(outcomes(start.items()).await, ["1"]);
}

#[tokio::test]
async fn a_page_whose_next_bookmark_cannot_be_read_is_not_the_end() {
    let server = Server::start();
    let body = r#"{"items": [{"id": "1"}], "bookmark": ["B"]}"#;
    for _ in 0..2 {
        server.respond_at(at("A"), Response::ok(body));
    }
    let list = invites(&server.client()).bookmark("A");
    let page = list.clone().send().await.unwrap();
    assert_eq!(page.position().to_string(), "bookmark:A");
    let mut pages = list.pages();
    pages.try_next().await.unwrap().unwrap();
    assert_eq!(pages.position().to_string(), "bookmark:A");
}

#[tokio::test]
async fn a_stream_starts_at_the_bookmark_it_was_given() {
    let server = Server::start();
    let client = server.client();
    let list = || invites(&client).bookmark("A");
    assert_eq!(list().items().position().bookmark(), Some("A"));
    assert_eq!(list().pages().position().bookmark(), Some("A"));
}

/// How a list goes round in circles: the start, and what follows which bookmark.
pub(crate) struct Circle {
    pub(super) start: Option<&'static str>,
    pub(super) pages: &'static [(&'static str, &'static str)],
    pub(super) repeated: &'static str,
    pub(super) outcomes: &'static [&'static str],
}

pub(crate) const CIRCLES: [Circle; 4] = [
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

pub(crate) async fn check_circle(circle: &Circle, prefetch: bool) {
    let server = Server::start();
    let client = server.client();
    let mut targets = Vec::new();
    for (bookmark, body) in circle.pages {
        let target = match *bookmark {
            "" => LIST.to_owned(),
            bookmark => at(bookmark),
        };
        server.respond_at(&target, Response::ok(*body));
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
    let server = Server::start();
    server.respond_at(LIST, Response::ok(r#"{"items": [], "bookmark": "A"}"#));
    server.respond_at(at("A"), Response::ok(r#"{"items": [], "bookmark": "A"}"#));
    let mut pages = invites(&server.client()).pages();
    pages.try_next().await.unwrap().unwrap();
    let last = pages.try_next().await.unwrap().unwrap();
    assert_eq!(last.position().bookmark(), Some("A"));
    let error = pages.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RepeatedBookmark);
    assert_eq!(error.bookmark(), Some("A"));
    assert!(
        pages.position().is_finished(),
        "to resume there would only repeat it"
    );
    assert!(pages.next().await.is_none());
}
