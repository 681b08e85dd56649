//! Catalogs: feeds, items, product groups, local stores and reports.

use pinterest::types::{
    BrandFilter, Catalog, CatalogLanguage, CatalogLocale, CatalogReportStatus, CatalogType,
    Country, CreateLocalInventoryItem, CreateRetailItem, DeleteRetailItem, FeedFormat,
    FeedIngestionIssuesReport, FeedProcessingStatus, FeedStatus, ItemAvailability,
    ItemProcessingStatus, ItemResult, ItemsBatchStatus, ItemsRequest, LocalInventoryItemAttributes,
    LocalInventoryItemKey, LocalStoreUpdate, NewCatalog, NewLocalStore, NewRetailCatalogReport,
    NewRetailFeed, NewRetailFeedRequired, NewRetailItemAttributes, NewRetailProductGroup,
    ProductCounts, ProductGroup, RetailCatalogReportSubject, RetailFeed, RetailFeedUpdate,
    RetailItemAttributesUpdate, RetailItemsFilter, RetailProductGroup,
    RetailProductGroupFiltersAnyOf, RetailProductGroupUpdate, StringCriteria, UpdateRetailItem,
    UpsertRetailItem,
};
use pinterest::types::{Feed, ItemIdFilter};

use crate::session::{Session, all, done, outcome, rejected, sent};

async fn catalog(session: &Session) -> Catalog {
    let catalog = NewCatalog::new(CatalogType::Retail, "Kitchen");
    sent(session.client.catalogs().create(catalog)).await
}

fn retail_feed(feed: Feed) -> RetailFeed {
    match feed {
        Feed::Retail(feed) => *feed,
        other => panic!("{other:?}"),
    }
}

fn retail_group(group: ProductGroup) -> RetailProductGroup {
    match group {
        ProductGroup::Retail(group) => *group,
        other => panic!("{other:?}"),
    }
}

fn new_feed(catalog: &Catalog, location: &str) -> NewRetailFeed {
    NewRetailFeed::new(NewRetailFeedRequired {
        format: FeedFormat::Tsv,
        location: location.to_owned(),
        name: "Winter".to_owned(),
        default_country: Country::Us,
        default_locale: CatalogLocale::EnUs,
    })
    .catalog_id(&catalog.id)
}

fn mug(number: usize) -> NewRetailItemAttributes {
    let url = format!("https://shop.example.com/mugs/{number}");
    NewRetailItemAttributes::new()
        .title(format!("Mug {number}"))
        .description("Thrown by hand.")
        .price("12.50 USD")
        .availability(ItemAvailability::InStock)
        .image_link(format!("{url}.jpg"))
        .link(url)
}

#[tokio::test]
async fn a_feed_is_created_listed_changed_and_deleted() {
    let session = Session::start().await;
    let catalog = catalog(&session).await;
    assert!(
        all(session.client.catalogs().list())
            .await
            .contains(&catalog)
    );
    let feeds = session.client.catalogs().feeds();
    let location = "https://shop.example.com/feed.tsv";
    let created = retail_feed(sent(feeds.create(new_feed(&catalog, location))).await);
    let of_catalog = feeds.list().with(|list| list.catalog_id(&catalog.id));
    assert_eq!(all(of_catalog).await, [Feed::from(created.clone())]);
    let feed = session.client.catalogs().feed(&created.id);
    let update = RetailFeedUpdate::new()
        .name("Spring")
        .clear_default_currency();
    let updated = retail_feed(sent(feed.update(update)).await);
    assert_eq!(updated.name.as_deref(), Some("Spring"));
    assert_eq!(retail_feed(sent(feed.get()).await), updated);
    sent(feed.delete()).await;
    assert!(rejected(feed.get()).await.is_not_found());

    let location = "https://under-review.example.com/feed.tsv";
    let error = rejected(feeds.create(new_feed(&catalog, location))).await;
    assert_eq!(error.code(), Some(2626));
}

