//! How often a call is retried, and after which wait.

use std::fmt;
use std::time::Duration;

use crate::Error;

/// Decides how long to wait before a failed call is retried.
///
/// A policy is asked only when a retry is safe: the failure is transient, and either the server
/// definitely did not act, or the operation is
/// [idempotent](crate::operation::Operation::idempotent). A policy can ask for fewer attempts, but
/// never for one that could do something twice.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use pinterest::{Client, FailedAttempt, RetryPolicy};
///
/// /// Three attempts, half a second apart.
/// #[derive(Debug)]
/// struct Steady;
///
/// impl RetryPolicy for Steady {
///     fn wait(&self, failed: &FailedAttempt<'_>) -> Option<Duration> {
///         let pause = Duration::from_millis(500);
///         (failed.attempt < 3).then(|| failed.error.retry_after().unwrap_or(pause))
///     }
/// }
///
/// # fn main() -> Result<(), pinterest::Error> {
/// let client = Client::builder().with_access_token("pina_...").with_retry_policy(Steady).build()?;
/// # Ok(())
/// # }
/// ```
pub trait RetryPolicy: fmt::Debug + Send + Sync {
    /// Returns how long to wait before the next attempt, or `None` to give up. The call then fails
    /// with `failed.error`.
    ///
    /// A wait beyond the deadline of the call, or an empty [`RetryBudget`](crate::RetryBudget),
    /// ends the call at once with the same error.
    fn wait(&self, failed: &FailedAttempt<'_>) -> Option<Duration>;
}

/// The failed attempt that a [`RetryPolicy`] decides about.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FailedAttempt<'a> {
    /// The reason of the failure.
    pub error: &'a Error,
    /// The number of the attempt, counted from 1.
    pub attempt: u32,
    /// The time that the call has taken so far, including waits.
    pub elapsed: Duration,
}

/// Exponential backoff with full jitter: the default policy.
///
/// The wait before attempt *n* + 1 is random, between zero and the lesser of `cap` and
/// `base` × 2ⁿ⁻¹. Where the server says how long to wait, the random wait is added to that, so that
/// many clients do not retry at the same time. Advice beyond the advice cap ends the call.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use pinterest::{Backoff, Client};
///
/// # fn main() -> Result<(), pinterest::Error> {
/// let patient = Backoff::default().with_max_attempts(8).with_cap(Duration::from_secs(60));
/// let client = Client::builder().with_access_token("pina_...").with_retry_policy(patient).build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Backoff {
    max_attempts: u32,
    base: Duration,
    cap: Duration,
    advice_cap: Duration,
}

impl Default for Backoff {
    /// Returns a policy with five attempts, base 200 ms, cap 20 s, and advice up to 2 minutes.
    fn default() -> Self {
        Self {
            max_attempts: 5,
            base: Duration::from_millis(200),
            cap: Duration::from_secs(20),
            advice_cap: Duration::from_secs(120),
        }
    }
}

impl Backoff {
    /// Sets the maximum number of attempts of a call, including the first. Default: 5.
    pub fn with_max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the longest wait before the second attempt, which doubles with each attempt. Default:
    /// 200 ms.
    pub fn with_base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// Sets the longest wait that the server did not ask for. Default: 20 seconds.
    pub fn with_cap(mut self, cap: Duration) -> Self {
        self.cap = cap;
        self
    }

    /// Sets the longest wait that is accepted from the server. Beyond it the call fails, and
    /// [`Error::retry_after`] returns the advised wait. Default: 2 minutes.
    pub fn with_advice_cap(mut self, cap: Duration) -> Self {
        self.advice_cap = cap;
        self
    }

    /// Returns the longest wait after this attempt.
    fn ceiling(&self, attempt: u32) -> Duration {
        let doublings = attempt.saturating_sub(1).min(31);
        self.base.saturating_mul(1 << doublings).min(self.cap)
    }

