//! What every operation puts on the wire, read off `spec/` by hand.

mod changes;
mod lists;
mod paths;
mod row;

use std::collections::BTreeSet;

use crate::clients::{Clients, TOKEN};
use pinterest::operation::{Location, OPERATIONS};
use pinterest::{Environment, ErrorKind, Url};
use pinterest_test_support::{Request, Response, Server};
use row::{Call, Row};

fn rows() -> Vec<Row> {
    let mut rows = lists::rows();
    rows.extend(changes::rows());
    rows
}

/// Makes every call of the table, each of which sends one request.
async fn all_requests() -> Vec<(Row, Vec<Request>)> {
    let server = Server::start();
    let client = server
        .client_builder()
        .with_user_agent("shop/1.4")
        .build()
        .unwrap();
    let mut sent = Vec::new();
    for row in rows() {
        for call in &row.calls {
            server.respond_all([Response::ok(row.answer)]);
            let outcome = call.run(client.clone()).await;
            assert!(
                outcome.is_ok(),
                "{} with {}: {outcome:?}",
                row.operation,
                call.name
            );
        }
        let requests = server.take_requests();
        assert_eq!(
            requests.len(),
            row.calls.len(),
            "{}: {requests:#?}",
            row.operation
        );
        sent.push((row, requests));
    }
    sent
}

/// The parameters as they were sent, in the order of their names; one that is repeated keeps its own order.
fn parameters(query: &str) -> Vec<&str> {
    let mut parameters: Vec<&str> = query.split('&').filter(|part| !part.is_empty()).collect();
    parameters.sort_by_key(|parameter| parameter.split('=').next());
    parameters
}

#[test]
fn every_operation_has_one_row() {
    // The other domains have their tables in `handles/`.
    let is_business_access = |path: &str| {
        let is_below = path.starts_with("/businesses/") || path.starts_with("/business_access/");
        is_below && !path.contains("/audiences")
    };
    let operations = OPERATIONS
        .iter()
        .filter(|operation| is_business_access(operation.path));
    let mut known: Vec<&str> = operations.map(|operation| operation.id).collect();
    let mut written: Vec<&str> = rows().iter().map(|row| row.operation).collect();
    known.sort_unstable();
    written.sort_unstable();
    assert_eq!(written, known);
}

#[test]
fn every_query_parameter_is_set_in_some_call_and_left_out_in_another() {
    for row in rows() {
        let operation = OPERATIONS
            .iter()
            .find(|operation| operation.id == row.operation);
        let in_query = operation
            .unwrap()
            .parameters
            .iter()
            .filter(|parameter| parameter.location == Location::Query);
        let expected: BTreeSet<&str> = in_query.map(|parameter| parameter.name).collect();
        let names = |call: &Call| -> BTreeSet<&str> {
            parameters(call.query)
                .iter()
                .map(|parameter| parameter.split('=').next().unwrap())
                .collect()
        };
        assert!(
            row.calls.iter().any(|call| names(call) == expected),
            "{}",
            row.operation
        );
        assert!(
            row.calls.iter().any(|call| call.query.is_empty()),
            "{}",
            row.operation
        );
    }
}

#[tokio::test]
async fn every_call_sends_what_is_described_and_nothing_else() {
    for (row, requests) in all_requests().await {
        for (call, request) in row.calls.iter().zip(&requests) {
            let what = format!("{} with {}: {request:?}", row.operation, call.name);
            assert_eq!(
                (request.method(), request.path()),
                (row.method, row.path),
                "{what}"
            );
            let query = request.query();
            assert_eq!(query.is_some(), !call.query.is_empty(), "{what}");
            assert_eq!(
                parameters(query.unwrap_or_default()),
                parameters(call.query),
                "{what}"
            );
            match call.body {
                Some(body) => {
                    let expected: serde_json::Value = serde_json::from_str(body).unwrap();
                    assert_eq!(request.json(), expected, "{what}");
                }
                None => assert_eq!(request.text(), "", "{what}"),
            }
        }
    }
}

