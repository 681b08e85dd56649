//! Catalogs, their feeds, items, product groups, reports and local stores.

mod local_stores;

use futures_util::TryStreamExt;
use pinterest::types::{
    AvailableFilterValues, CatalogLanguage, CatalogReportStatsQuery, CatalogType, Country,
    DeleteLocalInventoryItem, DeleteRetailItem, Feed, FeedBasedProductGroupUpdate,
    FeedBasedProductsRequest, FeedIngestionIssuesReport, FeedStatus, ItemResult,
    ItemValidationIssue, ItemsBatch, ItemsRequest, LocalInventoryItemKey, NewCatalog,
    NewFeedBasedProductGroup, NewRetailCatalogReport, ProductCounts, ProductGroup,
    RetailCatalogReportSubject, RetailFeedUpdate, RetailItemsBatchRequest, RetailItemsFilter,
    RetailProductGroupFiltersAllOf, VerticalFeedUpdate, VerticalItemsBatchRequest,
};
use pinterest::{BatchOutcome, ErrorKind, ItemState};
use pinterest_test_support::{Response, Server};
use serde_json::json;

use crate::clients::Clients;
use crate::tables::{check, row};

/// What became of every input, one word each.
fn states<I, T>(outcome: &BatchOutcome<I, T>, shown: impl Fn(&T) -> String) -> String {
    let state = |item: &pinterest::BatchItem<I, T>| match &item.state {
        ItemState::Succeeded(value) => shown(value),
        ItemState::Failed { error, .. } => error.to_string(),
        ItemState::Unconfirmed => "unconfirmed".to_owned(),
        _ => "not done".to_owned(),
    };
    let states: Vec<String> = outcome.items().iter().map(state).collect();
    states.join(", ")
}

const CATALOG: &str = r#"{"id": "26", "catalog_type": "RETAIL", "name": "Shop",
                "created_at": "2024-03-01T10:00:00",
    "updated_at": "2024-03-02T10:00:00"}"#;

#[tokio::test]
async fn catalogs() {
    let rows = vec![
        row(
            "GET /catalogs?ad_account_id=549&page_size=50",
            r#"{"items": [{"id": "26", "catalog_type": "RETAIL", "name": "Shop",
                "created_at": "2024-03-01T10:00:00", "updated_at": "2024-03-02T10:00:00"}],
                "bookmark": null}"#,
            r#""26""#,
            |client| async move {
                let list = client.catalogs().list().ad_account_id("549");
                let catalogs: Vec<_> = list.page_size(50).items().try_collect().await?;
                Ok(catalogs[0].id.to_string())
            },
        ),
        row("POST /catalogs", CATALOG, r#""26""#, |client| async move {
            let catalog = NewCatalog::new(CatalogType::Retail, "Shop");
            Ok(client.catalogs().create(catalog).await?.id.to_string())
        })
        .body(r#"{"catalog_type": "RETAIL", "name": "Shop"}"#)
        .status(201),
        row(
            "GET /catalogs/available_filter_values?catalog_id=26&country=DE&feed_id=27",
            r#"{"catalog_type": "RETAIL", "filter_values": {}}"#,
            r#""of a retail catalog""#,
            |client| async move {
                let call = client.catalog("26").available_filter_values();
                match call.country(Country::De).feed_id("27").await? {
                    AvailableFilterValues::Retail(_) => Ok("of a retail catalog".to_owned()),
                    values => Ok(format!("{values:?}")),
                }
            },
        ),
    ];
    check(rows).await;
}

const FEED: &str = r#"{"catalog_type": "RETAIL", "id": "27", "name": "Products", "format": "CSV",
                "status": "ACTIVE",
    "location": "https://shop.example/p.csv", "default_country": "US",
                "default_locale": "en-US",
    "created_at": "2024-03-01T10:00:00", "updated_at": "2024-03-02T10:00:00"}"#;

fn name(feed: &Feed) -> String {
    match feed {
        Feed::Retail(feed) => feed.name.clone().unwrap(),
        feed => format!("{feed:?}"),
    }
}

