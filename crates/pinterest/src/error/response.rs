//! What the server responded: status, headers that matter, body.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use pinterest_client::json::RawJson;
use secrecy::{ExposeSecret, SecretString};

use super::EXCERPT_LENGTH;
use super::classification::is_about_spam;
use super::redaction::{has_token, redacted_without, without_last_word};
use crate::advice;

/// A response that an error is about.
#[derive(Clone)]
pub(crate) struct ErrorResponse {
    status: StatusCode,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    /// Absent when the connection broke before its end, or when it is not kept.
    body: Option<Bytes>,
    reported: Reported,
    /// The token that the request was sent with, which must not be shown.
    secret: Option<SecretString>,
}

/// The Pin may have been created although the status is 400.
const AMBIGUOUS_CREATION: i32 = 2787;

/// Something failed on the way although the status is 400.
const SOMETHING_WENT_WRONG: i32 = 12;

/// The body of an error response, as far as it has the documented form: a field of another type
/// counts as absent, since an error response must never hide behind another error.
#[derive(Clone, Default)]
struct Reported {
    code: Option<i32>,
    message: Option<String>,
}

impl Reported {
    fn from_body(body: &[u8]) -> Self {
        // As text, so that what is cut or broken behind a field does not cost it.
        let body = RawJson::new(body);
        let code = body
            .get("code")
            .and_then(|code| code.number()?.parse().ok());
        let message = body
            .get("message")
            .and_then(|message| message.text().map(Cow::into_owned));
        Self { code, message }
    }

    /// By status 429, unless it means spam; or by code 8 or advice to wait in the message with
    /// status 400. Codes that say that something may have been done mean that, whatever the message
    /// advises.
    fn is_rate_limit(&self, status: StatusCode) -> bool {
        let message = self.message.as_deref().unwrap_or_default();
        match status.as_u16() {
            429 => !is_about_spam(message),
            400 => match self.code {
                Some(8) => true,
                Some(AMBIGUOUS_CREATION | SOMETHING_WENT_WRONG) => false,
                _ => advice::in_message(status, message).is_some(),
            },
            _ => false,
        }
    }
}

impl ErrorResponse {
    pub(crate) fn new(status: StatusCode, headers: &HeaderMap, body: Option<Bytes>) -> Self {
        let reported = if status.is_success() {
            Reported::default()
        } else {
            Reported::from_body(body.as_deref().unwrap_or_default())
        };
        let is_rate_limit = reported.is_rate_limit(status);
        let message = reported.message.as_deref().unwrap_or_default();
        let retry_after = advice::in_retry_after(headers)
            .or_else(|| advice::in_message(status, message))
            .or_else(|| advice::in_reset(headers).filter(|_| is_rate_limit))
            .filter(|_| !status.is_success());
        Self {
            status,
            request_id: request_id(headers),
            retry_after,
            body,
            reported,
            secret: None,
        }
    }

    /// Never shows this token, whatever it looks like.
    pub(crate) fn hiding(mut self, secret: Option<SecretString>) -> Self {
        if let (Some(id), Some(secret)) = (&self.request_id, &secret)
            && id.contains(secret.expose_secret())
        {
            self.request_id = None;
        }
        self.secret = secret;
        self
    }

    /// At most so many characters as an excerpt has.
    fn redacted(&self, text: &str) -> String {
        redacted_without(
            self.secret.as_ref().map(SecretString::expose_secret),
            text,
            EXCERPT_LENGTH,
        )
    }

    /// The same response, with `body` being the part of it that an error is about.
    pub(crate) fn with_body(&self, body: Bytes) -> Self {
        Self {
            body: Some(body),
            ..self.clone()
        }
    }

    /// The same response, of which the body is not kept.
    pub(crate) fn without_body(self) -> Self {
        Self { body: None, ..self }
    }

    pub(crate) fn status(&self) -> u16 {
        self.status.as_u16()
    }

    pub(crate) fn code(&self) -> Option<i32> {
        self.reported.code
    }

