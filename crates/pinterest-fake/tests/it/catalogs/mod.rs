//! Catalogs: feeds and their runs, items in batches, product groups, stores, reports.

mod feeds;
mod items;
mod product_groups;
mod stores_and_reports;

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
