use pinterest::types::{ItemResult, ItemsBatchStatus, ItemsRequest, RetailItemsFilter};

use super::*;

#[tokio::test]
async fn all_items_are_queued_and_processed() {
    let fake = Fake::start().await.unwrap();
    let catalogs = fake.client().unwrap().catalogs();
    let new_catalog = NewCatalog::new(CatalogType::Retail, "Mugs");
    let catalog = &catalogs.create(new_catalog).await.unwrap().id;
    let items = catalogs.items().of_catalog(catalog);
    let batches = upsert(&items).await.unwrap();
    let requests = fake.requests().to("items_batch/post");
    let queued = requests.bodies().into_iter();
    let queued = queued.filter_map(|body| body["items"].as_array().map(Vec::len));
    assert_eq!(queued.collect::<Vec<_>>(), [1000, 1000, 500]);
    assert_eq!(requests.statuses(), [200; 3]);

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
