//! Typed mocks, asked by the generated client.

use pinterest_client::transport::Inner;
use pinterest_client::types::{
    self, BusinessId, CancelInvitesRequest, InviteId, InviteStatusFilter, InviteType,
};
use pinterest_client::{Client, Error};
use pinterest_httpmock::MockServerExt;
use pinterest_httpmock::httpmock::MockServer;
use pinterest_httpmock::scenario::{Pages, REQUEST_ID, Refusal};

const INVITES: &str = r#"{
    "items": [
        {"id": "1", "is_received_invite": false, "invite_data": {"invite_status": "PENDING"}},
        null,
        {"id": "3", "invite_data": {"invite_status": "ON_HOLD"}, "is_new": true}
    ],
    "bookmark": null
}"#;

fn client(server: &MockServer) -> Client {
    Client::new_with_client(&server.base_url(), reqwest::Client::new(), Inner::direct())
}

fn business() -> BusinessId {
    BusinessId::from("729090764583391194")
}

async fn invites_of(
    server: &MockServer,
    business: &str,
) -> Result<types::InvitePage, Error<types::Error>> {
    client(server)
        .get_invites(&business.into(), None, None, None, None, None)
        .await
        .map(|response| response.into_inner())
}

/// The status of the answer that a mock server gives when no mock matches is 404, and its body no error of the API.
fn is_unmatched<T>(result: &Result<T, Error<types::Error>>) -> bool {
    matches!(result, Err(Error::InvalidResponsePayload(..)))
}

#[tokio::test]
async fn a_mock_without_conditions_answers_the_operation_and_no_other() {
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
        &client.get_business_employers(None, None, None).await
    ));
    let cancel = CancelInvitesRequest::new([InviteId::from("1")]);
    assert!(is_unmatched(
        &client
            .cancel_invites_or_requests(&business(), &cancel)
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
    let business = business();
    let ask = async |statuses: Option<Vec<InviteStatusFilter>>| {
        client
            .get_invites(&business, None, statuses.as_ref(), None, None, None)
            .await
    };

    assert!(is_unmatched(&ask(None).await));
    assert!(is_unmatched(
        &ask(Some(vec![InviteStatusFilter::Pending])).await
    ));
    mock.assert_calls(0);
    ask(Some(vec![
        InviteStatusFilter::Expired,
        InviteStatusFilter::Pending,
    ]))
    .await
    .unwrap();
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
    let business = business();
    let partner = InviteType::PartnerInvite;
    let bookmark = Some("a+b/=%2B é");
    client
        .get_invites(
            &business,
            bookmark,
            None,
            Some(&partner),
            Some(false),
            Some(250),
        )
        .await
        .unwrap();
    client
        .get_invites(&business, None, None, None, None, None)
        .await
        .unwrap();
    let other = client
        .get_invites(
            &business,
            bookmark,
            None,
            Some(&partner),
            Some(false),
            Some(25),
        )
        .await;
    assert!(is_unmatched(&other));
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
        .cancel_invites_or_requests(&business(), &cancel)
        .await
        .unwrap();
    mock.assert_calls(2);
}

#[tokio::test]
async fn a_typed_answer_is_what_was_read_from_the_service() {
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
async fn a_typed_error_has_the_status_that_was_asked_for() {
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
        let Err(Error::ErrorResponse(refused)) = invites_of(&server, business).await else {
            panic!("{business} was not refused with an error of the API");
        };
        assert_eq!((refused.status().as_u16(), &*refused), (status, &error));
    }
}

#[tokio::test]
async fn a_refusal_is_an_error_of_the_api() {
    let server = MockServer::start();
    server.get_invites(|when, then| {
        when.business_id(&business());
        Refusal::rate_limited(7).answer(then.into_inner());
    });
    let Err(Error::ErrorResponse(refused)) = invites_of(&server, business().as_str()).await else {
        panic!("the request was not refused with an error of the API");
    };
    assert_eq!((refused.status().as_u16(), refused.code), (429, 8));
    assert_eq!(refused.headers()["x-ratelimit-reset"], "7");
    assert_eq!(refused.headers()["x-pinterest-rid"], REQUEST_ID);
}

#[tokio::test]
async fn the_page_of_a_proxy_is_no_error_of_the_api() {
    let server = MockServer::start();
    server.get_invites(|_, then| {
        Refusal::html(503).answer(then.into_inner());
    });
    let result = invites_of(&server, "1").await;
    assert!(
        matches!(result, Err(Error::InvalidResponsePayload(..))),
        "{result:?}"
    );
}

#[tokio::test]
async fn the_client_pages_through_a_list_behind_a_typed_matcher() {
    let server = MockServer::start();
    let list = server.get_invites(|when, then| {
        when.business_id(&business()).page_size(2);
        Pages::of([r#"{"id": "1"}"#, "null", r#"{"id": "3"}"#])
            .page_size(2)
            .with_empty_page_after(1)
            .with_field("total", "3")
            .answer(then.into_inner());
    });
    let client = client(&server);
    let (mut counts, mut bookmark) = (Vec::new(), None::<String>);
    loop {
        let business = business();
        let page = client
            .get_invites(&business, bookmark.as_deref(), None, None, None, Some(2))
            .await;
        let page = page.unwrap().into_inner();
        assert_eq!(*page.extra["total"], 3);
        counts.push(page.items.len());
        bookmark = page.bookmark;
        if bookmark.is_none() {
            break;
        }
    }
    assert_eq!(counts, [2, 0, 1]);
    list.assert_calls(3);
}
