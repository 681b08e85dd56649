//! Requests without types take the same way as all others.

use std::time::Duration;

use futures_util::TryStreamExt;
use pinterest::raw::OperationRequest;
use pinterest::{Backoff, Call, Client, Error, ErrorKind, Method};
use pinterest_test_support::{Response, Server};
use serde_json::{Value, json};

use crate::clients::{Clients, TOKEN};

/// A client that tries again after a wait that no test notices.
fn patient(server: &Server) -> Client {
    let short = Duration::from_millis(1);
    let retries = Backoff::default().with_base(short).with_cap(short);
    let builder = server.client_builder().with_retry_policy(retries);
    builder.build().unwrap()
}

fn invites(client: &Client) -> Call<OperationRequest> {
    client
        .operation("get/invites")
        .parameter("business_id", "7290")
}

/// The error of a call that is rejected before anything is sent.
async fn rejected(call: impl Fn(Client) -> Call<OperationRequest>) -> Error {
    let server = Server::start();
    let error = call(server.client()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::InvalidRequest, 0),
        "{error:?}"
    );
    server.assert_untouched();
    error
}

/// The message of such an error.
async fn rejection(call: impl Fn(Client) -> Call<OperationRequest>) -> String {
    rejected(call).await.to_string()
}

#[tokio::test]
async fn an_operation_has_the_token_and_is_sent_again_after_a_transient_failure() {
    let page = r#"{"items": [{"id": "1", "new": [null]}], "bookmark": "b"}"#;
    let server = Server::with_responses([Response::json(503, "{}"), Response::ok(page)]);
    let call = invites(&patient(&server))
        .parameter("invite_status", "PENDING")
        .parameter("invite_status", "EXPIRED");
    let response = call.response().await.unwrap();
    assert_eq!((response.status().as_u16(), response.attempts()), (200, 2));
    assert_eq!(response.body().as_ref(), page.as_bytes());
    let expected: Value = serde_json::from_str(page).unwrap();
    assert_eq!(response.into_value(), expected);
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for request in &requests {
        assert_eq!(request.header("authorization"), [format!("Bearer {TOKEN}")]);
        assert_eq!(
            request.line(),
            "GET /businesses/7290/invites?invite_status=PENDING&invite_status=EXPIRED"
        );
    }
}