    /// Returns a wait before another look at what takes its time, after so many of them: at least
    /// `base`, growing to `cap`, and half of it random.
    pub(crate) fn pause(&self, looks: u32) -> Duration {
        let half = self.ceiling(looks.saturating_add(1)) / 2;
        let pause = half + half.mul_f64(fastrand::f64());
        pause.max(self.base.min(self.cap))
    }
}

impl RetryPolicy for Backoff {
    fn wait(&self, failed: &FailedAttempt<'_>) -> Option<Duration> {
        if failed.attempt >= self.max_attempts {
            return None;
        }
        let jitter = self.ceiling(failed.attempt).mul_f64(fastrand::f64());
        match failed.error.retry_after() {
            Some(advice) if advice > self.advice_cap => None,
            Some(advice) => Some(advice.saturating_add(jitter)),
            None => Some(jitter),
        }
    }
}

/// Sends every call once.
///
/// A token that was rejected with status 401 is still replaced, where there is another.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoRetries;

impl RetryPolicy for NoRetries {
    fn wait(&self, _: &FailedAttempt<'_>) -> Option<Duration> {
        None
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, StatusCode};

    use super::*;
    use crate::ErrorKind;
    use crate::error::ErrorResponse;

    fn wait(policy: &Backoff, error: &Error, attempt: u32) -> Option<Duration> {
        policy.wait(&FailedAttempt {
            error,
            attempt,
            elapsed: Duration::ZERO,
        })
    }

    fn advised(seconds: u64) -> Error {
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", seconds.into());
        let status = StatusCode::TOO_MANY_REQUESTS;
        Error::from_response(ErrorResponse::new(status, &headers, Some(Bytes::new())))
    }

    #[test]
    fn waits_are_random_below_a_ceiling_that_doubles_to_the_cap() {
        let policy = Backoff::default().with_max_attempts(u32::MAX);
        let error = Error::new(ErrorKind::Connect, "no");
        for (attempt, ceiling) in [(1, 200), (2, 400), (3, 800), (8, 20_000), (4_000, 20_000)] {
            let ceiling = Duration::from_millis(ceiling);
            let waits: Vec<_> = (0..200)
                .map(|_| wait(&policy, &error, attempt).unwrap())
                .collect();
            assert!(waits.iter().all(|wait| *wait <= ceiling));
            assert!(waits.iter().any(|wait| *wait < ceiling / 4));
            assert!(waits.iter().any(|wait| *wait > ceiling * 3 / 4));
        }
    }

    #[test]
    fn pauses_grow_from_base_to_cap_and_half_of_them_is_random() {
        let policy = Backoff::default()
            .with_base(Duration::from_secs(1))
            .with_cap(Duration::from_secs(10));
        for (looks, least, most) in [(1, 1, 2), (2, 2, 4), (3, 4, 8), (4, 5, 10), (4_000, 5, 10)] {
            let (least, most) = (Duration::from_secs(least), Duration::from_secs(most));
            let pauses: Vec<_> = (0..200).map(|_| policy.pause(looks)).collect();
            assert!(pauses.iter().all(|pause| (least..=most).contains(pause)));
            let middle = (least + most) / 2;
            assert!(pauses.iter().any(|pause| *pause < middle));
            assert!(pauses.iter().any(|pause| *pause > middle));
        }
    }

    #[test]
    fn attempts_end() {
        let policy = Backoff::default().with_max_attempts(3);
        let error = Error::new(ErrorKind::Connect, "no");
        assert!(wait(&policy, &error, 2).is_some());
        assert_eq!(wait(&policy, &error, 3), None);
    }

    #[test]
    fn advice_is_followed_up_to_its_cap() {
        let policy = Backoff::default();
        let seconds = wait(&policy, &advised(7), 1).unwrap();
        assert!(seconds >= Duration::from_secs(7) && seconds <= Duration::from_millis(7_200));
        let waits = (0..100).map(|_| wait(&policy, &advised(7), 1).unwrap());
        let waits: std::collections::BTreeSet<_> = waits.collect();
        assert!(waits.len() > 50, "not all come back at once");
        assert_eq!(wait(&policy, &advised(67_150), 1), None);
    }
}
