//! Local stores, what they have, and reports.

use serde_json::json;

use super::{all, catalogs, rejected};
use crate::api::Api;

#[tokio::test]
async fn stores_have_outcomes_of_their_own() {
    let api = Api::start().await;
    let (catalog, _) = catalogs(&api).await;
    let path = format!("/catalogs/{catalog}/local_stores");
    let store = |code: &str| json!({"store_code": code, "name": "Lake", "country": "US"});
    let body = json!([store("lake"), store("seattle-1")]);
    let created = api.post(&path, body).await;
    assert_eq!(created.status, 201, "{created:?}");
    let created = created.json();
    let id = created[0]["id"].as_str().unwrap();
    assert_eq!(created[1]["data"]["exceptions"]["code"], 409);
    let body = json!([{"id": id, "name": "Shore"}, {"id": "1", "name": "x"}]);
    let updated = api.patch(&path, body).await.json();
    assert_eq!(updated[0]["data"]["name"], "Shore");
    assert_eq!(updated[1]["data"]["exceptions"]["code"], 404);
    assert_eq!(all(&api, &format!("{path}?ids={id}")).await.len(), 1);

    let inventory = format!("/catalogs/{catalog}/local_inventory_items");
    let operation = |item: &str, code: &str| {
        json!({
            "operation": "CREATE", "item_id": item, "store_code": code,
            "attributes": {"price": "9.00 USD", "availability": "in stock"},
        })
    };
    let body = json!({"operations": [
        operation("US-00001", "lake"), operation("US-00001", "sea"), operation("none", "lake"),
    ]});
    let batch = api.post(&format!("{inventory}/batch"), body).await.json();
    assert_eq!(batch["status"], "PROCESSING");
    api.advance(6);
    let id_of_batch = batch["batch_id"].as_str().unwrap();
    let status = format!("/catalogs/{catalog}/supplemental_items/batch/{id_of_batch}");
    let done = api.get(&status).await.json();
    assert_eq!(done["status"], "COMPLETED");
    let results = &done["operation_results"];
    assert_eq!(results[0]["status"], "SUCCESS", "{done}");
    assert_eq!(results[1]["errors"][0]["attribute"], "store_code");
    assert_eq!(results[2]["errors"][0]["attribute"], "item_id");
    let key = json!({"item_id": "US-00001", "store_code": "lake"});
    let found = api
        .post(
            &format!("{inventory}/query"),
            json!({"item_filters": [key]}),
        )
        .await;
    let found = found.json();
    assert_eq!(found["items"][0]["price"], "9.00 USD");
    assert_eq!(found["items"][0]["store_metadata"]["store_name"], "Shore");

    let deleted = api.delete(&format!("{path}?ids={id}&ids=1")).await.json();
    assert_eq!(deleted[0]["status"], json!({"statusCode": 204}));
    assert_eq!(deleted[1]["status"]["code"], 404);
}

#[tokio::test]
async fn a_report_is_downloaded_from_the_transfer_host() {
    let api = Api::start().await;
    let feeds = all(&api, "/catalogs/feeds").await;
    let body = json!({"catalog_type": "RETAIL", "report": {
        "report_type": "FEED_INGESTION_ISSUES", "feed_id": feeds[0]["id"],
    }});
    let token = api.post("/catalogs/reports", body.clone()).await.json()["token"].clone();
    assert_eq!(
        api.post("/catalogs/reports", body).await.json()["token"],
        token
    );
    let path = format!("/catalogs/reports?token={}", token.as_str().unwrap());
    let early = api.get(&path).await.json();
    assert_eq!(
        early,
        json!({"report_status": "IN_PROGRESS", "url": null, "size": null})
    );
    api.advance(6);
    let late = api.get(&path).await.json();
    let url = late["url"].as_str().unwrap();
    assert!(url.starts_with(&api.fake.transfer_url()), "{url}");
    let file = api
        .http
        .get(url)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert_eq!(late["size"], file.len());
    assert!(
        file.contains("42,US-00042,ERROR,DESCRIPTION_MISSING"),
        "{file}"
    );
    api.advance(301);
    assert_eq!(api.http.get(url).send().await.unwrap().status(), 403);
    rejected(&api.get("/catalogs/reports?token=nothing").await, 400, 1104);
    let body = json!({"catalog_type": "RETAIL", "report": {
        "report_type": "ALL_ITEMS", "catalog_id": "1",
    }});
    rejected(&api.post("/catalogs/reports", body).await, 404, 678);
}

#[tokio::test]
async fn kinds_of_issues_are_counted() {
    let api = Api::start().await;
    let feeds = all(&api, "/catalogs/feeds").await;
    let feed = feeds[0]["id"].as_str().unwrap();
    let path = format!(
        "/catalogs/reports/stats?parameters[catalog_type]=RETAIL\
         &parameters[report][report_type]=FEED_INGESTION_ISSUES&parameters[report][feed_id]={feed}"
    );
    let stats = all(&api, &path).await;
    let missing = stats
        .iter()
        .find(|entry| entry["code_label"] == "DESCRIPTION_MISSING")
        .unwrap();
    assert_eq!(
        (&missing["severity"], &missing["occurrences"]),
        (&json!("ERROR"), &json!(12))
    );
    let path = "/catalogs/reports/stats?parameters[catalog_type]=RETAIL\
                &parameters[report][report_type]=DISTRIBUTION_ISSUES";
    let stats = all(&api, path).await;
    assert_eq!(stats[0]["code_label"], "OUT_OF_STOCK");
}
