use pinterest_httpmock::MockServerExt;
use pinterest_httpmock::httpmock::MockServer;
use pinterest_httpmock::scenario::{ErrorResponse, Pages};

use super::*;
use pinterest_httpmock::client_for;

const BOARDS: [&str; 3] = [
    r#"{"id": "549755885175", "name": "Frames", "privacy": "PUBLIC"}"#,
    r#"{"id": "549755885176", "name": null}"#,
    r#"{"id": "549755885177", "name": "Prints", "privacy": "SECRET"}"#,
];

/// The body of the request is compared with the value that the function is to send.
fn secret_board(name: &str) -> NewBoard {
    NewBoard::new(name).privacy(BoardPrivacy::Secret)
}

#[tokio::test]
async fn a_board_that_is_there_is_found_on_any_page() {
    let server = MockServer::start_async().await;
    let list = server.boards_list(|when, then| {
        when.page_size(250);
        Pages::of(BOARDS).page_size(1).respond(then.into_inner());
    });

    let id = board_named(&client_for(&server), "Prints").await;

    assert_eq!(id.unwrap(), "549755885177");
    list.assert_calls(3);
}

#[tokio::test]
async fn a_board_that_is_not_there_is_created() {
    let server = MockServer::start_async().await;
    server.boards_list(|_, then| {
        Pages::of(BOARDS).respond(then.into_inner());
    });
    let create = server.boards_create(|when, then| {
        when.body(&secret_board("Posters"));
        then.into_inner()
            .status(201)
            .header("content-type", "application/json")
            .body(r#"{"id": "549755885178", "name": "Posters", "privacy": "SECRET"}"#);
    });

    let id = board_named(&client_for(&server), "Posters").await;

    assert_eq!(id.unwrap(), "549755885178");
    create.assert_calls(1);
}

#[tokio::test]
async fn nothing_is_created_if_the_boards_cannot_be_read() {
    let server = MockServer::start_async().await;
    server.boards_list(|_, then| {
        ErrorResponse::trial_access().respond(then.into_inner());
    });
    let create = server.boards_create(|_, then| {
        then.into_inner().status(500);
    });

    let error = board_named(&client_for(&server), "Posters").await;

    assert!(error.unwrap_err().is_forbidden());
    create.assert_calls(0);
}
