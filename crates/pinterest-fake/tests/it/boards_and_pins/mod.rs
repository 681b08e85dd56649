//! Boards, sections, Pins, product tags, searches, and the account that has them.

use serde_json::{Value, json};

use crate::api::Api;

mod account;
mod pins;

/// Every item of a list, page by page.
pub(super) async fn all(api: &Api, path: &str) -> Vec<Value> {
    let separator = if path.contains('?') { '&' } else { '?' };
    let mut items = Vec::new();
    let mut next = path.to_owned();
    loop {
        let response = api.get(&next).await;
        assert_eq!(response.status, 200, "{next}: {response:?}");
        let page = response.json();
        items.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["bookmark"].as_str() {
            Some(bookmark) => next = format!("{path}{separator}bookmark={bookmark}"),
            None => return items,
        }
    }
}

pub(super) async fn new_board(api: &Api, name: &str) -> String {
    let response = api.post("/boards", json!({"name": name})).await;
    assert_eq!(response.status, 201, "{response:?}");
    response.json()["id"].as_str().unwrap().to_owned()
}

pub(super) fn image_pin(board: &str, title: &str) -> Value {
    json!({
        "board_id": board,
        "title": title,
        "link": "https://shop.example.com/oak",
        "media_source": {"source_type": "image_url", "url": "https://example.com/oak.jpg"},
    })
}

pub(super) async fn new_pin(api: &Api, body: Value) -> Value {
    let response = api.post("/pins", body).await;
    assert_eq!(response.status, 201, "{response:?}");
    response.json()
}

pub(super) fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap()
}

#[tokio::test]
async fn a_board_is_created_changed_and_deleted_with_what_is_on_it() {
    let api = Api::start().await;
    let board = new_board(&api, "Oak").await;
    let path = format!("/boards/{board}");
    let changed = api
        .patch(&path, json!({"description": "Solid", "privacy": "SECRET"}))
        .await
        .json();
    assert_eq!(changed["description"], "Solid");
    let cleared = api.patch(&path, json!({"description": null})).await.json();
    assert_eq!(cleared["description"], Value::Null);
    assert_eq!(cleared["privacy"], "SECRET");
    let secret = all(&api, "/boards?privacy=SECRET").await;
    assert!(secret.iter().any(|row| id(row) == board));
    let shown = all(&api, "/boards?privacy=PROTECTED").await;
    assert!(shown.iter().all(|row| row["privacy"] == "PROTECTED"));

    let pin = new_pin(&api, image_pin(&board, "Oak shelf")).await;
    let now = api.get(&path).await.json();
    assert_eq!(now["pin_count"], 1);
    assert_eq!(now["owner"]["username"], "oakandlinen");
    assert_eq!(
        now["media"]["pin_thumbnail_urls"],
        json!([pin["media"]["images"]["150x150"]["url"]])
    );

    let response = api.delete(&path).await;
    assert_eq!((response.status, response.body.as_str()), (204, ""));
    let gone = api.get(&path).await;
    assert_eq!(gone.status, 404);
    assert_eq!(
        gone.json(),
        json!({"code": 40, "message": "Board not found."})
    );
    assert_eq!(api.get(&format!("/pins/{}", id(&pin))).await.status, 404);
}

#[tokio::test]
async fn names_of_boards_are_taken_once_and_ads_only_boards_have_theirs() {
    let api = Api::start().await;
    new_board(&api, "Oak").await;
    let again = api.post("/boards", json!({"name": "oak"})).await;
    assert_eq!((again.status, &again.json()["code"]), (409, &json!(58)));
    let boards = all(&api, "/boards").await;
    let ads_only = boards.iter().find(|b| b["is_ads_only"] == true).unwrap();
    let path = format!("/boards/{}", id(ads_only));
    let renamed = api
        .patch(&path, json!({"name": "Mine", "privacy": "PUBLIC"}))
        .await
        .json();
    assert_eq!(renamed["name"], "Ad-only Pins");
    assert_eq!(renamed["privacy"], "PROTECTED");
}

#[tokio::test]
async fn sections_hold_pins() {
    let api = Api::start().await;
    let board = new_board(&api, "Oak").await;
    let sections = format!("/boards/{board}/sections");
    let response = api.post(&sections, json!({"name": "Shelves"})).await;
    assert_eq!(response.status, 201);
    let section = response.json()["id"].as_str().unwrap().to_owned();
    let path = format!("{sections}/{section}");
    let renamed = api.patch(&path, json!({"name": "Racks"})).await.json();
    assert_eq!(renamed, json!({"id": section, "name": "Racks"}));
    assert_eq!(all(&api, &sections).await, [renamed]);

    let mut body = image_pin(&board, "Oak shelf");
    body["board_section_id"] = json!(section);
    let pin = new_pin(&api, body).await;
    let outside = new_pin(&api, image_pin(&board, "Oak desk")).await;
    let pins = all(&api, &format!("{path}/pins")).await;
    assert_eq!(pins, std::slice::from_ref(&pin));
    let pin_path = format!("/pins/{}", id(&outside));
    let moved = api
        .patch(&pin_path, json!({"board_section_id": section}))
        .await
        .json();
    assert_eq!(moved["board_section_id"], json!(section));
    assert_eq!(all(&api, &format!("{path}/pins")).await.len(), 2);
    let moved = api
        .patch(&pin_path, json!({"board_section_id": null}))
        .await
        .json();
    assert_eq!(moved["board_section_id"], Value::Null);
    assert_eq!(moved["board_id"], json!(board));

    assert_eq!(api.delete(&path).await.status, 204);
    let gone = api.get(&format!("{path}/pins")).await;
    assert_eq!((gone.status, &gone.json()["code"]), (404, &json!(2031)));
    let left = all(&api, &format!("/boards/{board}/pins")).await;
    assert_eq!(left, [moved]);
    assert_eq!(
        api.get(&format!("/boards/{board}")).await.json()["pin_count"],
        1
    );
}

#[tokio::test]
async fn searches_find_boards_and_pins() {
    let api = Api::start().await;
    let board = new_board(&api, "Quiet corners").await;
    let mut body = image_pin(&board, "Reading nook");
    body["description"] = json!("A quiet place by the window.");
    let pin = new_pin(&api, body).await;
    let boards = all(&api, "/search/boards?query=corners%20quiet").await;
    assert_eq!(boards.iter().map(id).collect::<Vec<_>>(), [board.as_str()]);
    let by_pin = all(&api, &format!("/search/boards?query={}", id(&pin))).await;
    assert_eq!(by_pin.iter().map(id).collect::<Vec<_>>(), [board.as_str()]);
    assert_eq!(all(&api, "/search/pins?query=window").await, [pin]);
    assert!(all(&api, "/search/pins?query=spaceship").await.is_empty());
}
