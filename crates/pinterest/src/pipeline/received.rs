//! A complete response that reports success, and the errors that its body can still be.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use pinterest_client::json::{Mismatch, RawJson};
use pinterest_client::operation::Operation;
use serde::de::{Error as _, IgnoredAny};

use super::Failed;
use crate::auth::AccessToken;
use crate::error::ErrorResponse;
use crate::retry::{Attempts, Repeat};
use crate::{Error, ErrorKind};

/// A complete response that reports success.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) operation: &'static Operation,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) attempts: u32,
    pub(crate) waited: Duration,
    pub(super) token: AccessToken,
}

impl Received {
    /// The response to a list, with this body.
    #[cfg(test)]
    pub(crate) fn for_test(body: Bytes) -> Self {
        Self {
            operation: pinterest_client::operation::by_id("get/invites").unwrap(),
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body,
            attempts: 1,
            waited: Duration::ZERO,
            token: AccessToken::new("pina_zqx"),
        }
    }

    /// The response, unless it is one to a request that reads, whose JSON ends early. Whatever cut
    /// it off need not do so again, even where the transfer was complete.
    pub(super) fn whole(self) -> Result<Self, Box<Failed>> {
        let reads = Repeat::of(self.operation) == Repeat::Reads;
        // The last character almost always tells, and a second look at the whole body is saved.
        let seems_whole = matches!(
            self.body.trim_ascii(),
            [] | [b'{', .., b'}'] | [b'[', .., b']']
        );
        if !reads || seems_whole {
            return Ok(self);
        }
        match serde_json::from_slice::<IgnoredAny>(&self.body) {
            Err(failure) if failure.is_eof() => {
                let error = Error::not_json(self.kind(), self.response(), &failure);
                Err(Box::new(Failed {
                    error: error.ending_early(),
                    token: Some(self.token),
                }))
            }
            _ => Ok(self),
        }
    }

    pub(super) fn after(mut self, attempts: &Attempts) -> Self {
        (self.attempts, self.waited) = (attempts.made(), attempts.time_waited());
        self
    }

    /// The body as JSON; null if there is none.
    pub(crate) fn json(&self) -> RawJson<'_> {
        match &*self.body {
            [] => RawJson::NULL,
            body => RawJson::new(body),
        }
    }

    /// The error that the body is not as described, or not even JSON.
    pub(crate) fn undecodable(&self, mismatch: &Mismatch) -> Error {
        let json = std::str::from_utf8(&self.body).map_err(serde_json::Error::custom);
        let error = match json.and_then(serde_json::from_str::<IgnoredAny>) {
            Err(failure) if !self.body.is_empty() => {
                Error::not_json(self.kind(), self.response(), &failure)
            }
            _ => Error::undecodable(self.kind(), self.response(), mismatch),
        };
        self.told(error)
    }

    /// What it means that the body is not as described.
    pub(crate) fn kind(&self) -> ErrorKind {
        undecodable(self.operation)
    }

    /// The response as part of an error.
    pub(crate) fn response(&self) -> ErrorResponse {
        let body = Some(self.body.clone());
        ErrorResponse::new(self.status, &self.headers, body).hiding(Some(self.token.secret()))
    }

    /// Completes an error about the response.
    pub(crate) fn told(&self, error: Error) -> Error {
        error
            .with_operation(self.operation)
            .with_attempts(self.attempts, self.waited)
    }
}

/// What it means that the body of a success is not as described.
pub(super) fn undecodable(operation: &Operation) -> ErrorKind {
    match Repeat::of(operation) {
        Repeat::Reads => ErrorKind::Decode,
        Repeat::Idempotent | Repeat::Acts => ErrorKind::Accepted,
    }
}
