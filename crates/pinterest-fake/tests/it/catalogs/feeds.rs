//! Feeds and runs over them.

use serde_json::{Value, json};

use super::{all, new_feed, rejected};
use crate::api::Api;

const MAIN_ACCOUNT: &str = "549755885175";

#[tokio::test]
async fn a_feed_is_created_changed_and_deleted() {
    let api = Api::start().await;
    let response = api.post("/catalogs/feeds", new_feed("Winter")).await;
    assert_eq!(response.status, 201, "{response:?}");
    let feed = response.json();
    assert_eq!(
        (&feed["catalog_type"], &feed["status"]),
        (&json!("RETAIL"), &json!("ACTIVE"))
    );
    let path = format!("/catalogs/feeds/{}", feed["id"].as_str().unwrap());
    rejected(
        &api.post("/catalogs/feeds", new_feed("Winter")).await,
        422,
        4170,
    );
    rejected(
        &api.patch(&path, json!({"name": "Shop US"})).await,
        422,
        4170,
    );
    let changes = json!({"name": "Spring", "default_currency": null});
    assert_eq!(api.patch(&path, changes).await.json()["name"], "Spring");
    assert_eq!(api.get(&path).await.json()["name"], "Spring");
    assert_eq!(api.delete(&path).await.status, 204);
    rejected(&api.get(&path).await, 404, 4161);
    rejected(&api.delete(&path).await, 404, 4161);
}

fn merchant(status: &str) -> Value {
    json!({"merchants": [{"_id": MAIN_ACCOUNT, "status": status}]})
}

#[tokio::test]
async fn feeds_of_merchants_that_are_not_approved_are_rejected() {
    let api = Api::start().await;
    let mut feed = new_feed("Winter");
    feed["location"] = json!("https://under-review.example.com/feed.tsv");
    let response = api.post("/catalogs/feeds", feed.clone()).await;
    assert_eq!(response.status, 422);
    assert_eq!(
        response.json(),
        json!({"code": 2626, "message": "Sorry, your account is still under review."})
    );
    for (status, host, expected) in [
        ("DISAPPROVED", "disapproved", (403, 2625)),
        ("UNDER_REVIEW", "under-review", (422, 2626)),
        ("NO_BUSINESS_ACCOUNT", "no-business", (403, 654)),
        ("NO_WEBSITE", "no-website", (409, 4168)),
        ("WEBSITE_NOT_VERIFIED", "unverified-website", (409, 4169)),
        ("NOT_IMPLEMENTED", "not-implemented", (501, 4181)),
    ] {
        feed["location"] = json!(format!("https://{host}.example.com/feed.tsv"));
        let response = api.post("/catalogs/feeds", feed.clone()).await;
        rejected(&response, expected.0, expected.1);

        api.seed(merchant(status)).await;
        let response = api.post("/catalogs/feeds", new_feed("Winter")).await;
        rejected(&response, expected.0, expected.1);
        api.seed(merchant("APPROVED")).await;
    }
    let response = api.post("/catalogs/feeds", new_feed("Winter")).await;
    assert_eq!(response.status, 201, "{response:?}");
}

#[tokio::test]
async fn a_feed_with_a_promoted_product_group_stays() {
    let api = Api::start().await;
    let feeds = all(&api, "/catalogs/feeds").await;
    let feed = feeds[0]["id"].as_str().unwrap();
    let groups = all(&api, &format!("/catalogs/product_groups?feed_id={feed}")).await;
    let group = groups[0]["id"].as_str().unwrap();
    let promotion = json!({"catalog_product_group_id": group, "status": "ACTIVE"});
    api.seed(json!({"product_group_promotions": [promotion]}))
        .await;
    let path = format!("/catalogs/product_groups/{group}");
    rejected(&api.delete(&path).await, 409, 4176);
    rejected(
        &api.delete(&format!("/catalogs/feeds/{feed}")).await,
        409,
        4162,
    );
    let changes = json!({"catalog_type": "RETAIL", "country": "US"});
    rejected(&api.patch(&path, changes).await, 400, 6137);
}

#[tokio::test]
async fn a_run_over_a_feed_brings_items_and_issues() {
    let api = Api::start().await;
    let feed = api.post("/catalogs/feeds", new_feed("Winter")).await.json();
    let id = feed["id"].as_str().unwrap();
    let ingest = format!("/catalogs/feeds/{id}/ingest");
    let run = api.send(api.request(reqwest::Method::POST, &ingest)).await;
    assert_eq!(run.json()["status"], "PROCESSING", "{run:?}");
    let results = format!("/catalogs/feeds/{id}/processing_results");
    let early = api.get(&results).await.json();
    assert_eq!(early["items"][0]["status"], "PROCESSING");
    assert_eq!(early["items"][0]["product_counts"], Value::Null);
    api.advance(31);
    let late = api.get(&results).await.json();
    assert_eq!(late["items"][0]["id"], run.json()["id"]);
    assert_eq!(late["items"][0]["status"], "COMPLETED");
    assert_eq!(
        late["items"][0]["product_counts"],
        json!({"original": 20, "ingested": 20})
    );

    let feeds = all(&api, "/catalogs/feeds").await;
    let us = feeds[0]["id"].as_str().unwrap();
    let run = api
        .get(&format!("/catalogs/feeds/{us}/processing_results"))
        .await;
    let run = run.json()["items"][0].clone();
    assert_eq!(
        run["validation_details"]["errors"]["DESCRIPTION_MISSING"],
        12
    );
    let issues = format!(
        "/catalogs/processing_results/{}/item_issues",
        run["id"].as_str().unwrap()
    );
    let missing = all(
        &api,
        &format!("{issues}?item_validation_issue=DESCRIPTION_MISSING"),
    )
    .await;
    assert_eq!(missing.len(), 12);
    assert_eq!(
        missing[0]["errors"]["DESCRIPTION_MISSING"]["attribute_name"],
        "DESCRIPTION"
    );
    let one = all(&api, &format!("{issues}?item_numbers=42")).await;
    assert_eq!(one[0]["item_id"], "US-00042");
    let unknown = api.get("/catalogs/processing_results/1/item_issues").await;
    rejected(&unknown, 404, 4184);

    let path = format!("/catalogs/feeds/{id}");
    api.patch(&path, json!({"status": "INACTIVE"})).await;
    let ingest = api.request(reqwest::Method::POST, &format!("{path}/ingest"));
    api.send(ingest).await;
    api.advance(31);
    let failed = api.get(&results).await.json();
    assert_eq!(failed["items"][0]["status"], "FAILED");
}
