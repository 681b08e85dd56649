//! Responses that report errors.

use httpmock::{HttpMockResponse, Method, Mock, MockServer, Then};

use super::{CONTENT_TYPE_HEADER, JSON, REQUEST_ID, REQUEST_ID_HEADER};

/// A response that reports an error: `{"code": .., "message": ".."}` with a status, or the page of
/// a proxy.
///
/// The named constructors repeat responses that the service was seen to send. Limit the mock to
/// reject only the first requests:
///
/// ```
/// # use pinterest_httpmock::{httpmock::{Method, MockServer}, scenario::ErrorResponse};
/// let server = MockServer::start();
/// let rejected = ErrorResponse::transient().serve(&server, Method::GET, "/businesses/employers");
/// rejected.up_to_n_times(2);
///
/// // A rate limit can be stated in the message, too.
/// ErrorResponse::new(400, 8, "Rate limit hit. Retry after 3 seconds.")
///     .serve(&server, Method::PATCH, "/businesses/invites");
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is rejected before `serve` or `respond`"]
pub struct ErrorResponse {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl ErrorResponse {
    /// Creates an error with this status (400 to 599), Pinterest's own error code and a message.
    ///
    /// # Panics
    ///
    /// Panics if the status is not that of an error.
    #[track_caller]
    pub fn new(status: u16, code: i32, message: &str) -> Self {
        let message = serde_json::Value::from(message);
        Self::with_body(
            status,
            JSON,
            format!(r#"{{"code": {code}, "message": {message}}}"#),
        )
    }

    /// Creates the error for too many requests: status 429, code 8, and `X-RateLimit-*` headers.
    ///
    /// The headers state a limit of 100 requests per second, which is used up and resets in
    /// `reset_seconds`. With trial access, the service was seen to send 67,150 seconds.
    pub fn rate_limited(reset_seconds: u64) -> Self {
        Self::new(
            429,
            8,
            "You have exceeded your rate limit. Try again later.",
        )
        .with_header("X-RateLimit-Limit", "100, 100;w=1, 1000;w=60")
        .with_header("X-RateLimit-Remaining", "0")
        .with_header("X-RateLimit-Reset", &reset_seconds.to_string())
    }

    /// Creates the error for a request that was blocked as spam: status 429 and a message with the
    /// word "spam".
    ///
    /// Unlike with a rate limit, a retry does harm.
    pub fn spam() -> Self {
        Self::new(
            429,
            8,
            "You have hit a block that is in place to combat spam. Please try again later.",
        )
    }

    /// Creates the transient error that has status 400 and code 12.
    pub fn transient() -> Self {
        Self::new(
            400,
            12,
            "Something went wrong on our end. Sorry about that.",
        )
    }

    /// Creates the error for a token that is wrong, expired, or of the sandbox: status 401, code 2.
    pub fn authentication_failed() -> Self {
        Self::new(401, 2, "Authentication failed.")
    }

    /// Creates the error for a call that an app with trial access may make in the sandbox only:
    /// status 403, code 29.
    pub fn trial_access() -> Self {
        Self::new(
            403,
            29,
            "Apps with Trial access may not do this in production, use API Sandbox \
             https://api-sandbox.pinterest.com instead.",
        )
    }

    /// Creates the page of a proxy in front of the service: HTML, with this status (400 to 599).
    ///
    /// # Panics
    ///
    /// Panics if the status is not that of an error.
    #[track_caller]
    pub fn html(status: u16) -> Self {
        Self::with_body(
            status,
            "text/html",
            format!(
                "<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>\n"
            ),
        )
    }

    /// Adds a header, for example `Retry-After`.
    ///
    /// # Panics
    ///
    /// Panics if the name or the value is not valid in a header.
    #[track_caller]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        let checked = self.response().to_http_response();
        assert!(
            checked.is_ok(),
            "{name}: {value} cannot stand in a header ({:?})",
            checked.err()
        );
        self
    }

    /// Responds to requests with this method at exactly this path.
    pub fn serve<'a>(&self, server: &'a MockServer, method: Method, path: &str) -> Mock<'a> {
        server.mock(|when, then| {
            when.method(method).path(path);
            self.respond(then);
        })
    }

    /// Makes this the response of a mock, whose matcher decides which requests get it.
    pub fn respond(&self, then: Then) -> Then {
        let then = then.status(self.status).body(&self.body);
        self.headers
            .iter()
            .fold(then, |then, (name, value)| then.header(name, value))
    }

    pub(super) fn response(&self) -> HttpMockResponse {
        HttpMockResponse::builder()
            .status(self.status)
            .headers(self.headers.clone())
            .body(self.body.clone())
            .build()
    }

    #[track_caller]
    fn with_body(status: u16, content_type: &str, body: String) -> Self {
        assert!(
            (400..600).contains(&status),
            "{status} is not the status of an error"
        );
        let headers = [
            (CONTENT_TYPE_HEADER, content_type),
            (REQUEST_ID_HEADER, REQUEST_ID),
        ];
        Self {
            status,
            headers: headers
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            body,
        }
    }
}
