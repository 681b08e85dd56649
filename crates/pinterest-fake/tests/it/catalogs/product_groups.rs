//! Product groups and their products.

use serde_json::json;

use super::{all, attributes, batch, catalogs, completed, rejected};
use crate::api::Api;

#[tokio::test]
async fn a_product_group_has_the_products_that_meet_its_filters() {
    let api = Api::start().await;
    let (_, catalog) = catalogs(&api).await;
    let mut operations = Vec::new();
    for number in 0..30 {
        let mut attributes = attributes(&format!("Mug {number}"));
        attributes["price"] = json!(format!("{number}.00 USD"));
        attributes["product_type"] = json!("Kitchen > Mugs");
        if number % 3 == 0 {
            attributes["availability"] = json!("out of stock");
        }
        let id = format!("mug-{number}");
        operations.push(json!({"operation": "CREATE", "item_id": id, "attributes": attributes}));
    }
    completed(&api, batch(&catalog, json!(operations))).await;
    let filters = json!({"all_of": [
        {"MIN_PRICE": {"values": 10, "inclusion": false}},
        {"PRODUCT_TYPE_1": {"values": [["Kitchen", "Mugs"]]}},
        {"ITEM_ID": {"values": ["mug-12", "mug-13"], "negated": true}},
    ]});
    let body = json!({
        "name": "Mugs", "catalog_type": "RETAIL", "catalog_id": catalog, "country": "US",
        "locale": "en-US", "filters": filters,
    });
    let response = api.post("/catalogs/product_groups", body.clone()).await;
    assert_eq!(response.status, 201, "{response:?}");
    let group = response.json();
    let path = format!("/catalogs/product_groups/{}", group["id"].as_str().unwrap());
    let counts = api.get(&format!("{path}/product_counts")).await.json();
    assert_eq!(counts["total"], 17);
    assert_eq!(counts["out_of_stock"], 5);
    let products = all(&api, &format!("{path}/products?pin_metrics=true")).await;
    assert_eq!(products.len(), 17);
    assert_eq!(products[0]["metadata"]["price"], 11.0);
    assert!(products[0]["pin"]["pin_metrics"]["90d"].is_object());
    let preview = json!({
        "catalog_type": "RETAIL", "catalog_id": catalog, "country": "US", "locale": "en-US",
        "filters": {"any_of": [{"AVAILABILITY": {"values": ["OUT_OF_STOCK"]}}]},
    });
    let path = "/catalogs/products/get_by_product_group_filters?page_size=4";
    let page = api.post(path, preview.clone()).await.json();
    assert_eq!(page["items"].as_array().unwrap().len(), 4);
    let path = format!("{path}&bookmark={}", page["bookmark"].as_str().unwrap());
    let next = api.post(&path, preview).await.json();
    assert_ne!(next["items"][0], page["items"][0]);

    rejected(
        &api.post("/catalogs/product_groups", body.clone()).await,
        409,
        4178,
    );
    let mut other = body.clone();
    other["filters"] = json!({"any_of": [{"BRAND": {"values": ["Oak"]}}]});
    rejected(
        &api.post("/catalogs/product_groups", other.clone()).await,
        409,
        4179,
    );
    other["filters"] = json!({"any_of": []});
    rejected(
        &api.post("/catalogs/product_groups", other.clone()).await,
        409,
        4183,
    );
    other.as_object_mut().unwrap().remove("locale");
    rejected(
        &api.post("/catalogs/product_groups", other).await,
        400,
        6136,
    );
}

#[tokio::test]
async fn product_groups_are_changed_and_deleted() {
    let api = Api::start().await;
    let feeds = all(&api, "/catalogs/feeds").await;
    let feed = feeds[0]["id"].as_str().unwrap();
    let group = |name: &str, brand: &str| {
        json!({
            "name": name, "feed_id": feed,
            "filters": {"any_of": [{"BRAND": {"values": [brand]}}]},
        })
    };
    let body = json!([group("A", "Oak"), group("B", "Elm")]);
    let ids = api.post("/catalogs/product_groups/multiple", body).await;
    assert_eq!(ids.status, 201, "{ids:?}");
    let ids = ids.json();
    let (a, b) = (ids[0].as_str().unwrap(), ids[1].as_str().unwrap());
    let body = json!([group("C", "Fir"), group("D", "Elm")]);
    let failed = api.post("/catalogs/product_groups/multiple", body).await;
    rejected(&failed, 409, 4178);
    let listed = all(&api, &format!("/catalogs/product_groups?feed_id={feed}")).await;
    assert_eq!(listed.len(), 3);
    let path = format!("/catalogs/product_groups/{a}");
    assert_eq!(
        api.patch(&path, json!({"name": "A2"})).await.json()["name"],
        "A2"
    );
    rejected(&api.patch(&path, json!({"name": "B"})).await, 409, 4179);
    assert_eq!(api.get(&path).await.json()["name"], "A2");
    let many = format!("/catalogs/product_groups/multiple?id={b}&id=1");
    rejected(&api.delete(&many).await, 404, 4180);
    let many = format!("/catalogs/product_groups/multiple?id={b}");
    assert_eq!(api.delete(&many).await.status, 204);
    assert_eq!(api.delete(&path).await.status, 204);
    rejected(&api.get(&path).await, 404, 4180);
    let all_products = all(&api, "/catalogs/product_groups").await;
    let generated = all_products
        .iter()
        .find(|group| group["type"] == "ALL_PRODUCTS")
        .unwrap();
    let path = format!(
        "/catalogs/product_groups/{}",
        generated["id"].as_str().unwrap()
    );
    rejected(&api.delete(&path).await, 409, 4177);
    assert_eq!(
        api.get(&format!("{path}/product_counts")).await.json()["total"],
        1_388
    );
    rejected(
        &api.get("/catalogs/product_groups?feed_id=1").await,
        404,
        4161,
    );
}

#[tokio::test]
async fn filter_values_are_those_of_items() {
    let api = Api::start().await;
    let (catalog, _) = catalogs(&api).await;
    let path = format!("/catalogs/available_filter_values?catalog_id={catalog}");
    let values = api.get(&path).await.json();
    assert_eq!(
        values["filter_values"]["brand"],
        json!(["Harbor Works", "Oak & Linen"])
    );
    assert_eq!(
        values["filter_values"]["product_type_0"],
        json!(["Garden", "Home", "Kitchen"])
    );
    let unknown = api
        .get("/catalogs/available_filter_values?catalog_id=1")
        .await;
    rejected(&unknown, 404, 678);
}
