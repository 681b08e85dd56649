//! Reads the body of a response, up to the maximum size.

use bytes::{Bytes, BytesMut};
use http_body_util::Full;
use url::Origin;

use crate::{Error, ErrorKind, error};

/// Why there is no body.
#[derive(Debug)]
pub(crate) enum BodyError {
    /// The HTTP library says why.
    Http(reqwest::Error),
    /// It is complete, but cannot be decompressed.
    Compressed(reqwest::Error),
    /// It is longer than accepted.
    TooLarge,
    /// The HTTP client followed a redirect, and another host responded.
    FromAnotherHost,
}

impl From<reqwest::Error> for BodyError {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error)
    }
}

impl BodyError {
    /// `limit` is what [`read`] was told, `undecodable` the kind of error that it is when the body
    /// is complete, but is not what it is said to be.
    pub(crate) fn into_error(self, limit: usize, undecodable: ErrorKind) -> Error {
        match self {
            Self::Http(error) => Error::from_http(error),
            Self::Compressed(error) => {
                let message = "the body of the response is complete, but cannot be decompressed";
                Error::new(undecodable, message).with_source(error.without_url())
            }
            Self::TooLarge => {
                let message = format!(
                    "the body of the response is longer than {limit} bytes; \
                     `ClientBuilder::with_max_response_size` sets the maximum"
                );
                Error::new(ErrorKind::ResponseTooLarge, message)
            }
            Self::FromAnotherHost => {
                let message = "the HTTP client followed a redirect to another host, whose response is not \
                               used; build it with `reqwest::redirect::Policy::none()`";
                Error::new(ErrorKind::Redirected, message)
            }
        }
    }
}

/// Rejects a response of another host than the one that the request was sent to.
pub(crate) fn check_origin(response: &reqwest::Response, origin: &Origin) -> Result<(), BodyError> {
    if response.url().origin() == *origin {
        Ok(())
    } else {
        Err(BodyError::FromAnotherHost)
    }
}

/// The same request with a body that can be sent once: a redirect that would repeat it is not followed.
pub(crate) fn not_repeatable(mut request: reqwest::Request) -> reqwest::Request {
    let bytes = request.body().and_then(reqwest::Body::as_bytes);
    if let Some(bytes) = bytes.map(Bytes::copy_from_slice) {
        *request.body_mut() = Some(reqwest::Body::wrap(Full::new(bytes)));
    }
    request
}

/// Reads the body of a rejection, cut at `limit` bytes: its beginning is enough for an error.
pub(crate) async fn read_beginning(
    mut response: reqwest::Response,
    limit: usize,
) -> Result<Bytes, BodyError> {
    let mut beginning = BytesMut::new();
    while beginning.len() < limit
        && let Some(chunk) = chunk(&mut response).await?
    {
        let room = limit - beginning.len();
        beginning.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok(beginning.freeze())
}

/// The whole body, unpacked, if it has no more than `limit` bytes. What is too long is not read to its end.
pub(crate) async fn read(
    mut response: reqwest::Response,
    limit: usize,
) -> Result<Bytes, BodyError> {
    let announced = response.content_length().unwrap_or_default();
    if usize::try_from(announced).map_or(true, |announced| announced > limit) {
        return Err(BodyError::TooLarge);
    }
    let mut length = 0;
    let mut chunks: Vec<Bytes> = Vec::new();
    while let Some(chunk) = chunk(&mut response).await.map_err(undecodable_or_cut)? {
        length += chunk.len();
        if length > limit {
            return Err(BodyError::TooLarge);
        }
        chunks.push(chunk);
    }
    if chunks.len() < 2 {
        return Ok(chunks.pop().unwrap_or_default());
    }
    let mut whole = BytesMut::with_capacity(length);
    chunks
        .iter()
        .for_each(|chunk| whole.extend_from_slice(chunk));
    Ok(whole.freeze())
}

/// The next part of a body; a failure says which URL it is of, as those of requests do.
async fn chunk(response: &mut reqwest::Response) -> Result<Option<Bytes>, reqwest::Error> {
    let chunk = response.chunk().await;
    chunk.map_err(|error| error.with_url(response.url().clone()))
}

fn undecodable_or_cut(error: reqwest::Error) -> BodyError {
    if error::cannot_be_decompressed(&error) {
        BodyError::Compressed(error)
    } else {
        BodyError::Http(error)
    }
}
