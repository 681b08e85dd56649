//! Commands over HTTP.

use std::time::{Duration, UNIX_EPOCH};

use pinterest_fake::Fake;
use reqwest::Method;
use serde_json::{Value, json};

use crate::api::{Api, Response};

async fn command(api: &Api, method: Method, path: &str, body: Option<Value>) -> Response {
    let request = api
        .http
        .request(method, format!("{}{path}", api.fake.admin_url()));
    match body {
        Some(body) => api.send(request.json(&body)).await,
        None => api.send(request).await,
    }
}

async fn get(api: &Api, path: &str) -> Value {
    let response = command(api, Method::GET, path, None).await;
    assert_eq!(response.status, 200, "{response:?}");
    response.json()
}

#[tokio::test]
async fn state_is_seeded_shown_and_reset() {
    let api = Api::of(Fake::builder().without_seed()).await;
    let before = get(&api, "state").await;
    let tables = json!({"boards": [{"id": "7", "name": "Oak"}, {"name": "Elm"}]});
    let seeded = command(&api, Method::POST, "seed", Some(tables)).await;
    assert_eq!(seeded.json(), json!({"added": {"boards": 2}}));
    assert_eq!(get(&api, "state").await["tables"]["boards"], 2);
    let table = get(&api, "state/boards?limit=1").await;
    assert_eq!((&table["count"], &table["offset"]), (&json!(2), &json!(0)));
    assert_eq!(table["rows"].as_array().unwrap().len(), 1);
    assert_eq!(table["rows"][0]["name"], "Oak");
    assert!(table["rows"][0]["_owner"].is_string());
    assert_eq!(api.get("/boards/7").await.json()["name"], "Oak");
    assert_eq!(command(&api, Method::POST, "reset", None).await.status, 204);
    assert_eq!(get(&api, "state").await, before);
    assert_eq!(api.get("/boards/7").await.status, 404);
    assert_eq!(
        command(&api, Method::GET, "state/bords", None).await.status,
        404
    );
}

#[tokio::test]
async fn seeds_that_do_not_fit_change_nothing() {
    let api = Api::of(Fake::builder().without_seed()).await;
    let before = get(&api, "state").await;
    for (tables, message) in [
        (
            json!([]),
            "the body must be an object with a list for each table",
        ),
        (
            json!({"boards": {}}),
            "boards: it must hold a list of objects",
        ),
        (
            json!({"Boards": []}),
            "Boards: 'Boards' is no name of a table",
        ),
        (
            json!({"boards": [{"name": "Oak"}, {"name": 7}]}),
            "boards, row 2: 'name' must be a string",
        ),
        (
            json!({"boards": [{"nmae": "Oak"}]}),
            "boards, row 1: 'nmae' is not a known field",
        ),
        (
            json!({"boards": [7]}),
            "boards, row 1: it must be an object",
        ),
    ] {
        let response = command(&api, Method::POST, "seed", Some(tables)).await;
        assert_eq!(response.status, 400);
        let given = response.json()["message"].as_str().unwrap().to_owned();
        assert!(given.starts_with(message), "{given}");
    }
    assert_eq!(get(&api, "state").await, before);
}

#[tokio::test]
async fn the_clock_is_moved_stopped_and_run() {
    let time = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    let api = Api::of(Fake::builder().with_time(time)).await;
    let stands = json!({"now": "2027-01-15T08:00:00Z", "running": false});
    assert_eq!(get(&api, "clock").await, stands);
    let moved = command(
        &api,
        Method::POST,
        "clock/advance",
        Some(json!({"seconds": 90.5})),
    )
    .await;
    assert_eq!(moved.json()["now"], "2027-01-15T08:01:30.5Z");
    assert_eq!(api.fake.now(), time + Duration::from_millis(90_500));
    api.fake.run_clock();
    assert_eq!(get(&api, "clock").await["running"], true);
    assert!(api.fake.now() > time);
    command(&api, Method::POST, "clock/stop", None).await;
    let now = api.fake.now();
    assert_eq!(api.fake.now(), now);
    api.fake.advance(Duration::from_secs(1));
    assert_eq!(api.fake.now(), now + Duration::from_secs(1));
    api.fake.reset();
    assert_eq!(get(&api, "clock").await, stands);
    for body in [json!({}), json!({"seconds": -1}), json!({"seconds": "1"})] {
        let rejected = command(&api, Method::POST, "clock/advance", Some(body)).await;
        assert_eq!(rejected.status, 400);
    }
}