#[tokio::test]
async fn a_feed_is_processed() {
    let session = Session::start().await;
    let catalog = catalog(&session).await;
    let feeds = session.client.catalogs().feeds();
    let location = "https://shop.example.com/feed.tsv";
    let created = retail_feed(sent(feeds.create(new_feed(&catalog, location))).await);
    let feed = session.client.catalogs().feed(&created.id);
    let run = sent(feed.ingest()).await;
    let early = all(feed.processing_results()).await.remove(0);
    assert_eq!(early.status, FeedProcessingStatus::Processing);
    session.advance(31);
    let late = all(feed.processing_results()).await.remove(0);
    assert_eq!(
        (late.id.as_str(), &late.status),
        (run.id.as_str(), &FeedProcessingStatus::Completed)
    );
    assert_eq!(late.product_counts.unwrap().original, Some(20));
    all(feed.item_issues(&late.id)).await;

    let inactive = RetailFeedUpdate::new().status(FeedStatus::Inactive);
    sent(feed.update(inactive)).await;
    sent(feeds.ingest(&created.id)).await;
    session.advance(31);
    let failed = all(feed.processing_results()).await.remove(0);
    assert_eq!(failed.status, FeedProcessingStatus::Failed);
}

#[tokio::test]
async fn items_are_created_changed_and_deleted_in_batches() {
    let session = Session::start().await;
    let catalog = catalog(&session).await;
    let items = session.client.catalogs().items().of_catalog(&catalog.id);
    let (us, en) = (Country::Us, CatalogLanguage::En);
    let found = async |id: &str| {
        let filter = RetailItemsFilter::new([id]).catalog_id(&catalog.id);
        let request = ItemsRequest::new(us.clone(), en.clone(), filter);
        sent(items.get(request)).await.items.remove(0)
    };
    let new = (1..=1_200).map(|number| UpsertRetailItem::new(format!("mug-{number}"), mug(number)));
    let queued = outcome(items.upsert_all(us.clone(), en.clone(), new)).await;
    assert_eq!(queued.batch_ids().len(), 2);
    for id in queued.batch_ids() {
        let running = sent(items.get_batch(id)).await;
        assert_eq!(running.status(), Some(&ItemsBatchStatus::Processing));
    }
    session.advance(61);
    let mut count = 0;
    for id in queued.batch_ids() {
        let batch = sent(items.get_batch(id)).await;
        assert_eq!(batch.status(), Some(&ItemsBatchStatus::Completed));
        count += batch.processed_items().len();
    }
    assert_eq!(count, 1_200);
    let ItemResult::RetailItem(item) = found("mug-1").await else {
        panic!("the item was created");
    };
    assert_eq!(item.attributes.unwrap().title.as_deref(), Some("Mug 1"));

    let priced = RetailItemAttributesUpdate::new().price("10.00 USD");
    let updates = [
        UpdateRetailItem::new("mug-1", priced.clone()),
        UpdateRetailItem::new("nothing", priced),
    ];
    let ids = done(items.update_all(us.clone(), en.clone(), updates)).await;
    session.advance(61);
    let batch = sent(items.get_batch(&ids[0])).await;
    let statuses: Vec<_> = batch
        .processed_items()
        .iter()
        .map(|item| item.status.cloned())
        .collect();
    let expected = [ItemProcessingStatus::Success, ItemProcessingStatus::Failure].map(Some);
    assert_eq!(statuses, expected);

    done(items.delete_all(us.clone(), en.clone(), [DeleteRetailItem::new("mug-1")])).await;
    session.advance(61);
    assert!(matches!(
        found("mug-1").await,
        ItemResult::RetailItemError(_)
    ));
    let created = CreateRetailItem::new("mug-1", mug(1));
    done(items.create_all(us.clone(), en.clone(), [created])).await;
    session.advance(61);
    assert!(matches!(found("mug-1").await, ItemResult::RetailItem(_)));
}

