//! Items in batches: split by the limit, and each with the batch that it is queued in.

use pinterest::ErrorKind;
use pinterest::types::{
    CatalogLanguage, Country, DeleteHotelItem, DeleteRetailItem, HotelItemAttributes,
    ItemsBatchStatus, NewRetailItemAttributes, RetailItemOperation, RetailItemsBatchRequest,
    UpsertHotelItem, UpsertRetailItem, VerticalItemsBatchRequest,
};
use pinterest_test_support::{Response, Server};
use serde_json::{Value, json};

use super::states;
use crate::clients::Clients;

const EN: CatalogLanguage = CatalogLanguage::En;

fn queued(batch: &str) -> Response {
    let body = json!({"catalog_type": "RETAIL", "batch_id": batch, "status": "PROCESSING",
        "created_time": "2024-03-01T10:00:00"});
    Response::ok(body.to_string())
}

fn deletions(count: usize) -> Vec<DeleteRetailItem> {
    let ids = (1..=count).map(|number| format!("mug-{number}"));
    ids.map(DeleteRetailItem::new).collect()
}

/// How many items each request that has arrived has.
fn sizes(server: &Server) -> Vec<usize> {
    let requests = server.take_requests().into_iter();
    requests
        .map(|request| request.json()["items"].as_array().unwrap().len())
        .collect()
}

#[tokio::test]
async fn items_are_split_by_the_limit_and_each_has_the_batch_of_its_request() {
    let server = Server::with_responses([queued("a"), queued("b"), queued("c")]);
    let items = server.client().catalogs().items();
    let outcome = items
        .delete_all(Country::Us, EN, deletions(2500))
        .await
        .unwrap();
    assert_eq!(sizes(&server), [1000, 1000, 500]);
    assert!(outcome.is_complete());
    let batches = |range: std::ops::Range<usize>| {
        let mut batches: Vec<&str> = outcome
            .successes()
            .skip(range.start)
            .take(range.len())
            .map(|(_, batch)| batch.as_str())
            .collect();
        batches.dedup();
        batches
    };
    assert_eq!(batches(0..1000), ["a"]);
    assert_eq!(batches(1000..2000), ["b"]);
    assert_eq!(batches(2000..2500), ["c"]);
    assert_eq!(outcome.batch_ids(), ["a", "b", "c"]);
}

#[tokio::test]
async fn the_id_of_a_batch_is_returned_once() {
    let server = Server::with_responses([queued("b"), queued("a"), queued("b")]);
    let items = server.client().catalogs().items();
    let deletions = items.delete_all(Country::Us, EN, deletions(2500));
    let outcome = deletions.await.unwrap();
    assert_eq!(outcome.batch_ids(), ["b", "a"]);
}

#[tokio::test]
async fn a_batch_says_what_became_of_each_item() {
    let body = r#"{"catalog_type": "HOTEL", "batch_id": "a", "status": "COMPLETED", "items": [
        {"hotel_id": "inn-1", "status": "FAILURE", "errors": [
            {"attribute": "link", "code": 3, "message": "The link is missing."}]},
        {"hotel_id": "inn-2", "status": "SUCCESS", "errors": null}]}"#;
    let server = Server::with_responses([Response::ok(body)]);
    let batch = server.client().catalogs().items().get_batch("a");
    let batch = batch.await.unwrap();
    assert_eq!(batch.status(), Some(&ItemsBatchStatus::Completed));
    let items = batch.processed_items();
    let items: Vec<_> = items
        .iter()
        .map(|item| (item.id.unwrap(), item.errors.len()))
        .collect();
    assert_eq!(items, [("inn-1", 1), ("inn-2", 0)]);
}

#[tokio::test]
async fn no_items_send_nothing() {
    let server = Server::start();
    let items = server.client().catalogs().items();
    let outcome = items
        .delete_all(Country::Us, EN, deletions(0))
        .await
        .unwrap();
    assert!(outcome.is_complete() && outcome.items().is_empty());
    server.assert_untouched();
}

