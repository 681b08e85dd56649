//! What constructors and setters take.

use pinterest_client::types::{
    AdGroupUpdate, AdvancedAuctionBidOptions, AudienceEventSource, AudienceRule, CampaignId,
    StringListCriteria,
};
use serde_json::{Value, json};

#[track_caller]
fn assert_json(value: impl serde::Serialize, expected: Value) {
    assert_eq!(serde_json::to_value(value).expect("it encodes"), expected);
}

#[test]
fn lists_of_ids_are_made_of_texts_ids_and_references_to_ids() {
    let expected = json!({"campaign_id": ["1", "2"]});
    let ids = [CampaignId::from("1"), CampaignId::from("2")];
    let slice: &[CampaignId] = &ids;
    assert_json(
        AudienceRule::new().campaign_id(["1", "2"]),
        expected.clone(),
    );
    assert_json(
        AudienceRule::new().campaign_id(vec!["1".to_owned(), "2".to_owned()]),
        expected.clone(),
    );
    assert_json(AudienceRule::new().campaign_id(slice), expected.clone());
    assert_json(AudienceRule::new().campaign_id(&ids), expected.clone());
    assert_json(AudienceRule::new().campaign_id(ids), expected);
}

#[test]
fn a_list_that_null_clears_is_set_cleared_and_set_to_nothing() {
    let update = || AdGroupUpdate::new("7");
    assert_json(
        update().targeting_template_ids(["1"]),
        json!({"id": "7", "targeting_template_ids": ["1"]}),
    );
    assert_json(
        update().targeting_template_ids(Vec::<&str>::new()),
        json!({"id": "7", "targeting_template_ids": []}),
    );
    assert_json(
        update().clear_targeting_template_ids(),
        json!({"id": "7", "targeting_template_ids": null}),
    );
}

#[test]
fn lists_of_lists_and_maps_are_made_of_arrays() {
    assert_json(
        StringListCriteria::new([["Home", "Decor"], ["Garden", "Tools"]]),
        json!({"values": [["Home", "Decor"], ["Garden", "Tools"]]}),
    );
    assert_json(
        AdvancedAuctionBidOptions::new().app_type_multipliers([("web", 1.5)]),
        json!({"app_type_multipliers": {"web": 1.5}}),
    );
    assert_json(
        AudienceRule::new().event_source([("=", [AudienceEventSource::Web])]),
        json!({"event_source": {"=": ["web"]}}),
    );
}
