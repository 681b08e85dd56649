//! Local stores.

use futures_util::TryStreamExt;
use pinterest::ErrorKind;
use pinterest::types::{Country, LocalStoreUpdate, NewLocalStore};
use pinterest_test_support::{Response, Server};
use serde_json::json;

use super::states;
use crate::clients::Clients;
use crate::tables::{Row, row};

pub(super) fn rows() -> Vec<Row> {
    let tables = [lists(), deletions()];
    tables.into_iter().flatten().collect()
}

const BERLIN: &str = r#"{"id": "5", "store_code": "berlin-1", "name": "Berlin", "country": "DE",
    "created_at": "2024-03-01T10:00:00", "updated_at": "2024-03-02T10:00:00"}"#;

fn new_stores() -> [NewLocalStore; 2] {
    let store = |code| NewLocalStore::new(Country::De, "Lakeside", code);
    [store("berlin-1"), store("bonn-1")]
}

fn lists() -> Vec<Row> {
    vec![row(
        "GET /catalogs/26/local_stores?ids=5%2C6&page_size=2",
        r#"{"items": [{"id": "5", "store_code": "berlin-1", "name": "Berlin",
                "country": "DE",
            "created_at": "2024-03-01T10:00:00", "updated_at": "2024-03-02T10:00:00"}],
                "bookmark": null}"#,
        r#""berlin-1""#,
        |client| async move {
            let list = client.catalog("26").local_stores().list();
            let list = list.with(|list| list.ids(["5", "6"]));
            let stores: Vec<_> = list.page_size(2).items().try_collect().await?;
            Ok(stores[0].store_code.to_string())
        },
    )]
}

#[tokio::test]
async fn local_stores_are_created_each_for_itself() {
    let rejected = r#"{"data": {"id": "0", "exceptions": {"code": 1, "message": "no such city"}}}"#;
    let created = format!(r#"{{"data": {BERLIN}}}"#);
    let server = Server::start();
    let client = server.client().acting_for("549");
    let local_stores = client.catalog("26").local_stores();
    // A store is known by its code, an error by its place among the errors.
    for body in [
        format!("[{created}, {rejected}]"),
        format!("[{rejected}, {created}]"),
    ] {
        server.respond_all([Response::ok(&body)]);
        let outcome = local_stores.create_all(new_stores()).await.unwrap();
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
    let body = format!(r#"[{{"data": {BERLIN}}}, {{"data": {{"state": "QUEUED"}}}}]"#);
    let server = Server::with_responses([Response::ok(&body)]);
    let local_stores = server.client().catalog("26").local_stores();
    let outcome = local_stores.create_all(new_stores()).await.unwrap();
    assert_eq!(
        states(&outcome, |store| store.id.to_string()),
        "5, unconfirmed"
    );
}

#[tokio::test]
async fn local_stores_are_updated_and_told_apart_by_their_ids() {
    let body = format!(
        r#"[{{"data": {{"id": "6", "exceptions": {{"code": 1,
                "message": "no such store"}}}}}}, {{"data": {BERLIN}}}]"#
    );
    let server = Server::with_responses([Response::ok(&body)]);
    let local_stores = server.client().catalog("26").local_stores();
    let updates = [
        LocalStoreUpdate::new("5").name("Berlin"),
        LocalStoreUpdate::new("6").name("Bonn"),
    ];
    let outcome = local_stores.update_all(updates).await.unwrap();
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

fn deletions() -> Vec<Row> {
    vec![
        row(
            "DELETE /catalogs/26/local_stores?ad_account_id=549&ids=5%2C6",
            r#"[{"id": "5", "status": {"statusCode": 204}},
                {"id": "6", "status": {"code": 50, "message": "no such store"}}]"#,
            r#""gone, no such store (code 50)""#,
            |client| async move {
                let local_stores = client.acting_for("549").catalog("26").local_stores();
                let outcome = local_stores.delete_all(["5", "6"]).await?;
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
                    .delete_all(["5", "6"])
                    .await?;
                Ok(states(&outcome, |()| "gone".to_owned()))
            },
        )
        .status(204),
    ]
}

#[tokio::test]
async fn one_local_store_is_created_changed_and_deleted() {
    let done = format!(r#"[{{"data": {BERLIN}}}]"#);
    let rejected = r#"[{"id": "5", "status": {"code": 50, "message": "no such store"}}]"#;
    let server = Server::with_responses([
        Response::ok(&done),
        Response::ok(&done),
        Response::new(204, ""),
        Response::ok(rejected),
    ]);
    let stores = server.client().catalog("26").local_stores();
    let [new, _] = new_stores();
    assert_eq!(stores.create(new).await.unwrap().id, "5");
    let update = LocalStoreUpdate::new("5").name("Berlin");
    assert_eq!(stores.update(update).await.unwrap().name, "Berlin");
    stores.delete("5").await.unwrap();
    let error = stores.delete("5").await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(50)));
    assert_eq!(
        server.take_lines(),
        [
            r#"POST /catalogs/26/local_stores [{"country":"DE","name":"Lakeside","store_code":"berlin-1"}]"#,
            r#"PATCH /catalogs/26/local_stores [{"id":"5","name":"Berlin"}]"#,
            "DELETE /catalogs/26/local_stores?ids=5",
            "DELETE /catalogs/26/local_stores?ids=5",
        ]
    );
}
