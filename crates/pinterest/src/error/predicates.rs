//! What an error means to a program.

use super::{Error, ErrorKind};

/// The code that comes with status 401 when a scope is missing, or the object belongs to somebody
/// else.
const NOT_PERMITTED: i32 = 3;

impl Error {
    /// Returns whether a rate limit prevents the call.
    ///
    /// Either the server rejected the request because of one, or this client did not send it
    /// because the wait for its own limiter would be longer than allowed.
    /// [`retry_after`](Self::retry_after) says when to send it again, if that is known.
    ///
    /// It is `false` for a request that was rejected as spam, which has status 429 too: waiting
    /// does not help.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.kind() == ErrorKind::RateLimited
    }

    /// Returns whether the API does not know the requested object, or hides it from this user:
    /// status 404.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.was_rejected_with(404)
    }

    /// Returns whether the token, the refresh token or the app was rejected, so that other
    /// credentials are needed: status 401, or [`ErrorKind::ReauthorizationRequired`].
    ///
    /// It is `false` for status 401 with code 3, which is about permissions; see
    /// [`is_forbidden`](Self::is_forbidden).
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.says_token_is_invalid() || self.kind() == ErrorKind::ReauthorizationRequired
    }

    /// Returns whether the user or the app lacks a permission, although the token is valid: status
    /// 403, status 401 with code 3, or [`ErrorKind::MissingScope`].
    ///
    /// Another token of the same user and scopes does not help.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        let lacks_permission = self.status() == Some(401) && self.code() == Some(NOT_PERMITTED);
        self.kind() == ErrorKind::MissingScope || lacks_permission || self.was_rejected_with(403)
    }

    /// Returns whether the present state does not allow the change: status 409.
    ///
    /// The same request fails until that state has changed.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.was_rejected_with(409)
    }

    /// Whether the server rejected the access token itself. Code 3 means that a scope is missing or
    /// the object belongs to another user, which a new token does not change.
    pub(crate) fn says_token_is_invalid(&self) -> bool {
        self.status() == Some(401) && self.code() != Some(NOT_PERMITTED)
    }

    /// Whether the operation itself was rejected, and not the request for a token before it.
    fn was_rejected_with(&self, status: u16) -> bool {
        self.status() == Some(status) && !self.is_unsent()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bytes::Bytes;
    use http::{HeaderMap, StatusCode};

    use super::*;
    use crate::error::ErrorResponse;

    fn responded(status: u16, body: &'static str) -> Error {
        let status = StatusCode::from_u16(status).unwrap();
        let body = Bytes::from_static(body.as_bytes());
        Error::from_response(ErrorResponse::new(status, &HeaderMap::new(), Some(body)))
    }

    /// What the error is: rate limited, not found, unauthorized, forbidden, a conflict.
    fn said(error: &Error) -> [bool; 5] {
        [
            error.is_rate_limited(),
            error.is_not_found(),
            error.is_unauthorized(),
            error.is_forbidden(),
            error.is_conflict(),
        ]
    }

    const NOTHING: [bool; 5] = [false; 5];

    const RATE_LIMITED: [bool; 5] = [true, false, false, false, false];
    const NOT_FOUND: [bool; 5] = [false, true, false, false, false];
    const UNAUTHORIZED: [bool; 5] = [false, false, true, false, false];
    const FORBIDDEN: [bool; 5] = [false, false, false, true, false];
    const CONFLICT: [bool; 5] = [false, false, false, false, true];

    #[test]
    fn a_response_means_one_thing() {
        for (status, body, expected) in [
            (429, "{}", RATE_LIMITED),
            (400, r#"{"code": 8, "message": "Too many"}"#, RATE_LIMITED),
            (
                400,
                r#"{"code": 1, "message": "Retry after 3 seconds"}"#,
                RATE_LIMITED,
            ),
            (429, r#"{"code": 8, "message": "Blocked as spam"}"#, NOTHING),
            (404, "<html>", NOT_FOUND),
            (
                404,
                r#"{"code": 50, "message": "Pin not found"}"#,
                NOT_FOUND,
            ),
            (401, r#"{"code": 2, "message": "No"}"#, UNAUTHORIZED),
            (401, "", UNAUTHORIZED),
            (401, r#"{"code": 3, "message": "No"}"#, FORBIDDEN),
            (403, r#"{"code": 29, "message": "No"}"#, FORBIDDEN),
            (409, r#"{"code": 4182, "message": "No"}"#, CONFLICT),
            (400, r#"{"code": 404, "message": "No"}"#, NOTHING),
            (422, "{}", NOTHING),
            (500, r#"{"code": 403}"#, NOTHING),
        ] {
            assert_eq!(said(&responded(status, body)), expected, "{status} {body}");
        }
    }

    #[test]
    fn what_this_client_decides_itself_means_the_same() {
        let waiting = Error::rate_limited("too long", Duration::from_secs(9)).unsent();
        assert_eq!(said(&waiting), RATE_LIMITED);
        let lacking = Error::new(ErrorKind::MissingScope, "no scope").unsent();
        assert_eq!(said(&lacking), FORBIDDEN);
        let ended = Error::new(ErrorKind::ReauthorizationRequired, "revoked").unsent();
        assert_eq!(said(&ended), UNAUTHORIZED);
        for kind in [
            ErrorKind::Configuration,
            ErrorKind::Credentials,
            ErrorKind::InvalidRequest,
            ErrorKind::Timeout,
        ] {
            assert_eq!(said(&Error::new(kind, "no")), NOTHING, "{kind:?}");
        }
    }

    #[test]
    fn a_response_of_the_authorization_server_is_not_about_the_operation() {
        for status in [403, 404, 409] {
            assert_eq!(said(&responded(status, "{}").before_sending()), NOTHING);
        }
        assert_eq!(said(&responded(401, "{}").before_sending()), UNAUTHORIZED);
        assert_eq!(said(&responded(429, "{}").before_sending()), RATE_LIMITED);
    }
}
