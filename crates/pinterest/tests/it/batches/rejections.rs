//! Inputs that violate a limit: nothing is sent, not even the inputs before them.

use pinterest::business_access::{AssetGrants, InviteAssets, MemberGrant, Permissions};
use pinterest::types::{InviteType, PartnerType, Permission};
use pinterest::{Error, ErrorKind};
use pinterest_test_support::{Response, Server};

use super::functions::{Function, functions};
use crate::clients::Clients;

#[track_caller]
fn assert_limit(error: &Error, field: &str, limit: &str, value: &str) {
    assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error:?}");
    let violation = error.limit().unwrap();
    assert_eq!(
        (&*violation.field, &*violation.limit, &*violation.value),
        (field, limit, value)
    );
    let operation = error.operation().unwrap();
    assert_eq!(
        error.to_string(),
        format!("{operation}: {field} must be {limit}, but is {value}")
    );
}

/// 120 ids, one of which is none.
fn ids_with_a_wrong_one(place: usize) -> Vec<String> {
    let mut ids: Vec<String> = (1..=120).map(|number| number.to_string()).collect();
    ids[place] = "12a".to_owned();
    ids
}

/// Every function that rejects a text, with how it names the input, and its error when the input
/// at `place` is wrong.
async fn rejections(place: usize) -> Vec<(Function, String, Error)> {
    let server = Server::start();
    let client = server.client();
    let mut rejections = Vec::new();
    for function in functions() {
        let Some(field) = function.field else {
            continue;
        };
        let outcome = function
            .run(client.clone(), ids_with_a_wrong_one(place))
            .await;
        rejections.push((
            function,
            field.replace('#', &place.to_string()),
            outcome.unwrap_err(),
        ));
    }
    server.assert_untouched();
    rejections
}

#[tokio::test]
async fn an_invalid_input_is_named_and_nothing_is_sent() {
    for place in [0, 7] {
        for (_, field, error) in rejections(place).await {
            assert_limit(&error, &field, "text of only the digits 0 to 9", "\"12a\"");
        }
    }
}

#[tokio::test]
async fn an_invalid_input_of_a_later_request_stops_the_earlier_ones_too() {
    for (function, _, error) in rejections(119).await {
        assert_eq!(
            error.limit().map(|limit| &*limit.value),
            Some("\"12a\""),
            "{}",
            function.name
        );
    }
}

/// The caller knows nothing of the requests that the inputs are split into.
#[tokio::test]
async fn an_invalid_input_of_a_later_request_is_named_by_its_place_among_all_inputs() {
    for (_, field, error) in rejections(119).await {
        assert_limit(&error, &field, "text of only the digits 0 to 9", "\"12a\"");
    }
}

#[tokio::test]
async fn without_validation_an_invalid_input_is_sent() {
    let server = Server::with_responses([Response::ok(r#"{"items": []}"#)]);
    let invites = server.client().business("7290").invites();
    let outcome = invites.cancel_all(["12a"]).without_validation().await;
    assert_eq!(outcome.unwrap().unconfirmed().count(), 1);
    let sent = server.requests()[0].json();
    assert_eq!(sent, serde_json::json!({"invite_ids": ["12a"]}));
}

#[tokio::test]
async fn an_id_that_is_too_long_or_empty_is_rejected() {
    let server = Server::start();
    let business = server.client().business("7290");
    let long = "1".repeat(26);
    let cancelled = business.invites().cancel_all(["1", &*long]);
    let error = cancelled.await.unwrap_err();
    assert_limit(
        &error,
        "invite_ids[1]",
        "at most 25 characters long",
        &format!("\"{long}\""),
    );
    let removed = business
        .partners()
        .remove_all([&long[..23]], PartnerType::Internal);
    let error = removed.await.unwrap_err();
    assert_limit(
        &error,
        "partner_ids[0]",
        "at most 22 characters long",
        &format!("\"{}\"", &long[..23]),
    );
    let invited = business.invites().invite_partners(["1", ""]);
    let error = invited.await.unwrap_err();
    assert_limit(
        &error,
        "partners[1]",
        "text of only the digits 0 to 9",
        "\"\"",
    );
    server.assert_untouched();
}

#[tokio::test]
async fn a_single_input_is_rejected_like_one_of_many() {
    let server = Server::start();
    let invites = server.client().business("7290").invites();
    let error = invites.cancel("12a").await.unwrap_err();
    assert_limit(
        &error,
        "invite_ids[0]",
        "text of only the digits 0 to 9",
        "\"12a\"",
    );
    server.assert_untouched();
}

#[tokio::test]
async fn more_permissions_than_allowed_are_rejected() {
    let server = Server::start();
    let business = server.client().business("7290");
    let many = Permissions::try_from(vec![Permission::Analyst; 51]).unwrap();
    let grants = [
        MemberGrant::new("1", "2", Permission::Analyst),
        MemberGrant::new("1", "3", many.clone()),
    ];
    let error = business.members().grant_assets(grants).await.unwrap_err();
    assert_limit(
        &error,
        "accesses[1].permissions",
        "a list of at most 50",
        "a list of 51",
    );
    let invite = InviteAssets::new(
        "1",
        InviteType::MemberInvite,
        AssetGrants::new("5491", many),
    );
    let error = business
        .invites()
        .assign_assets([invite])
        .await
        .unwrap_err();
    assert_limit(
        &error,
        "invites[0].asset_id_to_permissions.5491",
        "a list of at most 50",
        "a list of 51",
    );
    server.assert_untouched();
}

#[tokio::test]
async fn a_business_id_that_is_none_is_rejected_before_anything_is_sent() {
    let server = Server::start();
    let invites = server.client().business("lakeside").invites();
    let ids = (1..=120).map(|number: u32| number.to_string());
    let error = invites.cancel_all(ids).await.unwrap_err();
    assert_limit(
        &error,
        "business_id",
        "text of only the digits 0 to 9",
        "\"lakeside\"",
    );
    server.assert_untouched();
}
