//! A mock of the operations that the example uses: raw JSON, as the service would send it.

use pinterest::Client;
use pinterest_httpmock::client_for;
use pinterest_httpmock::httpmock::{Method, MockServer};
use pinterest_httpmock::scenario::{ErrorResponse, Pages};

/// The boards, and how many Pins are on each.
const BOARDS: [(&str, usize); 3] = [
    ("549755885175", 3),
    ("549755885176", 8),
    ("549755885177", 0),
];

/// The board whose Pins are not readable at first.
const INTERRUPTED: &str = "549755885176";

/// A server on loopback, for as long as the value lives.
pub(crate) struct Server(MockServer);

impl Server {
    /// It rejects the token once, for the second page of a board.
    pub(crate) async fn start() -> Self {
        let server = MockServer::start_async().await;
        let rejected = server.mock(|when, then| {
            when.method(Method::GET)
                .path(format!("/boards/{INTERRUPTED}/pins"))
                .query_param_exists("bookmark");
            ErrorResponse::authentication_failed().respond(then);
        });
        rejected.up_to_n_times(1);
        Pages::of(BOARDS.map(|(id, pins)| {
            format!(r#"{{"id": "{id}", "name": "Prints {id}", "pin_count": {pins}, "privacy": "PUBLIC"}}"#)
        }))
        .page_size(2)
        .serve(&server, "/boards");
        for (board, count) in BOARDS {
            Pages::of((0..count).map(|number| pin(board, number)))
                .page_size(3)
                .serve(&server, &format!("/boards/{board}/pins"));
        }
        Self(server)
    }

    pub(crate) fn client(&self) -> Client {
        client_for(&self.0)
    }
}

fn pin(board: &str, number: usize) -> String {
    match number {
        // A Pin that is not as described: its id is missing.
        7 => r#"{"title": "No id"}"#.to_owned(),
        _ => format!(
            r#"{{"id": "{board}{number:02}", "board_id": "{board}", "title": "Print {number}", "link": null,
                "created_at": "2026-05-04T09:30:00", "creative_type": "REGULAR"}}"#
        ),
    }
}
