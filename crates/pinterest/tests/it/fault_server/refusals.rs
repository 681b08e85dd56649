//! The ways in which the API says no, or not now.

use super::Answer;

const TOO_MANY: &str =
    r#"{"code": 8, "message": "You have exceeded your rate limit. Try again later."}"#;

/// 429 with headers that say how many requests are allowed, and when they are again.
pub(crate) fn rate_limited_by_headers() -> Answer {
    Answer::json(429, "{}")
        .header("X-RateLimit-Limit", "100, 100;w=1, 1000;w=60")
        .header("X-RateLimit-Remaining", "0")
        .header("X-RateLimit-Reset", "1")
}

/// 429 that says how long to wait as HTTP does.
pub(crate) fn rate_limited_with_retry_after() -> Answer {
    Answer::json(429, TOO_MANY).header("Retry-After", "1")
}

/// 429 that says what it is in its body alone, and not how long to wait.
pub(crate) fn rate_limited_by_code() -> Answer {
    Answer::json(429, TOO_MANY)
}

/// A rate limit that comes with status 400 and says how long to wait in its message.
pub(crate) fn rate_limited_by_message() -> Answer {
    let message = "You have reached your limit of requests. Retry after 1 seconds";
    Answer::json(400, format!(r#"{{"code": 1, "message": "{message}"}}"#))
}

/// 429 that no waiting helps against.
pub(crate) fn taken_for_spam() -> Answer {
    let message = "Sorry! We blocked this action because it looks like spam.";
    Answer::json(429, format!(r#"{{"code": 9, "message": "{message}"}}"#))
}

/// A fault of the service.
pub(crate) fn failed(status: u16) -> Answer {
    Answer::json(
        status,
        r#"{"code": 0, "message": "Something went wrong on our end."}"#,
    )
}

/// 503 with the code of a service that is overloaded.
pub(crate) fn unavailable() -> Answer {
    Answer::json(
        503,
        r#"{"code": 4197, "message": "The service is not available."}"#,
    )
}

/// A passing fault that comes with status 400.
pub(crate) fn failed_in_passing() -> Answer {
    Answer::json(
        400,
        r#"{"code": 12, "message": "Something went wrong on our end."}"#,
    )
}
