//! What every operation of business access puts on the wire, read off `spec/` by hand.

mod changes;
mod lists;
mod paths;

use std::collections::BTreeSet;

use pinterest::business_access::MemberGrant;
use pinterest::operation::{Location, OPERATIONS};
use pinterest::types::{
    AdAccountId, EntityStatusFilter, InviteStatusFilter, MemberRole, Permission, PermissionFilter,
};
use pinterest::{Environment, Error, ErrorKind, Url};
use pinterest_test_support::{Response, Server};

use crate::clients::{Clients, TOKEN};
use crate::tables::{Row, check};

pub(super) fn rows() -> Vec<Row> {
    let mut rows = lists::rows();
    rows.extend(changes::rows());
    rows
}

/// The names of the parameters in the query of a row.
fn names(row: &Row) -> BTreeSet<&str> {
    let query = row.target().split_once('?').map(|(_, query)| query);
    let parameters = query.into_iter().flat_map(|query| query.split('&'));
    parameters
        .filter_map(|parameter| parameter.split('=').next())
        .collect()
}

#[test]
fn every_operation_has_rows_that_set_all_parameters_and_none() {
    let rows = rows();
    let mut written: BTreeSet<&str> = rows.iter().filter_map(Row::operation_id).collect();
    let is_business_access = |path: &str| {
        let is_below = path.starts_with("/businesses/") || path.starts_with("/business_access/");
        is_below && !path.contains("/audiences")
    };
    let operations = OPERATIONS.iter();
    for operation in operations.filter(|operation| is_business_access(operation.path)) {
        assert!(written.remove(operation.id), "{} has no row", operation.id);
        let parameters = operation.parameters.iter();
        let in_query = parameters.filter(|parameter| parameter.location == Location::Query);
        let all: BTreeSet<&str> = in_query.map(|parameter| parameter.name).collect();
        let mut set = rows
            .iter()
            .filter(|row| row.operation_id() == Some(operation.id))
            .map(names);
        assert!(set.clone().any(|set| set == all), "{}", operation.id);
        assert!(set.any(|set| set.is_empty()), "{}", operation.id);
    }
    assert!(written.is_empty(), "unknown operations: {written:?}");
}

#[tokio::test]
async fn every_call_sends_what_is_described_and_nothing_else() {
    check(rows()).await;
}

#[tokio::test]
async fn every_call_has_the_headers_of_the_api_and_no_others() {
    let server = Server::start();
    let builder = server.client_builder().with_user_agent("shop/1.4");
    let client = builder.build().unwrap();
    let user_agent = format!("shop/1.4 pinterest-rust/{}", env!("CARGO_PKG_VERSION"));
    for row in rows() {
        let requests = row.run(&server, client.clone()).await.requests;
        let request = &requests[0];
        let mut expected = vec![
            "accept: application/json".to_owned(),
            format!("authorization: Bearer {TOKEN}"),
            format!("user-agent: {user_agent}"),
        ];
        if cfg!(feature = "gzip") {
            expected.push("accept-encoding: gzip".to_owned());
        }
        if row.has_body() {
            expected.push(format!("content-length: {}", request.body().len()));
            expected.push("content-type: application/json".to_owned());
        }
        expected.sort();
        let headers = request.headers().iter();
        let mut sent: Vec<String> = headers
            .filter(|(name, _)| name != "host")
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        sent.sort();
        assert_eq!(sent, expected, "{}", row.name());
    }
}

/// The description of these has status 201 beside 200.
const MAY_BE_CREATED: &[&str] = &[
    "brand_accounts/create",
    "asset_group/create",
    "create_membership_or_partnership_invites",
    "create_asset_invites",
    "asset_access_requests/create",
];

#[tokio::test]
async fn every_described_success_is_one() {
    let rows = rows().into_iter().filter(|row| {
        let id = row.operation_id().unwrap();
        MAY_BE_CREATED.contains(&id)
    });
    check(rows.map(|row| row.status(201)).collect()).await;
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
async fn a_filter_that_is_set_to_nothing_is_rejected() {
    let server = Server::start();
    let business = server.client().business("7290");
    let members = business.members();
    let invites = business
        .invites()
        .list()
        .with(|list| list.invite_status(Vec::<InviteStatusFilter>::new()));
    let members_of_no_role = members
        .list()
        .with(|list| list.business_roles(Vec::<MemberRole>::new()));
    let assets_of_member = members
        .assets("1")
        .with(|list| list.ad_account_statuses(Vec::<EntityStatusFilter>::new()));
    let assets = business
        .assets()
        .list()
        .with(|list| list.permissions(Vec::<PermissionFilter>::new()));
    let outcomes = [
        ("invite_status", invites.send().await.map(drop)),
        ("business_roles", members_of_no_role.send().await.map(drop)),
        (
            "ad_account_statuses",
            assets_of_member.send().await.map(drop),
        ),
        ("permissions", assets.send().await.map(drop)),
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
        .with(|list| list.invite_status([InviteStatusFilter::from_wire("ON_HOLD")]))
        .send()
        .await
        .unwrap();
    let _outcome = business
        .members()
        .update_roles([("1401", MemberRole::from_wire("AUDITOR"))])
        .await
        .unwrap();
    let requests = server.requests();
    assert_eq!(requests[0].query(), Some("invite_status=ON_HOLD"));
    assert_eq!(
        requests[1].text(),
        r#"[{"business_role":"AUDITOR","member_id":"1401"}]"#
    );
}

#[tokio::test]
async fn members_who_were_listed_are_granted_an_ad_account() {
    let granted = r#"{"items": [
        {"response": {"asset_id": "5491", "member_id": "1401", "permissions": ["ANALYST"]}}
    ]}"#;
    let members = r#"{"items": [{"id": "1401"}]}"#;
    let server = Server::with_responses([Response::ok(members), Response::ok(granted)]);
    let (members, ad_account) = (
        server.client().business("7290").members(),
        AdAccountId::from("5491"),
    );
    let page = members.list().send().await.unwrap();
    let grants = page.items().map(|member| {
        let member = member.require_id().unwrap();
        MemberGrant::new(member, &ad_account, Permission::Analyst)
    });
    let outcome = members.grant_assets(grants).await.unwrap();
    assert_eq!(outcome.failures().count(), 0);
    assert_eq!(
        server.requests()[1].text(),
        r#"{"accesses":[{"asset_id":"5491","member_id":"1401","permissions":["ANALYST"]}]}"#
    );
}

#[tokio::test]
async fn an_id_that_is_missing_is_an_error_of_the_call() {
    let server = Server::with_responses([Response::ok(r#"{"items": [{}]}"#)]);
    let page = server.client().business("7290").members().list().send();
    let page = page.await.unwrap();
    let missing = page.items().next().unwrap().require_id().unwrap_err();
    let error = Error::from(missing);
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(
        error.to_string(),
        "the response has no `id` in BusinessRelationship"
    );
}
