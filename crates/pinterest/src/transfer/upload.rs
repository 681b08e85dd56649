//! What uploads of all kinds have in common: the URL that the service sends, and the response of the
//! host.

use http::StatusCode;
use tokio::time::Instant;
use url::Url;

use super::is_safe;
use crate::body;
use crate::error::{ErrorResponse, redacted};
use crate::{Error, ErrorKind};

/// The most bytes of a rejection that are read.
const MAX_REJECTION: usize = 16 << 10;

/// The most characters of a rejection that a message repeats.
const SHOWN_LENGTH: usize = 300;

/// Reads the URL of an upload.
pub(crate) fn upload_url(text: &str) -> Result<Url, Error> {
    let url = Url::parse(text).ok().filter(is_safe);
    url.ok_or_else(|| {
        let message = "the service sent no usable URL to upload to; it must begin with https";
        Error::new(ErrorKind::Accepted, message)
    })
}

/// Returns an error if the host of an upload has not accepted it. Until `end`, its reasons are read.
pub(crate) async fn check(
    url: &Url,
    response: reqwest::Response,
    end: Instant,
) -> Result<(), Error> {
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

/// The error of a rejection. Of its XML, the rest of which can repeat what was signed, code and
/// message are kept.
fn rejection(status: StatusCode, response: ErrorResponse, body: &[u8]) -> Error {
    let body = String::from_utf8_lossy(body);
    let code = element(&body, "Code");
    if status == StatusCode::BAD_REQUEST && code == Some("RequestTimeout") {
        return Error::timed_out();
    }
    let reasons: Vec<&str> = code.into_iter().chain(element(&body, "Message")).collect();
    let message = match redacted(&reasons.join(": "), SHOWN_LENGTH) {
        reasons if reasons.is_empty() => format!("the host of the upload responded with {status}"),
        reasons => format!("the host of the upload responded with {status}: {reasons}"),
    };
    let kind = match response.is_rate_limit() {
        true => ErrorKind::RateLimited,
        false => ErrorKind::Api,
    };
    Error::new(kind, message).with_response(response)
}

/// The text of the first XML element of a name.
fn element<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    let (text, _) = rest.split_once(&format!("</{name}>"))?;
    Some(text.trim()).filter(|text| !text.is_empty())
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
    fn a_rejection_has_code_and_message_and_nothing_that_was_signed() {
        let error = rejected(
            403,
            "<?xml?>\n<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy \
             expired.</Message><AWSAccessKeyId>SECRET</AWSAccessKeyId></Error>",
        );
        assert_eq!(
            error.to_string(),
            "the host of the upload responded with 403 Forbidden: AccessDenied: Invalid according \
             to Policy: Policy expired."
        );
        assert!(!error.is_transient() && error.raw_body().is_none());
        assert!(!format!("{error:?}").contains("SECRET"));
        let error = rejected(411, "");
        assert!(error.to_string().ends_with("411 Length Required"));
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
