//! Items, and batches that change them.

use serde_json::{Value, json};

use super::{all, attributes, batch, catalogs, completed, item, rejected};
use crate::api::Api;

#[tokio::test]
async fn catalogs_are_created_and_listed() {
    let api = Api::start().await;
    let body = json!({"name": "Winter", "catalog_type": "RETAIL"});
    let created = api.post("/catalogs", body).await.json();
    let listed = all(&api, "/catalogs").await;
    assert_eq!(listed.len(), 4);
    assert_eq!(listed[3], created);
    let response = api.get("/catalogs?ad_account_id=1").await;
    rejected(&response, 401, 29);
}

#[tokio::test]
async fn the_oldest_catalog_has_2000_items() {
    let api = Api::start().await;
    let (catalog, _) = catalogs(&api).await;
    let path = format!("/catalogs/product_groups?catalog_id={catalog}");
    let groups = all(&api, &path).await;
    assert_eq!(groups.len(), 10);
    let path = format!("/catalogs/feeds?catalog_id={catalog}");
    let feeds = all(&api, &path).await;
    let mut originals = 0;
    for feed in &feeds {
        let id = feed["id"].as_str().unwrap();
        let runs = all(&api, &format!("/catalogs/feeds/{id}/processing_results")).await;
        assert_eq!(runs.len(), 2);
        assert_eq!(runs[0]["status"], "COMPLETED");
        originals += runs[0]["product_counts"]["original"].as_u64().unwrap();
    }
    assert_eq!(originals + 200, 2_000);
    let found = item(&api, &catalog, "US-00007").await;
    assert_eq!(found["item_response_kind"], "retail_item");
    assert_eq!(found["pins"].as_array().unwrap().len(), 1);
    let invalid = item(&api, &catalog, "US-00042").await;
    assert_eq!(invalid["errors"][0]["attribute"], "description");
}

#[tokio::test]
async fn a_batch_changes_items_when_it_is_completed() {
    let api = Api::start().await;
    let (_, catalog) = catalogs(&api).await;
    let mut without_price = attributes("Jug");
    without_price["price"] = Value::Null;
    without_price.as_object_mut().unwrap().remove("price");
    let operations = json!([
        {"operation": "CREATE", "item_id": "mug", "attributes": attributes("Mug")},
        {"operation": "CREATE", "item_id": "jug", "attributes": without_price},
        {"operation": "UPDATE", "item_id": "cup", "attributes": {"title": "Cup"}},
        {"operation": "DELETE", "item_id": "pot"},
    ]);
    let body = batch(&catalog, operations);
    let response = api.post("/catalogs/items/batch", body.clone()).await.json();
    assert_eq!(
        item(&api, &catalog, "mug").await["item_response_kind"],
        "retail_item_error"
    );
    api.advance(6);
    let id = response["batch_id"].as_str().unwrap();
    let done = api.get(&format!("/catalogs/items/batch/{id}")).await.json();
    let statuses: Vec<&Value> = (0..4)
        .map(|index| &done["items"][index]["status"])
        .collect();
    assert_eq!(statuses, ["SUCCESS", "FAILURE", "FAILURE", "SUCCESS"]);
    assert_eq!(done["items"][1]["errors"][0]["attribute"], "price");
    assert!(!done["items"][0]["warnings"].as_array().unwrap().is_empty());
    let mug = item(&api, &catalog, "mug").await;
    assert_eq!(
        mug["attributes"]["image_link"],
        json!(["https://shop.example.com/mug.jpg"])
    );

    let skipped = api.post("/catalogs/items/batch", body.clone()).await.json();
    assert_eq!(skipped["created_time"], Value::Null);
    assert_eq!(skipped.get("batch_id"), None);
    api.advance(61);
    let again = api.post("/catalogs/items/batch", body).await.json();
    assert!(again["created_time"].is_string());
    rejected(&api.get("/catalogs/items/batch/1").await, 404, 4331);
}

