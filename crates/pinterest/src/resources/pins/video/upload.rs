//! The upload of a file to the host that the service names, which gets no credentials.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method};
use pinterest_client::json::RawJson;
use pinterest_client::types::{MediaId, MediaUploadType};
use tokio::time::{Instant, timeout};
use url::Url;

use super::file::VideoFile;
use super::form::Form;
use crate::transfer::{self, ContentBody, Progress, Report};
use crate::{Client, Error, ErrorKind};

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
    let url = transfer::upload_url(upload.upload_url.as_deref().unwrap_or_default())?;
    Ok(Registered {
        media_id: upload.media_id,
        url,
        fields,
    })
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
    let progress = Arc::new(Progress::new(file.length, 1, report));
    let form = Form::new(&registered.fields);
    let settings = client.settings();
    let mut request = transfer::request(client, Method::POST, &registered.url);
    let content_type = HeaderValue::try_from(form.content_type());
    let content_type = content_type.map_err(|error| {
        let message = "the form of the upload cannot be sent";
        Failure::Failed(Error::invalid_request(message).with_source(error))
    })?;
    request.headers_mut().insert(CONTENT_TYPE, content_type);
    let body = form.body(ContentBody::new(
        file.content,
        file.length,
        0,
        Arc::clone(&progress),
    ));
    *request.body_mut() = Some(reqwest::Body::wrap(body));
    let http = client.http().current().map_err(Failure::Failed)?;
    let response = in_time(http.execute(request), &progress, settings.timeout).await;
    if let Some(error) = progress.take_failure() {
        return Err(Failure::File(error));
    }
    let response = match response {
        Some(response) => response.map_err(|error| Failure::Failed(Error::from_http(error)))?,
        None => return Err(Failure::Failed(stalled(settings.timeout))),
    };
    let end = Instant::now() + settings.timeout;
    let checked = transfer::check(&registered.url, response, end).await;
    checked.map_err(|error| match is_expired(&error) {
        true => Failure::Expired(error),
        false => Failure::Failed(error),
    })
}

/// Whether the host rejects a form because its policy has expired.
fn is_expired(error: &Error) -> bool {
    let is_rejection = error
        .status()
        .is_some_and(|status| (400..500).contains(&status));
    is_rejection && error.to_string().to_ascii_lowercase().contains("expired")
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

    #[tokio::test(start_paused = true)]
    async fn an_upload_may_take_any_time_but_not_stand_still() {
        let progress = Progress::new(0, 1, None);
        let second = Duration::from_secs(1);
        let still = std::future::pending::<()>();
        assert_eq!(in_time(still, &progress, second).await, None);
        assert_eq!(in_time(async { 5 }, &progress, second).await, Some(5));
    }
}
