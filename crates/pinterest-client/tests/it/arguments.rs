//! Arguments that do not fit are refused with an error that says what to give instead, and nothing is sent.

use pinterest_client::dispatch::{ArgumentError, Call};
use serde_json::{Value, json};

#[track_caller]
fn refused(id: &str, parameters: &[(&str, &str)], body: Option<Value>) -> ArgumentError {
    let parameters: Vec<(String, String)> = parameters
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Call::new(id, &parameters, body.as_ref()).expect_err("the arguments do not fit")
}

#[test]
fn an_unknown_operation_is_refused_with_similar_ones() {
    let error = refused("get/invitations", &[], None);
    assert!(
        matches!(&error, ArgumentError::UnknownOperation { id, .. } if id == "get/invitations")
    );
    assert!(error.to_string().contains("get/invites"), "{error}");
    let error = refused("x", &[], None).to_string();
    assert!(error.contains("operation::OPERATIONS"), "{error}");
}

#[test]
fn an_unknown_parameter_is_refused_with_the_known_ones() {
    let error = refused(
        "get/invites",
        &[("business_id", "1"), ("status", "PENDING")],
        None,
    );
    assert!(matches!(&error, ArgumentError::UnknownParameter { name, .. } if name == "status"));
    assert!(
        error
            .to_string()
            .contains("business_id, is_member, invite_status"),
        "{error}"
    );
}

#[test]
fn a_scalar_is_given_once_and_an_array_as_often_as_it_has_elements() {
    let error = refused(
        "get/invites",
        &[
            ("business_id", "1"),
            ("invite_status", "PENDING"),
            ("invite_status", "EXPIRED"),
            ("page_size", "1"),
            ("page_size", "2"),
        ],
        None,
    );
    let expected = ArgumentError::RepeatedParameter {
        operation: "get/invites",
        name: "page_size",
    };
    assert_eq!(error, expected);
}

#[test]
fn a_required_parameter_must_be_there() {
    let error = refused("get/invites", &[("page_size", "1")], None);
    let expected = ArgumentError::MissingParameter {
        operation: "get/invites",
        name: "business_id",
    };
    assert_eq!(error, expected);
}

#[test]
fn a_value_of_another_type_is_refused_and_not_shown() {
    for (name, value, expected) in [
        ("page_size", "many-ada", "a whole number"),
        ("page_size", "99999999999999999999", "that fits"),
        ("is_member", "ada", "true or false"),
    ] {
        let error = refused("get/invites", &[("business_id", "1"), (name, value)], None);
        assert!(
            matches!(&error, ArgumentError::UnparsableParameter { name: found, .. } if *found == name)
        );
        let text = error.to_string();
        assert!(text.contains(expected) && text.contains(name), "{text}");
        assert!(!format!("{text}{error:?}").contains("ada"), "{error:?}");
    }
}

#[test]
fn a_body_is_there_when_the_operation_takes_one_and_only_then() {
    let hierarchy = [("business_hierarchy_id", "1")];
    let error = refused("brand_accounts/create", &hierarchy, None);
    assert_eq!(
        error,
        ArgumentError::MissingBody {
            operation: "brand_accounts/create"
        }
    );
    let error = refused("get/invites", &[("business_id", "1")], Some(json!({})));
    assert_eq!(
        error,
        ArgumentError::UnexpectedBody {
            operation: "get/invites"
        }
    );
}

#[test]
fn a_body_of_another_form_is_refused_with_the_place_and_without_the_value() {
    let body = json!({"invites": [{"invite_id": "1", "action": {"accept_invite": "ada \"x\" y"}}]});
    let error = refused("respond_business_access_invites", &[], Some(body));
    let text = error.to_string();
    assert!(
        text.contains("`invites[0].action.accept_invite`") && text.contains("boolean"),
        "{text}"
    );
    assert!(!format!("{text}{error:?}").contains("ada"), "{error:?}");
}
