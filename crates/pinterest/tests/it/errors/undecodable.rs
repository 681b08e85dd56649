//! Answers that report success in a form that nobody described.

use std::error::Error as _;

use pinterest::{Client, Error, ErrorKind};
use pinterest_test_support::{Response, Server};

use super::error_of;
use crate::clients::Clients;

#[tokio::test]
async fn a_success_that_is_not_json_is_shown_in_part() {
    let page = format!("<html>Welcome to the hotel's network {}", "! ".repeat(5000));
    let error = error_of(Response::new(200, &page).header("x-pinterest-rid", "17")).await;
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Decode, Some(200))
    );
    assert_eq!(
        (error.operation(), error.request_id()),
        (Some("brand_accounts/update"), Some("17"))
    );
    assert_eq!(error.raw_body(), Some(page.as_bytes()));
    let shown = error.to_string();
    assert!(
        shown.contains("<html>Welcome to the hotel's network") && shown.ends_with("[request 17]"),
        "{shown}"
    );
    assert!(shown.chars().count() < 600, "{shown}");
}

#[tokio::test]
async fn a_success_with_a_broken_body_is_an_error() {
    for body in [
        "",
        "{",
        r#"{"brand_account_id": "#,
        r#"{"brand_account_id": "1"} x"#,
        "null",
        "7",
        "[]",
    ] {
        let error = error_of(Response::ok(body)).await;
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Decode, Some(200)),
            "{body}: {error:?}"
        );
        assert_eq!(error.raw_body(), Some(body.as_bytes()));
        assert_eq!(
            (error.code(), error.api_message(), error.retry_after()),
            (None, None, None)
        );
    }
}

#[tokio::test]
async fn the_place_where_decoding_stopped_is_named() {
    let cases = [
        (r#"{"brand_account_id": 6660}"#, "brand_account_id"),
        (r#"{"brand_account_id": null}"#, "brand_account_id"),
        (r#"{"brand_account_id": {"id": "1"}}"#, "brand_account_id"),
        ("{}", "."),
    ];
    for (body, path) in cases {
        let error = error_of(Response::ok(body)).await;
        assert_eq!(
            (error.kind(), error.json_path()),
            (ErrorKind::Decode, Some(path)),
            "{body}"
        );
        assert!(
            error.to_string().ends_with(&format!("(at {path})")),
            "{error}"
        );
    }
    let server = Server::with_responses([Response::ok(
        r#"{"items": [{}, {"exception": {"code": "30"}}]}"#,
    )]);
    let invites = server.client().business("7290").invites();
    let outcome = invites.invite_partners(["8091", "8092"]).await.unwrap();
    let error = outcome.error().unwrap();
    assert_eq!(error.json_path(), Some("items[1].exception.code"));
    assert!(
        error.to_string().contains("invalid type: string"),
        "{error}"
    );
}

async fn error_of_list(client: &Client) -> Error {
    client
        .business("7290")
        .invites()
        .list()
        .bookmark("here")
        .send()
        .await
        .unwrap_err()
}

#[tokio::test]
async fn a_page_that_is_none_is_an_error_with_the_bookmark_of_its_request() {
    for (body, path) in [
        (r#"{"items": 7}"#, "items"),
        (r#"{"bookmark": "x"}"#, "."),
        (r#"{"items": [], "bookmark": 7}"#, "bookmark"),
    ] {
        let server = Server::with_responses([Response::ok(body)]);
        let error = error_of_list(&server.client()).await;
        assert_eq!(
            (error.kind(), error.json_path()),
            (ErrorKind::Decode, Some(path)),
            "{body}"
        );
        assert_eq!(
            (error.operation(), error.bookmark()),
            (Some("get/invites"), Some("here"))
        );
        assert_eq!(error.item_index(), None);
    }
}

#[tokio::test]
async fn an_item_that_cannot_be_decoded_has_an_error_of_its_own() {
    let body =
        r#"{"items": [{"id": "1"}, {"id": "2", "invite_data": {"sent_at":  "today"}}, null, "x"]}"#;
    let server = Server::with_responses([Response::ok(body).header("x-pinterest-rid", "17")]);
    let page = server
        .client()
        .business("7290")
        .invites()
        .list()
        .send()
        .await
        .unwrap();
    let ids: Vec<_> = page
        .items()
        .map(|invite| invite.id.as_ref().unwrap().as_str())
        .collect();
    assert_eq!((ids, page.null_items()), (vec!["1"], 1));
    let errors: Vec<&Error> = page.item_errors().collect();
    let [first, second] = errors.as_slice() else {
        panic!("two errors were expected: {errors:?}");
    };
    assert_eq!(
        (first.kind(), first.item_index()),
        (ErrorKind::Item, Some(1))
    );
    assert_eq!(first.json_path(), Some("items[1].invite_data.sent_at"));
    let raw = r#"{"id": "2", "invite_data": {"sent_at":  "today"}}"#;
    assert_eq!(
        first.raw_body(),
        Some(raw.as_bytes()),
        "the text of the item alone, as it came"
    );
    assert_eq!(
        (first.status(), first.request_id()),
        (Some(200), Some("17"))
    );
    assert_eq!(
        (second.kind(), second.item_index()),
        (ErrorKind::Item, Some(3))
    );
    assert_eq!(
        (second.json_path(), second.raw_body()),
        (Some("items[3]"), Some(&br#""x""#[..]))
    );
    for error in errors {
        assert!(error.source().is_none());
        assert!(
            !error.to_string().contains("today"),
            "values may be personal: {error}"
        );
    }
}

/// The caller must be able to see which operation it was.
#[tokio::test]
async fn an_item_error_names_its_operation() {
    let server = Server::with_responses([Response::ok(r#"{"items": ["x"]}"#)]);
    let page = server
        .client()
        .business("7290")
        .invites()
        .list()
        .send()
        .await
        .unwrap();
    let error = page.item_errors().next().unwrap();
    assert_eq!(error.operation(), Some("get/invites"));
}

#[tokio::test]
async fn a_success_with_a_status_that_is_not_described_is_an_error() {
    for status in [201, 202, 206] {
        let error = error_of(Response::json(status, r#"{"brand_account_id": "6660"}"#)).await;
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Decode, Some(status))
        );
        assert!(error.to_string().contains(&status.to_string()), "{error}");
        assert_eq!(
            error.raw_body(),
            Some(&br#"{"brand_account_id": "6660"}"#[..])
        );
    }
}

#[tokio::test]
async fn an_operation_without_an_answer_takes_any_body_for_none() {
    for body in ["", "{}", "null", "OK"] {
        let server = Server::with_responses([Response::new(200, body)]);
        let users = server.client().business("7290").system_users();
        users.rename("7292", "Nightly").await.unwrap();
    }
}

/// The description has 200 for it; the body is not what is wrong with 204.
#[tokio::test]
async fn an_operation_without_an_answer_names_the_status_that_is_not_described() {
    for (status, body) in [(204, ""), (202, "{}")] {
        let server = Server::with_responses([Response::new(status, body)]);
        let users = server.client().business("7290").system_users();
        let error = users.rename("7292", "Nightly").await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Decode, Some(status))
        );
        let expected = format!(
            "system_user/update: the operation is not described to answer with status {status}"
        );
        assert_eq!(error.to_string(), expected);
        assert_eq!(error.json_path(), None);
    }
}

/// Lists judge a status like all other operations.
#[tokio::test]
async fn a_page_with_a_status_that_is_not_described_is_an_error() {
    let server = Server::with_responses([Response::json(202, r#"{"items": []}"#)]);
    let error = error_of_list(&server.client()).await;
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Decode, Some(202))
    );
}
