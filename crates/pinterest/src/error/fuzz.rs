//! Secrets in any surroundings, in any notation.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};
use pinterest_test_support::fuzz::Fuzz;
use secrecy::SecretString;
use serde::de::Error as _;
use serde_json::json;

use super::redaction::{redacted_without, unescaped};
use super::{Error, ErrorKind, ErrorResponse, redacted, request_id};
use crate::fuzz::{CANARY, ensure_hidden};

/// How many combinations of a secret and a notation are checked with an input, and the distance
/// between them.
const CHECKED: usize = 3;
const STEP: usize = 13;

/// What is never shown, wherever it stands.
const SECRETS: [&str; 5] = [
    "pina_zqx7zqx",
    "PINR7ZQX1234567890",
    "zoe.zqx@zqx.example",
    "zqx00000000000000000000000000000",
    KNOWN,
];

/// A token that looks like nothing, and is hidden because it is the one that was sent.
const KNOWN: &str = "zqx/opaque+zqx~zqx.zqx==";

/// One that looks as if it were written in another notation.
const ODD: &str = "zqx%41zqx&#65;zqx\\u0041\\zqx";

const WORDS: [&str; 24] = [
    "@@",
    "pina",
    "pinr_",
    "@",
    "%40",
    "%25",
    "&#64;",
    "&#x40;",
    "&commat;",
    "\\u0040",
    "\\u00",
    "\\/",
    "&#",
    ";",
    "＠",
    "\"",
    "'",
    "<",
    " ",
    "[token]",
    "access_token=",
    "\u{feff}",
    "\\\\",
    "%2540",
];

/// An input is what stands before a secret and after it, with `@@` in between; its length is the
/// most characters that are shown.
#[test]
fn redaction() {
    Fuzz::target("redaction")
        .starting_with([
            "User @@ is not a member",
            "access_token=@@&x=1",
            r#"{"code": 1, "message": "no user \"ada lovelace\" @@!", "details": ["@@"]}"#,
            "<a href=\"https://x.example/?token=@@&#38;y=%20\">ada&#64;example.com</a>",
            "to:ada@x.example,@@;ada+1@x.example",
            "\\u0070ina_1 %70ina @@\r\n",
            "x@@x",
        ])
        .with_words(WORDS)
        .run(check);
}

fn check(input: &[u8]) -> Result<(usize, usize), String> {
    let text = String::from_utf8_lossy(input);
    // What is there by chance is no secret.
    let plain = unescaped(&unescaped(&text)).to_ascii_lowercase();
    if plain.contains('q') || text.to_ascii_lowercase().contains("q") {
        return Ok((0, 0));
    }
    let (before, after) = text.split_once("@@").unwrap_or((&text, ""));
    let limit = input.len() % 320;
    // Some of the combinations, which the input decides: all of them take too long.
    let all: Vec<(&str, String)> = SECRETS
        .iter()
        .flat_map(|secret| notations(secret).into_iter().map(move |it| (*secret, it)))
        .collect();
    let first: usize = input.iter().map(|byte| usize::from(*byte)).sum();
    for step in 0..CHECKED {
        let (secret, written) = &all[(first + step * STEP) % all.len()];
        let known = (*secret == KNOWN).then_some(KNOWN);
        let text = format!("{before}{written}{after}");
        ensure_hidden(written, &redacted_without(known, &text, limit))?;
        check_errors(&text, known)?;
    }
    let odd = format!("{before}{ODD}{after}");
    ensure_hidden(ODD, &redacted_without(Some(ODD), &odd, limit))?;
    check_request_id(before)?;
    check_request_id(after)?;
    let shown = redacted(&text, limit);
    let replaced = ["[token]", "[address]", "[long text]"];
    let replaced = replaced
        .iter()
        .map(|word| shown.matches(word).count().min(3));
    Ok((replaced.fold(0, |sum, count| 4 * sum + count), limit / 32))
}

/// The text as it is, and in the notations of JSON, URLs and HTML.
fn notations(text: &str) -> Vec<String> {
    let each = |notation: &dyn Fn(char) -> String| text.chars().map(notation).collect();
    let punctuation = |notation: &dyn Fn(char) -> String| {
        each(&|c| match c.is_ascii_alphanumeric() {
            true => c.to_string(),
            false => notation(c),
        })
    };
    let json = |c: char| format!("\\u{:04x}", u32::from(c));
    let html = |c: char| format!("&#{};", u32::from(c));
    let url = |c: char| format!("%{:02X}", u32::from(c));
    vec![
        text.to_owned(),
        each(&json),
        each(&html),
        each(&url),
        punctuation(&json),
        punctuation(&html),
        punctuation(&url),
        text.replace('/', "\\/"),
    ]
}

/// Every error that repeats a part of a response.
fn check_errors(text: &str, secret: Option<&str>) -> Result<(), String> {
    let bodies = [
        Bytes::copy_from_slice(text.as_bytes()),
        Bytes::from(json!({"code": 1, "message": text}).to_string()),
    ];
    for body in bodies {
        let response = |status| {
            let response = ErrorResponse::new(status, &HeaderMap::new(), Some(body.clone()));
            response.hiding(secret.map(SecretString::from))
        };
        let failure = serde_json::Error::custom(text);
        let failure = match secret {
            Some(_) => serde_json::Error::custom("unexpected"),
            None => failure,
        };
        for error in [
            Error::from_response(response(StatusCode::BAD_REQUEST)),
            Error::not_json(ErrorKind::Decode, response(StatusCode::OK), &failure),
        ] {
            let error = std::sync::Arc::new(error).shared();
            ensure_hidden("an error", &format!("{error} {error:?}"))?;
            if let Some(excerpt) = error.excerpt() {
                ensure_hidden("an excerpt", &excerpt)?;
            }
        }
    }
    Ok(())
}

/// The id of a request is a header, in which the server may repeat anything.
fn check_request_id(part: &str) -> Result<(), String> {
    let mut headers = HeaderMap::new();
    for token in ["pina_zqx7zqx", KNOWN, "zqxOpaqueToken"] {
        let Ok(value) = HeaderValue::from_str(&format!("{part}{token}")) else {
            continue;
        };
        headers.insert("x-pinterest-rid", value);
        let id = request_id(&headers).unwrap_or_default();
        let is_known = !token.starts_with("pina");
        if !is_known {
            ensure_hidden("the id of a request", &id)?;
        }
        let response = ErrorResponse::new(StatusCode::BAD_REQUEST, &headers, None);
        let response = response.hiding(is_known.then(|| SecretString::from(token)));
        let error = Error::from_response(response);
        ensure_hidden("an error with an id", &format!("{error} {error:?}"))?;
    }
    debug_assert!(KNOWN.contains(CANARY));
    Ok(())
}
