//! Catalogs: feeds and their runs, items in batches, product groups, stores, reports.

use serde_json::{Value, json};

use crate::api::{Api, Response};

async fn all(api: &Api, path: &str) -> Vec<Value> {
    let mut items = Vec::new();
    let mut bookmark = String::new();
    loop {
        let separator = if path.contains('?') { '&' } else { '?' };
        let page = api
            .get(&format!("{path}{separator}page_size=250{bookmark}"))
            .await;
        assert_eq!(page.status, 200, "{page:?}");
        let page = page.json();
        items.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["bookmark"].as_str() {
            Some(next) => bookmark = format!("&bookmark={next}"),
            None => return items,
        }
    }
}

/// Ids of the catalogs: the one with feeds, the one without.
async fn catalogs(api: &Api) -> (String, String) {
    let catalogs = all(api, "/catalogs").await;
    let id = |index: usize| catalogs[index]["id"].as_str().unwrap().to_owned();
    (id(0), id(1))
}

fn rejected(response: &Response, status: u16, code: i64) {
    assert_eq!(response.status, status, "{response:?}");
    assert_eq!(response.json()["code"], code, "{response:?}");
}

fn new_feed(name: &str) -> Value {
    json!({
        "name": name, "format": "TSV", "location": "https://shop.example.com/feed.tsv",
        "default_country": "US", "default_locale": "en-US",
    })
}

fn attributes(title: &str) -> Value {
    json!({
        "title": title, "description": "Thrown by hand.", "price": "12.50 USD",
        "link": "https://shop.example.com/mug", "availability": "in stock",
        "image_link": "https://shop.example.com/mug.jpg",
    })
}

fn batch(catalog: &str, operations: Value) -> Value {
    json!({
        "catalog_type": "RETAIL", "catalog_id": catalog, "country": "US", "language": "EN",
        "items": operations,
    })
}

async fn item(api: &Api, catalog: &str, id: &str) -> Value {
    let body = json!({
        "country": "US", "language": "EN",
        "filters": {"catalog_type": "RETAIL", "catalog_id": catalog, "item_ids": [id]},
    });
    let response = api.post("/catalogs/items", body).await;
    assert_eq!(response.status, 200, "{response:?}");
    response.json()["items"][0].clone()
}

/// Sends a batch and returns it as it is when it is completed.
async fn completed(api: &Api, body: Value) -> Value {
    let response = api.post("/catalogs/items/batch", body).await;
    assert_eq!(response.status, 200, "{response:?}");
    let id = response.json()["batch_id"].as_str().unwrap().to_owned();
    let path = format!("/catalogs/items/batch/{id}");
    assert_eq!(api.get(&path).await.json()["status"], "PROCESSING");
    api.advance(61);
    let batch = api.get(&path).await.json();
    assert_eq!(batch["status"], "COMPLETED");
    batch
}

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
    feed["location"] = json!("https://disapproved.example.com/feed.tsv");
    rejected(&api.post("/catalogs/feeds", feed).await, 403, 2625);
}

#[tokio::test]
async fn a_run_over_a_feed_brings_items_and_issues() {
    let api = Api::start().await;
    let feed = api.post("/catalogs/feeds", new_feed("Winter")).await.json();
    let id = feed["id"].as_str().unwrap();
    let run = api
        .post(&format!("/catalogs/feeds/{id}/ingest"), json!(null))
        .await;
    let run = match run.status {
        200 => run,
        // The operation takes no body.
        _ => {
            let path = format!("/catalogs/feeds/{id}/ingest");
            api.send(api.request(reqwest::Method::POST, &path)).await
        }
    };
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
