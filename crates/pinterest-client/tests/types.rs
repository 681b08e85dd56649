//! Types against raw JSON, as the service sends it.

#![cfg(feature = "business_access")]
#![allow(missing_docs, clippy::expect_used)] // A failed `expect` fails the test.

use pinterest_client::types::{
    AssetGroupType, AssetGroupUpdate, AssetIdToPermissions, BusinessRole, CreateInvitesRequest,
    EpochMilliseconds, Invite, InviteAnswerAction, InvitePage, InviteStatus, InviteType,
    MemberAssetPage, Permission,
};
use serde_json::{Value, json};

/// Decodes the text and encodes it again: nothing may be lost.
#[track_caller]
fn assert_round_trip<T: serde::de::DeserializeOwned + serde::Serialize>(text: &str) {
    let value: T = serde_json::from_str(text).expect("it decodes");
    let before: Value = serde_json::from_str(text).expect("it is JSON");
    assert_eq!(serde_json::to_value(&value).expect("it encodes"), before);
}

#[test]
fn unknown_fields_and_values_survive_at_every_depth() {
    assert_round_trip::<InvitePage>(
        r#"{"bookmark": "b", "total": 2, "items": [{"id": "1", "color": {"of": ["a", null]}, "business_roles": ["GUEST", "PARTNER"],
            "invite_data": {"invite_status": "ON_HOLD", "sent_at": 1709748104775, "reason": null},
            "user": {"email": "ada@example.com", "phone": "1"}}]}"#,
    );
}

#[test]
fn an_empty_list_is_not_an_absent_one() {
    assert_round_trip::<Invite>(r#"{"business_roles": [], "assets_summary": {"ad_accounts": []}}"#);
    assert_round_trip::<Invite>("{}");
}

#[test]
fn a_page_keeps_its_empty_places_and_totals() {
    let page: InvitePage =
        serde_json::from_str(r#"{"items": [null, {"id": "1"}]}"#).expect("it decodes");
    assert_eq!(page.items.len(), 2);
    assert!(page.items[0].is_none());
    assert_round_trip::<MemberAssetPage>(
        r#"{"items": [{"asset_id": "1", "asset_type": "AD_ACCOUNT", "permissions": []}], "total_data_count": 1,
            "total_data_count_by_status": {"ACTIVE": 1, "PAUSED": 0, "ARCHIVED": 0}}"#,
    );
}

#[test]
fn an_empty_bookmark_is_the_end() {
    use pinterest_client::paging::ListPage;

    for (text, expected) in [
        (r#"{"items": [], "bookmark": ""}"#, None),
        (r#"{"items": [], "bookmark": "b"}"#, Some("b")),
    ] {
        let page: InvitePage = serde_json::from_str(text).expect("it decodes");
        assert_eq!(page.bookmark(), expected);
    }
}

#[test]
fn times_have_64_bits() {
    let invite: Invite =
        serde_json::from_str(r#"{"created_time": 1646767577816}"#).expect("it decodes");
    assert_eq!(
        invite.created_time,
        Some(EpochMilliseconds::from_millis(1_646_767_577_816))
    );
}

#[test]
fn null_for_an_optional_field_is_no_error() {
    let invite: Invite =
        serde_json::from_str(r#"{"user": null, "business_roles": null}"#).expect("it decodes");
    assert!(invite.user.is_none() && invite.business_roles.is_none());
}

#[test]
fn what_is_not_set_is_not_sent() {
    let body = CreateInvitesRequest::new(InviteType::MemberInvite, BusinessRole::Employee);
    let expected = json!({"business_role": "EMPLOYEE", "invite_type": "MEMBER_INVITE"});
    assert_eq!(serde_json::to_value(&body).expect("it encodes"), expected);
    let action = serde_json::to_value(InviteAnswerAction::new(false)).expect("it encodes");
    assert_eq!(action, json!({"accept_invite": false}));
}

#[test]
fn an_empty_list_that_clears_a_field_is_sent() {
    let update = AssetGroupUpdate::new("7").asset_group_types(Vec::<AssetGroupType>::new());
    assert_eq!(
        serde_json::to_value(&update).expect("it encodes"),
        json!({"asset_group_id": "7", "asset_group_types": []})
    );
}

#[test]
fn every_request_value_is_known() {
    for status in InviteStatus::KNOWN {
        assert_eq!(status.as_str().parse::<InviteStatus>().as_ref(), Ok(status));
        assert!(!status.is_unknown());
    }
}

#[test]
fn personal_text_is_not_in_debug_output() {
    let page: InvitePage =
        serde_json::from_str(r#"{"items": [{"user": {"email": "ada@example.com"}}]}"#)
            .expect("it decodes");
    let body = CreateInvitesRequest::new(InviteType::MemberInvite, BusinessRole::Employee)
        .members([pinterest_client::Sensitive::from("ada@example.com")]);
    for shown in [
        format!("{page:?}"),
        format!("{page:#?}"),
        format!("{body:?}"),
    ] {
        assert!(
            !shown.contains("ada") && shown.contains("[redacted]"),
            "{shown}"
        );
    }
}

#[test]
fn maps_convert_from_maps() {
    let map = std::collections::BTreeMap::from([("7".to_owned(), vec![Permission::Analyst])]);
    let permissions = AssetIdToPermissions::from(map);
    assert_eq!(
        serde_json::to_value(&permissions).expect("it encodes"),
        json!({"7": ["ANALYST"]})
    );
}

#[cfg(feature = "schemars")]
mod schemas {
    use super::{Invite, InviteStatus, Value};

    #[test]
    fn a_schema_has_the_names_of_the_wire_and_its_texts() {
        let schema = serde_json::to_value(schemars::schema_for!(Invite)).expect("it encodes");
        let properties = schema["properties"].as_object().expect("an object");
        for name in [
            "id",
            "business_roles",
            "created_time",
            "invite_data",
            "user",
        ] {
            assert!(properties.contains_key(name), "{name} is missing");
        }
        assert!(!properties.contains_key("extra"));
        assert!(
            properties["created_time"]["description"]
                .as_str()
                .is_some_and(|text| text.contains("milliseconds"))
        );
    }

    #[test]
    fn an_enum_lists_its_values_and_allows_others() {
        let schema = serde_json::to_value(schemars::schema_for!(InviteStatus)).expect("it encodes");
        assert_eq!(schema["type"], "string");
        assert!(
            schema["anyOf"][0]["enum"]
                .as_array()
                .is_some_and(|values| values.contains(&Value::from("EXPIRED")))
        );
        assert_eq!(schema["anyOf"][1], serde_json::json!({}));
    }
}