#[tokio::test]
async fn feeds() {
    let rows = vec![
        row(
            "GET /catalogs/feeds?catalog_id=26",
            r#"{"items": [], "bookmark": null}"#,
            r#""0""#,
            |client| async move {
                let list = client.catalogs().feeds().list().catalog_id("26");
                Ok(list.send().await?.len().to_string())
            },
        ),
        row(
            "GET /catalogs/feeds/27",
            FEED,
            r#""Products""#,
            |client| async move { Ok(name(&client.catalogs().feed("27").get().await?)) },
        ),
        row(
            "PATCH /catalogs/feeds/27?ad_account_id=549",
            FEED,
            r#""Products""#,
            |client| async move {
                let update = RetailFeedUpdate::new().status(FeedStatus::Inactive);
                let feed = client.catalogs().feed("27");
                let update = feed.update(VerticalFeedUpdate::from(update));
                Ok(name(&update.ad_account_id("549").await?))
            },
        )
        .body(r#"{"catalog_type": "RETAIL", "status": "INACTIVE"}"#),
        row(
            "DELETE /catalogs/feeds/27",
            FEED,
            r#""Products""#,
            |client| async move {
                let feed = client.catalogs().feed("27").delete().await?;
                Ok(name(&feed.unwrap()))
            },
        ),
        row(
            "DELETE /catalogs/feeds/27",
            "",
            r#""None""#,
            |client| async move {
                let feed = client.catalogs().feed("27").delete().await?;
                Ok(format!("{feed:?}"))
            },
        )
        .status(204),
        row(
            "POST /catalogs/feeds/27/ingest",
            r#"{"id": "88", "feed_id": "27", "status": "PROCESSING",
                "created_at": "2024-03-01T10:00:00"}"#,
            r#""88""#,
            |client| async move {
                let run = client.catalogs().feeds().ingest("27").await?;
                Ok(run.id.to_string())
            },
        ),
        row(
            "POST /catalogs/feeds/27/ingest?ad_account_id=549",
            r#"{"id": "89", "feed_id": "27", "status": "PROCESSING",
                "created_at": "2024-03-01T10:00:00"}"#,
            r#""89""#,
            |client| async move {
                let feed = client.catalogs().ad_account_id("549").feed("27");
                Ok(feed.ingest().await?.id.to_string())
            },
        ),
        row(
            "GET /catalogs/feeds/27/processing_results?page_size=1",
            r#"{"items": [], "bookmark": "next"}"#,
            r#""next""#,
            |client| async move {
                let results = client.catalogs().feed("27").processing_results();
                let page = results.page_size(1).send().await?;
                Ok(page.next_bookmark().unwrap_or_default().to_owned())
            },
        ),
        row(
            "GET /catalogs/processing_results/88/item_issues?item_validation_issue=TITLE_MISSING",
            r#"{"items": [{"item_number": 7, "item_id": "mug-1", "errors": {},
                "warnings": {}}]}"#,
            r#""mug-1""#,
            |client| async move {
                let issues = client.catalogs().feed("27").item_issues("88");
                let issue = ItemValidationIssue::from("TITLE_MISSING");
                let issues = issues.item_validation_issue(issue).items();
                let issues: Vec<_> = issues.try_collect().await?;
                Ok(issues[0].item_id.as_ref().unwrap().to_string())
            },
        ),
    ];
    check(rows).await;
}

#[tokio::test]
async fn item_issues_have_one_filter() {
    let server = Server::start();
    let issues = server.client().catalogs().feed("27").item_issues("88");
    let issues = issues
        .item_numbers([0, 7])
        .item_validation_issue(ItemValidationIssue::from("TITLE_MISSING"));
    let error = issues.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(error.limit().unwrap().field, "item_validation_issue");
    server.assert_untouched();
}