#[tokio::test]
async fn faults_are_added_listed_and_removed() {
    let api = Api::start().await;
    let fault = json!({"operation": "boards/list", "nth": 1, "status": 503});
    let added = command(&api, Method::POST, "faults", Some(fault.clone())).await;
    assert_eq!(added.status, 201);
    assert_eq!(
        added.json(),
        json!({"id": 1, "fault": fault, "matched": 0, "hits": 0})
    );
    assert_eq!(api.get("/boards").await.status, 503);
    assert_eq!(api.get("/boards").await.status, 200);
    let list = get(&api, "faults").await;
    assert_eq!(list["faults"][0]["matched"], 2);
    assert_eq!(list["faults"][0]["hits"], 1);
    assert_eq!(
        command(&api, Method::DELETE, "faults/1", None).await.status,
        204
    );
    assert_eq!(
        command(&api, Method::DELETE, "faults/1", None).await.status,
        404
    );
    command(&api, Method::POST, "faults", Some(json!({"delay": 0.0}))).await;
    assert_eq!(
        command(&api, Method::DELETE, "faults", None).await.status,
        204
    );
    assert_eq!(get(&api, "faults").await, json!({"faults": []}));
}

#[tokio::test]
async fn the_journal_is_listed_newest_first() {
    let api = Api::start().await;
    api.post("/boards", json!({"name": "Oak"})).await;
    api.get("/boards").await;
    api.get("/bords").await;
    let list = get(&api, "journal").await;
    assert_eq!(list["received"], 3);
    let numbers = |list: &Value| -> Vec<u64> {
        let entries = list["entries"].as_array().unwrap().iter();
        entries
            .map(|entry| entry["number"].as_u64().unwrap())
            .collect()
    };
    assert_eq!(numbers(&list), [3, 2, 1]);
    assert_eq!(list["entries"][2].get("body"), None);
    for (query, expected) in [
        ("since=1", vec![3, 2]),
        ("limit=1", vec![3]),
        ("operation=boards/create", vec![1]),
        ("status=404", vec![3]),
        ("method=GET&path=boards", vec![2]),
        ("host=transfer", vec![]),
    ] {
        let list = get(&api, &format!("journal?{query}")).await;
        assert_eq!(numbers(&list), expected, "{query}");
    }
    let entry = get(&api, "journal/1").await;
    assert_eq!(entry["body"], json!({"name": "Oak"}));
    assert_eq!(entry["operation"], "boards/create");
    assert_eq!(
        command(&api, Method::GET, "journal?colour=red", None)
            .await
            .status,
        400
    );
    assert_eq!(
        command(&api, Method::GET, "journal/99", None).await.status,
        404
    );
    command(&api, Method::DELETE, "journal", None).await;
    assert_eq!(numbers(&get(&api, "journal").await), [0; 0]);
}

#[tokio::test]
async fn pages_of_other_sites_are_rejected() {
    let api = Api::start().await;
    let reset = format!("{}reset", api.fake.admin_url());
    let own = reset.replace("/_fake/reset", "");
    for (name, value, status) in [
        ("origin", own.as_str(), 204),
        ("origin", "https://example.com", 403),
        ("origin", "null", 403),
        ("origin", "http://127.0.0.1:1", 403),
        ("host", "localhost:8080", 204),
        ("host", "rebound.example.com", 403),
    ] {
        let request = api.http.post(&reset).header(name, value);
        let response = api.send(request).await;
        assert_eq!(response.status, status, "{name}: {value} {response:?}");
    }
}

#[tokio::test]
async fn the_page_shows_what_came_and_escapes_it() {
    let api = Api::start().await;
    api.post("/boards", json!({"name": "<script>alert(1)</script>"}))
        .await;
    api.get("/<img>").await;
    let page = command(&api, Method::GET, "", None).await;
    assert_eq!(page.status, 200);
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self'"),
        "{policy}"
    );
    assert!(page.body.contains("boards/create"));
    assert!(page.body.contains("<option value=\"campaigns/create\">"));
    assert!(!page.body.contains("<img>"), "{}", page.body);
    let request = command(&api, Method::GET, "requests/1", None).await;
    assert!(
        request
            .body
            .contains("&lt;script&gt;alert(1)&lt;/script&gt;"),
        "{}",
        request.body
    );
    assert!(request.body.contains("Bearer pina***"));
    for (file, content_type) in [
        ("page.css", "text/css; charset=utf-8"),
        ("page.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
    ] {
        let response = command(&api, Method::GET, file, None).await;
        assert_eq!(response.header("content-type"), Some(content_type));
    }
    assert_eq!(api.fake.requests().count(), 2);
}

#[tokio::test]
async fn unknown_commands_are_not_found() {
    let api = Api::start().await;
    for (method, path) in [
        (Method::GET, "reset"),
        (Method::POST, "clock/back"),
        (Method::GET, "x"),
    ] {
        let response = command(&api, method, path, None).await;
        assert_eq!(response.status, 404);
    }
    assert_eq!(api.fake.requests().count(), 0);
}
