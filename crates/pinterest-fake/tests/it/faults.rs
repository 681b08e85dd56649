//! Faults over the sockets.

use std::time::{Duration, Instant};

use pinterest_fake::{Fake, Fault};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::api::Api;

async fn boards(api: &Api) -> Vec<String> {
    let list = api.get("/boards?page_size=250").await.json();
    let items = list["items"].as_array().unwrap().iter();
    items
        .map(|board| board["name"].as_str().unwrap().to_owned())
        .collect()
}

async fn start_with_boards(count: usize) -> Api {
    let api = Api::of(Fake::builder().without_seed()).await;
    for number in 0..count {
        let created = api
            .post(
                "/boards",
                json!({"name": format!("Board {number}"), "privacy": "PUBLIC"}),
            )
            .await;
        assert!(created.status < 300, "{created:?}");
    }
    api
}

#[tokio::test]
async fn the_second_request_gets_another_response_and_changes_nothing() {
    let api = start_with_boards(0).await;
    let fault = Fault::on("boards/create")
        .nth(2)
        .status(503)
        .header("Retry-After", "3");
    let id = api.fake.inject(fault);
    let mut successes = Vec::new();
    for name in ["a", "b", "c"] {
        let response = api.post("/boards", json!({"name": name})).await;
        if response.status == 503 {
            assert_eq!(response.header("retry-after"), Some("3"));
            assert_eq!(
                response.json(),
                json!({"code": 503, "message": "Service Unavailable"})
            );
        }
        successes.push(response.status < 300);
    }
    assert_eq!(successes, [true, false, true]);
    assert_eq!(boards(&api).await.len(), 2);
    let status = &api.fake.faults()[0];
    assert_eq!((status.id, status.matched, status.hits), (id, 3, 1));
    assert!(api.fake.remove_fault(id));
    assert!(!api.fake.remove_fault(id));
    assert_eq!(api.fake.faults(), []);
}

#[tokio::test]
async fn a_change_can_be_made_before_the_response_fails() {
    let api = start_with_boards(0).await;
    api.fake.inject(
        Fault::on("boards/create")
            .times(1)
            .status(500)
            .after_acting(),
    );
    assert_eq!(api.post("/boards", json!({"name": "a"})).await.status, 500);
    assert_eq!(boards(&api).await, ["a"]);
}

#[tokio::test]
async fn connections_are_reset_before_and_after_acting() {
    let api = start_with_boards(0).await;
    let send = async |name: &str| {
        let request = api
            .request(reqwest::Method::POST, "/boards")
            .json(&json!({"name": name}));
        request
            .send()
            .await
            .map(|response| response.status().as_u16())
    };
    api.fake
        .inject(Fault::on("boards/create").nth(1).reset_before_acting());
    api.fake
        .inject(Fault::on("boards/create").nth(2).reset_after_acting());
    assert!(send("before").await.is_err());
    assert!(send("after").await.is_err());
    assert!(send("whole").await.unwrap() < 300);
    let names = boards(&api).await;
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(!names.contains(&"before".to_owned()), "{names:?}");
    let requests = api.fake.requests().to("boards/create");
    assert_eq!(requests.statuses()[..2], [0, 0]);
    let note = requests.first().unwrap().note.as_deref();
    assert_eq!(note, Some("fault 1: reset_before_acting"));
}

#[tokio::test]
async fn bodies_are_cut_and_lengths_are_wrong() {
    let api = start_with_boards(1).await;
    let body = async || {
        let response = api
            .request(reqwest::Method::GET, "/boards")
            .send()
            .await
            .unwrap();
        let length = response.content_length();
        (length, response.text().await)
    };
    let (length, whole) = body().await;
    let whole = whole.unwrap();
    api.fake
        .inject(Fault::on("boards/list").nth(1).truncate_at(10));
    let (cut_length, cut) = body().await;
    assert_eq!(cut_length, length);
    assert!(cut.is_err(), "{cut:?}");
    api.fake.clear_faults();
    api.fake
        .inject(Fault::on("boards/list").nth(1).content_length(7));
    assert_eq!(body().await.1.unwrap(), whole[..7]);
    api.fake.clear_faults();
    api.fake
        .inject(Fault::on("boards/list").nth(1).content_length(1_000_000));
    let (length, long) = body().await;
    assert_eq!(length, Some(1_000_000));
    assert!(long.is_err(), "{long:?}");
    assert_eq!(body().await.1.unwrap(), whole);
}

#[tokio::test]
async fn a_response_is_delayed() {
    let api = start_with_boards(0).await;
    api.fake
        .inject(Fault::on("boards/list").delay(Duration::from_millis(50)));
    let start = Instant::now();
    assert_eq!(api.get("/boards").await.status, 200);
    assert!(start.elapsed() >= Duration::from_millis(50));
}

