use http::{HeaderMap, StatusCode};

use super::*;
use crate::error::ErrorResponse;

const REQUESTED_AT: SystemTime = SystemTime::UNIX_EPOCH;

fn success(body: &str) -> Success {
    Success {
        response: ErrorResponse::new(StatusCode::OK, &HeaderMap::new(), None),
        body: Bytes::copy_from_slice(body.as_bytes()),
    }
}

fn read(body: &str) -> Tokens {
    tokens(
        &success(body),
        SecurityScheme::PinterestOauth2,
        REQUESTED_AT,
    )
    .unwrap()
}

fn after(seconds: u64) -> Option<SystemTime> {
    time_at(seconds)
}

fn rejection(status: u16, body: &str) -> Error {
    let body = Bytes::copy_from_slice(body.as_bytes());
    let status = StatusCode::from_u16(status).unwrap();
    Error::from_response(ErrorResponse::new(status, &HeaderMap::new(), Some(body)))
}

#[test]
fn a_response_is_read_as_described() {
    let tokens = read(
        r#"{"response_type": "authorization_code", "access_token": "pina_1", "token_type": "bearer",
            "expires_in": 2592000, "scope": "ads:read pins:read", "refresh_token": "pinr_1",
            "refresh_token_expires_in": 5184000, "refresh_token_expires_at": 1}"#,
    );
    let access = tokens.access_token().unwrap();
    assert_eq!(access.expose_secret(), "pina_1");
    assert_eq!(access.scheme(), Some(SecurityScheme::PinterestOauth2));
    assert_eq!(access.scopes().unwrap(), [Scope::AdsRead, Scope::PinsRead]);
    assert_eq!(tokens.access_expiry(), after(2_592_000));
    assert_eq!(tokens.refresh_token().unwrap().expose_secret(), "pinr_1");
    assert_eq!(tokens.refresh_expiry(), after(5_184_000));
}

#[test]
fn other_forms_are_accepted_too() {
    let tokens = read(
        r#"{"access_token": " pina_1 ", "token_type": "Bearer", "response_type": "everlasting_refresh",
            "expires_in": "60", "scope": "ads:read,pins:read, new:one", "new": {}, "refresh_token": null,
            "refresh_token_expires_at": 1700000000000}"#,
    );
    assert_eq!(tokens.access_expiry(), after(60));
    assert_eq!(tokens.access_token().unwrap().scopes().unwrap().len(), 3);
    assert!(tokens.refresh_token().is_none());
    assert_eq!(tokens.refresh_expiry(), after(1_700_000_000));
}

#[test]
fn a_pair_is_read_from_any_text_that_has_it() {
    for body in [
        "\u{feff}{\"access_token\": \"pina_1\", \"refresh_token\": \"pinr_1\"}",
        r#"{"access_token": "pina_1", "refresh_token": "pinr_1"} trailing"#,
        r#"{"new": "\ud800", "newer": 1e400, "access_token": "pina_1", "refresh_token": "pinr_1"}"#,
        r#"{"access_token": "pina_1", "refresh_token": "pinr_1", "scope": "pins:re"#,
        r#"{"data": {"access_token": "pina_1", "refresh_token": "pinr_1"}}"#,
    ] {
        let tokens = read(body);
        let access = tokens.access_token().unwrap();
        assert_eq!(access.expose_secret(), "pina_1", "{body}");
        let refresh = tokens.refresh_token().unwrap();
        assert_eq!(refresh.expose_secret(), "pinr_1", "{body}");
    }
}

#[test]
fn an_invalid_field_counts_as_unknown() {
    for expires_in in [
        "0",
        "-1",
        "null",
        "\"soon\"",
        "1.5",
        "18446744073709551615",
        "{}",
    ] {
        let body = format!(r#"{{"access_token": "a", "expires_in": {expires_in}, "scope": ""}}"#);
        let tokens = read(&body);
        assert_eq!(tokens.access_expiry(), None, "{expires_in}");
        assert!(tokens.access_token().unwrap().scopes().is_none());
    }
    let foreign = read(r#"{"access_token": "a", "scope": "everything"}"#);
    assert!(foreign.access_token().unwrap().scopes().is_none());
}

#[test]
fn a_response_without_a_token_is_not_shown() {
    for body in [
        "",
        "{",
        "<html>CANARY",
        r#""CANARY""#,
        r#"{"token": "CANARY"}"#,
        r#"{"access_token": 1, "refresh_token": "CANARY"}"#,
        r#"{"access_token": " "}"#,
    ] {
        let error = tokens(
            &success(body),
            SecurityScheme::PinterestOauth2,
            REQUESTED_AT,
        )
        .unwrap_err();
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Decode, Some(200))
        );
        assert!(!format!("{error} {error:?} {:?}", error.raw_body()).contains("CANARY"));
    }
}

#[test]
fn only_a_definite_rejection_invalidates_a_refresh_token() {
    for (status, body, kind) in [
        (
            401,
            r#"{"code": 283, "message": "The authorization grant is invalid"}"#,
            ErrorKind::ReauthorizationRequired,
        ),
        (
            400,
            r#"{"code": 283, "message": "x"}"#,
            ErrorKind::ReauthorizationRequired,
        ),
        (
            400,
            r#"{"error": "invalid_grant"}"#,
            ErrorKind::ReauthorizationRequired,
        ),
        (
            401,
            r#"{"code": 2, "message": "Authentication failed."}"#,
            ErrorKind::Credentials,
        ),
        (
            401,
            r#"{"code": 283, "data": "Invalid Application ID"}"#,
            ErrorKind::Credentials,
        ),
        (
            401,
            r#"{"error": "invalid_client"}"#,
            ErrorKind::Credentials,
        ),
        (401, "", ErrorKind::Credentials),
        (
            400,
            r#"{"code": 1, "message": "Invalid parameters"}"#,
            ErrorKind::Api,
        ),
        (
            400,
            r#"{"code": 12, "message": "Something went wrong"}"#,
            ErrorKind::Api,
        ),
        (403, r#"{"code": 283}"#, ErrorKind::Api),
        (
            429,
            r#"{"code": 8, "error": "invalid_grant"}"#,
            ErrorKind::RateLimited,
        ),
        (500, r#"{"error": "invalid_grant"}"#, ErrorKind::Api),
        (302, "", ErrorKind::Api),
    ] {
        let error = app_rejected(refresh_token_rejected(rejection(status, body)));
        assert_eq!(error.kind(), kind, "{status} {body}");
        assert_eq!(error.status(), Some(status), "the response stays");
    }
}

#[test]
fn the_rejection_of_a_code_is_not_one_of_the_app() {
    let error = app_rejected(rejection(400, r#"{"code": 283, "message": "x"}"#));
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(283)));
}

#[test]
fn a_response_loses_the_secrets_that_it_repeats() {
    let body = Bytes::from_static(br#"{"message": "bad s3cret+/x, s3cret%2B%2Fx", "code": 1}"#);
    let clean = without_secrets(body, &["s3cret+/x", "", "code"]);
    assert_eq!(
        &clean[..],
        br#"{"message": "bad [redacted], [redacted]", "code": 1}"#
    );
}
