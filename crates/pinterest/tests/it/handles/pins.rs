//! Pins and their product tags.

use pinterest::types::{
    AnalyticsAppType, CreativeType, ImageBase64Source, ImageContentType, ImageUrlSource, NewPin,
    PinAnalyticsSplit, PinFilter, PinMediaSource, PinMetricType, PinUpdate, VideoSource,
};
use pinterest::{AnalyticsRow, ErrorKind, ItemState};
use pinterest_test_support::{Response, Server};

use crate::clients::Clients;
use crate::tables::{date, days};

const PIN: &str = r#"{"id": "8131", "title": "A print"}"#;

#[tokio::test]
async fn pins_are_listed_with_filters() {
    let body = format!(r#"{{"items": [{PIN}], "bookmark": "next"}}"#);
    let server = Server::with_responses([Response::ok(&body)]);
    let list = server.client().acting_for("5491").pins().list();
    let list = list.with(|list| {
        list.creative_types([CreativeType::Video, CreativeType::Regular])
            .domains(["lakeside.example"])
            .include_product_tag_obj(true)
            .pin_filter(PinFilter::ExcludeRepins)
    });
    let page = list.page_size(250).send().await.unwrap();
    let titles: Vec<_> = page.items().map(|pin| pin.title.as_deref()).collect();
    assert_eq!(titles, [Some("A print")]);
    assert_eq!(page.position().bookmark(), Some("next"));
    assert_eq!(
        server.take_lines(),
        [
            "GET /pins?creative_types=VIDEO&creative_types=REGULAR&domains=lakeside.example\
             &include_product_tag_obj=true&page_size=250&pin_filter=exclude_repins\
             &ad_account_id=5491"
        ]
    );
}

#[tokio::test]
async fn a_pin_is_created_read_changed_and_saved() {
    let server = Server::with_responses([Response::json(201, PIN)]);
    let client = server.client();
    let image = ImageUrlSource::new("https://lakeside.example/1.jpg");
    let new = NewPin::new()
        .board_id("5497")
        .title("A print")
        .media_source(image);
    let acting = client.acting_for("5491");
    let created = acting.pins().create(new).await;
    assert_eq!(created.unwrap().id.as_str(), "8131");

    let pin = client.pin("8131");
    assert_eq!(pin.id().as_str(), "8131");
    server.respond_all([
        Response::ok(PIN),
        Response::ok(PIN),
        Response::json(201, PIN),
        Response::json(201, PIN),
    ]);
    let call = pin.get().with(|request| request.pin_metrics(true));
    call.await.unwrap();
    let update = PinUpdate::new().title("Another");
    acting.pin("8131").update(update).await.unwrap();
    pin.save("5497").await.unwrap();
    let saved = acting.pin("8131").save_to_section("5497", "5498").await;
    assert_eq!(saved.unwrap().title.as_deref(), Some("A print"));
    assert_eq!(
        server.take_lines(),
        [
            r#"POST /pins?ad_account_id=5491 {"board_id":"5497","media_source":{"source_type":"image_url","url":"https://lakeside.example/1.jpg"},"title":"A print"}"#,
            "GET /pins/8131?pin_metrics=true",
            r#"PATCH /pins/8131?ad_account_id=5491 {"title":"Another"}"#,
            r#"POST /pins/8131/save {"board_id":"5497"}"#,
            r#"POST /pins/8131/save?ad_account_id=5491 {"board_id":"5497","board_section_id":"5498"}"#,
        ]
    );
}

#[tokio::test]
async fn a_deleted_pin_comes_back_or_not() {
    let server = Server::with_responses([Response::new(204, ""), Response::ok(PIN)]);
    let client = server.client();
    assert_eq!(client.pin("8131").delete().await.unwrap(), None);
    let pin = client.acting_for("5491").pin("8131");
    let deleted = pin.delete().await.unwrap();
    assert_eq!(deleted.unwrap().id.as_str(), "8131");
    assert_eq!(
        server.take_lines(),
        ["DELETE /pins/8131", "DELETE /pins/8131?ad_account_id=5491"]
    );
}

#[tokio::test]
async fn metrics_come_by_pin_and_by_group() {
    let group = r#"{"all": {"summary_metrics": {"SAVE": 7, "SAVE_RATE": 0.5}, "daily_metrics": [
        {"date": "2026-01-01", "metrics": {"SAVE": 7, "SAVE_RATE": 0.5}}]}}"#;
    let by_pin = format!(r#"{{"8131": {group}}}"#);
    let server = Server::with_responses([Response::ok(group), Response::ok(&by_pin)]);
    let client = server.client();
    let metrics = [PinMetricType::Save, PinMetricType::SaveRate];
    let january = days("2026-01-01", "2026-01-31");
    let call = client.pin("8131").analytics(january, metrics.clone());
    let call = call.with(|request| request.split_field(PinAnalyticsSplit::NoSplit));
    let found = call.await.unwrap();
    let summary = found["all"].summary_metrics.as_ref().unwrap();
    assert_eq!(summary.metric(&PinMetricType::SaveRate), Some(0.5));
    let call = client.pins().analytics(["8131", "8132"], january, metrics);
    let call = call.with(|request| request.app_types(AnalyticsAppType::Mobile));
    let found = call.await.unwrap();
    let group = &found["8131"]["all"];
    let day = &group.daily_metrics.as_ref().unwrap()[0];
    assert_eq!(day.date, Some(date("2026-01-01")));
    assert_eq!(day.metric(&PinMetricType::Save), Some(7.0));
    let names: Vec<_> = day.metrics().map(|(name, _)| name).collect();
    assert_eq!(names, ["SAVE", "SAVE_RATE"]);
    assert_eq!(
        server.take_lines(),
        [
            "GET /pins/8131/analytics?end_date=2026-01-31&metric_types=SAVE%2CSAVE_RATE&split_field=NO_SPLIT\
             &start_date=2026-01-01",
            "GET /pins/analytics?app_types=MOBILE&end_date=2026-01-31&metric_types=SAVE%2CSAVE_RATE\
             &pin_ids=8131&pin_ids=8132&start_date=2026-01-01",
        ]
    );
}

