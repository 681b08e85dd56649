//! Uploads of a body of known length to its own URL.

use std::future::Future;
use std::io;
use std::time::Duration;

use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Method};
use tokio::time::Instant;
use url::Url;

use super::{Progress, check, request};
use crate::client::Client;
use crate::retry::{Attempts, Repeat};
use crate::{Error, ErrorKind};

/// Sends a body of known length with `PUT`, as often as the retry policy of the client allows.
/// `open` makes the body of each attempt, whose failures to read the file are in `progress`; `timeout`
/// is the time of one.
pub(crate) async fn put<B, F>(
    client: &Client,
    url: &Url,
    length: u64,
    timeout: Duration,
    progress: &Progress,
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
        let body = open().await.map_err(unreadable)?;
        let Err(error) = attempt(client, url, length, timeout, body).await else {
            retries.succeeded();
            return Ok(());
        };
        if let Some(error) = progress.take_failure() {
            return Err(unreadable(error));
        }
        attempts.again_after(error, retries).await?;
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
    let mut request = request(client, Method::PUT, url);
    let length = HeaderValue::from(length);
    request.headers_mut().insert(CONTENT_LENGTH, length);
    *request.timeout_mut() = Some(timeout);
    *request.body_mut() = Some(body);
    let end = Instant::now() + timeout;
    let response = http.execute(request).await.map_err(Error::from_http)?;
    check(url, response, end).await
}

fn unreadable(error: io::Error) -> Error {
    Error::new(
        ErrorKind::InvalidRequest,
        "the file to upload cannot be read",
    )
    .with_source(error)
    .unsent()
}