#[tokio::test]
async fn items() {
    let rows = vec![
        row(
            "POST /catalogs/items",
            r#"{"items": [
                {"catalog_type": "RETAIL", "item_response_kind": "retail_item",
                "item_id": "mug-1"},
                {"catalog_type": "RETAIL", "item_response_kind": "retail_item_error",
                "item_id": "mug-2", "errors": []}]}"#,
            r#""[true, false]""#,
            |client| async move {
                let filter = RetailItemsFilter::new(["mug-1".into(), "mug-2".into()]);
                let request = ItemsRequest::new(Country::Us, CatalogLanguage::En, filter);
                let items = client.catalogs().items().get(request).await?.items;
                let found = items
                    .iter()
                    .map(|item| matches!(item, ItemResult::RetailItem(_)));
                Ok(format!("{:?}", found.collect::<Vec<_>>()))
            },
        )
        .body(
            r#"{"country": "US", "language": "EN",
            "filters": {"catalog_type": "RETAIL", "item_ids": ["mug-1", "mug-2"]}}"#,
        ),
        row(
            "POST /catalogs/items/batch?ad_account_id=549",
            BATCH,
            r#""595953100599279259-66753b9bb65c46c49bd8503b27fecf9e""#,
            |client| async move {
                let operations = [DeleteRetailItem::new("mug-1").into()];
                let batch =
                    RetailItemsBatchRequest::new(Country::Us, operations, CatalogLanguage::En);
                let items = client.catalogs().items();
                let batch = items.submit_batch(VerticalItemsBatchRequest::from(batch));
                Ok(batch_id(&batch.ad_account_id("549").await?))
            },
        )
        .body(
            r#"{"catalog_type": "RETAIL", "country": "US", "language": "EN",
            "items": [{"item_id": "mug-1", "operation": "DELETE"}]}"#,
        ),
        row(
            "GET /catalogs/items/batch/595953100599279259-66753b9bb65c46c49bd8503b27fecf9e",
            BATCH,
            r#""595953100599279259-66753b9bb65c46c49bd8503b27fecf9e""#,
            |client| async move {
                let id = "595953100599279259-66753b9bb65c46c49bd8503b27fecf9e";
                let batch = client.catalogs().items().get_batch(id).await?;
                Ok(batch_id(&batch))
            },
        ),
    ];
    check(rows).await;
}

const BATCH: &str = r#"{"catalog_type": "RETAIL", "created_time": "2024-03-01T10:00:00",
                "status": "PROCESSING",
    "batch_id": "595953100599279259-66753b9bb65c46c49bd8503b27fecf9e"}"#;

fn batch_id(batch: &ItemsBatch) -> String {
    match batch {
        ItemsBatch::Retail(batch) => batch.batch_id.as_ref().unwrap().to_string(),
        batch => format!("{batch:?}"),
    }
}

const GROUP: &str = r#"{"catalog_type": "RETAIL", "id": "443", "catalog_id": "26", "feed_id": "27",
                "name": "Mugs",
    "type": "MERCHANT_CREATED", "filters": {"all_of": []}}"#;

fn id(group: &ProductGroup) -> String {
    match group {
        ProductGroup::Retail(group) => group.id.to_string(),
        group => format!("{group:?}"),
    }
}

fn new_group(name: &str) -> NewFeedBasedProductGroup {
    NewFeedBasedProductGroup::new("27", RetailProductGroupFiltersAllOf::new([]), name)
}

