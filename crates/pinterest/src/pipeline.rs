//! The one way from a request to a response, from top to bottom:
//!
//! validate → token → rate limit → send → read → classify → again, or done.
//!
//! [`prepare`] turns a request value into an HTTP request that owns its bytes; [`run`] sends it
//! until an attempt is final. Neither knows the types of the operation, so both are compiled once.
//! Whoever calls them decodes the response.

mod extras;
mod http_request;
mod received;

use std::time::Duration;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue, StatusCode};
use pinterest_client::operation::{Operation, RateLimitCategory, SecurityScheme};
use pinterest_client::request::Parts;
use tokio::time::{Instant, timeout_at};
use tracing::{Instrument, Span};
use url::Url;

use crate::auth::{self, AccessToken};
use crate::body::{self, BodyError};
use crate::client::{Client, Settings};
use crate::error::{self, ErrorResponse};
use crate::options::Options;
use crate::rate_limit::Permit;
use crate::retry::{Attempts, Repeat, Retries};
use crate::validation;
use crate::{Error, ErrorKind};

pub(crate) use received::Received;

/// The query parameter that names the ad account whose owner a request acts for.
pub(crate) const ACTING_FOR: &str = "ad_account_id";

/// An HTTP request that can be sent any number of times.
#[derive(Debug)]
pub(crate) struct Prepared {
    operation: &'static Operation,
    url: Url,
    headers: HeaderMap,
    body: Option<Bytes>,
    /// The ad account that the rate limit counts by.
    ad_account: Option<String>,
    /// Whether no rate limit applies when it is sent with a conversion token.
    is_unlimited_with_conversion_token: bool,
}

impl Prepared {
    /// How many bytes the body has.
    pub(crate) fn body_length(&self) -> usize {
        self.body.as_ref().map_or(0, Bytes::len)
    }

    /// What would be sent, without the token.
    pub(crate) fn into_http_request(self) -> Result<http::Request<Bytes>, Error> {
        let uri = self.url.as_str().parse::<http::Uri>().map_err(|failure| {
            let message = "the URL of the request cannot be written as a URI";
            Error::invalid_request(message)
                .with_source(failure)
                .with_operation(self.operation)
        })?;
        let mut request = http::Request::new(self.body.unwrap_or_default());
        *request.method_mut() = http_request::method(self.operation.method);
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        Ok(request)
    }
}

/// Validates and encodes a request. Nothing is sent.
pub(crate) fn prepare(
    client: &Client,
    operation: &'static Operation,
    parts: Parts<'_>,
    options: &Options,
) -> Result<Prepared, Error> {
    let settings = client.settings();
    let outcome = prepare_for(settings, operation, parts, options);
    outcome.map_err(|error| error.unsent().with_operation(operation))
}

fn prepare_for<'a>(
    settings: &'a Settings,
    operation: &'static Operation,
    mut parts: Parts<'a>,
    options: &'a Options,
) -> Result<Prepared, Error> {
    if settings.sandbox && !operation.sandbox {
        let message = "the operation is not available in the sandbox; use production";
        return Err(Error::new(ErrorKind::NotInSandbox, message));
    }
    if let Some(problem) = &options.problem {
        return Err(Error::new(ErrorKind::InvalidRequest, problem.clone()));
    }
    extras::add(settings, operation, &mut parts, options)?;
    validation::check_path(&parts).map_err(Error::limit_violation)?;
    if !options.without_validation {
        validation::check(operation, &parts).map_err(Error::limit_violation)?;
    }
    let ad_account = parts.path.iter().find(|(name, _)| *name == ACTING_FOR);
    let ad_account = ad_account.map(|(_, id)| id.clone().into_owned());
    // Events that are only tested have their own limit.
    let is_test = parts
        .query
        .iter()
        .any(|pair| pair.name == "test" && pair.values.iter().any(|value| value != "false"));
    let is_unlimited_with_conversion_token =
        operation.rate_limit == RateLimitCategory::AdsConversions && !is_test;
    let encoded = parts.encode().map_err(|failure| {
        let message = "the body of the request cannot be encoded as JSON";
        Error::new(ErrorKind::InvalidRequest, message).with_source(failure)
    })?;

    Ok(Prepared {
        operation,
        url: http_request::url(settings, &encoded.target)?,
        headers: http_request::headers(settings, options, encoded.content_type),
        body: encoded.content_type.map(|_| encoded.body.into()),
        ad_account,
        is_unlimited_with_conversion_token,
    })
}

