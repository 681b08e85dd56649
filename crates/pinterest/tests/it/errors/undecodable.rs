//! Responses that report success in a form that is not as described.

use std::error::Error as _;

use pinterest::business_access::NewAssetGroup;
use pinterest::requests::{AssetGroupsCreate, InvitesList};
use pinterest::types::AssetGroupType;
use pinterest::{Call, Client, Error, ErrorKind, List};
use pinterest_test_support::{Response, Server};

use super::error_of;
use crate::clients::Clients;

#[tokio::test]
async fn a_success_that_is_not_json_is_shown_in_part() {
    let page = format!("<html>Welcome to the hotel's network {}", "! ".repeat(5000));
    let error = error_of(Response::new(200, &page).header("x-pinterest-rid", "17")).await;
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Accepted, Some(200))
    );
    assert_eq!(
        (error.operation(), error.request_id()),
        (Some("brand_accounts/update"), Some("17"))
    );
    assert_eq!(error.raw_body(), Some(page.as_bytes()));
    assert_eq!(error.raw_json(), None);
    let shown = error.to_string();
    assert!(
        shown.contains("<html>Welcome to the hotel's network") && shown.ends_with("[request 17]"),
        "{shown}"
    );
    assert!(shown.chars().count() < 600, "{shown}");
}

/// The server has acted, so that nobody may be told to try again.
#[tokio::test]
async fn a_change_with_a_broken_body_was_accepted() {
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
            (ErrorKind::Accepted, Some(200)),
            "{body}: {error:?}"
        );
        assert!(error.to_string().contains("accepted"), "{error}");
        assert!(error.may_have_acted() && !error.is_transient(), "{body}");
        assert_eq!(error.raw_body(), Some(body.as_bytes()));
        assert_eq!(
            (error.code(), error.api_message(), error.retry_after()),
            (None, None, None)
        );
    }
}

#[tokio::test]
async fn the_place_where_decoding_stopped_is_named() {
    for body in [
        r#"{"brand_account_id": 6660}"#,
        r#"{"brand_account_id": null}"#,
        r#"{"brand_account_id": {"id": "1"}}"#,
    ] {
        let error = error_of(Response::ok(body)).await;
        assert_eq!(
            (error.kind(), error.json_path()),
            (ErrorKind::Accepted, Some("brand_account_id")),
            "{body}"
        );
        let shown = error.to_string();
        assert!(shown.ends_with("(at brand_account_id)"), "{shown}");
        assert_eq!(error.raw_json(), serde_json::from_str(body).ok());
    }
}

