//! Whether the server acted on a request that failed, and whether a retry can succeed.

use std::error::Error as _;

use super::connection::is_about_certificate;
use super::{Error, ErrorKind};

/// Whether the server did what the request asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Acted {
    /// Definitely not: the request did not reach it, or it rejected the request as a whole.
    No,
    /// It may have.
    Maybe,
    /// It said so.
    Yes,
}

/// One kind of failure.
struct Row {
    /// What the row is about, for traces.
    name: &'static str,
    is: fn(&Failure<'_>) -> bool,
    acted: Acted,
    /// Whether the same request can succeed later.
    transient: bool,
}

/// What rows look at.
struct Failure<'a> {
    kind: ErrorKind,
    status: Option<u16>,
    code: Option<i32>,
    message: &'a str,
    operation: Option<&'static str>,
    /// The body is JSON that ends early.
    ends_early: bool,
    /// The certificate of the server is not accepted.
    untrusted: bool,
}

/// Told from other failures to connect with the feature `rustls` only.
const UNTRUSTED: &str = "no connection, since the certificate of the server is not accepted";

/// The only operation whose status 422 says that a part of the request was done.
const CONVERSION_EVENTS: &str = "events/create";

impl Failure<'_> {
    fn is_response(&self) -> bool {
        // A rejection whose body was cut off is a rejection all the same.
        matches!(self.kind, ErrorKind::Api | ErrorKind::RateLimited) || self.rejected_without_body()
    }

    fn rejected_without_body(&self) -> bool {
        matches!(self.kind, ErrorKind::Network | ErrorKind::Timeout)
            && self
                .status
                .is_some_and(|status| !(200..300).contains(&status))
    }

    fn has_status(&self, statuses: &[u16]) -> bool {
        self.is_response() && self.status.is_some_and(|status| statuses.contains(&status))
    }

    fn has_code(&self, code: i32) -> bool {
        self.is_response() && self.code == Some(code)
    }
}

/// From the particular to the general: the first row that fits decides.
const ROWS: &[Row] = &[
    Row {
        name: UNTRUSTED,
        is: |failure| failure.kind == ErrorKind::Connect && failure.untrusted,
        acted: Acted::No,
        transient: false,
    },
    Row {
        name: "no connection, or the server closed it or rejected the request without processing it",
        is: |failure| failure.kind == ErrorKind::Connect,
        acted: Acted::No,
        transient: true,
    },
    Row {
        name: "rejected before sending",
        is: |failure| {
            matches!(
                failure.kind,
                ErrorKind::Configuration
                    | ErrorKind::Credentials
                    | ErrorKind::InvalidRequest
                    | ErrorKind::Journal
                    | ErrorKind::MissingScope
                    | ErrorKind::NotInSandbox
                    | ErrorKind::ReauthorizationRequired
            )
        },
        acted: Acted::No,
        transient: false,
    },
    Row {
        name: "rejected as spam",
        is: |failure| failure.has_status(&[429]) && is_about_spam(failure.message),
        acted: Acted::No,
        transient: false,
    },
    Row {
        name: "rate limit, by status, code 8, or advice to wait in a message",
        is: |failure| failure.kind == ErrorKind::RateLimited || failure.has_status(&[429]),
        acted: Acted::No,
        transient: true,
    },
    Row {
        name: "a redirect to another host",
        is: |failure| failure.kind == ErrorKind::Redirected,
        acted: Acted::Maybe,
        transient: false,
    },
    Row {
        name: "code 2787: the Pin may have been created",
        is: |failure| failure.has_code(2787),
        acted: Acted::Maybe,
        transient: false,
    },
    Row {
        name: "status 400 with code 12: a temporary error",
        is: |failure| failure.has_status(&[400]) && failure.has_code(12),
        acted: Acted::Maybe,
        transient: true,
    },
    Row {
        name: "code 4197: the endpoint is temporarily unavailable",
        is: |failure| failure.has_code(4197),
        acted: Acted::Maybe,
        transient: true,
    },
    Row {
        name: "status 408: the server timed out",
        is: |failure| failure.has_status(&[408]),
        acted: Acted::Maybe,
        transient: true,
    },
    Row {
        name: "status 422: a part of the conversion events failed",
        is: |failure| failure.has_status(&[422]) && failure.operation == Some(CONVERSION_EVENTS),
        acted: Acted::Maybe,
        transient: false,
    },
    Row {
        name: "status 500, 502, 503 or 504",
        is: |failure| failure.has_status(&[500, 502, 503, 504]),
        acted: Acted::Maybe,
        transient: true,
    },
    Row {
        name: "any other rejection",
        is: |failure| failure.is_response() && matches!(failure.status, Some(400..=499)),
        acted: Acted::No,
        transient: false,
    },
    Row {
        name: "any other unsuccessful status",
        is: |failure| failure.is_response(),
        acted: Acted::Maybe,
        transient: false,
    },
    Row {
        name: "success, but the body was cut off",
        is: |failure| {
            let was_cut = matches!(failure.kind, ErrorKind::Network | ErrorKind::Timeout)
                && failure.status.is_some();
            was_cut || failure.ends_early
        },
        acted: Acted::Yes,
        transient: true,
    },
    Row {
        name: "success, but the body is not as described",
        is: |failure| matches!(failure.kind, ErrorKind::Accepted | ErrorKind::Decode),
        acted: Acted::Yes,
        transient: false,
    },
    Row {
        name: "no response in time",
        is: |failure| failure.kind == ErrorKind::Timeout,
        acted: Acted::Maybe,
        transient: true,
    },
    Row {
        name: "the connection failed",
        is: |failure| failure.kind == ErrorKind::Network,
        acted: Acted::Maybe,
        transient: true,
    },
];