#[tokio::test]
async fn a_batch_of_too_many_or_no_items_is_rejected_unsent() {
    let server = Server::start();
    let items = server.client().catalogs().items();
    for (count, expected) in [
        (
            2500,
            "items must be a list of at most 1000, but is a list of 2500",
        ),
        (0, "items must be a list of at least 1, but is a list of 0"),
    ] {
        let operations: Vec<RetailItemOperation> =
            deletions(count).into_iter().map(Into::into).collect();
        let batch = RetailItemsBatchRequest::new(Country::Us, operations, EN);
        let call = items.submit_batch(VerticalItemsBatchRequest::from(batch));
        let error = call.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.limit().unwrap().to_string(), expected);
    }
    server.assert_untouched();
}

#[tokio::test]
async fn when_a_later_request_fails_the_items_before_it_stay_queued() {
    let server = Server::with_responses([
        queued("a"),
        Response::json(403, r#"{"code": 29, "message": "No"}"#),
    ]);
    let items = server.client().catalogs().items();
    let outcome = items
        .delete_all(Country::Us, EN, deletions(2500))
        .await
        .unwrap();
    assert_eq!(sizes(&server), [1000, 1000]);
    assert_eq!(outcome.successes().count(), 1000);
    assert_eq!(outcome.not_done().count(), 1500);
    assert_eq!(outcome.error().unwrap().status(), Some(403));
}

#[tokio::test]
async fn a_response_without_a_batch_leaves_its_items_unconfirmed() {
    let server = Server::with_responses([Response::ok("{}")]);
    let items = server.client().catalogs().items();
    let outcome = items
        .delete_all(Country::Us, EN, deletions(2))
        .await
        .unwrap();
    assert_eq!(
        states(&outcome, ToString::to_string),
        "unconfirmed, unconfirmed"
    );
}

#[tokio::test]
async fn the_type_of_the_catalog_follows_from_the_items() {
    let server = Server::with_handler(|_| queued("a"));
    let items = server.client().catalogs().items();
    let sent = |server: &Server| -> Value { server.take_requests()[0].json() };

    let mug = UpsertRetailItem::new("mug-1", NewRetailItemAttributes::new());
    let catalog = items.clone().of_catalog("26");
    let _outcome = catalog
        .upsert_all(Country::Us, EN, [mug.clone()])
        .await
        .unwrap();
    let expected = json!({"catalog_type": "RETAIL", "catalog_id": "26", "country": "US",
        "language": "EN",
        "items": [{"operation": "UPSERT", "item_id": "mug-1", "attributes": {}}]});
    assert_eq!(sent(&server), expected);

    let inn = UpsertHotelItem::new("inn-1", HotelItemAttributes::new());
    let _outcome = items.upsert_all(Country::De, EN, [inn]).await.unwrap();
    let expected = json!({"catalog_type": "HOTEL", "country": "DE", "language": "EN",
        "items": [{"operation": "UPSERT", "hotel_id": "inn-1", "attributes": {}}]});
    assert_eq!(sent(&server), expected);

    let inn = DeleteHotelItem::new("inn-1");
    let _outcome = items.delete_all(Country::De, EN, [inn]).await.unwrap();
    assert_eq!(sent(&server)["items"][0]["operation"], "DELETE");

    let mixed: [RetailItemOperation; 2] = [mug.into(), DeleteRetailItem::new("mug-2").into()];
    let _outcome = items.change_all(Country::Us, EN, mixed).await.unwrap();
    let operations = sent(&server);
    assert_eq!(operations["items"][0]["operation"], "UPSERT");
    assert_eq!(operations["items"][1]["operation"], "DELETE");
}

#[tokio::test]
async fn an_item_that_violates_a_limit_is_named_by_its_place_among_all_inputs() {
    let server = Server::start();
    let mut items: Vec<UpsertRetailItem> = (1..=1002)
        .map(|number| {
            UpsertRetailItem::new(format!("mug-{number}"), NewRetailItemAttributes::new())
        })
        .collect();
    let long = "x".repeat(512);
    items[1001] = UpsertRetailItem::new(
        "mug-1002",
        NewRetailItemAttributes::new().ad_image_0_tag(long),
    );
    let catalog = server.client().catalogs().items();
    let error = catalog
        .upsert_all(Country::Us, EN, items)
        .await
        .unwrap_err();
    let field = &error.limit().unwrap().field;
    assert_eq!(field, "items[1001].attributes.ad_image_0_tag");
    server.assert_untouched();
}