#[tokio::test]
async fn product_groups() {
    let rows = vec![
        row(
            "GET /catalogs/product_groups?ad_account_id=549&feed_id=27&id=443%2C444",
            r#"{"items": [], "bookmark": null}"#,
            r#""0""#,
            |client| async move {
                let groups = client.catalogs().ad_account_id("549").product_groups();
                let list = groups.list().feed_id("27").id(["443", "444"]);
                Ok(list.send().await?.len().to_string())
            },
        ),
        row(
            "GET /catalogs/product_groups/443",
            GROUP,
            r#""443""#,
            |client| async move { Ok(id(&client.catalogs().product_group("443").get().await?)) },
        ),
        row(
            "POST /catalogs/product_groups",
            GROUP,
            r#""443""#,
            |client| async move {
                let groups = client.catalogs().product_groups();
                Ok(id(&groups.create(new_group("Mugs")).await?))
            },
        )
        .body(r#"{"feed_id": "27", "filters": {"all_of": []}, "name": "Mugs"}"#),
        row(
            "PATCH /catalogs/product_groups/443",
            GROUP,
            r#""443""#,
            |client| async move {
                let update = FeedBasedProductGroupUpdate::new().name("Mugs");
                let group = client.catalogs().product_group("443");
                Ok(id(&group.update(update).await?))
            },
        )
        .body(r#"{"name": "Mugs"}"#),
        row(
            "DELETE /catalogs/product_groups/443",
            "",
            r#""None""#,
            |client| async move {
                let group = client.catalogs().product_group("443").delete().await?;
                Ok(format!("{group:?}"))
            },
        )
        .status(204),
        row(
            "GET /catalogs/product_groups/443/product_counts",
            r#"{"catalog_type": "RETAIL", "in_stock": 5, "out_of_stock": 2, "preorder": 0,
                "total": 7}"#,
            r#""7""#,
            |client| async move {
                let group = client.catalogs().product_group("443");
                match group.product_counts().await? {
                    ProductCounts::Retail(counts) => Ok(counts.total.to_string()),
                    counts => Ok(format!("{counts:?}")),
                }
            },
        ),
        row(
            "GET /catalogs/product_groups/443/products?pin_metrics=true",
            r#"{"items": []}"#,
            r#""0""#,
            |client| async move {
                let products = client.catalogs().product_group("443").products();
                let page = products.pin_metrics(true).send().await?;
                Ok(page.len().to_string())
            },
        ),
        row(
            "POST /catalogs/products/get_by_product_group_filters?bookmark=abc",
            r#"{"items": []}"#,
            r#""0""#,
            |client| async move {
                let filters = RetailProductGroupFiltersAllOf::new([]);
                let request = FeedBasedProductsRequest::new("27", filters);
                let products = client.catalogs().product_groups();
                let list = products.products_by_filter(request).bookmark("abc");
                Ok(list.send().await?.len().to_string())
            },
        )
        .body(r#"{"feed_id": "27", "filters": {"all_of": []}}"#),
    ];
    check(rows).await;
}

#[tokio::test]
async fn batches_of_product_groups() {
    let rows = vec![
        row(
            "POST /catalogs/product_groups/multiple?ad_account_id=549",
            r#"["443", "444"]"#,
            r#""443, 444""#,
            |client| async move {
                let groups = client.catalogs().ad_account_id("549").product_groups();
                let new = [new_group("Mugs"), new_group("Cups")];
                let outcome = groups.create_many(new).await?;
                Ok(states(&outcome, ToString::to_string))
            },
        )
        .body(
            r#"[{"feed_id": "27", "filters": {"all_of": []}, "name": "Mugs"},
            {"feed_id": "27", "filters": {"all_of": []}, "name": "Cups"}]"#,
        )
        .status(201),
        row(
            "POST /catalogs/product_groups/multiple",
            r#"["443"]"#,
            r#""unconfirmed, unconfirmed""#,
            |client| async move {
                let groups = client.catalogs().product_groups();
                let new = [new_group("Mugs"), new_group("Cups")];
                let outcome = groups.create_many(new).await?;
                Ok(states(&outcome, ToString::to_string))
            },
        )
        .body(
            r#"[{"feed_id": "27", "filters": {"all_of": []}, "name": "Mugs"},
            {"feed_id": "27", "filters": {"all_of": []}, "name": "Cups"}]"#,
        )
        .status(201),
        row(
            "DELETE /catalogs/product_groups/multiple?ad_account_id=549&id=443%2C444",
            "",
            r#""gone, gone""#,
            |client| async move {
                let groups = client.catalogs().ad_account_id("549").product_groups();
                let outcome = groups.delete_many(["443", "444"]).await?;
                Ok(states(&outcome, |()| "gone".to_owned()))
            },
        )
        .status(204),
    ];
    check(rows).await;
}

#[tokio::test]
async fn batches_are_split_by_their_limits() {
    let server = Server::with_responses([Response::new(204, ""), Response::new(204, "")]);
    let groups = (1..=251).map(|id| id.to_string());
    let product_groups = server.client().catalogs().product_groups();
    let outcome = product_groups.delete_many(groups).await.unwrap();
    assert!(outcome.is_complete());
    let requests = server.take_requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].query(), Some("id=251"));

    server.respond_all([Response::new(204, ""), Response::new(204, "")]);
    let stores = (1..=251).map(|id| id.to_string());
    let local_stores = server.client().catalog("26").local_stores();
    let outcome = local_stores.delete(stores).await.unwrap();
    assert!(outcome.is_complete());
    let requests = server.take_requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].query(), Some("ids=251"));
}

/// The second request has no body in its answer, which is about its own store alone.
#[tokio::test]
async fn a_deletion_without_a_word_is_that_of_the_stores_of_its_request() {
    let refused = json!([{"id": "1", "status": {"code": 7, "message": "In use"}}]);
    let answers = [
        Response::ok(&refused.to_string()),
        Response::new(204, ""),
        Response::new(204, ""),
    ];
    let server = Server::with_responses(answers);
    // The first store is in the last request, too, which does not undo what the first said of it.
    let stores = (1..=500).chain([1]).map(|id: u32| id.to_string());
    let local_stores = server.client().catalog("26").local_stores();
    let outcome = local_stores.delete(stores).await.unwrap();
    assert_eq!(server.take_requests().len(), 3);
    assert_eq!(outcome.failures().count(), 1);
    assert_eq!(outcome.unconfirmed().count(), 249);
    assert_eq!(outcome.successes().count(), 251);
    assert!(outcome.unmatched().is_empty());
}

