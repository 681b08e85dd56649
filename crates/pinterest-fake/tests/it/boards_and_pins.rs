//! Boards, sections, Pins, product tags, searches, and the account that has them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::api::Api;

/// Every item of a list, page by page.
async fn all(api: &Api, path: &str) -> Vec<Value> {
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

async fn new_board(api: &Api, name: &str) -> String {
    let response = api.post("/boards", json!({"name": name})).await;
    assert_eq!(response.status, 201, "{response:?}");
    response.json()["id"].as_str().unwrap().to_owned()
}

fn image_pin(board: &str, title: &str) -> Value {
    json!({
        "board_id": board,
        "title": title,
        "link": "https://shop.example.com/oak",
        "media_source": {"source_type": "image_url", "url": "https://example.com/oak.jpg"},
    })
}

async fn new_pin(api: &Api, body: Value) -> Value {
    let response = api.post("/pins", body).await;
    assert_eq!(response.status, 201, "{response:?}");
    response.json()
}

fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap()
}

fn png(width: u8, height: u8) -> String {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0".to_vec();
    bytes.extend([width, 0, 0, 0, height, 8, 2, 0, 0, 0]);
    STANDARD.encode(bytes)
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
    assert_eq!(now["owner"]["username"], "harborandoak");
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
async fn the_built_in_account_has_boards_and_pins() {
    let api = Api::start().await;
    let account = api.get("/user_account").await.json();
    assert_eq!(account["username"], "harborandoak");
    assert_eq!(account["pin_count"], 300);
    let boards = all(&api, "/boards?page_size=5").await;
    assert_eq!(boards.len(), 12);
    let on_boards: u64 = boards
        .iter()
        .map(|b| b["pin_count"].as_u64().unwrap())
        .sum();
    // The group board has Pins of its owner too.
    assert_eq!(on_boards, 304);
    let pins = all(&api, "/pins?page_size=100&include_protected_pins=true").await;
    assert_eq!(pins.len(), 300);
    assert!(pins.iter().all(|pin| pin["is_owner"] == true));
    assert!(pins[0]["created_at"].as_str() > pins[299]["created_at"].as_str());
    let of_board = all(&api, &format!("/boards/{}/pins", id(&boards[0]))).await;
    assert_eq!(of_board.len(), 25);
    assert!(
        of_board
            .iter()
            .all(|pin| pin["board_id"] == boards[0]["id"])
    );
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
    assert_eq!(saved["board_owner"]["username"], "harborandoak");
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
        "Invalid request: 'media_source.data' is not an image of type image/jpeg"
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
    assert_eq!(
        response.json()["message"],
        "Invalid request: 'media_source' is required"
    );
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

#[tokio::test]
async fn analytics_of_a_pin_add_up() {
    let api = Api::start().await;
    let pins = all(&api, "/pins?page_size=100&creative_types=VIDEO").await;
    let pin = pins.last().unwrap();
    let now = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    let today: jiff::civil::Date = now.parse().unwrap();
    let day = |back: i32| {
        today
            .saturating_sub(jiff::Span::new().days(back))
            .to_string()
    };
    let path = |first: i32, last: i32, more: &str| {
        format!(
            "/pins/{}/analytics?start_date={}&end_date={}&metric_types=IMPRESSION,SAVE,TOTAL_COMMENTS{more}",
            id(pin),
            day(first),
            day(last)
        )
    };
    let week = api.get(&path(7, 1, "")).await.json();
    let days = week["all"]["daily_metrics"].as_array().unwrap();
    assert_eq!(days.len(), 7);
    let sum = |name: &str| -> u64 {
        days.iter()
            .map(|day| day["metrics"][name].as_u64().unwrap())
            .sum()
    };
    assert!(sum("IMPRESSION") > 0);
    assert_eq!(
        week["all"]["summary_metrics"]["IMPRESSION"],
        sum("IMPRESSION")
    );
    assert_eq!(week["all"]["summary_metrics"]["SAVE"], sum("SAVE"));
    assert!(week["all"]["lifetime_metrics"]["TOTAL_COMMENTS"].is_u64());
    assert_eq!(
        api.get(&path(3, 3, "")).await.json()["all"]["daily_metrics"][0],
        days[4]
    );

    let split = api.get(&path(7, 1, "&split_field=APP_TYPE")).await.json();
    let devices = split.as_object().unwrap().values();
    let parts = devices.map(|part| part["summary_metrics"]["IMPRESSION"].as_u64().unwrap());
    assert_eq!(parts.sum::<u64>(), sum("IMPRESSION"));

    let several = api
        .get(&format!(
            "/pins/analytics?pin_ids={}&start_date={}&end_date={}&metric_types=IMPRESSION",
            id(pin),
            day(7),
            day(1)
        ))
        .await
        .json();
    assert_eq!(
        several[id(pin)]["all"]["summary_metrics"]["IMPRESSION"],
        sum("IMPRESSION")
    );
    let long_ago = api.get(&path(120, 1, "")).await;
    assert_eq!(long_ago.status, 400);
    assert_eq!(
        long_ago.json()["message"],
        "Invalid pins analytics parameters: 'start_date' must be at most 90 days back"
    );
    let with_metrics = api
        .get(&format!("/pins/{}?pin_metrics=true", id(pin)))
        .await
        .json();
    assert!(with_metrics["pin_metrics"]["90d"]["impression"].as_u64() >= Some(sum("IMPRESSION")));
}

#[tokio::test]
async fn analytics_of_the_account_are_those_of_its_pins() {
    let api = Api::start().await;
    let now = jiff::Timestamp::now();
    let day = |back: i64| {
        let time = now - jiff::SignedDuration::from_hours(24 * back);
        time.strftime("%Y-%m-%d").to_string()
    };
    let range = format!("start_date={}&end_date={}", day(2), day(1));
    let path = format!("/user_account/analytics?{range}");
    let whole = api.get(&path).await.json()["all"]["summary_metrics"].clone();
    let total = whole["IMPRESSION"].as_u64().unwrap();
    assert!(total > 0);
    for split in ["APP_TYPE", "OWNED_CONTENT", "SOURCE", "PIN_FORMAT"] {
        let groups = api.get(&format!("{path}&split_field={split}")).await.json();
        let groups = groups.as_object().unwrap().values();
        let parts = groups.map(|part| part["summary_metrics"]["IMPRESSION"].as_u64().unwrap());
        assert_eq!(parts.sum::<u64>(), total, "{split}");
    }
    let top = format!("/user_account/analytics/top_pins?{range}&sort_by=IMPRESSION&num_of_pins=3");
    let top = api.get(&top).await.json();
    let best = top["pins"].as_array().unwrap();
    assert_eq!(best.len(), 3);
    let first = best[0]["pin_id"].as_str().unwrap();
    let path = format!("/pins/{first}/analytics?{range}&metric_types=IMPRESSION");
    let of_pin = api.get(&path).await.json();
    assert_eq!(
        of_pin["all"]["summary_metrics"]["IMPRESSION"],
        best[0]["metrics"]["IMPRESSION"]
    );
    assert!(best[0]["metrics"]["IMPRESSION"].as_u64() >= best[1]["metrics"]["IMPRESSION"].as_u64());
    let videos = format!("/user_account/analytics/top_video_pins?{range}&sort_by=VIDEO_START");
    let videos = api.get(&videos).await.json();
    assert_eq!(videos["pins"].as_array().unwrap().len(), 10);
    assert!(videos["pins"][0]["metrics"]["VIDEO_START"].as_u64() > Some(0));
}

#[tokio::test]
async fn an_account_follows_others_and_claims_websites() {
    let api = Api::start().await;
    assert_eq!(all(&api, "/user_account/followers").await.len(), 60);
    let explicit = all(&api, "/user_account/following?explicit_following=true").await;
    assert!(explicit.len() < all(&api, "/user_account/following").await.len());
    let followed = api
        .post("/user_account/following/nordic_nook", json!({}))
        .await;
    assert_eq!(followed.json()["username"], "nordic_nook");
    let nobody = api.post("/user_account/following/nobody", json!({})).await;
    assert_eq!((nobody.status, &nobody.json()["code"]), (404, &json!(30)));
    assert_eq!(
        api.get("/user_account/businesses").await.json()[0]["username"],
        "nordic_nook"
    );
    let interests = all(&api, "/users/harborandoak/interests/follow").await;
    assert_eq!(interests[0]["id"], interests[0]["key"]);

    let proof = api.get("/user_account/websites/verification").await.json();
    let code = proof["verification_code"].as_str().unwrap();
    assert!(proof["metatag"].as_str().unwrap().contains(code));
    let body = json!({"website": "https://Studio.example.com/"});
    let claimed = api.post("/user_account/websites", body).await.json();
    assert_eq!(claimed["status"], "success");
    let websites = all(&api, "/user_account/websites").await;
    assert_eq!(websites.len(), 3);
    assert!(
        websites
            .iter()
            .any(|row| row["website"] == "studio.example.com")
    );
    let path = "/user_account/websites?website=studio.example.com";
    assert_eq!(api.delete(path).await.status, 204);
    assert_eq!(api.delete(path).await.status, 404);
}

#[tokio::test]
async fn an_unknown_ad_account_is_not_acted_for() {
    let api = Api::start().await;
    let response = api.get("/boards?ad_account_id=549755999999").await;
    assert_eq!(
        (response.status, &response.json()["code"]),
        (403, &json!(29))
    );
}
