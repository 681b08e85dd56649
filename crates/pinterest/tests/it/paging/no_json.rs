//! Pages with parts that no JSON parser accepts, or that serde_json cannot hold.

use super::undecodable::{ASSETS, asset};
use super::*;

/// Fields of an item that no JSON parser accepts, or that serde_json cannot hold, and the path of
/// what they cost; nothing if empty.
const NO_JSON: [(&[u8], &str); 9] = [
    (b"\"user\": {\"username\": \"a\nb\"}", ""),
    (b"\"user\": {\"username\": \"a\xff\"}", "user.username"),
    (b"\"user\": {\"username\": \"\\ud800\"}", "user.username"),
    (b"\"created_time\": 1e400", "created_time"),
    (b"\"is_received_invite\": tru", "is_received_invite"),
    (b"\"new\": 1e400", "new"),
    (b"\"new\": {\"a\": \"\\ud800\"}", "new"),
    (b"\"new\": \"a\xff\"", "new"),
    (b"\"new\": nope", "new"),
];

/// A page of three invites, of which the second has this field as well, with a bookmark.
fn page_with(field: &[u8]) -> Response {
    let parts: [&[u8]; 3] = [
        br#"{"items": [{"id": "1"}, {"id": "2", "#,
        field,
        br#"}, {"id": "3"}], "bookmark": 7}"#,
    ];
    Response::ok(parts.concat())
}

#[tokio::test]
async fn a_field_that_is_no_json_costs_that_field_and_the_list_goes_on() {
    let deep = format!(r#""new": {}{}"#, "[".repeat(100_000), "]".repeat(100_000));
    let deep = (deep.as_bytes(), "new");
    for (field, path) in NO_JSON.into_iter().chain([deep]) {
        let name = String::from_utf8_lossy(&field[..field.len().min(40)]);
        let server = Server::start();
        let client = server.client();
        server.respond_at(LIST, page_with(field));
        server.respond_at(at("7"), Response::ok(r#"{"items": [{"id": "4"}]}"#));
        let page = invites(&client).send().await.unwrap();
        assert_eq!(ids(&page), ["1", "2", "3"], "{name}");
        assert_eq!(page.undecodable_items(), 0, "{name}");
        let set_aside: Vec<_> = page.set_aside().iter().map(|part| part.path()).collect();
        let expected = match path {
            "" => vec![],
            path => vec![format!("items[1].{path}")],
        };
        // The bookmark is a number where text was described, and followed nevertheless.
        assert_eq!(
            set_aside,
            [&expected[..], &["bookmark".to_owned()]].concat(),
            "{name}"
        );
        let rest = invites(&client).resume_from(page.position());
        assert_eq!(outcomes(rest.items()).await, ["4"], "{name}");
    }
}

#[tokio::test]
async fn text_with_a_line_break_is_taken_as_it_is() {
    let server = Server::start();
    server.respond_at(
        LIST,
        page_with(b"\"new\": 1, \"user\": {\"username\": \"a\nb\"}"),
    );
    let page = invites(&server.client()).send().await.unwrap();
    let invite = serde_json::to_value(page.items().nth(1).unwrap()).unwrap();
    assert_eq!(invite["user"]["username"], "a\nb");
}

#[tokio::test]
async fn an_item_that_is_no_json_where_it_must_be_costs_that_item() {
    let bad: [&[u8]; 5] = [
        b"{\"asset_id\": \"\\ud800\", \"asset_type\": \"PROFILE\", \"permissions\": []}",
        b"{\"asset_id\": \"\xff\", \"asset_type\": \"PROFILE\", \"permissions\": []}",
        b"{\"asset_id\" \"6\", \"asset_type\": \"PROFILE\", \"permissions\": []}",
        b"{\"asset_id\": \"6\", \"asset_type\": \"PROFILE\", \"permissions\": nope}",
        b"nope",
    ];
    for bad in bad {
        let name = String::from_utf8_lossy(bad);
        let server = Server::start();
        let (first, third) = (asset("5"), asset("7"));
        let parts: [&[u8]; 7] = [
            br#"{"total_data_count": 3, "items": ["#,
            first.as_bytes(),
            b", ",
            bad,
            b", ",
            third.as_bytes(),
            b"]}",
        ];
        server.respond_at(ASSETS, Response::ok(parts.concat()));
        let members = server.client().business(BUSINESS).members();
        let page = members.assets("17").send().await.unwrap();
        let good: Vec<_> = page.items().map(|asset| asset.asset_id.as_str()).collect();
        assert_eq!(good, ["5", "7"], "{name}");
        let errors: Vec<_> = page.item_errors().collect();
        assert_eq!((errors.len(), page.undecodable_items()), (1, 1), "{name}");
        assert_eq!(errors[0].item_index(), Some(1), "{name}");
        assert_eq!(errors[0].raw_body(), Some(bad), "{name}");
    }
}

#[tokio::test]
async fn a_field_of_a_page_that_is_no_json_costs_that_field() {
    let deep = "[".repeat(9_000) + &"]".repeat(9_000);
    for field in ["1e400", r#""\ud800""#, &deep] {
        let body = format!(r#"{{"items": [{{"id": "1"}}], "new": {field}, "bookmark": "A"}}"#);
        let server = Server::with_responses([Response::ok(&body), Response::ok(&body)]);
        let page = invites(&server.client()).send().await.unwrap();
        assert_eq!(
            (ids(&page), page.position().bookmark()),
            (vec!["1"], Some("A"))
        );
        let set_aside: Vec<_> = page.set_aside().iter().map(|part| part.path()).collect();
        assert_eq!(set_aside, ["new"]);

        let operation = server.client().operation("get/invites");
        let list = operation.parameter("business_id", BUSINESS).into_list();
        let page = list.unwrap().send().await.unwrap();
        let items: Vec<_> = page.items().cloned().collect();
        assert_eq!(items, [serde_json::json!({"id": "1"})]);
        assert_eq!(page.position().bookmark(), Some("A"));
        let set_aside: Vec<_> = page.set_aside().iter().map(|part| part.path()).collect();
        assert_eq!(set_aside, ["new"]);
    }
}
