//! The lists that other requests are built from.

use pinterest::ErrorKind;
use pinterest::types::{Country, DeliveryMetricReportType, TargetingOptionType};
use pinterest_test_support::{Response, Server};
use serde_json::json;

use crate::clients::Clients;
use crate::tables::date;

async fn server(bodies: &[&str]) -> Server {
    Server::with_responses(bodies.iter().copied().map(Response::ok))
}

#[tokio::test]
async fn what_other_requests_are_built_from_is_read() {
    let server = server(&[
        r#"{"items": [{"code": "CA", "currency": "Dollars", "index": 1, "name": "Canada"}]}"#,
        r#"["CUSTOM", "AGE"]"#,
        r#"{"conversion_metrics_ready": false, "non_conversion_metrics_ready": true}"#,
        r#"{"id": "9", "name": "Art", "level": 1, "child_interests": ["91", "92"]}"#,
    ])
    .await;
    let resources = server.client().resources();
    let countries = resources.ad_account_countries().await.unwrap();
    assert_eq!(countries.items[0].code, Country::Ca);
    let questions = resources.lead_form_questions().await.unwrap();
    assert_eq!(*questions, json!(["CUSTOM", "AGE"]));
    let state = resources.metrics_ready_state(date("2026-03-14"));
    let state = state.await.unwrap();
    assert!(state.non_conversion_metrics_ready && !state.conversion_metrics_ready);
    let interest = resources.targeting_interest("9").await.unwrap();
    assert_eq!(interest.child_interests, ["91", "92"]);
    assert_eq!(
        server.take_lines(),
        [
            "GET /resources/ad_account_countries",
            "GET /resources/lead_form_questions",
            "GET /resources/metrics_ready_state?date=2026-03-14",
            "GET /resources/targeting/interests/9"
        ]
    );
}

#[tokio::test]
async fn metrics_are_those_of_the_reports_that_were_asked_for() {
    let body = r#"{"items": [{"name": "SPEND_IN_DOLLAR", "category": "ADS"}]}"#;
    let server = server(&[body, body]).await;
    let resources = server.client().resources();
    let metrics = resources.delivery_metrics().await.unwrap();
    assert_eq!(metrics.items[0].name.as_deref(), Some("SPEND_IN_DOLLAR"));
    let asynchronous = DeliveryMetricReportType::Async;
    let call = resources.delivery_metrics();
    let call = call.with(|request| request.report_type(asynchronous));
    call.await.unwrap();
    assert_eq!(
        server.take_lines(),
        [
            "GET /resources/delivery_metrics",
            "GET /resources/delivery_metrics?report_type=ASYNC"
        ]
    );
}

#[tokio::test]
async fn targeting_options_map_values_to_names() {
    let server = server(&[r#"[{"US": "U.S.", "CA": "Canada"}]"#, "null"]).await;
    let client = server.client();
    let resources = client.acting_for("5497").resources();
    let locations = resources.targeting_options(TargetingOptionType::Location);
    let locations = locations.await.unwrap().unwrap();
    assert_eq!(*locations[0]["CA"], "Canada");
    let resources = client.resources();
    let genders = resources.targeting_options(TargetingOptionType::Gender);
    assert_eq!(genders.await.unwrap(), None);
    assert_eq!(
        server.take_lines(),
        [
            "GET /resources/targeting/LOCATION?ad_account_id=5497",
            "GET /resources/targeting/GENDER"
        ]
    );
}

#[tokio::test]
async fn ids_are_checked_before_anything_is_sent() {
    let server = server(&[]).await;
    let resources = server.client().resources();
    let outcome = resources.targeting_interest("1".repeat(19)).await;
    assert_eq!(outcome.unwrap_err().kind(), ErrorKind::InvalidRequest);
    server.assert_untouched();
}