    pub(crate) fn message(&self) -> Option<&str> {
        self.reported.message.as_deref()
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Whether the server rejected the request because of a rate limit.
    pub(crate) fn is_rate_limit(&self) -> bool {
        self.reported.is_rate_limit(self.status)
    }

    pub(crate) fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    pub(crate) fn body(&self) -> Option<&Bytes> {
        self.body.as_ref()
    }

    /// The body, empty when it is absent.
    pub(crate) fn text(&self) -> &[u8] {
        self.body.as_deref().unwrap_or_default()
    }

    pub(crate) fn excerpt(&self) -> String {
        // Enough for an excerpt, however long the body is.
        let length = self.text().len().min(16 * EXCERPT_LENGTH);
        let beginning = String::from_utf8_lossy(&self.text()[..length]);
        if length < self.text().len() {
            self.redacted(&without_last_word(&beginning))
        } else {
            self.redacted(&beginning)
        }
    }

    /// One line for an error status: what the API said, or what stood there instead.
    pub(crate) fn summary(&self) -> String {
        let status = match self.status.canonical_reason() {
            Some(reason) => format!("{} {reason}", self.status()),
            None => self.status().to_string(),
        };
        match (self.code(), self.message()) {
            (Some(code), Some(message)) => {
                format!(
                    "the server responded with {status}, code {code}: {}",
                    self.redacted(message)
                )
            }
            (None, Some(message)) => {
                format!(
                    "the server responded with {status}: {}",
                    self.redacted(message)
                )
            }
            (Some(code), None) => {
                format!("the server responded with {status}, code {code}")
            }
            (None, None) if self.text().is_empty() => {
                format!("the server responded with {status} without a body")
            }
            (None, None) => format!("the server responded with {status}: {}", self.excerpt()),
        }
    }

    /// For messages about bodies that are not JSON, such as a proxy's HTML page.
    pub(crate) fn excerpt_when_not_json(&self) -> String {
        let is_json = matches!(
            self.text().iter().find(|byte| !byte.is_ascii_whitespace()),
            Some(b'{' | b'[')
        );
        if is_json {
            String::new()
        } else if self.text().is_empty() {
            "; it is empty".to_owned()
        } else {
            format!("; it begins: {}", self.excerpt())
        }
    }
}

/// The id that the service gave the request, if it has the form of one: nothing else of a header is
/// shown.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<String> {
    let value = headers.get("x-pinterest-rid")?.to_str().ok()?;
    let is_id = value.len() <= 128
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    (is_id && !value.is_empty() && !has_token(value)).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, headers: &[(&'static str, &str)], body: &str) -> ErrorResponse {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        ErrorResponse::new(
            StatusCode::from_u16(status).unwrap(),
            &map,
            Some(Bytes::copy_from_slice(body.as_bytes())),
        )
    }

    #[test]
    fn the_documented_form_is_read() {
        let response = response(
            403,
            &[("x-pinterest-rid", "17")],
            r#"{"code": 29, "message": "No access"}"#,
        );
        assert_eq!(
            (response.code(), response.message(), response.request_id()),
            (Some(29), Some("No access"), Some("17"))
        );
        assert_eq!(
            response.summary(),
            "the server responded with 403 Forbidden, code 29: No access"
        );
    }

    #[test]
    fn what_is_cut_behind_code_and_message_does_not_cost_them() {
        let response = response(
            400,
            &[],
            r#"{"code": 8, "message": "Too many", "details": [{"#,
        );
        assert_eq!(
            (response.code(), response.message()),
            (Some(8), Some("Too many"))
        );
        assert!(response.is_rate_limit());
    }

    #[test]
    fn a_request_id_is_given_back_as_it_came() {
        let id = "0f8fad5b-d9cb-469f-a165-70867728950e";
        assert_eq!(
            response(500, &[("x-pinterest-rid", id)], "").request_id(),
            Some(id)
        );
        assert_eq!(
            response(500, &[("x-pinterest-rid", "ada@example.com")], "").request_id(),
            None
        );
    }

    #[test]
    fn a_token_in_place_of_a_request_id_is_not_shown() {
        let token = response(500, &[("x-pinterest-rid", "pina_AEXAMPLE")], "");
        assert_eq!(token.request_id(), None);
        let opaque = response(500, &[("x-pinterest-rid", "id-of-opaque")], "");
        let opaque = opaque.hiding(Some(SecretString::from("opaque")));
        assert_eq!(opaque.request_id(), None);
    }

