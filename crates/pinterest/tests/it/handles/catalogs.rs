//! Catalogs, their feeds, items, product groups, reports and local stores.

mod items;
mod local_stores;
mod product_groups;

use futures_util::TryStreamExt;
use pinterest::types::{
    AvailableFilterValues, CatalogLanguage, CatalogLocale, CatalogReportStatsQuery, CatalogType,
    Country, DeleteLocalInventoryItem, DeleteRetailItem, Feed, FeedFormat,
    FeedIngestionIssuesReport, FeedStatus, ItemResult, ItemValidationIssue, ItemsBatch,
    ItemsRequest, LocalInventoryItemKey, NewCatalog, NewRetailCatalogReport, NewRetailFeed,
    NewRetailFeedRequired, RetailCatalogReportSubject, RetailFeedUpdate, RetailItemsBatchRequest,
    RetailItemsFilter,
};
use pinterest::{BatchOutcome, ErrorKind, ItemState};
use pinterest_test_support::{Response, Server};
use serde_json::json;

use crate::clients::Clients;
use crate::tables::{Row, check, row};

pub(super) fn rows() -> Vec<Row> {
    let tables = [
        catalogs(),
        feeds(),
        items(),
        product_groups::rows(),
        reports(),
        local_inventory(),
        local_stores::rows(),
    ];
    tables.into_iter().flatten().collect()
}

#[tokio::test]
async fn handles_of_catalogs_send_what_they_say() {
    check(rows()).await;
}

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

fn catalogs() -> Vec<Row> {
    vec![
        row(
            "GET /catalogs?ad_account_id=549&page_size=50",
            r#"{"items": [{"id": "26", "catalog_type": "RETAIL", "name": "Shop",
                "created_at": "2024-03-01T10:00:00", "updated_at": "2024-03-02T10:00:00"}],
                "bookmark": null}"#,
            r#""26""#,
            |client| async move {
                let list = client.acting_for("549").catalogs().list().page_size(50);
                let catalogs: Vec<_> = list.items().try_collect().await?;
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
                let call = call.with(|request| request.country(Country::De).feed_id("27"));
                match call.await? {
                    AvailableFilterValues::Retail(_) => Ok("of a retail catalog".to_owned()),
                    values => Ok(format!("{values:?}")),
                }
            },
        ),
    ]
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

fn feeds() -> Vec<Row> {
    vec![
        row(
            "GET /catalogs/feeds?catalog_id=26",
            r#"{"items": [], "bookmark": null}"#,
            r#""0""#,
            |client| async move {
                let list = client.catalogs().feeds().list();
                let list = list.with(|list| list.catalog_id("26"));
                Ok(list.send().await?.len().to_string())
            },
        ),
        row(
            "POST /catalogs/feeds",
            FEED,
            r#""Products""#,
            |client| async move {
                let feed = NewRetailFeed::new(NewRetailFeedRequired {
                    format: FeedFormat::Csv,
                    location: "https://shop.example/p.csv".into(),
                    name: "Products".into(),
                    default_country: Country::Us,
                    default_locale: CatalogLocale::EnUs,
                });
                let feeds = client.catalogs().feeds();
                Ok(name(&feeds.create(feed).await?))
            },
        )
        .body(
            r#"{"catalog_type": "RETAIL", "default_country": "US", "default_locale": "en-US",
            "format": "CSV", "location": "https://shop.example/p.csv", "name": "Products"}"#,
        )
        .status(201),
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
                let feed = client.acting_for("549").catalogs().feed("27");
                let update = feed.update(update);
                Ok(name(&update.await?))
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
                let feed = client.acting_for("549").catalogs().feed("27");
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
                Ok(page.position().bookmark().unwrap_or_default().to_owned())
            },
        ),
        row(
            "GET /catalogs/processing_results/88/item_issues?item_validation_issue=TITLE_MISSING",
            r#"{"items": [{"item_number": 7, "item_id": "mug-1", "errors": {},
                "warnings": {}}]}"#,
            r#""mug-1""#,
            |client| async move {
                let issues = client.catalogs().feed("27").item_issues("88");
                let issue = ItemValidationIssue::from_wire("TITLE_MISSING");
                let issues = issues.with(|list| list.item_validation_issue(issue));
                let issues: Vec<_> = issues.items().try_collect().await?;
                Ok(issues[0].item_id.as_ref().unwrap().to_string())
            },
        ),
    ]
}

