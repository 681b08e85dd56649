//! The journal, as a test asks for it.

use pinterest_fake::Fake;
use serde_json::json;

use crate::api::Api;

#[tokio::test]
async fn filters_are_joined() {
    let api = Api::start().await;
    api.post("/boards", json!({"name": "Oak"})).await;
    api.post("/boards", json!({"name": 7})).await;
    api.get("/boards?page_size=1").await;
    let requests = api.fake.requests();
    assert_eq!(requests.count(), 3);
    let created = requests.to("boards/create");
    assert_eq!(
        created.bodies(),
        [json!({"name": "Oak"}), json!({"name": 7})]
    );
    created.with_status(400).assert_count(1);
    assert!(created.with_status(429).is_empty());
    assert_eq!(
        requests
            .with_query("page_size", "1")
            .first()
            .unwrap()
            .number,
        3
    );
    assert_eq!(requests.with_method("post").count(), 2);
    assert_eq!(requests.to_path("/v5/boards").count(), 3);
    assert_eq!(requests.since(2).count(), 1);
    assert_eq!(requests.filter(|entry| entry.body.is_null()).count(), 1);
    assert_eq!(
        requests.on_api_host().with_header("Authorization").count(),
        3
    );
    assert_eq!(requests.without_header("authorization").count(), 0);
    let last = requests.last().unwrap();
    assert_eq!(last.header("Authorization"), Some("Bearer pina***"));
    assert_eq!(last.operation.as_deref(), Some("boards/list"));
}

#[tokio::test]
async fn a_credential_that_leaves_for_the_other_host_is_seen() {
    let api = Api::start().await;
    let request = api.http.get(format!("{}/file", api.fake.transfer_url()));
    api.send(request.bearer_auth("pina_secret")).await;
    let leaked = api
        .fake
        .requests()
        .on_transfer_host()
        .with_header("authorization");
    leaked.assert_count(1);
    let listing = format!("{leaked} {:?}", leaked.last());
    assert!(!listing.contains("pina_secret"), "{listing}");
}

#[tokio::test]
async fn the_listing_is_short() {
    let api = Api::start().await;
    api.get("/bords").await;
    assert_eq!(
        api.fake.requests().on_api_host().to_string(),
        "1 request(s) on the API host:\n  #1 GET /v5/bords 404 (No operation has the path /v5/bords)"
    );
    for _ in 0..30 {
        api.get("/boards").await;
    }
    let listing = api.fake.requests().to_string();
    assert_eq!(listing.lines().count(), 22, "{listing}");
    assert!(
        listing.starts_with("31 request(s):\n  … 11 before these\n  #12 "),
        "{listing}"
    );
}

#[tokio::test]
#[should_panic(
    expected = "expected 2 request(s), but found 1 request(s) to boards/list:\n  #1 GET"
)]
async fn an_assertion_lists_what_was_found() {
    let api = Api::start().await;
    api.get("/boards").await;
    api.fake.requests().to("boards/list").assert_count(2);
}

#[tokio::test]
async fn the_newest_are_kept() {
    let api = Api::of(Fake::builder().with_journal_capacity(2)).await;
    for _ in 0..5 {
        api.get("/boards").await;
    }
    let numbers: Vec<u64> = api
        .fake
        .requests()
        .iter()
        .map(|entry| entry.number)
        .collect();
    assert_eq!(numbers, [4, 5]);
    api.fake.clear_requests();
    assert!(api.fake.requests().is_empty());
}

#[tokio::test]
async fn a_log_gets_every_request() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let builder = Fake::builder().with_log(move |entry| {
        let _ = sender.send(entry.to_string());
    });
    let api = Api::of(builder.with_journal_capacity(0)).await;
    api.get("/boards").await;
    assert_eq!(
        receiver.recv().unwrap(),
        "#1 GET /v5/boards 200 boards/list"
    );
}
