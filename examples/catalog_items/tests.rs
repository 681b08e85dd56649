use pinterest::types::{ItemResult, ItemsBatchStatus, ItemsRequest, RetailItemsFilter};

use super::*;

#[tokio::test]
async fn all_items_are_queued_and_processed() {
    let fake = Fake::start().await.unwrap();
    let catalogs = fake.client().unwrap().catalogs();
    let list = catalogs.list().await.unwrap();
    let catalog = &list.items().next().unwrap().id;
    let items = catalogs.items().of_catalog(catalog);
    let batches = upsert(&items).await.unwrap();
    let requests = fake.requests();
    let queued = requests.iter().filter_map(|request| {
        assert_eq!(request.status, 200);
        request.body["items"].as_array().map(Vec::len)
    });
    assert_eq!(queued.collect::<Vec<_>>(), [1000, 1000, 500]);

    look_at(&items, &batches).await.unwrap();
    fake.advance(Duration::from_secs(60));
    for id in &batches {
        let batch = items.get_batch(id).await.unwrap();
        assert_eq!(batch.status(), Some(&ItemsBatchStatus::Completed));
    }
    let filter = RetailItemsFilter::new(["mug-1", "mug-2500"]).catalog_id(catalog);
    let request = ItemsRequest::new(Us, En, filter);
    let found = items.get(request).await.unwrap().items;
    assert_eq!(found.len(), 2);
    assert!(
        found
            .iter()
            .all(|item| matches!(item, ItemResult::RetailItem(_)))
    );
}