fn items() -> Vec<Row> {
    vec![
        row(
            "POST /catalogs/items",
            r#"{"items": [
                {"catalog_type": "RETAIL", "item_response_kind": "retail_item",
                "item_id": "mug-1"},
                {"catalog_type": "RETAIL", "item_response_kind": "retail_item_error",
                "item_id": "mug-2", "errors": []}]}"#,
            r#""[true, false]""#,
            |client| async move {
                let filter = RetailItemsFilter::new(["mug-1", "mug-2"]);
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
                let operations = [DeleteRetailItem::new("mug-1")];
                let batch =
                    RetailItemsBatchRequest::new(Country::Us, operations, CatalogLanguage::En);
                let items = client.acting_for("549").catalogs().items();
                let batch = items.submit_batch(batch);
                Ok(batch_id(&batch.await?))
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
    ]
}

const BATCH: &str = r#"{"catalog_type": "RETAIL", "created_time": "2024-03-01T10:00:00",
                "status": "PROCESSING",
    "batch_id": "595953100599279259-66753b9bb65c46c49bd8503b27fecf9e"}"#;

fn batch_id(batch: &ItemsBatch) -> String {
    batch.batch_id().unwrap().to_string()
}

#[tokio::test]
async fn batches_are_split_by_their_limits() {
    let server = Server::with_responses([Response::new(204, ""), Response::new(204, "")]);
    let groups = (1..=251).map(|id| id.to_string());
    let product_groups = server.client().catalogs().product_groups();
    let outcome = product_groups.delete_all(groups).await.unwrap();
    assert!(outcome.is_complete());
    let requests = server.take_requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].query(), Some("id=251"));

    server.respond_all([Response::new(204, ""), Response::new(204, "")]);
    let stores = (1..=251).map(|id| id.to_string());
    let local_stores = server.client().catalog("26").local_stores();
    let outcome = local_stores.delete_all(stores).await.unwrap();
    assert!(outcome.is_complete());
    let requests = server.take_requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].query(), Some("ids=251"));
}

/// The response to the second request has no body, which is about the stores of that request alone.
#[tokio::test]
async fn a_deletion_without_a_body_is_that_of_the_stores_of_its_request() {
    let rejected = json!([{"id": "1", "status": {"code": 7, "message": "In use"}}]);
    let responses = [
        Response::ok(rejected.to_string()),
        Response::new(204, ""),
        Response::new(204, ""),
    ];
    let server = Server::with_responses(responses);
    // The first store is in the last request, too, which does not undo what the first said of it.
    let stores = (1..=500).chain([1]).map(|id: u32| id.to_string());
    let local_stores = server.client().catalog("26").local_stores();
    let outcome = local_stores.delete_all(stores).await.unwrap();
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
            300 => "one,two".to_owned(),
            id => id.to_string(),
        })
    };
    let client = server.client();
    let groups = client.catalogs().product_groups().delete_all(ids()).await;
    let stores = client.catalog("26").local_stores().delete_all(ids()).await;
    let rejected = [
        (groups.unwrap_err(), "id[299]"),
        (stores.unwrap_err(), "ids[299]"),
    ];
    for (error, field) in rejected {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.limit().unwrap().field, field);
        assert!(error.operation().is_some());
    }
    server.assert_untouched();
}

fn reports() -> Vec<Row> {
    vec![
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
    ]
}

fn local_inventory() -> Vec<Row> {
    const BATCH: &str = r#"{"batch_id": "55", "status": "PROCESSING", "operation_results": [],
        "created_time": "2024-03-01T10:00:00"}"#;
    vec![
        row(
            "POST /catalogs/26/local_inventory_items/query?ad_account_id=549",
            r#"{"items": [{"item_id": "mug-1", "price": "9.99 EUR", "created_at": 1,
                "last_updated_time": 2,
                "store_metadata": {"store_code": "berlin-1", "store_id": "5"}}]}"#,
            r#""9.99 EUR""#,
            |client| async move {
                let inventory = client.acting_for("549").catalog("26").local_inventory();
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
                let outcome = inventory.change_all([operation]).await?;
                Ok(states(&outcome, ToString::to_string))
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
    ]
}
