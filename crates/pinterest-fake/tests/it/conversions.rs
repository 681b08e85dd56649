//! Conversion events are judged one by one; tags, deletion requests and quality scores.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::api::Api;

async fn ad_account(api: &Api) -> String {
    let list = api.get("/ad_accounts").await.json();
    format!("/ad_accounts/{}", list["items"][0]["id"].as_str().unwrap())
}

/// An event of so many seconds ago; the fake's clock starts with the machine's.
fn event(id: &str, age: i64) -> Value {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    json!({
        "event_name": "checkout", "action_source": "web", "event_id": id,
        "event_time": i64::try_from(now).unwrap() - age,
        "user_data": {"em": ["a".repeat(64)]},
        "custom_data": {"value": "72.39", "currency": "USD"}
    })
}

fn failure(message: &str) -> Value {
    json!({"status": "failed", "error_message": message, "warning_message": null})
}

fn success() -> Value {
    json!({"status": "processed", "error_message": null, "warning_message": null})
}

#[tokio::test]
async fn valid_events_are_processed() {
    let api = Api::start().await;
    let path = format!("{}/events", ad_account(&api).await);
    let events = json!({"data": [event("1", 60), event("2", 60)]});
    let response = api.post(&path, events).await;
    assert_eq!(response.status, 200);
    assert_eq!(
        response.json(),
        json!({
            "num_events_received": 2, "num_events_processed": 2, "events": [success(), success()]
        })
    );
}

#[tokio::test]
async fn an_event_that_is_not_valid_fails_alone() {
    let api = Api::start().await;
    let path = format!("{}/events", ad_account(&api).await);
    let mut nobody = event("3", 60);
    nobody["user_data"] = json!({"ph": ["b".repeat(64)]});
    let mut text = event("4", 60);
    text["custom_data"]["value"] = json!("72,39");
    let events = [
        event("1", -600),
        event("2", 8 * 86_400),
        nobody,
        text,
        event("5", 60),
    ];
    let response = api.post(&path, json!({"data": events})).await;
    assert_eq!(response.status, 422);
    let body = response.json();
    assert_eq!(body["code"], 953);
    assert_eq!(body["message"], "1 of 5 provided events were processed");
    let user = "'user_data' must have em, hashed_maids, or client_ip_address with \
                client_user_agent";
    assert_eq!(
        body["details"]["events"],
        json!([
            failure("'event_time' is in the future"),
            failure("'event_time' is older than 7 days"),
            failure(user),
            failure("'value' must be text that holds a decimal number"),
            success()
        ])
    );
}

#[tokio::test]
async fn what_the_description_forbids_rejects_the_request() {
    let api = Api::start().await;
    let path = format!("{}/events", ad_account(&api).await);
    let mut wrong = event("1", 60);
    wrong["user_data"]["em"] = json!("not a list");
    let response = api.post(&path, json!({"data": [wrong]})).await;
    assert_eq!(response.status, 400);
    let message = response.json()["message"].to_string();
    assert!(message.contains("data[0].user_data.em"), "{message}");
}

#[tokio::test]
async fn an_event_is_counted_once_a_day() {
    let api = Api::start().await;
    let path = format!("{}/events", ad_account(&api).await);
    let warning =
        |response: &Value, index: usize| response["events"][index]["warning_message"].clone();
    let events = json!({"data": [event("1", 60), event("1", 60)]});
    let response = api.post(&path, events.clone()).await.json();
    assert_eq!(warning(&response, 0), Value::Null);
    assert_eq!(
        warning(&response, 1),
        "event_id 1 was received before and is not counted again"
    );
    let response = api.post(&path, events.clone()).await.json();
    assert_eq!(response["num_events_processed"], 2);
    assert!(warning(&response, 0).is_string());
    api.advance(24 * 60 * 60);
    let response = api.post(&path, events).await.json();
    assert_eq!(warning(&response, 0), Value::Null);
}

#[tokio::test]
async fn tests_are_judged_and_not_recorded() {
    let api = Api::start().await;
    let path = format!("{}/events", ad_account(&api).await);
    let events = json!({"data": [event("1", 60)]});
    let test = api.post(&format!("{path}?test=true"), events.clone()).await;
    assert_eq!(test.json()["events"], json!([success()]));
    assert_eq!(
        api.post(&path, events).await.json()["events"],
        json!([success()])
    );
    let wrong = json!({"data": [event("2", -600)]});
    let response = api.post(&format!("{path}?test=true"), wrong).await;
    assert_eq!(response.status, 422);
}

