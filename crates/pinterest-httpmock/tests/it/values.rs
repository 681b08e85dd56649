//! Values of responses that tests make from JSON.

use pinterest::ForTest;
use pinterest::types::{Campaign, CampaignId, CampaignPage, EntityStatus};
use serde_json::json;

use crate::panic_message;

#[test]
fn a_value_is_made_from_json_or_its_text() {
    let made = Campaign::for_test(json!({
        "id": "626735565838",
        "objective_type": "AWARENESS",
        "status": "PAUSED",
    }));
    assert_eq!(made.id, CampaignId::from("626735565838"));
    assert_eq!(made.status, Some(EntityStatus::Paused));
    assert_eq!(made.name, None);

    let recorded = r#" {"id": "626735565838", "objective_type": "AWARENESS", "status": "PAUSED"} "#;
    assert_eq!(Campaign::for_test(recorded), made);
    let page = json!({"items": [made], "bookmark": null});
    assert_eq!(
        CampaignPage::for_test(&page).items,
        std::slice::from_ref(&made)
    );
    assert_eq!(Vec::<Campaign>::for_test(&page["items"]), [made]);
}

#[test]
fn what_the_service_may_send_is_kept() {
    let campaign = Campaign::for_test(json!({
        "id": "1",
        "objective_type": "TELEPATHY",
        "statsu": "PAUSED",
    }));
    assert_eq!(campaign.objective_type.as_str(), "TELEPATHY");
    assert_eq!(campaign.status, None);
    assert_eq!(*campaign.extra["statsu"], "PAUSED");
}

#[test]
fn what_is_not_as_described_fails_the_test_with_path_and_reason() {
    let required = json!({"items": [{"objective_type": "AWARENESS"}]});
    let message = panic_message(|| CampaignPage::for_test(&required));
    assert_eq!(
        message,
        "the JSON is not as described: items[0]: the required field `id` is missing"
    );

    // A client would leave it out of a response.
    let optional = json!({"id": "1", "objective_type": "AWARENESS", "name": 7});
    let message = panic_message(|| Campaign::for_test(&optional));
    assert_eq!(
        message,
        "the JSON is not as described: name: expected text, found a number"
    );

    let message = panic_message(|| Campaign::for_test("[]"));
    assert_eq!(
        message,
        "the JSON is not as described: expected an object, found an array"
    );
}

#[test]
fn serde_is_as_strict_and_returns_the_error() {
    let optional = json!({"id": "1", "objective_type": "AWARENESS", "name": 7});
    let error = serde_json::from_value::<Campaign>(optional).unwrap_err();
    assert_eq!(error.to_string(), "name: expected text, found a number");
}