#[tokio::test]
async fn an_operation_that_acts_is_not_sent_again() {
    let server = Server::with_responses([Response::json(503, "{}")]);
    let account = json!({"name": "n", "username": "u", "country": "NO"});
    let call = patient(&server)
        .operation("brand_accounts/create")
        .parameter("business_hierarchy_id", "7290")
        .body(account);
    assert_eq!(call.await.unwrap_err().attempts(), 1);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_unknown_operation_is_rejected_with_those_that_are_near() {
    let text = rejection(|client| client.operation("get/invite")).await;
    assert!(text.contains("`get/invite`"), "{text}");
    assert!(text.contains("did you mean `get/invites`"), "{text}");
    let text = rejection(|client| client.operation("ada@example.com")).await;
    assert!(!text.contains("ada@") && !text.contains("mean"), "{text}");
}

#[tokio::test]
async fn an_unknown_parameter_is_rejected_with_those_that_are_near_or_all() {
    let text = rejection(|client| invites(&client).parameter("pagesize", "1")).await;
    assert!(text.contains("did you mean `page_size`?"), "{text}");
    let text = rejection(|client| invites(&client).parameter("ada@example.com", "1")).await;
    assert!(
        text.contains("is_member") && !text.contains("ada@"),
        "{text}"
    );
}

#[tokio::test]
async fn what_is_required_must_be_set() {
    let text = rejection(|client| client.operation("get/invites")).await;
    assert!(
        text.ends_with("the parameter `business_id` is required"),
        "{text}"
    );
    let create = |client: &Client| {
        client
            .operation("brand_accounts/create")
            .parameter("business_hierarchy_id", "7290")
    };
    let text = rejection(|client| create(&client)).await;
    assert!(text.ends_with("the operation needs a body"), "{text}");
    let text =
        rejection(|client| create(&client).body(json!({"name": "n", "country": "NO"}))).await;
    assert!(text.contains("username must be set"), "{text}");
}

#[tokio::test]
async fn what_the_operation_has_no_place_for_is_rejected() {
    let text = rejection(|client| invites(&client).body(json!({}))).await;
    assert!(text.ends_with("the operation takes no body"), "{text}");
    let text = rejection(|client| invites(&client).parameter("business_id", "7291")).await;
    assert!(
        text.ends_with("the parameter `business_id` takes one value, but is set twice"),
        "{text}"
    );
}

#[tokio::test]
async fn values_are_validated_before_sending() {
    let error = rejected(|client| invites(&client).parameter("page_size", "0")).await;
    let limit = error.limit().unwrap();
    assert_eq!(
        (&*limit.field, &*limit.limit, &*limit.value),
        ("page_size", "at least 1", "0")
    );
    assert_eq!(error.operation(), Some("get/invites"));
    let cancel = |client: Client| {
        client
            .operation("cancel_invites_or_requests")
            .parameter("business_id", "7290")
            .body(json!({"invite_ids": ["1", "lake"]}))
    };
    let error = rejected(cancel).await;
    assert_eq!(error.limit().unwrap().field, "invite_ids[1]");
}

#[tokio::test]
async fn values_of_enums_are_checked_before_sending() {
    let text = rejection(|client| {
        invites(&client)
            .parameter("invite_status", "PENDING")
            .parameter("invite_status", "ACCEPTED")
    })
    .await;
    assert!(
        text.ends_with("invite_status must be one of PENDING, EXPIRED, but is \"ACCEPTED\""),
        "{text}"
    );
    let update = |client: Client| {
        client
            .operation("update/business_memberships")
            .parameter("business_id", "7290")
            .body(json!([{"member_id": "1401", "business_role": "OWNER"}]))
    };
    let text = rejection(update).await;
    assert!(
        text.contains("body[0].business_role must be one of EMPLOYEE, BIZ_ADMIN"),
        "{text}"
    );
}

#[tokio::test]
async fn without_validation_values_are_sent_as_they_are() {
    let server = Server::with_responses([Response::ok("{}"), Response::ok("{}")]);
    let client = server.client();
    let list = invites(&client)
        .parameter("invite_status", "ACCEPTED")
        .parameter("page_size", "0")
        .without_validation();
    list.await.unwrap();
    let body = json!({"name": 7, "country": "NOWHERE"});
    let create = client
        .operation("brand_accounts/create")
        .parameter("business_hierarchy_id", "lake side")
        .body(body.clone())
        .without_validation();
    create.await.unwrap();
    let requests = server.requests();
    assert_eq!(
        requests[0].line(),
        "GET /businesses/7290/invites?invite_status=ACCEPTED&page_size=0"
    );
    assert!(requests[1].path().contains("/lake%20side/"));
    assert_eq!(requests[1].json(), body);
}

/// Such a path would lead to another operation.
#[tokio::test]
async fn a_path_parameter_that_leads_elsewhere_is_rejected_even_without_validation() {
    for value in ["", ".", ".."] {
        let error = rejected(|client| {
            client
                .operation("get/invites")
                .parameter("business_id", value)
                .without_validation()
        })
        .await;
        let limit = error.limit().unwrap();
        assert_eq!(
            (&*limit.field, &*limit.limit),
            ("business_id", "text that is not empty, `.` or `..`")
        );
    }
}

#[tokio::test]
async fn a_body_of_a_response_that_is_not_json_is_an_error() {
    let server = Server::with_responses([Response::html(200), Response::html(200)]);
    let client = server.client();
    let error = invites(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let create = client
        .operation("brand_accounts/create")
        .parameter("business_hierarchy_id", "7290")
        .body(json!({"name": "n", "username": "u", "country": "NO"}));
    assert_eq!(create.await.unwrap_err().kind(), ErrorKind::Accepted);
}

#[tokio::test]
async fn a_body_is_sent_as_it_is_and_any_json_comes_back() {
    let server = Server::with_responses([Response::ok(r#"{"brand_account_id": 5}"#)]);
    let body = json!({"name": "n", "username": "u", "country": "NO", "new": [1]});
    let call = server
        .client()
        .operation("brand_accounts/create")
        .parameter("business_hierarchy_id", "7290")
        .body(body.clone());
    assert_eq!(call.await.unwrap(), json!({"brand_account_id": 5}));
    assert_eq!(server.requests()[0].json(), body);
}

#[tokio::test]
async fn a_list_follows_bookmarks_and_keeps_its_parameters() {
    let server = Server::with_responses([
        Response::ok(r#"{"items": [{"id": "1"}, null, "x"], "total": 3, "bookmark": "next"}"#),
        Response::ok(r#"{"items": [{"id": "3"}], "bookmark": null}"#),
    ]);
    let list = invites(&server.client()).parameter("is_member", "true");
    let list = list.into_list().unwrap().page_size(3);
    let pages: Vec<_> = list.pages().try_collect().await.unwrap();
    assert_eq!(pages[0].response().as_value()["total"], 3);
    assert_eq!(pages[0].null_items(), 1);
    let items = pages.iter().flat_map(|page| page.items());
    let items: Vec<Value> = items.cloned().collect();
    assert_eq!(items, [json!({"id": "1"}), json!("x"), json!({"id": "3"})]);
    let requests = server.requests();
    let lines: Vec<_> = requests.iter().map(|request| request.line()).collect();
    assert_eq!(
        lines,
        [
            "GET /businesses/7290/invites?is_member=true&page_size=3",
            "GET /businesses/7290/invites?bookmark=next&is_member=true&page_size=3",
        ]
    );
}

#[tokio::test]
async fn a_list_that_cannot_be_sent_is_rejected_at_once() {
    let server = Server::start();
    let client = server.client();
    let account = client
        .operation("brand_accounts/create")
        .parameter("business_hierarchy_id", "7290");
    let cases = [
        (account, "has no pages"),
        (client.operation("get/invites"), "`business_id` is required"),
        (client.operation("get/invite"), "no operation"),
        (
            invites(&client).parameter("invite_status", "ACCEPTED"),
            "must be one of",
        ),
    ];
    for (call, expected) in cases {
        let error = call.into_list().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains(expected), "{error}");
    }
    let list = invites(&client).into_list().unwrap().page_size(251);
    let error = list.send().await.unwrap_err();
    assert_eq!(error.limit().unwrap().field, "page_size");
    server.assert_untouched();
}

#[cfg(feature = "catalogs")]
#[tokio::test]
async fn arrays_are_joined_and_objects_are_a_pair_for_each_leaf_as_described() {
    let server = Server::with_responses([Response::ok("{}"), Response::ok("{}")]);
    let client = server.client();
    let stores = client
        .operation("catalogs_local_stores/delete")
        .parameter("catalog_id", "864")
        .parameter("ids", "1")
        .parameter("ids", "2");
    stores.await.unwrap();
    let stats = |parameters: &str| {
        client
            .operation("reports/stats")
            .parameter("parameters", parameters)
    };
    let parameters = r#"{"report_type": "FEED_INGESTION_ISSUES", "feed_id": "5"}"#;
    stats(parameters).await.unwrap();
    let error = stats("report_type").await.unwrap_err();
    assert!(
        error.to_string().contains("must be a JSON object"),
        "{error}"
    );
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(
        requests[0].line(),
        "DELETE /catalogs/864/local_stores?ids=1%2C2"
    );
    let query = requests[1].query().unwrap();
    let mut pairs: Vec<&str> = query.split('&').collect();
    pairs.sort_unstable();
    assert_eq!(
        pairs,
        [
            "parameters%5Bfeed_id%5D=5",
            "parameters%5Breport_type%5D=FEED_INGESTION_ISSUES",
        ]
    );
}

#[tokio::test]
async fn a_request_by_path_takes_what_the_description_does_not_know() {
    let server = Server::with_responses([Response::ok("[1]"), Response::new(204, "")]);
    let client = server.client();
    let get = client.request(Method::GET, "/lake/1");
    let get = get.query("a", "1 2").query("a", "3").query("b", "&");
    assert_eq!(get.await.unwrap(), json!([1]));
    let patch = client.request(Method::PATCH, "/lake/1");
    let patch = patch.json(json!({"depth": 7}));
    assert_eq!(patch.await.unwrap(), Value::Null);
    let requests = server.requests();
    assert_eq!(requests[0].line(), "GET /lake/1?a=1+2&a=3&b=%26");
    assert_eq!(
        requests[0].header("authorization"),
        [format!("Bearer {TOKEN}")]
    );
    assert_eq!(requests[1].line(), r#"PATCH /lake/1 {"depth":7}"#);
}

#[tokio::test]
async fn a_form_is_sent_by_path() {
    let server = Server::with_responses([Response::ok("{}")]);
    let call = server.client().request(Method::POST, "/lake");
    call.form("a", "1 2").form("b", "&").await.unwrap();
    let request = &server.requests()[0];
    assert_eq!(request.text(), "a=1+2&b=%26");
    assert_eq!(
        request.header("content-type"),
        ["application/x-www-form-urlencoded"]
    );
}

#[tokio::test]
async fn by_path_the_facts_of_the_operation_hold() {
    let server = Server::with_responses([Response::ok("{}")]);
    let client = server.client();
    let list = |id: &str| client.request(Method::GET, format!("/businesses/{id}/invites"));
    let error = list("7290").query("page_size", "0").await.unwrap_err();
    assert_eq!(error.operation(), Some("get/invites"));
    assert_eq!(error.limit().unwrap().field, "page_size");
    let error = list("lake").await.unwrap_err();
    assert_eq!(error.limit().unwrap().field, "business_id");
    let error = list("..").without_validation().await.unwrap_err();
    assert_eq!(error.limit().unwrap().field, "business_id");
    server.assert_untouched();
    let odd = list("lake").query("page_size", "0").without_validation();
    odd.await.unwrap();
    assert_eq!(
        server.requests()[0].line(),
        "GET /businesses/lake/invites?page_size=0"
    );
}

/// Some encode more characters than necessary. `%2e%2e` is `..` wherever URLs are read.
#[tokio::test]
async fn by_path_values_are_validated_as_they_are_decoded() {
    let server = Server::with_responses([Response::ok("{}")]);
    let client = server.client();
    let list = |id: &str| client.request(Method::GET, format!("/businesses/{id}/invites"));
    list("%37290").await.unwrap();
    assert_eq!(server.take_lines(), ["GET /businesses/%37290/invites"]);
    let error = list("7290%2F1").await.unwrap_err();
    let limit = error.limit().unwrap();
    assert_eq!(
        (&*limit.field, &*limit.value),
        ("business_id", "\"7290/1\"")
    );
    let error = list("%2e%2E").without_validation().await.unwrap_err();
    assert_eq!(error.limit().unwrap().field, "business_id");
    server.assert_untouched();
}

/// The caller has joined the elements already.
#[cfg(feature = "catalogs")]
#[tokio::test]
async fn by_path_an_array_may_be_given_as_it_is_sent() {
    let server = Server::with_responses([Response::ok("{}")]);
    let client = server.client();
    let stores = client.request(Method::DELETE, "/catalogs/864/local_stores");
    stores.query("ids", "1,2").await.unwrap();
    assert_eq!(
        server.requests()[0].line(),
        "DELETE /catalogs/864/local_stores?ids=1%2C2"
    );
}

#[tokio::test]
async fn by_path_only_what_is_idempotent_is_sent_again() {
    let cases = [
        (Method::GET, 2),
        (Method::PUT, 2),
        (Method::DELETE, 2),
        (Method::POST, 1),
        (Method::PATCH, 1),
    ];
    for (method, requests) in cases {
        let server = Server::with_responses([Response::json(503, "{}"), Response::ok("{}")]);
        let outcome = patient(&server).request(method.clone(), "/lake").await;
        assert_eq!(outcome.is_ok(), requests == 2, "{method}");
        assert_eq!(server.requests().len(), requests, "{method}");
    }
}

#[tokio::test]
async fn by_path_what_cannot_be_sent_is_rejected() {
    let server = Server::start();
    let client = server.client();
    let both = client.request(Method::POST, "/lake");
    let cases = [
        (client.request(Method::HEAD, "/lake"), "method"),
        (both.json(json!({})).form("a", "1"), "not both"),
        (client.request(Method::GET, "lake"), "start with `/`"),
        (
            client.request(Method::GET, ".example.com/"),
            "start with `/`",
        ),
        (
            client.request(Method::GET, "@example.com/"),
            "start with `/`",
        ),
    ];
    for (call, expected) in cases {
        let error = call.await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::InvalidRequest, 0)
        );
        assert!(error.to_string().contains(expected), "{error}");
    }
    server.assert_untouched();
}

#[test]
fn what_is_sent_is_not_shown() {
    let client = Server::start().client();
    let operation = invites(&client).parameter("bookmark", "ada@example.com");
    let path = client
        .request(Method::POST, "/lake")
        .query("q", "ada@example.com");
    let path = path.json(json!("ada@example.com"));
    let shown = format!(
        "{operation:?} {path:?} {:?} {:?}",
        operation.request(),
        path.request()
    );
    assert!(!shown.contains("ada@"), "{shown}");
}

#[tokio::test]
async fn the_http_request_of_a_call_is_what_arrives_but_for_the_token() {
    let server = Server::with_responses([Response::ok("{}"), Response::ok(r#"{"items": []}"#)]);
    let client = server.client();
    let call = client
        .operation("boards/create")
        .body(json!({"name": "Küche"}))
        .with_header("x-new", "1");
    let shown = call.http_request().unwrap();
    call.await.unwrap();
    let list = invites(&client).into_list().unwrap().bookmark("b/1");
    let shown_page = list.http_request().unwrap();
    list.await.unwrap();
    for (shown, arrived) in [shown, shown_page].iter().zip(server.requests()) {
        assert_eq!(shown.method().as_str(), arrived.method());
        assert_eq!(
            shown.uri().path_and_query().unwrap().as_str(),
            arrived.target()
        );
        assert_eq!(shown.body().as_ref(), arrived.body());
        assert!(!shown.headers().contains_key("authorization"));
        for (name, value) in shown.headers() {
            assert_eq!(arrived.header(name.as_str()), [value.to_str().unwrap()]);
        }
    }
    let invalid = client.operation("boards/get").http_request().unwrap_err();
    assert_eq!(invalid.kind(), ErrorKind::InvalidRequest);
}