/// Sends a request until it succeeds or fails for good.
pub(crate) async fn run(
    client: Client,
    request: Prepared,
    options: Options,
) -> Result<Received, Error> {
    let operation = request.operation;
    let span = tracing::debug_span!(
        "pinterest.call",
        operation = operation.id,
        attempt = 1_u32,
        status = tracing::field::Empty,
        request_id = tracing::field::Empty,
    );
    let http = client.http().current();
    let http = http.map_err(|error| error.unsent().with_operation(operation))?;
    let call = Call {
        settings: client.settings(),
        http,
        follows_redirects: !client.http().is_own(),
        request: &request,
        options: &options,
    };
    call.run().instrument(span).await
}

/// One call, with all its attempts.
struct Call<'a> {
    settings: &'a Settings,
    /// That of the runtime.
    http: reqwest::Client,
    /// Whether it may.
    follows_redirects: bool,
    request: &'a Prepared,
    options: &'a Options,
}

/// An attempt that failed.
struct Failed {
    error: Error,
    /// The token that was sent.
    token: Option<AccessToken>,
}

impl Call<'_> {
    async fn run(&self) -> Result<Received, Error> {
        let retries = self.retries();
        let time = self.options.deadline.unwrap_or(self.settings.deadline);
        let mut attempts = Attempts::new(Repeat::of(self.request.operation), time);
        let mut replacement = None;
        let mut may_replace = true;
        loop {
            let number = attempts.begin();
            if number > 1 {
                Span::current().record("attempt", number);
            }
            let Failed { error, token } =
                match self.attempt(&mut attempts, replacement.take()).await {
                    Ok(received) => {
                        retries.succeeded();
                        return Ok(received.after(&attempts));
                    }
                    Err(failed) => *failed,
                };
            let error = error.with_operation(self.request.operation);
            if error.is_unsent() {
                attempts.take_back();
                return Err(attempts.told(error));
            }
            if may_replace
                && error.says_token_is_invalid()
                && let Some(rejected) = &token
            {
                may_replace = false;
                replacement = self.replacement(rejected, &mut attempts).await?;
                if replacement.is_some() {
                    tracing::debug!("the access token was rejected; retrying with another");
                    continue;
                }
            }
            let error = error.explained(&self.settings.host, self.settings.sandbox);
            attempts.again_after(error, &retries).await?;
        }
    }

    fn retries(&self) -> Retries {
        let mut retries = self.settings.retries.clone();
        if let Some(policy) = &self.options.retry_policy {
            retries.policy = policy.clone();
        }
        retries
    }

    /// One attempt: token → rate limit → send → read → classify.
    async fn attempt(
        &self,
        attempts: &mut Attempts,
        replacement: Option<AccessToken>,
    ) -> Result<Received, Box<Failed>> {
        let unsent = |error: Error| {
            Box::new(Failed {
                error: error.unsent(),
                token: None,
            })
        };
        let deadline = attempts.deadline();
        let token = match replacement {
            Some(token) => token,
            None => self.token(deadline).await.map_err(unsent)?,
        };
        auth::authorize(self.request.operation, &token).map_err(unsent)?;
        let authorization = token.header().map_err(unsent)?;
        let before = Instant::now();
        let permit = self.permit(&token, deadline).await;
        if permit.as_ref().map_or(true, Permit::has_waited) {
            attempts.waited(before.elapsed());
        }
        let permit = permit.map_err(unsent)?;
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            let (kind, message) = match permit.has_waited() {
                true => (
                    ErrorKind::RateLimited,
                    "the deadline of the call passed while it waited for the rate limit",
                ),
                false => (
                    ErrorKind::Timeout,
                    "the deadline of the call passed before the request was sent",
                ),
            };
            permit.unsent();
            return Err(unsent(Error::new(kind, message)));
        }
        let time = left.min(self.options.timeout.unwrap_or(self.settings.timeout));
        let end = Instant::now() + time;
        let request = self.http_request(authorization, time);
        match self.send(request, permit, end).await {
            Ok((status, headers, body)) if status.is_success() => Received {
                operation: self.request.operation,
                status,
                headers,
                body,
                attempts: 0,
                waited: Duration::ZERO,
                token,
            }
            .whole(),
            Ok((status, headers, body)) => {
                let response = ErrorResponse::new(status, &headers, Some(body));
                let error = Error::from_response(response.hiding(Some(token.secret())));
                Err(Box::new(Failed {
                    error,
                    token: Some(token),
                }))
            }
            Err((error, head)) => {
                let kind = received::undecodable(self.request.operation);
                let error = error.into_error(self.settings.max_response_size, kind);
                let error = match head {
                    Some((status, headers)) => {
                        let response = ErrorResponse::new(status, &headers, None);
                        error.with_response(response.hiding(Some(token.secret())))
                    }
                    None => error,
                };
                Err(Box::new(Failed {
                    error,
                    token: Some(token),
                }))
            }
        }
    }

    async fn token(&self, deadline: Instant) -> Result<AccessToken, Error> {
        let token = self
            .settings
            .credentials
            .access_token(self.request.operation);
        let token = timeout_at(deadline, token).await;
        token
            .unwrap_or_else(|_| Err(no_token_in_time()))
            .map_err(Error::before_sending)
    }

    /// Another token for one that was rejected, if there is one.
    async fn replacement(
        &self,
        rejected: &AccessToken,
        attempts: &mut Attempts,
    ) -> Result<Option<AccessToken>, Error> {
        let operation = self.request.operation;
        let replacement = self.settings.credentials.replacement(operation, rejected);
        let error = match timeout_at(attempts.deadline(), replacement).await {
            Ok(Ok(replacement)) => return Ok(replacement),
            Ok(Err(error)) => error.before_sending(),
            Err(_) => no_token_in_time(),
        };
        Err(attempts.told(error.with_operation(operation)))
    }

    async fn permit(&self, token: &AccessToken, deadline: Instant) -> Result<Permit, Error> {
        let operation = self.request.operation;
        if self.request.is_unlimited_with_conversion_token
            && token.scheme() == Some(SecurityScheme::ConversionToken)
        {
            return Ok(Permit::unlimited(operation.rate_limit));
        }
        let owner = self.settings.credentials.quota_owner(operation);
        let category = operation.is_described().then_some(operation.rate_limit);
        let ad_account = self.request.ad_account.as_deref();
        let limiter = &self.settings.rate_limiter;
        limiter
            .acquire(&owner, category, ad_account, deadline)
            .await
    }

    fn http_request(&self, authorization: HeaderValue, time: Duration) -> reqwest::Request {
        let method = http_request::method(self.request.operation.method);
        let mut request = reqwest::Request::new(method, self.request.url.clone());
        request.headers_mut().clone_from(&self.request.headers);
        request.headers_mut().insert(AUTHORIZATION, authorization);
        *request.body_mut() = self.request.body.clone().map(Into::into);
        *request.timeout_mut() = Some(time);
        match self.follows_redirects {
            true => body::not_repeatable(request),
            false => request,
        }
    }

    /// Sends a request and reads the whole response, until `end` at the latest. A failure comes
    /// with status and headers as far as they were received.
    async fn send(
        &self,
        request: reqwest::Request,
        permit: Permit,
        end: Instant,
    ) -> Result<(StatusCode, HeaderMap, Bytes), (BodyError, Option<(StatusCode, HeaderMap)>)> {
        let mut response = match self.http.execute(request).await {
            Ok(response) => response,
            Err(error) => {
                tracing::debug!("no response");
                if error::never_sent(&error) {
                    permit.unsent();
                }
                return Err((error.into(), None));
            }
        };
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        trace(status, &headers);
        if let Err(error) = body::check_origin(&response, &self.settings.origin) {
            return Err((error, None));
        }
        let limit = self.settings.max_response_size;
        if status.is_success() {
            permit.responded(&headers, false, None);
            let body = body::read_until(end, body::read(response, limit)).await;
            return match body.and_then(|body| self.in_time(body, end)) {
                Ok(body) => Ok((status, headers, body)),
                Err(error) => Err((error, Some((status, headers)))),
            };
        }
        let body = body::read_until(end, body::read_beginning(response, limit)).await;
        // How long to wait may be said in the body.
        let told = ErrorResponse::new(status, &headers, body.as_ref().ok().cloned());
        permit.responded(&headers, told.is_rate_limit(), told.retry_after());
        match body {
            Ok(body) => Ok((status, headers, body)),
            Err(error) => Err((error, Some((status, headers)))),
        }
    }

    /// The body, unless its time was over before it was complete, as when something else keeps the
    /// thread busy: it is not parsed then. The response to a change is used whenever it is
    /// complete, since it says what was done.
    fn in_time(&self, body: Bytes, end: Instant) -> Result<Bytes, BodyError> {
        let reads = Repeat::of(self.request.operation) == Repeat::Reads;
        match reads && Instant::now() > end {
            true => Err(BodyError::TimedOut(None)),
            false => Ok(body),
        }
    }
}

fn no_token_in_time() -> Error {
    let message = "the deadline of the call passed before there was an access token";
    Error::new(ErrorKind::Timeout, message).unsent()
}

fn trace(status: StatusCode, headers: &HeaderMap) {
    let span = Span::current();
    if !span.is_disabled() {
        span.record("status", status.as_u16());
        if let Some(id) = error::request_id(headers) {
            span.record("request_id", id);
        }
    }
    tracing::debug!(status = status.as_u16(), "response received");
}
