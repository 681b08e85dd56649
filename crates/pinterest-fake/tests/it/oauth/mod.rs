//! Tokens: the authorize page, exchange, refresh, revocation, and what tokens are good for.

mod authorize_page;
mod grants;
mod tokens;

use pinterest_fake::Fake;
use serde_json::Value;

use crate::api::{Api, Response};

const CALLBACK: &str = "http://localhost:8085/callback";

/// Sends a form to an operation below `/oauth`, as the app `1001`.
async fn form(api: &Api, path: &str, fields: &[(&str, &str)]) -> Response {
    form_as(api, ("1001", "app-secret"), path, fields).await
}

async fn form_as(api: &Api, app: (&str, &str), path: &str, fields: &[(&str, &str)]) -> Response {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let request = api
        .http
        .post(format!("{}/oauth{path}", api.fake.url()))
        .basic_auth(app.0, Some(app.1))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body);
    api.send(request).await
}

/// Opens the authorize page without following its redirect.
async fn authorize(fake: &Fake, parameters: &[(&str, &str)]) -> Response {
    let http = no_redirects();
    let request = http.get(page_url(fake, parameters));
    sent(request).await
}

fn no_redirects() -> reqwest::Client {
    let policy = reqwest::redirect::Policy::none();
    reqwest::Client::builder().redirect(policy).build().unwrap()
}

fn page_url(fake: &Fake, parameters: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    format!("{}?{query}", fake.authorize_url())
}

async fn sent(request: reqwest::RequestBuilder) -> Response {
    let response = request.send().await.unwrap();
    Response {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        body: response.text().await.unwrap(),
    }
}

/// The parameters that the page redirects with.
fn redirected(response: &Response) -> Vec<(String, String)> {
    assert_eq!(response.status, 302, "{response:?}");
    let location = response.header("location").unwrap();
    let (target, query) = location.split_once('?').unwrap();
    assert_eq!(target, CALLBACK);
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

/// What an app asks for that wants to read boards.
fn asked(scope: &str) -> Vec<(&str, &str)> {
    vec![
        ("client_id", "1001"),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", scope),
        ("state", "a state & more"),
    ]
}

/// A code for an app that asks for these scopes.
async fn code(api: &Api, scope: &str) -> String {
    let response = authorize(&api.fake, &asked(scope)).await;
    let (name, code) = redirected(&response).swap_remove(0);
    assert_eq!(name, "code");
    code
}

/// The tokens of a user who lets an app have these scopes.
async fn tokens_of(api: &Api, scope: &str) -> Value {
    let code = code(api, scope).await;
    let response = form(
        api,
        "/token",
        &[
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", CALLBACK),
        ],
    )
    .await;
    assert_eq!(response.status, 200, "{response:?}");
    response.json()
}

async fn refreshed(api: &Api, token: &str) -> Response {
    let fields = [("grant_type", "refresh_token"), ("refresh_token", token)];
    form(api, "/token", &fields).await
}

/// Calls with a token.
async fn get_with(api: &Api, token: &str, path: &str) -> Response {
    let request = api.http.get(format!("{}{path}", api.fake.url()));
    api.send(request.bearer_auth(token)).await
}

fn error(response: &Response) -> (u16, i64) {
    (response.status, response.json()["code"].as_i64().unwrap())
}