#[tokio::test]
async fn bodies_of_any_kind_replace_the_response() {
    let api = start_with_boards(0).await;
    for (fault, status, content_type, body) in [
        (
            Fault::on_any().json(json!([1])),
            200,
            "application/json",
            "[1]",
        ),
        (
            Fault::on_any().status(418).text("tea"),
            418,
            "text/plain; charset=utf-8",
            "tea",
        ),
        (
            Fault::on_any().status(500).html("<p>"),
            500,
            "text/html; charset=utf-8",
            "<p>",
        ),
    ] {
        api.fake.clear_faults();
        api.fake.inject(fault);
        let response = api.get("/boards").await;
        assert_eq!(response.status, status);
        assert_eq!(response.header("content-type"), Some(content_type));
        assert_eq!(response.body, body);
    }
    api.fake.clear_faults();
    api.fake.inject(Fault::on_path("GET", "/v5/boards*").spam());
    let spam = api.get("/boards").await;
    assert_eq!(spam.status, 429);
    assert!(spam.json()["message"].as_str().unwrap().contains("spam"));
    api.fake.clear_faults();
    api.fake.inject(Fault::on("boards/list").html_error_page());
    let page = api.get("/boards").await;
    assert_eq!(
        (page.status, page.header("content-type")),
        (502, Some("text/html"))
    );
}

/// Follows bookmarks; returns the number of items of each page, at most ten.
async fn page_sizes(api: &Api) -> Vec<usize> {
    let mut sizes = Vec::new();
    let mut path = "/boards?page_size=2".to_owned();
    while sizes.len() < 10 {
        let page = api.get(&path).await.json();
        sizes.push(page["items"].as_array().unwrap().len());
        let Some(bookmark) = page["bookmark"].as_str() else {
            break;
        };
        path = format!("/boards?page_size=2&bookmark={bookmark}");
    }
    sizes
}

#[tokio::test]
async fn bookmarks_repeat_and_pages_are_empty() {
    let api = start_with_boards(3).await;
    assert_eq!(page_sizes(&api).await, [2, 1]);
    api.fake
        .inject(Fault::on("boards/list").repeated_bookmark());
    assert_eq!(page_sizes(&api).await.len(), 10);
    api.fake.clear_faults();
    api.fake
        .inject(Fault::on("boards/list").nth(2).empty_page());
    assert_eq!(page_sizes(&api).await, [2, 0, 1]);
    api.fake.clear_faults();
    api.fake
        .inject(Fault::on("boards/list").nth(1).times(3).empty_page());
    assert_eq!(page_sizes(&api).await, [0, 0, 0, 2, 1]);
    let bookmarks: Vec<_> = api.fake.requests().iter().rev().take(5).cloned().collect();
    let asked: Vec<_> = bookmarks
        .iter()
        .filter_map(|entry| entry.query_value("bookmark"))
        .collect();
    assert_eq!(asked[1..], ["fake.3.", "fake.2.", "fake.1."]);
}

#[tokio::test]
async fn a_short_list_repeats_a_bookmark_too() {
    let api = start_with_boards(1).await;
    api.fake
        .inject(Fault::on("boards/list").times(3).repeated_bookmark());
    assert_eq!(page_sizes(&api).await, [1, 1, 1, 1]);
}

#[tokio::test]
async fn values_that_nobody_knows_appear_in_the_first_item() {
    let api = start_with_boards(1).await;
    let first = async || api.get("/boards").await.json()["items"][0].take();
    let before = first().await;
    api.fake.inject(
        Fault::on("boards/list")
            .nth(1)
            .unknown_enum_value()
            .unknown_field(),
    );
    let changed = first().await;
    assert_eq!(changed["privacy"], "VALUE_OF_A_LATER_VERSION");
    assert_eq!(
        changed["field_of_a_later_version"],
        json!({"since": "6.0.0"})
    );
    assert_eq!(first().await, before);

    api.fake.clear_faults();
    let fault = || Fault::on("boards/list").nth(1).missing_required_field();
    api.fake.inject(fault());
    let count = |board: &Value| board.as_object().unwrap().len();
    assert_eq!(count(&first().await), count(&before) - 1);
    api.fake.clear_faults();
    api.fake.inject(fault().at("/items/0/id"));
    assert_eq!(first().await.get("id"), None);
    api.fake.clear_faults();
    api.fake
        .inject(Fault::on("boards/list").replace("/items/0/name", json!(7)));
    assert_eq!(first().await["name"], 7);
}

#[tokio::test]
async fn what_finds_no_place_is_noted() {
    let api = start_with_boards(0).await;
    api.fake
        .inject(Fault::on("boards/list").unknown_enum_value());
    assert_eq!(api.get("/boards").await.json()["items"], json!([]));
    let requests = api.fake.requests().with_fault();
    let note = requests.last().unwrap().note.clone().unwrap();
    assert_eq!(
        note,
        "fault 1: unknown_enum_value; the response has no place for unknown_enum_value"
    );
}

