//! A mock of the operations that the example uses: raw JSON, as the service would send it.

#[path = "../journal.rs"]
mod journal;

use pinterest_httpmock::httpmock::Method;

use journal::Journal;

pub(crate) const AD_ACCOUNT: &str = "549755885175";
pub(crate) const PIN: &str = "394205773611545468";

pub(crate) async fn start() -> Journal {
    let journal = Journal::start().await;
    for (method, path, body) in [
        (Method::POST, "campaigns", CAMPAIGN),
        (Method::POST, "ad_groups", AD_GROUP),
        (Method::POST, "ads", AD),
        (Method::PATCH, "campaigns", PAUSED),
    ] {
        let path = format!("/ad_accounts/{AD_ACCOUNT}/{path}");
        journal.on(method, &path, move |_| (200, body.to_owned()));
    }
    journal
}

const CAMPAIGN: &str = r#"{"items": [{"exceptions": [], "data": {
  "id": "626735565838", "ad_account_id": "549755885175", "name": "Wool socks", "status": "ACTIVE",
  "objective_type": "CONSIDERATION", "daily_spend_cap": 25000000, "lifetime_spend_cap": null,
  "is_campaign_budget_optimization": true, "summary_status": "RUNNING", "tracking_urls": null,
  "created_time": 1767225600, "updated_time": 1767225600, "type": "campaign"}}]}"#;

const AD_GROUP: &str = r#"{"items": [{"exceptions": [], "data": {
  "id": "2680059592705", "ad_account_id": "549755885175", "campaign_id": "626735565838",
  "name": "Women, 25 to 54", "status": "ACTIVE", "summary_status": "RUNNING", "type": "adgroup",
  "billable_event": "CLICKTHROUGH", "bid_in_micro_currency": 350000, "bid_strategy_type": "MAX_BID",
  "budget_in_micro_currency": null, "budget_type": "CBO_ADGROUP", "placement_group": "ALL",
  "pacing_delivery_type": "STANDARD", "auto_targeting_enabled": true,
  "targeting_spec": {"LOCATION": ["DE", "AT"], "LOCALE": ["de"], "GENDER": ["female"],
    "MINIMUM_AGE": "25", "MAXIMUM_AGE": "54"},
  "created_time": 1767225601, "updated_time": 1767225601}}]}"#;

const AD: &str = r#"{"items": [{"exceptions": [], "data": {
  "id": "687195134316", "ad_account_id": "549755885175", "campaign_id": "626735565838",
  "ad_group_id": "2680059592705", "pin_id": "394205773611545468", "creative_type": "REGULAR",
  "name": "Socks on a sofa", "destination_url": "https://example.com/socks", "status": "ACTIVE",
  "review_status": "PENDING", "summary_status": "PENDING", "rejected_reasons": [],
  "rejection_labels": [], "type": "ad", "created_time": 1767225602, "updated_time": 1767225602}}]}"#;

const PAUSED: &str = r#"{"items": [{"exceptions": [], "data": {
  "id": "626735565838", "ad_account_id": "549755885175", "name": "Wool socks", "status": "PAUSED",
  "objective_type": "CONSIDERATION", "summary_status": "PAUSED", "type": "campaign"}}]}"#;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn a_campaign_is_created_with_its_parts_and_paused() {
        let server = start().await;
        let account = server.client().ad_account(AD_ACCOUNT);
        crate::run(&account, PIN).await.unwrap();

        let path = format!("/ad_accounts/{AD_ACCOUNT}");
        let lines = [
            format!("POST {path}/campaigns"),
            format!("POST {path}/ad_groups"),
            format!("POST {path}/ads"),
            format!("PATCH {path}/campaigns"),
        ];
        assert_eq!(server.lines(), lines);
        let received = server.received();
        let campaign = json!([{"name": "Wool socks", "objective_type": "CONSIDERATION",
            "daily_spend_cap": 25_000_000}]);
        assert_eq!(received[0].body, campaign);
        let ad_group = json!([{"billable_event": "CLICKTHROUGH", "campaign_id": "626735565838",
            "name": "Women, 25 to 54", "bid_in_micro_currency": 350_000,
            "targeting_spec": {"LOCATION": ["DE", "AT"], "LOCALE": ["de"], "GENDER": ["female"],
                "MINIMUM_AGE": "25", "MAXIMUM_AGE": "54"}}]);
        assert_eq!(received[1].body, ad_group);
        let ad = json!([{"ad_group_id": "2680059592705", "pin_id": PIN, "creative_type": "REGULAR",
            "name": "Socks on a sofa", "destination_url": "https://example.com/socks"}]);
        assert_eq!(received[2].body, ad);
        let paused = json!([{"id": "626735565838", "status": "PAUSED"}]);
        assert_eq!(received[3].body, paused);
    }
}
