use pinterest::ItemState;
use pinterest::types::{
    AnalyticsAppType, CreativeType, ImageUrlSource, NewPin, PinAnalyticsSplit, PinFilter,
    PinMetricType, PinUpdate,
};
use pinterest_test_support::{Response, Server};

use crate::clients::Clients;

const PIN: &str = r#"{"id": "8131", "title": "A print"}"#;

#[tokio::test]
async fn pins_are_listed_with_filters() {
    let answer = format!(r#"{{"items": [{PIN}], "bookmark": "next"}}"#);
    let server = Server::with_responses([Response::ok(&answer)]);
    let list = server.client().pins().list();
    let page = list
        .ad_account_id("5491")
        .creative_types([CreativeType::Video, CreativeType::Regular])
        .domains(["lakeside.example"])
        .include_product_tag_obj(true)
        .pin_filter(PinFilter::ExcludeRepins)
        .page_size(250)
        .send()
        .await
        .unwrap();
    let titles: Vec<_> = page.items().map(|pin| pin.title.as_deref()).collect();
    assert_eq!(titles, [Some("A print")]);
    assert_eq!(page.next_bookmark(), Some("next"));
    assert_eq!(
        server.take_lines(),
        [
            "GET /pins?ad_account_id=5491&creative_types=VIDEO&creative_types=REGULAR&domains=lakeside.example\
          &include_product_tag_obj=true&page_size=250&pin_filter=exclude_repins"
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
    let created = client.pins().create(new).ad_account_id("5491").await;
    assert_eq!(created.unwrap().id.as_str(), "8131");

    let pin = client.pin("8131");
    assert_eq!(pin.id().as_str(), "8131");
    server.respond_all([
        Response::ok(PIN),
        Response::ok(PIN),
        Response::json(201, PIN),
        Response::json(201, PIN),
    ]);
    pin.get().pin_metrics(true).await.unwrap();
    let update = PinUpdate::new().title("Another");
    pin.update(update).ad_account_id("5491").await.unwrap();
    pin.save("5497").await.unwrap();
    let saved = pin.save("5497").board_section_id("5498");
    let saved = saved.ad_account_id("5491").await.unwrap();
    assert_eq!(saved.title.as_deref(), Some("A print"));
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
    let pin = server.client().pin("8131");
    assert_eq!(pin.delete().await.unwrap(), None);
    let deleted = pin.delete().ad_account_id("5491").await.unwrap();
    assert_eq!(deleted.unwrap().id.as_str(), "8131");
    assert_eq!(
        server.take_lines(),
        ["DELETE /pins/8131", "DELETE /pins/8131?ad_account_id=5491"]
    );
}

#[tokio::test]
async fn figures_come_by_pin_and_by_group() {
    let group = r#"{"all": {"summary_metrics": {"SAVE": 7, "SAVE_RATE": 0.5}}}"#;
    let by_pin = format!(r#"{{"8131": {group}}}"#);
    let server = Server::with_responses([Response::ok(group), Response::ok(&by_pin)]);
    let client = server.client();
    let metrics = [PinMetricType::Save, PinMetricType::SaveRate];
    let call = client
        .pin("8131")
        .analytics("2026-01-01", "2026-01-31", metrics.clone());
    let figures = call.split_field(PinAnalyticsSplit::NoSplit).await.unwrap();
    assert_eq!(
        figures["all"].summary_metrics.as_ref().unwrap()["SAVE_RATE"],
        0.5
    );
    let call = client
        .pins()
        .analytics(["8131", "8132"], "2026-01-01", "2026-01-31", metrics);
    let figures = call.app_types(AnalyticsAppType::Mobile).await.unwrap();
    let group = &figures["8131"]["all"];
    assert_eq!(group.summary_metrics.as_ref().unwrap()["SAVE"], 7.0);
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
    let answer = r#"{"product_tags": [{"pin_id": "9001"}]}"#;
    let server = Server::with_responses([Response::ok(answer)]);
    let tags = server.client().pin("8131").product_tags().list().await;
    assert_eq!(tags.unwrap()[0].pin_id.as_str(), "9001");
    assert_eq!(server.take_lines(), ["GET /pins/8131/product_tags"]);
}

#[tokio::test]
async fn an_added_product_tag_that_the_answer_lacks_is_unconfirmed() {
    let answer = r#"{"product_tags": [{"pin_id": "9000"}, {"pin_id": "9002"}]}"#;
    let server = Server::with_responses([Response::ok(answer)]);
    let tags = server.client().pin("8131").product_tags();
    let outcome = tags.add(["9001", "9002"]).await.unwrap();
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
async fn product_tags_are_removed_24_at_a_time() {
    let refusal = r#"{"code": 1, "message": "No such tag"}"#;
    let server = Server::with_responses([Response::new(204, ""), Response::json(400, refusal)]);
    let tags = server.client().pin("8131").product_tags();
    let products = (9001..=9025).map(|id| id.to_string());
    let outcome = tags.remove(products).await.unwrap();
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
async fn figures_of_no_pin_are_not_asked_for() {
    let server = Server::start();
    let none: [&str; 0] = [];
    let pins = server.client().pins();
    let call = pins.analytics(none, "2026-01-01", "2026-01-31", [PinMetricType::Save]);
    assert_eq!(call.await.unwrap_err().limit().unwrap().field, "pin_ids");
    server.assert_untouched();
}
