//! Pins, their images, lists and product tags.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{all, id, image_pin, new_board, new_pin};
use crate::api::Api;

fn png(width: u8, height: u8) -> String {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0".to_vec();
    bytes.extend([width, 0, 0, 0, height, 8, 2, 0, 0, 0]);
    STANDARD.encode(bytes)
}

#[tokio::test]
async fn boards_and_pins_of_others_are_theirs() {
    let api = Api::start().await;
    let followed = all(&api, "/user_account/following/boards").await;
    assert_eq!(followed.len(), 2);
    let path = format!("/boards/{}", id(&followed[0]));
    let response = api.get(&path).await;
    assert_eq!(
        (response.status, &response.json()["code"]),
        (403, &json!(29))
    );

    let public = all(&api, "/search/partner/pins?term=a&country_code=US&limit=50").await;
    let own = all(&api, "/pins?page_size=250&include_protected_pins=true").await;
    let is_own = |pin: &&Value| own.iter().any(|other| other["id"] == pin["id"]);
    let foreign = public.iter().find(|pin| !is_own(pin)).unwrap();
    let response = api.get(&format!("/pins/{}", id(foreign))).await;
    assert_eq!(response.status, 401);
    assert_eq!(
        response.json(),
        json!({"code": 3, "message": "Your token does not have sufficient permissions for this."})
    );

    let board = new_board(&api, "Saved").await;
    let path = format!("/pins/{}/save", id(foreign));
    let response = api.post(&path, json!({"board_id": board})).await;
    assert_eq!(response.status, 201);
    let saved = response.json();
    assert_eq!(saved["parent_pin_id"], foreign["id"]);
    assert_eq!(saved["title"], foreign["title"]);
    assert_eq!(saved["is_owner"], true);
    assert_eq!(saved["board_owner"]["username"], "oakandlinen");
    assert_eq!(api.get(&format!("/pins/{}", id(&saved))).await.status, 200);
    for (body, code) in [
        (json!({"board_id": "404"}), 40),
        (json!({"board_id": board, "board_section_id": "404"}), 2031),
    ] {
        let response = api.post(&path, body).await;
        assert_eq!(
            (response.status, &response.json()["code"]),
            (404, &json!(code))
        );
    }
    let response = api.post("/pins/404/save", json!({"board_id": board})).await;
    assert_eq!(
        response.json(),
        json!({"code": 50, "message": "Pin not found."})
    );
}

#[tokio::test]
async fn a_pin_is_created_changed_moved_and_deleted() {
    let api = Api::start().await;
    let (one, other) = (new_board(&api, "One").await, new_board(&api, "Other").await);
    let pin = new_pin(&api, image_pin(&one, "Oak shelf")).await;
    assert_eq!(pin["creative_type"], "REGULAR");
    assert_eq!(pin["media"]["media_type"], "image");
    assert_eq!(pin["pin_metrics"], Value::Null);
    let path = format!("/pins/{}", id(&pin));
    assert_eq!(api.get(&path).await.json(), pin);
    assert_eq!(all(&api, "/pins").await[0], pin);

    let changes = json!({"title": "Shelf", "link": null, "board_id": other});
    let changed = api.patch(&path, changes).await.json();
    assert_eq!(changed["title"], "Shelf");
    assert_eq!(changed["link"], Value::Null);
    assert_eq!(changed["board_id"], json!(other));
    assert_eq!(
        api.get(&format!("/boards/{one}")).await.json()["pin_count"],
        0
    );
    assert_eq!(
        api.get(&format!("/boards/{other}")).await.json()["pin_count"],
        1
    );

    assert_eq!(api.delete(&path).await.status, 204);
    assert_eq!(api.delete(&path).await.status, 404);
    assert_eq!(
        api.get(&format!("/boards/{other}")).await.json()["pin_count"],
        0
    );
}

