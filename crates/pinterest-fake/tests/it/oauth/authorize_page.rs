//! The page where a user lets an app act for them.

use pinterest_fake::Fake;

use super::{CALLBACK, asked, authorize, form, get_with, no_redirects, page_url, redirected, sent};
use crate::api::Api;

#[tokio::test]
async fn it_redirects_at_once_with_a_code_and_the_state() {
    let fake = Fake::start().await.unwrap();
    let response = authorize(&fake, &asked("boards:read,pins:read")).await;
    let parameters = redirected(&response);
    assert_eq!(parameters[0].0, "code");
    assert_eq!(
        parameters[1],
        ("state".to_owned(), "a state & more".to_owned())
    );
    assert!(response.header("x-pinterest-rid").is_some());

    let mut with_query = asked("boards:read");
    with_query[1].1 = "http://127.0.0.1:1/?of=mine";
    let response = authorize(&fake, &with_query).await;
    let location = response.header("location").unwrap();
    assert!(
        location.starts_with("http://127.0.0.1:1/?of=mine&code="),
        "{location}"
    );
}

#[tokio::test]
async fn nobody_is_sent_to_where_the_app_does_not_want_them() {
    let builder = Fake::builder()
        .with_app("1001", "app-secret")
        .with_redirect_uri("https://shop.example.com/callback");
    let fake = builder.start().await.unwrap();
    for (index, value, why) in [
        (0, "1002", "&#39;client_id&#39; value &#39;1002&#39;"),
        (0, "", "&#39;client_id&#39; is required"),
        (1, "", "&#39;redirect_uri&#39; is required"),
        (1, "https://shop.example.com/other", "neither registered"),
        (1, "http://127.0.0.1@example.com/", "neither registered"),
        (1, "http://<b>", "&lt;b&gt;"),
    ] {
        let mut parameters = asked("boards:read");
        parameters[index].1 = value;
        let response = authorize(&fake, &parameters).await;
        assert_eq!(response.status, 400, "{value}");
        assert_eq!(response.header("location"), None);
        assert!(response.body.contains(why), "{value}: {}", response.body);
    }
    let mut parameters = asked("boards:read");
    parameters[1].1 = "https://shop.example.com/callback";
    assert_eq!(authorize(&fake, &parameters).await.status, 302);
}

#[tokio::test]
async fn what_the_app_asks_for_is_checked() {
    let fake = Fake::start().await.unwrap();
    for (index, value, error, why) in [
        (
            2,
            "token",
            "unsupported_response_type",
            "'response_type' value 'token' is not 'code'",
        ),
        (
            3,
            "boards:read,board:write",
            "invalid_scope",
            "'board:write' is no scope",
        ),
        (3, "", "invalid_scope", "'scope' is required"),
    ] {
        let mut parameters = asked("boards:read");
        parameters[index].1 = value;
        let parameters = redirected(&authorize(&fake, &parameters).await);
        let values: Vec<&str> = parameters.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, [error, why, "a state & more"]);
    }
}

#[tokio::test]
async fn with_a_page_the_user_decides() {
    let api = Api::of(Fake::builder().with_authorize_page()).await;
    let mut parameters = asked("user_accounts:read");
    let page = authorize(&api.fake, &parameters).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("<li>user_accounts:read</li>"));
    assert!(page.body.contains("clayandkiln"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'"));
    let (_, action) = page.body.split_once("action=\"").unwrap();
    let action = action.split('"').next().unwrap().replace("&amp;", "&");
    let url = format!(
        "{}{action}",
        api.fake.authorize_url().replace("/oauth/", "")
    );
    assert_eq!(url, page_url(&api.fake, &parameters));

    let click = |body: &'static str| {
        let request = no_redirects()
            .post(&url)
            .header("content-type", "application/x-www-form-urlencoded");
        sent(request.body(body))
    };
    let denied = redirected(&click("decision=deny").await);
    assert_eq!(denied[0].1, "access_denied");
    assert_eq!(denied[2].1, "a state & more");
    let allowed = redirected(&click("decision=allow&account=549755885202").await);
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", allowed[0].1.as_str()),
        ("redirect_uri", CALLBACK),
    ];
    let tokens = form(&api, "/token", &fields).await.json();
    let token = tokens["access_token"].as_str().unwrap();
    let account = get_with(&api, token, "/user_account").await.json();
    assert_eq!(account["username"], "clayandkiln");

    parameters[0].1 = "<script>";
    let page = authorize(&api.fake, &parameters).await;
    assert!(!page.body.contains("<script>"));
    assert!(page.body.contains("app &lt;script&gt;"));
}
