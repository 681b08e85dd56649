//! The requests to the authorization server, one function each. Nothing else in this crate sends a
//! secret of the app.
//!
//! The fields of the requests and responses are written by hand: they are needed without any domain
//! feature, where the types of `spec/oauth.yaml` are not generated, and no secret is in a value
//! that can be serialized. The test `handles::oauth` compares the names with those types.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, USER_AGENT};
use pinterest_client::operation::SecurityScheme;
use reqwest::{Request, RequestBuilder};
use tokio::time::Instant;
use url::{Url, form_urlencoded};

use super::token_response::{self, Success, app_rejected, refresh_token_rejected, without_secrets};
use super::{AccessToken, App, AuthorizationCode, RefreshToken, Tokens};
use crate::body;
use crate::builder::DEFAULT_CONNECT_TIMEOUT;
use crate::error::ErrorResponse;
use crate::http_client::{Connections, Source};
use crate::retry::{Attempts, Repeat, Retries};
use crate::{Environment, Error, ErrorKind};

/// The maximum size of a response body, in bytes.
const MAX_BODY: usize = 1 << 20;

/// The token endpoint of the authorization server, and the settings of requests to it.
pub(super) struct TokenEndpoint {
    app: App,
    base_url: String,
    http: reqwest::Client,
    timeout: Duration,
    retries: Retries,
}

impl TokenEndpoint {
    pub(super) fn new(
        app: App,
        environment: &Environment,
        http: &Source,
        timeout: Duration,
        retries: Retries,
    ) -> Result<Self, Error> {
        app.check()?;
        let base_url = environment.base_url()?;
        let url = Url::parse(&base_url).map_err(|error| {
            Error::new(
                ErrorKind::Configuration,
                format!("the base URL cannot be used: {error}"),
            )
        })?;
        let connections = Connections {
            connect_timeout: DEFAULT_CONNECT_TIMEOUT,
            // Exchanges run on different runtimes, and are few. None may use the connection of a
            // runtime that nobody drives: the tokens of a response that is not read are lost.
            idle_timeout: Duration::ZERO,
        };
        Ok(Self {
            app,
            http: http.single(&url, connections)?,
            base_url,
            timeout,
            retries,
        })
    }

    pub(super) async fn exchange(&self, code: &AuthorizationCode) -> Result<Tokens, Error> {
        let (secret, redirect_uri) = (code.expose_secret(), code.redirect_uri());
        let form = [
            ("grant_type", "authorization_code"),
            ("code", secret),
            ("redirect_uri", redirect_uri),
            // Apps from before 2025-09-25 get no rotating refresh token without it.
            ("continuous_refresh", "true"),
        ];
        self.grant(Repeat::Acts, &form, secret, SecurityScheme::PinterestOauth2)
            .await
            .map_err(app_rejected)
    }

    pub(super) async fn refresh(
        &self,
        refresh_token: &RefreshToken,
        scopes: Option<&str>,
    ) -> Result<Tokens, Error> {
        let secret = refresh_token.expose_secret();
        let mut form = vec![
            ("grant_type", "refresh_token"),
            ("refresh_token", secret),
            ("continuous_refresh", "true"),
        ];
        form.extend(scopes.map(|scopes| ("scope", scopes)));
        self.grant(Repeat::Acts, &form, secret, SecurityScheme::PinterestOauth2)
            .await
            .map_err(refresh_token_rejected)
            .map_err(app_rejected)
    }

    pub(super) async fn client_credentials(&self, scopes: &str) -> Result<Tokens, Error> {
        let form = [("grant_type", "client_credentials"), ("scope", scopes)];
        // Another token does no harm, and nothing is used up.
        self.grant(Repeat::Reads, &form, "", SecurityScheme::ClientCredentials)
            .await
            .map_err(app_rejected)
    }

    pub(super) async fn revoke(&self, token: &str, hint: &str) -> Result<(), Error> {
        let form = [("token", token), ("token_type_hint", hint)];
        let request = self.form_request("/oauth/token/revoke", &form);
        let secrets = [self.app.secret(), token];
        self.send(Repeat::Idempotent, request, &secrets)
            .await
            .map_err(app_rejected)?;
        Ok(())
    }

