//! Stored tokens, and the responses of the authorization server.

use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use pinterest_client::operation::SecurityScheme;
use pinterest_test_support::fuzz::{Fuzz, ensure};
use serde_json::Value;

use super::token_response::{
    self, Success, app_rejected, conversion_token, refresh_token_rejected, without_secrets,
};
use super::tokens::seconds_since_1970;
use super::{AccessToken, Tokens};
use crate::error::ErrorResponse;
use crate::fuzz::{CANARY, Input, ensure_hidden};
use crate::{Error, ErrorKind};

const WORDS: [&str; 17] = [
    "\"access_token\":",
    "\"refresh_token\":",
    "\"version\":1",
    "\"expires_in\":",
    "\"refresh_token_expires_in\":",
    "\"refresh_token_expires_at\":",
    "\"access_token_expires_at\":",
    "\"issued_at\":",
    "\"scope\":",
    "\"scopes\":[",
    "\"pina_zqx\"",
    "\"pinr_zqx\"",
    "\"error\":\"invalid_grant\"",
    "\u{feff}",
    "283",
    "401\n",
    "@@",
];

#[test]
fn token_files() {
    let full = r#"{"version": 1, "access_token": "pina_zqx", "access_token_expires_at": 1783591220,
        "kind": "pinterest_oauth2", "scopes": ["ads:read", "new:one"], "refresh_token": "pinr_zqx",
        "refresh_token_expires_at": 1788775220, "issued_at": 1780999220}"#;
    Fuzz::target("token_files")
        .starting_with([
            full,
            r#"{"version": 1, "refresh_token": "pinr_zqx"}"#,
            r#"{"version": 1, "access_token": " ", "refresh_token": null, "note": {"a": [1]}}"#,
            r#"{"version": 2, "access_token": "pina_zqx"}"#,
        ])
        .with_words(WORDS)
        .run(check_file);
}

fn check_file(input: &[u8]) -> Result<(u8, usize, usize), String> {
    let text = String::from_utf8_lossy(input);
    let tokens = match Tokens::from_json(&text) {
        Ok(tokens) => tokens,
        Err(error) => {
            ensure_hidden("the error", &format!("{error} {error:?}"))?;
            ensure(error.kind() == ErrorKind::Credentials, || {
                format!("{:?}", error.kind())
            })?;
            ensure(!is_stored(&text), || format!("not read: {error}"))?;
            return Ok((0, error.to_string().len(), 0));
        }
    };
    ensure_hidden("the value", &format!("{tokens:?}"))?;
    let json = tokens.to_json_with_secrets();
    for json in [json.clone(), format!("\u{feff}{json}\r\n")] {
        let again = Tokens::from_json(&json).map_err(|error| format!("not read again: {error}"))?;
        ensure(
            again.are_same_as(&tokens) && facts(&again) == facts(&tokens),
            || format!("other tokens: {tokens:?} {again:?}"),
        )?;
    }
    if let Some(token) = tokens.access_token()
        && let Err(error) = token.header()
    {
        ensure_hidden("the error", &format!("{error} {error:?}"))?;
    }
    let renewed = Tokens::new("pina_new").renewed_from(&tokens);
    let both = [renewed.refresh_token(), tokens.refresh_token()];
    let [kept, before] = both.map(|token| token.map(|token| token.expose_secret()));
    ensure(kept == before, || "a refresh token is lost".to_owned())?;
    Ok((1, facts(&tokens).count(), json.lines().count()))
}

/// What tokens have beside their texts.
#[derive(PartialEq)]
struct Facts {
    times: [Option<u64>; 3],
    scheme: Option<SecurityScheme>,
    scopes: Option<Vec<String>>,
}

fn facts(tokens: &Tokens) -> Facts {
    let times = [
        tokens.access_expiry(),
        tokens.refresh_expiry(),
        tokens.issue_time(),
    ];
    let scopes = tokens.access_token().and_then(AccessToken::scopes);
    Facts {
        times: times.map(|time| time.map(seconds_since_1970)),
        scheme: tokens.access_token().and_then(AccessToken::scheme),
        scopes: scopes.map(|scopes| scopes.iter().map(ToString::to_string).collect()),
    }
}

