//! One attempt: the token, permission to send, one HTTP exchange, and what is kept of it for the error that may follow.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, USER_AGENT};
use http::{HeaderMap, StatusCode};
use pinterest_client::operation::Operation;
use pinterest_client::transport::{BoxFuture, Transport};
use reqwest::ResponseBuilderExt;
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::body::{self, BodyError};
use super::limits;
use crate::auth::{self, AccessToken};
use crate::client::Settings;
use crate::error::{self, Answer, LimitViolation};
use crate::lock::lock;
use crate::rate_limit::Permit;
use crate::{Error, ErrorKind};

/// How often the others are let go first, so that a request which a watcher started is on its way: in the first turn its
/// task hands it to that of the connection, in the second that one writes it. With one turn less, prefetching is slower
/// than not prefetching.
const TURNS_TO_SEND: usize = 2;

/// Looks at the body of a successful answer before it is decoded.
pub(crate) type BodyWatcher = Box<dyn FnOnce(&Bytes) + Send>;

/// The transport of one attempt: checks the request, adds the token, waits for permission, and keeps what came back.
pub(super) struct Exchange {
    settings: Arc<Settings>,
    deadline: Instant,
    /// Instead of the token that the credentials give.
    replacement: Option<AccessToken>,
    watcher: Arc<Mutex<Option<BodyWatcher>>>,
    record: Mutex<Record>,
}

/// What is known about an attempt when it is over.
#[derive(Default)]
pub(super) struct Record {
    pub(super) violation: Option<LimitViolation>,
    /// What ended the attempt, where it was not the HTTP library.
    pub(super) failure: Option<Error>,
    /// The token that was sent.
    pub(super) token: Option<AccessToken>,
    /// How long it took to get permission to send.
    pub(super) waited: Duration,
    /// Status and headers, as soon as they are there.
    pub(super) head: Option<(StatusCode, HeaderMap)>,
    /// The body, once it is complete.
    pub(super) body: Option<Bytes>,
}

impl Record {
    /// The answer as far as it came.
    pub(super) fn into_answer(self) -> Option<Answer> {
        let (status, headers) = self.head?;
        Some(Answer::new(status, &headers, self.body).hiding(self.token))
    }
}

impl Exchange {
    pub(super) fn new(
        settings: Arc<Settings>,
        deadline: Instant,
        replacement: Option<AccessToken>,
        watcher: Arc<Mutex<Option<BodyWatcher>>>,
    ) -> Self {
        Self {
            settings,
            deadline,
            replacement,
            watcher,
            record: Mutex::default(),
        }
    }

    /// What happened; the attempt must be over.
    pub(super) fn take_record(&self) -> Record {
        std::mem::take(&mut *lock(&self.record))
    }

    fn check(
        &self,
        request: &reqwest::Request,
        operation: &Operation,
    ) -> Result<(), LimitViolation> {
        limits::check_url(operation, &self.settings.base_path, request.url())?;
        match request.body().and_then(reqwest::Body::as_bytes) {
            Some(body) if !operation.body.is_unlimited() => {
                limits::check_json(operation.body, body)
            }
            _ => Ok(()),
        }
    }

