//! The requests to the authorization server, one function each. Nothing else in this crate sends a secret of the app.

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use pinterest_client::operation::SecurityScheme;
use reqwest::RequestBuilder;
use url::{Url, form_urlencoded};

use super::token_answer::{self, refusal_of_app, refusal_of_refresh_token, without_secrets};
use super::{AccessToken, App, AuthorizationCode, RefreshToken, Tokens};
use crate::builder::{DEFAULT_CONNECT_TIMEOUT, http_client};
use crate::error::Answer;
use crate::{Environment, Error, ErrorKind};

/// The longest answer that is read, in bytes.
const MAX_BODY: usize = 1 << 20;

/// Where tokens come from, and what is needed to ask.
pub(super) struct TokenEndpoint {
    app: App,
    base_url: String,
    http: reqwest::Client,
    timeout: Duration,
}

impl TokenEndpoint {
    pub(super) fn new(
        app: App,
        environment: &Environment,
        http: Option<reqwest::Client>,
        timeout: Duration,
    ) -> Result<Self, Error> {
        app.check()?;
        let base_url = environment.base_url()?;
        let url = Url::parse(&base_url).map_err(|error| {
            Error::new(
                ErrorKind::Configuration,
                format!("the base URL cannot be used: {error}"),
            )
        })?;
        Ok(Self {
            app,
            http: match http {
                Some(http) => http,
                None => http_client(&url, DEFAULT_CONNECT_TIMEOUT)?,
            },
            base_url,
            timeout,
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
        self.grant(&form, secret, SecurityScheme::PinterestOauth2)
            .await
            .map_err(refusal_of_app)
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
        self.grant(&form, secret, SecurityScheme::PinterestOauth2)
            .await
            .map_err(refusal_of_refresh_token)
            .map_err(refusal_of_app)
    }

    pub(super) async fn client_credentials(&self, scopes: &str) -> Result<Tokens, Error> {
        let form = [("grant_type", "client_credentials"), ("scope", scopes)];
        self.grant(&form, "", SecurityScheme::ClientCredentials)
            .await
            .map_err(refusal_of_app)
    }

    pub(super) async fn revoke(&self, token: &str, hint: &str) -> Result<(), Error> {
        let form = [("token", token), ("token_type_hint", hint)];
        let request = self.form_request("/oauth/token/revoke", &form);
        self.send(request, &[self.app.secret(), token])
            .await
            .map_err(refusal_of_app)?;
        Ok(())
    }

    pub(super) async fn conversion_token(&self, token: &AccessToken) -> Result<AccessToken, Error> {
        let request = self
            .post("/oauth/conversion_token")
            .header(AUTHORIZATION, token.header()?);
        let answer = self.send(request, &[]).await?;
        token_answer::conversion_token(&answer)
    }

    /// Every grant is one request to the same path; `secret` is what the form holds beside the app's own.
    async fn grant(
        &self,
        form: &[(&str, &str)],
        secret: &str,
        scheme: SecurityScheme,
    ) -> Result<Tokens, Error> {
        // Seconds of validity count from the answer at the latest, so from here the expiry is never too late.
        let asked_at = SystemTime::now();
        let request = self.form_request("/oauth/token", form);
        let answer = self.send(request, &[self.app.secret(), secret]).await?;
        token_answer::tokens(&answer, scheme, asked_at)
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
            .timeout(self.timeout)
    }

    /// Sends one request and reads the whole answer. An error answer that repeats one of `secrets`, or
    /// the header that they stand in, loses it.
    async fn send(&self, request: RequestBuilder, secrets: &[&str]) -> Result<Success, Error> {
        let request = request.build().map_err(Error::from_http)?;
        let shown = request.headers().get(AUTHORIZATION);
        let authorization = shown.and_then(|value| value.to_str().ok()?.split_once(' '));
        let authorization = authorization.map_or(String::new(), |(_, value)| value.to_owned());
        let secrets: Vec<&str> = secrets.iter().copied().chain([&*authorization]).collect();
        let mut response = self.http.execute(request).await.map_err(Error::from_http)?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let body = read(&mut response).await;
        if status.is_success() {
            // Its body holds fresh secrets, so no error may carry it.
            let answer = Answer::new(status, &headers, None);
            return match body {
                Ok(body) => Ok(Success { answer, body }),
                Err(error) => Err(error.with_answer(answer)),
            };
        }
        match body {
            Ok(body) => Err(Error::from_answer(Answer::new(
                status,
                &headers,
                Some(without_secrets(body, &secrets)),
            ))),
            Err(error) => Err(error.with_answer(Answer::new(status, &headers, None))),
        }
    }
}

/// An answer that reports success. The body is not part of what an error would show.
pub(super) struct Success {
    pub(super) answer: Answer,
    pub(super) body: Bytes,
}

async fn read(response: &mut reqwest::Response) -> Result<Bytes, Error> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(Error::from_http)? {
        if body.len() + chunk.len() > MAX_BODY {
            return Err(Error::new(
                ErrorKind::ResponseTooLarge,
                "the answer of the authorization server is longer than 1 MiB",
            ));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

impl fmt::Debug for TokenEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenEndpoint")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}
