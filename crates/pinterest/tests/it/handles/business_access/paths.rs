//! Ids that would lead to another path.

use pinterest::business_access::BrandAccounts;
use pinterest::types::BrandAccountUpdate;
use pinterest::{Error, ErrorKind};
use pinterest_test_support::Server;

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
];

#[track_caller]
fn assert_refused<T>(
    id: &str,
    parameter: &str,
    outcome: Result<T, Error>,
    failures: &mut Vec<String>,
) {
    match outcome {
        Ok(_) => failures.push(format!("{parameter} {id:?} was sent")),
        Err(error) => match (error.kind(), error.limit()) {
            (ErrorKind::InvalidRequest, Some(limit))
                if [parameter, "path"].contains(&limit.field.as_str()) => {}
            _ => failures.push(format!("{parameter} {id:?}: {error:?}")),
        },
    }
}

#[tokio::test]
async fn an_id_that_is_not_one_never_changes_the_path() {
    assert_all_refused(ODD_IDS).await;
}

/// A URL takes a backslash for a slash.
#[tokio::test]
async fn a_backslash_in_an_id_never_changes_the_path() {
    assert_all_refused(&["1\\2", "9\\..\\1", "..\\businesses\\1"]).await;
}

/// Tries each text as every id that stands in a path.
async fn assert_all_refused(ids: &[&str]) {
    let server = Server::start();
    let client = server.client();
    let mut failures = Vec::new();
    for id in ids {
        let business = client.business("7290");
        let mut check =
            |parameter, outcome| assert_refused::<()>(id, parameter, outcome, &mut failures);
        check(
            "business_id",
            client.business(*id).invites().list().send().await.map(drop),
        );
        check(
            "business_id",
            client.business(*id).invites().cancel(["1"]).await.map(drop),
        );
        check(
            "asset_id",
            business.assets().members(*id).send().await.map(drop),
        );
        check(
            "asset_id",
            business.assets().partners(*id).send().await.map(drop),
        );
        check(
            "member_id",
            business.members().assets(*id).send().await.map(drop),
        );
        check(
            "partner_id",
            business.partners().assets(*id).send().await.map(drop),
        );
        check(
            "system_user_id",
            business.system_users().rename(*id, "x").await,
        );
        let update = BrandAccountUpdate::new();
        check(
            "brand_account_id",
            business
                .brand_accounts()
                .update(*id, update.clone())
                .await
                .map(drop),
        );
        check(
            "business_hierarchy_id",
            BrandAccounts::of(&client, *id)
                .update("1", update)
                .await
                .map(drop),
        );
    }
    let sent: Vec<String> = server
        .requests()
        .iter()
        .map(|request| format!("{} {}", request.method(), request.target()))
        .collect();
    assert!(
        failures.is_empty() && sent.is_empty(),
        "{failures:#?}\nsent: {sent:#?}"
    );
}

#[tokio::test]
async fn an_id_that_is_too_long_is_refused() {
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