    #[test]
    fn other_forms_lose_nothing_that_is_there() {
        assert_eq!(
            response(500, &[], r#"{"code": "x", "message": "Oops"}"#).summary(),
            "the server responded with 500 Internal Server Error: Oops"
        );
        assert_eq!(
            response(502, &[], "<html><h1>Bad gateway</h1>").summary(),
            "the server responded with 502 Bad Gateway: <html><h1>Bad gateway</h1>"
        );
        assert_eq!(
            response(404, &[], "").summary(),
            "the server responded with 404 Not Found without a body"
        );
        assert_eq!(
            response(404, &[], "[1]").summary(),
            "the server responded with 404 Not Found: [1]"
        );
    }

    #[test]
    fn advice_to_wait_is_found_wherever_it_stands() {
        let seconds = |status, headers: &[(&'static str, &str)], body| {
            response(status, headers, body)
                .retry_after()
                .map(|d| d.as_secs())
        };
        assert_eq!(seconds(429, &[("x-ratelimit-reset", "7")], "{}"), Some(7));
        assert_eq!(
            seconds(
                503,
                &[("retry-after", "3"), ("x-ratelimit-reset", "7")],
                "{}"
            ),
            Some(3)
        );
        assert_eq!(
            seconds(
                400,
                &[],
                r#"{"message": "Too fast. Retry after 12 seconds."}"#
            ),
            Some(12)
        );
        assert_eq!(
            seconds(400, &[("x-ratelimit-reset", "7")], "{}"),
            None,
            "the header is on every response"
        );
        assert_eq!(seconds(429, &[("retry-after", "soon")], "{}"), None);
        assert_eq!(seconds(200, &[("retry-after", "3")], "{}"), None);
        for (text, wait) in [("5 minutes", 300), ("2 hours", 300), ("1 day", 300)] {
            let body = format!(r#"{{"message": "Retry after {text}."}}"#);
            let advice = response(400, &[], &body).retry_after();
            assert_eq!(advice, Some(Duration::from_secs(wait)), "{text}");
        }
        let past = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(seconds(503, &[("retry-after", past)], "{}"), Some(0));
        let dates = [
            ("date", past),
            ("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT"),
        ];
        assert_eq!(seconds(503, &dates, "{}"), Some(30));
        let epoch = [("date", past), ("x-ratelimit-reset", "784111827")];
        assert_eq!(
            seconds(429, &epoch, "{}"),
            None,
            "neither a wait nor a time of today"
        );
    }

    #[test]
    fn advice_that_cannot_be_true_is_none() {
        for (status, headers, body) in [
            (503, [("retry-after", "4000000000")], "{}"),
            (503, [("retry-after", "18446744073709551615")], "{}"),
            (429, [("x-ratelimit-reset", "4000000000")], "{}"),
            (429, [("x-ratelimit-reset", "86401")], "{}"),
            (429, [("x-other", "1")], r#"{"message": "Retry after 7"}"#),
        ] {
            let response = response(status, &headers, body);
            assert_eq!(response.retry_after(), None, "{headers:?} {body}");
            assert_eq!(
                response.is_rate_limit(),
                status == 429,
                "{headers:?} {body}"
            );
        }
    }

    #[test]
    fn the_text_of_a_user_is_no_advice() {
        for (status, message) in [
            (404, "Board 'retry after 1 day' not found"),
            (404, "Retry after 3 seconds"),
            (409, "Retry after 3 seconds"),
            (400, "Do not retry after 400 errors"),
            (400, "Board 'Retry after 1 day' is invalid"),
            (400, "Retry after 400 errors"),
        ] {
            let body = format!(r#"{{"code": 1, "message": "{message}"}}"#);
            let response = response(status, &[], &body);
            assert_eq!(response.retry_after(), None, "{status} {message}");
            assert!(!response.is_rate_limit(), "{status} {message}");
        }
    }

    #[test]
    fn an_address_that_is_cut_is_not_shown_in_part() {
        let body = format!("{} ada.lovelace@example.com", "x".repeat(4786));
        let excerpt = response(500, &[], &body).excerpt();
        assert_eq!(excerpt, "[long text] [long text]");
    }

    #[test]
    fn a_body_cut_inside_a_character_is_still_shown() {
        let body = "ä".repeat(10_000);
        assert!(response(500, &[], &body[..]).excerpt().chars().count() <= EXCERPT_LENGTH + 1);
    }
}
