//! Limits of real operations, and requests on both sides of them.

use ::url::Url;
use pinterest_client::operation::{self, Operation};

use super::*;

#[track_caller]
fn assert_url(operation: &Operation, url: &str, expected: Option<&str>) {
    let outcome = check_url(
        operation,
        "/v5",
        &Url::parse(&format!("http://localhost/v5{url}")).unwrap(),
    );
    assert_eq!(
        outcome
            .err()
            .map(|violation| violation.to_string())
            .as_deref(),
        expected
    );
}

#[track_caller]
fn assert_body(operation: &Operation, json: &str, expected: Option<&str>) {
    let outcome = check_json(operation.body, json.as_bytes());
    assert_eq!(
        outcome
            .err()
            .map(|violation| violation.to_string())
            .as_deref(),
        expected
    );
}

#[test]
fn path_and_query_are_checked() {
    let invites = &operation::GET_INVITES;
    assert_url(
        invites,
        "/businesses/12/invites?page_size=250&bookmark=x%20y",
        None,
    );
    assert_url(
        invites,
        "/businesses/12/invites?page_size=251",
        Some("page_size must be at most 250, but is 251"),
    );
    assert_url(
        invites,
        "/businesses/12/invites?page_size=0",
        Some("page_size must be at least 1, but is 0"),
    );
    assert_url(
        invites,
        "/businesses/me/invites",
        Some("business_id must be text of only the digits 0 to 9, but is \"me\""),
    );
    let members = &operation::GET_BUSINESS_MEMBERS;
    let long = "1".repeat(21);
    assert_url(
        members,
        &format!("/businesses/{long}/members"),
        Some(&format!(
            "business_id must be at most 20 characters long, but is \"{long}\""
        )),
    );
}

#[test]
fn an_id_cannot_lead_to_another_path() {
    let expected = "path must be that of the operation, but is /invites";
    assert_url(
        &operation::GET_INVITES,
        "/businesses/../invites",
        Some(expected),
    );
}

#[test]
fn a_parameter_is_found_in_the_path() {
    let url = Url::parse("http://127.0.0.1/v5/businesses/7290/invites?x=1").unwrap();
    let found = |base, name| path_parameter(&operation::GET_INVITES, base, &url, name);
    assert_eq!(found("/v5", "business_id"), Some("7290"));
    assert_eq!(found("/v5", "ad_account_id"), None);
    assert_eq!(found("/v6", "business_id"), None);
}

#[test]
fn bodies_are_checked_at_every_depth() {
    let respond = &operation::RESPOND_BUSINESS_ACCESS_INVITES;
    assert_body(
        respond,
        r#"{"invites": [{"invite_id": "1", "action": {"accept_invite": false}}]}"#,
        None,
    );
    assert_body(
        respond,
        r#"{"invites": []}"#,
        Some("invites must be a list of at least 1, but is a list of 0"),
    );
    assert_body(
        respond,
        r#"{"invites": [{"invite_id": "1"}, {"invite_id": "a"}]}"#,
        Some("invites[1].invite_id must be text of only the digits 0 to 9, but is \"a\""),
    );
    assert_body(
        respond,
        r#"{"invites": [{"action": {"asset_id_to_permissions": {"7": []}}}]}"#,
        Some(
            "invites[0].action.asset_id_to_permissions.7 must be a list of at least 1, but is a list of 0",
        ),
    );
}

#[test]
fn more_than_the_limit_is_named_with_both_numbers() {
    let ids = vec!["\"1\""; 51].join(",");
    assert_body(
        &operation::CANCEL_INVITES_OR_REQUESTS,
        &format!("{{\"invite_ids\": [{ids}]}}"),
        Some("invite_ids must be a list of at most 50, but is a list of 51"),
    );
}

#[test]
fn unlimited_and_unknown_fields_pass() {
    assert_body(
        &operation::SYSTEM_USER_UPDATE,
        r#"{"name": "x", "new": [1, null, true, 1.5, {"a": -1}]}"#,
        None,
    );
}