#[tokio::test]
async fn ids_in_the_query_are_checked_before_the_first_request() {
    let server = Server::start();
    let ids = || {
        (1..=300).map(|id| match id {
            300 => "none".to_owned(),
            id => id.to_string(),
        })
    };
    let client = server.client();
    let groups = client.catalogs().product_groups().delete_many(ids()).await;
    let stores = client.catalog("26").local_stores().delete(ids()).await;
    let refused = [
        (groups.unwrap_err(), "id[299]"),
        (stores.unwrap_err(), "ids[299]"),
    ];
    for (error, field) in refused {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.limit().unwrap().field, field);
        assert!(error.operation().is_some());
    }
    server.assert_untouched();
}

#[tokio::test]
async fn reports() {
    let rows = vec![
        row(
            "POST /catalogs/reports",
            r#"{"token": "catalog_report_1"}"#,
            r#""catalog_report_1""#,
            |client| async move {
                let subject = FeedIngestionIssuesReport::new("27");
                let subject = RetailCatalogReportSubject::from(subject);
                let report = NewRetailCatalogReport::new(subject);
                let created = client.catalogs().reports().request(report).await?;
                Ok(created.token.unwrap().to_string())
            },
        )
        .body(
            r#"{"catalog_type": "RETAIL",
            "report": {"feed_id": "27", "report_type": "FEED_INGESTION_ISSUES"}}"#,
        ),
        row(
            "GET /catalogs/reports?token=catalog_report_1",
            r#"{"report_status": "FINISHED", "url": "https://files.example/r", "size": 12}"#,
            r#""https://files.example/r""#,
            |client| async move {
                let reports = client.catalogs().reports();
                Ok(reports.get("catalog_report_1").await?.url.unwrap())
            },
        ),
        row(
            "GET /catalogs/reports/stats?page_size=25&parameters%5Bcatalog_type%5D=RETAIL\
             &parameters%5Breport%5D%5Bfeed_id%5D=27\
             &parameters%5Breport%5D%5Breport_type%5D=FEED_INGESTION_ISSUES",
            r#"{"items": [{"report_type": "FEED_INGESTION_ISSUES", "code": 1}],
                "bookmark": null}"#,
            r#""1""#,
            |client| async move {
                let parameters: CatalogReportStatsQuery = serde_json::from_value(json!({
                    "catalog_type": "RETAIL",
                    "report": {"feed_id": "27", "report_type": "FEED_INGESTION_ISSUES"},
                }))
                .unwrap();
                let stats = client.catalogs().reports().stats(parameters);
                Ok(stats.page_size(25).send().await?.len().to_string())
            },
        ),
    ];
    check(rows).await;
}

#[tokio::test]
async fn local_inventory() {
    const BATCH: &str = r#"{"batch_id": "55", "status": "PROCESSING", "operation_results": [],
        "created_time": "2024-03-01T10:00:00"}"#;
    let rows = vec![
        row(
            "POST /catalogs/26/local_inventory_items/query?ad_account_id=549",
            r#"{"items": [{"item_id": "mug-1", "price": "9.99 EUR", "created_at": 1,
                "last_updated_time": 2,
                "store_metadata": {"store_code": "berlin-1", "store_id": "5"}}]}"#,
            r#""9.99 EUR""#,
            |client| async move {
                let inventory = client.catalog("26").ad_account_id("549").local_inventory();
                let key = LocalInventoryItemKey::new("mug-1", "berlin-1");
                let items = inventory.get([key]).await?.items;
                Ok(items[0].price.clone().unwrap())
            },
        )
        .body(r#"{"item_filters": [{"item_id": "mug-1", "store_code": "berlin-1"}]}"#),
        row(
            "POST /catalogs/26/local_inventory_items/batch",
            BATCH,
            r#""55""#,
            |client| async move {
                let inventory = client.catalog("26").local_inventory();
                let operation = DeleteLocalInventoryItem::new("mug-1", "berlin-1");
                let batch = inventory.submit_batch([operation]).await?;
                Ok(batch.batch_id.to_string())
            },
        )
        .body(
            r#"{"operations": [{"item_id": "mug-1", "operation": "DELETE",
                "store_code": "berlin-1"}]}"#,
        ),
        row(
            "GET /catalogs/26/supplemental_items/batch/55",
            BATCH,
            r#""PROCESSING""#,
            |client| async move {
                let inventory = client.catalog("26").local_inventory();
                Ok(inventory.get_batch("55").await?.status.to_string())
            },
        ),
    ];
    check(rows).await;
}