#[tokio::test]
async fn a_required_field_that_is_missing_is_named() {
    let error = error_of(Response::ok(r#"{"id": "6660"}"#)).await;
    assert_eq!(error.kind(), ErrorKind::Accepted);
    assert_eq!(error.json_path().unwrap_or_default(), "");
    let shown = error.to_string();
    assert!(
        shown.ends_with("the required field `brand_account_id` is missing"),
        "{shown}"
    );
}

#[tokio::test]
async fn the_result_of_a_single_input_that_cannot_be_read_is_named() {
    let cases = [
        (r#"{"items": [{"invite": "Lake"}]}"#, "items[0].invite"),
        (r#"{"items": ["Lake"]}"#, "items[0]"),
        (r#"{"items": [{}]}"#, ""),
        (r#"{"items": []}"#, ""),
        (r#"{"items": "Lake"}"#, ""),
    ];
    for (body, path) in cases {
        let server = Server::with_responses([Response::ok(body)]);
        let invites = server.client().business("7290").invites();
        let error = invites.cancel("5341").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Accepted, "{body}: {error:?}");
        assert_eq!(error.json_path().unwrap_or_default(), path, "{body}");
        assert_eq!(error.operation(), Some("cancel_invites_or_requests"));
        assert_eq!(error.raw_body(), Some(body.as_bytes()));
        assert!(!error.to_string().contains("Lake"), "{error}");
    }
}

#[tokio::test]
async fn the_error_of_a_single_input_is_that_of_the_call() {
    let body = r#"{"items": [{"exception": {"code": 30, "message": "Gone"}, "invite": null}]}"#;
    let server = Server::with_responses([Response::ok(body).header("x-pinterest-rid", "17")]);
    let invites = server.client().received_invites();
    let response = pinterest::business_access::InviteResponse::decline("5341");
    let error = invites.respond(response).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code(), error.status()),
        (ErrorKind::Api, Some(30), Some(200))
    );
    assert_eq!(error.raw_body(), Some(body.as_bytes()));
    let shown = error.to_string();
    assert!(shown.contains("Gone") && shown.contains("30"), "{shown}");
    assert!(shown.ends_with("[request 17]"), "{shown}");
}

fn create(client: &Client) -> Call<AssetGroupsCreate> {
    let group = NewAssetGroup::new("Lake", "Shops", [AssetGroupType::Brand]);
    client.business("7290").asset_groups().create(group)
}

/// The description demands more of a group than its id.
#[tokio::test]
async fn an_optional_part_that_is_not_as_described_is_set_aside() {
    let body = r#"{"asset_group": {"id":  "6661"}, "new": 1}"#;
    let server = Server::with_responses([Response::ok(body)]);
    let response = create(&server.client()).response().await.unwrap();
    assert_eq!(response.value().asset_group, None);
    assert_eq!(response.body().as_ref(), body.as_bytes());
    let parts: Vec<_> = response.set_aside().iter().collect();
    let [part] = parts.as_slice() else {
        panic!("one part was expected: {parts:?}");
    };
    assert_eq!(
        (part.path(), part.json()),
        ("asset_group", r#"{"id":  "6661"}"#)
    );
    let reason = part.mismatch().reason();
    assert!(reason.starts_with("the required field `"), "{reason}");
}

#[tokio::test]
async fn strictly_decoded_such_a_part_is_an_error() {
    let body = r#"{"asset_group": {"id": "6661"}}"#;
    let server = Server::with_responses([Response::ok(body)]);
    let call = create(&server.client()).with_strict_decoding();
    let error = call.await.unwrap_err();
    assert_eq!(
        (error.kind(), error.json_path()),
        (ErrorKind::Accepted, Some("asset_group"))
    );
    assert_eq!(error.raw_body(), Some(body.as_bytes()));
}

fn invites(client: &Client) -> List<InvitesList> {
    client.business("7290").invites().list()
}

#[tokio::test]
async fn a_page_that_is_none_is_an_error_with_the_bookmark_of_its_request() {
    for (body, path) in [
        (r#"{"items": 7}"#, "items"),
        (r#"{"items": null}"#, "items"),
        (r#"{"bookmark": "x"}"#, ""),
        ("[]", ""),
        ("", ""),
        ("<html>", ""),
    ] {
        let server = Server::with_responses([Response::ok(body)]);
        let list = invites(&server.client()).bookmark("here");
        let error = list.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}: {error:?}");
        assert_eq!(error.json_path().unwrap_or_default(), path, "{body}");
        assert_eq!(
            (error.operation(), error.bookmark()),
            (Some("get/invites"), Some("here"))
        );
        assert!(error.item_index().is_none() && !error.is_transient());
        assert_eq!(error.raw_body(), Some(body.as_bytes()));
    }
}

#[tokio::test]
async fn an_item_that_cannot_be_decoded_is_an_error_of_that_item() {
    let body = r#"{"items": [{"id": "1"}, ["today",  7], null, "x"]}"#;
    let server = Server::with_responses([Response::ok(body).header("x-pinterest-rid", "17")]);
    let page = invites(&server.client()).send().await.unwrap();
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
        (first.kind(), first.item_index(), first.json_path()),
        (ErrorKind::Item, Some(1), Some("items[1]"))
    );
    assert_eq!(
        first.raw_body(),
        Some(&br#"["today",  7]"#[..]),
        "the text of the item alone, as it was sent"
    );
    assert_eq!(
        (first.status(), first.request_id()),
        (Some(200), Some("17"))
    );
    assert_eq!(
        (second.kind(), second.item_index(), second.json_path()),
        (ErrorKind::Item, Some(3), Some("items[3]"))
    );
    assert_eq!(second.raw_body(), Some(&br#""x""#[..]));
    for error in errors {
        assert!(error.source().is_none());
        assert_eq!(error.operation(), Some("get/invites"));
        assert!(
            !error.to_string().contains("today"),
            "values may be personal: {error}"
        );
    }
}

const ODD_TIME: &str =
    r#"{"items": [{"id": "1"}, {"id": "2", "invite_data": {"sent_at":  "today"}}]}"#;

#[tokio::test]
async fn an_optional_part_of_an_item_that_is_not_as_described_is_set_aside() {
    let server = Server::with_responses([Response::ok(ODD_TIME)]);
    let page = invites(&server.client()).send().await.unwrap();
    assert_eq!((page.len(), page.item_errors().count()), (2, 0));
    let data = page.items().last().unwrap().invite_data.as_ref().unwrap();
    assert_eq!(data.sent_at, None);
    let parts = page.set_aside().iter();
    let parts: Vec<_> = parts.map(|part| (part.path(), part.json())).collect();
    assert_eq!(parts, [("items[1].invite_data.sent_at", "\"today\"")]);
}

#[tokio::test]
async fn strictly_decoded_such_an_item_is_an_error_of_that_item() {
    let server = Server::with_responses([Response::ok(ODD_TIME)]);
    let list = invites(&server.client()).with_strict_decoding();
    let page = list.send().await.unwrap();
    assert_eq!(page.len(), 1);
    let errors: Vec<&Error> = page.item_errors().collect();
    let [error] = errors.as_slice() else {
        panic!("one error was expected: {errors:?}");
    };
    assert_eq!(
        (error.kind(), error.item_index()),
        (ErrorKind::Item, Some(1))
    );
    assert_eq!(error.json_path(), Some("items[1].invite_data.sent_at"));
    let raw = br#"{"id": "2", "invite_data": {"sent_at":  "today"}}"#;
    assert_eq!(error.raw_body(), Some(&raw[..]));
    assert!(!error.to_string().contains("today"), "{error}");
}

#[tokio::test]
async fn every_status_of_success_is_a_success() {
    let body = r#"{"asset_group": null, "items": []}"#;
    for status in [200, 201, 202, 206] {
        let response = || Response::json(status, body);
        let server = Server::with_responses([response(), response()]);
        let created = create(&server.client()).response().await.unwrap();
        assert_eq!(created.status().as_u16(), status);
        let page = invites(&server.client()).send().await.unwrap();
        assert!(page.is_empty());
    }
}

#[tokio::test]
async fn an_operation_without_a_response_body_takes_any_body_for_none() {
    for (status, body) in [
        (200, ""),
        (200, "{}"),
        (200, "null"),
        (200, "OK"),
        (204, ""),
    ] {
        let server = Server::with_responses([Response::new(status, body)]);
        let users = server.client().business("7290").system_users();
        let renamed = users.rename("7292", "Nightly").await;
        renamed.unwrap_or_else(|error| panic!("{status} {body}: {error}"));
    }
}