#[tokio::test]
async fn product_tags_are_read() {
    let body = r#"{"product_tags": [{"pin_id": "9001"}]}"#;
    let server = Server::with_responses([Response::ok(body)]);
    let tags = server.client().pin("8131").product_tags().get().await;
    assert_eq!(tags.unwrap().product_tags[0].pin_id.as_str(), "9001");
    assert_eq!(server.take_lines(), ["GET /pins/8131/product_tags"]);
}

#[tokio::test]
async fn an_added_product_tag_that_the_response_lacks_is_unconfirmed() {
    let body = r#"{"product_tags": [{"pin_id": "9000"}, {"pin_id": "9002"}]}"#;
    let server = Server::with_responses([Response::ok(body)]);
    let tags = server.client().pin("8131").product_tags();
    let outcome = tags.add_all(["9001", "9002"]).await.unwrap();
    let items = outcome.items();
    assert!(matches!(items[0].state, ItemState::Unconfirmed));
    assert!(matches!(&items[1].state, ItemState::Succeeded(tag) if tag.pin_id.as_str() == "9002"));
    assert_eq!(outcome.unmatched().len(), 1, "the tag that was there");
    assert_eq!(
        server.take_lines(),
        [r#"POST /pins/8131/product_tags {"product_tags":[{"pin_id":"9001"},{"pin_id":"9002"}]}"#]
    );
}

#[tokio::test]
async fn one_product_tag_is_added_and_removed() {
    let body = r#"{"product_tags": [{"pin_id": "9000"}, {"pin_id": "9002"}]}"#;
    let server = Server::with_responses([
        Response::ok(body),
        Response::ok(body),
        Response::new(204, ""),
    ]);
    let tags = server.client().pin("8131").product_tags();
    assert_eq!(tags.add("9002").await.unwrap().pin_id.as_str(), "9002");
    let lacking = tags.add("9001").await.unwrap_err();
    assert_eq!(lacking.kind(), ErrorKind::Accepted);
    tags.remove("9002").await.unwrap();
    assert_eq!(
        server.take_lines(),
        [
            r#"POST /pins/8131/product_tags {"product_tags":[{"pin_id":"9002"}]}"#,
            r#"POST /pins/8131/product_tags {"product_tags":[{"pin_id":"9001"}]}"#,
            r#"POST /pins/8131/product_tags/bulk-delete {"product_tags":[{"pin_id":"9002"}]}"#,
        ]
    );
}

#[tokio::test]
async fn product_tags_are_removed_24_at_a_time() {
    let rejection = r#"{"code": 1, "message": "No such tag"}"#;
    let server = Server::with_responses([Response::new(204, ""), Response::json(400, rejection)]);
    let tags = server.client().pin("8131").product_tags();
    let products = (9001..=9025).map(|id| id.to_string());
    let outcome = tags.remove_all(products).await.unwrap();
    assert_eq!(outcome.successes().count(), 24);
    assert_eq!(outcome.error().unwrap().code(), Some(1));
    let requests = server.take_lines();
    assert_eq!(requests.len(), 2);
    assert_eq!(
        requests[1],
        r#"POST /pins/8131/product_tags/bulk-delete {"product_tags":[{"pin_id":"9025"}]}"#
    );
}

#[tokio::test]
async fn metrics_of_no_pin_are_not_asked_for() {
    let server = Server::start();
    let none: [&str; 0] = [];
    let pins = server.client().pins();
    let day = pinterest::Date::new(2026, 1, 31).unwrap();
    let call = pins.analytics(none, day, [PinMetricType::Save]);
    assert_eq!(call.await.unwrap_err().limit().unwrap().field, "pin_ids");
    server.assert_untouched();
}

/// Creates a Pin of a source that is rejected before anything is sent, and returns the message.
async fn rejected_source(source: impl Into<PinMediaSource>) -> String {
    let server = Server::start();
    let pin = NewPin::new().board_id("5497").media_source(source);
    let error = server.client().pins().create(pin).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    server.assert_untouched();
    error.limit().unwrap().to_string()
}

#[tokio::test]
async fn a_video_has_exactly_one_cover() {
    let cover = "media_source.cover_image";
    assert_eq!(
        rejected_source(VideoSource::new("5387")).await,
        format!(
            "{cover}_url, cover_image_data or cover_image_key_frame_time must be set, \
             but is absent: set one of them"
        )
    );
    let first_frame = VideoSource::new("5387").cover_image_key_frame_time(0);
    let both = first_frame.cover_image_url("https://lakeside.example/1.jpg");
    assert_eq!(
        rejected_source(both).await,
        format!(
            "{cover}_key_frame_time must be absent when cover_image_url is set, \
             but is set: set only one of them"
        )
    );
    let without_format = VideoSource::new("5387").cover_image_data("aGk=");
    assert_eq!(
        rejected_source(without_format).await,
        format!(
            "{cover}_content_type must be set when cover_image_data is set, \
             but is absent: set both or neither"
        )
    );

    let server = Server::with_responses([Response::json(201, PIN)]);
    let video = VideoSource::new("5387").cover_image_bytes(ImageContentType::Jpeg, b"hi");
    let pin = NewPin::new().media_source(video);
    server.client().pins().create(pin).await.unwrap();
    assert_eq!(
        server.take_lines(),
        [
            r#"POST /pins {"media_source":{"cover_image_content_type":"image/jpeg","cover_image_data":"aGk=","media_id":"5387","source_type":"video_id"}}"#
        ]
    );
}

#[tokio::test]
async fn an_image_is_base64_and_not_a_data_url() {
    let data_url = "data:image/png;base64,aGk=";
    let message = rejected_source(ImageBase64Source::new(ImageContentType::Png, data_url)).await;
    assert!(
        message.starts_with("media_source.data must be base64 text without a data URL's prefix"),
        "{message}"
    );

    let server = Server::with_responses([Response::json(201, PIN)]);
    let image = ImageBase64Source::from_bytes(ImageContentType::Png, b"hi");
    let pin = NewPin::new().media_source(image);
    server.client().pins().create(pin).await.unwrap();
    assert_eq!(
        server.take_lines(),
        [
            r#"POST /pins {"media_source":{"content_type":"image/png","data":"aGk=","source_type":"image_base64"}}"#
        ]
    );
}
