//! The account, its analytics, and whom it follows.

use serde_json::json;

use super::{all, id};
use crate::api::Api;

#[tokio::test]
async fn the_built_in_account_has_boards_and_pins() {
    let api = Api::start().await;
    let account = api.get("/user_account").await.json();
    assert_eq!(account["username"], "oakandlinen");
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
    let interests = all(&api, "/users/oakandlinen/interests/follow").await;
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
