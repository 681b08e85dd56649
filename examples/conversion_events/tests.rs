//! What the example sends to the fake.

use super::*;

#[tokio::test]
async fn orders_whose_buyer_is_known_are_sent_as_hashes() {
    let fake = Fake::start().await.unwrap();
    let account = fake.client().unwrap().ad_account(AD_ACCOUNT);
    send(&account).await.unwrap();
    let requests = fake.requests().to("events/create");
    requests.with_query("test", "true").assert_count(1);
    requests.with_status(200).assert_count(1);
    let body = &requests.bodies()[0];
    let events = body["data"].as_array().unwrap();
    assert_eq!(events.len(), 2);
    // The phone number without a country code is left out.
    assert_eq!(events[1]["user_data"].as_object().unwrap().len(), 1);
    assert!(!body.to_string().contains("xample"));
}
