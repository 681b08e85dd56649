//! The wait before another try, which is traced.

use std::time::Duration;

use tokio::time::sleep;

use super::{FailedAttempt, RetryPolicy};
use crate::Error;
use crate::error::name;

/// Waits as long as a policy says. Returns `false` at once if it allows no other try.
pub(crate) async fn pause_by(policy: &dyn RetryPolicy, failed: FailedAttempt<'_>) -> bool {
    let Some(wait) = policy.wait(&failed) else {
        return false;
    };
    pause(failed.error, failed.attempt, wait).await;
    true
}

/// Waits before another try of what failed.
pub(super) async fn pause(error: &Error, attempt: u32, wait: Duration) {
    tracing::debug!(
        attempt,
        reason = name(error),
        status = error.status(),
        code = error.code(),
        expected_wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
        "retrying"
    );
    if !wait.is_zero() {
        sleep(wait).await;
    }
}
