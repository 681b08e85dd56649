//! Items and pages that are not as described.

use super::*;

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
        let server = Server::start();
        server.respond_at(
            LIST,
            Response::ok(format!(
                "{{\"items\": [{{\"id\": \"1\"}},\n {bad} , {{\"id\": \"3\"}}], \"bookmark\": \"A\"}}"
            )),
        );
        server.respond_at(at("A"), Response::ok(r#"{"items": [{"id": "4"}]}"#));
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
    let server = Server::start();
    server.respond_at(
        LIST,
        Response::ok(
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
    let server = Server::start();
    server.respond_at(
        LIST,
        Response::ok(r#"{"items": [{"id": 1}], "bookmark": "A"}"#),
    );
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
        Response::ok(r#"{"items": [{"id": "1"}, {"id": 2}], "r\u00e9gion": 1, "bookmark": null}"#),
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
        "colour": "green"
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
        Response::ok(r#"{"items": [null, {"id": []}, {"id": "2"}]}"#),
    );
    let mut items = invites(&server.client()).items();
    assert_eq!(items.null_items(), 0);
    assert_eq!(outcomes(&mut items).await, ["1", "Item", "2"]);
    assert_eq!(items.null_items(), 3);
}

/// Bodies that are no page, and where the decoder says that it stopped.
pub(crate) const NO_PAGES: [(&str, &str); 6] = [
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
        assert_eq!(error.json_path(), Some(path), "{body}");
        assert_eq!(error.raw_body(), Some(body.as_bytes()));
        assert_eq!((error.bookmark(), items.bookmark()), (Some("A"), Some("A")));
        assert!(items.next().await.is_none());
        let targets = targets_when_settled(&server, &client).await;
        assert_eq!(targets, [LIST.to_owned(), at("A")]);
    }
}