#[tokio::test]
async fn the_state_of_a_report_is_null() {
    let api = start_with_boards(0).await;
    let path = "/ad_accounts/549755885175/reports?token=a";
    api.fake
        .inject(Fault::on("analytics/get_report").null_report_status());
    let report = api.get(path).await;
    if report.status == 200 {
        assert_eq!(report.json()["report_status"], Value::Null, "{report:?}");
        assert!(
            report.json().get("url").is_none_or(Value::is_null),
            "{report:?}"
        );
    }
    api.fake
        .requests()
        .to("analytics/get_report")
        .with_fault()
        .assert_count(1);
}

#[tokio::test]
async fn a_batch_is_skipped() {
    let api = start_with_boards(0).await;
    api.fake
        .inject(Fault::on("items_batch/post").skipped_batch());
    let batch = json!({
        "catalog_type": "RETAIL",
        "country": "US",
        "language": "EN",
        "operation": "DELETE",
        "items": [{"item_id": "1"}],
    });
    let response = api.post("/catalogs/items/batch", batch).await;
    assert_eq!(response.status, 200, "{response:?}");
    let body = response.json();
    assert_eq!(body["created_time"], Value::Null);
    assert_eq!(body.get("batch_id"), None);
    assert_eq!(body["catalog_type"], "RETAIL");
}

#[tokio::test]
async fn events_fail_in_part() {
    let api = Api::start().await;
    api.fake
        .inject(Fault::on("events/create").failed_events([1]));
    let ad_account = api.get("/ad_accounts").await.json()["items"][0]["id"].clone();
    let ad_account = ad_account.as_str().unwrap_or("549755885175").to_owned();
    let seconds = api
        .fake
        .now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs()
        - 60;
    let event = |id: &str| {
        json!({
            "event_name": "checkout",
            "action_source": "web",
            "event_time": seconds,
            "event_id": id,
            "user_data": {"em": ["a".repeat(64)]},
        })
    };
    let body = json!({"data": [event("a"), event("b"), event("c")]});
    let response = api
        .post(&format!("/ad_accounts/{ad_account}/events"), body)
        .await;
    assert_eq!(response.status, 422, "{response:?}");
    let body = response.json();
    assert_eq!(body["code"], 953);
    let events = body["details"]["events"].as_array().unwrap();
    assert_eq!(events.len(), 3);
    assert_eq!(events[1]["status"], "failed");
}

#[tokio::test]
async fn an_upload_breaks_while_it_is_sent() {
    let api = start_with_boards(0).await;
    api.fake
        .inject(Fault::on_transfer_host().nth(1).break_upload_at(50));
    let address = api.fake.transfer_url().replace("http://", "");
    let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
    let head = format!("PUT /part HTTP/1.1\r\nhost: {address}\r\ncontent-length: 1000\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&[7; 400]).await.unwrap();
    api.fake.requests().on_transfer_host().assert_count(0);
    stream.write_all(&[7; 200]).await.unwrap();
    let mut response = Vec::new();
    let read = stream.read_to_end(&mut response).await;
    assert!(read.is_err(), "{read:?} {response:?}");
    let requests = api.fake.requests().on_transfer_host();
    requests.assert_count(1);
    let broken = requests.last().unwrap();
    assert_eq!(broken.status, 0);
    assert!(
        broken
            .note
            .as_ref()
            .unwrap()
            .contains("the connection was reset"),
        "{broken}"
    );
    let again = api.http.put(format!("{}/part", api.fake.transfer_url()));
    assert_eq!(api.send(again.body(vec![7; 10])).await.status, 404);
}

#[tokio::test]
#[should_panic(expected = "invalid fault: no operation has the id 'boards/crate'")]
async fn a_fault_that_matches_nothing_is_rejected() {
    let api = start_with_boards(0).await;
    api.fake.inject(Fault::on("boards/crate").status(503));
}

#[tokio::test]
async fn rules_that_make_no_sense_are_rejected() {
    let api = start_with_boards(0).await;
    for (fault, message) in [
        (json!({}), "it says nothing of what is to happen"),
        (
            json!({"status": 503, "spam": true}),
            "status cannot be combined with spam",
        ),
        (
            json!({"status": 503, "empty_page": true}),
            "status cannot be combined with empty_page",
        ),
        (json!({"status": 99}), "status must be from 200 to 599"),
        (json!({"status": 503, "nth": 0}), "nth must be at least 1"),
        (
            json!({"status": 503, "probability": 1.5}),
            "probability must be from 0 to 1",
        ),
        (
            json!({"break_upload_at": 101}),
            "break_upload_at is a percentage",
        ),
        (
            json!({"unknown_field": true, "at": "a"}),
            "'a' is no JSON pointer: it must start with /",
        ),
        (json!({"statsu": 503}), "unknown field `statsu`"),
    ] {
        let url = format!("{}faults", api.fake.admin_url());
        let response = api.send(api.http.post(url).json(&fault)).await;
        assert_eq!(response.status, 400);
        let given = response.json()["message"].as_str().unwrap().to_owned();
        assert!(
            given.starts_with(&format!("the fault is not valid: {message}")),
            "{given}"
        );
    }
}
