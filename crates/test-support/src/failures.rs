//! The ways in which the API rejects a request, or fails.

use crate::Response;

const TOO_MANY: &str =
    r#"{"code": 8, "message": "You have exceeded your rate limit. Try again later."}"#;

/// Returns a 429 whose headers state the limit and its reset.
pub fn rate_limited_by_headers() -> Response {
    Response::json(429, "{}")
        .header("X-RateLimit-Limit", "100, 100;w=1, 1000;w=60")
        .header("X-RateLimit-Remaining", "0")
        .header("X-RateLimit-Reset", "1")
}

/// Returns a 429 that states the wait in `Retry-After`.
pub fn rate_limited_with_retry_after() -> Response {
    Response::json(429, TOO_MANY).header("Retry-After", "1")
}

/// Returns a 429 that is a rate limit by the code in its body, and states no wait.
pub fn rate_limited_by_code() -> Response {
    Response::json(429, TOO_MANY)
}

/// Returns a rate limit with status 400 that states the wait in its message.
pub fn rate_limited_by_message() -> Response {
    let message = "You have reached your limit of requests. Retry after 1 seconds";
    Response::json(400, format!(r#"{{"code": 1, "message": "{message}"}}"#))
}

/// Returns a 429 for spam, against which waiting does not help.
pub fn taken_for_spam() -> Response {
    let message = "Sorry! We blocked this action because it looks like spam.";
    Response::json(429, format!(r#"{{"code": 9, "message": "{message}"}}"#))
}

/// Returns a failure of the service with this status.
pub fn failed(status: u16) -> Response {
    Response::json(
        status,
        r#"{"code": 0, "message": "Something went wrong on our end."}"#,
    )
}

/// Returns a 503 with the code of an overloaded service.
pub fn unavailable() -> Response {
    Response::json(
        503,
        r#"{"code": 4197, "message": "The service is not available."}"#,
    )
}

/// Returns a transient failure with status 400.
pub fn transient() -> Response {
    Response::json(
        400,
        r#"{"code": 12, "message": "Something went wrong on our end."}"#,
    )
}