    /// Everything that has to be there before a request may leave; an error means that it did not.
    async fn authorise(
        &self,
        request: &mut reqwest::Request,
        operation: &'static Operation,
    ) -> Result<Permit, Error> {
        let token = self.token(operation).await.map_err(Error::before_sending)?;
        auth::authorise(operation, &token)?;
        request.headers_mut().insert(AUTHORIZATION, token.header()?);
        lock(&self.record).token = Some(token);
        let permit = self.permit(request.url(), operation).await?;
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            permit.unsent();
            let message = "the deadline of the call passed before the request was sent";
            return Err(Error::new(ErrorKind::Timeout, message));
        }
        *request.timeout_mut() = Some(left.min(self.settings.timeout));
        Ok(permit)
    }

    /// Waits for the rate limit.
    async fn permit(&self, url: &Url, operation: &'static Operation) -> Result<Permit, Error> {
        let owner = self.settings.credentials.quota_owner(operation);
        let category = operation.rate_limit;
        let ad_account = if category.published().per_ad_account {
            limits::path_parameter(operation, &self.settings.base_path, url, "ad_account_id")
        } else {
            None
        };
        let before = Instant::now();
        let limiter = &self.settings.rate_limiter;
        let permit = limiter
            .acquire(&owner, category, ad_account, self.deadline)
            .await;
        if permit.as_ref().map_or(true, Permit::has_waited) {
            lock(&self.record).waited = before.elapsed();
        }
        permit
    }

    async fn token(&self, operation: &'static Operation) -> Result<AccessToken, Error> {
        match &self.replacement {
            Some(token) => Ok(token.clone()),
            None => {
                let token = self.settings.credentials.access_token(operation);
                timeout_at(self.deadline, token)
                    .await
                    .unwrap_or_else(|_| Err(no_token_in_time()))
            }
        }
    }

    /// Reads the whole body here, so that everything that can fail on the network fails in one place.
    async fn transmit(
        &self,
        http: &reqwest::Client,
        request: reqwest::Request,
        permit: Permit,
    ) -> Result<(StatusCode, Bytes), BodyError> {
        let origin = request.url().origin();
        let mut response = match http.execute(self.settings.sent_once(request)).await {
            Ok(response) => response,
            Err(error) => {
                if error::never_sent(&error) {
                    permit.unsent();
                }
                return Err(error.into());
            }
        };
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        body::check_origin(&response, &origin)?;
        if status.is_success() {
            permit.answered(&headers, false, None);
            lock(&self.record).head = Some((status, headers));
            let body = self.read(response).await?;
            self.show_body(&body).await;
            return Ok((status, body));
        }
        lock(&self.record).head = Some((status, headers.clone()));
        let body = body::read_beginning(response, self.settings.max_response_size).await;
        if let Ok(body) = &body {
            lock(&self.record).body = Some(body.clone());
        }
        // How long to wait may stand in the body.
        let answer = Answer::new(status, &headers, body.as_ref().ok().cloned());
        permit.answered(&headers, answer.is_rate_limit(), answer.retry_after());
        Ok((status, body?))
    }

    async fn read(&self, response: reqwest::Response) -> Result<Bytes, BodyError> {
        let body = body::read(response, self.settings.max_response_size).await?;
        lock(&self.record).body = Some(body.clone());
        Ok(body)
    }

    /// Tells the watcher, and lets the tasks that it started go first: decoding keeps this thread busy for a while, and
    /// what was queued behind it would wait.
    async fn show_body(&self, body: &Bytes) {
        let watcher = lock(&self.watcher).take();
        if let Some(watcher) = watcher {
            watcher(body);
            for _ in 0..TURNS_TO_SEND {
                tokio::task::yield_now().await;
            }
        }
    }

    fn fail(&self, url: Url, error: Error) -> reqwest::Result<reqwest::Response> {
        lock(&self.record).failure = Some(error);
        // The generated code wants an answer; the failure is looked at before it.
        Ok(response(
            StatusCode::INTERNAL_SERVER_ERROR,
            url,
            Bytes::new(),
        ))
    }
}

/// Credentials that took too long.
pub(super) fn no_token_in_time() -> Error {
    let message = "there was no access token before the deadline of the call";
    Error::new(ErrorKind::Timeout, message).unsent()
}

/// What the generated code gets. The URL is that of the request, since to make one up takes longer.
fn response(status: StatusCode, url: Url, body: Bytes) -> reqwest::Response {
    let whole = http::Response::builder().url(url).body(body);
    // Status and headers are those of an empty response, with which nothing can be wrong.
    let mut whole = whole.unwrap_or_default();
    *whole.status_mut() = status;
    reqwest::Response::from(whole)
}

impl std::fmt::Debug for Exchange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Exchange").finish_non_exhaustive()
    }
}

impl Transport for Exchange {
    fn prepare(
        &self,
        request: &mut reqwest::Request,
        operation: &'static Operation,
    ) -> Result<(), String> {
        self.check(request, operation).map_err(|violation| {
            let text = violation.to_string();
            lock(&self.record).violation = Some(violation);
            text
        })?;
        request
            .headers_mut()
            .insert(USER_AGENT, self.settings.user_agent.clone());
        Ok(())
    }

    fn send<'a>(
        &'a self,
        http: &'a reqwest::Client,
        mut request: reqwest::Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, reqwest::Result<reqwest::Response>> {
        Box::pin(async move {
            let url = request.url().clone();
            let permit = match self.authorise(&mut request, operation).await {
                Ok(permit) => permit,
                Err(error) => return self.fail(url, error.unsent()),
            };
            match self.transmit(http, request, permit).await {
                Ok((status, body)) => Ok(response(status, url, body)),
                Err(BodyError::Http(error)) => Err(error),
                Err(error) => self.fail(url, error.into_error(self.settings.max_response_size)),
            }
        })
    }
}
