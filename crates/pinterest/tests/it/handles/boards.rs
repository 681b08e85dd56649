//! Boards, their sections, and the Pins on them.

use pinterest::types::{
    BoardPrivacy, BoardPrivacyFilter, BoardUpdate, BoardUpdatePrivacy, CreativeType, NewBoard,
};
use pinterest_test_support::{Response, Server};

use crate::clients::Clients;

const BOARD: &str = r#"{"id": "5497", "name": "Prints"}"#;
const SECTION: &str = r#"{"id": "5498", "name": "Lakes"}"#;
const PINS: &str = r#"{"items": [{"id": "8131"}], "bookmark": null}"#;

#[tokio::test]
async fn boards_are_listed_with_filters() {
    let body = format!(r#"{{"items": [{BOARD}], "bookmark": null}}"#);
    let server = Server::with_responses([Response::ok(&body)]);
    let list = server.client().acting_for("5491").boards().list();
    let list = list.with(|list| list.privacy(BoardPrivacyFilter::Secret));
    let page = list.page_size(50).send().await.unwrap();
    let names: Vec<&str> = page.items().map(|board| board.name.as_str()).collect();
    assert_eq!(names, ["Prints"]);
    assert_eq!(
        server.take_lines(),
        ["GET /boards?page_size=50&privacy=SECRET&ad_account_id=5491"]
    );
}

#[tokio::test]
async fn a_board_is_created_read_and_changed() {
    let responses = [
        Response::json(201, BOARD),
        Response::ok(BOARD),
        Response::ok(BOARD),
    ];
    let server = Server::with_responses(responses);
    let client = server.client();
    let new = NewBoard::new("Prints").privacy(BoardPrivacy::Secret);
    let created = client.boards().create(new).await.unwrap();
    assert_eq!(created.id.as_str(), "5497");
    let board = client.board(&created.id);
    assert_eq!(board.id(), &created.id);
    let got = client.acting_for("5491").board("5497").get().await;
    assert_eq!(got.unwrap(), created);
    let update = BoardUpdate::new().privacy(BoardUpdatePrivacy::Public);
    assert_eq!(board.update(update).await.unwrap().name, "Prints");
    assert_eq!(
        server.take_lines(),
        [
            r#"POST /boards {"name":"Prints","privacy":"SECRET"}"#,
            "GET /boards/5497?ad_account_id=5491",
            r#"PATCH /boards/5497 {"privacy":"PUBLIC"}"#,
        ]
    );
}

#[tokio::test]
async fn a_deleted_board_or_section_comes_back_or_not() {
    let responses = [
        Response::new(204, ""),
        Response::ok(BOARD),
        Response::new(204, ""),
        Response::ok(SECTION),
    ];
    let server = Server::with_responses(responses);
    let client = server.client();
    let board = client.board("5497");
    assert_eq!(board.delete().await.unwrap(), None);
    assert_eq!(board.delete().await.unwrap().unwrap().name, "Prints");
    let section = board.section("5498");
    assert_eq!(section.delete().await.unwrap(), None);
    let section = client.acting_for("5491").board("5497").section("5498");
    let deleted = section.delete().await.unwrap();
    assert_eq!(deleted.unwrap().name, "Lakes");
    assert_eq!(
        server.take_lines(),
        [
            "DELETE /boards/5497",
            "DELETE /boards/5497",
            "DELETE /boards/5497/sections/5498",
            "DELETE /boards/5497/sections/5498?ad_account_id=5491",
        ]
    );
}

#[tokio::test]
async fn the_pins_of_a_board_and_of_a_section_are_listed() {
    let server = Server::with_responses([Response::ok(PINS), Response::ok(PINS)]);
    let board = server.client().board("5497");
    let list = board.pins().with(|list| {
        let list = list.creative_types([CreativeType::Video]);
        list.pin_metrics(true)
    });
    let page = list.send().await.unwrap();
    assert_eq!(page.items().next().unwrap().id.as_str(), "8131");
    let list = board.section("5498").pins().page_size(10);
    let page = list.bookmark("a+b").send().await.unwrap();
    assert_eq!(page.items().next().unwrap().id.as_str(), "8131");
    assert_eq!(
        server.take_lines(),
        [
            "GET /boards/5497/pins?creative_types=VIDEO&pin_metrics=true",
            "GET /boards/5497/sections/5498/pins?bookmark=a%2Bb&page_size=10",
        ]
    );
}

#[tokio::test]
async fn sections_are_listed_created_and_renamed() {
    let list = format!(r#"{{"items": [{SECTION}]}}"#);
    let responses = [
        Response::ok(&list),
        Response::json(201, SECTION),
        Response::ok(SECTION),
    ];
    let server = Server::with_responses(responses);
    let client = server.client();
    let board = client.board("5497");
    let of_another = client.acting_for("5491").board("5497");
    let page = of_another.sections().list().send().await.unwrap();
    assert_eq!(page.items().next().unwrap().name, "Lakes");
    let created = board.sections().create("Lakes").await.unwrap();
    let section = board.section(created.id.unwrap());
    assert_eq!(section.id().as_str(), "5498");
    let renamed = of_another.section(section.id()).rename("Hills").await;
    assert_eq!(renamed.unwrap().name, "Lakes", "as the server says");
    assert_eq!(
        server.take_lines(),
        [
            "GET /boards/5497/sections?ad_account_id=5491",
            r#"POST /boards/5497/sections {"name":"Lakes"}"#,
            r#"PATCH /boards/5497/sections/5498?ad_account_id=5491 {"name":"Hills"}"#,
        ]
    );
}

#[tokio::test]
async fn a_name_that_is_too_long_is_not_sent() {
    let server = Server::start();
    let sections = server.client().board("5497").sections();
    let error = sections.create("x".repeat(181)).await.unwrap_err();
    assert_eq!(error.limit().unwrap().field, "name");
    server.assert_untouched();
}
