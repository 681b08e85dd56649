//! Local stores.

use futures_util::TryStreamExt;
use pinterest::types::{Country, LocalStoreUpdate, NewLocalStore};
use pinterest_test_support::{Response, Server};
use serde_json::json;

use super::states;
use crate::clients::Clients;
use crate::tables::{check, row};

const BERLIN: &str = r#"{"id": "5", "store_code": "berlin-1", "name": "Berlin", "country": "DE",
    "created_at": "2024-03-01T10:00:00", "updated_at": "2024-03-02T10:00:00"}"#;

fn new_stores() -> [NewLocalStore; 2] {
    let store = |code| NewLocalStore::new(Country::De, "Lakeside", code);
    [store("berlin-1"), store("bonn-1")]
}

#[tokio::test]
async fn local_stores_are_listed() {
    let rows = vec![row(
        "GET /catalogs/26/local_stores?ids=5%2C6&page_size=2",
        r#"{"items": [{"id": "5", "store_code": "berlin-1", "name": "Berlin",
                "country": "DE",
            "created_at": "2024-03-01T10:00:00", "updated_at": "2024-03-02T10:00:00"}],
                "bookmark": null}"#,
        r#""berlin-1""#,
        |client| async move {
            let list = client.catalog("26").local_stores().list().ids(["5", "6"]);
            let stores: Vec<_> = list.page_size(2).items().try_collect().await?;
            Ok(stores[0].store_code.to_string())
        },
    )];
    check(rows).await;
}

#[tokio::test]
async fn local_stores_are_created_each_for_itself() {
    let refused = r#"{"data": {"id": "0", "exceptions": {"code": 1, "message": "no such city"}}}"#;
    let created = format!(r#"{{"data": {BERLIN}}}"#);
    let server = Server::start();
    let local_stores = server
        .client()
        .catalog("26")
        .ad_account_id("549")
        .local_stores();
    // A store is known by its code, a refusal by its place among the refusals.
    for answer in [
        format!("[{created}, {refused}]"),
        format!("[{refused}, {created}]"),
    ] {
        server.respond_all([Response::ok(&answer)]);
        let outcome = local_stores.create(new_stores()).await.unwrap();
        assert_eq!(
            states(&outcome, |store| store.id.to_string()),
            "5, no such city (code 1)"
        );
    }
    let request = &server.requests()[0];
    assert_eq!(
        (request.method(), request.target()),
        ("POST", "/catalogs/26/local_stores?ad_account_id=549")
    );
    assert_eq!(
        request.json(),
        json!([
            {"country": "DE", "name": "Lakeside", "store_code": "berlin-1"},
            {"country": "DE", "name": "Lakeside", "store_code": "bonn-1"},
        ])
    );
}

#[tokio::test]
async fn a_result_of_a_new_form_confirms_nothing() {
    let answer = format!(r#"[{{"data": {BERLIN}}}, {{"data": {{"state": "QUEUED"}}}}]"#);
    let server = Server::with_responses([Response::ok(&answer)]);
    let local_stores = server.client().catalog("26").local_stores();
    let outcome = local_stores.create(new_stores()).await.unwrap();
    assert_eq!(
        states(&outcome, |store| store.id.to_string()),
        "5, unconfirmed"
    );
}

#[tokio::test]
async fn local_stores_are_updated_and_told_apart_by_their_ids() {
    let answer = format!(
        r#"[{{"data": {{"id": "6", "exceptions": {{"code": 1,
                "message": "no such store"}}}}}}, {{"data": {BERLIN}}}]"#
    );
    let server = Server::with_responses([Response::ok(&answer)]);
    let local_stores = server.client().catalog("26").local_stores();
    let updates = [
        LocalStoreUpdate::new("5").name("Berlin"),
        LocalStoreUpdate::new("6").name("Bonn"),
    ];
    let outcome = local_stores.update(updates).await.unwrap();
    assert_eq!(
        states(&outcome, |store| store.name.clone()),
        "Berlin, no such store (code 1)"
    );
    let request = &server.requests()[0];
    assert_eq!(
        (request.method(), request.target()),
        ("PATCH", "/catalogs/26/local_stores")
    );
    assert_eq!(
        request.json(),
        json!([{"id": "5", "name": "Berlin"}, {"id": "6", "name": "Bonn"}])
    );
}

#[tokio::test]
async fn local_stores_are_deleted_each_for_itself() {
    let rows = vec![
        row(
            "DELETE /catalogs/26/local_stores?ad_account_id=549&ids=5%2C6",
            r#"[{"id": "5", "status": {"statusCode": 204}},
                {"id": "6", "status": {"code": 50, "message": "no such store"}}]"#,
            r#""gone, no such store (code 50)""#,
            |client| async move {
                let local_stores = client.catalog("26").ad_account_id("549").local_stores();
                let outcome = local_stores.delete(["5", "6"]).await?;
                Ok(states(&outcome, |()| "gone".to_owned()))
            },
        ),
        row(
            "DELETE /catalogs/26/local_stores?ids=5%2C6",
            "",
            r#""gone, gone""#,
            |client| async move {
                let outcome = client
                    .catalog("26")
                    .local_stores()
                    .delete(["5", "6"])
                    .await?;
                Ok(states(&outcome, |()| "gone".to_owned()))
            },
        )
        .status(204),
    ];
    check(rows).await;
}
