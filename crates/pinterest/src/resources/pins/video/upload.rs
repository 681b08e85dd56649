//! The upload of a file to the host that the service names, which gets no credentials.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use pinterest_client::json::RawJson;
use pinterest_client::types::{MediaId, MediaUploadType};
use tokio::time::{Instant, timeout};
use url::Url;

use super::file::VideoFile;
use super::form::{Form, Progress, Report};
use crate::body;
use crate::environment::is_this_machine;
use crate::error::{ErrorResponse, redacted};
use crate::{Client, Error, ErrorKind};

/// The most bytes of a rejection that are read.
const MAX_REJECTION: usize = 16 << 10;

/// The most characters of a rejection that a message repeats.
const SHOWN_LENGTH: usize = 300;

/// An upload that was registered.
pub(super) struct Registered {
    pub(super) media_id: MediaId,
    url: Url,
    /// The fields of the form, in the order of the response. They are secrets.
    fields: Vec<(String, String)>,
}

/// Why a file did not arrive.
pub(super) enum Failure {
    /// It cannot be read.
    File(io::Error),
    /// It came too late.
    Expired(Error),
    Failed(Error),
}

/// Registers an upload.
pub(super) async fn register(client: &Client) -> Result<Registered, Error> {
    let response = client.media().create(MediaUploadType::Video).response();
    let response = response.await?;
    let fields = fields(response.body());
    let upload = response.into_value();
    let unusable = || Error::new(ErrorKind::Decode, "the response has no usable upload URL");
    let url = upload.upload_url.as_deref().ok_or_else(unusable)?;
    let url = Url::parse(url).map_err(|_| unusable())?;
    let is_usable = match url.scheme() {
        "https" => true,
        "http" => is_this_machine(&url),
        _ => false,
    };
    match is_usable {
        true => Ok(Registered {
            media_id: upload.media_id,
            url,
            fields,
        }),
        false => Err(unusable()),
    }
}

/// The fields of the form, whatever they are, in their order, which the type of the response loses.
fn fields(response: &Bytes) -> Vec<(String, String)> {
    let parameters = RawJson::new(response).get("upload_parameters");
    let fields = parameters.and_then(RawJson::fields);
    let fields = fields.unwrap_or_default().into_iter();
    let present = fields.filter(|(_, value)| !value.is_null());
    present
        .map(|(name, value)| {
            let text = value.text();
            let text = text.map_or_else(|| value.to_string(), std::borrow::Cow::into_owned);
            (name.into_owned(), text)
        })
        .collect()
}

/// Sends the file once. The upload may take any time, as long as it goes on.
pub(super) async fn send(
    client: &Client,
    registered: &Registered,
    file: &VideoFile,
    report: Option<Report>,
) -> Result<(), Failure> {
    let file = file.open().await.map_err(Failure::File)?;
    let progress = Arc::new(Progress::new(file.length, report));
    let form = Form::new(&registered.fields);
    let settings = client.settings();
    let mut request = reqwest::Request::new(Method::POST, registered.url.clone());
    let content_type = HeaderValue::try_from(form.content_type());
    let content_type = content_type.map_err(|error| {
        let message = "the form of the upload cannot be sent";
        Failure::Failed(Error::invalid_request(message).with_source(error))
    })?;
    request.headers_mut().insert(CONTENT_TYPE, content_type);
    let user_agent = settings.user_agent.clone();
    request.headers_mut().insert(USER_AGENT, user_agent);
    let body = form.body(file, Arc::clone(&progress));
    *request.body_mut() = Some(reqwest::Body::wrap(body));
    let http = client.http().current().map_err(Failure::Failed)?;
    let response = in_time(http.execute(request), &progress, settings.timeout).await;
    if let Some(error) = progress.take_failure() {
        return Err(Failure::File(error));
    }
    let mut response = match response {
        Some(response) => response.map_err(|error| Failure::Failed(Error::from_http(error)))?,
        None => return Err(Failure::Failed(stalled(settings.timeout))),
    };
    if let Err(error) = body::check_origin(&response, &registered.url.origin()) {
        let error = error.into_error(MAX_REJECTION, ErrorKind::Decode);
        return Err(Failure::Failed(error));
    }
    let status = response.status();
    if status.is_success() {
        return Ok(());
    }
    let headers = std::mem::take(response.headers_mut());
    let end = Instant::now() + settings.timeout;
    let text = body::read_until(end, body::read_beginning(response, MAX_REJECTION)).await;
    Err(rejection(status, &headers, &text.unwrap_or_default()))
}

