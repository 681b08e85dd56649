//! Answers that are errors.

use httpmock::{HttpMockResponse, Method, Mock, MockServer, Then};

use super::{CONTENT_TYPE_HEADER, JSON, REQUEST_ID, REQUEST_ID_HEADER};

/// An answer that is an error: `{"code": .., "message": ".."}` and a status, or the page of a proxy.
///
/// The ready-made ones are as the service has been seen to answer. To refuse only the first requests, limit the mock:
///
/// ```
/// # use pinterest_httpmock::{httpmock::{Method, MockServer}, scenario::Refusal};
/// let server = MockServer::start();
/// let refused = Refusal::transient().serve(&server, Method::GET, "/businesses/employers");
/// refused.up_to_n_times(2);
///
/// // A limit can come in words, too.
/// Refusal::new(400, 8, "Rate limit hit. Retry after 3 seconds.")
///     .serve(&server, Method::PATCH, "/businesses/invites");
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is refused before `serve` or `answer`"]
pub struct Refusal {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Refusal {
    /// An error with this status (400 to 599), Pinterest's own error number and a message.
    ///
    /// # Panics
    ///
    /// When the status is not one of an error.
    #[track_caller]
    pub fn new(status: u16, code: i32, message: &str) -> Self {
        let message = serde_json::Value::from(message);
        Self::with_body(
            status,
            JSON,
            format!(r#"{{"code": {code}, "message": {message}}}"#),
        )
    }

    /// Too many requests: status 429, code 8, and the `X-RateLimit-*` headers of a limit of 100 requests a second
    /// that is used up and starts anew in `reset_seconds`.
    ///
    /// On trial access the service has asked for 67,150 seconds.
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

    /// Blocked as spam: status 429 and a message with the word "spam". Unlike with a rate limit, trying again does
    /// harm.
    pub fn spam() -> Self {
        Self::new(
            429,
            8,
            "You have hit a block that is in place to combat spam. Please try again later.",
        )
    }

    /// A fault that passes: status 400 nevertheless, code 12.
    pub fn transient() -> Self {
        Self::new(
            400,
            12,
            "Something went wrong on our end. Sorry about that.",
        )
    }

    /// A token that is wrong, expired, or of the sandbox: status 401, code 2.
    pub fn authentication_failed() -> Self {
        Self::new(401, 2, "Authentication failed.")
    }

    /// An app with trial access does what needs the sandbox: status 403, code 29.
    pub fn trial_access() -> Self {
        Self::new(
            403,
            29,
            "Apps with Trial access may not do this in production, use API Sandbox \
             https://api-sandbox.pinterest.com instead.",
        )
    }

    /// The page of a proxy in front of the service: HTML, with this status (400 to 599).
    ///
    /// # Panics
    ///
    /// When the status is not one of an error.
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
    /// When the name or the value cannot stand in a header.
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

    /// Refuses requests with this method at exactly this path.
    pub fn serve<'a>(&self, server: &'a MockServer, method: Method, path: &str) -> Mock<'a> {
        server.mock(|when, then| {
            when.method(method).path(path);
            self.answer(then);
        })
    }

    /// Makes the refusal the answer of a mock; which requests get it is up to the mock.
    pub fn answer(&self, then: Then) -> Then {
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