    pub(super) async fn conversion_token(&self, token: &AccessToken) -> Result<AccessToken, Error> {
        let request = self
            .post("/oauth/conversion_token")
            .header(AUTHORIZATION, token.header()?)
            // Some proxies require it.
            .header(CONTENT_LENGTH, 0);
        let response = self.send(Repeat::Acts, request, &[]).await?;
        token_response::conversion_token(&response)
    }

    /// Sends the request of a grant. `secret` is the secret in the form, besides that of the app.
    async fn grant(
        &self,
        repeat: Repeat,
        form: &[(&str, &str)],
        secret: &str,
        scheme: SecurityScheme,
    ) -> Result<Tokens, Error> {
        // The validity starts with the response at the latest, so from here the expiry is never too
        // late.
        let requested_at = SystemTime::now();
        let request = self.form_request("/oauth/token", form);
        let secrets = [self.app.secret(), secret];
        let response = self.send(repeat, request, &secrets).await?;
        token_response::tokens(&response, scheme, requested_at)
    }

    fn form_request(&self, path: &str, form: &[(&str, &str)]) -> RequestBuilder {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        self.post(path)
            .basic_auth(self.app.id(), Some(self.app.secret()))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body)
    }

    fn post(&self, path: &str) -> RequestBuilder {
        self.http
            .post(format!("{}{path}", self.base_url))
            .header(ACCEPT, "application/json")
            .header(
                USER_AGENT,
                concat!("pinterest-rust/", env!("CARGO_PKG_VERSION")),
            )
    }

    /// Sends a request until the response is final, and reads the whole response. `secrets` and the
    /// value of the authorization header are removed from an error response.
    async fn send(
        &self,
        repeat: Repeat,
        request: RequestBuilder,
        secrets: &[&str],
    ) -> Result<Success, Error> {
        let request = request.build().map_err(Error::from_http)?;
        let shown = request.headers().get(AUTHORIZATION);
        let authorization = shown.and_then(|value| value.to_str().ok()?.split_once(' '));
        let authorization = authorization.map_or(String::new(), |(_, value)| value.to_owned());
        let secrets: Vec<&str> = secrets.iter().copied().chain([&*authorization]).collect();
        let mut attempts = Attempts::new(repeat, self.timeout);
        loop {
            attempts.begin();
            let mut request = copy(&request);
            let left = attempts
                .deadline()
                .saturating_duration_since(Instant::now());
            *request.timeout_mut() = Some(left);
            match self.send_once(request, &secrets, attempts.deadline()).await {
                Ok(success) => {
                    self.retries.succeeded();
                    return Ok(success);
                }
                Err(error) => attempts.again_after(error, &self.retries).await?,
            }
        }
    }

    async fn send_once(
        &self,
        request: Request,
        secrets: &[&str],
        end: Instant,
    ) -> Result<Success, Error> {
        let origin = request.url().origin();
        // The HTTP client of the user may follow redirects; no secret is sent there.
        let request = body::not_repeatable(request);
        let mut response = self.http.execute(request).await.map_err(Error::from_http)?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let body = match body::check_origin(&response, &origin) {
            Ok(()) => body::read_until(end, body::read(response, MAX_BODY)).await,
            Err(error) => Err(error),
        };
        let undecodable = match status.is_success() {
            true => ErrorKind::Decode,
            false => ErrorKind::Network,
        };
        let body = body.map_err(|error| error.into_error(MAX_BODY, undecodable));
        if status.is_success() {
            // Its body holds new secrets, so no error may have it.
            let response = ErrorResponse::new(status, &headers, None);
            return match body {
                Ok(body) => Ok(Success { response, body }),
                Err(error) => Err(error.with_response(response)),
            };
        }
        match body {
            Ok(body) => Err(Error::from_response(ErrorResponse::new(
                status,
                &headers,
                Some(without_secrets(body, secrets)),
            ))),
            Err(error) => Err(error.with_response(ErrorResponse::new(status, &headers, None))),
        }
    }
}

/// Copies a request, whose body is text in memory.
fn copy(request: &Request) -> Request {
    let mut copy = Request::new(request.method().clone(), request.url().clone());
    copy.headers_mut().clone_from(request.headers());
    *copy.body_mut() = request
        .body()
        .and_then(|body| body.as_bytes())
        .map(|body| body.to_vec().into());
    copy
}

impl fmt::Debug for TokenEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenEndpoint").finish_non_exhaustive()
    }
}
