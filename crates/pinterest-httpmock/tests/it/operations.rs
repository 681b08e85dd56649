//! Typed mocks, requested by the plain client.

use pinterest_client::request::ListRequest;
use pinterest_client::requests::{BusinessEmployersList, InvitesCancel, InvitesList};
use pinterest_client::types::{
    self, BusinessId, CancelInvitesRequest, InviteId, InviteStatusFilter, InviteType,
};
use pinterest_client::{Client, Error};
use pinterest_httpmock::MockServerExt;
use pinterest_httpmock::httpmock::MockServer;
use pinterest_httpmock::scenario::{ErrorResponse, Pages, REQUEST_ID};

const INVITES: &str = r#"{
    "items": [
        {"id": "1", "is_received_invite": false, "invite_data": {"invite_status": "PENDING"}},
        null,
        {"id": "3", "invite_data": {"invite_status": "ON_HOLD"}, "is_new": true}
    ],
    "bookmark": null
}"#;

fn client(server: &MockServer) -> Client {
    Client::new(&server.base_url(), reqwest::Client::new())
}

fn business() -> BusinessId {
    BusinessId::from("729090764583391194")
}

async fn invites_of(server: &MockServer, business: &str) -> Result<types::InvitePage, Error> {
    let response = client(server)
        .invites_list(&InvitesList::new(business))
        .await?;
    assert!(response.set_aside.is_empty(), "{:?}", response.set_aside);
    Ok(response.value)
}

/// The error that the API responded with.
fn api_error<T: std::fmt::Debug>(
    result: Result<T, Error>,
) -> Option<(
    reqwest::StatusCode,
    reqwest::header::HeaderMap,
    types::Error,
)> {
    match result {
        Err(Error::Status {
            status,
            headers,
            body,
            ..
        }) => Some((status, headers, serde_json::from_slice(&body).ok()?)),
        other => panic!("expected an error status: {other:?}"),
    }
}

/// When no mock matches, the server responds with status 404 and a body that is no error of the
/// API.
fn is_unmatched<T>(result: &Result<T, Error>) -> bool {
    match result {
        Err(Error::Status { status, body, .. }) => {
            *status == 404 && serde_json::from_slice::<types::Error>(body).is_err()
        }
        _ => false,
    }
}

#[tokio::test]
async fn a_mock_without_conditions_responds_to_the_operation_and_no_other() {
    let server = MockServer::start();
    let mock = server.get_invites(|_, then| {
        then.into_inner().status(200).body(INVITES);
    });

    let page = invites_of(&server, "1").await.unwrap();
    let ids: Vec<Option<&str>> = page
        .items
        .iter()
        .map(|item| item.as_ref()?.id.as_ref().map(InviteId::as_str))
        .collect();
    assert_eq!(ids, [Some("1"), None, Some("3")]);

    let client = client(&server);
    assert!(is_unmatched(
        &client
            .business_employers_list(&BusinessEmployersList::new())
            .await
    ));
    let cancel = CancelInvitesRequest::new([InviteId::from("1")]);
    assert!(is_unmatched(
        &client
            .invites_cancel(&InvitesCancel::new(business(), cancel))
            .await
    ));
    mock.assert_calls(1);
}

#[tokio::test]
async fn the_path_is_matched_as_a_whole() {
    let server = MockServer::start();
    let mock = server.get_invites(|when, then| {
        when.business_id(&"72".into());
        then.into_inner().status(200).body(INVITES);
    });
    for other in ["7", "722", "172", "73"] {
        assert!(is_unmatched(&invites_of(&server, other).await), "{other}");
    }
    mock.assert_calls(0);
    invites_of(&server, "72").await.unwrap();
    mock.assert_calls(1);
}