#[tokio::test]
async fn every_call_has_the_headers_of_the_api_and_no_others() {
    let user_agent = format!("shop/1.4 pinterest-rust/{}", env!("CARGO_PKG_VERSION"));
    for (row, requests) in all_requests().await {
        for (call, request) in row.calls.iter().zip(&requests) {
            let mut expected = vec![
                "accept: application/json".to_owned(),
                format!("authorization: Bearer {TOKEN}"),
                format!("user-agent: {user_agent}"),
            ];
            if cfg!(feature = "gzip") {
                expected.push("accept-encoding: gzip".to_owned());
            }
            if call.body.is_some() {
                expected.push(format!("content-length: {}", request.text().len()));
                expected.push("content-type: application/json".to_owned());
            }
            expected.sort();
            let headers = request.headers().into_iter();
            let mut sent: Vec<String> = headers
                .filter(|(name, _)| name != "host")
                .map(|(name, value)| format!("{name}: {value}"))
                .collect();
            sent.sort();
            assert_eq!(sent, expected, "{} with {}", row.operation, call.name);
        }
    }
}

#[tokio::test]
async fn every_described_success_is_one() {
    let server = Server::start();
    let client = server.client();
    for row in rows() {
        for status in row.statuses {
            server.respond_all([Response::json(*status, row.answer)]);
            let outcome = row.calls[0].run(client.clone()).await;
            assert!(
                outcome.is_ok(),
                "{} answered with {status}: {outcome:?}",
                row.operation
            );
        }
    }
}

#[tokio::test]
async fn the_path_of_the_base_url_stands_before_that_of_the_operation() {
    for base in ["/v5", "/v5/", "/a%20b/v5"] {
        let server = Server::with_responses([Response::ok(r#"{"items": []}"#)]);
        let url: Url = server.url().join(base).unwrap();
        let client = server
            .client_builder()
            .with_environment(Environment::Custom(url));
        let list = client.build().unwrap().business("7290").invites().list();
        list.send().await.unwrap();
        let expected = format!("{}/businesses/7290/invites", base.trim_end_matches('/'));
        assert_eq!(server.requests()[0].target(), expected);
    }
}

/// A query cannot hold it, and without the filter the list would be of everything.
#[tokio::test]
async fn a_filter_that_is_set_to_nothing_is_refused() {
    let server = Server::start();
    let business = server.client().business("7290");
    let (members, partners) = (business.members(), business.partners());
    let nobody: [&str; 0] = [];
    let outcomes = [
        (
            "invite_status",
            business
                .invites()
                .list()
                .statuses([])
                .send()
                .await
                .map(drop),
        ),
        (
            "business_roles",
            members.list().business_roles([]).send().await.map(drop),
        ),
        (
            "member_ids",
            members.list().member_ids(nobody).send().await.map(drop),
        ),
        (
            "ad_account_statuses",
            members
                .assets("1")
                .ad_account_statuses([])
                .send()
                .await
                .map(drop),
        ),
        (
            "partner_ids",
            partners.list().partner_ids(nobody).send().await.map(drop),
        ),
        (
            "permissions",
            business
                .assets()
                .list()
                .permissions([])
                .send()
                .await
                .map(drop),
        ),
    ];
    for (field, outcome) in outcomes {
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        let limit = error.limit().unwrap();
        assert_eq!((&*limit.field, &*limit.value), (field, "a list of 0"));
    }
    server.assert_untouched();
}

#[tokio::test]
async fn a_new_value_of_the_service_can_be_sent() {
    let server = Server::with_responses([Response::ok(r#"{"items": []}"#), Response::ok("{}")]);
    let business = server.client().business("7290");
    business
        .invites()
        .list()
        .statuses(["ON_HOLD".into()])
        .send()
        .await
        .unwrap();
    let _outcome = business
        .members()
        .update_roles([("1401", "AUDITOR".into())])
        .await
        .unwrap();
    let requests = server.requests();
    assert_eq!(requests[0].query(), Some("invite_status=ON_HOLD"));
    assert_eq!(
        requests[1].text(),
        r#"[{"business_role":"AUDITOR","member_id":"1401"}]"#
    );
}
