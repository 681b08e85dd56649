//! A mock of the operations that the example uses: raw JSON, as the service would send it.

#[path = "../journal.rs"]
mod journal;

use pinterest_httpmock::httpmock::Method;

use journal::{Journal, Received};

pub(crate) const AD_ACCOUNT: &str = "549755885175";

pub(crate) async fn start() -> Journal {
    let journal = Journal::start().await;
    let path = format!("/ad_accounts/{AD_ACCOUNT}/events");
    journal.on(Method::POST, &path, respond);
    journal
}

/// The service takes 1 to 1,000 events. With status 422 it says that a part of them failed.
fn respond(request: &Received) -> (u16, String) {
    let events = request.body["data"].as_array();
    let events: Vec<_> = events.into_iter().flatten().collect();
    if !(1..=1000).contains(&events.len()) {
        let error = r#"{"code": 1, "message": "The number of events is not accepted."}"#;
        return (400, error.to_owned());
    }
    let mut failed = 0;
    let mut results = Vec::new();
    for event in &events {
        results.push(match event["event_id"].as_str() {
            Some("order-1815" | "order-1842") => {
                failed += 1;
                r#"{"status": "failed", "error_message": "The event is older than 7 days.", "warning_message": null}"#
            }
            Some("order-7") => {
                r#"{"status": "processed", "error_message": null, "warning_message": "Add click_id."}"#
            }
            _ => r#"{"status": "processed", "error_message": "", "warning_message": null}"#,
        });
    }
    let received = events.len();
    let body = format!(
        r#"{{"num_events_received": {received}, "num_events_processed": {processed}, "events": [{results}]}}"#,
        processed = received - failed,
        results = results.join(", "),
    );
    (if failed == 0 { 200 } else { 422 }, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn events_are_sent_in_parts_and_failures_are_those_of_the_events() {
        let server = start().await;
        let account = server.client().ad_account(AD_ACCOUNT);
        let failed = crate::send(&account).await.unwrap();
        assert_eq!(failed, ["order-1815", "order-1842"]);

        let received = server.received();
        assert_eq!(received.len(), 3);
        let mut ids = Vec::new();
        for (request, count) in received.iter().zip([1000, 1000, 500]) {
            assert_eq!(request.parameter("test"), ["true"]);
            let events = request.body["data"].as_array().unwrap();
            assert_eq!(events.len(), count);
            ids.extend(
                events
                    .iter()
                    .map(|event| event["event_id"].as_str().unwrap().to_owned()),
            );
        }
        let expected: Vec<String> = (1..=2500).map(|order| format!("order-{order}")).collect();
        assert_eq!(ids, expected);
        let first = &received[0].body["data"][0];
        assert_eq!(first["event_name"], "checkout");
        assert_eq!(first["event_time"], 1_767_225_601);
        assert_eq!(first["custom_data"]["value"], "72.39");
    }
}