/// Pinterest's rejections of what it takes for spam come with status 429 as well, and waiting does
/// not help.
pub(super) fn is_about_spam(message: &str) -> bool {
    message.to_ascii_lowercase().contains("spam")
}

fn row(error: &Error) -> Option<&'static Row> {
    let failure = Failure {
        kind: error.kind(),
        status: error.status(),
        code: error.code(),
        message: error.api_message().unwrap_or_default(),
        operation: error.operation(),
        ends_early: error.ends_early(),
        untrusted: error.source().is_some_and(is_about_certificate),
    };
    ROWS.iter().find(|row| (row.is)(&failure))
}

impl Error {
    /// Returns whether the server may have acted on any attempt of the call.
    ///
    /// `false` means that it definitely did not act: no request reached it, or it rejected each as
    /// a whole.
    #[must_use]
    pub fn may_have_acted(&self) -> bool {
        !self.server_did_not_act()
    }

    /// Whether the server definitely did not act on any attempt: the request never reached it, or
    /// it rejected the request as a whole.
    pub(crate) fn server_did_not_act(&self) -> bool {
        !self.is_doubtful() && acted(self) == Acted::No
    }

    /// Returns whether the same call can succeed later: after an overload, a rate limit, a lost
    /// connection or a timeout.
    ///
    /// The client has already retried the call as far as its [`RetryPolicy`](crate::RetryPolicy)
    /// and the operation allow. Another call may do the same thing twice, unless the operation is
    /// idempotent or [`may_have_acted`](Self::may_have_acted) is `false`.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        row(self).is_some_and(|row| row.transient)
    }
}

/// The kind of failure, in words.
pub(crate) fn name(error: &Error) -> &'static str {
    row(error).map_or("another error", |row| row.name)
}

/// Whether the server acted on the last attempt.
pub(crate) fn acted(error: &Error) -> Acted {
    if error.is_unsent() {
        return Acted::No;
    }
    row(error).map_or(Acted::Yes, |row| row.acted)
}