#[tokio::test]
async fn a_product_group_is_created_listed_changed_and_deleted() {
    let session = Session::start().await;
    let catalog = all(session.client.catalogs().list()).await.remove(0);
    let groups = session.client.catalogs().product_groups();
    let new_group = |name: &str, id: &str| {
        let of_items = ItemIdFilter::new(StringCriteria::new([id, "US-00002"]));
        let filters = RetailProductGroupFiltersAnyOf::new([of_items]);
        NewRetailProductGroup::new(name, filters, &catalog.id)
            .country(Country::Us)
            .locale(CatalogLocale::EnUs)
    };
    let created = retail_group(sent(groups.create(new_group("Lake", "US-00001"))).await);
    let group = session.client.catalogs().product_group(&created.id);
    assert_eq!(retail_group(sent(group.get()).await), created);
    let of_catalog = groups.list().with(|list| list.catalog_id(&catalog.id));
    let listed = all(of_catalog).await.into_iter().map(retail_group);
    assert!(listed.into_iter().any(|group| group.id == created.id));
    let ProductCounts::Retail(counts) = sent(group.product_counts()).await else {
        panic!("the catalog is one of products");
    };
    assert_eq!(counts.total, 2.0);
    assert_eq!(all(group.products()).await.len(), 2);

    let lake = BrandFilter::new(StringCriteria::new(["Lakeside"]));
    let update = RetailProductGroupUpdate::new()
        .name("Shore")
        .filters(RetailProductGroupFiltersAnyOf::new([lake]));
    let updated = retail_group(sent(group.update(update)).await);
    assert_eq!(updated.name.as_deref(), Some("Shore"));
    let ids = [new_group("One", "US-00003"), new_group("Two", "US-00004")];
    let ids = done(groups.create_all(ids)).await;
    done(groups.delete_all(&ids)).await;
    let gone = session.client.catalogs().product_group(&ids[0]);
    assert!(rejected(gone.get()).await.is_not_found());
    sent(group.delete()).await;
    assert!(rejected(group.get()).await.is_not_found());
}

#[tokio::test]
async fn local_stores_and_what_they_have() {
    let session = Session::start().await;
    let catalog = all(session.client.catalogs().list()).await.remove(0);
    let catalog = session.client.catalog(&catalog.id);
    let stores = catalog.local_stores();
    let created = sent(stores.create(NewLocalStore::new(Country::Us, "Lake", "lake"))).await;
    assert!(all(stores.list()).await.contains(&created));
    let again = stores.create(NewLocalStore::new(Country::Us, "Lake", "lake"));
    assert!(again.await.unwrap_err().code() == Some(409));
    let updates = [
        LocalStoreUpdate::new(&created.id).name("Shore"),
        LocalStoreUpdate::new("1").name("x"),
    ];
    let updated = outcome(stores.update_all(updates)).await;
    assert_eq!(updated.successes().next().unwrap().1.name, "Shore");
    assert_eq!(updated.failures().next().unwrap().input.id, "1");

    let inventory = catalog.local_inventory();
    let attributes = LocalInventoryItemAttributes::new(ItemAvailability::InStock, "9.00 USD");
    let item = CreateLocalInventoryItem::new(attributes, "US-00001", "lake");
    let ids = done(inventory.change_all([item])).await;
    session.advance(6);
    let batch = sent(inventory.get_batch(&ids[0])).await;
    assert_eq!(batch.status, ItemsBatchStatus::Completed);
    let key = LocalInventoryItemKey::new("US-00001", "lake");
    let found = sent(inventory.get([key])).await.items.remove(0);
    assert_eq!(found.price.as_deref(), Some("9.00 USD"));

    let deleted = outcome(stores.delete_all([created.id.as_str(), "1"])).await;
    assert_eq!(
        (deleted.successes().count(), deleted.failures().count()),
        (1, 1)
    );
    assert!(
        !all(stores.list())
            .await
            .iter()
            .any(|store| store.id == created.id)
    );
}

#[tokio::test]
async fn a_report_of_a_catalog_is_downloaded() {
    let session = Session::start().await;
    let feed = all(session.client.catalogs().feeds().list())
        .await
        .remove(0);
    let subject = FeedIngestionIssuesReport::new(retail_feed(feed).id);
    let report = NewRetailCatalogReport::new(RetailCatalogReportSubject::from(subject));
    let reports = session.client.catalogs().reports();
    let token = sent(reports.request(report)).await.token.unwrap();
    let running = sent(reports.get(&token)).await;
    assert_eq!(running.report_status, Some(CatalogReportStatus::InProgress));
    session.advance(6);
    let report = sent(reports.get(&token)).await;
    let file = session.download(report.url.as_deref().unwrap()).await;
    assert!(file.contains("DESCRIPTION_MISSING"), "{file}");
}
