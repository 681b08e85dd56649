//! Reads the body of a response, up to the maximum size, and not beyond its time.

use std::future::Future;

use bytes::{Bytes, BytesMut};
use http_body_util::Full;
use tokio::time::error::Elapsed;
use tokio::time::{Instant, timeout_at};
use url::Origin;

use crate::{Error, ErrorKind, error};

/// The most bytes of the body of a rejection that are read, unpacked. Most have some hundred; the
/// longest that is documented has the results of 1,000 conversion events.
const MAX_REJECTION: usize = 1 << 20;

/// How many bytes are read before other tasks get a turn.
const SLICE: usize = 64 << 10;

/// Why there is no body.
#[derive(Debug)]
pub(crate) enum BodyError {
    /// The HTTP library says why.
    Http(reqwest::Error),
    /// It was not complete in time.
    TimedOut(Option<Elapsed>),
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
            Self::TimedOut(elapsed) => {
                let error = Error::timed_out();
                match elapsed {
                    Some(elapsed) => error.with_source(elapsed),
                    None => error,
                }
            }
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

/// The same request with a body that can be sent once: a redirect that would repeat it is not
/// followed.
pub(crate) fn not_repeatable(mut request: reqwest::Request) -> reqwest::Request {
    let bytes = request.body().and_then(reqwest::Body::as_bytes);
    if let Some(bytes) = bytes.map(Bytes::copy_from_slice) {
        *request.body_mut() = Some(reqwest::Body::wrap(Full::new(bytes)));
    }
    request
}

/// Reads until `end` at the latest, unpacking included.
///
/// The timeout of the HTTP client is not enough: it only looks at the clock when it needs more
/// from the network, not while a small body unpacks to a large one.
pub(crate) async fn read_until<T>(
    end: Instant,
    reading: impl Future<Output = Result<T, BodyError>>,
) -> Result<T, BodyError> {
    let outcome = timeout_at(end, reading).await;
    outcome.unwrap_or_else(|elapsed| Err(BodyError::TimedOut(Some(elapsed))))
}

/// Reads the body of a rejection, cut at `limit` bytes: its beginning is enough for an error, also
/// where the rest cannot be decompressed. The rest is not read, so that the connection is closed.
pub(crate) async fn read_beginning(
    response: reqwest::Response,
    limit: usize,
) -> Result<Bytes, BodyError> {
    let limit = limit.min(MAX_REJECTION);
    let mut chunks = Chunks::of(response);
    let mut beginning = BytesMut::new();
    while beginning.len() < limit {
        let chunk = match chunks.next().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break,
            Err(error) if error::cannot_be_decompressed(&error) => break,
            Err(error) => return Err(error.into()),
        };
        let room = limit - beginning.len();
        beginning.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok(beginning.freeze())
}

/// The whole body, unpacked, if it has no more than `limit` bytes. What is too long is not read to
/// its end.
pub(crate) async fn read(response: reqwest::Response, limit: usize) -> Result<Bytes, BodyError> {
    let announced = response.content_length().unwrap_or_default();
    if usize::try_from(announced).map_or(true, |announced| announced > limit) {
        return Err(BodyError::TooLarge);
    }
    let mut length = 0;
    let mut chunks = Chunks::of(response);
    let mut read: Vec<Bytes> = Vec::new();
    while let Some(chunk) = chunks.next().await.map_err(undecodable_or_cut)? {
        length += chunk.len();
        if length > limit {
            return Err(BodyError::TooLarge);
        }
        read.push(chunk);
    }
    if read.len() < 2 {
        return Ok(read.pop().unwrap_or_default());
    }
    let mut whole = BytesMut::with_capacity(length);
    read.iter().for_each(|chunk| whole.extend_from_slice(chunk));
    Ok(whole.freeze())
}

/// The parts of a body, unpacked.
pub(crate) struct Chunks {
    response: reqwest::Response,
    /// How many bytes were read since other tasks had a turn.
    in_a_row: usize,
}

impl Chunks {
    pub(crate) fn of(response: reqwest::Response) -> Self {
        Self {
            response,
            in_a_row: 0,
        }
    }

    /// The next part; a failure says which URL it is of, as those of requests do.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, reqwest::Error> {
        if self.in_a_row >= SLICE {
            self.in_a_row = 0;
            // As long as there is something to unpack, the next part never waits. Without a pause
            // no other task of the thread would run, and no timer would fire.
            tokio::task::yield_now().await;
        }
        let chunk = self.response.chunk().await;
        let chunk = chunk.map_err(|error| error.with_url(self.response.url().clone()))?;
        self.in_a_row += chunk.as_ref().map_or(0, Bytes::len);
        Ok(chunk)
    }
}

fn undecodable_or_cut(error: reqwest::Error) -> BodyError {
    if error::cannot_be_decompressed(&error) {
        BodyError::Compressed(error)
    } else {
        BodyError::Http(error)
    }
}

#[cfg(test)]
mod fuzz;
