//! Responses that report success with a body that is not quite as described.

use std::time::Duration;

use pinterest::business_access::NewAssetGroup;
use pinterest::types::{AssetGroupType, BrandAccountUpdate, MemberAssetPage, MemberRole};
use pinterest::{Backoff, Client, Error, ErrorKind, Page, SetAside};
use pinterest_test_support::{Response, Server};
use serde_json::json;

use crate::clients::Clients;

/// A client that would send again what may be sent again.
fn patient(server: &Server) -> Client {
    let policy = Backoff::default()
        .with_base(Duration::ZERO)
        .with_cap(Duration::ZERO);
    let builder = server.client_builder().with_retry_policy(policy);
    builder.build().unwrap()
}

/// Path, text and reason of each part that was left out.
fn shown<'a>(parts: impl IntoIterator<Item = &'a SetAside>) -> Vec<(&'a str, &'a str, &'a str)> {
    let shown = |part: &'a SetAside| (part.path(), part.json(), part.mismatch().reason());
    parts.into_iter().map(shown).collect()
}

/// A list whose pages have a field that they cannot do without.
async fn assets(client: &Client) -> Result<Page<MemberAssetPage>, Error> {
    let members = client.business("7290").members();
    members.assets("1401").send().await
}

const NOT_A_NUMBER: &str = "expected a whole number of at most 64 bits, found text";
const NOT_A_BOOLEAN: &str = "expected a boolean, found text";

/// The first result has an odd part, the second has none.
const CANCELLED: &str = r#"{"items": [
    {"invite": {"id": "5341", "is_received_invite": "perhaps"}},
    {"invite": {"id": "5342", "is_received_invite": false}}
]}"#;

/// The second item has an odd part that it can do without.
const INVITES: &str = r#"{"items": [
    {"id": "5341", "invite_data": {"sent_at": 1783592999000}},
    {"id": "5342", "invite_data": {"sent_at": "today", "invite_type": "MEMBER_INVITE"}}
], "bookmark": null}"#;

#[tokio::test]
async fn an_odd_part_of_an_item_is_left_out_and_the_item_stays() {
    let server = Server::with_responses([Response::ok(INVITES)]);
    let invites = server.client().business("7290").invites();
    let page = invites.list().send().await.unwrap();
    let items: Vec<_> = page.items().collect();
    let [first, second] = items[..] else {
        panic!("two items were expected: {page:?}");
    };
    let sent_at = first.invite_data.as_ref().unwrap().sent_at.unwrap();
    assert_eq!(sent_at.get(), 1_783_592_999_000);
    assert_eq!(second.id.as_ref().unwrap().as_str(), "5342");
    let data = second.invite_data.as_ref().unwrap();
    assert_eq!(data.sent_at, None);
    assert_eq!(data.invite_type.as_ref().unwrap().as_str(), "MEMBER_INVITE");
    assert_eq!(page.item_errors().count(), 0);
    assert_eq!(
        shown(page.set_aside()),
        [("items[1].invite_data.sent_at", r#""today""#, NOT_A_NUMBER)]
    );
}

#[tokio::test]
async fn strictly_an_item_with_an_odd_part_is_an_error_and_the_others_are_there() {
    let server = Server::with_responses([Response::ok(INVITES)]);
    let invites = server.client().business("7290").invites();
    let page = invites.list().with_strict_decoding().send().await.unwrap();
    assert_eq!(page.len(), 1);
    let errors: Vec<&Error> = page.item_errors().collect();
    assert_eq!(errors.len(), 1);
    assert_eq!(
        (errors[0].kind(), errors[0].json_path()),
        (ErrorKind::Item, Some("items[1].invite_data.sent_at"))
    );
}

#[tokio::test]
async fn an_odd_part_of_a_page_beside_its_items_is_left_out() {
    let body = r#"{"items": [], "total_data_count": 2, "total_data_count_by_status": 7}"#;
    let server = Server::with_responses([Response::ok(body), Response::ok(body)]);
    let page = assets(&server.client()).await.unwrap();
    assert_eq!(page.response().total_data_count, 2);
    assert!(page.response().total_data_count_by_status.is_none());
    assert_eq!(
        shown(page.set_aside()),
        [(
            "total_data_count_by_status",
            "7",
            "expected an object, found a number"
        )]
    );

    let members = server.client().business("7290").members();
    let strict = members.assets("1401").with_strict_decoding();
    let error = strict.send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.json_path()),
        (ErrorKind::Decode, Some("total_data_count_by_status"))
    );
}

