//! Limits of real operations, and requests on both sides of them.

use pinterest_client::json::Json;
use pinterest_client::operation::{self, Operation};

use super::*;

#[track_caller]
fn assert_body(operation: &'static Operation, json: &str, expected: Option<&str>) {
    let body: Json<'_> = serde_json::from_str(json).unwrap();
    let outcome = super::json::check(operation.body, &body);
    let violation = outcome.err().map(|violation| violation.to_string());
    assert_eq!(violation.as_deref(), expected);
}

#[track_caller]
fn assert_parts(operation: &Operation, parts: &Parts<'_>, expected: Option<&str>) {
    let violation = check(operation, parts).err();
    let violation = violation.map(|violation| violation.to_string());
    assert_eq!(violation.as_deref(), expected);
}

#[test]
fn parameters_are_checked() {
    let members = &operation::GET_BUSINESS_MEMBERS;
    for (page_size, expected) in [
        (250, None),
        (251, Some("page_size must be at most 250, but is 251")),
        (0, Some("page_size must be at least 1, but is 0")),
    ] {
        let parts = Parts::new(members).path("business_id", "12");
        assert_parts(members, &parts.query("page_size", &page_size), expected);
    }
    let long = "1".repeat(21);
    let expected = format!("business_id must be at most 20 characters long, but is \"{long}\"");
    let parts = Parts::new(members).path("business_id", &long);
    assert_parts(members, &parts, Some(&expected));
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
