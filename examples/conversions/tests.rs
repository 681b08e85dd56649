use super::*;

#[tokio::test]
async fn events_are_sent_in_parts_and_failures_are_those_of_the_events() {
    let fake = Fake::start().await.unwrap();
    let account = fake.client().unwrap().ad_account(AD_ACCOUNT);
    let outcome = send(&account).await.unwrap();
    let failed = outcome
        .failures()
        .map(|failure| failure.input.event_id.clone());
    let old = (2017..=2500).map(|order| format!("order-{order}"));
    assert!(failed.eq(old));
    assert!(outcome.error().is_none());

    let requests = fake.requests();
    let sent = requests.iter().filter_map(|request| {
        let events = request.body["data"].as_array()?;
        let first = &events[0];
        assert_eq!(first["event_name"], "checkout");
        assert_eq!(first["custom_data"]["value"], "72.39");
        assert!(
            request
                .query
                .contains(&("test".to_owned(), "true".to_owned()))
        );
        Some((request.status, events.len()))
    });
    let expected = [(200, 1000), (200, 1000), (422, 500)];
    assert_eq!(sent.collect::<Vec<_>>(), expected);
}
