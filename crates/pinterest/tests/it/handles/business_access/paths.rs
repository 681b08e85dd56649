//! Ids that would lead to another path.

use std::pin::Pin;

use pinterest::business_access::BrandAccounts;
use pinterest::types::BrandAccountUpdate;
use pinterest::{Client, Error, ErrorKind};
use pinterest_test_support::{Response, Server};

use crate::clients::Clients;

/// Texts that mean something in a path, or have to be encoded in one.
const ODD_IDS: &[&str] = &[
    "",
    ".",
    "..",
    "../1",
    "1/2",
    "1/../2",
    "1//2",
    "%2e%2e",
    "%2E",
    "1%2F2",
    "1?page_size=250",
    "1#fragment",
    "1;a=b",
    "1 2",
    " 1",
    "1\n",
    "1\t2",
    "1\0",
    "+1",
    "-1",
    "1.0",
    "é",
    "١٢",
    "😀",
    "me",
    "@example.com",
    // URLs take a backslash for a slash.
    "1\\2",
    "9\\..\\1",
    "..\\businesses\\1",
];

/// A body that is good for every call here.
const GOOD: &str = r#"{"items": [], "brand_account_id": "1", "total_data_count": 0}"#;

/// The text as one segment of a path.
fn encoded(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

/// A call with the id, the parameter that the id is, and the path where `{}` stands for it.
type Attempt = (&'static str, &'static str, Outcome);
type Outcome = Pin<Box<dyn Future<Output = Result<(), Error>>>>;

fn attempts(client: &Client, id: &str) -> Vec<Attempt> {
    let business = client.business("7290");
    let update = BrandAccountUpdate::new;
    let invites = client.business(id).invites();
    let cancellation = invites.cancel_all(["1"]);
    let asset_members = business.assets().members(id);
    let asset_partners = business.assets().partners(id);
    let member_assets = business.members().assets(id);
    let partner_assets = business.partners().assets(id);
    let rename = business.system_users().rename(id, "x");
    let brand_account = business.brand_accounts().update(id, update());
    let hierarchy = BrandAccounts::of(client, id).update("1", update());
    vec![
        (
            "business_id",
            "/businesses/{}/invites",
            Box::pin(async move { invites.list().send().await.map(drop) }),
        ),
        (
            "business_id",
            "/businesses/{}/invites",
            Box::pin(async move { cancellation.await.map(drop) }),
        ),
        (
            "asset_id",
            "/businesses/7290/assets/{}/members",
            Box::pin(async move { asset_members.send().await.map(drop) }),
        ),
        (
            "asset_id",
            "/businesses/7290/assets/{}/partners",
            Box::pin(async move { asset_partners.send().await.map(drop) }),
        ),
        (
            "member_id",
            "/businesses/7290/members/{}/assets",
            Box::pin(async move { member_assets.send().await.map(drop) }),
        ),
        (
            "partner_id",
            "/businesses/7290/partners/{}/assets",
            Box::pin(async move { partner_assets.send().await.map(drop) }),
        ),
        (
            "system_user_id",
            "/businesses/7290/system_users/{}",
            Box::pin(async move { rename.await.map(drop) }),
        ),
        (
            "brand_account_id",
            "/business_access/business_hierarchy/7290/brand_accounts/{}",
            Box::pin(async move { brand_account.await.map(drop) }),
        ),
        (
            "business_hierarchy_id",
            "/business_access/business_hierarchy/{}/brand_accounts/1",
            Box::pin(async move { hierarchy.await.map(drop) }),
        ),
    ]
}

fn is_rejected(outcome: &Result<(), Error>, parameter: &str) -> bool {
    let Err(error) = outcome else {
        return false;
    };
    let field = error.limit().map(|limit| limit.field.as_str());
    error.kind() == ErrorKind::InvalidRequest && field == Some(parameter)
}

/// It is rejected, or it is sent as the one segment that it is.
#[tokio::test]
async fn an_odd_id_never_changes_the_path() {
    let server = Server::start();
    server.always_respond(Response::ok(GOOD));
    let client = server.client();
    for id in ODD_IDS {
        for (parameter, path, call) in attempts(&client, id) {
            let outcome = call.await;
            let sent: Vec<String> = server
                .take_requests()
                .iter()
                .map(|request| request.target().to_owned())
                .collect();
            if sent.is_empty() {
                assert!(
                    is_rejected(&outcome, parameter),
                    "{id:?} as {parameter}: {outcome:?}"
                );
            } else {
                let expected = path.replace("{}", &encoded(id));
                assert_eq!(sent, [expected], "{id:?} as {parameter}");
            }
        }
    }
}

/// No encoding would keep these from leading to another path.
#[tokio::test]
async fn an_id_that_no_encoding_makes_a_segment_is_rejected() {
    let server = Server::start();
    let client = server.client();
    for id in ["", ".", ".."] {
        for (parameter, _, call) in attempts(&client, id) {
            let outcome = call.await;
            assert!(
                is_rejected(&outcome, parameter),
                "{id:?} as {parameter}: {outcome:?}"
            );
        }
    }
    server.assert_untouched();
}

/// The description has no pattern for it.
#[tokio::test]
async fn an_id_without_a_pattern_may_be_any_text() {
    let server = Server::with_responses([Response::ok(GOOD)]);
    let accounts = server.client().business("7290").brand_accounts();
    let update = accounts.update("a/b", BrandAccountUpdate::new());
    update.await.unwrap();
    let path = "/business_access/business_hierarchy/7290/brand_accounts/a%2Fb";
    assert_eq!(server.requests()[0].target(), path);
}

#[tokio::test]
async fn an_id_that_is_too_long_is_rejected() {
    let server = Server::start();
    let long = "1".repeat(21);
    let error = server
        .client()
        .business(&*long)
        .members()
        .list()
        .send()
        .await
        .unwrap_err();
    let limit = error.limit().unwrap();
    assert_eq!(
        (&*limit.field, &*limit.limit),
        ("business_id", "at most 20 characters long")
    );
    assert_eq!(limit.value, format!("\"{long}\""));
    server.assert_untouched();
}