/// Waits as long as the file is being sent, and `pause` at the most when nothing happens. `None`
/// when nothing happened for so long.
async fn in_time<T>(
    sending: impl Future<Output = T>,
    progress: &Progress,
    pause: Duration,
) -> Option<T> {
    let mut sending = pin!(sending);
    loop {
        let sent = progress.sent();
        match timeout(pause, &mut sending).await {
            Ok(done) => return Some(done),
            Err(_) if progress.sent() > sent => {}
            Err(_) => return None,
        }
    }
}

fn stalled(pause: Duration) -> Error {
    let seconds = pause.as_secs();
    let message = format!("the upload stood still for {seconds} seconds");
    Error::new(ErrorKind::Timeout, message)
}

/// What the host says: XML with a code and a message. The rest may repeat secrets of the form.
fn rejection(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Failure {
    let body = String::from_utf8_lossy(body);
    let said = ["Code", "Message"].map(|name| element(&body, name));
    let said: Vec<&str> = said.into_iter().flatten().collect();
    let said = redacted(&said.join(": "), SHOWN_LENGTH);
    let response = ErrorResponse::new(status, headers, None);
    let kind = match response.is_rate_limit() {
        true => ErrorKind::RateLimited,
        false => ErrorKind::Api,
    };
    let message = match said.is_empty() {
        true => format!("the host of the upload responded with {status}"),
        false => format!("the host of the upload responded with {status}: {said}"),
    };
    let error = Error::new(kind, message).with_response(response);
    let is_expired = status.is_client_error() && said.to_ascii_lowercase().contains("expired");
    match is_expired {
        true => Failure::Expired(error),
        false => Failure::Failed(error),
    }
}

/// The text of the first XML element of a name.
fn element<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    let (text, _) = rest.split_once(&format!("</{name}>"))?;
    Some(text.trim()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_keep_their_order_whatever_they_are() {
        let response = br#"{"media_id": "1", "upload_parameters":
            {"x-amz-date": "2026", "policy": "ab\u003d", "acl": null, "length": 5,
             "Content-Type": "a/b"}}"#;
        let fields = fields(&Bytes::from_static(response));
        let fields: Vec<_> = fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        assert_eq!(
            fields,
            [
                ("x-amz-date", "2026"),
                ("policy", "ab="),
                ("length", "5"),
                ("Content-Type", "a/b"),
            ]
        );
    }

    fn failure(status: u16, body: &str) -> (bool, Error) {
        let status = StatusCode::from_u16(status).unwrap();
        match rejection(status, &HeaderMap::new(), body.as_bytes()) {
            Failure::Expired(error) => (true, error),
            Failure::Failed(error) => (false, error),
            Failure::File(error) => panic!("{error}"),
        }
    }

    #[test]
    fn a_rejection_says_what_the_host_says_and_no_more() {
        let (expired, error) = failure(
            403,
            "<?xml?>\n<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy \
             expired.</Message><AWSAccessKeyId>SECRET</AWSAccessKeyId></Error>",
        );
        assert!(expired && !error.is_transient());
        assert_eq!(error.status(), Some(403));
        let shown = format!("{error} {error:?}");
        assert!(shown.contains("AccessDenied: Invalid according"), "{shown}");
        assert!(!shown.contains("SECRET"), "{shown}");

        let (expired, error) = failure(503, "<Error><Code>SlowDown</Code></Error>");
        assert!(!expired && error.is_transient(), "{error}");
        let (expired, error) = failure(411, "");
        assert!(!expired && !error.is_transient(), "{error}");
    }

    #[tokio::test(start_paused = true)]
    async fn an_upload_may_take_any_time_but_not_stand_still() {
        let progress = Progress::new(0, None);
        let second = Duration::from_secs(1);
        let still = std::future::pending::<()>();
        assert_eq!(in_time(still, &progress, second).await, None);
        assert_eq!(in_time(async { 5 }, &progress, second).await, Some(5));
    }
}
