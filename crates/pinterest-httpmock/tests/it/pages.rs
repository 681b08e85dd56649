//! Lists that come page by page.

use pinterest_httpmock::httpmock::{Method, MockServer};
use pinterest_httpmock::scenario::Pages;

use crate::{Response, get, panic_message};

const PATH: &str = "/businesses/1/members";

/// The bookmark of a page, decoded from its text.
fn bookmark(page: &str) -> Option<String> {
    let page: serde_json::Value = serde_json::from_str(page).unwrap();
    page["bookmark"].as_str().map(str::to_owned)
}

/// Follows bookmarks to the end, and returns each page with its bookmark written `..`.
async fn follow(server: &MockServer) -> Vec<String> {
    let mut pages = Vec::new();
    let mut response = get(server, PATH, &[]).await;
    loop {
        assert_eq!(response.status, 200);
        assert_eq!(response.content_type, "application/json");
        let Some(next) = bookmark(&response.body) else {
            pages.push(response.body);
            return pages;
        };
        pages.push(
            response
                .body
                .replace(&serde_json::Value::from(next.as_str()).to_string(), ".."),
        );
        response = get(server, PATH, &[("bookmark", &next)]).await;
    }
}

async fn pages_of(list: Pages) -> Vec<String> {
    let server = MockServer::start();
    let mock = list.serve(&server, PATH);
    let pages = follow(&server).await;
    mock.assert_calls(pages.len());
    pages
}

#[tokio::test]
async fn a_list_comes_page_by_page_and_its_items_as_they_were_given() {
    let list = Pages::of([r#"{"id":1.50,  "id": 2}"#, "null", r#""é""#]).page_size(2);
    assert_eq!(
        pages_of(list).await,
        [
            r#"{"items": [{"id":1.50,  "id": 2}, null], "bookmark": ..}"#,
            r#"{"items": ["é"], "bookmark": null}"#,
        ]
    );
}

#[tokio::test]
async fn pages_hold_25_items_by_default() {
    let items: Vec<String> = (0..51).map(|n| n.to_string()).collect();
    let pages = pages_of(Pages::of(items)).await;
    let counts: Vec<usize> = pages
        .iter()
        .map(|page| page.split('[').nth(1).unwrap().split(',').count() - 1)
        .collect();
    assert_eq!(counts, [25, 25, 1]);
}

#[tokio::test]
async fn a_list_that_is_cut_without_a_rest_ends_with_a_full_page() {
    let pages = pages_of(Pages::of(["1", "2"]).page_size(1)).await;
    assert_eq!(
        pages,
        [
            r#"{"items": [1], "bookmark": ..}"#,
            r#"{"items": [2], "bookmark": null}"#
        ]
    );
}

#[tokio::test]
async fn a_list_without_items_is_one_page() {
    let pages = pages_of(Pages::of::<&str>([])).await;
    assert_eq!(pages, [r#"{"items": [], "bookmark": null}"#]);
}

#[tokio::test]
async fn the_last_page_can_lack_the_bookmark() {
    let list = Pages::of(["1", "2"])
        .page_size(1)
        .with_bookmark_absent_at_end();
    assert_eq!(
        pages_of(list).await,
        [r#"{"items": [1], "bookmark": ..}"#, r#"{"items": [2]}"#]
    );
}

#[tokio::test]
async fn more_fields_stand_on_every_page() {
    let list = Pages::of(["1", "2"])
        .page_size(1)
        .with_field("total", "2.0")
        .with_field("a \"b\"", "{ }");
    assert_eq!(
        pages_of(list).await,
        [
            r#"{"items": [1], "bookmark": .., "total": 2.0, "a \"b\"": { }}"#,
            r#"{"items": [2], "bookmark": null, "total": 2.0, "a \"b\"": { }}"#,
        ]
    );
}

#[tokio::test]
async fn a_page_can_be_asked_for_again() {
    let server = MockServer::start();
    Pages::of(["1", "2"]).page_size(1).serve(&server, PATH);
    let first = get(&server, PATH, &[]).await;
    let query = [("bookmark", bookmark(&first.body).unwrap())];
    let query = query
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    assert_eq!(
        get(&server, PATH, &query).await,
        get(&server, PATH, &query).await
    );
    assert_eq!(get(&server, PATH, &[]).await, first);
}

#[tokio::test]
async fn a_bookmark_that_the_list_did_not_give_out_is_rejected() {
    let server = MockServer::start();
    Pages::of(["1", "2"]).page_size(1).serve(&server, PATH);
    let known = bookmark(&get(&server, PATH, &[]).await.body).unwrap();
    let encoded_twice = known.replace('%', "%25");
    let queries: [&[(&str, &str)]; 4] = [
        &[("bookmark", "")],
        &[("bookmark", "else")],
        &[("bookmark", &encoded_twice)],
        &[("bookmark", &known), ("bookmark", &known)],
    ];
    for query in queries {
        assert_eq!(
            get(&server, PATH, query).await,
            Response {
                status: 400,
                content_type: "application/json".to_owned(),
                body: r#"{"code": 1, "message": "Invalid bookmark."}"#.to_owned(),
            },
            "{query:?}"
        );
    }
}

#[tokio::test]
async fn only_get_requests_at_the_path_get_a_page() {
    let server = MockServer::start();
    let mock = Pages::of(["1"]).serve(&server, PATH);
    let http = reqwest::Client::new();
    for request in [
        http.post(server.url(PATH)),
        http.get(server.url("/businesses/1/members/")),
    ] {
        assert_eq!(request.send().await.unwrap().status(), 404);
    }
    mock.assert_calls(0);
}

#[tokio::test]
async fn any_mock_can_respond_with_a_list() {
    let server = MockServer::start();
    let mock = server.mock(|when, then| {
        when.method(Method::POST).path("/search");
        Pages::of(["1"]).respond(then);
    });
    let response = reqwest::Client::new()
        .post(server.url("/search"))
        .send()
        .await;
    assert_eq!(
        response.unwrap().text().await.unwrap(),
        r#"{"items": [1], "bookmark": null}"#
    );
    mock.assert();
}

#[test]
fn bad_input_panics_and_is_named() {
    let message = panic_message(|| Pages::of(["1", "{'a': 1}"]));
    assert!(
        message.starts_with("item 1 is not JSON (key must be a string"),
        "{message}"
    );
    assert!(message.ends_with("{'a': 1}"), "{message}");

    let list = || Pages::of(["1", "2"]).page_size(1);
    let message = panic_message(|| list().page_size(0));
    assert!(message.contains("page_size is 0"), "{message}");
    let message = panic_message(|| list().with_field("total", "two"));
    assert!(
        message.starts_with("the field total is not JSON"),
        "{message}"
    );
    let message = panic_message(|| list().with_field("items", "[]"));
    assert!(
        message.contains("the field items is the list's own"),
        "{message}"
    );
}
