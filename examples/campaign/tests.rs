use serde_json::json;

use super::*;

#[tokio::test]
async fn a_campaign_is_created_with_its_parts_and_paused() {
    let fake = Fake::start().await.unwrap();
    let client = fake.client().unwrap();
    let account = client.ad_account(AD_ACCOUNT);
    let pins = client.pins().list().await.unwrap();
    let pin = &pins.items().next().unwrap().id;
    let id = run(&account, pin.as_str()).await.unwrap();

    let campaign = account.campaign(&id).get().await.unwrap();
    assert_eq!(campaign.status, Some(EntityStatus::Paused));
    let list = account.ads().list();
    let ads = list.with(|list| list.campaign_ids([&id])).await.unwrap();
    let ad = ads.items().next().unwrap();
    assert_eq!(&ad.pin_id, pin);
    let ad_group = account.ad_group(&ad.ad_group_id).get().await.unwrap();
    let bid = MicroCurrency::from_units(0, 350_000);
    assert_eq!(
        (ad_group.campaign_id, ad_group.bid_in_micro_currency),
        (id.clone(), Some(bid))
    );

    let sent = |operation| fake.requests().to(operation).bodies().remove(0);
    let campaign = json!([{"name": "Wool socks", "objective_type": "CONSIDERATION",
        "daily_spend_cap": 25_000_000}]);
    assert_eq!(sent("campaigns/create"), campaign);
    assert_eq!(
        sent("ad_groups/create")[0]["targeting_spec"],
        json!({"LOCATION": ["DE", "AT"], "GENDER": ["female"], "MINIMUM_AGE": "25",
            "MAXIMUM_AGE": "54"})
    );
    assert_eq!(
        sent("campaigns/update"),
        json!([{"id": id.as_str(), "status": "PAUSED"}])
    );
}
