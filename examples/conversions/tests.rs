use super::*;

#[tokio::test]
async fn events_are_sent_in_parts_and_failures_are_those_of_the_events() {
    let fake = Fake::start().await.unwrap();
    let account = fake.client().unwrap().ad_account(AD_ACCOUNT);
    let outcome = send(&account).await.unwrap();
    let failed: Vec<&str> = outcome
        .failures()
        .map(|failure| failure.input.event_id.as_str())
        .collect();
    assert_eq!(failed, ["order-2500"]);
    assert!(outcome.error().is_none());

    let requests = fake.requests().to("events/create");
    assert_eq!(
        requests.with_query("test", "true").statuses(),
        [200, 200, 422]
    );
    let sent = requests.bodies().into_iter();
    let sent: Vec<usize> = sent
        .filter_map(|body| body["data"].as_array().map(Vec::len))
        .collect();
    assert_eq!(sent, [1000, 1000, 500]);
    let first = &requests.bodies()[0]["data"][0];
    assert_eq!(first["event_name"], "checkout");
    assert_eq!(first["custom_data"]["value"], "72.39");
}
