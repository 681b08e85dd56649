//! A thin client: it builds requests, sends them, and reads responses.

use std::fmt;
use std::future::Future;

use reqwest::StatusCode;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue};

use crate::json::{self, Mismatch, RawJson, SetAsideParts};
use crate::operation::Method;
use crate::request::Request;

/// Sends the requests of the API, and adds no tokens, retries or rate limits.
///
/// Each operation is a function that takes its request from [`requests`](crate::requests).
#[derive(Clone, Debug)]
pub struct Client {
    base_url: String,
    http: reqwest::Client,
}

/// A successful response.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Response<T> {
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// What the body holds.
    pub value: T,
    /// Parts of the body that are not as described and were left out of the value.
    pub set_aside: SetAsideParts,
}

/// Why there is no response.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The body of the request cannot be written as JSON.
    Encode(serde_json::Error),
    /// The request could not be sent, or its response not be received.
    Http(reqwest::Error),
    /// The service responded with an error status.
    #[non_exhaustive]
    Status {
        /// The HTTP status.
        status: StatusCode,
        /// The headers.
        headers: HeaderMap,
        /// The body; [`types::Error`](crate::types::Error) is what it normally holds.
        body: Vec<u8>,
    },
    /// The service reported success with a body that is not as described.
    #[non_exhaustive]
    Decode {
        /// The HTTP status.
        status: StatusCode,
        /// What is not as described.
        mismatch: Mismatch,
        /// The body.
        body: Vec<u8>,
    },
}

impl Client {
    /// Creates a client for the API at `base_url`, such as `https://api.pinterest.com/v5`. Tokens
    /// are the business of `http`, through its default headers.
    #[must_use]
    pub fn new(base_url: &str, http: reqwest::Client) -> Self {
        Self {
            base_url: base_url.trim_end_matches('/').to_owned(),
            http,
        }
    }

    /// Sends a request and reads its response.
    ///
    /// # Errors
    ///
    /// When the request cannot be sent, or the response is an error or not as described.
    pub fn send<R: Request>(
        &self,
        request: &R,
    ) -> impl Future<Output = Result<Response<R::Response>, Error>> + Send + 'static {
        let sent = request
            .parts()
            .encode()
            .map(|encoded| self.prepare(encoded))
            .map_err(Error::Encode);
        async move {
            let (status, headers, body) = receive(sent?).await?;
            let json = match &*body {
                [] => RawJson::NULL,
                body => RawJson::new(body),
            };
            match json::decode(json) {
                Ok((value, set_aside)) => Ok(Response {
                    status,
                    headers,
                    value,
                    set_aside,
                }),
                Err(mismatch) => Err(Error::Decode {
                    status,
                    mismatch,
                    body,
                }),
            }
        }
    }

    fn prepare(&self, encoded: crate::request::Encoded) -> reqwest::RequestBuilder {
        let url = format!("{}{}", self.base_url, encoded.target);
        let request = self
            .http
            .request(method(encoded.method), url)
            .header(ACCEPT, HeaderValue::from_static("application/json"));
        match encoded.content_type {
            Some(media_type) => request
                .header(CONTENT_TYPE, HeaderValue::from_static(media_type))
                .body(encoded.body),
            None => request,
        }
    }
}

async fn receive(
    request: reqwest::RequestBuilder,
) -> Result<(StatusCode, HeaderMap, Vec<u8>), Error> {
    let mut response = request.send().await.map_err(Error::Http)?;
    let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
    let body = response.bytes().await.map_err(Error::Http)?.to_vec();
    if status.is_success() {
        Ok((status, headers, body))
    } else {
        Err(Error::Status {
            status,
            headers,
            body,
        })
    }
}

fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Delete => reqwest::Method::DELETE,
        Method::Get => reqwest::Method::GET,
        Method::Patch => reqwest::Method::PATCH,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encode(_) => f.write_str("the body of the request cannot be encoded as JSON"),
            Self::Http(_) => f.write_str("the request failed"),
            Self::Status { status, .. } => write!(f, "the service responded with {status}"),
            Self::Decode {
                status, mismatch, ..
            } => write!(
                f,
                "the body of the response with {status} is not as described: {mismatch}"
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Encode(error) => Some(error),
            Self::Http(error) => Some(error),
            Self::Status { .. } | Self::Decode { .. } => None,
        }
    }
}
