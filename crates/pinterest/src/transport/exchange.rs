//! One HTTP exchange: what goes out and what comes back, kept for the error that may follow.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderValue, USER_AGENT};
use http::{HeaderMap, StatusCode};
use pinterest_client::operation::Operation;
use pinterest_client::transport::{BoxFuture, Transport};

use super::limits;
use crate::client::Settings;
use crate::error::{Answer, LimitViolation};
use crate::lock::lock;

/// How often the others are let go first, so that a request which a watcher started is on its way: in the first turn its
/// task hands it to that of the connection, in the second that one writes it. With one turn less, prefetching is slower
/// than not prefetching.
const TURNS_TO_SEND: usize = 2;

/// Looks at the body of a successful answer before it is decoded.
pub(crate) type BodyWatcher = Box<dyn FnOnce(&Bytes) + Send>;

/// The transport of one call: adds the token, checks the request, and keeps what came back.
pub(super) struct Exchange {
    settings: Arc<Settings>,
    authorization: HeaderValue,
    watcher: Mutex<Option<BodyWatcher>>,
    record: Mutex<Record>,
}

/// What is known about an exchange when it is over.
#[derive(Default)]
pub(super) struct Record {
    pub(super) violation: Option<LimitViolation>,
    /// Status and headers, as soon as they are there.
    pub(super) head: Option<(StatusCode, HeaderMap)>,
    /// The body, once it is complete.
    pub(super) body: Option<Bytes>,
}

impl Record {
    /// The answer as far as it came.
    pub(super) fn into_answer(self) -> Option<Answer> {
        let (status, headers) = self.head?;
        Some(Answer::new(status, &headers, self.body))
    }
}

impl Exchange {
    pub(super) fn new(
        settings: Arc<Settings>,
        authorization: HeaderValue,
        watcher: Option<BodyWatcher>,
    ) -> Self {
        Self {
            settings,
            authorization,
            watcher: Mutex::new(watcher),
            record: Mutex::default(),
        }
    }

    /// What happened; the exchange must be over.
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
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, self.authorization.clone());
        headers.insert(USER_AGENT, self.settings.user_agent.clone());
        *request.timeout_mut() = Some(self.settings.timeout);
        Ok(())
    }

    /// Reads the whole body here, so that everything that can fail on the network fails in one place.
    fn send<'a>(
        &'a self,
        http: &'a reqwest::Client,
        request: reqwest::Request,
        _: &'static Operation,
    ) -> BoxFuture<'a, reqwest::Result<reqwest::Response>> {
        Box::pin(async move {
            let mut response = http.execute(request).await?;
            let status = response.status();
            let headers = std::mem::take(response.headers_mut());
            lock(&self.record).head = Some((status, headers));
            let body = response.bytes().await?;
            lock(&self.record).body = Some(body.clone());
            if status.is_success() {
                self.show_body(&body).await;
            }
            let mut whole = http::Response::new(body);
            *whole.status_mut() = status;
            Ok(reqwest::Response::from(whole))
        })
    }
}
