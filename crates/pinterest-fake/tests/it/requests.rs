//! Requests that the description does not permit are rejected, and the field is named.

use serde_json::json;

use crate::api::Api;

#[tokio::test]
async fn a_board_that_was_created_comes_back() {
    let api = Api::start().await;
    let board = api.post("/boards", json!({"name": "Oak"})).await.json();
    let id = board["id"].as_str().unwrap();
    assert_eq!(
        api.get(&format!("/boards/{id}")).await.json()["name"],
        "Oak"
    );
    let list = api.get("/boards?page_size=250").await.json();
    let names = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|board| &board["name"]);
    assert!(names.into_iter().any(|name| name == "Oak"));
}

#[tokio::test]
async fn a_violation_names_the_field() {
    let api = Api::start().await;
    let response = api.post("/boards", json!({"name": 7})).await;
    assert_eq!(response.status, 400);
    assert_eq!(
        response.json(),
        json!({"code": 1, "message": "Invalid request: 'name' must be a string, not a number"})
    );
    let response = api.get("/boards?page_size=0&colour=red").await;
    assert_eq!(
        response.json()["message"],
        "Invalid request: 'page_size' must be at least 1, not 0; 'colour' is not a parameter of this operation"
    );
}

#[tokio::test]
async fn every_operation_without_state_responds_with_a_valid_body() {
    let api = Api::start().await;
    let response = api.get("/trends/topics/featured?region=US").await;
    assert_eq!(response.header("x-fake"), Some("generated"), "{response:?}");
}