#[tokio::test]
async fn a_field_of_the_mask_without_a_value_is_removed() {
    let api = Api::start().await;
    let (_, catalog) = catalogs(&api).await;
    let mut mug = attributes("Mug");
    mug["brand"] = json!("Oak");
    let operation = json!([{"operation": "UPSERT", "item_id": "mug", "attributes": mug}]);
    completed(&api, batch(&catalog, operation)).await;
    let operation = json!([{
        "operation": "UPDATE", "item_id": "mug",
        "attributes": {"price": "9.00 USD", "title": "not in the mask"},
        "update_mask": ["brand", "price"],
    }]);
    let done = completed(&api, batch(&catalog, operation)).await;
    assert_eq!(done["items"][0]["status"], "SUCCESS", "{done}");
    let mug = item(&api, &catalog, "mug").await["attributes"].clone();
    assert_eq!(
        (&mug["price"], &mug["title"]),
        (&json!("9.00 USD"), &json!("Mug"))
    );
    assert_eq!(mug.get("brand"), None);
    let operation = json!([{"operation": "DELETE", "item_id": "mug"}]);
    completed(&api, batch(&catalog, operation)).await;
    assert_eq!(
        item(&api, &catalog, "mug").await["item_response_kind"],
        "retail_item_error"
    );
}

#[tokio::test]
async fn the_older_form_is_about_the_oldest_catalog() {
    let api = Api::start().await;
    let (catalog, _) = catalogs(&api).await;
    let older = |operation: &str, items: Value| json!({"operation": operation, "country": "US", "language": "EN", "items": items});
    let upsert = older(
        "UPSERT",
        json!([{"item_id": "mug", "attributes": attributes("Mug")}]),
    );
    rejected(&api.post("/catalogs/items/batch", upsert).await, 403, 29);
    let create = older(
        "CREATE",
        json!([{"item_id": "mug", "attributes": attributes("Mug")}]),
    );
    let done = completed(&api, create).await;
    assert_eq!(done["items"][0]["status"], "SUCCESS");
    assert_eq!(done["catalog_type"], "RETAIL");
    completed(
        &api,
        older("DELETE_DISCONTINUED", json!([{"item_id": "mug"}])),
    )
    .await;
    let mug = item(&api, &catalog, "mug").await;
    assert_eq!(mug["attributes"]["availability"], "out of stock");
    completed(&api, older("DELETE", json!([{"item_id": "mug"}]))).await;
    assert_eq!(
        item(&api, &catalog, "mug").await["item_response_kind"],
        "retail_item_error"
    );
}

#[tokio::test]
async fn hotels_have_batches_of_their_own() {
    let api = Api::start().await;
    let hotel = json!({
        "name": "Inn", "link": "https://stays.example.com/inn",
        "main_image": {"link": "https://stays.example.com/inn.jpg"},
    });
    let body = json!({
        "catalog_type": "HOTEL", "country": "US", "language": "EN", "items": [
            {"operation": "CREATE", "hotel_id": "inn", "attributes": hotel},
            {"operation": "CREATE", "hotel_id": "empty", "attributes": {}},
        ],
    });
    let done = completed(&api, body.clone()).await;
    assert_eq!(done["items"][0]["status"], "SUCCESS", "{done}");
    assert_eq!(done["items"][1]["status"], "FAILURE");
    let skipped = api.post("/catalogs/items/batch", body).await.json();
    assert!(
        skipped["batch_id"].is_string(),
        "a minute has passed: {skipped}"
    );
    let body = json!({
        "country": "US", "language": "EN",
        "filters": {"catalog_type": "HOTEL", "hotel_ids": ["inn", "nowhere"]},
    });
    let found = api.post("/catalogs/items", body).await.json();
    assert_eq!(found["items"][0]["attributes"]["name"], "Inn");
    assert_eq!(found["items"][1]["item_response_kind"], "hotel_item_error");
}
