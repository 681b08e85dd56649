//! Rate limits by the fake's clock.

use pinterest_fake::{Access, Fake};
use serde_json::json;

use crate::api::{Api, Response};

async fn api(access: Access) -> Api {
    Api::of(Fake::builder().with_rate_limits(access)).await
}

fn limit(response: &Response) -> [&str; 3] {
    ["limit", "remaining", "reset"]
        .map(|name| response.header(&format!("x-ratelimit-{name}")).unwrap())
}

#[tokio::test]
async fn trial_access_is_limited_by_the_day() {
    let api = api(Access::Trial).await;
    let board = api.post("/boards", json!({"name": "Oak"})).await;
    assert_eq!(
        limit(&board),
        ["300, 1000;w=86400, 300;w=86400", "299", "86400"]
    );
    // Requests that are rejected for another reason count, too.
    for _ in 0..299 {
        assert_eq!(api.post("/boards", json!({"name": 7})).await.status, 400);
    }
    api.advance(3_600);
    let response = api.post("/boards", json!({"name": "Elm"})).await;
    assert_eq!(response.status, 429);
    assert_eq!(
        response.json(),
        json!({"code": 8, "message": "You have exceeded your rate limit. Try again later."})
    );
    let [_, remaining, reset] = limit(&response);
    assert_eq!(remaining, "0");
    let reset: u64 = reset.parse().unwrap();
    assert!((82_700..=82_800).contains(&reset), "{reset}");
    assert!(response.header("x-pinterest-rid").is_some());

    // Another category and another user have limits of their own.
    assert_eq!(api.get("/boards").await.status, 200);
    let other = api.fake.issue_token_for(
        "nordic_nook",
        ["boards:read", "boards:write", "user_accounts:read"],
    );
    let url = format!("{}/boards", api.fake.url());
    let request = api.http.post(url).bearer_auth(&other);
    let response = api.send(request.json(&json!({"name": "Ash"}))).await;
    assert_eq!(response.status, 201, "{response:?}");

    api.advance(reset);
    let response = api.post("/boards", json!({"name": "Elm"})).await;
    assert_eq!(response.status, 201);
}

#[tokio::test]
async fn standard_access_is_limited_by_the_second_and_the_minute() {
    let api = api(Access::Standard).await;
    let first = api.get("/boards").await;
    assert_eq!(limit(&first), ["100, 100;w=1, 1000;w=60", "99", "1"]);
    let writes = api.post("/boards", json!({})).await;
    assert_eq!(limit(&writes)[0], "100, 100;w=1, 100;w=60");
    // Without a number of its own, a category has the universal limit only.
    api.advance(1);
    let path = "/ad_accounts/549755885175/msot/events";
    let response = api.post(path, json!({})).await;
    assert_eq!(limit(&response), ["100, 100;w=1", "99", "1"]);
    // Who is not known has no limits.
    let request = api.http.get(format!("{}/boards", api.fake.url()));
    let response = api.send(request).await;
    assert_eq!(response.status, 401);
    assert_eq!(response.header("x-ratelimit-limit"), None);
}

#[tokio::test]
async fn windows_follow_the_clock_of_the_fake() {
    let api = api(Access::Standard).await;
    // Reports of marketing mix modeling: 5 a minute of each ad account.
    let create = |ad_account: &'static str| {
        let path = format!("/ad_accounts/{ad_account}/mmm_reports");
        let api = &api;
        async move { api.post(&path, json!({})).await }
    };
    for _ in 0..5 {
        assert_eq!(create("549755885175").await.status, 400);
    }
    let response = create("549755885175").await;
    assert_eq!(response.status, 429);
    assert_eq!(limit(&response)[0], "5, 100;w=1, 300;w=60, 5;w=60");
    assert_eq!(create("549755885176").await.status, 400);
    api.advance(60);
    assert_eq!(create("549755885175").await.status, 400);
}

#[tokio::test]
async fn conversion_events_have_limits_of_their_own() {
    let api = api(Access::Standard).await;
    let path = "/ad_accounts/549755885175/events";
    let response = api.post(path, json!({})).await;
    assert_eq!(limit(&response)[..2], ["120000, 120000;w=60", "119999"]);
    let other = api
        .post("/ad_accounts/549755885176/events", json!({}))
        .await;
    assert_eq!(limit(&other)[1], "119999");

    let api = api.with_token("pinc_test");
    let response = api.post(path, json!({})).await;
    assert_eq!(response.status, 400);
    assert_eq!(response.header("x-ratelimit-limit"), None);
    let test = format!("{path}?test=true");
    let response = api.post(&test, json!({})).await;
    assert_eq!(limit(&response), ["10, 10;w=1", "9", "1"]);
}