#[tokio::test]
async fn personal_data_that_is_not_hashed_is_warned_of() {
    let api = Api::start().await;
    let path = format!("{}/events", ad_account(&api).await);
    let mut plain = event("1", 60);
    plain["user_data"]["em"] = json!(["birch@example.com"]);
    let response = api.post(&path, json!({"data": [plain]})).await.json();
    assert_eq!(
        response["events"][0]["warning_message"],
        "'em' has a value that is not hashed with SHA-256"
    );
}

#[tokio::test]
async fn quality_scores_follow_from_the_events() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let path = format!("{account}/conversion_eqs?lookback_period=1d");
    assert_eq!(api.get(&path).await.json(), json!([]));
    let mut other = event("2", 60);
    other["user_data"] = json!({"hashed_maids": ["b".repeat(64)]});
    let events = json!({"data": [event("1", 60), other]});
    api.post(&format!("{account}/events"), events).await;
    let scores = api.get(&path).await.json();
    assert_eq!(scores[0]["source_platform"], "WEB");
    let components = &scores[0]["quality_components"];
    assert_eq!(components["hashed_email"]["checkout"]["coverage"], 0.5);
    assert_eq!(components["external_event_id"]["checkout"]["coverage"], 1.0);
}

#[tokio::test]
async fn tags_are_created_and_listed() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let path = format!("{account}/conversion_tags");
    let before = api.get(&path).await.json()["items"]
        .as_array()
        .unwrap()
        .len();
    let tag = json!({"name": "Landing page", "aem_enabled": true});
    let tag = api.post(&path, tag).await.json();
    assert_eq!(tag["configs"]["aem_enabled"], true);
    let id = tag["id"].as_str().unwrap();
    assert_eq!(api.get(&format!("{path}/{id}")).await.json(), tag);
    assert_eq!(api.get(&format!("{path}/1")).await.status, 404);
    let tags = api.get(&path).await.json();
    assert_eq!(tags["items"].as_array().unwrap().len(), before + 1);
    let eligible = api.get(&format!("{path}/ocpm_eligible")).await.json();
    assert_eq!(eligible[id][0]["conversion_tag_id"], id);
    let visits = api
        .get(&format!("{path}/page_visit?order=DESCENDING"))
        .await
        .json();
    assert_eq!(visits["items"][0]["conversion_tag_id"], id);
}

#[tokio::test]
async fn deletion_requests_can_be_withdrawn_for_a_day() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let path = format!("{account}/conversion_deletion_requests");
    let targets = json!({"deletion_targets": {"user_emails": ["birch@example.com"]}});
    let mut ids = Vec::new();
    for _ in 0..2 {
        let request = api.post(&path, targets.clone()).await.json();
        assert_eq!(request["status"], "PENDING");
        ids.push(request["request_id"].as_str().unwrap().to_owned());
    }
    let withdrawn = api.delete(&format!("{path}/{}", ids[0])).await.json();
    assert_eq!(withdrawn["status"], "CANCELLED");
    api.advance(24 * 60 * 60);
    let list = api.get(&path).await.json();
    assert_eq!(list["items"][0]["status"], "CANCELLED");
    assert_eq!(list["items"][1]["status"], "SUBMITTED");
    assert!(list["items"][1]["processed_time"].is_string());
    assert_eq!(api.delete(&format!("{path}/{}", ids[1])).await.status, 400);
    assert_eq!(api.get(&format!("{path}/1")).await.status, 404);
}

#[tokio::test]
async fn events_of_the_advertisers_own_are_defined_by_name() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let path = format!("{account}/advertiser_defined_events");
    let event = |name: &str| json!({"name": name, "mapped_conversion_type": "LEAD"});
    let items = json!({"items": [event("Visit"), event("Visit")]});
    let results = api.post(&path, items).await.json();
    assert_eq!(results["items"][0]["status"], "SUCCESS");
    assert_eq!(results["items"][1]["status"], "FAILURE");
    let changed = json!({"items": [{"name": "Visit", "mapped_conversion_type": "SIGNUP"}]});
    api.patch(&path, changed).await;
    let list = api.get(&path).await.json();
    let list = list["items"].as_array().unwrap();
    let visit = list.iter().find(|event| event["name"] == "Visit").unwrap();
    assert_eq!(visit["mapped_conversion_type"], "SIGNUP");
    let results = api
        .delete(&format!("{path}?event_names=Visit,Nothing"))
        .await
        .json();
    assert_eq!(results["items"][0]["status"], "SUCCESS");
    assert_eq!(results["items"][1]["status"], "FAILURE");
}