/// The group cannot do without an id, but the response can do without the group.
#[tokio::test]
async fn the_smallest_optional_part_around_an_odd_one_is_left_out() {
    let body = r#"{"asset_group": {"id": 7}, "request": "9"}"#;
    let server = Server::with_responses([Response::json(201, body), Response::json(201, body)]);
    let groups = server.client().business("7290").asset_groups();
    let create = groups.create(NewAssetGroup::new(
        "Stores",
        "All of them",
        [AssetGroupType::Other],
    ));
    let response = create.clone().response().await.unwrap();
    assert!(response.value().asset_group.is_none());
    assert_eq!(response.value().extra["request"].as_value(), &json!("9"));
    assert_eq!(response.status(), 201);
    let parts: Vec<&SetAside> = response.set_aside().iter().collect();
    assert_eq!(parts.len(), 1);
    assert_eq!(
        (parts[0].path(), parts[0].json()),
        ("asset_group", r#"{"id": 7}"#)
    );

    let error = create.with_strict_decoding().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Accepted);
    assert!(error.json_path().unwrap().starts_with("asset_group"));
}

#[tokio::test]
async fn an_odd_part_of_a_result_is_left_out_and_the_result_stays() {
    let server = Server::with_responses([Response::ok(CANCELLED)]);
    let invites = server.client().business("7290").invites();
    let outcome = invites.cancel_all(["5341", "5342"]).await.unwrap();
    assert!(outcome.is_complete() && outcome.error().is_none());
    let received: Vec<_> = outcome
        .successes()
        .map(|(input, invite)| (input.as_str(), invite.is_received_invite))
        .collect();
    assert_eq!(received, [("5341", None), ("5342", Some(false))]);
    assert_eq!(
        shown(outcome.set_aside()),
        [(
            "items[0].invite.is_received_invite",
            r#""perhaps""#,
            NOT_A_BOOLEAN
        )]
    );
}