#[tokio::test]
async fn images_come_in_several_ways() {
    let api = Api::start().await;
    let board = new_board(&api, "Oak").await;
    let with = |source: Value| json!({"board_id": board, "media_source": source});
    let response = api
        .post(
            "/pins",
            with(
                json!({"source_type": "image_url", "url": "https://unreachable.example.com/a.jpg"}),
            ),
        )
        .await;
    assert_eq!(response.status, 400);
    assert_eq!(
        response.json(),
        json!({"code": 1, "message": "Sorry we could not fetch the image."})
    );

    let source =
        json!({"source_type": "image_base64", "content_type": "image/png", "data": png(90, 60)});
    let pin = new_pin(&api, with(source)).await;
    let size = &pin["media"]["images"]["1200x"];
    assert_eq!((&size["width"], &size["height"]), (&json!(90), &json!(60)));
    let source =
        json!({"source_type": "image_base64", "content_type": "image/jpeg", "data": png(90, 60)});
    let response = api.post("/pins", with(source)).await;
    assert_eq!(
        response.json()["message"],
        "'media_source.data' is not an image of type image/jpeg"
    );

    let item = |width| json!({"content_type": "image/png", "data": png(width, 60), "title": "A"});
    let source = json!({"source_type": "multiple_image_base64", "items": [item(90), item(90)]});
    let pin = new_pin(&api, with(source)).await;
    assert_eq!(pin["creative_type"], "CAROUSEL");
    assert_eq!(pin["media"]["items"][1]["title"], "A");
    let changes = json!({"carousel_slots": [{}, {"title": "B"}]});
    let path = format!("/pins/{}", id(&pin));
    let changed = api.patch(&path, changes).await.json();
    assert_eq!(changed["media"]["items"][1]["title"], "B");
    let source = json!({"source_type": "multiple_image_base64", "items": [item(90), item(80)]});
    let response = api.post("/pins", with(source)).await;
    assert_eq!(
        (response.status, &response.json()["code"]),
        (400, &json!(1))
    );
    let response = api.post("/pins", json!({"board_id": board})).await;
    assert_eq!(response.json()["message"], "'media_source' is required");
}

#[tokio::test]
async fn lists_of_pins_are_filtered() {
    let api = Api::start().await;
    let count = async |query: &str| {
        all(&api, &format!("/pins?page_size=250&{query}"))
            .await
            .len()
    };
    let everything = count("include_protected_pins=true").await;
    let open = count("include_protected_pins=false").await;
    assert_eq!(everything - open, 50);
    assert_eq!(count("pin_type=PRIVATE").await, 25);
    let videos = all(&api, "/pins?page_size=250&creative_types=VIDEO").await;
    assert!(
        !videos.is_empty()
            && videos
                .iter()
                .all(|pin| pin["media"]["media_type"] == "video")
    );
    let originals = all(&api, "/pins?page_size=250&pin_filter=exclude_repins").await;
    assert!(originals.len() < open);
    assert!(originals.iter().all(|pin| pin["parent_pin_id"].is_null()));
    let of_shop = count("domain=shop.example.com").await;
    let of_blog = count("domains=blog.example.com").await;
    assert_eq!(
        count("domains=shop.example.com&domains=blog.example.com").await,
        of_shop + of_blog
    );
}

#[tokio::test]
async fn product_tags_are_added_all_or_none() {
    let api = Api::start().await;
    let pins = all(&api, "/pins?page_size=100").await;
    let (products, others): (Vec<&Value>, Vec<&Value>) =
        pins.iter().partition(|pin| pin["is_product"] == true);
    let board = new_board(&api, "Oak").await;
    let pin = new_pin(&api, image_pin(&board, "Oak room")).await;
    let path = format!("/pins/{}/product_tags", id(&pin));
    let tag = |pin: &Value| json!({"pin_id": pin["id"]});
    let both = json!({"product_tags": [tag(products[0]), tag(products[1])]});
    assert_eq!(api.post(&path, both.clone()).await.json(), both);
    let mixed = json!({"product_tags": [tag(products[2]), tag(others[0])]});
    assert_eq!(api.post(&path, mixed).await.status, 400);
    let missing = json!({"product_tags": [tag(products[2]), {"pin_id": "404"}]});
    assert_eq!(api.post(&path, missing).await.json()["code"], 50);
    assert_eq!(api.get(&path).await.json(), both);
    let one = json!({"product_tags": [tag(products[0])]});
    let response = api.post(&format!("{path}/bulk-delete"), one).await;
    assert_eq!(response.status, 204);
    let left = json!({"product_tags": [tag(products[1])]});
    assert_eq!(api.get(&path).await.json(), left);
}
