//! The token endpoint: codes, refresh tokens, the app's own tokens, conversion tokens, revocation.

use pinterest_fake::Fake;
use serde_json::json;

use super::{CALLBACK, code, error, form, form_as, get_with, refreshed, tokens_of};
use crate::api::Api;

const MINUTE: u64 = 60;
const DAY: u64 = 86_400;

#[tokio::test]
async fn a_code_becomes_tokens_that_last_30_and_60_days() {
    let api = Api::of(Fake::builder().with_issued_tokens_only()).await;
    let tokens = tokens_of(&api, "boards:read,pins:read").await;
    let access = tokens["access_token"].as_str().unwrap();
    let refresh = tokens["refresh_token"].as_str().unwrap();
    assert!(access.starts_with("pina") && refresh.starts_with("pinr"));
    assert_eq!(tokens["response_type"], "authorization_code");
    assert_eq!(tokens["token_type"], "bearer");
    assert_eq!(tokens["scope"], "boards:read pins:read");
    assert_eq!(tokens["expires_in"], 2_592_000);
    assert_eq!(tokens["refresh_token_expires_in"], 5_184_000);
    let expires_at = tokens["refresh_token_expires_at"].as_i64().unwrap();
    let now = jiff::Timestamp::now().as_second();
    assert!((now + 5_184_000 - expires_at).abs() < MINUTE as i64);

    assert_eq!(get_with(&api, access, "/boards").await.status, 200);
    api.advance(30 * DAY);
    let expired = get_with(&api, access, "/boards").await;
    assert_eq!(
        expired.json(),
        json!({"code": 2, "message": "Authentication failed."})
    );
    assert_eq!(expired.status, 401);
    api.advance(29 * DAY);
    let next = refreshed(&api, refresh).await.json();
    let access = next["access_token"].as_str().unwrap();
    assert_eq!(get_with(&api, access, "/boards").await.status, 200);
    api.advance(60 * DAY);
    let next = next["refresh_token"].as_str().unwrap();
    assert_eq!(error(&refreshed(&api, next).await), (401, 283));
}

#[tokio::test]
async fn a_code_is_good_once_for_ten_minutes_for_its_app_and_redirect_uri() {
    let api = Api::start().await;
    let other = ("1002", "app-secret");
    let of = |code: &str| {
        [
            ("grant_type", "authorization_code".to_owned()),
            ("code", code.to_owned()),
            ("redirect_uri", CALLBACK.to_owned()),
        ]
    };
    let code = code(&api, "boards:read").await;
    let given = of(&code);
    let mut fields = given
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    assert_eq!(
        error(&form_as(&api, other, "/token", &fields).await),
        (401, 283)
    );
    fields[2].1 = "http://localhost:8085/other";
    assert_eq!(error(&form(&api, "/token", &fields).await), (401, 283));
    fields[2].1 = CALLBACK;
    assert_eq!(form(&api, "/token", &fields).await.status, 200);
    assert_eq!(error(&form(&api, "/token", &fields).await), (401, 283));

    for (wait, status) in [(10 * MINUTE - 30, 200), (10 * MINUTE, 401)] {
        let code = super::code(&api, "boards:read").await;
        let given = of(&code);
        let fields = given
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        api.advance(wait);
        assert_eq!(form(&api, "/token", &fields).await.status, status);
    }

    let response = form(&api, "/token", &[("grant_type", "authorization_code")]).await;
    assert_eq!(
        response.json()["message"],
        "Invalid request: 'code' is required"
    );
    let response = form(&api, "/token", &[("grant_type", "password")]).await;
    assert_eq!(error(&response), (400, 1));
}

