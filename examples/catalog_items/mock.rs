//! A mock of the operations that the example uses: raw JSON, as the service would send it.

#[path = "../journal.rs"]
mod journal;

use std::sync::atomic::{AtomicUsize, Ordering};

use pinterest_httpmock::httpmock::Method;

use journal::{Journal, Received};

pub(crate) const CATALOG: &str = "2680059592705";

const BATCHES: [&str; 3] = [
    "595953100599279259-0",
    "595953100599279259-1",
    "595953100599279259-2",
];

pub(crate) async fn start() -> Journal {
    let journal = Journal::start().await;
    let queued = AtomicUsize::new(0);
    journal.on(Method::POST, "/catalogs/items/batch", move |request| {
        let index = queued.fetch_add(1, Ordering::Relaxed);
        accept(request, BATCHES.get(index))
    });
    for (batch, state) in BATCHES
        .into_iter()
        .zip([COMPLETED, WITH_ERRORS, PROCESSING])
    {
        let path = format!("/catalogs/items/batch/{batch}");
        let body = format!(r#"{{"batch_id": "{batch}", {state}}}"#);
        journal.on(Method::GET, &path, move |_| (200, body.clone()));
    }
    journal
}

/// The service takes 1 to 1,000 items, and responds before it looks at them.
fn accept(request: &Received, batch: Option<&&str>) -> (u16, String) {
    let items = request.body["items"].as_array().map_or(0, Vec::len);
    match batch {
        Some(batch) if (1..=1000).contains(&items) => {
            let body = format!(
                r#"{{"batch_id": "{batch}", "catalog_type": "RETAIL", "status": "PROCESSING",
                    "created_time": "2026-01-01T00:00:00", "completed_time": null, "items": []}}"#
            );
            (200, body)
        }
        _ => {
            let error = r#"{"code": 1, "message": "The number of items is not accepted."}"#;
            (400, error.to_owned())
        }
    }
}

const COMPLETED: &str = r#""catalog_type": "RETAIL", "status": "COMPLETED",
  "created_time": "2026-01-01T00:00:00", "completed_time": "2026-01-01T00:00:09", "items": [
    {"item_id": "mug-1", "status": "SUCCESS", "errors": [], "warnings": []}]"#;

const WITH_ERRORS: &str = r#""catalog_type": "RETAIL", "status": "COMPLETED",
  "created_time": "2026-01-01T00:00:01", "completed_time": "2026-01-01T00:00:09", "items": [
    {"item_id": "mug-1001", "status": "FAILURE", "warnings": null, "errors": [
      {"attribute": "image_link", "code": 113, "message": "The image cannot be downloaded."}]},
    {"item_id": "mug-1002", "status": "SUCCESS", "errors": null, "warnings": [
      {"attribute": "gtin", "code": 142, "message": "The item has no GTIN."}]}]"#;

const PROCESSING: &str = r#""catalog_type": "RETAIL", "status": "PROCESSING",
  "created_time": "2026-01-01T00:00:02", "completed_time": null, "items": []"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn all_items_are_queued_and_each_batch_is_looked_at_once() {
        let server = start().await;
        let items = server.client().catalogs().items();
        crate::upsert(&items.of_catalog(CATALOG)).await.unwrap();

        let queued = ["POST /catalogs/items/batch"; 3].map(str::to_owned);
        let polled = BATCHES.map(|batch| format!("GET /catalogs/items/batch/{batch}"));
        assert_eq!(server.lines(), [queued, polled].concat());

        let mut ids = Vec::new();
        for (request, count) in server.received().iter().zip([1000, 1000, 500]) {
            let body = &request.body;
            assert_eq!(body["catalog_type"], "RETAIL");
            assert_eq!(body["catalog_id"], CATALOG);
            assert_eq!(body["country"], "US");
            assert_eq!(body["language"], "EN");
            let items = body["items"].as_array().unwrap();
            assert_eq!(items.len(), count);
            assert!(items.iter().all(|item| item["operation"] == "UPSERT"));
            assert!(
                items
                    .iter()
                    .all(|item| item["attributes"]["price"] == "12.50 USD")
            );
            ids.extend(
                items
                    .iter()
                    .map(|item| item["item_id"].as_str().unwrap().to_owned()),
            );
        }
        let expected: Vec<String> = (1..=2500).map(|number| format!("mug-{number}")).collect();
        assert_eq!(ids, expected);
    }
}