#[cfg(test)]
#[cfg(feature = "conversions")]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, StatusCode};
    use pinterest_client::operation;

    use super::*;
    use crate::error::ErrorResponse;

    fn responded(status: u16, body: &str) -> Error {
        let status = StatusCode::from_u16(status).unwrap();
        let body = Bytes::copy_from_slice(body.as_bytes());
        Error::from_response(ErrorResponse::new(status, &HeaderMap::new(), Some(body)))
    }

    fn broken_off(kind: ErrorKind, status: u16) -> Error {
        let status = StatusCode::from_u16(status).unwrap();
        Error::new(kind, "cut").with_response(ErrorResponse::new(status, &HeaderMap::new(), None))
    }

    fn plain(kind: ErrorKind) -> Error {
        Error::new(kind, "as it is")
    }

    /// Every row, with a failure that it is for.
    fn examples() -> Vec<(&'static str, Error)> {
        let undecodable = broken_off(ErrorKind::Decode, 200);
        vec![
            #[cfg(feature = "rustls")]
            (UNTRUSTED, {
                let expired = rustls::CertificateError::Expired;
                let expired = rustls::Error::InvalidCertificate(expired);
                plain(ErrorKind::Connect).with_source(std::io::Error::other(expired))
            }),
            (
                "no connection, or the server closed it or rejected the request without processing it",
                plain(ErrorKind::Connect),
            ),
            ("rejected before sending", plain(ErrorKind::Configuration)),
            ("rejected before sending", plain(ErrorKind::Credentials)),
            ("rejected before sending", plain(ErrorKind::InvalidRequest)),
            ("rejected before sending", plain(ErrorKind::Journal)),
            ("rejected before sending", plain(ErrorKind::MissingScope)),
            ("rejected before sending", plain(ErrorKind::NotInSandbox)),
            (
                "rejected before sending",
                plain(ErrorKind::ReauthorizationRequired),
            ),
            (
                "rejected as spam",
                responded(429, r#"{"code": 8, "message": "Blocked as Spam"}"#),
            ),
            (
                "rate limit, by status, code 8, or advice to wait in a message",
                responded(429, "{}"),
            ),
            (
                "rate limit, by status, code 8, or advice to wait in a message",
                responded(400, r#"{"code": 8, "message": "Too many"}"#),
            ),
            (
                "rate limit, by status, code 8, or advice to wait in a message",
                responded(400, r#"{"code": 1, "message": "Retry after 3 seconds"}"#),
            ),
            (
                "rate limit, by status, code 8, or advice to wait in a message",
                broken_off(ErrorKind::Network, 429),
            ),
            ("a redirect to another host", plain(ErrorKind::Redirected)),
            (
                "code 2787: the Pin may have been created",
                responded(
                    400,
                    r#"{"code": 2787, "message": "Perhaps. Retry after 1 seconds"}"#,
                ),
            ),
            (
                "status 400 with code 12: a temporary error",
                responded(400, r#"{"code": 12, "message": "Retry after 1 seconds"}"#),
            ),
            (
                "code 2787: the Pin may have been created",
                responded(400, r#"{"code": 2787, "message": "Perhaps"}"#),
            ),
            (
                "status 400 with code 12: a temporary error",
                responded(400, r#"{"code": 12, "message": "Something went wrong"}"#),
            ),
            (
                "code 4197: the endpoint is temporarily unavailable",
                responded(503, r#"{"code": 4197, "message": "Later"}"#),
            ),
            ("status 408: the server timed out", responded(408, "")),
            (
                "status 422: a part of the conversion events failed",
                responded(422, "{}").with_operation(&operation::EVENTS_CREATE),
            ),
            (
                "any other rejection",
                responded(422, r#"{"code": 2626, "message": "Under review"}"#),
            ),
            ("status 500, 502, 503 or 504", responded(500, "<html>")),
            ("status 500, 502, 503 or 504", responded(502, "")),
            ("status 500, 502, 503 or 504", responded(503, "{}")),
            ("status 500, 502, 503 or 504", responded(504, "{}")),
            (
                "status 500, 502, 503 or 504",
                broken_off(ErrorKind::Timeout, 500),
            ),
            (
                "any other rejection",
                responded(400, r#"{"code": 1, "message": "Bad"}"#),
            ),
            ("any other rejection", responded(401, "{}")),
            ("any other rejection", responded(403, "{}")),
            (
                "any other rejection",
                responded(404, r#"{"code": 12, "message": "No"}"#),
            ),
            ("any other rejection", responded(409, "{}")),
            ("any other rejection", broken_off(ErrorKind::Network, 403)),
            ("any other unsuccessful status", responded(302, "")),
            ("any other unsuccessful status", responded(501, "")),
            (
                "success, but the body was cut off",
                broken_off(ErrorKind::Network, 200),
            ),
            (
                "success, but the body was cut off",
                broken_off(ErrorKind::Timeout, 201),
            ),
            (
                "success, but the body was cut off",
                broken_off(ErrorKind::Decode, 200).ending_early(),
            ),
            ("success, but the body is not as described", undecodable),
            ("no response in time", plain(ErrorKind::Timeout)),
            ("the connection failed", plain(ErrorKind::Network)),
        ]
    }

    #[test]
    fn every_failure_falls_into_its_row_and_every_row_has_one() {
        for (name, error) in examples() {
            assert_eq!(row(&error).map(|row| row.name), Some(name), "{error:?}");
        }
        let untrusted = |row: &&Row| row.name == UNTRUSTED;
        for row in ROWS
            .iter()
            .filter(|row| cfg!(feature = "rustls") || !untrusted(row))
        {
            assert!(
                examples().iter().any(|(name, _)| *name == row.name),
                "{}",
                row.name
            );
        }
    }

    #[test]
    fn what_fits_no_row_was_done_and_stays() {
        for kind in [
            ErrorKind::EmptyPages,
            ErrorKind::Item,
            ErrorKind::RepeatedBookmark,
            ErrorKind::ResponseTooLarge,
        ] {
            let error = plain(kind);
            assert!(row(&error).is_none() && !error.is_transient());
            assert_eq!(acted(&error), Acted::Yes);
        }
    }

    #[test]
    fn what_is_transient_and_what_was_done_is_as_the_table_says() {
        let said = |error: &Error| (acted(error), error.is_transient());
        assert_eq!(said(&plain(ErrorKind::Connect)), (Acted::No, true));
        assert_eq!(said(&responded(429, "{}")), (Acted::No, true));
        assert_eq!(
            said(&responded(429, r#"{"message": "spam"}"#)),
            (Acted::No, false)
        );
        assert_eq!(
            said(&responded(400, r#"{"code": 12}"#)),
            (Acted::Maybe, true)
        );
        assert_eq!(
            said(&responded(400, r#"{"code": 2787}"#)),
            (Acted::Maybe, false)
        );
        let events = responded(422, "{}").with_operation(&operation::EVENTS_CREATE);
        assert_eq!(said(&events), (Acted::Maybe, false));
        assert_eq!(said(&responded(422, "{}")), (Acted::No, false));
        assert_eq!(
            said(&responded(503, r#"{"code": 4197}"#)),
            (Acted::Maybe, true)
        );
        assert_eq!(said(&responded(500, "{}")), (Acted::Maybe, true));
        assert_eq!(said(&responded(404, "{}")), (Acted::No, false));
        assert_eq!(
            said(&broken_off(ErrorKind::Network, 200)),
            (Acted::Yes, true)
        );
        let ended = broken_off(ErrorKind::Decode, 200);
        assert_eq!(said(&ended), (Acted::Yes, false));
        assert_eq!(said(&ended.ending_early()), (Acted::Yes, true));
        assert_eq!(said(&plain(ErrorKind::Timeout)), (Acted::Maybe, true));
    }

    #[test]
    fn an_earlier_attempt_that_may_have_acted_is_not_forgotten() {
        let refused = plain(ErrorKind::Connect);
        assert!(refused.server_did_not_act());
        assert!(!refused.doubtful().server_did_not_act());
    }
}
