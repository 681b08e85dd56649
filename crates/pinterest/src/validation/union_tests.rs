//! Limits of members of unions, and rules between fields, of real operations.

use pinterest_client::json::Json;
use pinterest_client::operation::{self, Operation};

use super::*;

#[track_caller]
fn assert_body(operation: &'static Operation, json: &str, expected: Option<&str>) {
    let body: Json<'_> = serde_json::from_str(json).unwrap();
    let outcome = super::json::check(operation.body, &body);
    let violation = outcome.err().map(|violation| violation.to_string());
    assert_eq!(violation.as_deref(), expected, "{json}");
}

#[track_caller]
fn assert_untyped_body(operation: &'static Operation, json: &str, expected: Option<&str>) {
    let body: Json<'_> = serde_json::from_str(json).unwrap();
    let outcome = check_fields(operation.body, &body);
    let violation = outcome.err().map(|violation| violation.to_string());
    assert_eq!(violation.as_deref(), expected, "{json}");
}

fn items(head: &str, count: usize) -> String {
    let items = vec![r#"{"item_id": "1", "operation": "DELETE"}"#; count].join(",");
    format!(r#"{{{head}, "country": "US", "language": "EN", "items": [{items}]}}"#)
}

#[test]
fn a_batch_of_items_has_the_limit_of_its_form() {
    let batch = &operation::ITEMS_BATCH_POST;
    for head in [r#""catalog_type": "RETAIL""#, r#""catalog_type": "HOTEL""#] {
        assert_body(batch, &items(head, 1000), None);
        let expected = "items must be a list of at most 1000, but is a list of 1001";
        assert_body(batch, &items(head, 1001), Some(expected));
        let expected = "items must be a list of at least 1, but is a list of 0";
        assert_body(batch, &items(head, 0), Some(expected));
    }
}

#[test]
fn a_number_with_a_fraction_is_limited() {
    let creation = &operation::AD_GROUPS_CREATE;
    let body = |factor: &str| {
        format!(
            r#"[{{"billable_event": "IMPRESSION", "campaign_id": "1", "name": "a",
                  "bid_multiplier": {factor}}}]"#
        )
    };
    for factor in ["0", "0.1", "9.99", "10", "10.0"] {
        assert_body(creation, &body(factor), None);
    }
    let expected = "body[0].bid_multiplier must be at most 10, but is 10.5";
    assert_body(creation, &body("10.5"), Some(expected));
    let expected = "body[0].bid_multiplier must be at least 0, but is -0.1";
    assert_body(creation, &body("-0.1"), Some(expected));
}

#[test]
fn a_member_that_is_not_known_is_not_limited() {
    let batch = &operation::ITEMS_BATCH_POST;
    assert_body(batch, &items(r#""catalog_type": "NEW""#, 1001), None);
    assert_body(batch, r#"{"something": "else"}"#, None);
}

#[test]
fn members_within_members_are_limited() {
    let tag = "x".repeat(512);
    let body = |operation: &str| {
        format!(
            r#"{{"catalog_type": "RETAIL", "country": "US", "language": "EN", "items": [
                {{"operation": "{operation}", "item_id": "1", "attributes": {{"ad_image_0_tag": "{tag}"}}}}]}}"#
        )
    };
    let batch = &operation::ITEMS_BATCH_POST;
    for operation in ["CREATE", "UPDATE", "UPSERT"] {
        let body = body(operation);
        let json: Json<'_> = serde_json::from_str(&body).unwrap();
        let violation = super::json::check(batch.body, &json).unwrap_err();
        assert_eq!(violation.field, "items[0].attributes.ad_image_0_tag");
        assert_eq!(violation.limit, "at most 511 characters long");
    }
    assert_body(batch, &body("NEW"), None);
}

#[test]
fn untyped_members_have_what_all_or_their_own_require() {
    let batch = &operation::ITEMS_BATCH_POST;
    let expected = "country must be set, but is missing";
    assert_untyped_body(batch, r#"{"items": [], "language": "EN"}"#, Some(expected));
    let expected = "items[0].item_id must be set, but is missing";
    let body = r#"{"catalog_type": "RETAIL", "country": "US", "language": "EN",
        "items": [{"operation": "DELETE"}]}"#;
    assert_untyped_body(batch, body, Some(expected));
    let expected =
        "items[0].operation must be one of CREATE, DELETE, UPDATE, UPSERT, but is \"REMOVE\"";
    let body = body.replace("DELETE", "REMOVE");
    assert_untyped_body(batch, &body, Some(expected));
}

#[test]
fn both_spend_caps_of_a_campaign_are_rejected() {
    let expected = "body[1].lifetime_spend_cap must be absent when daily_spend_cap is set, \
        but is set: set only one of them";
    assert_body(
        &operation::CAMPAIGNS_UPDATE,
        r#"[{"id": "1", "daily_spend_cap": 5, "lifetime_spend_cap": null},
            {"id": "2", "daily_spend_cap": 5, "lifetime_spend_cap": 7}]"#,
        Some(expected),
    );
}

#[track_caller]
fn assert_query(operation: &'static Operation, names: &[&'static str], expected: Option<&str>) {
    let parts = Parts::new(operation).path("ad_account_id", "1");
    let ids = vec!["1"];
    let names_of = names.iter().copied();
    let parts = names_of.fold(parts, |parts, name| parts.query(name, &ids));
    let violation = check(operation, &parts).err();
    let violation = violation.map(|violation| violation.to_string());
    assert_eq!(violation.as_deref(), expected, "{names:?}");
}

#[test]
fn parameters_exclude_or_require_each_other() {
    let ads = &operation::ADS_LIST;
    assert_query(ads, &[], None);
    assert_query(ads, &["ad_ids"], None);
    let expected =
        "ad_ids must be absent when campaign_ids is set, but is set: set only one of them";
    assert_query(ads, &["ad_ids", "campaign_ids"], Some(expected));
    let analytics = &operation::ADS_ANALYTICS;
    assert_query(analytics, &["ad_ids"], None);
    assert_query(analytics, &["campaign_ids", "pin_ids"], None);
    let expected = "ad_ids or pin_ids must be set, but is absent: set one of them";
    assert_query(analytics, &["campaign_ids"], Some(expected));
    let expected = "ad_ids or campaign_ids must be set, but is absent: set one of them";
    assert_query(analytics, &[], Some(expected));
}