impl Facts {
    fn count(&self) -> usize {
        let times = self.times.iter().flatten().count();
        times
            + 4 * self
                .scopes
                .as_ref()
                .map_or(0, |scopes| 1 + scopes.len().min(3))
    }
}

/// Whether a text is the JSON of stored tokens beyond doubt.
fn is_stored(text: &str) -> bool {
    let Ok(Value::Object(fields)) = serde_json::from_str(text) else {
        return false;
    };
    let known = [
        "version",
        "access_token",
        "access_token_expires_at",
        "kind",
        "scopes",
        "refresh_token",
        "refresh_token_expires_at",
        "issued_at",
    ];
    // A field that stands there twice is nothing that this library wrote.
    let is_single = known.iter().all(|name| {
        let name = format!("\"{name}\"");
        text.matches(&name).count() == usize::from(fields.contains_key(name.trim_matches('"')))
    });
    let is_text = |name: &str| {
        matches!(
            fields.get(name),
            None | Some(Value::Null | Value::String(_))
        )
    };
    let is_time = |name: &str| {
        let value = fields.get(name).filter(|value| !value.is_null());
        value.is_none_or(Value::is_u64)
    };
    let scopes = fields.get("scopes").filter(|value| !value.is_null());
    let are_scopes = scopes.is_none_or(|scopes| {
        let scopes = scopes.as_array();
        scopes.is_some_and(|scopes| scopes.iter().all(Value::is_string))
    });
    let is_token = |name: &str| {
        let token = fields.get(name).and_then(Value::as_str);
        token.is_some_and(|token| !token.trim().is_empty())
    };
    is_single
        && !text.contains("\\u")
        && fields.get("version") == Some(&Value::from(1))
        && ["access_token", "refresh_token", "kind"]
            .into_iter()
            .all(is_text)
        && known
            .into_iter()
            .filter(|name| name.ends_with("_at"))
            .all(is_time)
        && are_scopes
        && (is_token("access_token") || is_token("refresh_token"))
}

/// The tokens that every embedded response has.
const ACCESS: &str = "pina_zqxACCESS";
const REFRESH: &str = "pinr_zqxREFRESH";

/// Secrets of a request, which the server repeats.
const SECRETS: [&str; 4] = [
    "pinr_zqx123456",
    "zqx secret/+=&",
    "enpxOnNlY3JldA==zqx",
    "zqx%41\\n&#65;",
];

#[test]
fn token_responses() {
    Fuzz::target("token_responses")
        .starting_with([
            r#"{"access_token": "pina_zqx", "expires_in": 2592000, "scope": "ads:read pins:read", "refresh_token": "pinr_zqx", "refresh_token_expires_in": 5184000}"#,
            r#"{"data": {"access_token": "pina_zqx", "expires_in": "60", "refresh_token_expires_at": 1700000000000}}"#,
            "\u{feff}@@<!-- rendered in 3 ms -->",
            r#"{"status": "ok", "data": @@, "x": "\ud800", "n": 1e400}"#,
            "400\n\n{\"code\": 283, \"message\": \"expired\", \"data\": \"Application\"}",
            "401\n\n{\"code\": 2, \"message\": \"pinr_zqx123456\"}",
            "400\n\n{\"error\": \"invalid_grant\", \"error_description\": \"@@\"}",
        ])
        .with_words(WORDS)
        .run(|input| {
            let read = check_response(input)?;
            let embedded = check_embedded(input)?;
            let rejection = check_rejection(input)?;
            Ok((read, embedded, rejection))
        });
}

fn success(body: &[u8]) -> Success {
    Success {
        response: ErrorResponse::new(StatusCode::OK, &HeaderMap::new(), None),
        body: Bytes::copy_from_slice(body),
    }
}

fn read(body: &[u8]) -> Result<Tokens, Error> {
    token_response::tokens(
        &success(body),
        SecurityScheme::PinterestOauth2,
        SystemTime::UNIX_EPOCH,
    )
}