#[tokio::test]
async fn every_parameter_of_a_path_is_matched() {
    let server = MockServer::start();
    let mock = server.business_member_assets_get(|when, then| {
        when.business_id(&"1".into()).member_id(&"2".into());
        then.into_inner()
            .status(200)
            .body(r#"{"items": [], "bookmark": null}"#);
    });
    for (business, member, status) in [
        ("1", "2", 200),
        ("1", "3", 404),
        ("3", "2", 404),
        ("2", "1", 404),
    ] {
        let url = server.url(format!("/businesses/{business}/members/{member}/assets"));
        let found = reqwest::get(url).await.unwrap().status();
        assert_eq!(found, status, "{business} {member}");
    }
    mock.assert_calls(1);
}

#[tokio::test]
async fn every_key_of_a_repeated_parameter_is_matched() {
    let server = MockServer::start();
    let mock = server.get_invites(|when, then| {
        when.invite_status(&InviteStatusFilter::Pending)
            .invite_status(&InviteStatusFilter::Expired);
        then.into_inner().status(200).body(INVITES);
    });
    let client = client(&server);
    let all = InvitesList::new(business());
    assert!(is_unmatched(&client.invites_list(&all).await));
    let pending = all.clone().invite_status([InviteStatusFilter::Pending]);
    assert!(is_unmatched(&client.invites_list(&pending).await));
    mock.assert_calls(0);
    let both = all.invite_status([InviteStatusFilter::Expired, InviteStatusFilter::Pending]);
    client.invites_list(&both).await.unwrap();
    mock.assert_calls(1);
}

#[tokio::test]
async fn a_parameter_can_be_demanded_with_a_value_or_to_be_absent() {
    let server = MockServer::start();
    let with = server.get_invites(|when, then| {
        when.page_size(250)
            .is_member(false)
            .invite_type(&InviteType::PartnerInvite)
            .bookmark("a+b/=%2B é");
        then.into_inner().status(200).body(INVITES);
    });
    let without = server.get_invites(|when, then| {
        when.page_size(None)
            .is_member(None)
            .invite_type(None)
            .invite_status(None)
            .bookmark(None);
        then.into_inner().status(200).body(INVITES);
    });

    let client = client(&server);
    let plain = InvitesList::new(business());
    let filtered = plain
        .clone()
        .bookmark("a+b/=%2B é")
        .invite_type(InviteType::PartnerInvite)
        .is_member(false);
    let large = filtered.clone().page_size(250);
    client.invites_list(&large).await.unwrap();
    client.invites_list(&plain).await.unwrap();
    let small = filtered.page_size(25);
    assert!(is_unmatched(&client.invites_list(&small).await));
    with.assert_calls(1);
    without.assert_calls(1);
}

#[tokio::test]
async fn a_body_is_matched_exactly() {
    let server = MockServer::start();
    let mock = server.cancel_invites_or_requests(|when, then| {
        when.business_id(&business())
            .body(&CancelInvitesRequest::new(["1", "2"].map(InviteId::from)));
        then.into_inner().status(200).body(r#"{"items": []}"#);
    });
    let http = reqwest::Client::new();
    let url = server.url("/businesses/729090764583391194/invites");
    for (body, status) in [
        (r#"{"invite_ids": ["1", "2"]}"#, 200),
        (r#"{"invite_ids": ["2", "1"]}"#, 404),
        (r#"{"invite_ids": ["1", "2"], "more": 1}"#, 404),
        (r#"{"invite_ids": [1, 2]}"#, 404),
        ("{}", 404),
    ] {
        let response = http.delete(&url).body(body).send().await.unwrap();
        assert_eq!(response.status(), status, "{body}");
    }
    mock.assert_calls(1);

    let cancel = CancelInvitesRequest::new(["1", "2"].map(InviteId::from));
    client(&server)
        .invites_cancel(&InvitesCancel::new(business(), cancel))
        .await
        .unwrap();
    mock.assert_calls(2);
}

#[tokio::test]
async fn a_typed_response_is_what_was_read_from_the_service() {
    let server = MockServer::start();
    let page: types::InvitePage = serde_json::from_str(INVITES).unwrap();
    server.get_invites(|_, then| {
        then.ok(&page);
    });
    assert_eq!(invites_of(&server, "1").await.unwrap(), page);

    let response = reqwest::get(server.url("/businesses/1/invites"))
        .await
        .unwrap();
    assert_eq!(response.headers()["content-type"], "application/json");
    let sent: serde_json::Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    let mut read: serde_json::Value = serde_json::from_str(INVITES).unwrap();
    read.as_object_mut().unwrap().remove("bookmark"); // What is unset is left out.
    assert_eq!(sent, read);
}

#[tokio::test]
async fn a_typed_error_has_the_status_that_was_set() {
    let server = MockServer::start();
    let error: types::Error =
        serde_json::from_str(r#"{"code": 30, "message": "User not found"}"#).unwrap();
    server.get_invites(|when, then| {
        when.business_id(&"1".into());
        then.client_error(404, &error);
    });
    server.get_invites(|_, then| {
        then.server_error(503, &error);
    });
    for (business, status) in [("1", 404), ("2", 503)] {
        let (found, _, body) = api_error(invites_of(&server, business).await).unwrap();
        assert_eq!((found.as_u16(), &body), (status, &error));
    }
}

#[tokio::test]
async fn a_rejection_is_an_error_of_the_api() {
    let server = MockServer::start();
    server.get_invites(|when, then| {
        when.business_id(&business());
        ErrorResponse::rate_limited(7).respond(then.into_inner());
    });
    let result = invites_of(&server, business().as_str()).await;
    let (status, headers, error) = api_error(result).unwrap();
    assert_eq!((status.as_u16(), error.code), (429, 8));
    assert_eq!(headers["x-ratelimit-reset"], "7");
    assert_eq!(headers["x-pinterest-rid"], REQUEST_ID);
}

#[tokio::test]
async fn the_page_of_a_proxy_is_no_error_of_the_api() {
    let server = MockServer::start();
    server.get_invites(|_, then| {
        ErrorResponse::html(503).respond(then.into_inner());
    });
    assert!(api_error(invites_of(&server, "1").await).is_none());
}

#[tokio::test]
async fn the_client_pages_through_a_list_behind_a_typed_matcher() {
    let server = MockServer::start();
    let list = server.get_invites(|when, then| {
        when.business_id(&business()).page_size(2);
        Pages::of([r#"{"id": "1"}"#, "null", r#"{"id": "3"}"#])
            .page_size(2)
            .with_field("total", "3")
            .respond(then.into_inner());
    });
    let client = client(&server);
    let (mut counts, mut bookmark) = (Vec::new(), None::<String>);
    loop {
        let mut request = InvitesList::new(business()).page_size(2);
        request.set_bookmark(bookmark);
        let page = client.invites_list(&request).await.unwrap().value;
        assert_eq!(*page.extra["total"], 3);
        counts.push(page.items.len());
        bookmark = page.bookmark;
        if bookmark.is_none() {
            break;
        }
    }
    assert_eq!(counts, [2, 1]);
    list.assert_calls(2);
}
