//! What an error means to a program.

use super::classification::{Acted, acted};
use super::{Error, ErrorKind};

/// The code that comes with status 401 when a scope is missing, or the object belongs to somebody
/// else.
const NOT_PERMITTED: i32 = 3;

/// The codes of rejections that are about the present state, and not about an argument: the
/// merchant is disapproved or under review, or promotions are active.
const ABOUT_STATE: [i32; 4] = [2625, 2626, 4162, 4176];

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

    /// Returns whether the request itself is invalid, so that it fails until an argument is
    /// corrected: [`ErrorKind::InvalidRequest`], or status 400 or 422 of a server that did not act.
    ///
    /// It is `false` where such a status means something else: a rate limit, a temporary failure
    /// (code 12), a Pin that may have been created (code 2787), a part of the conversion events, or
    /// the state of the merchant or of promotions (codes 2625, 2626, 4162 and 4176).
    #[must_use]
    pub fn is_invalid_request(&self) -> bool {
        let is_rejected = self.was_rejected_with(400) || self.was_rejected_with(422);
        let is_about_state = self.code().is_some_and(|code| ABOUT_STATE.contains(&code));
        let is_final = acted(self) == Acted::No && !self.is_transient();
        self.kind() == ErrorKind::InvalidRequest || is_rejected && is_final && !is_about_state
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

    /// What the error is: rate limited, not found, unauthorized, forbidden, a conflict, an invalid
    /// request.
    fn said(error: &Error) -> [bool; 6] {
        [
            error.is_rate_limited(),
            error.is_not_found(),
            error.is_unauthorized(),
            error.is_forbidden(),
            error.is_conflict(),
            error.is_invalid_request(),
        ]
    }

    const NOTHING: [bool; 6] = [false; 6];

    const RATE_LIMITED: [bool; 6] = [true, false, false, false, false, false];
    const NOT_FOUND: [bool; 6] = [false, true, false, false, false, false];
    const UNAUTHORIZED: [bool; 6] = [false, false, true, false, false, false];
    const FORBIDDEN: [bool; 6] = [false, false, false, true, false, false];
    const CONFLICT: [bool; 6] = [false, false, false, false, true, false];
    const INVALID: [bool; 6] = [false, false, false, false, false, true];

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
            (400, r#"{"code": 1, "message": "No"}"#, INVALID),
            (400, r#"{"code": 404, "message": "No"}"#, INVALID),
            (400, "<html>", INVALID),
            (422, "{}", INVALID),
            (400, r#"{"code": 12, "message": "Oops"}"#, NOTHING),
            (400, r#"{"code": 2787, "message": "Perhaps"}"#, NOTHING),
            (422, r#"{"code": 2626, "message": "Review"}"#, NOTHING),
            (405, r#"{"code": 5, "message": "No"}"#, NOTHING),
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
        assert_eq!(said(&Error::invalid_request("no")), INVALID);
        for kind in [
            ErrorKind::Configuration,
            ErrorKind::Credentials,
            ErrorKind::Timeout,
        ] {
            assert_eq!(said(&Error::new(kind, "no")), NOTHING, "{kind:?}");
        }
    }

    #[test]
    fn a_response_of_the_authorization_server_is_not_about_the_operation() {
        for status in [400, 403, 404, 409, 422] {
            assert_eq!(said(&responded(status, "{}").before_sending()), NOTHING);
        }
        assert_eq!(said(&responded(401, "{}").before_sending()), UNAUTHORIZED);
        assert_eq!(said(&responded(429, "{}").before_sending()), RATE_LIMITED);
    }
}