fn check_response(body: &[u8]) -> Result<usize, String> {
    let conversion = conversion_token(&success(body));
    match (read(body), conversion) {
        (Ok(tokens), Ok(token)) => {
            ensure_hidden("the value", &format!("{tokens:?} {token:?}"))?;
            Ok(1 + facts(&tokens).count() + 16 * usize::from(tokens.refresh_token().is_some()))
        }
        (Err(error), Err(_)) => {
            ensure_hidden("the error", &format!("{error} {error:?}"))?;
            ensure(error.raw_body().is_none(), || "the body is kept".to_owned())?;
            Ok(0)
        }
        (tokens, token) => Err(format!("read in one way only: {tokens:?} {token:?}")),
    }
}

/// Wherever a response stands, and whatever stands in it, both of its tokens are found.
fn check_embedded(input: &[u8]) -> Result<bool, String> {
    let text = String::from_utf8_lossy(input);
    // Another token may be taken for the one of the response, however its name is written.
    if text.contains("_token") || text.contains("\\u") {
        return Ok(false);
    }
    let middle = text
        .find("@@")
        .map_or((&*text, ""), |at| (&text[..at], &text[at + 2..]));
    let (before, after) = middle;
    let one = format!(r#"{{"access_token": "{ACCESS}", "refresh_token" : "{REFRESH}"}}"#);
    for body in [
        format!("{before}{one}{after}"),
        format!(r#"{{"access_token": "{ACCESS}", "x": {text}, "refresh_token": "{REFRESH}"}}"#),
        format!(r#"{{"refresh_token": "{REFRESH}", "x": {text}, "access_token": "{ACCESS}"}}"#),
        format!(r#"{{"access_token": "{ACCESS}", "x": [{text}], "y": {one}}}"#),
    ] {
        let tokens = read(body.as_bytes()).map_err(|error| format!("no token: {error}"))?;
        let access = tokens.access_token().map(AccessToken::expose_secret);
        let refresh = tokens.refresh_token().map(|token| token.expose_secret());
        ensure((access, refresh) == (Some(ACCESS), Some(REFRESH)), || {
            format!("other tokens: {access:?} {refresh:?} of {body}")
        })?;
    }
    Ok(true)
}

/// What a rejection means, and that it shows no secret of the request.
fn check_rejection(input: &[u8]) -> Result<(u16, u8), String> {
    let input = Input::of(input);
    let status = match input.status.as_u16() {
        200..300 => StatusCode::BAD_REQUEST,
        _ => input.status,
    };
    let body = String::from_utf8_lossy(input.body);
    let (before, after) = body.split_once("@@").unwrap_or((&body, ""));
    // One that is there by chance is none of the request.
    if body.to_ascii_lowercase().contains(CANARY) {
        return Ok((0, 0));
    }
    let which: usize = input.body.iter().map(|byte| usize::from(*byte)).sum();
    let secret = SECRETS[which % SECRETS.len()];
    let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    for written in [secret, &encoded] {
        let body = Bytes::from(format!("{before}{written}{after}"));
        let clean = without_secrets(body, &SECRETS);
        ensure_hidden("a rejection", &String::from_utf8_lossy(&clean))?;
    }
    let body = Bytes::copy_from_slice(input.body);
    let rejection = || {
        Error::from_response(ErrorResponse::new(
            status,
            &input.headers,
            Some(body.clone()),
        ))
    };
    let error = app_rejected(refresh_token_rejected(rejection()));
    let means = match error.kind() {
        ErrorKind::ReauthorizationRequired => 1,
        ErrorKind::Credentials => 2,
        _ => 3,
    };
    ensure(means == 3 || [400, 401].contains(&status.as_u16()), || {
        format!("status {status} means {:?}", error.kind())
    })?;
    ensure(
        app_rejected(rejection()).kind() != ErrorKind::ReauthorizationRequired,
        || "an app is authorized again".to_owned(),
    )?;
    Ok((status.as_u16(), means))
}
