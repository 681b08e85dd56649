//! What a table accepts, and what it finds.

use std::io;

use pinterest_test_support::{Response, Row, Server, check};
use url::Url;

use super::{connect_to, receive};

/// Sends a request, and returns the body of the response if its status is 200.
async fn call(url: Url, line: &'static str, body: &'static str) -> io::Result<String> {
    let mut socket = connect_to(&url).await?;
    let kind = "content-type: application/json";
    let length = body.len();
    let head = format!("{line} HTTP/1.1\r\n{kind}\r\ncontent-length: {length}");
    super::write(&mut socket, &format!("{head}\r\n\r\n{body}")).await?;
    let response = receive(&mut socket, "}").await;
    match response.strip_prefix("HTTP/1.1 200 ") {
        Some(response) => Ok(response.lines().last().unwrap_or_default().to_owned()),
        None => Err(io::Error::other(response)),
    }
}

#[tokio::test]
async fn rows_that_are_as_they_say_pass() {
    let rows = [
        Row::new("GET /a", |url| call(url, "GET /a", ""))
            .responds(r#"{"b": 1}"#)
            .returns(r#""{\"b\": 1}""#),
        Row::json("GET /a", |url| call(url, "GET /a", "")).returns_json(r#" "{}" "#),
        Row::new("POST /a?x=1&x=2&y=3", |url| {
            call(url, "POST /a?y=3&x=1&x=2", r#"{"a":1,"b":2}"#)
        })
        .body(r#"{"b": 2, "a": 1}"#),
        Row::new("GET /a", |url| call(url, "GET /a", ""))
            .response(Response::json(404, "{}"))
            .fails("404"),
        Row::checked(
            "GET /a",
            |url| call(url, "GET /a", ""),
            |outcome| assert_eq!(outcome.unwrap(), "{}"),
        ),
    ];
    let server = Server::start();
    check(&server, &server.url(), &rows).await;
}

#[tokio::test]
async fn a_difference_is_found_and_named() {
    let get = |url| call(url, "GET /a?x=1&x=2", "");
    let rows = [
        (Row::new("GET /b", get), "was sent, not GET /b"),
        (
            Row::new("GET /a?x=2&x=1", get),
            "was sent, not GET /a?x=2&x=1",
        ),
        (
            Row::new("GET /a?x=1&x=2", get).body("{}"),
            "the body is , not {}",
        ),
        (
            Row::new("GET /a?x=1&x=2", get).returns("7"),
            r#"Ok("\"{}\"") was returned, not Shown("7")"#,
        ),
        (
            Row::new("GET /a?x=1&x=2", get).fails("7"),
            r#"Ok("\"{}\"") was returned, not Error("7")"#,
        ),
        (
            Row::new("GET /a?x=1&x=2", get).response(Response::json(500, "{}")),
            "was returned, not Value",
        ),
        (
            Row::new("GET /a", |_| async { Ok::<_, String>(()) }),
            "one request was expected, not []",
        ),
    ];
    for (row, expected) in rows {
        let server = Server::start();
        let run = row.run(&server, server.url()).await;
        let difference = row.difference(&run).unwrap();
        assert!(difference.contains(expected), "{difference}");
    }
}