#[tokio::test]
async fn refresh_tokens_rotate_and_are_good_once() {
    let api = Api::of(Fake::builder().with_issued_tokens_only()).await;
    let first = tokens_of(&api, "boards:read,pins:read").await;
    let first = first["refresh_token"].as_str().unwrap();
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", first),
        ("scope", "boards:read"),
        ("continuous_refresh", "true"),
    ];
    let second = form(&api, "/token", &fields).await.json();
    assert_eq!(second["response_type"], "refresh_token");
    assert_eq!(second["scope"], "boards:read");
    assert_eq!(error(&form(&api, "/token", &fields).await), (401, 283));

    // The second refresh token still has all that the user has granted.
    let second = second["refresh_token"].as_str().unwrap();
    assert_ne!(first, second);
    let other = ("1002", "app-secret");
    let fields = [("grant_type", "refresh_token"), ("refresh_token", second)];
    let response = form_as(&api, other, "/token", &fields).await;
    assert_eq!(error(&response), (401, 283));
    let fields = [fields[0], fields[1], ("scope", "ads:read")];
    let response = form(&api, "/token", &fields).await;
    assert_eq!(
        response.json()["message"],
        "Invalid request: 'scope' value 'ads:read' was not granted"
    );
    let third = refreshed(&api, second).await.json();
    assert_eq!(third["scope"], "boards:read pins:read");

    assert_eq!(error(&refreshed(&api, "pinr_of_another").await), (401, 283));
}

#[tokio::test]
async fn refresh_tokens_of_an_older_app_rotate_where_that_is_asked_for() {
    let api = Api::of(Fake::builder().with_issued_tokens_only().with_older_app()).await;
    let first = api
        .fake
        .issue_refresh_token_for("oakandlinen", ["boards:read"]);
    let mut fields = vec![
        ("grant_type", "refresh_token"),
        ("refresh_token", first.as_str()),
    ];
    for _ in 0..2 {
        let tokens = form(&api, "/token", &fields).await.json();
        assert!(tokens["access_token"].is_string(), "{tokens}");
        assert_eq!(tokens.get("refresh_token"), None);
    }
    fields.push(("continuous_refresh", "true"));
    let tokens = form(&api, "/token", &fields).await.json();
    assert!(tokens["refresh_token"].is_string(), "{tokens}");
    assert_eq!(error(&form(&api, "/token", &fields).await), (401, 283));
}

#[tokio::test]
async fn a_refresh_token_that_the_fake_did_not_issue_is_good_once() {
    let api = Api::start().await;
    let tokens = refreshed(&api, "pinr_of_another").await.json();
    assert_eq!(tokens["scope"].as_str().unwrap().split(' ').count(), 19);
    assert_eq!(error(&refreshed(&api, "pinr_of_another").await), (401, 283));
    let next = tokens["refresh_token"].as_str().unwrap();
    assert_eq!(refreshed(&api, next).await.status, 200);
}

#[tokio::test]
async fn a_refresh_token_is_issued_for_an_account() {
    let builder = Fake::builder().with_issued_tokens_only();
    let api = Api::of(builder.with_app("1001", "app-secret")).await;
    let scopes = ["user_accounts:read"];
    let first = api.fake.issue_refresh_token_for("clayandkiln", scopes);
    let tokens = refreshed(&api, &first).await.json();
    let access = tokens["access_token"].as_str().unwrap();
    let account = get_with(&api, access, "/user_account").await.json();
    assert_eq!(account["username"], "clayandkiln");
    assert_eq!(error(&refreshed(&api, &first).await), (401, 283));
}

#[tokio::test]
async fn the_app_itself_gets_a_token_for_some_operations() {
    let api = Api::of(Fake::builder().with_issued_tokens_only()).await;
    let fields = [
        ("grant_type", "client_credentials"),
        ("scope", "boards:read,boards:write,user_accounts:read"),
    ];
    let tokens = form(&api, "/token", &fields).await.json();
    assert_eq!(tokens["response_type"], "client_credentials");
    assert_eq!(tokens.get("refresh_token"), None);
    let token = tokens["access_token"].as_str().unwrap();
    assert!(token.starts_with("pina"));
    assert_eq!(get_with(&api, token, "/boards").await.status, 200);
    // Only users have websites and delete boards.
    let websites = get_with(&api, token, "/user_account/websites").await;
    assert_eq!(error(&websites), (401, 3));
    let url = format!("{}/boards/1", api.fake.url());
    let request = api.http.delete(url).bearer_auth(token);
    assert_eq!(error(&api.send(request).await), (401, 3));
    let response = form(&api, "/token", &fields[..1]).await;
    assert_eq!(
        response.json()["message"],
        "Invalid request: 'scope' is required"
    );
}

