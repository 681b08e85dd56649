//! Requests and responses as people see them: with secrets masked, or as a command line of curl.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use serde_json::{Map, Value};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;

use crate::output::{pretty, wants_colors};

/// What stands in place of a secret.
const MASK: &str = "****";

/// Fields and parameters that are secret wherever they stand.
const SECRET: [&str; 6] = [
    "access_token",
    "app_secret",
    "client_secret",
    "cryptographic_key",
    "password",
    "refresh_token",
];

/// Those that are secret in requests for tokens, and no secret elsewhere.
const SECRET_IN_TOKEN_REQUESTS: [&str; 2] = ["code", "token"];

/// Writes what the client traces to standard error.
pub(crate) fn trace(verbosity: u8) {
    let level = match verbosity {
        0 => return,
        1 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal() && wants_colors())
        .with_target(false)
        .without_time();
    let subscriber = tracing_subscriber::registry()
        .with(Targets::new().with_target("pinterest", level))
        .with(lines);
    // There is no other subscriber.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

/// Writes status and headers of a response to standard error.
pub(crate) fn show_response(status: StatusCode, headers: &HeaderMap) {
    let mut text = format!("{status}\n");
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        let _ = writeln!(text, "{name}: {value}");
    }
    // Nobody reads standard error any more: the command goes on.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// The request as HTTP/1.1 would write it, with a body that is indented.
pub(crate) fn as_text(request: &Request<Bytes>) -> String {
    let mut text = format!("{} {}\n", request.method(), masked_url(request));
    for (name, value) in headers(request) {
        let _ = writeln!(text, "{name}: {value}");
    }
    text.push('\n');
    match masked_body(request) {
        Body::None => {}
        Body::Json(body) => {
            let _ = writeln!(text, "{}", pretty(&body.to_string(), false));
        }
        Body::Text(body) => {
            let _ = writeln!(text, "{body}");
        }
    }
    text
}

/// The request as a JSON object.
pub(crate) fn as_json(request: &Request<Bytes>) -> Value {
    let mut object = Map::new();
    object.insert("method".to_owned(), request.method().as_str().into());
    object.insert("url".to_owned(), masked_url(request).into());
    let headers = headers(request).map(|(name, value)| (name, Value::from(value)));
    object.insert("headers".to_owned(), Value::Object(headers.collect()));
    match masked_body(request) {
        Body::None => {}
        Body::Json(body) => {
            object.insert("body".to_owned(), body);
        }
        Body::Text(body) => {
            object.insert("body".to_owned(), body.into());
        }
    }
    Value::Object(object)
}

/// The request as a command line of curl, which takes the token from the environment.
pub(crate) fn curl(request: &Request<Bytes>) -> String {
    let mut line = "curl".to_owned();
    if request.method() != http::Method::GET {
        let _ = write!(line, " --request {}", request.method());
    }
    let _ = write!(line, " {}", quoted(&masked_url(request)));
    let _ = write!(
        line,
        " \\\n  --header \"Authorization: Bearer $PINTEREST_ACCESS_TOKEN\""
    );
    for (name, value) in headers(request) {
        if !["authorization", "user-agent"].contains(&name.as_str()) {
            let _ = write!(
                line,
                " \\\n  --header {}",
                quoted(&format!("{name}: {value}"))
            );
        }
    }
    match masked_body(request) {
        Body::None => {}
        Body::Json(body) => {
            let _ = write!(line, " \\\n  --data {}", quoted(&body.to_string()));
        }
        Body::Text(body) => {
            let _ = write!(line, " \\\n  --data {}", quoted(&body));
        }
    }
    line.push('\n');
    line
}

/// One word of a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Names and values, the token first.
fn headers(request: &Request<Bytes>) -> impl Iterator<Item = (String, String)> {
    let token = ("authorization".to_owned(), format!("Bearer {MASK}"));
    let others = request
        .headers()
        .iter()
        .filter(|(name, _)| *name != "authorization");
    std::iter::once(token).chain(others.map(|(name, value)| {
        let value = match value.is_sensitive() {
            true => MASK.to_owned(),
            false => String::from_utf8_lossy(value.as_bytes()).into_owned(),
        };
        (name.as_str().to_owned(), value)
    }))
}

enum Body {
    None,
    Json(Value),
    Text(String),
}

fn masked_body(request: &Request<Bytes>) -> Body {
    let body = request.body();
    if body.is_empty() {
        return Body::None;
    }
    if let Ok(mut value) = serde_json::from_slice(body) {
        mask(&mut value, is_token_request(request));
        return Body::Json(value);
    }
    let content_type = request.headers().get("content-type");
    match content_type.is_some_and(|kind| kind == "application/x-www-form-urlencoded") {
        true => Body::Text(masked_pairs(body, is_token_request(request))),
        false => Body::Text(String::from_utf8_lossy(body).into_owned()),
    }
}

fn is_token_request(request: &Request<Bytes>) -> bool {
    request.uri().path().contains("/oauth/")
}

fn is_secret(name: &str, is_token_request: bool) -> bool {
    SECRET.contains(&name) || is_token_request && SECRET_IN_TOKEN_REQUESTS.contains(&name)
}

fn mask(value: &mut Value, is_token_request: bool) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                match is_secret(name, is_token_request) && value.is_string() {
                    true => *value = MASK.into(),
                    false => mask(value, is_token_request),
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                mask(item, is_token_request);
            }
        }
        _ => {}
    }
}

fn masked_pairs(pairs: &[u8], is_token_request: bool) -> String {
    let pairs: Vec<String> = pairs
        .split(|byte| *byte == b'&')
        .map(|pair| {
            let pair = String::from_utf8_lossy(pair).into_owned();
            match pair.split_once('=') {
                Some((name, _)) if is_secret(name, is_token_request) => format!("{name}={MASK}"),
                _ => pair,
            }
        })
        .collect();
    pairs.join("&")
}

fn masked_url(request: &Request<Bytes>) -> String {
    let url = request.uri().to_string();
    match url.split_once('?') {
        Some((path, query)) => {
            let query = masked_pairs(query.as_bytes(), is_token_request(request));
            format!("{path}?{query}")
        }
        None => url,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(body: &'static str, content_type: &str) -> Request<Bytes> {
        Request::post("https://api.pinterest.com/v5/oauth/token?access_token=pina_1&a=b")
            .header("content-type", content_type)
            .body(Bytes::from_static(body.as_bytes()))
            .unwrap()
    }

    #[test]
    fn secrets_are_masked_wherever_they_stand() {
        for request in [
            request(
                r#"{"a": [{"refresh_token": "pinr_1"}], "code": "pinc_1"}"#,
                "application/json",
            ),
            request(
                "code=pinc_1&refresh_token=pinr_1",
                "application/x-www-form-urlencoded",
            ),
        ] {
            for text in [
                as_text(&request),
                curl(&request),
                as_json(&request).to_string(),
            ] {
                for secret in ["pina_1", "pinr_1", "pinc_1"] {
                    assert!(!text.contains(secret), "{text}");
                }
                assert!(text.contains("a=b"), "{text}");
            }
        }
    }

    #[test]
    fn a_shell_reads_what_was_quoted() {
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
    }
}
