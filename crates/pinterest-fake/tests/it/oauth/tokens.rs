//! What access tokens are good for.

use pinterest_fake::Fake;
use serde_json::json;

use super::{error, get_with};
use crate::api::Api;

#[tokio::test]
async fn an_operation_needs_its_scopes() {
    let api = Api::start().await;
    let token = api.fake.issue_token(["boards:read"]);
    assert_eq!(get_with(&api, &token, "/boards").await.status, 200);
    let api = api.with_token(&token);
    let response = api.post("/boards", json!({"name": "Oak"})).await;
    assert_eq!(response.status, 401);
    assert_eq!(
        response.json(),
        json!({
            "code": 3,
            "message": "Your token does not have sufficient permissions for this. Missing scopes: boards:write",
        })
    );
    let names = |list: &serde_json::Value| list["items"].as_array().unwrap().len();
    let public = api.get("/boards?page_size=100").await.json();
    let with_secret = api.fake.issue_token(["boards:read", "boards:read_secret"]);
    let all = get_with(&api, &with_secret, "/boards?page_size=100").await;
    assert_eq!(names(&all.json()), names(&public) + 1);
}

#[tokio::test]
async fn a_token_acts_for_its_account() {
    let api = Api::of(Fake::builder().with_issued_tokens_only()).await;
    let scopes = ["user_accounts:read"];
    for account in ["549755885204", "weekendbaker"] {
        let token = api.fake.issue_token_for(account, scopes);
        let response = get_with(&api, &token, "/user_account").await;
        assert_eq!(response.json()["username"], "weekendbaker");
    }
    let token = api.fake.issue_token(scopes);
    let response = get_with(&api, &token, "/user_account").await;
    assert_eq!(response.json()["username"], "oakandlinen");
}

#[tokio::test]
async fn tokens_that_the_fake_did_not_issue_are_accepted_or_not() {
    let lenient = Api::start().await;
    assert_eq!(lenient.get("/user_account").await.status, 200);
    for token in ["pinr_test", ""] {
        let response = get_with(&lenient, token, "/user_account").await;
        assert_eq!(error(&response), (401, 2), "{token}");
    }
    let conversion = get_with(&lenient, "pinc_test", "/user_account").await;
    assert_eq!(error(&conversion), (401, 3));
    let url = format!("{}/user_account", lenient.fake.url());
    assert_eq!(
        error(&lenient.send(lenient.http.get(url)).await),
        (401, 2),
        "no token"
    );

    let strict = Api::of(Fake::builder().with_issued_tokens_only()).await;
    for token in ["pina_test", "pinc_test"] {
        let response = get_with(&strict, token, "/user_account").await;
        assert_eq!(error(&response), (401, 2), "{token}");
    }
    // Nor those of another fake.
    let token = lenient.fake.issue_token(["user_accounts:read"]);
    let response = get_with(&strict, &token, "/user_account").await;
    assert_eq!(error(&response), (401, 2));
}

#[tokio::test]
async fn the_sandbox_lacks_operations() {
    let api = Api::of(Fake::builder().with_sandbox()).await;
    let response = api
        .post("/ad_accounts/549755885175/events", json!({"data": []}))
        .await;
    assert_eq!(response.status, 404);
    assert_eq!(
        response.json()["message"],
        "events/create is not available in the sandbox"
    );
    assert_eq!(api.get("/boards").await.status, 200);
}

#[tokio::test]
async fn every_response_has_a_request_id_of_its_own() {
    let api = Api::start().await;
    let mut ids = std::collections::BTreeSet::new();
    for path in ["/boards", "/boards/1", "/nothing"] {
        let response = api.get(path).await;
        ids.insert(response.header("x-pinterest-rid").unwrap().to_owned());
        assert_eq!(response.header("x-ratelimit-limit"), None);
    }
    assert_eq!(ids.len(), 3);
}