#[tokio::test]
async fn only_conversion_events_take_a_conversion_token() {
    let api = Api::of(Fake::builder().with_issued_tokens_only()).await;
    let make = |token: &str| {
        let url = format!("{}/oauth/conversion_token", api.fake.url());
        api.send(api.http.post(url).bearer_auth(token))
    };
    let reader = api.fake.issue_token(["ads:read"]);
    assert_eq!(error(&make(&reader).await), (401, 3));
    let made = make(&api.fake.issue_token(["ads:write"])).await.json();
    assert_eq!(made["token_type"], "conversion");
    let token = made["access_token"].as_str().unwrap();
    assert!(token.starts_with("pinc"));
    for path in ["/boards", "/ad_accounts", "/oauth/token"] {
        assert_eq!(get_with(&api, token, path).await.json()["code"].as_i64(), {
            // The token endpoint has no GET.
            Some(if path == "/oauth/token" { 5 } else { 3 })
        });
    }
    api.advance(400 * DAY);
    let url = format!("{}/ad_accounts/549755885175/events", api.fake.url());
    let request = api.http.post(url).bearer_auth(token).json(&json!({}));
    let response = api.send(request).await;
    assert_eq!(error(&response), (400, 1), "authorized, but no events");
}

#[tokio::test]
async fn a_revoked_token_is_invalid_at_once() {
    let api = Api::start().await;
    let tokens = tokens_of(&api, "boards:read").await;
    let access = tokens["access_token"].as_str().unwrap();
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let other = ("1002", "app-secret");
    let response = form_as(&api, other, "/token/revoke", &[("token", access)]).await;
    assert_eq!(error(&response), (403, 29));
    for (token, hint) in [
        (access, "access_token"),
        (refresh, "refresh_token"),
        ("pina_of_another", "access_token"),
        ("pinr_of_another", "refresh_token"),
    ] {
        let fields = [("token", token), ("token_type_hint", hint)];
        for _ in 0..2 {
            let response = form(&api, "/token/revoke", &fields).await;
            assert_eq!((response.status, response.body.as_str()), (200, ""));
        }
    }
    for token in [access, "pina_of_another"] {
        let response = get_with(&api, token, "/boards").await;
        assert_eq!(error(&response), (401, 2));
    }
    for token in [refresh, "pinr_of_another"] {
        assert_eq!(error(&refreshed(&api, token).await), (401, 283));
    }
    for entry in api.fake.requests() {
        let recorded = serde_json::to_string(&*entry).unwrap();
        for secret in [access, refresh, "pina_of_another", "pinr_of_another"] {
            assert!(!recorded.contains(secret), "{recorded}");
        }
    }
}

#[tokio::test]
async fn the_token_endpoint_wants_app_id_and_secret() {
    let api = Api::of(Fake::builder().with_app("1001", "app-secret")).await;
    let fields = [
        ("grant_type", "client_credentials"),
        ("scope", "boards:read"),
    ];
    assert_eq!(form(&api, "/token", &fields).await.status, 200);
    for app in [("1001", "wrong"), ("1002", "app-secret"), ("", "")] {
        let response = form_as(&api, app, "/token", &fields).await;
        assert_eq!(
            response.json(),
            json!({"code": 2, "message": "Authentication failed."})
        );
        assert_eq!(response.status, 401);
    }
    let url = format!("{}/oauth/token", api.fake.url());
    for request in [
        api.http.post(&url).bearer_auth("pina_test"),
        api.http.post(&url),
    ] {
        assert_eq!(error(&api.send(request).await), (401, 2));
    }
    let request = api.http.get(format!("{}/boards", api.fake.url()));
    let request = request.basic_auth("1001", Some("app-secret"));
    assert_eq!(error(&api.send(request).await), (401, 2));
}
