//! The account of the user.

use pinterest::AnalyticsRow;
use pinterest::types::{
    PinSourceFilter, TopPinsSortBy, TopVideoPinsSortBy, UserAccountMetricType,
    UserFollowingFeedType, VerifyWebsiteRequest, VideoPinMetricType, WebsiteVerificationMethod,
};
use pinterest_test_support::{Response, Server};

use crate::clients::Clients;
use crate::tables::days;

#[tokio::test]
async fn the_account_is_read() {
    let bodies = [
        r#"{"username": "lakeside", "pin_count": 7}"#,
        r#"[{"username": "hillside"}]"#,
        r#"{"items": [{"username": "ada"}], "bookmark": "next"}"#,
        r#"{"items": [{"id": "4", "name": "Art"}]}"#,
    ];
    let server = Server::with_responses(bodies.map(Response::ok));
    let client = server.client();
    let acting = client.acting_for("5491");
    let profile = acting.user_account().get().await.unwrap();
    assert_eq!(profile.pin_count, Some(7));
    let account = client.user_account();
    let businesses = account.linked_businesses().await.unwrap();
    assert_eq!(businesses[0].username.as_deref(), Some("hillside"));
    let followers = account.followers().page_size(5).send().await.unwrap();
    assert_eq!(followers.position().bookmark(), Some("next"));
    let interests = account.followed_interests("ada").bookmark("b").send().await;
    assert_eq!(interests.unwrap().len(), 1);
    assert_eq!(
        server.take_lines(),
        [
            "GET /user_account?ad_account_id=5491",
            "GET /user_account/businesses",
            "GET /user_account/followers?page_size=5",
            "GET /users/ada/interests/follow?bookmark=b",
        ]
    );
}

#[tokio::test]
async fn metrics_of_the_account_and_of_its_best_pins_are_read() {
    let bodies = [
        r#"{"all": {"summary_metrics": {"SAVE": 7}}}"#,
        r#"{"sort_by": "SAVE", "pins": [{"pin_id": "8131", "metrics": {"SAVE": 7}}]}"#,
        r#"{"pins": []}"#,
    ];
    let server = Server::with_responses(bodies.map(Response::ok));
    let account = server.client().user_account();
    let january = days("2026-01-01", "2026-01-31");
    let call = account.analytics(january);
    let call = call.with(|request| {
        let types = [
            UserAccountMetricType::Save,
            UserAccountMetricType::Impression,
        ];
        request
            .metric_types(types)
            .source(PinSourceFilter::YourPins)
    });
    let metrics = call.await.unwrap();
    let summary = metrics["all"].summary_metrics.as_ref().unwrap();
    assert_eq!(summary.metric(&UserAccountMetricType::Save), Some(7.0));
    let call = account.top_pins(january, TopPinsSortBy::Save);
    let call = call.with(|request| request.num_of_pins(50).created_in_last_n_days(30));
    let top = call.await.unwrap();
    let pins = top.pins.unwrap();
    assert_eq!((pins.len(), pins[0].metric("SAVE")), (1, Some(7.0)));
    let sort_by = TopVideoPinsSortBy::VideoMrcView;
    let call = account.top_video_pins(january, sort_by);
    let call = call.with(|request| request.metric_types([VideoPinMetricType::Save]));
    let top = call.await.unwrap();
    assert_eq!(top.pins.unwrap().len(), 0);
    assert_eq!(
        server.take_lines(),
        [
            "GET /user_account/analytics?end_date=2026-01-31&metric_types=SAVE%2CIMPRESSION&source=YOUR_PINS\
             &start_date=2026-01-01",
            "GET /user_account/analytics/top_pins?created_in_last_n_days=30&end_date=2026-01-31&num_of_pins=50\
             &sort_by=SAVE&start_date=2026-01-01",
            "GET /user_account/analytics/top_video_pins?end_date=2026-01-31&metric_types=SAVE\
             &sort_by=VIDEO_MRC_VIEW&start_date=2026-01-01",
        ]
    );
}

#[tokio::test]
async fn whom_the_user_follows_is_listed_and_added_to() {
    let bodies = [
        r#"{"items": [{"username": "ada"}]}"#,
        r#"{"items": [{"id": "5497", "name": "Prints"}]}"#,
        r#"{"username": "ada"}"#,
        r#"{"username": "ada"}"#,
    ];
    let server = Server::with_responses(bodies.map(Response::ok));
    let following = server.client().user_account().following();
    let list = following.list().with(|list| {
        let list = list.explicit_following(true);
        list.feed_type(UserFollowingFeedType::CreatorOnly)
    });
    assert_eq!(list.send().await.unwrap().len(), 1);
    let boards = following.boards().page_size(5).send().await.unwrap();
    assert_eq!(boards.items().next().unwrap().name, "Prints");
    let followed = following.follow("ada").await.unwrap();
    assert_eq!(followed.username.as_deref(), Some("ada"));
    following.auto_follow("ada").await.unwrap();
    assert_eq!(
        server.take_lines(),
        [
            "GET /user_account/following?explicit_following=true&feed_type=CREATOR_ONLY",
            "GET /user_account/following/boards?page_size=5",
            "POST /user_account/following/ada {}",
            r#"POST /user_account/following/ada {"auto_follow":true}"#,
        ]
    );
}

#[tokio::test]
async fn an_id_in_place_of_a_name_is_not_sent() {
    let server = Server::start();
    let following = server.client().user_account().following();
    let error = following.follow("140000000000001").await.unwrap_err();
    assert_eq!(error.limit().unwrap().field, "username");
    server.assert_untouched();
}

#[tokio::test]
async fn websites_are_listed_claimed_and_unclaimed() {
    let website = r#"{"website": "lakeside.example", "status": "success"}"#;
    let list = format!(r#"{{"items": [{website}]}}"#);
    let responses = [
        Response::ok(&list),
        Response::ok(r#"{"verification_code": "e5e4"}"#),
        Response::json(201, website),
        Response::new(204, ""),
        Response::ok(website),
    ];
    let server = Server::with_responses(responses);
    let client = server.client();
    let acting = client.acting_for("5491").user_account().websites();
    let websites = client.user_account().websites();
    assert_eq!(websites.list().send().await.unwrap().len(), 1);
    let code = acting.verification().await.unwrap();
    assert_eq!(code.verification_code.as_deref(), Some("e5e4"));
    let claim = VerifyWebsiteRequest::new().website("lakeside.example");
    let claim = claim.verification_method(WebsiteVerificationMethod::Dnstxt);
    let claimed = acting.claim(claim).await.unwrap();
    assert_eq!(claimed.status.as_deref(), Some("success"));
    assert_eq!(websites.unclaim("lakeside.example").await.unwrap(), None);
    let unclaimed = websites.unclaim("lakeside.example/a b").await.unwrap();
    let name = unclaimed.unwrap().website;
    assert_eq!(name.as_deref(), Some("lakeside.example"));
    assert_eq!(
        server.take_lines(),
        [
            "GET /user_account/websites",
            "GET /user_account/websites/verification?ad_account_id=5491",
            r#"POST /user_account/websites?ad_account_id=5491 {"verification_method":"DNSTXT","website":"lakeside.example"}"#,
            "DELETE /user_account/websites?website=lakeside.example",
            "DELETE /user_account/websites?website=lakeside.example%2Fa+b",
        ]
    );
}