#[tokio::test]
async fn strictly_an_odd_part_of_a_result_is_an_error_of_the_batch() {
    let server = Server::with_responses([Response::ok(CANCELLED)]);
    let invites = server.client().business("7290").invites();
    let cancellations = invites.cancel_all(["5341", "5342"]);
    let outcome = cancellations.with_strict_decoding().await.unwrap();
    let error = outcome.error().unwrap();
    assert_eq!(
        (error.kind(), error.json_path()),
        (
            ErrorKind::Accepted,
            Some("items[0].invite.is_received_invite")
        )
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_odd_part_of_the_only_result_is_left_out() {
    let body = r#"{"items": [{"invite": {"id": "5341", "is_received_invite": "perhaps"}}]}"#;
    let server = Server::with_responses([Response::ok(body), Response::ok(body)]);
    let invites = server.client().business("7290").invites();
    let response = invites.cancel("5341").response().await.unwrap();
    assert_eq!(response.value().id.as_ref().unwrap().as_str(), "5341");
    let part = (
        "items[0].invite.is_received_invite",
        r#""perhaps""#,
        NOT_A_BOOLEAN,
    );
    assert_eq!(shown(response.set_aside()), [part]);

    let strict = invites.cancel("5341").with_strict_decoding();
    let error = strict.await.unwrap_err();
    assert_eq!(
        (error.kind(), error.json_path()),
        (ErrorKind::Accepted, Some(part.0))
    );
}

#[tokio::test]
async fn a_result_without_a_required_part_leaves_only_its_input_unconfirmed() {
    let body = r#"{"items": [
        {"member_id": "1401"},
        {"member_id": "1402", "business_role": "EMPLOYEE"}
    ]}"#;
    let server = Server::with_responses([Response::ok(body)]);
    let members = patient(&server).business("7290").members();
    let roles = [
        ("1401", MemberRole::Employee),
        ("1402", MemberRole::Employee),
    ];
    let outcome = members.update_roles(roles).await.unwrap();
    let unconfirmed: Vec<_> = outcome
        .unconfirmed()
        .map(|it| it.member_id.as_str())
        .collect();
    assert_eq!(unconfirmed, ["1401"]);
    assert_eq!(outcome.successes().count(), 1);
    assert!(outcome.error().is_none());
    assert_eq!(
        shown(outcome.set_aside()),
        [(
            "items[0]",
            r#"{"member_id": "1401"}"#,
            "the required field `business_role` is missing"
        )]
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_page_without_a_required_part_is_an_error_and_is_not_requested_again() {
    for (body, path) in [
        (r#"{"items": []}"#, ""),
        (
            r#"{"items": [], "total_data_count": "many"}"#,
            "total_data_count",
        ),
    ] {
        let server = Server::with_responses([Response::ok(body)]);
        let error = assets(&patient(&server)).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.json_path()),
            (
                ErrorKind::Decode,
                Some(path).filter(|path| !path.is_empty())
            ),
            "{body}"
        );
        assert!(!error.is_transient(), "{body}");
        assert_eq!(error.raw_json().unwrap()["items"], json!([]));
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_change_whose_response_lacks_a_required_part_is_accepted_and_not_sent_again() {
    for (body, path) in [
        (json!({}), ""),
        (
            json!({"brand_account_id": {"id": "6660"}}),
            "brand_account_id",
        ),
        (json!(["6660"]), ""),
    ] {
        let server = Server::with_responses([Response::ok(body.to_string())]);
        let accounts = patient(&server).business("7009").brand_accounts();
        let update = accounts.update("6660", BrandAccountUpdate::new());
        let error = update.await.unwrap_err();
        assert_eq!(
            (error.kind(), error.json_path(), error.status()),
            (
                ErrorKind::Accepted,
                Some(path).filter(|path| !path.is_empty()),
                Some(200)
            ),
            "{body}"
        );
        assert!(error.may_have_acted() && !error.is_transient(), "{body}");
        assert_eq!(error.raw_json(), Some(body));
        assert_eq!(error.attempts(), 1);
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn the_only_result_without_a_required_part_is_accepted_and_not_sent_again() {
    let body = r#"{"items": [{"member_id": "1401"}]}"#;
    let server = Server::with_responses([Response::ok(body)]);
    let members = patient(&server).business("7290").members();
    let update = members.update_role("1401", MemberRole::Employee);
    let error = update.await.unwrap_err();
    assert_eq!(
        (error.kind(), error.json_path()),
        (ErrorKind::Accepted, Some("items[0]"))
    );
    assert!(!error.is_transient());
    assert_eq!(error.raw_json().unwrap()["items"][0]["member_id"], "1401");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_whole_number_may_be_written_as_text_or_with_a_fraction_of_zero() {
    for count in ["3", "3.0", r#""3""#] {
        let body = format!(
            r#"{{"items": [], "total_data_count": {count},
                "total_data_count_by_status": {{"ACTIVE": {count}}}}}"#
        );
        let server = Server::with_responses([Response::ok(&body)]);
        let page = assets(&server.client()).await.unwrap();
        assert_eq!(page.response().total_data_count, 3, "{count}");
        assert!(
            page.set_aside().is_empty(),
            "{count}: {:?}",
            page.set_aside()
        );
    }
    for count in ["3.5", r#""3.5""#, r#""""#, "true", "null"] {
        let body = format!(r#"{{"items": [], "total_data_count": {count}}}"#);
        let server = Server::with_responses([Response::ok(&body)]);
        let error = assets(&server.client()).await.unwrap_err();
        assert_eq!(error.json_path(), Some("total_data_count"), "{count}");
    }
}

#[tokio::test]
async fn a_time_may_be_written_as_text_or_with_a_fraction_of_zero() {
    for time in ["1783592999000", "1783592999000.0", r#""1783592999000""#] {
        let body = format!(r#"{{"items": [{{"invite_data": {{"sent_at": {time}}}}}]}}"#);
        let server = Server::with_responses([Response::ok(&body)]);
        let invites = server.client().business("7290").invites();
        let page = invites.list().send().await.unwrap();
        let invite = page.items().next().unwrap();
        let sent_at = invite.invite_data.as_ref().unwrap().sent_at;
        assert_eq!(sent_at.unwrap().get(), 1_783_592_999_000, "{time}");
        assert!(page.set_aside().is_empty(), "{time}");
    }
}
