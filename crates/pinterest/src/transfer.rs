//! Uploads to hosts other than that of the API.
//!
//! The URL itself is the permission, so no credential is sent, and the URL is a secret: it is in no
//! error and no trace. The HTTP clients are those of the calls, with their proxies, certificates
//! and timeouts for connecting, and so are the retries.

use std::future::Future;
use std::io;
use std::time::Duration;

use http::header::{CONTENT_LENGTH, USER_AGENT};
use http::{HeaderValue, Method, StatusCode};
use tokio::time::Instant;
use url::Url;

use crate::body;
use crate::client::Client;
use crate::error::ErrorResponse;
use crate::retry::{Attempts, Repeat};
use crate::{Error, ErrorKind};

/// The most bytes of a rejection that are read.
const MAX_REJECTION: usize = 16 << 10;

/// The longest code that a rejection is believed to have.
const MAX_CODE: usize = 64;

/// Reads the URL of a transfer, which must be as safe as that of the API.
pub(crate) fn url(client: &Client, text: &str) -> Result<Url, Error> {
    let is_safe = |url: &Url| match url.scheme() {
        "https" => true,
        "http" => client.settings().base_url.starts_with("http:"),
        _ => false,
    };
    let url = Url::parse(text).ok().filter(is_safe);
    url.ok_or_else(|| {
        let message = "the service sent no usable URL to upload to; it must begin with https";
        Error::new(ErrorKind::Accepted, message)
    })
}

/// Sends a body of known length with `PUT`, as often as the retry policy of the client allows.
/// `open` makes the body of each attempt; `timeout` is the time of one.
pub(crate) async fn put<B, F>(
    client: &Client,
    url: &Url,
    length: u64,
    timeout: Duration,
    open: B,
) -> Result<(), Error>
where
    B: Fn() -> F,
    F: Future<Output = io::Result<reqwest::Body>>,
{
    let retries = &client.settings().retries;
    // Each attempt has its timeout, and the policy says how many there are.
    let mut attempts = Attempts::new(Repeat::Idempotent, Duration::MAX);
    loop {
        attempts.begin();
        let body = open().await.map_err(|error| unreadable(error).unsent())?;
        match attempt(client, url, length, timeout, body).await {
            Ok(()) => {
                retries.succeeded();
                return Ok(());
            }
            Err(error) => attempts.again_after(error, retries).await?,
        }
    }
}

async fn attempt(
    client: &Client,
    url: &Url,
    length: u64,
    timeout: Duration,
    body: reqwest::Body,
) -> Result<(), Error> {
    let http = client.http().current().map_err(Error::unsent)?;
    let mut request = reqwest::Request::new(Method::PUT, url.clone());
    let headers = request.headers_mut();
    headers.insert(USER_AGENT, client.settings().user_agent.clone());
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    *request.timeout_mut() = Some(timeout);
    *request.body_mut() = Some(body);
    let end = Instant::now() + timeout;
    let response = http.execute(request).await.map_err(Error::from_http)?;
    if body::check_origin(&response, &url.origin()).is_err() {
        let message = "the HTTP client followed a redirect of an upload to another host";
        return Err(Error::new(ErrorKind::Redirected, message));
    }
    let status = response.status();
    if status.is_success() {
        return Ok(());
    }
    let told = ErrorResponse::new(status, response.headers(), None);
    let text = body::read_until(end, body::read_beginning(response, MAX_REJECTION)).await;
    Err(rejection(status, told, &text.unwrap_or_default()))
}

/// The error of a rejection. Of its body, which can repeat what was signed, the code alone is kept.
fn rejection(status: StatusCode, response: ErrorResponse, body: &[u8]) -> Error {
    let code = code(body);
    if status == StatusCode::BAD_REQUEST && code.as_deref() == Some("RequestTimeout") {
        return Error::timed_out();
    }
    let code = code.map(|code| format!(" ({code})")).unwrap_or_default();
    let message = format!("the storage responded to the upload with status {status}{code}");
    let kind = match response.is_rate_limit() {
        true => ErrorKind::RateLimited,
        false => ErrorKind::Api,
    };
    Error::new(kind, message).with_response(response)
}

/// What stands in the element `Code` of an XML error.
fn code(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let (_, rest) = text.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    let is_code = (1..=MAX_CODE).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_code.then(|| code.to_owned())
}

fn unreadable(error: io::Error) -> Error {
    Error::new(
        ErrorKind::InvalidRequest,
        "the file to upload cannot be read",
    )
    .with_source(error)
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;

    use super::*;

    fn rejected(status: u16, body: &str) -> Error {
        let status = StatusCode::from_u16(status).unwrap();
        let response = ErrorResponse::new(status, &HeaderMap::new(), None);
        rejection(status, response, body.as_bytes())
    }

    #[test]
    fn a_rejection_has_status_and_code_and_nothing_that_was_signed() {
        let body = "<Error><Code>SignatureDoesNotMatch</Code><StringToSign>secret</StringToSign>";
        let error = rejected(403, body);
        assert_eq!(
            error.to_string(),
            "the storage responded to the upload with status 403 Forbidden (SignatureDoesNotMatch)"
        );
        assert!(!error.is_transient() && error.raw_body().is_none());
        assert!(!format!("{error:?}").contains("secret"));
        let error = rejected(403, "<Code>not a code</Code>");
        assert!(!error.to_string().contains("not a code"));
    }

    #[test]
    fn what_can_pass_is_transient() {
        for (status, body) in [
            (503, "<Error><Code>SlowDown</Code></Error>"),
            (500, ""),
            (429, ""),
            (400, "<Error><Code>RequestTimeout</Code></Error>"),
        ] {
            assert!(rejected(status, body).is_transient(), "{status}");
        }
        assert!(!rejected(400, "<Error><Code>EntityTooSmall</Code></Error>").is_transient());
    }
}
