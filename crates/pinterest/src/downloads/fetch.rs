//! Fetching a file from the host that it is on: no credentials, few redirects.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, LOCATION};
use http::{HeaderValue, Method};
use tokio::time::timeout;
use url::Url;

use super::{DownloadError, DownloadErrorKind};
use crate::body::Chunks;
use crate::{Client, Error, transfer};

/// How many redirects are followed.
const MAX_REDIRECTS: usize = 5;

/// The body of a file that is being fetched.
pub(super) struct Body {
    chunks: Chunks,
    /// As the host says.
    pub(super) length: Option<u64>,
    pub(super) received: u64,
    /// How long the host may send nothing.
    patience: Duration,
}

/// What the host of the file responds with.
pub(super) enum Fetched {
    Body(Box<Body>),
    /// The host rejects the link, perhaps because it has expired.
    Rejected(DownloadError),
}

/// Requests a file.
pub(super) async fn fetch(client: &Client, link: &str) -> Result<Fetched, DownloadError> {
    let response = request(client, link).await?;
    let status = response.status();
    if !status.is_success() {
        let message = format!("the host of the file responded with status {status}");
        let error = DownloadError::new(DownloadErrorKind::Rejected, message);
        let error = error.with_status(status.as_u16());
        // Stores of files reject an expired link with 403, and forget files.
        return match status.as_u16() {
            400 | 401 | 403 | 404 | 410 => Ok(Fetched::Rejected(error)),
            _ => Err(error),
        };
    }
    Ok(Fetched::Body(Box::new(Body {
        length: response.content_length(),
        chunks: Chunks::of(response),
        received: 0,
        patience: client.settings().timeout,
    })))
}

async fn request(client: &Client, link: &str) -> Result<reqwest::Response, DownloadError> {
    let settings = client.settings();
    let http = client.http().current().map_err(|error| {
        let message = "there is no HTTP client to fetch the file with";
        DownloadError::new(DownloadErrorKind::Connection, message).with_source(error)
    })?;
    // The error of the parser has no part of the link.
    let mut url = Url::parse(link).map_err(|error| {
        let message = "the link to the file is not a URL";
        DownloadError::new(DownloadErrorKind::Link, message).with_source(error)
    })?;
    for _ in 0..=MAX_REDIRECTS {
        check(&url)?;
        let mut request = transfer::request(client, Method::GET, &url);
        // As it is, so that its size can be compared.
        let identity = HeaderValue::from_static("identity");
        request.headers_mut().insert(ACCEPT_ENCODING, identity);
        let response = match timeout(settings.timeout, http.execute(request)).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(unreachable_host(Error::from_http(error))),
            Err(_) => return Err(unreachable_host(Error::timed_out())),
        };
        // An HTTP client that was given may have followed redirects itself.
        check(response.url())?;
        let location = response.headers().get(LOCATION);
        let location = location.filter(|_| response.status().is_redirection());
        let Some(location) = location else {
            return Ok(response);
        };
        let location = location.to_str().ok().and_then(|text| url.join(text).ok());
        match location {
            Some(target) if target.scheme() == url.scheme() => url = target,
            _ => return Err(redirected("another scheme, or to no URL")),
        }
    }
    Err(redirected("yet another redirect, too many times"))
}

fn check(url: &Url) -> Result<(), DownloadError> {
    if transfer::is_safe(url) {
        return Ok(());
    }
    let message = "the link to the file is not https, so it is not followed";
    Err(DownloadError::new(DownloadErrorKind::Redirected, message))
}

fn redirected(target: &str) -> DownloadError {
    let message = format!("the host of the file redirects to {target}");
    DownloadError::new(DownloadErrorKind::Redirected, message)
}

fn unreachable_host(error: Error) -> DownloadError {
    let message = "the host of the file could not be reached, or did not respond";
    DownloadError::new(DownloadErrorKind::Connection, message).with_source(error)
}

impl Body {
    /// Returns the next part of the file, or `None` at its end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, DownloadError> {
        let chunk = match timeout(self.patience, self.chunks.next()).await {
            Ok(Ok(chunk)) => chunk,
            Ok(Err(error)) => return Err(self.interrupted(Error::from_http(error))),
            Err(_) => return Err(self.interrupted(Error::timed_out())),
        };
        if let Some(chunk) = &chunk {
            self.received += chunk.len() as u64;
        }
        Ok(chunk)
    }

    fn interrupted(&self, error: Error) -> DownloadError {
        let received = self.received;
        let message = match self.length {
            Some(length) => format!("the file was cut off after {received} of {length} bytes"),
            None => format!("the file was cut off after {received} bytes"),
        };
        DownloadError::new(DownloadErrorKind::Interrupted, message).with_source(error)
    }
}
